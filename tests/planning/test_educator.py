"""What an educator mentions, and what not."""

from __future__ import annotations

from textwrap import indent

import pytest

from audioguide import repertoire
from audioguide.model.advice import Advice, Rule, Size
from audioguide.planning.educator import advise, centimetres
from audioguide.reader import read

VOCABULARY = repertoire.vocabulary()
ADVICE = repertoire.advice()

HEAD = """\
version: 1
title: Ours
ritual: infant-massage
from_age: 6w
sections:
  - title: Part
    steps:
"""
OWN = """\
strokes:
  own:
    name: Own
    part: tummy
    sides: midline
    path: line(rib_low_mid,pubis_top)
    seconds: 3
    times: 2-8
    cue: Down the tummy.
"""


def said(steps: str, *, head: str = HEAD, own: str = "", speech: float | None = None) -> list[str]:
    text = head + indent(steps, "      ") + "\n" + own
    routine = read(text, source="ours.yaml", vocabulary=VOCABULARY)
    return [f"{remark.line}: {remark.what}" for remark in advise(routine, ADVICE, VOCABULARY, speech=speech)]


def own(**changes: str) -> str:
    text = OWN
    for key, value in changes.items():
        (line,) = (line for line in OWN.splitlines() if line.startswith(f"    {key}:"))
        text = text.replace(line, f"    {key}: {value}")
    return text


@pytest.mark.parametrize("name", repertoire.routines())
def test_the_repertoire_needs_no_remark(name: str) -> None:
    assert advise(repertoire.routine(name), ADVICE, VOCABULARY, speech=25.0) == ()


def test_another_trade_needs_none_either() -> None:
    text = HEAD.replace("ritual: infant-massage\n", "") + "      - stroke: own\n"
    yoga = own(part="spine", path="line(hip_R,navel)", seconds="60", times="1", cue="Lie on your tummy and look up.")
    assert advise(read(text + yoga, source="x", vocabulary=VOCABULARY), ADVICE, VOCABULARY) == ()


def test_every_remark_has_its_reason() -> None:
    assert all(rule.why and rule.why[0].islower() and not rule.why.endswith(".") for rule in ADVICE.rules)


def test_a_remark_is_one_sentence() -> None:
    text = HEAD + "      - {stroke: tummy_clock, times: 12}\n"
    (remark,) = advise(read(text, source="x", vocabulary=VOCABULARY), ADVICE, VOCABULARY)
    assert str(remark) == (
        "'tummy_clock' 12 times, usual are 3 to 10; "
        "fewer are over before a baby has settled into them, and more of one kind tire"
    )


LIFTED = """\
- stroke: chest_open_book
- say: Now to your shoulder.
  always: yes
- rest: 20s
- stroke: back_shoulder_hold
- say: Lay your baby down on the back, one hand under the head.
  always: yes
- rest: 20s
"""


def test_a_baby_who_is_moved_is_told_and_given_time() -> None:
    assert said(LIFTED) == []
    told = "finds the baby on the back, and needs them at the shoulder"
    cure = "before it write a 'say' with 'always: yes' and then 'rest: 20s' or more"
    for change in ("20s\n- stroke: back", "15s\n- stroke: back"), ("shoulder.\n  always: yes", "shoulder."):
        (line,) = said(LIFTED.replace(*change, 1))
        number = line.split(":")[0]
        assert line == f"{number}: 'back_shoulder_hold' {told}, {cure}"
        assert (HEAD + LIFTED.replace(*change, 1)).splitlines()[int(number) - 1].endswith("stroke: back_shoulder_hold")


def test_what_the_ritual_ends_with_is_told_at_the_last_stroke_of_the_file() -> None:
    (line,) = said("\n".join(LIFTED.splitlines()[:-3]))
    assert line.startswith("12: 'whole_integration' finds the baby at the shoulder, and needs them on the back")


@pytest.mark.parametrize(
    ("name", "length"),
    [
        ("leg_indian_milk", 23),
        ("tummy_clock", 25),
        ("tummy_i_love_u", 53),
        ("tummy_water_wheel_a", 11),
        ("chest_open_book", 27),
        ("arm_indian_milk", 13),
        ("face_open_book", 4),
        ("foot_thumb_over_thumb", 7),
        ("back_swoop_bottom", 25),
        ("back_swoop_ankles", 48),
        ("whole_integration", 49),
    ],
)
def test_the_way_of_a_stroke_is_known_in_centimetres(name: str, length: float) -> None:
    """At three months, against what is measured on babies (rounded)."""
    measured = centimetres(VOCABULARY.strokes[name], 13, ADVICE, VOCABULARY.landmarks)
    assert measured == pytest.approx(length, rel=0.06)


def test_babies_grow() -> None:
    size = Size(start="a", end="b", cm=((0, 50), (10, 60), (20, 65)))
    assert [size.at(age) for age in (-1, 0, 5, 10, 15, 20, 99)] == [50, 50, 55, 60, 62.5, 65, 65]
    stroke = VOCABULARY.strokes["leg_indian_milk"]
    lengths = [centimetres(stroke, age, ADVICE, VOCABULARY.landmarks) for age in (0, 13, 26, 52, 104)]
    assert lengths == sorted(lengths)


def test_too_fast_and_too_slow() -> None:
    fast = own(part="leg", path="line(hip_R,ankle_R)", seconds="1")
    assert said("- stroke: own", own=fast) == ["8: 'own' moves at 22 cm a second, give it 3 seconds or more"]
    slow = own(part="leg", path="line(hip_R,ankle_R)", seconds="40")
    assert said("- stroke: own", own=slow) == ["8: 'own' moves at 0.55 cm a second, give it 21.9 seconds or less"]
    assert said("- stroke: own", own=own(part="leg", path="line(hip_R,ankle_R)", seconds="5")) == []


def test_a_pace_that_is_right_for_a_newborn_may_be_fast_for_a_toddler() -> None:
    stroke = own(part="whole", path="line(shoulder_R,ankle_R)", seconds="5")
    assert said("- stroke: own", own=stroke) == []
    older = HEAD.replace("6w", "2y")
    assert said("- stroke: own", own=stroke, head=older) == [
        "8: 'own' moves at 13 cm a second, give it 7 seconds or more"
    ]


def test_what_does_not_glide_has_no_speed() -> None:
    for path in ("hold(navel)", "press(hip_R,ankle_R,5)", "move(knees)"):
        assert said("- stroke: own", own=own(path=path, part="leg", seconds="60")) == []


@pytest.mark.parametrize(
    "path",
    [
        "arc(navel,13,5,7,ccw)",
        "poly(rib_low_R,tummy_low_R)",
        "poly(tummy_low_L,rib_low_L)",
        "poly(rib_low_L,rib_low_R,tummy_low_R)",
        "poly(rib_low_R,tummy_low_R,tummy_low_L)",
        "line(rib_low_mid,pubis_top)|arc(navel,8,12,12,ccw)",
    ],
)
def test_tummies_are_stroked_with_the_clock(path: str) -> None:
    assert "8: 'own' runs against the clock around the navel" in said("- stroke: own", own=own(path=path, seconds="5"))


@pytest.mark.parametrize(
    "path", ["arc(navel,13,7,5,cw)", "line(rib_low_mid,pubis_top)", "line(waist_R,waist_L)", "circle(navel,5,both,2)"]
)
def test_what_runs_with_the_clock_or_straight_is_fine(path: str) -> None:
    assert said("- stroke: own", own=own(path=path, seconds="5")) == []


def test_other_parts_may_run_as_they_like() -> None:
    assert said("- stroke: own", own=own(part="chest", path="arc(sternum_mid,13,5,7,ccw)", seconds="5")) == []


def test_letters_end_where_the_bowel_does() -> None:
    right = "poly(rib_low_L,tummy_low_L)+poly(rib_low_R,rib_low_L,tummy_low_L)"
    assert said("- stroke: own", own=own(path=right, seconds="8")) == []
    mirrored = "poly(rib_low_R,tummy_low_R)+poly(rib_low_L,rib_low_R,tummy_low_R)"
    assert said("- stroke: own", own=own(path=mirrored, seconds="8")) == [
        "8: 'own' runs against the clock around the navel",
        "8: 'own' ends at tummy_low_R instead of tummy_low_L",
    ]


def test_repetitions_outside_the_usual_range() -> None:
    assert said("- {stroke: tummy_clock, times: 12}") == ["8: 'tummy_clock' 12 times, usual are 3 to 10"]
    assert said("- {stroke: tummy_clock, times: 1-5}") == ["8: 'tummy_clock' 1 to 5 times, usual are 3 to 10"]
    assert said("- {stroke: tummy_clock, times: 4-8}") == []
    assert len(said("- {stroke: tummy_clock, times: 1}\n- {stroke: tummy_clock, times: 2}")) == 2


def test_the_first_weeks() -> None:
    newborn = HEAD.replace("from_age: 6w\n", "")
    assert said("- stroke: tummy_clock\n- stroke: chest_open_book\n- stroke: move_bicycle", head=newborn) == [
        "7: 'tummy_clock' is for babies from 6 weeks, write 'from_age: 6w' for it or for all",
        "9: 'move_bicycle' is for babies from 6 weeks, write 'from_age: 6w' for it or for all",
    ]
    assert said("- {stroke: tummy_clock, from_age: 6w}", head=newborn) == []
    assert said("- stroke: tummy_clock") == []


def test_a_stroke_is_mentioned_where_it_comes_first() -> None:
    newborn = HEAD.replace("from_age: 6w\n", "")
    assert len(said("- stroke: tummy_clock\n- stroke: tummy_clock", head=newborn)) == 1


def test_bedtime() -> None:
    sleepy = HEAD.replace("infant-massage", "bedtime\naims: [sleep]")
    assert said("- stroke: move_bicycle", head=sleepy) == ["9: 'move_bicycle' in a routine for sleep"]
    assert said("- stroke: move_bicycle") == []
    other = HEAD.replace("infant-massage", "infant-massage\naims: [calm, sleep]")
    assert said("- stroke: chest_rest", head=other) == [
        "9: strokes of the repertoire with 'ritual: infant-massage', better is bedtime"
    ]


def test_strokes_of_the_repertoire_come_with_their_ritual() -> None:
    bare = HEAD.replace("ritual: infant-massage\n", "")
    better = "bedtime or first-days or infant-massage or still-touch or toddler"
    assert said("- stroke: own\n- stroke: chest_rest\n- stroke: chest_open_book", head=bare, own=own(part="back")) == [
        f"8: strokes of the repertoire with 'ritual: none', better is {better}"
    ]
    assert said("- stroke: own", head=bare, own=own(part="back")) == []


def test_long_cues() -> None:
    long = "On the tummy now, with a warm and flat hand, slowly, slowly down you go."
    assert said(f"- stroke: tummy_clock\n  cue: {long}") == ["8: the cue of 'tummy_clock' has 15 words, 12 are plenty"]
    assert said("- stroke: own", own=own(cue=long)) == ["8: the cue of 'own' has 15 words, 12 are plenty"]
    assert said("- stroke: own\n  cue: Down the tummy.", own=own(cue="Down the tummy.")) == []


def test_talk() -> None:
    assert said("- stroke: chest_rest", speech=31.4) == ["1: 31 % of it would be spoken, 25 % are plenty"]
    assert said("- stroke: chest_rest", speech=25.4) == []


def test_the_first_rule_for_a_check_that_applies_counts() -> None:
    rules = (Rule(why="a", parts=("tummy",), words=2), Rule(why="b", words=1), Rule(why="c", words=1))
    text = HEAD + "      - stroke: own\n" + own(cue="Down the tummy.")
    routine = read(text, source="x", vocabulary=VOCABULARY)
    remarks = advise(routine, Advice(sizes={}, rules=rules), VOCABULARY)
    assert [remark.why for remark in remarks] == ["a"]


def test_a_view_without_a_size_is_not_measured() -> None:
    advice = Advice(sizes={}, rules=(Rule(why="slow", speed=(1, 10)),))
    routine = read(HEAD + "      - stroke: own\n" + OWN, source="x", vocabulary=VOCABULARY)
    assert advise(routine, advice, VOCABULARY) == ()
