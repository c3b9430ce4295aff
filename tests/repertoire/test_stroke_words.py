"""What is said of a stroke: a short name, a short cue with the part of the body in it, and a text that teaches it."""

from __future__ import annotations

import re

import pytest
from fakes.english import en, words

from audioguide import repertoire
from audioguide.model.stroke import Stroke

STROKES = tuple(repertoire.vocabulary().strokes.values())

BODY = re.compile(
    r"\b(hands?|hips?|ankles?|thigh|legs?|heel|toes?|sole|foot|armpit|knees?|bottom|tummy|navel|chest|ribs|shoulders?|arms?|wrist|palm|"
    r"finger|face|cheeks|forehead|brows|nose|lip|jaw|ears|head|back|neck|spine)\b",
    re.IGNORECASE,
)
STARTS = re.compile(
    r"^(above|along|below|beside|both|down|from|on|over|round|under|up)\b|"
    r"^(bend|cradle|cup|fold|hold|rest|roll|rub)\b|"
    r"\b(along|down|downwards|from|out to)\b|\bto (the opposite )?(ankle|foot|toes|wrist)\b",
    re.IGNORECASE,
)
"""Where the hands begin, what they hold, or which way they go."""

each_stroke = pytest.mark.parametrize("stroke", STROKES, ids=lambda stroke: stroke.id)


@each_stroke
def test_a_stroke_has_a_short_name_a_short_cue_and_a_teaching_text(stroke: Stroke) -> None:
    assert len(words(en(stroke.name))) <= 5
    assert "," not in en(stroke.name), "it is said in one breath"
    assert len(words(en(stroke.cue))) <= 12
    assert stroke.teach
    assert 25 <= len(words(en(stroke.teach))) <= 45


@each_stroke
def test_a_cue_names_the_body_part_in_its_first_three_words(stroke: Stroke) -> None:
    assert BODY.search(" ".join(words(en(stroke.cue))[:3])), en(stroke.cue)


@each_stroke
def test_a_cue_tells_where_the_hands_begin_or_which_way_they_go(stroke: Stroke) -> None:
    assert STARTS.search(en(stroke.cue)), en(stroke.cue)


def test_a_stroke_with_sides_has_a_text_for_the_second_side() -> None:
    assert [stroke.id for stroke in STROKES if stroke.sides == "each" and stroke.again is None] == []


@each_stroke
def test_what_is_said_again_has_five_words_and_the_body_part(stroke: Stroke) -> None:
    if stroke.again:
        assert len(words(en(stroke.again))) <= 5
        assert BODY.search(en(stroke.again)), en(stroke.again)


def test_what_is_said_again_is_told_apart() -> None:
    again = [en(stroke.again) for stroke in STROKES if stroke.again]
    assert len(set(again)) == len(again)


def test_no_two_strokes_have_the_same_cue() -> None:
    cues = [en(stroke.cue).lower() for stroke in STROKES]
    assert [cue for cue in cues if cues.count(cue) > 1] == []


def test_a_tummy_cue_has_the_direction_that_cannot_be_guessed() -> None:
    cues = {stroke.id: en(stroke.cue) for stroke in STROKES}
    ways = {
        "tummy_clock": "up on your left, down on your right",
        "tummy_sun_moon": "up on your left",
        "tummy_i_love_u": "Each comes down on your right",
        "tummy_walking": "your left to your right",
        "tummy_water_wheel_a": "ribs to nappy",
    }
    assert [name for name, way in ways.items() if way not in cues[name]] == []


@each_stroke
def test_a_caution_is_one_short_sentence_or_two(stroke: Stroke) -> None:
    if stroke.caution:
        sentences = re.split(r"(?<=[.?!])\s", en(stroke.caution))
        assert len(sentences) <= 2
        assert len(words(en(stroke.caution))) <= 22


def test_names_are_told_apart() -> None:
    names = [en(stroke.name) for stroke in STROKES]
    assert len(set(names)) == len(names)


def test_touch_is_firm_enough_not_to_tickle() -> None:
    feel = re.compile("firm(ly)? |weight|snug|sure|sink in|tickle", re.IGNORECASE)
    told = [stroke for stroke in STROKES if stroke.teach and feel.search(en(stroke.teach))]
    assert len(told) >= 12
    assert {"leg", "foot", "tummy", "arm", "back"} <= {stroke.part for stroke in told}


def test_the_clock_is_explained_as_the_parent_sees_it() -> None:
    known = repertoire.vocabulary().strokes
    clock = known["tummy_clock"]
    assert clock.teach
    assert re.search("up on your left and across, under the ribs, then down on your right", en(clock.teach))
