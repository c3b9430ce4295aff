"""What opens and closes a massage, and what is said along the way: signs of a baby, offers, safety."""

from __future__ import annotations

import re

import pytest
from fakes.english import en, texts_of, words

from audioguide import repertoire
from audioguide.model.routine import RestStep, Ritual, SayStep, StrokeStep
from audioguide.units import samples

RITUALS = tuple(repertoire.vocabulary().rituals.values())

SIGNS = {
    "Go on": (
        "eyes on you",
        "turning to you",
        "soft arms",
        "hands open|open hands",
        "reaching",
        "cooing",
        "smiling",
        "still and listening",
        "hands to (the )?mouth",
    ),
    "Rest": (
        "looking away",
        "yawning",
        "hiccups",
        "frown",
        "sneezing",
        "fist",
        "stiff",
        "jerky",
        "sucking hard",
        "blotchy skin",
        "squirming",
    ),
    "Stop": ("crying", "arching", "pushing (or rolling )?away", "rolling away", "flailing", "turning red", "asleep"),
}
"""What teachers of infant massage show parents, and what a parent does then. Help is called for elsewhere."""

each_ritual = pytest.mark.parametrize("ritual", RITUALS, ids=lambda ritual: ritual.id)


@each_ritual
def test_a_ritual_asks_waits_for_the_answer_and_rests_before_it_begins(ritual: Ritual) -> None:
    kinds = [step.stroke.id if isinstance(step, StrokeStep) else step for step in ritual.opening.steps]
    asked = kinds.index("hand_rub_ask")
    wait = kinds[asked + 1]
    assert wait == RestStep(shortest=samples(6), longest=samples(6)), "after 2 s to settle: 8 s in all"
    assert kinds[asked + 2] == "resting_hands"
    assert any(isinstance(step, StrokeStep) and step.stroke.id == "closing_hold" for step in ritual.closing.steps)


@each_ritual
def test_the_safety_lines_are_short_and_always_spoken(ritual: Ritual) -> None:
    lines = [en(step.text) for step in ritual.opening.steps if isinstance(step, SayStep) and step.always]
    together = " ".join(lines)
    assert len(lines) == {"still-touch": 3, "first-days": 1}.get(ritual.id, 2)
    assert len(words(together)) <= (70 if ritual.id == "still-touch" else 45)
    for thought in ("had enough", "fever", "illness", "three days", "vaccin", "midwife, health visitor or doctor"):
        assert thought in together.lower()
    place = {"still-touch": "safe", "first-days": "low"}.get(ritual.id, "(safe and low|low and safe)")
    assert re.search(
        rf"stay (somewhere )?{place}(,| with) one hand (always )?on (\{{baby\}}|them)\.", together, re.IGNORECASE
    )
    assert ("a short massage is a whole massage" in together.lower()) == (ritual.id != "first-days")


@pytest.mark.parametrize("ritual", [one for one in RITUALS if one.id != "toddler"], ids=lambda ritual: ritual.id)
def test_the_preparation_leaves_nothing_out(ritual: Ritual) -> None:
    full = " ".join(texts_of(ritual.preparation.steps)).lower()
    assert 90 <= len(words(full)) <= 150
    needed = ["calm", "after a feed", "warm", "phone", "rings", "breathe", "comfortably"]
    assert "one hand" not in full, "said where it is so: with --one-hand"
    needed += ["softer than your own", "arm's length", "head"] if ritual.id != "still-touch" else ["one earpiece"]
    if ritual.oily:
        needed += ["forty-five minutes after a feed", "two: stop, and cuddle"]
        needed += [
            "plain, unscented, never nut or peanut oil",
            "none in the first month",
            "twenty-four hours",
            "a saucer of oil",
        ]
    assert [thought for thought in needed if thought not in full] == []


@each_ritual
def test_in_short_it_says_hello_and_asks(ritual: Ritual) -> None:
    short = en(ritual.preparation_short)
    assert short.startswith("Hello. ")
    assert short.endswith("?")
    assert len(words(short)) <= 20
    assert "calm" in short.lower()
    assert re.search(r"Am I quiet (but clear|enough)\?|this voice for your ear alone\?", short), "how loud it is"


@each_ritual
def test_what_is_said_along_the_way_is_short(ritual: Ritual) -> None:
    """A check has at most 12 words with the answer to yes and to no, an offer 6, a look 5."""
    assert max(len(words(en(text))) for text in ritual.checks) <= 12
    assert max(len(words(en(text))) for text in ritual.prompts) <= 6
    assert max(len(words(en(text))) for text in ritual.looks) <= 5


@each_ritual
def test_every_check_has_an_answer_to_yes_and_one_to_no(ritual: Ritual) -> None:
    whole = re.compile(r"^[^?]+\? (Go on|Carry on)\. [^?]+\? (Rest|Stop|Hold still|Lift off)\b[^?]*\.$")
    assert [en(text) for text in ritual.checks if not whole.match(en(text))] == []


@each_ritual
def test_thanks_to_the_parent_neither_claim_nor_blame(ritual: Ritual) -> None:
    assert len(ritual.thanks) >= 4
    assert all(len(words(en(text))) <= 12 for text in ritual.thanks)


@pytest.mark.parametrize("name", ["infant-massage", "bedtime"])
def test_every_sign_of_a_baby_is_named_in_turn_with_what_to_do(name: str) -> None:
    turns = [en(text) for text in repertoire.vocabulary().rituals[name].checks]
    told = {answer: " ".join(re.findall(rf"[^.?]+\? {answer}", " ".join(turns))).lower() for answer in SIGNS}
    assert [
        (answer, sign) for answer, signs in SIGNS.items() for sign in signs if not re.search(sign, told[answer])
    ] == []


def test_no_two_turns_are_alike_and_none_asks_about_breathing() -> None:
    """Trouble with breathing is an emergency, and no turn of a rota."""
    for ritual in RITUALS:
        asked = [en(text).partition("?")[0] for text in ritual.checks]
        assert len(set(asked)) == len(asked)
        assert not re.search("breath", " ".join(map(en, (*ritual.checks, *ritual.looks))), re.IGNORECASE)


def test_the_printed_signs_are_those_that_are_spoken() -> None:
    go, rest, stop, _ = repertoire.sheets("en")["cues"].blocks
    for block, answer in ((go, "Go on"), (rest, "Rest"), (stop, "Stop")):
        printed = " ".join(block.lines).lower()
        assert [sign for sign in SIGNS[answer] if not re.search(sign, printed)] == []


@each_ritual
def test_prompts_offer_to_look_and_to_talk(ritual: Ritual) -> None:
    prompts = " ".join(map(en, ritual.prompts))
    assert "{baby}" in prompts or ritual.id == "first-days"
    assert re.search("hum|sing", prompts, re.IGNORECASE)
    assert ritual.pause_after_prompt[0] >= samples(8)
    assert ritual.pause_after_check[0] >= samples(10)


def test_what_a_part_needs_is_said_before_it() -> None:
    before = repertoire.vocabulary().rituals["infant-massage"].safety_before
    assert "navel has healed" in en(before["tummy"])
    assert "awake and watched" in en(before["back"])
    assert "ask first" in en(before["movement"])


def test_oil_is_spoken_of_only_where_there_is_oil() -> None:
    steps = [step for ritual in RITUALS for section in (ritual.preparation, ritual.closing) for step in section.steps]
    oil = [step for step in steps if isinstance(step, SayStep) and step.when == "oil"]
    assert any("first month" in en(step.text) for step in oil)
    assert any("Wrap your baby before lifting" in en(step.text) and step.always for step in oil)


def test_legs_tummy_and_chest_never_give_way() -> None:
    for ritual in RITUALS:
        assert {"leg", "tummy", "legs_tummy", "chest"}.isdisjoint(ritual.drop_order)


def test_rituals_speak_of_parts_and_strokes_that_there_are() -> None:
    strokes = repertoire.vocabulary().strokes
    parts = {stroke.part for stroke in strokes.values()}
    for ritual in RITUALS:
        assert parts.issuperset((*ritual.drop_order, *ritual.oily, *ritual.safety_before))
        assert set(ritual.dry) <= parts | set(strokes)
