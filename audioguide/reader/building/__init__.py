"""Builds values, such as a `Routine`, of the fields of a file: resolves names, and checks keys against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from audioguide.model.routine import PULSE_BED, RestStep, Ritual, Routine, SayStep, Section, Vocabulary
from audioguide.model.texts import texts_in
from audioguide.reader.building.agree import refuse_side, speaks
from audioguide.reader.building.known import Known
from audioguide.reader.building.steps import Manner, build_steps
from audioguide.reader.building.strokes import build_strokes
from audioguide.reader.fields import Fields
from audioguide.reader.reading import Reading, instead, quoted
from audioguide.units import samples

__all__ = ["Known", "build_ritual", "build_routine", "build_strokes", "build_thought", "values"]

MOST_STEPS = 1_000
"""Of a routine, with every round and both sides; the longest in the repertoire has some two hundred. It is planned in
seconds."""
MOST_CHAPTERS = 240
"""Of a routine, with every round and both sides. The table of an MP3 holds 255; what opens and closes has its own."""
PAUSE_AFTER_CHECK_SAMPLES = (samples(10), samples(20))
PAUSE_AFTER_PROMPT_SAMPLES = (samples(8), samples(20))
"""The shortest and the longest, where a ritual does not say."""
PAUSE_IN_THOUGHT_SAMPLES = (samples(2), samples(4))
"""The shortest and the longest after each piece of it."""


def build_routine(name: str, got: Fields, known: Known, vocabulary: Vocabulary, reading: Reading) -> Routine | None:
    """Build a routine; None where it has mistakes, which are in `reading`."""
    ritual = _ritual_of(got, vocabulary.rituals, reading)
    if ritual is None and got["ritual"] == "none" and got.get("preparation") in ("full", "short"):
        cure = "name a ritual too, or leave it out"
        reading.wrong(got.at("preparation"), f"preparation: {got['preparation']} belongs to a ritual; {cure}")
    bed = _bed_of(got, vocabulary.beds, reading)
    adults = got["for"] == "adults"
    found: Sequence[Fields] = got.get("sections", ())
    counted = tuple(_counted(found))
    for what, number, most in (
        ("steps", sum(often * len(section.get("steps", ())) for section, often in counted), MOST_STEPS),
        ("chapters", sum(often for _, often in counted), MOST_CHAPTERS),
    ):
        if number > most:
            problem = f"sections: the routine has {number} {what}, with every round and both sides; {most} are possible"
            reading.wrong(got.at("sections"), problem)
            return None
    sections = list(_sections(found, known, reading, Manner(adults=adults).of(got)))
    if not got.whole:
        return None
    return Routine(
        id=name,
        title=got["title"],
        language=reading.language,
        sections=tuple(section for section in sections if section is not None),
        ritual=ritual,
        preparation=got.get("preparation"),
        aims=tuple(got.get("aims", ())),
        adults=adults,
        from_age=got.get("from_age", 0.0),
        oil=got["oil"] == "yes",
        bed=bed,
        tempo=got["tempo"],
        exact=got["exact"],
        slowing=got["slowing"] / 100.0,
        note=got.get("note"),
        pronounce=values(got.get("pronounce", {})),
        guidance=got["guidance"],
        length=got.get("length"),
        voice=got["voice"],
        tones=got["tones"],
        strokes=known.own,
    )


def build_ritual(name: str, got: Fields, known: Known, reading: Reading) -> Ritual | None:
    """Build a ritual; None where it has mistakes, which are in `reading`."""
    preparation: Fields | None = got.get("preparation")
    parts = {
        "preparation": _plain_section(preparation, "full", known, reading),
        "opening": _plain_section(got.get("opening"), "steps", known, reading),
        "closing": _plain_section(got.get("closing"), "steps", known, reading),
    }
    for stroke, (line, _) in got.get("rhymes", {}).items():
        if stroke not in known.strokes:
            reading.wrong(line, f"rhymes: unknown stroke {quoted(stroke)}; {instead(stroke, known.strokes)}")
    if "integration" in got.values:
        parts["integration"] = _plain_section(got.get("integration"), "steps", known, reading)
    if preparation is None or not preparation.whole:
        return None
    ready = {part: section for part, section in parts.items() if section is not None}
    if len(ready) < len(parts):
        return None
    return Ritual(
        id=name,
        preparation=ready["preparation"],
        preparation_short=preparation["short"],
        opening=ready["opening"],
        resume=got.get("resume"),
        one_hand=got.get("one_hand"),
        resume_one_hand=got.get("resume_one_hand"),
        integration=ready.get("integration"),
        closing=ready["closing"],
        checks=tuple(got.get("checks", ())),
        looks=tuple(got.get("looks", ())),
        thanks=tuple(got.get("thanks", ())),
        pause_after_check=got.get("pause_after_check", PAUSE_AFTER_CHECK_SAMPLES),
        prompts=tuple(got.get("prompts", ())),
        pause_after_prompt=got.get("pause_after_prompt", PAUSE_AFTER_PROMPT_SAMPLES),
        rhymes=MappingProxyType({stroke: tuple(some) for stroke, some in values(got.get("rhymes", {})).items()}),
        safety_before=values(got.get("safety_before", {})),
        baby=got.get("baby"),
        oil_from=got.get("oil_from", 0.0),
        oily=tuple(got.get("oily", ())),
        dry=tuple(got.get("dry", ())),
        take_oil=got.get("take_oil"),
        more_oil=got.get("more_oil"),
        wipe_oil=got.get("wipe_oil"),
        drop_order=tuple(got.get("drop_order", ())),
    )


def build_thought(got: Fields | None) -> Section | None:
    """Build what is said at the end of an evening: a pause after each piece."""
    if got is None:
        return None
    rest = RestStep(shortest=PAUSE_IN_THOUGHT_SAMPLES[0], longest=PAUSE_IN_THOUGHT_SAMPLES[1])
    return Section(title=got["title"], steps=tuple(step for text in got["say"] for step in (SayStep(text=text), rest)))


def _counted(found: Iterable[Fields]) -> Iterator[tuple[Fields, int]]:
    """Yield each section, and how often it comes: in every round of its group, and on both sides."""
    for got in found:
        if "repeat" in got.lines:
            _, rounds = got.get("repeat", (1, 1))
            yield from ((section, rounds * often) for section, often in _counted(got.get("sections", ())))
        else:
            yield got, 2 if got.get("sides") == "each" else 1


def _sections(found: Iterable[Fields], known: Known, reading: Reading, manner: Manner) -> Iterator[Section | None]:
    """Build sections; those of a group as often as it is repeated."""
    for got in found:
        if "repeat" in got.lines:
            yield from _rounds(got, known, reading, manner)
            continue
        if "again" in got.values:
            reading.wrong(got.at("again"), "again: the section comes once; it belongs in a group with 'repeat'")
        yield _section(got, known, reading, manner)


def _rounds(group: Fields, known: Known, reading: Reading, manner: Manner) -> Iterator[Section | None]:
    """Build the sections of each round; those beyond the fewest may be left out of a short session."""
    fewest, most = group.get("repeat", (1, 1))
    first = [(got, _section(got, known, reading, manner, in_rounds=True)) for got in group.get("sections", ())]
    for number in range(1, most + 1):
        for got, section in first:
            if section is None:
                yield None
                continue
            # With sides, `once` is about these. Else it is about rounds, and "between" is in all but the last.
            onces = [step.get("once") if section.sides != "each" else None for step in got["steps"]]
            here = {None, "first" if number == 1 else "", "last" if number == most else "between"}
            steps = tuple(step for step, once in zip(section.steps, onces, strict=False) if once in here)
            intro = section.intro if number == 1 else got.get("again", section.intro)
            if steps:
                yield replace(section, steps=steps, intro=intro, optional=section.optional or number > fewest)


def _section(got: Fields, known: Known, reading: Reading, manner: Manner, *, in_rounds: bool = False) -> Section | None:
    sides = got.get("sides")
    if sides is None:
        refuse_side(got, ("title", "intro", "again"), reading)
    steps = list(build_steps(got.get("steps", ()), sides, known, reading, manner.of(got), in_rounds=in_rounds))
    if not got.whole:
        return None
    return Section(
        title=got["title"],
        intro=got.get("intro"),
        sides=sides,
        optional=got["optional"],
        steps=tuple(steps),
    )


def _plain_section(got: Fields | None, key: str, known: Known, reading: Reading) -> Section | None:
    """Build a section of a ritual: no sides."""
    if got is None:
        return None
    if (number := len(got.get(key, ()))) > MOST_STEPS:
        reading.wrong(got.at(key), f"{key}: there are {number} steps; {MOST_STEPS} are possible")
        return None
    steps = list(build_steps(got.get(key, ()), None, known, reading))
    return Section(title=got["title"], steps=tuple(steps)) if got.whole else None


def _bed_of(got: Fields, beds: Sequence[str], reading: Reading) -> str:
    bed: str = got["bed"]
    if bed != "none" and "." not in bed and bed not in beds:
        cure = instead(bed, dict.fromkeys((*beds, "none", "a file beside this one (sea.wav)")))
        reading.wrong(got.at("bed"), f"unknown bed {quoted(bed)}; {cure}")
    if got["pulse"] and "bed" in got.lines and bed != "none":
        cure = "leave one of the two out, or write 'bed: none'"
        reading.wrong(got.at("pulse"), f"pulse: the tick takes the place of the bed {quoted(bed)}; {cure}")
    return PULSE_BED if got["pulse"] else bed


def _ritual_of(got: Fields, rituals: Mapping[str, Ritual], reading: Reading) -> Ritual | None:
    name = got["ritual"]
    if name == "none":
        return None
    ritual = rituals.get(name)
    if ritual is None:
        reading.wrong(got.at("ritual"), f"unknown ritual {quoted(name)}; {instead(name, (*rituals, 'none'))}")
    else:
        speaks(f"the ritual '{name}'", texts_in(ritual), got.at("ritual"), reading)
    return ritual


def values(found: Mapping[str, tuple[int, Any]]) -> Mapping[str, Any]:
    """Return the valid values by name, without their lines."""
    return MappingProxyType({name: value for name, (_, value) in found.items() if value is not None})
