from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from audioguide.errors import RoutineError
from audioguide.reader import read, read_landmarks, read_phrases, read_ritual, read_strokes, schema
from audioguide.reader.fields import Key, Table
from audioguide.reader.reading import Reading
from audioguide.reader.tables import LANDMARKS, PHRASES, RITUAL, ROUTINE, SECTION, STEPS, STROKE, STROKE_FILE
from audioguide.routine import RestStep, Routine, SayStep, StrokeStep, Text, Times, Vocabulary
from audioguide.units import samples

DATA = Path(__file__).parent / "data"
MISTAKES = sorted((DATA / "mistakes").glob("*.yaml"))
GOOD = sorted((DATA / "routines").glob("*.yaml"))

FRONT = """
version: 1
view: front
points: {navel: [50, 83], hip_R: [38, 101], hip_L: [62, 101], ankle_R: [38, 166], ankle_L: [62, 166]}
"""
BACK = """
version: 1
view: back
points: {nape: [50, 36], bottom: [50, 106]}
"""
FACE = """
version: 1
view: face
points: {forehead_mid: [50, 28], temple_R: [18, 36], temple_L: [82, 36]}
"""
STROKES = """
version: 1
strokes:
  resting_hands:
    name: {en: Resting hands, de: Ruhende Hände}
    part: whole
    sides: midline
    path: hold(navel)
    seconds: 12
    times: 1-3
    usual: 1
    essential: yes
    cue: {en: Rest both hands on your baby., de: Lege beide Hände auf dein Baby.}
  face_open_book:
    name: Open book
    part: face
    sides: both
    hands: two hands together
    path: line(face.forehead_mid,face.temple_{S})
    toward: none
    seconds: 4
    times: 2-6
    purpose: [soothing]
    from_age: 2w
    cue: From the middle of the forehead, out to the sides.
    teach: Lay your fingertips on the middle of the forehead. Draw them outwards, as if you smoothed a page.
    caution: Keep clear of the eyes.
  leg_indian_milk:
    name: Indian milking
    part: leg
    sides: each
    path: line(hip_{S},ankle_{S})
    toward: away
    seconds: 5
    times: 3-10
    usual: 6
    essential: yes
    cue: "Down the {side} leg, hip to ankle."
  arm_indian_milk:
    name: Milking the arm
    part: arm
    sides: each
    path: line(hip_{S},ankle_{S})
    seconds: 5
    times: 3-10
    cue: Shoulder to wrist, one hand after the other.
"""
RITUAL_FILE = """
version: 1
title: Infant massage
preparation:
  title: Before you begin
  full:
    - say: Warm the room.
      always: yes
    - rest: 5s
  short: A warm room and warm hands.
opening:
  title: Hello
  steps:
    - stroke: resting_hands
      times: 1
closing:
  title: Thanks
  steps:
    - say: "Thank you, {baby}."
checks: ["How is your baby?"]
stay: 10-20s
prompts: [Look at each other., Hum a little.]
free: 8s-20s
before:
  tummy: Stay off the tummy until the cord has healed.
give_way: [face, back]
"""


def a_vocabulary() -> Vocabulary:
    points = [
        point
        for name, text in (("front", FRONT), ("back", BACK), ("face", FACE))
        for point in read_landmarks(text, source=f"{name}.yaml")
    ]
    landmarks = {f"{point.view}.{point.name}": point for point in points}
    strokes = {one.id: one for one in read_strokes(STROKES, source="strokes.yaml", landmarks=landmarks)}
    ritual = read_ritual(RITUAL_FILE, source="infant-massage.yaml", strokes=strokes)
    return Vocabulary(
        landmarks=landmarks,
        strokes=strokes,
        rituals={ritual.id: ritual},
        phrases={},
        beds=("heartbeat", "none", "ocean"),
    )


VOCABULARY = a_vocabulary()


def routine(text: str, **choices: Any) -> Routine:
    return read(text, source="folder/bedtime.yaml", vocabulary=VOCABULARY, **choices)


def mistakes(text: str, **choices: Any) -> list[str]:
    with pytest.raises(RoutineError) as caught:
        routine(text, **choices)
    return str(caught.value).replace("folder/bedtime.yaml:", "").splitlines()


def with_steps(steps: str, head: str = "") -> str:
    return f"version: 1\ntitle: T\n{head}sections:\n  - title: S\n    steps: [{steps}]\n"


# What a file says


def test_every_key_arrives() -> None:
    text = (DATA / "routines" / "evening-calm.yaml").read_text(encoding="utf-8")
    calm = read(text, source="folder/evening-calm.yaml", vocabulary=VOCABULARY)
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
    assert (feather.stroke.toward, feather.stroke.from_age, feather.stroke.essential) == ("none", 0.0, False)


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_file_is_read(file: Path) -> None:
    assert read(file.read_text(encoding="utf-8"), source=file.name, vocabulary=VOCABULARY).id == file.stem


def test_little_is_required() -> None:
    plain = routine(with_steps("{say: Hello.}"))
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
    written: str, fewest: int, usual: int, most: int
) -> None:
    text = with_steps(f"{{stroke: leg_indian_milk, {written}}}").replace("title: S", "title: S\n    sides: right")
    (step,) = routine(text).sections[0].steps
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
def test_a_rest_is_exact_or_a_range(written: str, shortest: int, longest: int) -> None:
    text = with_steps(f"{{rest: {written}}}").replace("steps: [{rest", "steps:\n      - rest").replace("}]", "")
    (step,) = routine(text).sections[0].steps
    assert step == RestStep(shortest=samples(shortest), longest=samples(longest))


def test_a_word_is_a_word() -> None:
    text = with_steps("{say: yes}, {say: 1984}, {say: 'null'}", head="pronounce: {no: noh, on: onn, 1: one}\n")
    read_back = routine(text)
    assert read_back.pronounce == {"no": "noh", "on": "onn", "1": "one"}
    said = [step.text.say("en") for step in read_back.sections[0].steps if isinstance(step, SayStep)]
    assert said == ["yes", "1984", "null"]


def test_words_run_on_over_lines() -> None:
    steps = "\n      - say: >\n          Lift your hands\n          slowly.\n      - say: And\n          breathe.\n"
    said = routine(with_steps("").replace("[]", steps)).sections[0].steps
    assert [step.text.say("en") for step in said if isinstance(step, SayStep)] == [
        "Lift your hands slowly.",
        "And breathe.",
    ]


def test_a_comment_after_a_text_is_only_a_comment() -> None:
    text = with_steps("").replace("[]", "\n      - say: Hum softly.   # the second song\n      - say: '#1 # 2' #x\n")
    said = routine(text).sections[0].steps
    assert [step.text.say("en") for step in said if isinstance(step, SayStep)] == ["Hum softly.", "#1 # 2"]


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_a_file_from_another_computer_reads_the_same(change: Any) -> None:
    text = (DATA / "routines" / "evening-calm.yaml").read_text(encoding="utf-8")
    assert routine(change(text)) == routine(text)


def test_a_stroke_of_both_sides_may_close_a_section_of_each() -> None:
    steps = "{stroke: leg_indian_milk}, {say: And now both.}, {stroke: resting_hands}, {stroke: face_open_book}"
    text = with_steps(steps).replace("title: S", "title: S\n    sides: each")
    assert len(routine(text).sections[0].steps) == 4


# Languages

TWO_LANGUAGES = with_steps("{say: {en: Rest., de: Ruhe.}}, {stroke: resting_hands}").replace(
    "title: S", "title: {en: All, de: Alles}"
)


def test_plain_words_are_in_the_language_of_the_file() -> None:
    german = routine("language: de\n" + with_steps("{say: Ruhe.}, {say: {de: Still., en: Still.}}"))
    assert german.title.languages == {"de"}
    assert german.language == "de"


def test_every_text_must_be_in_the_language_of_the_session() -> None:
    assert mistakes(TWO_LANGUAGES, language="de") == [
        "2: title has no words in 'de', only in en; write title: {en: ..., de: ...}"
    ]
    assert routine(TWO_LANGUAGES).title.say("en") == "T"
    assert routine(TWO_LANGUAGES.replace("title: T", "title: {de: T}"), language="de").title.say("de") == "T"


def test_the_repertoire_must_be_in_the_language_of_the_session() -> None:
    text = "language: de\nritual: infant-massage\n" + with_steps("{stroke: resting_hands}, {stroke: face_open_book}")
    assert mistakes(text) == [
        "2: the ritual 'infant-massage' has no words in 'de', only in en",
        "7: the stroke 'face_open_book' has no words in 'de', only in en",
    ]


def test_a_cue_of_ones_own_need_not_be_in_the_repertoire() -> None:
    only_cue = read_strokes(
        STROKES.replace("name: Open book", "name: {de: Buch, en: Book}").split("    teach:")[0],
        source="strokes.yaml",
        landmarks=VOCABULARY.landmarks,
    )
    vocabulary = Vocabulary(
        landmarks={}, strokes={one.id: one for one in only_cue}, rituals={}, phrases={}, beds=("heartbeat",)
    )
    text = "language: de\n" + with_steps("{stroke: face_open_book, cue: Nach außen.}")
    assert read(text, source="a.yaml", vocabulary=vocabulary).language == "de"


# Mistakes


@pytest.mark.parametrize("file", MISTAKES, ids=lambda file: file.stem)
def test_a_mistake_has_its_message(file: Path) -> None:
    with pytest.raises(RoutineError) as caught:
        read(file.read_text(encoding="utf-8"), source=file.name, vocabulary=VOCABULARY)
    assert str(caught.value) + "\n" == file.with_suffix(".txt").read_text(encoding="utf-8")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own error


def test_there_are_enough_of_them() -> None:
    assert len(MISTAKES) >= 40


NASTY = {
    "": "1: the file is empty; it starts with 'version: 1'",
    "---\n": "1: the file is empty; it starts with 'version: 1'",
    "version: 1\n\x00": "2: the character U+0000 cannot be read or spoken; remove it, and save the file as UTF-8 text",
    "a: \ud800": "1: the character U+D800 cannot be read or spoken; remove it, and save the file as UTF-8 text",
    "a\r\nb: \ufeffc": "2: the character U+FEFF cannot be read or spoken; remove it, and save the file as UTF-8 text",
    "a: \u2028": "1: the character U+2028 cannot be read or spoken; remove it, and save the file as UTF-8 text",
    "x" * 1_000_001: "1: the file has 1000001 characters; a routine has at most 1000000",
    "[" * 50_000: "1: there are more than 20 lists or keys inside one another",
    "- " * 5_000: "1: there are more than 20 lists or keys inside one another",
    "{a: " * 500 + "}" * 500: "1: there are more than 20 lists or keys inside one another",
}


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_nasty_file_is_refused_with_one_sentence(text: str) -> None:
    assert mistakes(text) == [NASTY[text]]


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        (r'{say: "ring \a"}', "5: the character U+0007 cannot be read or spoken; remove it"),
        ("{say: ' '}", "5: say should be text, not nothing"),
        ("{say: {}}", "5: say should be text, not {}"),
        ("{say: {en: Rest, en: Rest}}", "5: say has words in 'en' twice; keep one"),
        ("{say: {en: [Rest]}}", "5: say should be text in 'en', not a list"),
        (
            "{say: {en: Rest, rest: 10s and more}}",
            (
                "5: say: 'rest' is not a language; write for example {en: ..., de: ...}, "
                "or put quotes around text with a leading '{'"
            ),
        ),
        ("{say: 'Good night}'}", "5: say: nothing is filled in for '}' here; possible are {side} and {baby}"),
        (
            "{say: Hush, cue: Hush}",
            "5: 'cue' belongs in a step with 'stroke', not in a step with 'say'",
        ),
        ("[rest]", "5: a step should be keys with values, not a list"),
        ("Hush now", "5: a step should be keys with values, not 'Hush now'"),
        ("{say: null}", "5: say should be text, not nothing"),
        ("''", "5: a step should be keys with values, not nothing"),
        ("{rest: 1-2-3}", "5: rest: '1-2-3' is not a length; write for example 10s, or a range such as 10s-40s"),
        (
            "{stroke: galaxy, times: 1-2-3}",
            "5: times: '1-2-3' is not how often; write a number such as 6, or a range such as 4-8",
        ),
        ("{stroke: resting_hands, usual: many}", "5: usual: 'many' should be a whole number from 1 to 100"),
        ("{rest: 10s, [a]: b}", "5: a key should be a word; put quotes around text with a leading '{' or '['"),
    ],
)
def test_a_wrong_step_is_told(steps: str, problem: str) -> None:
    assert problem in mistakes(with_steps(steps))


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("pronounce: {'': x}\n", "3: pronounce: a word is missing before ':'"),
        ("pronounce: [Mia]\n", "3: pronounce should be names with words, not a list"),
        ("pronounce: {Mia: a, Mia: b}\n", "3: 'Mia' stands twice in pronounce, first in line 3; keep one"),
        ("strokes: feather\n", "3: strokes should be names with a stroke, not 'feather'"),
        ("aims: [~]\n", "3: aims should be bonding, calm, sleep, comfort or movement, not nothing"),
        ("aims: health\n", "3: aims should be a list, not 'health'; start each item with '- '"),
        ("ritual: [none]\n", "3: ritual should be words, not a list"),
        ("sections: &all []\n", "3: sections is an empty list; it needs a section"),
    ],
)
def test_a_wrong_head_is_told(head: str, problem: str) -> None:
    assert problem in mistakes(with_steps("{say: Hush.}", head=head))


@pytest.mark.parametrize("key", ["title", "ritual", "aims", "tempo", "sections", "strokes", "pronounce", "language"])
def test_an_alias_is_the_only_mistake_of_its_key(key: str) -> None:
    text = f"bed: &a none\n{with_steps('{say: Hush.}')}".replace("title: T", "" if key == "title" else "title: T")
    text = text.split("sections")[0] if key == "sections" else text
    found = mistakes(f"{text}\n{key}: *a\n")
    assert [line for line in found if "'*a' refers to another place" in line] == [found[-1]]
    assert len(found) == 2


@pytest.mark.parametrize("steps", ["*a", "{say: {en: *a, de: Ruhe}}", "{*a : b, say: Hush}", "{say: *a}", "{rest: *a}"])
def test_an_alias_is_the_only_mistake_of_its_step(steps: str) -> None:
    found = mistakes(with_steps(steps, head="bed: &a none\n"))
    assert [line[0] for line in found] == ["3", "6"]


def test_a_broken_stroke_is_not_unknown_as_well() -> None:
    head = (
        "strokes:\n  feather: {name: Feather, part: back, sides: midline, path: x, seconds: 5, times: 3, cue: Hush}\n"
    )
    found = mistakes(with_steps("{stroke: feather}", head=head))
    assert found == ["4: path: 'x' is not a path; write for example line(hip,ankle)"]


KEYS = [
    "version",
    "title",
    "language",
    "sections",
    "steps",
    "stroke",
    "say",
    "rest",
    "times",
    "strokes",
    "cue",
    "leg_indian_milk",
    "each",
    "1",
    "4-8",
]
MARKS = ["{", "}", "[", "]", ",", ": ", ":", "- ", "\n", "\n  ", "\n    ", "#", " #x", "'", '"', "|\n", ">", "? "]
NASTINESS = ["{side}", "&a ", "*a", "<<: ", "!x ", "!!binary ", "---\n", "...", "%YAML 1.1\n", "\\", "\t", "\r\n"]
ODDITIES = ["9" * 400, "\ufeff", "\x00", "\x85", "\xa0", "\ud800", "\u2028"]
PIECES = st.one_of(*(st.sampled_from(some) for some in (KEYS, MARKS, NASTINESS, ODDITIES)), st.text(max_size=4))
GOOD_TEXT = (DATA / "routines" / "small-cobra.yaml").read_text(encoding="utf-8")


def outcome(text: str) -> Routine | RoutineError:
    try:
        return routine(text)
    except RoutineError as error:
        return error


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = outcome(text)
    if isinstance(found, RoutineError):
        lines = [line for line, _ in found.mistakes]
        assert lines == sorted(lines)
        assert all(1 <= line <= text.count("\n") + text.count("\r") + 1 for line in lines)
        assert "\n" not in "".join(problem for _, problem in found.mistakes)


@given(st.integers(0, len(GOOD_TEXT)), st.integers(0, 20), PIECES)
def test_a_good_file_with_anything_in_it_is_read_or_refused(start: int, gone: int, piece: str) -> None:
    assert outcome(GOOD_TEXT[:start] + piece + GOOD_TEXT[start + gone :])


def test_pyyaml_without_its_c_part_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with_c = [routine(file.read_text(encoding="utf-8")) for file in GOOD]
    monkeypatch.setattr("audioguide.reader.nodes._LOADER", yaml.SafeLoader)
    assert [routine(file.read_text(encoding="utf-8")) for file in GOOD] == with_c
    assert mistakes(r'a: "\UFFFFFFFF"') == ["1: this is not YAML: put quotes around text with ': ' or a leading '{'"]
    for file in MISTAKES:
        with pytest.raises(RoutineError):
            routine(file.read_text(encoding="utf-8"))


# The same tables for editors

VALIDATOR = jsonschema.Draft202012Validator(schema())

UNSEEN = {
    "duplicate-key",
    "reuse",
    "hash-in-text",
    "misspelt-stroke",
    "stroke-from-another-book",
    "stroke-not-in-the-language",
    "text-not-in-the-language",
    "own-stroke-with-a-name-taken",
    "one-sided-stroke-without-sides",
    "both-sides-in-the-middle",
    "side-for-both",
    "side-in-the-middle",
    "side-without-sides",
    "unknown-bed",
    "bed-without-ending",
    "unknown-ritual",
    "preparation-of-nothing",
    "unknown-landmark",
    "landmark-without-view",
    "range-backwards",
    "rest-backwards",
    "rest-too-long",
    "usual-outside-times",
}
"""What JSON Schema cannot see: lines, the repertoire, and whether two values fit together."""


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_an_editor_accepts_a_good_file(file: Path) -> None:
    assert not list(VALIDATOR.iter_errors(yaml.safe_load(file.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("file", MISTAKES, ids=lambda file: file.stem)
def test_an_editor_marks_a_mistake_that_a_schema_can_see(file: Path) -> None:
    try:
        seen = not VALIDATOR.is_valid(yaml.safe_load(file.read_text(encoding="utf-8")))
    except yaml.YAMLError:
        seen = True
    assert seen == (file.stem[3:] not in UNSEEN)


@pytest.mark.parametrize("table", [ROUTINE, SECTION, STROKE, *STEPS.values(), STROKE_FILE, RITUAL, LANDMARKS, PHRASES])
def test_every_example_is_a_good_value(table: Table) -> None:
    for key in table.keys:
        got = yaml.safe_load(key.example)
        assert not list(jsonschema.Draft202012Validator(dict(key.kind.schema)).iter_errors(got)), key.name
        assert example_of(key) is not None, key.name


def example_of(key: Key) -> Any:
    from audioguide.reader.nodes import Entries, compose  # noqa: PLC0415 - only here

    reading = Reading(source="example.yaml")
    node = compose(f"key: {key.example}", reading)
    assert isinstance(node, Entries)
    value = key.kind.read(node.pairs[0][1], key.name, reading)
    reading.finish()
    return value


# The repertoire's own files


READERS: dict[str, Callable[[str], Any]] = {
    "strokes": lambda text: read_strokes(text, source="x", landmarks=VOCABULARY.landmarks),
    "ritual": lambda text: read_ritual(text, source="x", strokes=VOCABULARY.strokes),
    "landmarks": lambda text: read_landmarks(text, source="x"),
}


def refused(text: str, kind: str) -> list[str]:
    with pytest.raises(RoutineError) as caught:
        READERS[kind](text)
    return str(caught.value).splitlines()


def test_a_ritual_arrives() -> None:
    ritual = VOCABULARY.rituals["infant-massage"]
    assert ritual.preparation.title.say("en") == "Before you begin"
    assert ritual.preparation.steps == (
        SayStep(text=Text(by_language=(("en", "Warm the room."),)), always=True),
        RestStep(shortest=samples(5), longest=samples(5)),
    )
    assert (ritual.stay, ritual.free) == ((samples(10), samples(20)), (samples(8), samples(20)))
    assert [prompt.say("en") for prompt in ritual.prompts] == ["Look at each other.", "Hum a little."]
    assert ritual.before["tummy"].say("en") == "Stay off the tummy until the cord has healed."
    assert ritual.give_way == ("face", "back")


def test_a_ritual_has_no_sides() -> None:
    text = RITUAL_FILE.replace("stroke: resting_hands", "stroke: leg_indian_milk")
    assert refused(text, "ritual") == [
        "x:14: the stroke 'leg_indian_milk' is done on one side at a time; add 'sides: each' to its section"
    ]


def test_every_part_of_a_ritual_is_required() -> None:
    for part in ("preparation", "opening", "closing"):
        assert part in refused(re.sub(rf"(?m)^{part}:$", f"{part}s:", RITUAL_FILE), "ritual")[0]
    assert "short" in refused(RITUAL_FILE.replace("  short: A", "  shorts: A"), "ritual")[0]


def test_landmarks_and_phrases_arrive() -> None:
    (navel, *_) = read_landmarks(FRONT, source="front.yaml")
    assert (navel.view, navel.name, navel.x, navel.y) == ("front", "navel", 50.0, 83.0)
    phrases = read_phrases("{version: 1, right: r, left: l, baby: b, called: 'It is {name}.'}", source="en.yaml")
    assert (phrases.right, phrases.left, phrases.baby, phrases.called) == ("r", "l", "b", "It is {name}.")


def test_a_point_is_two_numbers() -> None:
    text = FRONT.replace("[50, 83]", "[50]").replace("[38, 101]", "[x, 101]").replace("[62, 101]", "{x: 62}")
    assert refused(text, "landmarks") == [
        "x:4: navel should be two numbers, for example [50, 83]",
        "x:4: hip_R: 'x' should be a number from 0 to 1000",
        "x:4: hip_L should be two numbers, for example [50, 83]",
    ]


def test_an_alias_is_no_point_and_no_stroke() -> None:
    assert len(refused(FRONT.replace("[50, 83]", "&a [50, 83]").replace("[62, 101]", "*a"), "landmarks")) == 2
    assert len(refused(STROKES + "  again: *a\n", "strokes")) == 1


def test_a_stroke_without_a_side_has_no_side_in_its_words() -> None:
    assert refused(STROKES.replace("name: Open book", 'name: "{side} book"'), "strokes") == [
        "x:15: name: '{side}' has no meaning in a stroke with 'sides: both'; leave it out, or write 'sides: each'"
    ]
