"""What is checked of the words: that they promise nothing, force nothing, and lay no baby down to danger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audioguide.model.advice import Advice, Rule
from audioguide.model.routine import Routine, SayStep, StrokeStep, Vocabulary
from audioguide.model.stroke import Text

_SENTENCE_END = re.compile(r"[.!?;]+(?:\s|$)")


def count_words(text: Text, language: str) -> int:
    """Return how many words a text has."""
    return len(text.say(language).split())


def said_wrongly(
    rules: tuple[Rule, ...], routine: Routine, advice: Advice, vocabulary: Vocabulary
) -> Iterator[tuple[int, str, Rule]]:
    """Yield the line, the words and the rule, where the author's own words say what is not said."""
    for line, words in dict.fromkeys(_own_words(routine, vocabulary)):
        for found, rule in refused(words, routine.language, rules, advice):
            yield line, found, rule


def refused(words: str, language: str, rules: tuple[Rule, ...], advice: Advice) -> Iterator[tuple[str, Rule]]:
    """Yield what is not said, with its rule, from each sentence that does not deny it."""
    denial = advice.denials.get(language)
    for sentence in _SENTENCE_END.split(words):
        if denial and re.search(denial, sentence, re.IGNORECASE):
            continue
        for rule in rules:
            if language in rule.says and (found := re.search(rule.says[language], sentence, re.IGNORECASE)):
                yield found[0], rule


def _own_words(routine: Routine, vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """Yield the author's own words with their lines: those of a stroke where it is done."""

    def words(line: int, *texts: Text | None) -> Iterator[tuple[int, str]]:
        yield from ((line, text.printed(routine.language)) for text in texts if text is not None)

    yield from words(1, routine.title, routine.note)
    for section in routine.sections:
        yield from words(next((step.line for step in section.steps), 1), section.title, section.intro)
        for step in section.steps:
            if isinstance(step, SayStep) and step.when is None:
                yield from words(step.line, step.text)
            elif isinstance(step, StrokeStep):
                yield from words(step.line, step.cue, step.name, step.teach, step.cue_one_hand)
                stroke = step.stroke
                if stroke.id not in vocabulary.strokes:
                    yield from words(
                        step.line, stroke.name, stroke.cue, stroke.again, stroke.teach, stroke.caution, stroke.note
                    )
                    yield from ((step.line, purpose) for purpose in stroke.purpose)
