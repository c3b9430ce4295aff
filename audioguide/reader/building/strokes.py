"""Strokes: of the repertoire, and those that a routine brings along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from audioguide.model.geometry import Landmark, StrokePath, resolve
from audioguide.model.routine import Stroke, Times
from audioguide.reader.building.agree import within
from audioguide.reader.fields import Fields
from audioguide.reader.reading import Reading, closest, shown
from audioguide.reader.words import SIDE, uses


def build_strokes(
    own: Mapping[str, tuple[int, Fields | None]], landmarks: Mapping[str, Landmark], reading: Reading
) -> dict[str, Stroke]:
    """Build the strokes that are defined in a file; those with mistakes are left out."""
    built = {name: _stroke(name, got, landmarks, reading) for name, (_, got) in own.items() if got is not None}
    return {name: stroke for name, stroke in built.items() if stroke is not None}


def _stroke(name: str, got: Fields, landmarks: Mapping[str, Landmark], reading: Reading) -> Stroke | None:
    if "path" in got.values:
        for problem in _lost(got["path"], landmarks):
            reading.wrong(got.at("path"), f"path: {problem}")
    if got.get("sides") in ("both", "midline"):
        for key in ("name", "cue", "again", "teach", "caution", "note"):
            if uses(got.get(key), SIDE):
                problem = f"{key}: '{SIDE}' has no meaning in a stroke with 'sides: {got['sides']}'"
                reading.wrong(got.at(key), f"{problem}; leave it out, or write 'sides: each'")
    fewest, most = got.get("times", (1, 100))
    usual = got.get("usual", (fewest + most) // 2)
    within(usual, fewest, most, got, reading)
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
        note=got.get("note"),
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
