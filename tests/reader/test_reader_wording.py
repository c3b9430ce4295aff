"""Words and facts apart: what is joined, and what is refused at the line where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioguide.errors import RoutineError
from audioguide.model.routine import Routine, SayStep, Vocabulary
from audioguide.reader import open_wording, read, read_ritual, read_strokes
from audioguide.reader.inline import inline

FOLDER = Path(__file__).parents[1] / "data" / "words"
ENGLISH, TRANSLATED = ((FOLDER / language / "routines.yaml").read_text("utf-8") for language in ("en", "xx"))
FACTS = """\
version: 1
sections:
  - title: leg
    sides: each
    steps:
      - say: hush
"""


def joined(vocabulary: Vocabulary, facts: str = FACTS, english: str = ENGLISH, translated: str = TRANSLATED) -> Routine:
    wording = open_wording({"en": ("en.yaml", english), "xx": ("xx.yaml", translated)})
    return read(facts, source="calm.yaml", vocabulary=vocabulary, wording=wording)


def test_words_come_to_their_facts_in_every_language(small_vocabulary: Vocabulary) -> None:
    routine = joined(small_vocabulary)
    (section,) = routine.sections
    (step,) = section.steps
    assert isinstance(step, SayStep)
    assert [(text.say("en"), text.say("xx")) for text in (routine.title, step.text)] == [
        ("Calm", "Mira"),
        ("Hush now.", "Sula mi."),
    ]
    assert [section.title.say("xx", side) for side in ("right", "left")] == ["Kruna", "Kruno"]
    assert [section.title.say("en", side) for side in ("right", "left")] == ["{side} leg"] * 2
    assert section.title.printed("xx") == "Kruna / Kruno"


@pytest.mark.parametrize(
    ("english", "translated", "problem"),
    [
        (ENGLISH, TRANSLATED.replace("  title: Mira\n", ""), "xx.yaml:5: there are no words for 'calm.title'"),
        (ENGLISH + "  more: More.\n", TRANSLATED + "  more: Ma.\n", "en.yaml:7: nothing says 'calm.more'; remove it"),
        (ENGLISH, TRANSLATED + "  more: Ma.\n", "xx.yaml:8: en.yaml has no 'calm.more'; remove it"),
        (
            ENGLISH,
            TRANSLATED.replace("  title: Mira\n", "") + "  title: Mira\n",
            "xx.yaml:6: 'calm.hush' is out of order; keep the order of en.yaml: 'calm.title' comes here",
        ),
        (
            ENGLISH,
            TRANSLATED.replace("[calm.hush]", "[calm.hash]"),
            "xx.yaml:2: review: 'calm.hash' is not in this file; did you mean 'calm.hush'?",
        ),
        (ENGLISH, TRANSLATED.replace("Mira", ""), "xx.yaml:6: title should be text, not nothing"),
        (
            ENGLISH,
            TRANSLATED.replace(", left: Kruno", ""),
            "xx.yaml:4: title has no words on the left; write title: {right: ..., left: ...}",
        ),
        (
            ENGLISH.replace("hush:", "hash:"),
            TRANSLATED.replace("  hush:", "  hash:").replace("calm.hush", "calm.hash"),
            "en.yaml:6: nothing says 'calm.hash'; remove it",
        ),
        (ENGLISH.replace("version: 1\n", ""), TRANSLATED, "en.yaml:1: a file of words starts with 'version: 1'"),
        (
            ENGLISH,
            TRANSLATED.replace("left: Kruno", "left: [Kruno]"),
            "xx.yaml:4: title should be text on the left, not a list",
        ),
        (
            ENGLISH + "other: Other.\n",
            TRANSLATED,
            "en.yaml:7: 'other' should be names with their words",
        ),
    ],
)
def test_every_mistake_in_words_is_at_its_line(
    small_vocabulary: Vocabulary, english: str, translated: str, problem: str
) -> None:
    with pytest.raises(RoutineError) as caught:
        joined(small_vocabulary, english=english, translated=translated)
    assert str(caught.value).splitlines() == [problem]


def test_mistakes_in_the_words_of_several_languages_are_told_at_once(small_vocabulary: Vocabulary) -> None:
    english, translated = (text.replace("Mira", "").replace("Calm", "") for text in (ENGLISH, TRANSLATED))
    with pytest.raises(RoutineError) as caught:
        joined(small_vocabulary, english=english, translated=translated)
    assert [line.split(": ", 1) for line in str(caught.value).splitlines()] == [
        ["en.yaml:5", "title should be text, not nothing"],
        ["xx.yaml:6", "title should be text, not nothing"],
    ]


def test_the_words_of_a_program_that_goes_on_keep_no_mistakes_of_what_it_has_read(small_vocabulary: Vocabulary) -> None:
    other = FACTS.replace("title: leg", "title: arm").replace("say: hush", "say: rest")
    english = f"{ENGLISH}other:\n  title: Other\n  arm: Arm\n  rest: Rest.\n"
    translated = f'{TRANSLATED}other:\n  title: ""\n  arm: Bra\n  rest: Sta.\n'
    wording = open_wording({"en": ("en.yaml", english), "xx": ("xx.yaml", translated)})
    for _ in range(2):
        with pytest.raises(RoutineError) as caught:
            read(other, source="other.yaml", vocabulary=small_vocabulary, wording=wording)
        assert str(caught.value).splitlines() == ["xx.yaml:9: title should be text, not nothing"]
    assert read(FACTS, source="calm.yaml", vocabulary=small_vocabulary, wording=wording).title.say("xx") == "Mira"


def test_words_that_stand_twice_are_told(small_vocabulary: Vocabulary) -> None:
    twice = ENGLISH + "  hush.now: More.\n  again:\n    now: One.\n  again.now: Two.\n"
    with pytest.raises(RoutineError, match=r"en\.yaml:10: 'calm\.again\.now' stands twice; keep one"):
        joined(small_vocabulary, english=twice)


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ("- leg\n", "t.yaml:1: "),
        ("version: 1\nstrokes: [a]\n", "t.yaml:2: "),
        ("version: 1\nstrokes:\n  calm: [a]\n", "t.yaml:3: a stroke should be keys with values, not a list"),
        (
            "version: 1\nstrokes:\n  clam:\n    part: leg\n",
            "en.yaml:4: there is no 'calm'; did you mean 'clam'?",
        ),
    ],
)
def test_facts_of_strokes_that_are_none_are_refused_with_words_or_without(facts: str, problem: str) -> None:
    wording = open_wording({"en": ("en.yaml", ENGLISH), "xx": ("xx.yaml", TRANSLATED)})
    with pytest.raises(RoutineError) as caught:
        read_strokes(facts, source="t.yaml", landmarks={}, wording=wording)
    assert problem in str(caught.value)


def test_a_name_without_words_is_at_its_line(small_vocabulary: Vocabulary) -> None:
    with pytest.raises(RoutineError, match=r"^calm\.yaml:7: say: en\.yaml has no words for 'hash', below 'calm'"):
        joined(small_vocabulary, facts=f"{FACTS}      - say: hash\n")


def test_a_file_of_ones_own_may_have_words_for_each_side(small_vocabulary: Vocabulary) -> None:
    text = """\
version: 1
title: Mine
sections:
  - title: {right: Jambe droite, left: Jambe gauche}
    sides: each
    steps:
      - say: {en: "{side} leg", fr: {right: La jambe droite, left: La jambe gauche}}
"""
    (section,) = read(text, source="mine.yaml", vocabulary=small_vocabulary).sections
    assert section.title.say("en", "left") == "Jambe gauche"
    with pytest.raises(RoutineError, match=r"'\{side\}' has no meaning in a section without sides"):
        read(text.replace("    sides: each\n", ""), source="mine.yaml", vocabulary=small_vocabulary)


@pytest.mark.parametrize(
    ("title", "problem"),
    [
        (
            "{right: A, up: B, left: C}",
            "mine.yaml:4: title has words for 'right' and 'left', once each; 'up' is too much",
        ),
        ("{right: *a, left: B}", "mine.yaml:4: '*a' refers to another place"),
    ],
)
def test_words_for_a_side_that_is_none_are_refused(small_vocabulary: Vocabulary, title: str, problem: str) -> None:
    text = f"version: 1\ntitle: Mine\nsections:\n  - title: {title}\n    sides: each\n    steps:\n      - say: Hum.\n"
    with pytest.raises(RoutineError) as caught:
        read(text, source="mine.yaml", vocabulary=small_vocabulary)
    assert str(caught.value).startswith(problem)


def test_words_where_a_list_of_them_belongs_are_told(small_vocabulary: Vocabulary) -> None:
    wording = open_wording({"en": ("en.yaml", "version: 1\ncalm:\n  title: Calm\n  checks: How is your baby?\n")})
    with pytest.raises(RoutineError, match=r"calm\.yaml:1: checks should be a list, not words"):
        read_ritual("version: 1\n", source="calm.yaml", strokes=small_vocabulary.strokes, wording=wording)


def test_a_file_of_facts_with_its_words_put_back_is_a_routine_of_ones_own(small_vocabulary: Vocabulary) -> None:
    page = open_wording({"xx": ("xx.yaml", TRANSLATED)}).pages[0]
    text = inline(FACTS, page, "calm")
    assert '  - title: {right: "Kruna", left: "Kruno"}' in text.splitlines()
    routine = read(text, source="mine.yaml", vocabulary=small_vocabulary)
    assert (routine.language, routine.title.say("xx")) == ("xx", "Mira")
    assert [routine.sections[0].title.say("xx", side) for side in ("right", "left")] == ["Kruna", "Kruno"]
