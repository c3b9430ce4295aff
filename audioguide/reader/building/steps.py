"""Steps: a stroke and how often, words to say, or a rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from audioguide.model.routine import RestStep, SayStep, Step, StrokeStep
from audioguide.model.stroke import Stroke, Times
from audioguide.model.texts import texts_in
from audioguide.reader.building.agree import refuse_side, speaks, within
from audioguide.reader.building.known import Known
from audioguide.reader.fields import Fields
from audioguide.reader.reading import Reading, closest, quoted
from audioguide.reader.words import SIDE, uses
from audioguide.units import Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How strokes are done where their step does not say: as the section says, or else the routine."""

    pause: tuple[Samples, Samples] | None = None
    """After each: the shortest and the longest; None: as everywhere."""
    inside: bool = False
    """Whether words sound during the strokes."""
    adults: bool = False
    """Whether the routine is for adults: then repetitions may be counted aloud."""

    def of(self, got: Fields) -> Manner:
        """Return the same but for what these fields, of a routine or a section, say otherwise."""
        cue = got.get("cue")
        return replace(self, pause=got.get("pause", self.pause), inside=self.inside if cue is None else cue == "inside")


def build_steps(
    found: Iterable[Fields],
    sides: str | None,
    known: Known,
    reading: Reading,
    manner: Manner | None = None,
    *,
    in_rounds: bool = False,
) -> Iterator[Step]:
    """Build the steps of a section.

    Args:
        found: the fields of each.
        sides: the section's; None where it has none.
        known: the strokes that the steps may refer to.
        reading: collects the mistakes.
        manner: how the strokes are done; left out: as everywhere.
        in_rounds: whether the section is in a group that is repeated.
    """
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
        _check_once(got, sides, reading, in_rounds=in_rounds)
        if sides is None:
            refuse_side(got, ("cue", "cue_one_hand", "name", "teach", "say"), reading)
        yield from _step(got, stroke, sides, manner or Manner(), reading)


def _step(got: Fields, stroke: Stroke | None, sides: str | None, manner: Manner, reading: Reading) -> Iterator[Step]:
    once = got.get("once") if sides == "each" else None
    if "rest" in got.values:
        shortest, longest = got["rest"]
        yield RestStep(shortest=shortest, longest=longest, optional=got["optional"], once=once, line=got.at("rest"))
    elif "say" in got.values:
        yield SayStep(
            text=got["say"],
            always=got["always"],
            optional=got["optional"],
            when=got.get("when"),
            once=once,
            line=got.at("say"),
        )
    elif stroke is not None:
        times = _times(got, stroke, reading)
        line = got.at("stroke")
        yield StrokeStep(
            stroke=replace(stroke, position=got["position"]) if "position" in got.values else stroke,
            times=times,
            cue=got.get("cue"),
            cue_one_hand=got.get("cue_one_hand"),
            name=got.get("name"),
            teach=got.get("teach"),
            from_age=got.get("from_age", stroke.from_age),
            pause=got.get("pause", manner.pause),
            inside=manner.inside,
            counted=_is_counted(got, manner, reading),
            optional=got.get("optional"),
            line=line,
        )


def _check_once(got: Fields, sides: str | None, reading: Reading, *, in_rounds: bool) -> None:
    if "once" not in got.values:
        return
    if sides == "each" and "stroke" in got.values:
        reading.wrong(got.at("once"), "once: a stroke is done on both sides; only words and rests may come once")
    if sides != "each" and not in_rounds:
        cure = "it belongs in one with 'sides: each', or in a group with 'repeat'"
        reading.wrong(got.at("once"), f"once: the section comes once; {cure}")


def _is_counted(got: Fields, manner: Manner, reading: Reading) -> bool:
    counted = bool(got.get("count"))
    if counted and not manner.adults:
        reading.wrong(got.at("count"), "count: nobody counts aloud for a baby; for others write 'for: adults'")
    if counted and manner.inside:
        reading.wrong(got.at("count"), "count: the words are inside already; write 'cue: before' in the section")
    return counted


def _times(got: Fields, stroke: Stroke, reading: Reading) -> Times:
    fewest, most = got.get("times", (stroke.times.fewest, stroke.times.most))
    usual = got.get("usual", min(max(stroke.times.usual, fewest), most))
    within(usual, fewest, most, got, reading)
    return Times(fewest=fewest, usual=usual, most=most)


def _known_stroke(got: Fields, known: Known, reading: Reading) -> Stroke | None:
    name = got.get("stroke")
    if name is None or name in known.broken:
        return None
    stroke = known.strokes.get(name)
    if stroke is None:
        meant = closest(name, (*known.strokes, *known.broken))
        cure = f"did you mean '{meant}'?" if meant else "see 'audioguide list strokes', or define it under 'strokes:'"
        reading.wrong(got.at("stroke"), f"unknown stroke {quoted(name)}; {cure}")
        return None
    replaced = stroke.cue if "cue" in got.values else None
    speaks(f"the stroke '{name}'", texts_in(stroke, replaced), got.at("stroke"), reading)
    if other := known.strokes.get(stroke.instead):
        speaks(f"the stroke '{other.id}', in place of '{name}',", texts_in(other), got.at("stroke"), reading)
    return stroke


def _check_sides(got: Fields, stroke: Stroke, sides: str | None, reading: Reading) -> None:
    if stroke.sides == "each" and sides is None:
        problem = f"the stroke '{stroke.id}' is done on one side at a time; add 'sides: each' to its section"
        reading.wrong(got.at("stroke"), problem)
    if stroke.sides != "each" and sides is not None and uses(got.get("cue"), SIDE):
        problem = f"cue: '{SIDE}' has no meaning for '{stroke.id}', which is not done on one side; leave it out"
        reading.wrong(got.at("cue"), problem)


def _refuse_early(early: Iterable[tuple[int, Stroke]], reading: Reading) -> None:
    """Report strokes for both sides at once that stand before one for each side."""
    for line, stroke in early:
        problem = f"the stroke '{stroke.id}' is not done on one side at a time, so it comes once, after both sides"
        reading.wrong(line, f"{problem}; move it to the end of the section, or into a section without sides")
