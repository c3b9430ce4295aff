"""The gain curves of a session, computed from its timeline: ducking, fades, and a voice that comes down at bedtime."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from audioguide.model.audio import Mono
from audioguide.model.timeline import Say, Timeline
from audioguide.sound.synth import smoothstep
from audioguide.units import Samples, samples

DUCK_DB = -4.5
"""Gain of bed and tones under speech."""
DUCK_ATTACK_SAMPLES = samples(0.4)
"""Ducking is complete before the first syllable."""
DUCK_RELEASE_SAMPLES = samples(2.5)
DUCK_HOLD_SAMPLES = samples(3.0)
"""Shorter gaps between cues stay ducked, so that nothing pumps. At least release + attack."""
VOICE_COMES_DOWN_DB = -2.7
"""Gain of the voice at the end of a session whose pulse slows down, against the beginning: it grows sleepy too."""

AFTERWARDS_FADE_SAMPLES = samples(600.0)
"""Of a bed that goes on alone: over so much of its end it fades out."""

_TRACE = 0.04
"""Where the fade-out ends, before it is eased: -47 dB."""


@dataclass(frozen=True, slots=True)
class Curve:
    """An automation curve: linear between its points, then eased (smoothstep) so that its slope has no jumps."""

    positions: tuple[int, ...]
    levels: tuple[float, ...]
    """From 0 to 1; constant before the first point and after the last."""

    def over(self, start: int, stop: int) -> np.float32 | Mono:
        """Return the level of each sample, shape ``(stop - start,)``, or one number where it is constant."""
        first, last = bisect_right(self.positions, start), bisect_left(self.positions, stop)
        edges = (start, *self.positions[first:last], stop)
        pieces = [self._between(begin, end, first + index) for index, (begin, end) in enumerate(pairwise(edges))]
        if len(pieces) == 1:
            return pieces[0]
        curve = np.empty(stop - start, np.float32)
        for (begin, end), piece in zip(pairwise(edges), pieces, strict=True):
            curve[begin - start : end - start] = piece
        return curve

    def _between(self, begin: int, end: int, after: int) -> np.float32 | Mono:
        """Return the level from `begin` to `end`, between two neighbouring points; `after` is the later one's index."""
        before, after = max(0, after - 1), min(after, len(self.levels) - 1)
        here, there = self.levels[before], self.levels[after]
        if here == there:
            return smoothstep(np.float32(here))
        # Counted in whole numbers: a 32-bit float cannot count the samples of more than six minutes.
        ramp = np.arange(begin - self.positions[before], end - self.positions[before]).astype(np.float32)
        return smoothstep(
            ramp * np.float32((there - here) / (self.positions[after] - self.positions[before])) + np.float32(here)
        )


def ducking(says: Sequence[Say]) -> Curve:
    """Return the ducking curve: 1 under speech and in short gaps, 0 elsewhere."""
    positions: list[int] = [-DUCK_HOLD_SAMPLES]
    levels: list[float] = [0.0]
    for say in says:
        if positions[-1] - DUCK_RELEASE_SAMPLES + DUCK_HOLD_SAMPLES > say.start and levels[-2:] == [1.0, 0.0]:
            del positions[-2:], levels[-2:]
        else:
            positions += [say.start - DUCK_ATTACK_SAMPLES, say.start]
            levels += [0.0, 1.0]
        positions += [say.end, say.end + DUCK_RELEASE_SAMPLES]
        levels += [1.0, 0.0]
    return Curve(tuple(positions), tuple(levels))


def fading(timeline: Timeline) -> Curve:
    """Return the curve of the fades: up from the first sample until the voice begins, and down to the last one.

    Nothing is ever digital silence: after the fade-out a last trace dissolves in the closing silence.
    """
    end = timeline.massage - timeline.silence
    return Curve(
        (0, timeline.lead_in + timeline.fade_in, end - timeline.fade_out, end, timeline.massage),
        (0.0, 1.0, 1.0, _TRACE, 0.0),
    )


def fading_afterwards(timeline: Timeline) -> Curve:
    """Return the curve of a bed that goes on: up as the massage fades out, level, and down to the last sample.

    Together with that of the massage it is 1 until then: where both are of one bed, no change is heard.
    """
    begin, end = timeline.massage - timeline.silence, timeline.length - timeline.silence
    down = max(timeline.massage, end - AFTERWARDS_FADE_SAMPLES)
    return Curve(
        (begin - timeline.fade_out, begin, timeline.massage, down, end, timeline.length),
        (0.0, 1.0 - _TRACE, 1.0, 1.0, _TRACE, 0.0),
    )


def voice_gain_db(timeline: Timeline, start: Samples) -> float:
    """Return the gain in dB of a cue that starts there: below 0 where the pulse slows down, at bedtime."""
    return VOICE_COMES_DOWN_DB * start / timeline.massage if timeline.pulse.slowing else 0.0
