"""The strokes as pictures."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from math import dist
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide import repertoire
from audioguide.model.geometry import Side, parse_path
from audioguide.model.shapes import Point
from audioguide.model.stroke import Stroke, Text
from audioguide.pictures.cards import decks_of, decks_of_strokes, marks, page, picture, sides_of
from audioguide.pictures.cards.outline import read_outline
from audioguide.rendering.cards import album

VOCABULARY = repertoire.vocabulary()
ALBUM = album()
STROKES = tuple(VOCABULARY.strokes.values())
EVERY_PICTURE = [(stroke, side) for stroke in STROKES for side in sides_of(stroke)]


def drawn(name: str, side: Side = "midline") -> ET.Element:
    stroke = VOCABULARY.strokes[name]
    return ET.fromstring(picture(stroke, side, ALBUM, title=stroke.name.say("en")))  # noqa: S314 - our own drawing


def ways(name: str, side: Side = "midline") -> list[list[Point]]:
    """Where each arrow of a picture goes, in units of the view."""
    found = [one for one in drawn(name, side).iter() if one.get("class") == "way"]
    return [[(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", one.get("d", ""))] for one in found]


def at(name: str) -> Point:
    landmark = VOCABULARY.landmarks[name]
    return landmark.x, landmark.y


def clockwise(points: list[Point], centre: Point) -> bool:
    x, y = centre
    return sum((a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y) for a, b in pairwise(points)) > 0


def test_each_letter_of_i_love_you_ends_low_on_the_parents_right() -> None:
    letters = ways("tummy_i_love_u")
    starts = ["front.rib_low_L", "front.rib_low_R", "front.tummy_low_R"]
    assert [letter[0] for letter in letters] == [at(start) for start in starts]
    assert [letter[-1] for letter in letters] == [at("front.tummy_low_L")] * 3
    across, up = letters[1], letters[2]
    assert across[1][0] > across[0][0]
    assert abs(across[1][1] - across[0][1]) < 1
    assert up[1][1] < up[0][1]
    assert min(y for _, y in up) == pytest.approx(at("front.rib_low_R")[1], abs=3)


def test_its_letters_stand_side_by_side_with_numbers() -> None:
    picture_of_it = drawn("tummy_i_love_u")
    panels = picture_of_it.findall("{*}svg")
    assert len({panel.get("x") for panel in panels}) == 3
    assert [text.text for text in picture_of_it.iter("{http://www.w3.org/2000/svg}text")] == ["1", "2", "3"]


def test_sun_and_moon_run_clockwise_beside_each_other() -> None:
    sun, moon = ways("tummy_sun_moon")
    navel = at("front.navel")
    assert clockwise(sun, navel)
    assert clockwise(moon, navel)
    assert dist(sun[0], sun[-1]) < 0.2
    assert moon[0][0] < navel[0] < moon[-1][0]
    assert min(dist(one, other) for one in sun for other in moon) > 3


def test_the_tummy_clock_runs_from_low_on_the_parents_left_up_and_over() -> None:
    (way,) = ways("tummy_clock")
    navel = at("front.navel")
    assert clockwise(way, navel)
    assert way[0][0] < navel[0] < way[-1][0]
    assert min(y for _, y in way) < navel[1] - 12


@pytest.mark.parametrize(("side", "letter"), [("right", "R"), ("left", "L")])
def test_a_leg_is_stroked_down_on_its_own_side(side: Side, letter: str) -> None:
    (down,), (up,) = ways("leg_indian_milk", side), ways("leg_swedish_milk", side)
    assert (down[0], down[-1]) == (at(f"front.hip_{letter}"), at(f"front.ankle_{letter}"))
    assert up == down[::-1]


@pytest.mark.parametrize(
    ("side", "start", "end"), [("right", "side_L", "shoulder_R"), ("left", "side_R", "shoulder_L")]
)
def test_the_butterfly_crosses_to_the_opposite_shoulder_and_comes_back(side: Side, start: str, end: str) -> None:
    (way,) = ways("chest_butterfly", side)
    assert way[0] == way[-1] == at(f"front.{start}")
    assert min(dist(point, at(f"front.{end}")) for point in way) < 8.0  # the turn is drawn round


def test_the_forehead_opens_like_a_book() -> None:
    right, left = ways("face_open_book", "both")
    assert right[0] == left[0] == at("face.forehead_mid")
    assert (right[-1], left[-1]) == (at("face.temple_R"), at("face.temple_L"))


@pytest.mark.parametrize("name", ["foot_toe_roll", "foot_under_toes"])
def test_a_soles_picture_is_mirrored_for_the_left_foot(name: str) -> None:
    box = read_outline(ALBUM.outlines["sole"]).box
    (right,), (left,) = ways(name, "right"), ways(name, "left")
    assert [(2 * box.x + box.width - x, y) for x, y in right] == left
    mirrored = [one for one in drawn(name, "left").iter() if "scale(-1 1)" in one.get("transform", "")]
    assert len(mirrored) == 1
    assert not [one for one in drawn(name, "right").iter() if "scale(-1 1)" in one.get("transform", "")]


def test_big_toes_and_thumbs_are_where_they_belong() -> None:
    """The parent looks at two soles: the big toes are side by side; at two palms: so are the thumbs."""
    for name in ("foot_toe_roll", "hand_finger_roll"):
        (right,), (left,) = ways(name, "right"), ways(name, "left")
        assert right[0][0] > right[-1][0]
        assert left[0][0] < left[-1][0]


@pytest.mark.parametrize(("stroke", "side"), EVERY_PICTURE, ids=lambda one: getattr(one, "id", one))
def test_every_stroke_has_a_picture(stroke: Stroke, side: Side) -> None:
    svg = drawn(stroke.id, side)
    assert svg.findtext("{*}title") == stroke.name.say("en")
    seen = {one.get("class") for one in svg.iter()}
    assert seen & {"way", "still"} or not stroke.path.landmarks
    assert not {one.tag for one in svg.iter()} & {"image", "script", "{http://www.w3.org/2000/svg}image"}


@pytest.mark.parametrize(("stroke", "side"), EVERY_PICTURE, ids=lambda one: getattr(one, "id", one))
def test_every_way_is_within_its_window(stroke: Stroke, side: Side) -> None:
    for panel in drawn(stroke.id, side).findall("{*}svg"):
        x, y, width, height = map(float, panel.get("viewBox", "").split())
        for one in panel.iter():
            if one.get("class") == "way":
                for a, b in re.findall(r"(-?[\d.]+) (-?[\d.]+)", one.get("d", "")):
                    assert x <= float(a) <= x + width
                    assert y <= float(b) <= y + height


def test_no_arrow_is_drawn_around_the_nappys_front() -> None:
    """Strokes for the bottom are shown from behind."""
    stroke = VOCABULARY.strokes["bottom_relaxer"]
    assert {name.partition(".")[0] for name in stroke.path.landmarks} == {"back"}


def test_a_detail_shows_all_of_the_head_or_nothing() -> None:
    head = read_outline(ALBUM.outlines["front"]).head
    assert head
    cards: list[tuple[str, Side]] = [("arm_indian_milk", "right"), ("chest_open_book", "both"), ("leg_roll", "left")]
    for name, side in cards:
        (panel,) = drawn(name, side).findall("{*}svg")
        x, y, width, _ = map(float, panel.get("viewBox", "").split())
        if y < head.y + head.height:
            assert (y, x <= head.x, x + width >= head.x + head.width) == (head.y, True, True)


def test_every_view_has_an_outline_with_its_landmarks_on_it() -> None:
    views = {landmark.view for landmark in VOCABULARY.landmarks.values()}
    assert views == {name.partition("-")[0] for name in ALBUM.outlines}
    for landmark in VOCABULARY.landmarks.values():
        box = read_outline(ALBUM.outlines[landmark.view]).box
        assert box.x <= landmark.x <= box.x + box.width
        assert box.y <= landmark.y <= box.y + box.height


def test_an_outline_is_an_svg_with_a_size() -> None:
    with pytest.raises(ValueError, match="viewBox"):
        read_outline("<svg><path/></svg>")


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.cards: list[str] = []
        self.sources: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "article":
            self.cards.append(given.get("id") or "")
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]


def page_of(routine: str) -> str:
    found = repertoire.routine(routine)
    return page(
        found.title.say("en"),
        decks_of(found, "en"),
        ALBUM,
        VOCABULARY.phrases["en"],
        language="en",
        note="For Mia & Tom.",
    )


def test_a_page_has_a_card_for_each_stroke_of_a_routine_and_of_its_ritual_once() -> None:
    text = page_of("everyday")
    cards = Page(text).cards
    assert cards[0] == "hand_rub_ask"
    assert {"resting_hands", "leg_indian_milk", "tummy_clock", "face_open_book", "closing_hold"} <= set(cards)
    assert len(cards) == len(set(cards))


def test_a_page_needs_nothing_from_outside() -> None:
    text = page_of("everyday")
    assert not Page(text).sources
    assert not re.search(r"url\((?!data:font/woff2)|@import|<link|<script", text)
    assert "For Mia &amp; Tom." in text


def test_a_card_tells_the_name_how_often_the_words_and_what_to_mind() -> None:
    stroke = VOCABULARY.strokes["leg_hug_glide"]
    (deck,) = decks_of_strokes([stroke], "en")
    text = page("One", [deck], ALBUM, VOCABULARY.phrases["en"], language="en")
    for words in (stroke.name, stroke.cue, stroke.teach, stroke.caution, stroke.note):
        assert words
        assert words.say("en") in text
    assert "<b>4&nbsp;&times;</b> <small>(3&ndash;8)</small>" in text
    order = (stroke.name, stroke.cue, stroke.teach, stroke.caution, stroke.note)
    places = [text.index(f">{words.say('en')}<") for words in order if words]
    assert places == sorted(places)


def test_both_sides_are_named_and_no_placeholder_is_left() -> None:
    text = page_of("complete")
    caption = re.sub("<i[^>]*></i>", "", text)
    assert '<span class="this">right</span><span class="other">left</span>' in caption
    assert "{side}" not in text
    assert "{baby}" not in text


def test_two_hands_with_ways_of_their_own_are_told_apart_by_their_ink() -> None:
    (deck,) = decks_of_strokes([VOCABULARY.strokes["tummy_sun_moon"]], "en")
    text = page("One", [deck], ALBUM, VOCABULARY.phrases["en"], language="en")
    assert f'<i class="dot" style="--dot: {marks.INKS[0]}"></i>left hand' in text
    assert f'<i class="dot" style="--dot: {marks.INKS[1]}"></i>right hand' in text


def test_the_picture_book_has_every_stroke_under_the_titles_of_the_routines() -> None:
    books = [repertoire.routine(name) for name in ("complete", "movements", "tummy")]
    decks = decks_of_strokes(STROKES, "en", books)
    assert sum(len(deck.cards) for deck in decks) == len(STROKES)
    titles = {card.stroke.id: deck.title for deck in decks for card in deck.cards}
    assert [deck.title for deck in decks][:4] == ["Asking", "Leg", "Tummy", "Chest"]
    assert (titles["leg_hug_glide"], titles["head_crown"]) == ("Leg", "Face")  # in no section of the complete routine
    assert titles["move_bicycle"] == books[1].title.say("en")
    assert not {title for title in titles.values() if "_" in title or title == "Whole"}


def test_without_a_routine_the_titles_are_the_parts() -> None:
    assert [deck.title for deck in decks_of_strokes(STROKES[:1], "en")] == ["Arm"]


def test_a_cue_that_names_the_side_begins_with_a_capital() -> None:
    stroke = replace(
        VOCABULARY.strokes["move_arm_leg_cross"], cue=Text(by_language=(("en", "{side} hand, opposite foot."),))
    )
    text = page("One", decks_of_strokes([stroke], "en"), ALBUM, VOCABULARY.phrases["en"], language="en")
    assert re.search(r'<p class="cue">[A-Z]', text)


def test_where_one_hand_does_less_than_the_other_the_last_picture_is_of_one() -> None:
    """The sole needs a picture of its own; the hand that holds the ankle is on the first alone."""
    both = replace(
        VOCABULARY.strokes["leg_indian_milk"],
        path=parse_path("line(hip_{S},ankle_{S})+line(sole.heel,sole.under_toes)|hold(ankle_{S})"),
    )
    found = ET.fromstring(picture(both, "right", ALBUM, title="Both"))  # noqa: S314 - our own drawing
    assert len([one for one in found.iter() if one.get("class") == "way"]) == 2


POINTS = st.tuples(st.integers(0, 100), st.integers(0, 180))


@given(st.lists(POINTS, min_size=2, max_size=6, unique=True))
def test_rounding_keeps_both_ends(points: list[Point]) -> None:
    smooth = marks.rounded(points)
    assert (smooth[0], smooth[-1]) == (points[0], points[-1])
