"""What a parent hears: every spoken word of the repertoire, against the rules of wording."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from audioguide import repertoire
from audioguide.model.routine import RestStep, Ritual, Routine, SayStep, Section, Step, StrokeStep
from audioguide.model.stroke import Stroke, Text
from audioguide.speech.text import phrases
from audioguide.units import samples

STROKES = tuple(repertoire.vocabulary().strokes.values())
RITUALS = tuple(repertoire.vocabulary().rituals.values())
ROUTINES = tuple(repertoire.routine(name) for name in repertoire.routines())

BODY = re.compile(
    r"\b(hands?|hips?|ankles?|thigh|legs?|heel|toes?|sole|foot|armpit|knees?|bottom|tummy|navel|chest|ribs|shoulders?|arms?|wrist|palm|"
    r"finger|face|cheeks|forehead|brows|nose|lip|jaw|ears|head|back|neck|spine)\b",
    re.IGNORECASE,
)
STARTS = re.compile(
    r"\b(from|to|down|up|across|around|over|under|above|below|beside|along|on|out|in|both|each|open|hold|cup|cradle|rest|rub)\b|"
    r"^(smooth|comb|roll|round|sweep)\b",
    re.IGNORECASE,
)
"""Where the hands begin, or which way they go."""
CLAIMS = re.compile(
    r"\b(cur(e|es|ed|ing)|treat|therap|heal|reliev|relief|remed|immun|brain|cortisol|oxytocin|hormon|digest|constipat|"
    r"wind|gas|colic|circulation|toxin|detox|weight gain|intelligen|develop|guarante|proven|scien|clinical|medic|"
    r"prevent|boost|stimulat|calm(s|ed|ing) the|reduc|improv|sooth|bond)",
    re.IGNORECASE,
)
ALLOWED = (
    r"navel (has healed|is healing)|healing navel|navel until it has healed",
    r"colic is nobody's fault",
    r"health visitor",
    r"let the wind sweep|sweep the wind|a little wind|wind over the back",  # the weather on a back
)
SOMEBODY = re.compile(
    r"\b(he|him|his|she|her|hers|mum|mummy|mom|mommy|mother|dad|daddy|father|husband|wife|partner)\b", re.IGNORECASE
)
GUILT = re.compile(r"\b(must|have to|ought|should|wrong|fail|forget|bad|guilty|every day)\b", re.IGNORECASE)
PRIVATE = re.compile(r"\b(genital|penis|vulva|vagina|testic|groin|private)", re.IGNORECASE)
SHORT = re.compile(r"\b(e\.g|i\.e|etc|approx|min|sec|cm|tel|vs|Dr)\b\.?|[&/()\[\]+=%#*_]|\b[A-Z]{2,}\b")

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


def words(text: str) -> list[str]:
    return text.replace("{baby}", "your baby").split()


def en(text: Text) -> str:
    return text.say("en")


def texts_of(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, SayStep):
            yield en(step.text)
        elif isinstance(step, StrokeStep):
            yield from (en(text) for text in (step.cue, step.cue_one_hand) if text)


def spoken_of(stroke: Stroke) -> Iterator[str]:
    yield from (en(text) for text in (stroke.name, stroke.cue, stroke.again, stroke.teach, stroke.caution) if text)
    if stroke.one_hand is not None and stroke.one_hand != stroke:
        yield from (en(text) for text in (stroke.one_hand.cue, stroke.one_hand.again, stroke.one_hand.teach) if text)


def spoken_by(ritual: Ritual) -> Iterator[str]:
    for section in (ritual.preparation, ritual.opening, *ritual.ending):
        yield from texts_of(section.steps)
    yield from (en(text) for rhymes in ritual.rhymes.values() for text in rhymes)
    yield from (en(text) for text in (ritual.one_hand, ritual.resume_one_hand) if text)
    yield from map(en, (ritual.preparation_short, *ritual.checks, *ritual.prompts, *ritual.safety_before.values()))


def spoken_in(routine: Routine) -> Iterator[str]:
    yield en(routine.title)
    for section in routine.sections:
        yield en(section.title)
        yield from texts_of(section.steps)


def everything() -> Iterator[tuple[str, str]]:
    for stroke in STROKES:
        yield from ((stroke.id, text) for text in spoken_of(stroke))
    for ritual in RITUALS:
        yield from ((ritual.id, text) for text in spoken_by(ritual))
    for routine in ROUTINES:
        yield from ((routine.id, text) for text in spoken_in(routine))


SPOKEN = tuple(everything())
each_stroke = pytest.mark.parametrize("stroke", STROKES, ids=lambda stroke: stroke.id)
each_ritual = pytest.mark.parametrize("ritual", RITUALS, ids=lambda ritual: ritual.id)
each_routine = pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.id)


def found(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    return [(where, text) for where, text in SPOKEN if pattern.search(text)]


# Everything that is spoken


def test_no_claim_of_health_is_spoken() -> None:
    lines = [(where, re.sub("|".join(ALLOWED), "", text, flags=re.IGNORECASE)) for where, text in SPOKEN]
    assert [(where, text) for where, text in lines if CLAIMS.search(text)] == []


def test_the_claims_would_be_noticed() -> None:
    for claim in ("This relieves colic.", "It stimulates digestion.", "Good for the brain.", "Therapeutic touch."):
        assert CLAIMS.search(claim)


def test_numbers_are_words_and_nothing_is_abbreviated() -> None:
    assert found(re.compile(r"\d")) == []
    assert found(SHORT) == []


def test_nobody_is_assumed() -> None:
    """The parent is you, the baby is they."""
    assert found(SOMEBODY) == []


def test_nobody_is_blamed_or_ordered_about() -> None:
    assert found(GUILT) == []


def test_private_parts_are_never_named() -> None:
    assert found(PRIVATE) == []


def test_an_emergency_is_no_line_of_a_massage() -> None:
    """It is said once, to those who learn, before it begins; and stands on the sheet of cues and in the docs."""
    sign = re.compile(r"gagging|spitting|\b(pale|blue|limp|get help|call for help)\b", re.IGNORECASE)
    before = {text for ritual in RITUALS for text in texts_of(ritual.preparation.steps) if sign.search(text)}
    assert [(where, text) for where, text in found(sign) if text not in before] == []
    for ritual in RITUALS:
        told = [text for text in texts_of(ritual.preparation.steps) if sign.search(text)]
        assert len(told) == 1
        assert re.search(
            r"(?i)blue,.* limp, or struggling to breathe\? (Call for help|Stop, and call your team) at once", told[0]
        )


def test_traditions_are_no_names() -> None:
    assert found(re.compile("indian|swedish|chinese|shantala", re.IGNORECASE)) == []


def test_left_and_right_are_the_parents_or_the_babys_but_never_both() -> None:
    mixed = [
        (where, sentence)
        for where, text in SPOKEN
        for sentence in re.split(r"(?<=[.?!])\s", text)
        if "{side}" in sentence and re.search(r"\b(left|right)\b", sentence)
    ]
    assert mixed == []
    assert found(re.compile(r"baby's (left|right)")) == []


def test_a_breath_comes_after_ten_words_at_most() -> None:
    long = [
        (where, phrase.text)
        for where, text in SPOKEN
        for phrase in phrases(text.replace("{baby}", "your baby").replace("{side}", "right"), "en")
        if phrase.words > 10
    ]
    assert long == []


# Strokes


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


# Rituals


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
        assert set(ritual.drop_order) <= {stroke.part for stroke in STROKES}


# Routines


def strokes_in(sections: tuple[Section, ...]) -> list[StrokeStep]:
    return [step for section in sections for step in section.steps if isinstance(step, StrokeStep)]


@each_routine
def test_titles_are_short(routine: Routine) -> None:
    assert len(words(en(routine.title))) <= 4
    assert [en(section.title) for section in routine.sections if len(words(en(section.title))) > 3] == []


@each_routine
def test_the_ritual_is_not_repeated(routine: Routine) -> None:
    inside = {step.stroke.id for step in strokes_in(routine.sections)}
    assert inside & {"hand_rub_ask", "resting_hands", "whole_integration", "closing_hold"} == set()


@each_routine
def test_nobody_is_too_young_for_a_stroke(routine: Routine) -> None:
    """Clothed tummies under two weeks apart: `--age` takes them out."""
    young = {step.stroke.id for step in strokes_in(routine.sections) if step.stroke.from_age > routine.from_age}
    assert young == ({"tummy_clock"} if routine.id == "through-clothes" else set())


@each_routine
def test_a_section_that_stays_keeps_a_stroke(routine: Routine) -> None:
    for section in routine.sections:
        steps = [step for step in section.steps if isinstance(step, StrokeStep)]
        assert any(step.stroke.essential if step.optional is None else not step.optional for step in steps)


def test_ages() -> None:
    ages = {routine.id: routine.from_age for routine in ROUTINES}
    assert {name for name, weeks in ages.items() if weeks == 0} == {"first-days", "through-clothes", "still-touch"}
    assert ages["toddler"] > 52
    assert all(weeks == 6 for weeks in ages.values() if 0 < weeks < 52)


def test_every_aim_has_a_routine_and_still_touch_is_never_picked() -> None:
    aims = {routine.id: routine.aims for routine in ROUTINES}
    assert {aim for some in aims.values() for aim in some} == {"bonding", "calm", "sleep", "comfort", "movement"}
    assert aims["still-touch"] == ()


@pytest.mark.parametrize("name", ["tummy", "tummy-rounds"])
def test_tummy_comfort_is_six_six_six_with_the_knees_after_each(name: str) -> None:
    routine = repertoire.routine(name)
    first = routine.sections[0].steps[0]
    assert isinstance(first, SayStep)
    assert first.always
    assert "nobody's fault" in en(first.text)
    for section in routine.sections:
        steps = [step for step in strokes_in((section,)) if step.stroke.id != "tummy_rest"]
        assert [(step.stroke.id, step.times.usual) for step in steps[::3]] == [
            ("tummy_water_wheel_a", 6),
            ("tummy_sun_moon", 6),
            ("tummy_i_love_u", 6),
        ]
        assert {step.stroke.id for step in steps[1::3]} == {"knees_to_tummy"}
        assert {step.stroke.id for step in steps[2::3]} == {"leg_touch_relax"}


def test_bedtime_is_quiet_and_says_everything_before_the_last_two_minutes() -> None:
    routine = repertoire.routine("bedtime")
    parts = {step.stroke.part for step in strokes_in(routine.sections)}
    assert "movement" not in parts
    assert all(step.stroke.toward != "heart" for step in strokes_in(routine.sections))
    assert routine.ritual
    *before, hold, silence = routine.ritual.closing.steps
    always = " ".join(en(step.text) for step in before if isinstance(step, SayStep) and step.always)
    assert "on the back" in always
    assert "If they fall asleep, stop here" in always
    assert isinstance(hold, StrokeStep)
    assert isinstance(silence, RestStep)
    assert silence.shortest + samples(hold.times.fewest * hold.stroke.seconds) >= samples(120)


def test_still_touch_holds_and_the_care_team_comes_first() -> None:
    routine = repertoire.routine("still-touch")
    assert routine.ritual
    gate = routine.ritual.opening.steps[0]
    assert isinstance(gate, SayStep)
    assert gate.always
    assert "care team has agreed" in en(gate.text)
    everywhere = (*strokes_in(routine.sections), *strokes_in((routine.ritual.opening, *routine.ritual.ending)))
    assert {part.name for step in everywhere for lane in step.stroke.path.lanes for part in lane} == {"hold"}


def test_turning_a_baby_over_takes_its_time() -> None:
    for name in ("standard", "complete", "class"):
        back = next(section for section in repertoire.routine(name).sections if en(section.title) == "Back")
        say, rest = back.steps[:2]
        assert isinstance(say, SayStep)
        assert "Turn your baby over" in en(say.text)
        assert rest == RestStep(shortest=samples(20), longest=samples(30))


def test_the_built_in_words_are_read_where_nobody_knows_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> None:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("AUDIOGUIDE_WORDS", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", homeless)
    assert repertoire.sheets.__wrapped__("en") == repertoire.sheets("en")
