from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from fakes.routines import with_steps
from hypothesis import example, given
from hypothesis import strategies as st

from audioguide.errors import RoutineError
from audioguide.model.routine import Routine, Vocabulary
from audioguide.reader import read

Read = Callable[..., Routine]
Refuse = Callable[..., list[str]]

DATA = Path(__file__).parents[1] / "data"
GOOD = sorted((DATA / "routines").glob("*.yaml"))
MISTAKES = sorted((DATA / "mistakes").glob("*.yaml"))


@pytest.mark.parametrize("file", MISTAKES, ids=lambda file: file.stem)
def test_a_mistake_has_its_message(small_vocabulary: Vocabulary, file: Path) -> None:
    with pytest.raises(RoutineError) as caught:
        read(file.read_text(encoding="utf-8"), source=file.name, vocabulary=small_vocabulary)
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
    "a: le\u202eg": "1: the character U+202E cannot be read or spoken; remove it, and save the file as UTF-8 text",
    "x" * 1_000_001: "1: the file has 1000001 characters; a routine has at most 1000000",
    "[" * 50_000: "1: there are more than 20 lists or keys inside one another",
    "- " * 5_000: "1: there are more than 20 lists or keys inside one another",
    "{a: " * 500 + "}" * 500: "1: there are more than 20 lists or keys inside one another",
}


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_nasty_file_is_refused_with_one_sentence(mistakes_in: Refuse, text: str) -> None:
    assert mistakes_in(text) == [NASTY[text]]


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
def test_a_wrong_step_is_told(mistakes_in: Refuse, steps: str, problem: str) -> None:
    assert problem in mistakes_in(with_steps(steps))


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("pronounce: {'': x}\n", "3: pronounce: a word is missing before ':'"),
        ("pronounce: [Mia]\n", "3: pronounce should be names with words, not a list"),
        ("pronounce: {Mia: a, Mia: b}\n", "3: 'Mia' stands twice in pronounce, first in line 3; keep one"),
        ("strokes: feather\n", "3: strokes should be names with a stroke, not 'feather'"),
        ("aims: [~]\n", "3: aims should be bonding, calm, sleep, comfort or movement, not nothing"),
        ("aims: health\n", "3: aims should be a list, not 'health'; start each item with '- '"),
        (
            "from_age: newborn\n",
            "3: from_age: 'newborn' is not an age; write for example 6w, 4m or 1y (weeks, months, years)",
        ),
        ("ritual: [none]\n", "3: ritual should be words, not a list"),
        ("sections: &all []\n", "3: sections is an empty list; it needs a section"),
    ],
)
def test_a_wrong_head_is_told(mistakes_in: Refuse, head: str, problem: str) -> None:
    assert problem in mistakes_in(with_steps("{say: Hush.}", head=head))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("? version", "1: version should be 1, not nothing"),
        ("? version\n\n# Later.\n\ntitle: T\n", "1: version should be 1, not nothing"),
        ("title: T\nversion:\n\n\n", "2: version should be 1, not nothing"),
        (
            "title: T\nversion: [\n\n",
            "2: this is not YAML: did not find expected node content while parsing a flow node",
        ),
    ],
)
def test_what_is_missing_is_told_where_it_should_be(mistakes_in: Refuse, text: str, problem: str) -> None:
    assert problem in mistakes_in(text)


@pytest.mark.parametrize("key", ["title", "ritual", "aims", "tempo", "sections", "strokes", "pronounce", "language"])
def test_an_alias_is_the_only_mistake_of_its_key(mistakes_in: Refuse, key: str) -> None:
    text = f"bed: &a none\n{with_steps('{say: Hush.}')}".replace("title: T", "" if key == "title" else "title: T")
    text = text.split("sections")[0] if key == "sections" else text
    found = mistakes_in(f"{text}\n{key}: *a\n")
    assert [line for line in found if "'*a' refers to another place" in line] == [found[-1]]
    assert len(found) == 2


@pytest.mark.parametrize("steps", ["*a", "{say: {en: *a, de: Ruhe}}", "{*a : b, say: Hush}", "{say: *a}", "{rest: *a}"])
def test_an_alias_is_the_only_mistake_of_its_step(mistakes_in: Refuse, steps: str) -> None:
    found = mistakes_in(with_steps(steps, head="bed: &a none\n"))
    assert [line[0] for line in found] == ["3", "6"]


def test_a_broken_stroke_is_not_unknown_as_well(mistakes_in: Refuse) -> None:
    head = (
        "strokes:\n  feather: {name: Feather, part: back, sides: midline, path: x, seconds: 5, times: 3, cue: Hush}\n"
    )
    found = mistakes_in(with_steps("{stroke: feather}", head=head))
    assert found == ["4: path: 'x' is not a path; write for example line(hip_R,ankle_R)"]


@pytest.mark.parametrize("path", ["path: from the neck to the bottom", "# no path"])
def test_the_path_that_is_suggested_is_a_path(small_vocabulary: Vocabulary, path: str) -> None:
    file = DATA / "mistakes" / "70-path-of-a-map.yaml"
    wrong = file.read_text(encoding="utf-8").replace("path: from the neck to the bottom", path)
    with pytest.raises(RoutineError) as caught:
        read(wrong, source=file.name, vocabulary=small_vocabulary)
    (suggested,) = re.findall(r"[a-z]+\([^()]*\)", str(caught.value))
    read(wrong.replace(path, f"path: {suggested}"), source=file.name, vocabulary=small_vocabulary)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            with_steps("{rest: 2s}").replace("title: T", f"title: {'x' * 121}"),
            "2: title has 121 characters; 120 are possible",
        ),
        (
            with_steps("{rest: 2s}").replace("title: S", f"title: {'x' * 121}"),
            "4: title has 121 characters; 120 are possible",
        ),
        (with_steps(f"{{say: {'x' * 4097}}}"), "5: say has 4097 characters; 4096 are possible"),
        (
            f"{with_steps('{rest: 2s}')}voice: {'x' * 4097}",
            f"6: voice: '{'x' * 57}...' has 4097 characters; 4096 are possible",
        ),
    ],
    ids=["title", "section", "say", "voice"],
)
def test_what_is_too_long_has_its_line(mistakes_in: Refuse, text: str, problem: str) -> None:
    assert mistakes_in(text) == [problem]


@pytest.mark.parametrize("length", [64, 65])
def test_a_strokes_name_becomes_a_files_name(mistakes_in: Refuse, routine_from: Read, length: int) -> None:
    name = "x" * length
    strokes = f"strokes:\n  {name}: {{name: X, part: back, path: hold(view), seconds: 5, times: 3, cue: Hush}}\n"
    text = with_steps("{rest: 2s}", head=strokes)
    if length == 64:
        assert name in routine_from(text).strokes
    else:
        cure = "use up to 64 letters without accents, digits and _"
        assert mistakes_in(text) == [f"4: strokes: '{'x' * 57}...' cannot be a name; {cure}, for example {'x' * 64}"]


def test_a_thousand_steps_are_read_and_more_are_counted_and_not_looked_at(
    routine_from: Read, mistakes_in: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = ", ".join(["{rest: 2s}"] * 250)
    sides = "version: 1\ntitle: T\nsections: [{repeat: 2, sections: [{title: S, sides: each, steps: [%s]}]}]"
    assert len(routine_from(sides % steps).sections) == 2
    monkeypatch.setattr("audioguide.reader.building.steps.closest", pytest.fail)
    problem = "3: sections: the routine has 1004 steps, with every round and both sides; 1000 are possible"
    assert mistakes_in(sides % f"{steps}, {{stroke: nope}}") == [problem]


def test_as_many_chapters_are_read_as_a_file_can_hold(routine_from: Read, mistakes_in: Refuse) -> None:
    section = "{title: S, sides: each, steps: [{rest: 2s}]}"
    rounds = "version: 1\ntitle: T\nsections: [%s, {repeat: %d, sections: [%s, {title: S, steps: [{rest: 2s}]}]}]"
    assert len(routine_from(rounds % (section, 79, section)).sections) == 159
    problem = "3: sections: the routine has 242 chapters, with every round and both sides; 240 are possible"
    assert mistakes_in(rounds % (section, 80, section)) == [problem]


def test_a_mark_of_direction_is_refused_however_it_is_written(mistakes_in: Refuse) -> None:
    told = mistakes_in(with_steps(r'{say: "le\u202eg"}'))
    assert told[0] == "5: the character U+202E cannot be read or spoken; remove it"


def test_a_hundred_mistakes_are_told_at_once_and_no_more_are_looked_for(mistakes_in: Refuse) -> None:
    found = mistakes_in(with_steps(", ".join(["{stroke: nope}"] * 900)))
    assert len(found) == 101
    assert found[-1] == "5: these are the first 100 mistakes; fix them, and check again"


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


def outcome(routine_from: Read, text: str) -> Routine | RoutineError:
    try:
        return routine_from(text)
    except RoutineError as error:
        return error


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
@example("? version")
@example("?")
@example("version: 1\ntitle: [\n\n")
def test_any_text_is_read_or_refused(routine_from: Read, text: str) -> None:
    found = outcome(routine_from, text)
    if isinstance(found, RoutineError):
        lines = [line for line, _ in found.mistakes]
        assert lines == sorted(lines)
        assert all(1 <= line <= len(re.split("\r\n|\r|\n", text.rstrip("\r\n"))) for line in lines)
        assert "\n" not in "".join(problem for _, problem in found.mistakes)


@given(st.integers(0, len(GOOD_TEXT)), st.integers(0, 20), PIECES)
def test_a_good_file_with_anything_in_it_is_read_or_refused(
    routine_from: Read, start: int, gone: int, piece: str
) -> None:
    assert outcome(routine_from, GOOD_TEXT[:start] + piece + GOOD_TEXT[start + gone :])


def test_pyyaml_without_its_c_part_reads_the_same(
    routine_from: Read, mistakes_in: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_c = [routine_from(file.read_text(encoding="utf-8")) for file in GOOD]
    monkeypatch.setattr("audioguide.reader.nodes._LOADER", yaml.SafeLoader)
    assert [routine_from(file.read_text(encoding="utf-8")) for file in GOOD] == with_c
    assert mistakes_in(r'a: "\UFFFFFFFF"') == ["1: this is not YAML: put quotes around text with ': ' or a leading '{'"]
    for file in MISTAKES:
        with pytest.raises(RoutineError):
            routine_from(file.read_text(encoding="utf-8"))
