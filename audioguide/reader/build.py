"""From fields to values: names are resolved, and keys checked against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from audioguide.model.geometry import Landmark, StrokePath, resolve
from audioguide.model.routine import (
    RestStep,
    Ritual,
    Routine,
    SayStep,
    Section,
    Step,
    Stroke,
    StrokeStep,
    Text,
    Times,
    Vocabulary,
)
from audioguide.reader.fields import Fields
from audioguide.reader.reading import Reading, closest, instead, joined, shown
from audioguide.reader.words import SIDE, uses
from audioguide.units import samples

PAUSE_AFTER_CHECK_SAMPLES = (samples(10), samples(20))
PAUSE_AFTER_PROMPT_SAMPLES = (samples(8), samples(20))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The strokes that a step may refer to."""

    strokes: Mapping[str, Stroke]
    broken: frozenset[str] = frozenset()
    """Strokes of this file that have mistakes: using them is not reported as another one."""


def build_strokes(
    own: Mapping[str, tuple[int, Fields | None]], landmarks: Mapping[str, Landmark], reading: Reading
) -> dict[str, Stroke]:
    """Build the strokes that are defined in a file; those with mistakes are left out."""
    built = {name: _stroke(name, got, landmarks, reading) for name, (_, got) in own.items() if got is not None}
    return {name: stroke for name, stroke in built.items() if stroke is not None}


def build_routine(name: str, got: Fields, known: Known, vocabulary: Vocabulary, reading: Reading) -> Routine | None:
    """Build a routine; None where it has mistakes, which are in `reading`."""
    ritual = _ritual_of(got, vocabulary.rituals, reading)
    if ritual is None and got.get("ritual", "none") == "none" and got.get("preparation") in ("full", "short"):
        cure = "name a ritual too, or leave it out"
        reading.wrong(got.at("preparation"), f"preparation: {got['preparation']} belongs to a ritual; {cure}")
    bed = got.get("bed", "heartbeat")
    if bed != "none" and "." not in bed and bed not in vocabulary.beds:
        cure = instead(bed, dict.fromkeys((*vocabulary.beds, "none", "a file beside this one (sea.wav)")))
        reading.wrong(got.at("bed"), f"unknown bed {shown(bed)}; {cure}")
    sections = [_section(one, known, reading) for one in got.get("sections", ())]
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
        from_age=got.get("from_age", 0.0),
        bed=bed,
        tempo=got.get("tempo", 60.0),
        slowing=got.get("slowing", 0.0) / 100.0,
        note=got.get("note"),
        pronounce=values(got.get("pronounce", {})),
    )


def build_ritual(name: str, got: Fields, known: Known, reading: Reading) -> Ritual | None:
    """Build a ritual; None where it has mistakes, which are in `reading`."""
    preparation: Fields | None = got.get("preparation")
    parts = {
        "preparation": _plain_section(preparation, "full", known, reading),
        "opening": _plain_section(got.get("opening"), "steps", known, reading),
        "closing": _plain_section(got.get("closing"), "steps", known, reading),
    }
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
        integration=ready.get("integration"),
        closing=ready["closing"],
        checks=tuple(got.get("checks", ())),
        looks=tuple(got.get("looks", ())),
        thanks=tuple(got.get("thanks", ())),
        pause_after_check=got.get("pause_after_check", PAUSE_AFTER_CHECK_SAMPLES),
        prompts=tuple(got.get("prompts", ())),
        pause_after_prompt=got.get("pause_after_prompt", PAUSE_AFTER_PROMPT_SAMPLES),
        safety_before=values(got.get("safety_before", {})),
        oil_from=got.get("oil_from", 0.0),
        drop_order=tuple(got.get("drop_order", ())),
    )


def _stroke(name: str, got: Fields, landmarks: Mapping[str, Landmark], reading: Reading) -> Stroke | None:
    if "path" in got.values:
        for problem in _lost(got["path"], landmarks):
            reading.wrong(got.at("path"), f"path: {problem}")
    if got.get("sides") in ("both", "midline"):
        for key in ("name", "cue", "again", "teach", "caution"):
            if uses(got.get(key), SIDE):
                problem = f"{key}: '{SIDE}' has no meaning in a stroke with 'sides: {got['sides']}'"
                reading.wrong(got.at(key), f"{problem}; leave it out, or write 'sides: each'")
    fewest, most = got.get("times", (1, 100))
    usual = got.get("usual", (fewest + most) // 2)
    _within(usual, fewest, most, got, reading)
    if not got.whole:
        return None
    return Stroke(
        id=name,
        name=got["name"],
        part=got["part"],
        sides=got["sides"],
        hands=got.get("hands"),
        position=got.get("position", "any"),
        path=got["path"],
        toward=got.get("toward", "none"),
        seconds=got["seconds"],
        times=Times(fewest=fewest, usual=usual, most=most),
        purpose=tuple(got.get("purpose", ())),
        from_age=got.get("from_age", 0.0),
        essential=got.get("essential", True),
        instead=got.get("instead", ""),
        cue=got["cue"],
        again=got.get("again"),
        teach=got.get("teach"),
        caution=got.get("caution"),
    )


def _lost(path: StrokePath, landmarks: Mapping[str, Landmark]) -> Iterator[str]:
    """Yield a message for each point of a path that is no landmark."""
    for point in dict.fromkeys(path.landmarks):
        if any(place not in landmarks for place in resolve(point, "both")):
            names = [name.removeprefix("front.") for name in landmarks]
            if "{S}" in point or "{O}" in point:
                letter = "{S}" if "{S}" in point else "{O}"
                names = [f"{name[:-1]}{letter}" for name in names if name.endswith(("_R", "_L"))]
            meant = closest(point, names)
            cure = f"; did you mean '{meant}'?" if meant else ""
            yield f"unknown landmark {shown(point)}{cure}"


def _within(usual: int, fewest: int, most: int, got: Fields, reading: Reading) -> None:
    if not fewest <= usual <= most:
        reading.wrong(got.at("usual"), f"usual: {usual} is not within times, from {fewest} to {most}")


def _section(got: Fields, known: Known, reading: Reading) -> Section | None:
    sides = got.get("sides")
    if sides is None and uses(got.get("title"), SIDE):
        cure = "add 'sides: each' (or right, or left) to the section"
        reading.wrong(got.at("title"), f"title: '{SIDE}' has no meaning in a section without sides; {cure}")
    steps = list(_steps(got.get("steps", ()), sides, known, reading))
    if not got.whole:
        return None
    return Section(title=got["title"], sides=sides, optional=got.get("optional", False), steps=tuple(steps))


def _plain_section(got: Fields | None, key: str, known: Known, reading: Reading) -> Section | None:
    """Build a section of a ritual: no sides."""
    if got is None:
        return None
    steps = list(_steps(got.get(key, ()), None, known, reading))
    return Section(title=got["title"], steps=tuple(steps)) if got.whole else None


def _steps(found: Iterable[Fields], sides: str | None, known: Known, reading: Reading) -> Iterator[Step]:
    early: list[tuple[int, Stroke]] = []
    for got in found:
        stroke = _known_stroke(got, known, reading)
        if stroke is not None:
            _check_sides(got, stroke, sides, reading)
        if sides == "each":
            if stroke is not None and stroke.sides != "each":
                early.append((got.at("stroke"), stroke))
            else:
                _refuse_early(early, reading)
                early.clear()
        if sides is None:
            _refuse_side(got, reading)
        yield from _step(got, stroke, reading)


def _step(got: Fields, stroke: Stroke | None, reading: Reading) -> Iterator[Step]:
    optional = got.get("optional", False)
    if "rest" in got.values:
        shortest, longest = got["rest"]
        yield RestStep(shortest=shortest, longest=longest, optional=optional)
    elif "say" in got.values:
        yield SayStep(text=got["say"], always=got.get("always", False), optional=optional, when=got.get("when"))
    elif stroke is not None:
        times = _times(got, stroke, reading)
        line = got.at("stroke")
        yield StrokeStep(
            stroke=replace(stroke, position=got.get("position", stroke.position)),
            times=times,
            cue=got.get("cue"),
            from_age=got.get("from_age", stroke.from_age),
            optional=got.get("optional"),
            line=line,
        )


def _times(got: Fields, stroke: Stroke, reading: Reading) -> Times:
    fewest, most = got.get("times", (stroke.times.fewest, stroke.times.most))
    usual = got.get("usual", min(max(stroke.times.usual, fewest), most))
    _within(usual, fewest, most, got, reading)
    return Times(fewest=fewest, usual=usual, most=most)


def _known_stroke(got: Fields, known: Known, reading: Reading) -> Stroke | None:
    name = got.get("stroke")
    if name is None or name in known.broken:
        return None
    stroke = known.strokes.get(name)
    if stroke is None:
        meant = closest(name, (*known.strokes, *known.broken))
        cure = f"did you mean '{meant}'?" if meant else "see 'audioguide list strokes', or define it under 'strokes:'"
        reading.wrong(got.at("stroke"), f"unknown stroke {shown(name)}; {cure}")
        return None
    cue = stroke.cue if got.get("cue") is None else got.get("cue")
    _speaks(
        f"the stroke '{name}'",
        (stroke.name, cue, stroke.again, stroke.teach, stroke.caution),
        got.at("stroke"),
        reading,
    )
    return stroke


def _check_sides(got: Fields, stroke: Stroke, sides: str | None, reading: Reading) -> None:
    if stroke.sides == "each" and sides is None:
        problem = f"the stroke '{stroke.id}' is done on one side at a time; add 'sides: each' to its section"
        reading.wrong(got.at("stroke"), problem)
    if stroke.sides != "each" and sides is not None and uses(got.get("cue"), SIDE):
        problem = f"cue: '{SIDE}' has no meaning for '{stroke.id}', which is not done on one side; leave it out"
        reading.wrong(got.at("cue"), problem)


def _refuse_early(early: Iterable[tuple[int, Stroke]], reading: Reading) -> None:
    for line, stroke in early:
        problem = f"the stroke '{stroke.id}' is not done on one side at a time, so it comes once, after both sides"
        reading.wrong(line, f"{problem}; move it to the end of the section, or into a section without sides")


def _refuse_side(got: Fields, reading: Reading) -> None:
    for key in ("cue", "say"):
        if uses(got.get(key), SIDE):
            cure = "add 'sides: each' (or right, or left) to the section"
            reading.wrong(got.at(key), f"{key}: '{SIDE}' has no meaning in a section without sides; {cure}")


def _ritual_of(got: Fields, rituals: Mapping[str, Ritual], reading: Reading) -> Ritual | None:
    name = got.get("ritual", "none")
    if name == "none":
        return None
    ritual = rituals.get(name)
    if ritual is None:
        reading.wrong(got.at("ritual"), f"unknown ritual {shown(name)}; {instead(name, (*rituals, 'none'))}")
    else:
        _speaks(f"the ritual '{name}'", _texts_of(ritual), got.at("ritual"), reading)
    return ritual


def _texts_of(ritual: Ritual) -> Iterator[Text | None]:
    yield from (ritual.preparation_short, ritual.resume, *ritual.checks, *ritual.looks, *ritual.prompts, *ritual.thanks)
    yield from ritual.safety_before.values()
    for section in (ritual.preparation, ritual.opening, *ritual.ending):
        yield section.title
        for step in section.steps:
            if isinstance(step, SayStep):
                yield step.text
            elif isinstance(step, StrokeStep):
                stroke = step.stroke
                yield from (stroke.name, step.cue or stroke.cue, stroke.again, stroke.teach, stroke.caution)


def _speaks(what: str, texts: Iterable[Text | None], line: int, reading: Reading) -> None:
    """Report a piece of the repertoire that has no words in the language of the session."""
    lacking = [text for text in texts if text is not None and reading.needed not in text.languages]
    if lacking:
        has = joined(sorted(lacking[0].languages), "and")
        reading.wrong(line, f"{what} has no words in '{reading.needed}', only in {has}")


def values(found: Mapping[str, tuple[int, Any]]) -> Mapping[str, Any]:
    """Return the valid values by name, without their lines."""
    return MappingProxyType({name: value for name, (_, value) in found.items() if value is not None})
