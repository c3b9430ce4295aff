"""Timeline + clips + tones + bed -> blocks.

The mix is a function of the timeline: what sounds at a sample depends on its position alone. Any window of it can be
computed by itself, and any block size gives the same samples. Ducking and fades are curves computed from when speech
will be; levels were set where the sounds were made.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

import numpy as np

from audioguide.model.audio import Block, Clip, Mono, Stereo, silence
from audioguide.model.timeline import Beat, Say, Timeline
from audioguide.plugins import Bed
from audioguide.units import Samples, gain, samples

BLOCK = Samples(1 << 16)
"""A second and a half: long enough that numpy counts for longer than it takes to call it."""
DUCK = -8.0
"""dB by which bed and tones go down under speech."""
DUCK_DOWN = samples(0.4)
"""They are down before the first syllable."""
DUCK_UP = samples(1.2)
DUCK_HOLD = samples(1.6)
"""Gaps between cues shorter than this stay ducked: no pumping. At least DUCK_UP + DUCK_DOWN."""
DUCKED, ONE = np.float32(gain(DUCK) - 1.0), np.float32(1.0)


class ToneSource(Protocol):
    """What sounds beside voice and bed."""

    @property
    def opening(self) -> Stereo:
        """The sound that opens every session, shape ``(samples, 2)``."""

    @property
    def closing(self) -> Stereo:
        """The sound that closes it."""

    def __call__(self, beat: Beat) -> Stereo:
        """Return one repetition, shape ``(beat.end - beat.start, 2)``."""


@dataclass(frozen=True, slots=True)
class _Signal:
    start: int
    sound: Stereo

    @property
    def end(self) -> int:
        return self.start + len(self.sound)


E = TypeVar("E", Say, Beat, _Signal)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stems:
    """One window of the mix, before it is added up. All of them are final: their sum is the mix."""

    speech: Stereo
    tones: Stereo
    bed: Stereo


def mix(
    timeline: Timeline,
    clips: Mapping[str, Clip],
    tones: ToneSource,
    bed: Bed,
    *,
    gain_db: float = 0.0,
    span: tuple[Samples, Samples] | None = None,
    block: int = BLOCK,
) -> Iterator[Block]:
    """Yield the session, or the part of it in `span`, block by block.

    Args:
        timeline: what sounds when.
        clips: by the text that they speak.
        tones: opening and closing, and a sound for each repetition.
        bed: the background.
        gain_db: added to everything, in dB.
        span: start and end, in samples of the session; the whole where left out.
        block: the most samples in a block; the samples do not depend on it.
    """
    sounds = _Sounds(timeline, clips, tones, bed, gain_db)
    for start, stop in _windows(timeline, span, block):
        level = sounds.level(start, stop)
        sound = sounds.bed(start, stop, level)
        sounds.add_tones(sound, start, level)
        sounds.add_speech(sound, start)
        yield Block(start=start, sound=sound)


def stems(
    timeline: Timeline,
    clips: Mapping[str, Clip],
    tones: ToneSource,
    bed: Bed,
    *,
    gain_db: float = 0.0,
    span: tuple[Samples, Samples] | None = None,
    block: int = BLOCK,
) -> Iterator[tuple[Samples, Stems]]:
    """Yield what `mix` adds up: speech, tones and bed, each window with its start."""
    sounds = _Sounds(timeline, clips, tones, bed, gain_db)
    for start, stop in _windows(timeline, span, block):
        level = sounds.level(start, stop)
        parts = Stems(speech=silence(stop - start), tones=silence(stop - start), bed=sounds.bed(start, stop, level))
        sounds.add_tones(parts.tones, start, level)
        sounds.add_speech(parts.speech, start)
        yield start, parts


def _windows(timeline: Timeline, span: tuple[Samples, Samples] | None, block: int) -> Iterator[tuple[Samples, Samples]]:
    begin, end = span or (Samples(0), timeline.length)
    for start in range(begin, end, block):
        yield Samples(start), Samples(min(start + block, end))


class _Sounds:
    """Everything that sounds in a session, and how loud it is where."""

    def __init__(
        self, timeline: Timeline, clips: Mapping[str, Clip], tones: ToneSource, bed: Bed, gain_db: float
    ) -> None:
        self._says, self._beats = _Track(timeline.says), _Track(timeline.beats)
        self._signals = _Track(_signals(timeline, tones))
        self._clips, self._tones, self._bed = clips, tones, bed
        self._duck, self._fade = ducking(timeline.says), fading(timeline)
        self._gain = np.float32(gain(gain_db))
        self._beat: tuple[Beat, Stereo] | None = None

    def level(self, start: Samples, stop: Samples) -> np.float32 | Mono:
        """Return the level of what lies under the voice: of each sample, or one number where nothing moves."""
        return self._gain * self._fade.over(start, stop) * (DUCKED * self._duck.over(start, stop) + ONE)

    def bed(self, start: Samples, stop: Samples, level: np.float32 | Mono) -> Stereo:
        """Return the bed from `start` to `stop`."""
        behind = self._bed.render(start, Samples(stop - start))
        return np.multiply(
            behind, level[:, None] if isinstance(level, np.ndarray) else level, order="F", dtype=np.float32
        )

    def add_tones(self, window: Stereo, start: Samples, level: np.float32 | Mono) -> None:
        """Add the strokes' sounds and the signals from `start` on."""
        stop = start + len(window)
        moving = np.broadcast_to(level, len(window))[:, None]
        for beat, here, part in self._beats.over(start, stop):
            window[here] += self._stroke(beat)[part] * moving[here]
        for signal, here, part in self._signals.over(start, stop):
            # They begin and end by themselves: no fade takes the opening away.
            window[here] += signal.sound[part] * self._gain

    def add_speech(self, window: Stereo, start: Samples) -> None:
        """Add the voice from `start` on."""
        for say, here, part in self._says.over(start, start + len(window)):
            window[here] += (self._clips[say.text].sound[part] * self._gain)[:, None]

    def _stroke(self, beat: Beat) -> Stereo:
        """Return the sound of a repetition; the next window may still be in it."""
        if self._beat is None or self._beat[0] is not beat:
            self._beat = beat, self._tones(beat)
        return self._beat[1]


@dataclass(frozen=True, slots=True)
class _Track(Generic[E]):
    """Events that do not overlap, in order."""

    events: Sequence[E]

    def over(self, start: int, stop: int) -> Iterator[tuple[E, slice, slice]]:
        """Yield each event that sounds from `start` to `stop`: where in that window, and which part of the event."""
        first = bisect_right(self.events, start, key=lambda event: event.end)
        last = bisect_left(self.events, stop, key=lambda event: event.start)
        for event in self.events[first:last]:
            begin, end = max(start, event.start), min(stop, event.end)
            yield event, slice(begin - start, end - start), slice(begin - event.start, end - event.start)


@dataclass(frozen=True, slots=True)
class Curve:
    """A level over time: straight between its points, then bent into an S so that no change is sudden."""

    positions: tuple[int, ...]
    levels: tuple[float, ...]
    """From 0 to 1. Before the first point and after the last one nothing changes."""

    def at(self, position: int) -> float:
        """Return the level at one place."""
        return float(np.ravel(self.over(position, position + 1))[0])

    def over(self, start: int, stop: int) -> np.float32 | Mono:
        """Return the level at each sample, shape ``(stop - start,)``, or one number where it does not change."""
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
            return _bent(np.float32(here))
        ramp = np.arange(begin - self.positions[before], end - self.positions[before], dtype=np.float32)
        return _bent(
            ramp * np.float32((there - here) / (self.positions[after] - self.positions[before])) + np.float32(here)
        )


L = TypeVar("L", np.float32, Mono)


def _bent(straight: L) -> L:
    return straight * straight * (np.float32(3.0) - np.float32(2.0) * straight)


def ducking(says: Sequence[Say]) -> Curve:
    """Down before the first syllable, down through short gaps, up again slowly: 1 is under speech."""
    positions: list[int] = [-DUCK_HOLD]
    levels: list[float] = [0.0]
    for say in says:
        if positions[-1] - DUCK_UP + DUCK_HOLD > say.start and levels[-2:] == [1.0, 0.0]:
            del positions[-2:], levels[-2:]
        else:
            positions += [say.start - DUCK_DOWN, say.start]
            levels += [0.0, 1.0]
        positions += [say.end, say.end + DUCK_UP]
        levels += [1.0, 0.0]
    return Curve(tuple(positions), tuple(levels))


def fading(timeline: Timeline) -> Curve:
    """From silence to full, and back to silence at the end."""
    end = timeline.length - timeline.silence
    return Curve(
        (timeline.lead_in, timeline.lead_in + timeline.fade_in, end - timeline.fade_out, end),
        (0.0, 1.0, 1.0, 0.0),
    )


def _signals(timeline: Timeline, tones: ToneSource) -> tuple[_Signal, _Signal]:
    """The opening comes out of the silence, the closing goes with the bed."""
    end = timeline.length - timeline.silence
    return _Signal(timeline.lead_in, tones.opening), _Signal(end - timeline.fade_out, tones.closing)
