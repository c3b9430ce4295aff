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

BLOCK_SAMPLES = Samples(1 << 16)
"""A second and a half: long enough that the overhead of calling numpy does not count."""
DUCK_DB = -8.0
"""Gain of bed and tones under speech."""
DUCK_ATTACK_SAMPLES = samples(0.4)
"""Ducking is complete before the first syllable."""
DUCK_RELEASE_SAMPLES = samples(1.2)
DUCK_HOLD_SAMPLES = samples(1.6)
"""Shorter gaps between cues stay ducked, so that nothing pumps. At least release + attack."""
_DUCK_DEPTH, _ONE = np.float32(gain(DUCK_DB) - 1.0), np.float32(1.0)


class ToneSource(Protocol):
    """The sounds beside voice and bed."""

    @property
    def opening(self) -> Stereo:
        """The signal that opens a session, shape ``(samples, 2)``."""

    @property
    def closing(self) -> Stereo:
        """The signal that closes it, shape ``(samples, 2)``."""

    def __call__(self, beat: Beat) -> Stereo:
        """Return the sound of one repetition, shape ``(beat.end - beat.start, 2)``."""


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
    """The parts of one window, with all gains applied: their sum is the mix. Each has shape ``(samples, 2)``."""

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
    block: int = BLOCK_SAMPLES,
) -> Iterator[Block]:
    """Yield the session, or the part of it in `span`, in blocks of shape ``(samples, 2)``.

    Args:
        timeline: what sounds when.
        clips: by the text of their cue.
        tones: opening and closing, and a sound for each repetition.
        bed: the background.
        gain_db: gain on everything.
        span: start and end in the session, in samples; None: all of it.
        block: the most samples in a block; the samples do not depend on it.
    """
    sounds = _Mixer(timeline, clips, tones, bed, gain_db)
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
    block: int = BLOCK_SAMPLES,
) -> Iterator[tuple[Samples, Stems]]:
    """Yield what `mix` sums, with the same arguments: the start of each window in samples, and its parts."""
    sounds = _Mixer(timeline, clips, tones, bed, gain_db)
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


class _Mixer:
    """All sounds of a session, and the gain curves on them."""

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
        """Return the gain of bed and tones: shape ``(stop - start,)``, or one number where it is constant."""
        return self._gain * self._fade.over(start, stop) * (_DUCK_DEPTH * self._duck.over(start, stop) + _ONE)

    def bed(self, start: Samples, stop: Samples, level: np.float32 | Mono) -> Stereo:
        """Return the bed from `start` to `stop`, shape ``(stop - start, 2)``."""
        behind = self._bed.render(start, Samples(stop - start))
        return np.multiply(
            behind, level[:, None] if isinstance(level, np.ndarray) else level, order="F", dtype=np.float32
        )

    def add_tones(self, window: Stereo, start: Samples, level: np.float32 | Mono) -> None:
        """Add stroke tones and signals to a window that starts at `start`."""
        stop = start + len(window)
        moving = np.broadcast_to(level, len(window))[:, None]
        for beat, here, part in self._beats.over(start, stop):
            window[here] += self._stroke(beat)[part] * moving[here]
        for signal, here, part in self._signals.over(start, stop):
            # Signals have their own attack and decay: neither fades nor ducking apply.
            window[here] += signal.sound[part] * self._gain

    def add_speech(self, window: Stereo, start: Samples) -> None:
        """Add the voice to a window that starts at `start`."""
        for say, here, part in self._says.over(start, start + len(window)):
            window[here] += (self._clips[say.text].sound[part] * self._gain)[:, None]

    def _stroke(self, beat: Beat) -> Stereo:
        """Return the sound of a repetition; kept, as the next window may be in the same one."""
        if self._beat is None or self._beat[0] is not beat:
            self._beat = beat, self._tones(beat)
        return self._beat[1]


@dataclass(frozen=True, slots=True)
class _Track(Generic[E]):
    """Events in order, without overlaps."""

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
    """An automation curve: linear between its points, then eased (smoothstep) so that its slope has no jumps."""

    positions: tuple[int, ...]
    levels: tuple[float, ...]
    """From 0 to 1; constant before the first point and after the last."""

    def at(self, position: int) -> float:
        """Return the level at one sample."""
        return float(np.ravel(self.over(position, position + 1))[0])

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
            return _smoothstep(np.float32(here))
        ramp = np.arange(begin - self.positions[before], end - self.positions[before], dtype=np.float32)
        return _smoothstep(
            ramp * np.float32((there - here) / (self.positions[after] - self.positions[before])) + np.float32(here)
        )


L = TypeVar("L", np.float32, Mono)


def _smoothstep(straight: L) -> L:
    return straight * straight * (np.float32(3.0) - np.float32(2.0) * straight)


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
    """Return the curve of the fades: 0 to 1 after the lead-in, and back to 0 before the closing silence."""
    end = timeline.length - timeline.silence
    return Curve(
        (timeline.lead_in, timeline.lead_in + timeline.fade_in, end - timeline.fade_out, end),
        (0.0, 1.0, 1.0, 0.0),
    )


def _signals(timeline: Timeline, tones: ToneSource) -> tuple[_Signal, _Signal]:
    """Place the opening after the lead-in, and the closing at the start of the fade-out."""
    end = timeline.length - timeline.silence
    return _Signal(timeline.lead_in, tones.opening), _Signal(end - timeline.fade_out, tones.closing)
