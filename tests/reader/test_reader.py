from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fakes.routines import with_steps

from audioguide import reader
from audioguide.model.routine import RestStep, Routine, SayStep, StrokeStep, Vocabulary
from audioguide.model.stroke import Text, Times
from audioguide.reader import read, read_strokes
from audioguide.units import samples

Read = Callable[..., Routine]
Refuse = Callable[..., list[str]]

DATA = Path(__file__).parents[1] / "data"
GOOD = sorted((DATA / "routines").glob("*.yaml"))


# What a file says


def test_every_key_arrives(small_vocabulary: Vocabulary) -> None:
    text = (DATA / "routines" / "evening-calm.yaml").read_text(encoding="utf-8")
    calm = read(text, source="folder/evening-calm.yaml", vocabulary=small_vocabulary)
    assert (calm.id, calm.title.say("en"), calm.language) == ("evening-calm", "Evening calm", "en")
    assert (calm.ritual and calm.ritual.id, calm.preparation, calm.bed) == ("infant-massage", "full", "ocean")
    assert (calm.aims, calm.from_age, calm.tempo) == (("sleep", "calm"), 6.0, 60.0)
    assert calm.note == Text(by_language=(("en", "For Tuesday's group."),))
    assert calm.pronounce == {"Shantala": "SHAHN-tah-lah"}
    face, arm, back = calm.sections
    first, say, rest = face.steps
    assert isinstance(first, StrokeStep)
    assert first.times == Times(fewest=6, usual=6, most=6)
    assert first.cue == Text(by_language=(("en", "From the middle of the forehead, out to the sides."),))
    assert say == SayStep(text=Text(by_language=(("en", "Hum your song to {baby}, very softly."),)))
    assert rest == RestStep(shortest=samples(10), longest=samples(10), optional=True)
    assert (arm.title.say("en"), arm.sides, arm.optional) == ("{side} arm", "each", True)
    (feather,) = back.steps
    assert isinstance(feather, StrokeStep)
    assert feather.stroke.times == Times(fewest=3, usual=5, most=8)
    assert str(feather.stroke.path) == "comb(back.nape,back.bottom)"
    assert (feather.stroke.toward, feather.stroke.from_age, feather.stroke.essential) == ("none", 0.0, True)


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_file_is_read(small_vocabulary: Vocabulary, file: Path) -> None:
    assert read(file.read_text(encoding="utf-8"), source=file.name, vocabulary=small_vocabulary).id == file.stem


def test_oil_intros_and_notes_arrive(routine_from: Read) -> None:
    facts = "name: N, part: leg, sides: midline, path: 'hold(navel)', seconds: 5, times: 3"
    own = f"strokes: {{own: {{{facts}, cue: C, note: M.}}}}"
    made = routine_from(
        with_steps("{stroke: own}", "oil: none\n").replace("title: S", "title: S\n    intro: Now S.") + own
    )
    (section,) = made.sections
    (step,) = section.steps
    assert isinstance(step, StrokeStep)
    assert section.intro == Text(by_language=(("en", "Now S."),))
    assert step.stroke.note == Text(by_language=(("en", "M."),))
    assert made.oil is False
    assert routine_from(with_steps("{say: Hello.}")).oil is True


def test_little_is_required(routine_from: Read) -> None:
    plain = routine_from(with_steps("{say: Hello.}"))
    assert (plain.language, plain.ritual, plain.preparation, plain.bed) == ("en", None, None, "heartbeat")
    assert (plain.tempo, plain.from_age, plain.aims, plain.note, plain.pronounce) == (60.0, 0.0, (), None, {})


@pytest.mark.parametrize(
    ("written", "fewest", "usual", "most"),
    [
        ("", 3, 6, 10),
        ("times: 4", 4, 4, 4),
        ("times: 4-8", 4, 6, 8),
        ("times: 4 - 8", 4, 6, 8),
        ("times: 4\N{EN DASH}8", 4, 6, 8),
        ("times: 7-8", 7, 7, 8),
        ("times: 2-4", 2, 4, 4),
        ("usual: 9", 3, 9, 10),
        ("times: 4-8, usual: 5", 4, 5, 8),
    ],
)
def test_the_usual_times_are_the_strokes_own_as_far_as_the_step_allows(
    routine_from: Read, written: str, fewest: int, usual: int, most: int
) -> None:
    text = with_steps(f"{{stroke: leg_indian_milk, {written}}}").replace("title: S", "title: S\n    sides: right")
    (step,) = routine_from(text).sections[0].steps
    assert isinstance(step, StrokeStep)
    assert step.times == Times(fewest=fewest, usual=usual, most=most)


@pytest.mark.parametrize(
    ("written", "shortest", "longest"),
    [
        ("10", 10, 10),
        ("10s", 10, 10),
        ("1:30", 90, 90),
        ("1m", 60, 60),
        ("10s-40s", 10, 40),
        ("10-40s", 10, 40),
        ("10s \N{EN DASH} 1m30s", 10, 90),
    ],
)
def test_a_rest_is_exact_or_a_range(routine_from: Read, written: str, shortest: int, longest: int) -> None:
    text = with_steps(f"{{rest: {written}}}").replace("steps: [{rest", "steps:\n      - rest").replace("}]", "")
    (step,) = routine_from(text).sections[0].steps
    assert step == RestStep(shortest=samples(shortest), longest=samples(longest))


def test_a_word_is_a_word(routine_from: Read) -> None:
    text = with_steps("{say: yes}, {say: 1984}, {say: 'null'}", head="pronounce: {no: noh, on: onn, 1: one}\n")
    read_back = routine_from(text)
    assert read_back.pronounce == {"no": "noh", "on": "onn", "1": "one"}
    said = [step.text.say("en") for step in read_back.sections[0].steps if isinstance(step, SayStep)]
    assert said == ["yes", "1984", "null"]


def test_words_run_on_over_lines(routine_from: Read) -> None:
    steps = "\n      - say: >\n          Lift your hands\n          slowly.\n      - say: And\n          breathe.\n"
    said = routine_from(with_steps("").replace("[]", steps)).sections[0].steps
    assert [step.text.say("en") for step in said if isinstance(step, SayStep)] == [
        "Lift your hands slowly.",
        "And breathe.",
    ]


def test_a_comment_after_a_text_is_only_a_comment(routine_from: Read) -> None:
    text = with_steps("").replace("[]", "\n      - say: Hum softly.   # the second song\n      - say: '#1 # 2' #x\n")
    said = routine_from(text).sections[0].steps
    assert [step.text.say("en") for step in said if isinstance(step, SayStep)] == ["Hum softly.", "#1 # 2"]


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_a_file_from_another_computer_reads_the_same(routine_from: Read, change: Any) -> None:
    text = (DATA / "routines" / "evening-calm.yaml").read_text(encoding="utf-8")
    assert routine_from(change(text)) == routine_from(text)


def test_a_stroke_of_both_sides_may_close_a_section_of_each(routine_from: Read) -> None:
    steps = "{stroke: leg_indian_milk}, {say: And now both.}, {stroke: resting_hands}, {stroke: face_open_book}"
    text = with_steps(steps).replace("title: S", "title: S\n    sides: each")
    assert len(routine_from(text).sections[0].steps) == 4


# Languages

TWO_LANGUAGES = with_steps("{say: {en: Rest., de: Ruhe.}}, {stroke: resting_hands}").replace(
    "title: S", "title: {en: All, de: Alles}"
)


def test_plain_words_are_in_the_language_of_the_file(routine_from: Read) -> None:
    german = routine_from("language: de\n" + with_steps("{say: Ruhe.}, {say: {de: Still., en: Still.}}"))
    assert german.title.languages == {"de"}
    assert german.language == "de"


def test_every_text_must_be_in_the_language_of_the_session(routine_from: Read, mistakes_in: Refuse) -> None:
    assert mistakes_in(TWO_LANGUAGES, language="de") == [
        "2: title has no words in 'de', only in en; write title: {en: ..., de: ...}"
    ]
    assert routine_from(TWO_LANGUAGES).title.say("en") == "T"
    assert routine_from(TWO_LANGUAGES.replace("title: T", "title: {de: T}"), language="de").title.say("de") == "T"


def test_the_repertoire_must_be_in_the_language_of_the_session(mistakes_in: Refuse) -> None:
    text = "language: de\nritual: infant-massage\n" + with_steps("{stroke: resting_hands}, {stroke: face_open_book}")
    assert mistakes_in(text) == [
        "2: the ritual 'infant-massage' has no words in 'de', only in en",
        "7: the stroke 'face_open_book' has no words in 'de', only in en",
    ]


def test_a_cue_of_ones_own_need_not_be_in_the_repertoire(small_vocabulary: Vocabulary) -> None:
    only_cue = read_strokes(
        (DATA / "vocabulary" / "strokes.yaml")
        .read_text(encoding="utf-8")
        .replace("name: Open book", "name: {de: Buch, en: Book}")
        .split("    teach:")[0],
        source="strokes.yaml",
        landmarks=small_vocabulary.landmarks,
    )
    vocabulary = Vocabulary(
        landmarks={}, strokes={one.id: one for one in only_cue}, rituals={}, phrases={}, beds=("heartbeat",)
    )
    text = "language: de\n" + with_steps("{stroke: face_open_book, cue: Nach außen.}")
    assert read(text, source="a.yaml", vocabulary=vocabulary).language == "de"


def test_the_room_has_the_functions_that_it_names_and_no_others() -> None:
    assert all(callable(getattr(reader, name)) for name in reader.__all__)
    unknown = "write"
    with pytest.raises(AttributeError, match="no attribute 'write'"):
        getattr(reader, unknown)
