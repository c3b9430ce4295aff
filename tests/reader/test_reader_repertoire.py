from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audioguide.errors import RoutineError
from audioguide.model.routine import RestStep, SayStep, Vocabulary
from audioguide.model.stroke import Text
from audioguide.reader import read_landmarks, read_phrases, read_ritual, read_strokes
from audioguide.units import samples

FOLDER = Path(__file__).parents[1] / "data" / "vocabulary"
FRONT = (FOLDER / "landmarks-front.yaml").read_text(encoding="utf-8")
STROKES = (FOLDER / "strokes.yaml").read_text(encoding="utf-8")
RITUAL_FILE = (FOLDER / "infant-massage.yaml").read_text(encoding="utf-8")


Refuse = Callable[[str, str], list[str]]


@pytest.fixture(scope="module")
def refused(small_vocabulary: Vocabulary) -> Refuse:
    readers: dict[str, Callable[[str], Any]] = {
        "strokes": lambda text: read_strokes(text, source="x", landmarks=small_vocabulary.landmarks),
        "ritual": lambda text: read_ritual(text, source="x", strokes=small_vocabulary.strokes),
        "landmarks": lambda text: read_landmarks(text, source="x"),
    }

    def refuse_it(text: str, kind: str) -> list[str]:
        with pytest.raises(RoutineError) as caught:
            readers[kind](text)
        return str(caught.value).splitlines()

    return refuse_it


def test_a_ritual_arrives(small_vocabulary: Vocabulary) -> None:
    ritual = small_vocabulary.rituals["infant-massage"]
    assert ritual.preparation.title.say("en") == "Before you begin"
    assert ritual.preparation.steps == (
        SayStep(text=Text(by_language=(("en", "Warm the room."),)), always=True),
        RestStep(shortest=samples(5), longest=samples(5)),
    )
    assert (ritual.pause_after_check, ritual.pause_after_prompt) == (
        (samples(10), samples(20)),
        (samples(8), samples(20)),
    )
    assert [prompt.say("en") for prompt in ritual.prompts] == ["Look at each other.", "Hum a little."]
    assert ritual.safety_before["tummy"].say("en") == "Stay off the tummy until the cord has healed."
    assert ritual.drop_order == ("face", "back")


def test_a_ritual_has_no_sides(refused: Refuse) -> None:
    text = RITUAL_FILE.replace("stroke: resting_hands", "stroke: leg_indian_milk")
    assert refused(text, "ritual") == [
        "x:13: the stroke 'leg_indian_milk' is done on one side at a time; add 'sides: each' to its section"
    ]


def test_every_part_of_a_ritual_is_required(refused: Refuse) -> None:
    for part in ("preparation", "opening", "closing"):
        assert part in refused(re.sub(rf"(?m)^{part}:$", f"{part}s:", RITUAL_FILE), "ritual")[0]
    assert "short" in refused(RITUAL_FILE.replace("  short: A", "  shorts: A"), "ritual")[0]


def test_landmarks_and_phrases_arrive() -> None:
    (navel, *_) = read_landmarks(FRONT, source="front.yaml")
    assert (navel.view, navel.name, navel.x, navel.y) == ("front", "navel", 50.0, 83.0)
    phrases = read_phrases("{version: 1, right: r, left: l, baby: b, once_more: Again.}", source="en.yaml")
    assert (phrases.right, phrases.left, phrases.baby, phrases.tones) == ("r", "l", "b", "")
    assert phrases.pronounce == {}
    learned = (
        "{version: 1, right: r, left: l, baby: b, once_more: Again., tones: Hear., pronounce: {Mia: MEE-ah /mia/}}"
    )
    assert read_phrases(learned, source="en.yaml").pronounce == {"Mia": "MEE-ah /mia/"}


def test_a_point_is_two_numbers(refused: Refuse) -> None:
    text = FRONT.replace("[50, 83]", "[50]").replace("[38, 101]", "[x, 101]").replace("[62, 101]", "{x: 62}")
    assert refused(text, "landmarks") == [
        "x:3: navel should be two numbers, for example [50, 83]",
        "x:3: hip_R: 'x' should be a number from 0 to 1000",
        "x:3: hip_L should be two numbers, for example [50, 83]",
    ]


def test_an_alias_is_no_point_and_no_stroke(refused: Refuse) -> None:
    assert len(refused(FRONT.replace("[50, 83]", "&a [50, 83]").replace("[62, 101]", "*a"), "landmarks")) == 2
    assert len(refused(STROKES + "  again: *a\n", "strokes")) == 1


def test_a_stroke_without_a_side_has_no_side_in_its_words(refused: Refuse) -> None:
    assert refused(STROKES.replace("name: Open book", 'name: "{side} book"'), "strokes") == [
        "x:14: name: '{side}' has no meaning in a stroke with 'sides: both'; leave it out, or write 'sides: each'"
    ]
