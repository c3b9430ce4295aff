"""What the page may ask for, and what is proposed for it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from audioguide.errors import ChoiceError
from audioguide.units import Samples, parse_duration, samples
from audioguide.web.family.household import Baby, Household
from audioguide.web.making.own import OwnFiles
from audioguide.web.making.proposals import propose
from audioguide.web.making.wishes import read_wish
from audioguide.web.page_errors import PageError

TODAY = date(2026, 11, 28)
OWN = OwnFiles(None)
FAMILY = Household(
    babies=(Baby(id="mia", name="Mia", day="2026-07-20"), Baby(id="ben", name="Ben", day="2026-11-10")),
)


def proposal(**wish: object) -> dict[str, Any]:
    return propose(read_wish(wish, FAMILY, OWN, TODAY))


def test_a_wish_is_a_routine_and_its_choices() -> None:
    wish = read_wish(
        {"occasion": "sleep", "minutes": 20, "baby": "mia", "bed": "rain", "oil": None}, FAMILY, OWN, TODAY
    )
    assert (wish.routine, wish.format) == ("bedtime", "mp3")
    assert wish.choices == {"bed": "rain", "baby": "Mia", "age": pytest.approx(131 / 7)}
    assert wish.with_length["length"] == 52_920_000
    assert "length" not in read_wish({}, FAMILY, OWN, TODAY).with_length


def test_a_bed_goes_on_after_a_massage_for_sleep() -> None:
    own_bed = read_wish({"occasion": "sleep", "afterwards": 30}, FAMILY, OWN, TODAY)
    assert own_bed.choices["afterwards"] == "heartbeat:30m"
    chosen = read_wish({"occasion": "sleep", "bed": "rain", "afterwards": 10}, FAMILY, OWN, TODAY)
    assert chosen.choices["afterwards"] == "rain:10m"
    silent = read_wish({"occasion": "sleep", "bed": "none", "afterwards": 10}, FAMILY, OWN, TODAY)
    assert silent.choices["afterwards"] == "womb:10m"
    assert propose(chosen)["goes_on"] is True
    assert proposal(occasion="moment")["goes_on"] is False
    with pytest.raises(ChoiceError):
        proposal(occasion="moment", afterwards=10)
    with pytest.raises(ChoiceError):
        proposal(occasion="sleep", afterwards=31)


def test_it_begins_where_another_one_stopped() -> None:
    whole, later = proposal(minutes=10), proposal(minutes=10, from_part="chest")
    assert [one["title"] for one in later["parts"]] == ["Chest", *[one["title"] for one in whole["parts"]][-1:]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("output", "/tmp/x.mp3"),  # noqa: S108 - it is refused
        ("stems_in", "x"),
        ("workers", 256),
        ("force", True),
        ("fresh", True),
        ("turn", 3),
        ("length", "10m"),
        ("age", "3m"),
        ("skip", ["face"]),
        ("bed", "/etc/passwd"),
        ("bed", "../sounds/rain.yaml"),
        ("bed", "rain.yaml"),
        ("voice", "recorded:/etc"),
        ("voice", "recorded"),
        ("voice", "auto+auto"),
        ("routine", "../../etc/passwd"),
        ("routine", "five-evenings:1"),
        ("routine", 7),
        ("occasion", "party"),
        ("format", "exe"),
        ("minutes", 0),
        ("minutes", 121),
        ("minutes", True),
        ("afterwards", "/etc/passwd:30m"),
        ("afterwards", 0),
        ("minutes", 1e9),
        ("language", "xx\n"),
        ("parts", [["face"]]),
        ("loudness", 90),
        ("x" * 9999, 1),
    ],
)
def test_nothing_else_can_be_asked_for(name: str, value: object) -> None:
    with pytest.raises(ChoiceError) as refused:
        read_wish({name: value}, FAMILY, OWN, TODAY)
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize("occasion", ["\ud800", float("nan"), ["sleep"], "party"])
def test_an_occasion_is_checked_beside_a_routine_too(occasion: object) -> None:
    with pytest.raises(ChoiceError, match="occasion"):
        read_wish({"routine": "everyday", "occasion": occasion}, FAMILY, OWN, TODAY)
    assert read_wish({"routine": "class", "occasion": "sleep"}, FAMILY, OWN, TODAY).routine == "class"


@pytest.mark.parametrize(("choice", "value"), [("occasion", "tummy"), ("routine", "class")])
def test_a_baby_that_is_too_young_is_told_and_for_which_choice(choice: str, value: str) -> None:
    with pytest.raises(PageError, match="older babies") as refused:
        read_wish({choice: value, "baby": "ben", "bed": "rain"}, FAMILY, OWN, TODAY)
    assert refused.value.choice == choice


@pytest.mark.parametrize("value", ["Mia", "gone", 7, ["mia"]])
def test_a_baby_that_is_not_entered_any_more_is_told_in_words_of_its_own(value: object) -> None:
    """Another phone has removed it: nobody is to read of a baby that it is not available."""
    with pytest.raises(PageError, match=r"^This baby is no longer in the list\.$") as refused:
        read_wish({"baby": value}, FAMILY, OWN, TODAY)
    assert (refused.value.word, refused.value.choice) == ("wrong_baby", "baby")


def test_a_proposal_knows_which_lengths_are_good_and_why_others_are_not() -> None:
    found = proposal(baby="mia", minutes=10)
    assert (found["routine"], found["minutes"], found["bed"]) == ("everyday", 10, "heartbeat")
    assert [part["title"].lower() for part in found["parts"]] == ["leg", "tummy", "chest", "face"]
    why = {chip["minutes"]: chip["why"] for chip in found["chips"]}
    assert why == {5: "short", 8: "short", 10: "", 12: "", 15: "", 20: "", 25: "age", 30: "age"}


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "pt"])
def test_a_proposal_names_what_is_in_it_where_each_side_has_words_of_its_own(language: str) -> None:
    found = proposal(baby="mia", minutes=10, language=language)
    assert [part["part"] for part in found["parts"]] == ["leg", "", "", ""]


def test_a_length_that_is_tight_can_be_chosen_and_tells_what_it_leaves_out() -> None:
    """Before sleep everything takes 20 minutes, which is as long as is good at four months."""
    found = proposal(occasion="sleep", baby="mia")
    why = {chip["minutes"]: chip["why"] for chip in found["chips"]}
    assert why == {5: "short", 8: "short", 10: "tight", 12: "tight", 15: "tight", 20: "", 25: "age", 30: "age"}
    assert (found["minutes"], found["without"]) == (20, [])
    tight = proposal(occasion="sleep", baby="mia", minutes=12)
    assert (tight["minutes"], [part["title"] for part in tight["without"]]) == (12, ["Face", "Back"])
    assert [part["title"] for part in tight["parts"]] == ["Chest", "arm", "leg"]


def test_where_no_length_has_everything_the_tight_one_for_the_age_is_proposed() -> None:
    """Ten weeks are for 15 minutes at most; learning all of it takes longer."""
    young = Household(babies=(Baby(id="ida", name="Ida", day="2026-09-19"),))
    found = propose(read_wish({"baby": "ida", "guidance": "learn"}, young, OWN, TODAY))
    assert [chip["minutes"] for chip in found["chips"] if chip["why"] in ("", "tight")] == [15]
    assert (found["minutes"], found["without"]) == (15, [{"part": "", "title": "Face"}])
    assert found["more"] is None  # it would be longer than is good


def test_the_nearest_length_that_is_offered_is_proposed() -> None:
    for occasion, baby, minutes in (("sleep", "mia", 5), ("moment", "ben", 30)):
        found = proposal(occasion=occasion, baby=baby, minutes=minutes)
        offered = [chip["minutes"] for chip in found["chips"] if chip["why"] in ("", "tight")]
        assert found["minutes"] == (offered[0] if minutes < offered[0] else offered[-1])
    assert proposal(occasion="change")["minutes"] == 5  # the routine's own


def test_a_proposal_tells_what_more_minutes_would_bring() -> None:
    found = [proposal(routine=name, minutes=20)["more"] for name in ("complete", "bedtime", "everyday")]
    strokes, talk, nothing = found
    assert (strokes["kind"], 1 <= len(strokes["names"]) <= 3, strokes["minutes"] in (2, 3, 5)) == ("stroke", True, True)
    assert (talk["kind"], talk["names"]) == ("prompt", [])
    assert nothing is None


def test_a_length_that_is_not_possible_has_nothing_in_it() -> None:
    """Only the movements and a minute: none of the lengths is good, and the asked one not even possible."""
    found = proposal(routine="class", parts=["head"], minutes=120)
    assert found["chips"][-1]["why"] == "empty"


def test_a_length_of_much_repetition_is_told_from_one_that_is_not_possible() -> None:
    """Twenty minutes of `express` are a third pauses; thirty cannot be filled."""
    chips = {chip["minutes"]: chip["why"] for chip in proposal(routine="express")["chips"]}
    assert (chips[20], chips[30]) == ("long", "empty")


def test_fewer_parts_take_less_time() -> None:
    found = proposal(baby="mia", parts=["face"], minutes=5)
    assert [part["title"] for part in found["parts"]] == ["Face"]
    assert found["minutes"] == 5
    assert "leg" in found["all_parts"]


def test_occasions_for_older_babies_have_no_routine() -> None:
    found = proposal(baby="ben")
    assert found["occasions"] == {
        "first": "first-days",
        "moment": "first-days",
        "sleep": "first-days",
        "tummy": None,
        "play": None,
        "change": "first-days",
    }


def test_a_proposal_tells_from_which_age_on_it_is() -> None:
    """No baby is known: the page says so."""
    assert proposal()["from_age"] == {"count": 6, "unit": "weeks"}
    assert proposal(routine="toddler")["from_age"] == {"count": 12, "unit": "months"}
    assert proposal(routine="first-days")["from_age"] is None
    assert proposal(routine="through-clothes")["from_age"] == {"count": 6, "unit": "weeks"}  # its tummy is
    assert proposal(routine="through-clothes", parts=["back"])["from_age"] is None


def test_the_first_time_is_two_parts_each_stroke_explained() -> None:
    found = proposal(occasion="first", guidance="learn", baby="mia")
    assert (found["routine"], found["minutes"], found["guidance"]) == ("express", 10, "learn")
    assert [part["title"].lower() for part in found["parts"]] == ["leg", "tummy"]


def shortest(routine: str, guidance: str) -> Samples:
    """As docs/repertoire.md has it, measured with the voice that comes along."""
    table = (Path(__file__).parents[2] / "docs" / "repertoire.md").read_text("utf-8")
    (row,) = re.findall(rf"^\| `{routine}` \| {guidance} \| (\S+) \|", table, re.MULTILINE)
    return parse_duration(row)


@pytest.mark.parametrize(
    ("routine", "guidance"), [("express", "learn"), ("express", "practised"), ("tummy", "learn"), ("bedtime", "learn")]
)
def test_no_length_is_offered_that_the_voice_that_comes_along_cannot_make(routine: str, guidance: str) -> None:
    """Of the lengths that it can make, all are offered."""
    chips = proposal(routine=routine, guidance=guidance)["chips"]
    short = [chip["minutes"] for chip in chips if chip["why"] == "short"]
    assert short == [chip["minutes"] for chip in chips if samples(60 * chip["minutes"]) < shortest(routine, guidance)]
