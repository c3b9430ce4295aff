"""Timeline + clips + tones + bed -> blocks.

The mix is a function of the timeline: what sounds at a sample depends on its position alone. Any window of it can be
computed by itself, and any block size gives the same samples. Ducking and fades are curves computed from when speech
will be; levels were set where the sounds were made.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import numpy as np

from audioguide.audio import Block, Clip, Stereo
from audioguide.plugins import Bed
from audioguide.timeline import Beat, Say, Timeline
from audioguide.units import Samples, gain, samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = Samples(32_768)
"""Three quarters of a second: small enough for the processor's cache, large enough for numpy."""
DUCK = -8.0
"""dB by which bed and tones go down under speech."""
DUCK_DOWN = samples(0.4)
"""They are down before the first syllable."""
DUCK_UP = samples(1.2)
DUCK_HOLD = samples(1.6)
"""Gaps between cues shorter than this stay ducked: no pumping. At least DUCK_UP + DUCK_DOWN."""
ONE = np.float32(1.0)


class Tones(Protocol):
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
    tones: Tones,
    bed: Bed,
    *,
    louder: float = 0.0,
    span: tuple[Samples, Samples] | None = None,
    block: int = BLOCK,
) -> Iterator[Block]:
    """Yield the session, or the part of it in `span`, block by block.

    Args:
        timeline: what sounds when.
        clips: by the text that they speak.
        tones: opening and closing, and a sound for each repetition.
        bed: the background.
        louder: dB by which everything is shifted.
        span: start and end, in samples of the session; the whole where left out.
        block: the most samples in a block; the samples do not depend on it.
    """
    for start, parts in stems(timeline, clips, tones, bed, louder=louder, span=span, block=block):
        sound = parts.speech + parts.tones
        sound += parts.bed
        yield Block(start=start, sound=sound)


def stems(
    timeline: Timeline,
    clips: Mapping[str, Clip],
    tones: Tones,
    bed: Bed,
    *,
    louder: float = 0.0,
    span: tuple[Samples, Samples] | None = None,
    block: int = BLOCK,
) -> Iterator[tuple[Samples, Stems]]:
    """Yield what `mix` adds up: speech, tones and bed, each window with its start."""
    says = _Track(timeline.says)
    beats = _Track(timeline.beats)
    signals = _Track(_signals(timeline, tones))
    duck, fade = ducking(timeline.says), fading(timeline)
    voice = np.float32(gain(louder))
    sounding: dict[Samples, Stereo] = {}

    def speak(say: Say) -> Stereo:
        sound = clips[say.text].sound
        return np.broadcast_to((sound if voice == ONE else sound * voice)[:, None], (len(sound), 2))

    def stroke(beat: Beat) -> Stereo:
        if beat.start not in sounding:
            sounding.clear()  # beats follow one another: what came before has been heard
            sounding[beat.start] = tones(beat)
        return sounding[beat.start]

    def sounds(signal: _Signal) -> Stereo:
        return signal.sound

    begin, end = span or (Samples(0), timeline.length)
    for start in range(begin, end, block):
        stop = min(start + block, end)
        level = voice * fade.over(start, stop) * (ONE + np.float32(gain(DUCK) - 1.0) * duck.over(start, stop))
        strokes = beats.over(start, stop, stroke)
        strokes *= level
        if signals.among(start, stop):
            # They begin and end by themselves: no fade takes the opening away.
            strokes += signals.over(start, stop, sounds) * voice
        yield (
            Samples(start),
            Stems(
                speech=says.over(start, stop, speak),
                tones=strokes,
                bed=bed.render(Samples(start), Samples(stop - start)) * level,
            ),
        )


@dataclass(frozen=True, slots=True)
class _Track(Generic[E]):
    """Events that do not overlap, in order, and their sound."""

    events: Sequence[E]

    def over(self, start: int, stop: int, sound: Callable[[E], Stereo]) -> Stereo:
        """Return what sounds from `start` to `stop`, shape ``(stop - start, 2)``."""
        window = np.zeros((stop - start, 2), np.float32)
        for event in self.among(start, stop):
            begin, end = max(start, event.start), min(stop, event.end)
            window[begin - start : end - start] = sound(event)[begin - event.start : end - event.start]
        return window

    def among(self, start: int, stop: int) -> Sequence[E]:
        """Return the events that sound between `start` and `stop`."""
        first = bisect_right(self.events, start, key=lambda event: event.end)
        return self.events[first : bisect_left(self.events, stop, key=lambda event: event.start)]


@dataclass(frozen=True, slots=True)
class Curve:
    """A level over time: straight between its points, then bent into an S so that no change is sudden."""

    positions: tuple[int, ...]
    levels: tuple[float, ...]
    """From 0 to 1."""

    def at(self, position: int) -> float:
        """Return the level at one place."""
        return float(np.ravel(self.over(position, position + 1))[0])

    def over(self, start: int, stop: int) -> np.float32 | NDArray[np.float32]:
        """Return the level at each sample, shape ``(stop - start, 2)``, or one number where it does not change."""
        before, after = bisect_right(self.positions, start), bisect_left(self.positions, stop - 1)
        # No more points than these: a long session has thousands.
        positions, levels = (points[max(0, before - 1) : after + 1] for points in (self.positions, self.levels))
        if min(levels) == max(levels):
            return np.float32(levels[0] * levels[0] * (3.0 - 2.0 * levels[0]))
        straight = np.interp(np.arange(start, stop), positions, levels)
        bent = (straight * straight * (3.0 - 2.0 * straight)).astype(np.float32)
        return np.repeat(bent, 2).reshape(-1, 2)  # two columns alike: numpy is slow where it has to make them


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


def _signals(timeline: Timeline, tones: Tones) -> tuple[_Signal, _Signal]:
    """The opening comes out of the silence, the closing goes with the bed."""
    end = timeline.length - timeline.silence
    return _Signal(timeline.lead_in, tones.opening), _Signal(end - timeline.fade_out, tones.closing)
