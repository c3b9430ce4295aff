"""What is checked of the words: that they promise nothing, force nothing, and lay no baby down to danger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audioguide.model.advice import Advice, Rule
from audioguide.model.routine import Routine, SayStep, StrokeStep, Vocabulary
from audioguide.model.stroke import Text
from audioguide.model.texts import texts_in

_SENTENCE_END = re.compile(r"[.!?;]+(?:\s|$)")


def count_words(text: Text, language: str) -> int:
    """Return how many words a text has."""
    return len(text.say(language).split())


def said_wrongly(
    rules: tuple[Rule, ...], routine: Routine, advice: Advice, vocabulary: Vocabulary
) -> Iterator[tuple[int, str, Rule]]:
    """Yield the line, the words and the rule, where the author's own words say what is not said."""
    # Whether there is oil is up to the family, and too early there is none: no rule for an age is about such words.
    at_any_age = tuple(rule for rule in rules if rule.under is None)
    for line, words, about_oil in dict.fromkeys(_own_words(routine, vocabulary)):
        for found, rule in refused(words, routine.language, at_any_age if about_oil else rules, advice):
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


def _own_words(routine: Routine, vocabulary: Vocabulary) -> Iterator[tuple[int, str, bool]]:
    """Yield the author's own words, with the line, of a stroke where it is done, and whether they are about oil."""

    def words(line: int, *texts: Text | None, about_oil: bool = False) -> Iterator[tuple[int, str, bool]]:
        yield from ((line, text.printed(routine.language), about_oil) for text in texts if text is not None)

    yield from words(1, routine.title, routine.note, *texts_in(routine.thought))
    for section in routine.sections:
        yield from words(next((step.line for step in section.steps), 1), section.title, section.intro)
        for step in section.steps:
            if isinstance(step, SayStep):
                yield from words(step.line, step.text, about_oil=step.when in ("oil", "no-oil"))
            elif isinstance(step, StrokeStep):
                yield from words(step.line, step.cue, step.name, step.teach, step.cue_one_hand)
                if step.stroke.id not in vocabulary.strokes:
                    yield from words(step.line, *texts_in(step.stroke, replaced=step.cue and step.stroke.cue))
                    yield from ((step.line, purpose, False) for purpose in step.stroke.purpose)
    ritual = routine.ritual
    if ritual is not None and ritual.id not in vocabulary.rituals:
        in_sections = frozenset(texts_in((ritual.preparation, ritual.opening, *ritual.ending)))
        about_oil = (ritual.take_oil, ritual.more_oil, ritual.wipe_oil)
        yield from words(1, *about_oil, about_oil=True)
        yield from words(1, *(one for one in texts_in(ritual) if one not in in_sections and one not in about_oil))
