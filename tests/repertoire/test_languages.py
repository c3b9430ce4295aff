"""What a parent hears in another language, as far as a machine that reads a table of words can judge it.

`tests/data/languages/` has a table for each language: how sides, ways, negations and parts of the body are said there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from audioguide import repertoire
from audioguide.reader.nodes import Entries, Scalar
from audioguide.reader.wording import open_wording

DATA = Path(__file__).parents[1] / "data" / "languages"
WORDS = Path(repertoire.__file__).parent / "words"
LANGUAGES = tuple(sorted(page.parent.name for page in WORDS.glob("*/rituals.yaml") if page.parent.name != "en"))
"""Those that have all words; others have the engine's own few."""
FILES = tuple(sorted(page.name for page in (WORDS / "en").glob("*.yaml")))
NEGATION = re.compile(r"\b(no|not|never|none|nothing|nobody|without|cannot)\b|n't\b", re.IGNORECASE)
NUMBER = re.compile(
    r"\b(two|three|four|five|six|eight|ten|eighteen|twenty|twenty-four|forty-five|sixty|ninety)\b", re.IGNORECASE
)
PLACEHOLDER = re.compile(r"\{\w+\}")
WHOLE_CHECK = re.compile(r"^[^?]+\? ?[^?]+[.!] [^?]+\? ?[^?]+[.!]$")

each_language = pytest.mark.parametrize("language", LANGUAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A text of English, and what stands for it: one text, or one for each side."""

    place: str
    english: str
    right: str
    left: str
    sided: bool

    @property
    def told(self) -> tuple[str, ...]:
        return (self.right, self.left) if self.sided else (self.right,)


@cache
def rows(language: str) -> tuple[Row, ...]:
    return tuple(row for file in FILES for row in _rows(language, file))


def _rows(language: str, file: str) -> Iterator[Row]:
    if file in ("phrases.yaml", "sheets.yaml"):
        theirs, ours = (dict(_plain(_load(WORDS / code / file), file)) for code in (language, "en"))
        assert list(theirs) == list(ours), f"{file} has other keys than the English, or another order"
        for place, text in theirs.items():
            yield Row(place=place, english=ours[place], right=text, left=text, sided=False)
        return
    sources = {code: (f"words/{code}/{file}", (WORDS / code / file).read_text("utf-8")) for code in ("en", language)}
    wording = open_wording(sources)
    wording.pages[1].reading.finish()
    english, page = wording.pages
    for place, node in page.leaves.items():
        source = english.leaves[place]
        assert isinstance(source, Scalar), place
        sides = _sides(node)
        name = f"{file.removesuffix('.yaml')}.{place}"
        yield Row(place=name, english=source.text, right=sides[0], left=sides[-1], sided=len(sides) > 1)


def _sides(node: object) -> tuple[str, ...]:
    if isinstance(node, Entries):
        texts = {key.text: value.text for key, value in node.pairs if isinstance(value, Scalar)}
        return texts["right"], texts["left"]
    assert isinstance(node, Scalar), node
    return (node.text,)


def _load(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def _plain(node: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, one in node.items():
            if key not in ("version", "review", "mark", "pronounce"):
                yield from _plain(one, f"{place}.{key}")
    elif isinstance(node, list):
        for index, one in enumerate(node, 1):
            yield from _plain(one, f"{place}.{index}")
    else:
        yield place, str(node)


@cache
def table(language: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _load(DATA / f"{language}.yaml")
    return found


def pattern(language: str, name: str) -> re.Pattern[str]:
    return re.compile(table(language)[name], re.IGNORECASE)


def spoken(language: str) -> Iterator[tuple[Row, str]]:
    """Yield every text by side, without the phrases where a word that is refused otherwise is right."""
    allowed = re.compile("|".join(map(re.escape, table(language).get("allowed", ()))) or "(?!)", re.IGNORECASE)
    for row in rows(language):
        yield from ((row, allowed.sub("", text)) for text in row.told)


def words(text: str) -> list[str]:
    return [word for word in text.replace("{baby}", "your baby").split() if re.search(r"\w", word)]


def strokes(language: str, kind: str) -> list[Row]:
    return [row for row in rows(language) if re.fullmatch(rf"strokes-\w+\.\w+\.{kind}", row.place)]


def told(language: str, *kinds: str) -> list[tuple[str, str]]:
    """Each place of some kinds of text, with what is said there, on each side."""
    return [(row.place, text) for kind in kinds for row in strokes(language, kind) for text in row.told]


@each_language
def test_every_text_is_there_and_is_no_english(language: str) -> None:
    same = table(language).get("same", ())
    assert len(rows(language)) > 800
    assert [row.place for row in rows(language) if not row.right.strip() or not row.left.strip()] == []
    kept = [row.place for row in rows(language) if row.right == row.english and re.search("[a-z]{3}", row.right)]
    assert [place for place in kept if place not in same] == []


@each_language
def test_the_name_of_the_baby_stands_where_no_case_is_needed(language: str) -> None:
    before = re.compile(table(language)["before_baby"] + r"\s*\{baby\}", re.IGNORECASE)
    for row in rows(language):
        for text in row.told:
            assert set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(row.english)) - {"{side}"}, row.place
            assert not before.search(text), row.place


@each_language
def test_a_sided_text_stands_whole_for_each_side_and_names_that_side(language: str) -> None:
    right, left = pattern(language, "right"), pattern(language, "left")
    for row in rows(language):
        if "{side}" in row.english.lower():
            assert row.sided, row.place
            found = [bool(side.search(text)) for text in row.told for side in (right, left)]
            assert found == [True, False, False, True], row.place
        else:
            assert not row.sided, row.place


@each_language
def test_a_cue_is_short_and_says_early_which_part_of_the_body(language: str) -> None:
    body, most = pattern(language, "body"), 12 if language == "de" else 14
    cues = told(language, "cue", "one_hand.cue")
    assert [place for place, text in cues if len(words(text)) > most] == []
    assert [place for place, text in cues if not body.search(" ".join(words(text)[:4]))] == []
    again = told(language, "again", "one_hand.again")
    assert [place for place, text in again if len(words(text)) > 6 or not body.search(text)] == []


@each_language
def test_with_one_hand_one_hand_is_told(language: str) -> None:
    hands = pattern(language, "hands")
    for stroke in repertoire.vocabulary().strokes.values():
        if one := stroke.one_hand:
            said = [text.say(language) for text in (one.name, one.cue, one.again, one.teach) if text]
            assert [text for text in said if hands.search(text)] == []
    for row in rows(language):
        if re.fullmatch(r"rituals\.(?!still-touch)[\w-]+\.checks\.\d+", row.place):
            assert not hands.search(row.right.rpartition("?")[2]), row.place


@each_language
@pytest.mark.parametrize("kind", ["name", "cue", "again", "one_hand.cue"])
def test_no_two_strokes_are_called_alike(language: str, kind: str) -> None:
    texts = [text.lower() for row in strokes(language, kind) for text in row.told]
    assert [text for text in texts if texts.count(text) > 1] == []


@each_language
def test_what_is_said_along_the_way_is_short_and_a_check_has_two_answers(language: str) -> None:
    most = {"checks": 14, "prompts": 7, "looks": 6}
    for row in rows(language):
        if found := re.fullmatch(r"rituals\.[\w-]+\.(checks|prompts|looks)\.\d+", row.place):
            assert len(words(row.right)) <= most[found[1]], row.place
            assert found[1] != "checks" or WHOLE_CHECK.match(row.right), row.place


@each_language
def test_what_is_denied_in_english_is_denied_here(language: str) -> None:
    denied, otherwise = pattern(language, "not"), table(language).get("denied_otherwise", ())
    for row in rows(language):
        if not re.search(r"\.rhymes\.", row.place) and row.place not in otherwise and NEGATION.search(row.english):
            assert all(denied.search(text) for text in row.told), row.place


@each_language
def test_numbers_are_kept(language: str) -> None:
    numbers, otherwise = table(language)["numbers"], table(language).get("numbers_otherwise", ())
    for row in rows(language):
        if re.search(r"\.rhymes\.", row.place) or row.place in otherwise:
            continue
        for number in NUMBER.findall(row.english):
            wanted = re.compile(numbers[number.lower()], re.IGNORECASE)
            assert all(wanted.search(text) for text in row.told), (row.place, number)


@each_language
@pytest.mark.parametrize("kind", ["claims", "guilt", "somebody", "formal"])
def test_nothing_is_promised_forced_or_assumed(language: str, kind: str) -> None:
    refused = pattern(language, kind)
    assert [(row.place, found[0]) for row, text in spoken(language) if (found := refused.search(text))] == []


@each_language
def test_on_the_tummy_right_and_left_are_the_parents_and_in_this_order(language: str) -> None:
    left, right = pattern(language, "your_left"), pattern(language, "your_right")
    up, down = pattern(language, "up"), pattern(language, "down")
    by_place = {row.place: row.right for row in rows(language)}
    for kind in ("cue", "teach"):
        clock = by_place[f"strokes-tummy.tummy_clock.{kind}"]
        assert _in_order(clock, left, right), clock
        assert _in_order(clock, up, down), clock
    letters = by_place["strokes-tummy.tummy_i_love_u.cue"]
    assert _in_order(letters, down, right) or _in_order(letters, right, up), letters
    walking = by_place["strokes-tummy.tummy_walking.cue"]
    assert _in_order(walking, left, right), walking
    assert pattern(language, "clockwise").search(by_place["strokes-tummy.tummy_clock.caution"])


def _in_order(text: str, first: re.Pattern[str], then: re.Pattern[str]) -> bool:
    found = first.search(text)
    return found is not None and then.search(text, found.end()) is not None
