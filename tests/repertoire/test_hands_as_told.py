"""What is told of the hands, and what the grey line on a card says and its picture shows of them, are the same."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from audioguide import repertoire
from audioguide.model.stroke import Hands

STROKES = repertoire.vocabulary().strokes
HAND, FINGERS, THUMBS = r"\bhand\b", r"\bfinger(tip)?s?\b", r"\bthumbs?\b"
BOTH = r"\b(hands|palms)\b|\b(a|one) ([a-z]+ )*hand\b[a-z ]*(\beach\b|\band one\b)"
"""The hands, or one hand here and one there."""
TOLD: dict[Hands, str] = {
    "resting": BOTH,
    "cupping": BOTH,
    "two-hands": BOTH,
    "bracelet": BOTH,
    "palms": BOTH,
    "own-hands": BOTH,
    "hand-after-hand": HAND,
    "left-and-right": HAND,
    "flat-hand": HAND,
    "hand-at-bottom": HAND,
    "hand-at-ankles": HAND,
    "both-ends": HAND,
    "thumbs": THUMBS,
    "thumb-after-thumb": THUMBS,
    "holding-hands": THUMBS,
    "finger": f"{FINGERS}|{THUMBS}",
    "finger-and-thumb": r"\bfinger and thumb\b",
    "fingertips": FINGERS,
    "spread-fingers": FINGERS,
    "holding-ankles": r"\b[Hh]old\b",
    "holding-shins": r"\b[Hh]old\b",
    "hand-and-foot": r"\b[Hh]old\b",
}
"""By what the hands do: what the teaching text speaks of."""
OTHERWISE = {
    "hip_sway": "Hold the lower legs",
    "hand_finger_roll": "between your finger and thumb",
}
"""By stroke: how it tells of the same hands in other words."""
BESIDES = {
    "arm_indian_milk": "For a tiny arm, thumb and two fingers are enough.",
    "foot_ankle_circles": "Rest a thumb or fingertip there.",
}
"""By stroke: where thumbs or fingers are one more possibility."""


def test_every_way_to_use_the_hands_is_in_the_table() -> None:
    assert TOLD.keys() == set(get_args(Hands))


@pytest.mark.parametrize("name", STROKES)
def test_the_teaching_text_speaks_of_the_hands_that_are_drawn(name: str) -> None:
    stroke = STROKES[name]
    assert stroke.hands
    assert stroke.teach
    words = stroke.teach.printed("en")
    assert re.search(OTHERWISE.get(name, TOLD[stroke.hands]), words)
    assert BESIDES.get(name, "") in words
    others = {HAND: f"{FINGERS}|{THUMBS}", BOTH: f"{FINGERS}|{THUMBS}", FINGERS: THUMBS}.get(TOLD[stroke.hands])
    if others:
        assert not re.search(others, words.replace(BESIDES.get(name, ""), ""))


def test_a_warm_hand_is_two_where_two_are_drawn() -> None:
    """No cue speaks of one hand where the card says that there are two."""
    for stroke in STROKES.values():
        if stroke.hands and TOLD[stroke.hands] == BOTH:
            assert not re.search(r"\b(a|one) ([a-z]+ )?hand\b", stroke.cue.printed("en")), stroke.id
