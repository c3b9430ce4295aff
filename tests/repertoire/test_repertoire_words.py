"""What a parent hears: every spoken word of the repertoire, against the rules of wording."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fakes.english import en, texts_of

from audioguide import repertoire
from audioguide.model.routine import Ritual, Routine
from audioguide.model.stroke import Stroke
from audioguide.speech.text import phrases

STROKES = tuple(repertoire.vocabulary().strokes.values())
RITUALS = tuple(repertoire.vocabulary().rituals.values())
ROUTINES = tuple(repertoire.routine(name) for name in repertoire.routines())

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


def found(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    return [(where, text) for where, text in SPOKEN if pattern.search(text)]


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
