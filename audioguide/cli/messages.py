"""Sentences for the user that several verbs print: what was dropped to fit a length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from audioguide.errors import LengthError
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import Request
from audioguide.units import Samples, samples

if TYPE_CHECKING:
    from audioguide.model.chapters import LeftOut
    from audioguide.model.timeline import Timeline
    from audioguide.speech.narrator import Clips

_ONE_MINUTE = samples(60.0)
_NOUNS = {
    "prompt": ("offer to talk", "offers to talk"),
    "check": ("look at your baby's signs", "looks at your baby's signs"),
    "words": ("sentence", "sentences"),
}
"""Singular and plural of the kinds of `LeftOut` that are counted; the other kinds are named."""


def fit_report(request: Request, clips: Clips, timeline: Timeline) -> list[str]:
    """Return sentences on what was dropped to fit the length, and what one more minute would bring back.

    Args:
        request: what was asked for.
        clips: the spoken cues of its script.
        timeline: planned from both.
    """
    if not timeline.left_out:
        return []
    lines = [dropped_report(timeline.left_out)]
    with suppress(LengthError):
        longer = timeline_of(replace(request, length=Samples(timeline.massage + _ONE_MINUTE)), clips)
        back = [one for one in timeline.left_out if one not in longer.left_out]
        lines.append(f"one more minute would bring back: {_summary(back) or 'only repetitions'}")
    return lines


def dropped_report(dropped: Sequence[LeftOut]) -> str:
    """Return a sentence on what was dropped to fit the length, and in which order things are dropped."""
    why = "a stroke is never made faster; words go first, then repetitions, then whole parts"
    return f"left out to fit the length: {_summary(dropped)} ({why})"


def _summary(dropped: Sequence[LeftOut]) -> str:
    """Count words; name strokes and parts."""
    counts = Counter(one.kind for one in dropped if one.kind in _NOUNS)
    words = [f"{number} {_NOUNS[kind][number > 1]}" for kind, number in counts.items()]
    names = [one.name for one in dropped if one.kind not in _NOUNS]
    return ", ".join([*words, *names])
