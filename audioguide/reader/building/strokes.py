"""Strokes: those of the repertoire, and those that a routine defines itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from audioguide.model.geometry import Landmark, StrokePath, resolve
from audioguide.model.stroke import Stroke, Times
from audioguide.reader.building.agree import within
from audioguide.reader.building.known import Known
from audioguide.reader.fields import Fields
from audioguide.reader.reading import Reading, closest, instead, quoted
from audioguide.reader.words import SIDE, uses


def build_strokes(
    own: Mapping[str, tuple[int, Fields | None]], landmarks: Mapping[str, Landmark], reading: Reading
) -> dict[str, Stroke]:
    """Build the strokes that are defined in a file; those with mistakes are left out."""
    built = {name: _stroke(name, got, landmarks, reading) for name, (_, got) in own.items() if got is not None}
    return {name: stroke for name, stroke in built.items() if stroke is not None}


def refuse_taken(
    own: Mapping[str, tuple[int, Fields | None]], taken: Iterable[str], where: str, reading: Reading
) -> None:
    """Report strokes with a name that another one has already."""
    names = frozenset(taken)
    for name, (line, _) in own.items():
        if name in names:
            reading.wrong(line, f"the stroke '{name}' is {where} already; give yours another name")


def refuse_unknown_instead(own: Mapping[str, tuple[int, Fields | None]], known: Known, reading: Reading) -> None:
    """Report strokes whose `instead` names a stroke that does not exist."""
    for name, stroke in known.own.items():
        if stroke.instead and stroke.instead not in known.strokes and stroke.instead not in known.broken:
            _, fields = own[name]
            line = fields.at("instead") if fields is not None else 1
            meant = instead(stroke.instead, known.strokes)
            reading.wrong(line, f"instead: unknown stroke {quoted(stroke.instead)}; {meant}")


def _stroke(name: str, got: Fields, landmarks: Mapping[str, Landmark], reading: Reading) -> Stroke | None:
    if "path" in got.values:
        for problem in _lost(got["path"], landmarks):
            reading.wrong(got.at("path"), f"path: {problem}")
    if got["sides"] != "each":
        _refuse_side(got, got["sides"], ("name", "cue", "again", "teach", "caution", "note"), reading)
    fewest, most = got.get("times", (1, 100))
    usual = got.get("usual", (fewest + most) // 2)
    within(usual, fewest, most, got, reading)
    if not got.whole:
        return None
    stroke = Stroke(
        id=name,
        name=got["name"],
        part=got["part"],
        sides=got["sides"],
        hands=got.get("hands"),
        position=got["position"],
        path=got["path"],
        toward=got["toward"],
        seconds=got["seconds"],
        times=Times(fewest=fewest, usual=usual, most=most),
        purpose=tuple(got.get("purpose", ())),
        from_age=got.get("from_age", 0.0),
        essential=got["essential"],
        instead=got.get("instead", ""),
        cue=got["cue"],
        again=got.get("again"),
        teach=got.get("teach"),
        caution=got.get("caution"),
        note=got.get("note"),
    )
    other = got.get("one_hand")
    return replace(stroke, one_hand=_with_one_hand(stroke, other, landmarks, reading)) if other else stroke


def _with_one_hand(
    stroke: Stroke, other: Literal[True] | Fields, landmarks: Mapping[str, Landmark], reading: Reading
) -> Stroke:
    """Return a stroke as it is done with one hand."""
    if other is True:
        return stroke
    if "path" in other.values:
        for problem in _lost(other["path"], landmarks):
            reading.wrong(other.at("path"), f"path: {problem}")
    if other.get("sides", stroke.sides) != "each":
        _refuse_side(other, other.get("sides", stroke.sides), ("name", "cue", "again", "teach"), reading)
    return replace(stroke, **other.values)


def _refuse_side(got: Fields, sides: str, keys: Iterable[str], reading: Reading) -> None:
    for key in keys:
        if uses(got.get(key), SIDE):
            problem = f"{key}: '{SIDE}' has no meaning in a stroke with 'sides: {sides}'"
            reading.wrong(got.at(key), f"{problem}; leave it out, or write 'sides: each'")


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
            yield f"unknown landmark {quoted(point)}{cure}"
