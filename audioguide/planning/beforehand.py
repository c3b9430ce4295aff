"""What is said before the strokes of a part: where the right is, what keeps it safe, what to do about oil."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from audioguide.model.geometry import Side
from audioguide.model.routine import Phrases, Ritual, Step, StrokeStep
from audioguide.model.script import Passage
from audioguide.planning.drafts import said
from audioguide.planning.oil import TIME_FOR_OIL_SAMPLES, Oil
from audioguide.planning.wording import SpokenWording


def where_right_is(phrases: Phrases, wording: SpokenWording, side: Side, sides: Sequence[Side]) -> Iterator[Passage]:
    """Yield once, to those who learn, on which side of theirs the baby's right is."""
    line = phrases.mirrored.replace("{baby}", wording.words["baby"])
    line = line[:1].upper() + line[1:]
    if line and side in sides and wording.guidance == "learn" and line not in wording.taught:
        wording.taught.add(line)
        yield said(line)


def safety_lines(ritual: Ritual | None, wording: SpokenWording, steps: Iterable[Step]) -> Iterator[Passage]:
    """Yield the safety lines of the parts that occur here for the first time."""
    for step in steps:
        if ritual and isinstance(step, StrokeStep) and step.stroke.part in ritual.safety_before:
            line = wording.fill(ritual.safety_before[step.stroke.part])
            if line not in wording.taught:
                wording.taught.add(line)
                yield said(line, "safety")


def oil_lines(hands: Oil | None, wording: SpokenWording, steps: Iterable[Step]) -> Iterator[Passage]:
    """Yield what is to be done about oil before the part of these steps."""
    strokes = [step.stroke for step in steps if isinstance(step, StrokeStep)]
    if strokes and hands and wording.is_spoken:
        line, may_leave = hands.before(strokes)
        if line:
            yield replace(said(wording.fill(line)), pause=TIME_FOR_OIL_SAMPLES, drop_rank=0 if may_leave else None)
