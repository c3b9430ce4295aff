"""Oil along the way: taken once, more after every three parts, wiped off before a dry one."""

from __future__ import annotations

from dataclasses import replace

from fakes.scripts import RITUAL, stroke, text

from audioguide.planning.oil import Oil

OILY = replace(
    RITUAL,
    oily=("leg", "tummy", "back"),
    dry=("face", "hand", "cross"),
    take_oil=text("Take."),
    more_oil=text("More?"),
    wipe_oil=text("Wipe."),
)


def said(*parts: str) -> list[str]:
    oil = Oil(ritual=OILY)
    lines = [oil.before([stroke(one, part=one) for one in part.split()])[0] for part in parts]
    return [line.say("en") if line else "" for line in lines]


def test_it_is_taken_before_the_first_part_and_more_after_every_three() -> None:
    assert said("leg", "tummy", "back", "leg", "leg", "leg", "leg") == ["Take.", "", "", "More?", "", "", "More?"]


def test_it_is_wiped_off_only_where_there_is_some_and_taken_again_afterwards() -> None:
    assert said("face", "leg", "face", "face", "tummy") == ["", "Take.", "Wipe.", "", "More?"]


def test_movements_need_none_and_leave_it_on_the_hands() -> None:
    assert said("movement", "leg", "movement", "face") == ["", "Take.", "", "Wipe."]


def test_one_dry_stroke_makes_the_whole_part_a_dry_one() -> None:
    """From arm to palm nobody wants to wipe the hands, and take oil again for the other arm."""
    assert said("leg", "back hand back", "movement", "leg") == ["Take.", "Wipe.", "", "More?"]


def test_a_dry_stroke_is_named_by_its_part_or_by_its_id() -> None:
    assert said("leg", "movement cross") == ["Take.", "Wipe."]


def test_nobody_takes_any_with_the_baby_at_the_shoulder() -> None:
    assert Oil(ritual=OILY).before([stroke("back", part="back", position="shoulder")]) == (None, False)


def test_only_more_may_leave_a_short_session() -> None:
    oil = Oil(ritual=OILY)
    leaves = [oil.before([stroke(part, part=part)])[1] for part in ("leg", "face", "tummy")]
    assert leaves == [False, False, True]


def test_a_ritual_without_words_for_it_says_nothing() -> None:
    assert Oil(ritual=replace(OILY, take_oil=None)).before([stroke("leg")]) == (None, False)
