"""What verbs tell in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from audioguide.errors import LengthError
from audioguide.model.timeline import LeftOut, Timeline
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import Request
from audioguide.units import Samples, samples

if TYPE_CHECKING:
    from audioguide.speech.narrator import Clips

MINUTE = samples(60.0)

WORDS = {"prompt": ("offer to talk", "offers to talk"), "check": ("check", "checks"), "words": ("line", "lines")}


def fitted(request: Request, clips: Clips, timeline: Timeline) -> list[str]:
    """Tell what had to go to fit the asked length, and what one more minute would bring back."""
    if not timeline.left_out:
        return []
    lines = [left_out(timeline.left_out)]
    with suppress(LengthError):
        longer = timeline_of(replace(request, length=Samples(timeline.length + MINUTE)), clips)
        back = [one for one in timeline.left_out if one not in longer.left_out]
        lines.append(f"one more minute would bring back: {told(back) or 'repetitions only'}")
    return lines


def left_out(gone: Sequence[LeftOut]) -> str:
    """Tell what had to go, and how it was chosen."""
    why = "a stroke is never made faster; words go first, then repetitions, then whole parts"
    return f"left out to fit the length: {told(gone)} ({why})"


def told(gone: Sequence[LeftOut]) -> str:
    """Name what has gone: words by their number, strokes and parts by their names."""
    counts = Counter(one.kind for one in gone if one.kind in WORDS)
    words = [f"{number} {WORDS[kind][number > 1]}" for kind, number in counts.items()]
    names = [one.name for one in gone if one.kind not in WORDS]
    return ", ".join([*words, *names])
