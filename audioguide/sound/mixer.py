"""Timeline + clips + tones + bed -> blocks.

The mix is a function of the timeline: what sounds at a sample depends on its position alone. Any window of it can be
computed by itself, and any block size gives the same samples. Ducking and fades are curves computed from when speech
will be; levels were set where the sounds were made.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Generic, Protocol, TypeVar

import numpy as np

from audioguide.model.audio import Block, Clip, Mono, Stereo, silence
from audioguide.model.timeline import Beat, Say, Timeline
from audioguide.plugins import Bed
from audioguide.sound.automation import DUCK_DB, Curve, ducking, fading, fading_afterwards, voice_gain_db
from audioguide.sound.room import TAIL_SAMPLES, InRoom, echoes_of_voice
from audioguide.sound.synth import LOW_STEP, Low, upsample
from audioguide.units import Samples, gain, samples

BLOCK_SAMPLES = Samples(1 << 15)
"""Three quarters of a second: long enough that the overhead of calling numpy hardly counts, and twice as much would
take 5 MB more."""
OPENING_SAMPLES = samples(1.5)
"""From the end of the lead-in to the opening signal, which comes out of the bed."""
_ONE = np.float32(1.0)
_DUCK_DEPTH = np.float32(gain(DUCK_DB)) - _ONE


class ToneSource(Protocol):
    """The sounds beside voice and bed."""

    @property
    def opening(self) -> InRoom:
        """The signal that opens a session."""

    @property
    def closing(self) -> InRoom:
        """The signal that closes it."""

    def __call__(self, beat: Beat) -> InRoom:
        """Return the sound of one repetition, which lasts from `beat.start` to `beat.end`, and its echoes."""


@dataclass(frozen=True, slots=True)
class _Signal:
    start: int
    sound: InRoom

    @property
    def end(self) -> int:
        return self.start + LOW_STEP * int(self.sound.dry.shape[1])


E = TypeVar("E", Say, Beat, _Signal)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stems:
    """The parts of one window, with all gains applied. Each has shape ``(samples, 2)``.

    Their sum is the mix, but for the rounding of 32-bit floats.
    """

    bed: Stereo
    tones: Stereo
    room: Stereo
    """What the room gives back of tones, signals and voice."""
    speech: Stereo


def mix(
    timeline: Timeline,
    clips: Mapping[str, Clip],
    tones: ToneSource,
    bed: Bed,
    afterwards: Bed | None = None,
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
        afterwards: what goes on after the massage; None: nothing.
        gain_db: gain on everything.
        span: start and end in the session, in samples; None: all of it.
        block: the most samples in a block; the samples do not depend on it.
    """
    sounds = _Mixer(timeline, clips, tones, bed, afterwards, gain_db=gain_db)
    for start, stop in _windows(timeline, span, block):
        level = sounds.level(start, stop)
        sound = sounds.beds(start, stop, level)
        sounds.add_tones(sound, start, level, sounds.together, TAIL_SAMPLES)
        sounds.add_speech(sound, start)
        sounds.add_voice_echoes(sound, start)
        yield Block(start=start, sound=sound)


def stems(
    timeline: Timeline,
    clips: Mapping[str, Clip],
    tones: ToneSource,
    bed: Bed,
    afterwards: Bed | None = None,
    *,
    gain_db: float = 0.0,
    span: tuple[Samples, Samples] | None = None,
) -> Iterator[tuple[Samples, Stems]]:
    """Yield what `mix` sums, with the same arguments: the start of each window in samples, and its parts."""
    sounds = _Mixer(timeline, clips, tones, bed, afterwards, gain_db=gain_db)
    for start, stop in _windows(timeline, span, BLOCK_SAMPLES):
        level = sounds.level(start, stop)
        parts = Stems(
            bed=sounds.beds(start, stop, level),
            tones=silence(stop - start),
            room=silence(stop - start),
            speech=silence(stop - start),
        )
        sounds.add_tones(parts.tones, start, level, sounds.dry, 0)
        sounds.add_tones(parts.room, start, level, sounds.wet, TAIL_SAMPLES)
        sounds.add_speech(parts.speech, start)
        sounds.add_voice_echoes(parts.room, start)
        yield start, parts


def _windows(timeline: Timeline, span: tuple[Samples, Samples] | None, block: int) -> Iterator[tuple[Samples, Samples]]:
    begin, end = span or (Samples(0), timeline.length)
    for start in range(begin, end, block):
        yield Samples(start), Samples(min(start + block, end))


class _Mixer:
    """All sounds of a session, and the gain curves on them."""

    def __init__(
        self,
        timeline: Timeline,
        clips: Mapping[str, Clip],
        tones: ToneSource,
        bed: Bed,
        afterwards: Bed | None,
        *,
        gain_db: float,
    ) -> None:
        self._says, self._beats = _Track(timeline.says), _Track(timeline.beats)
        self._signals = _Track(_signals(timeline, tones))
        self._clips, self._bed, self._massage = clips, bed, timeline.massage
        self._duck, self._fade = ducking(timeline.says), fading(timeline)
        self._afterwards, self._fade_afterwards = afterwards, fading_afterwards(timeline)
        self._gain = np.float32(gain(gain_db))
        self._voice = {
            say.start: np.float32(gain(gain_db + voice_gain_db(timeline, say.start))) for say in timeline.says
        }
        # A window may be in two repetitions: where one begins, the one before still echoes. What is kept of a sound are
        # its parts or their sum, whichever is asked for.
        self._parts = lru_cache(2)(partial(_sound_of, tones))
        self.together = lru_cache(2)(lambda event: _sound_of(tones, event).together())
        self._voice_echoes = lru_cache(2)(lambda text: echoes_of_voice(clips[text].sound))

    def level(self, start: Samples, stop: Samples) -> np.float32 | Mono:
        """Return the gain of bed and tones: shape ``(stop - start,)``, or one number where it is constant."""
        return self._level(self._fade, start, stop)

    def beds(self, start: Samples, stop: Samples, level: np.float32 | Mono) -> Stereo:
        """Return the bed at its level, and what goes on after the massage, shape ``(stop - start, 2)``."""
        if self._afterwards is None or stop <= self._fade_afterwards.positions[0]:
            return _at_level(self._bed, start, stop, level)
        window = _at_level(self._afterwards, start, stop, self._level(self._fade_afterwards, start, stop))
        if start < self._massage:
            window += _at_level(self._bed, start, stop, level)
        return window

    def _level(self, fade: Curve, start: Samples, stop: Samples) -> np.float32 | Mono:
        return self._gain * fade.over(start, stop) * (_DUCK_DEPTH * self._duck.over(start, stop) + _ONE)

    def add_tones(
        self,
        window: Stereo,
        start: Samples,
        level: np.float32 | Mono,
        part_of: Callable[[Beat | _Signal], Low],
        tail: int,
    ) -> None:
        """Add stroke tones and signals to a window that starts at `start`.

        Args:
            window: shape ``(samples, 2)``.
            start: where it begins in the session.
            level: gain of the tones, shape ``(samples,)`` or one number.
            part_of: makes what is added of a sound: `dry`, `wet` or both `together`.
            tail: samples that it sounds longer than it lasts.
        """
        stop = start + len(window)
        moving = np.broadcast_to(level, len(window))[:, None]
        for beat, here, there in self._beats.over(start, stop, tail):
            window[here] += upsample(part_of(beat), there.start, there.stop) * moving[here]
        for signal, here, there in self._signals.over(start, stop, tail):
            # Signals have their own attack and decay: neither fades nor ducking apply.
            window[here] += upsample(part_of(signal), there.start, there.stop) * self._gain

    def dry(self, event: Beat | _Signal) -> Low:
        """Return a sound itself."""
        return self._parts(event).dry

    def wet(self, event: Beat | _Signal) -> Low:
        """Return what the room gives back of a sound."""
        return self._parts(event).wet

    def add_speech(self, window: Stereo, start: Samples) -> None:
        """Add the voice to a window that starts at `start`."""
        for say, here, part in self._says.over(start, start + len(window)):
            window[here] += (self._clips[say.text].sound[part] * self._voice[say.start])[:, None]

    def add_voice_echoes(self, window: Stereo, start: Samples) -> None:
        """Add what the room gives back of the voice to a window that starts at `start`."""
        for say, here, there in self._says.over(start, start + len(window), TAIL_SAMPLES):
            window[here] += upsample(self._voice_echoes(say.text), there.start, there.stop) * self._voice[say.start]


@dataclass(frozen=True, slots=True)
class _Track(Generic[E]):
    """Events in order, without overlaps."""

    events: Sequence[E]

    def over(self, start: int, stop: int, tail: int = 0) -> Iterator[tuple[E, slice, slice]]:
        """Yield each event that sounds from `start` to `stop`: where in that window, and which part of the event.

        Each sounds `tail` samples longer than it lasts.
        """
        first = bisect_right(self.events, start, key=lambda event: event.end + tail)
        last = bisect_left(self.events, stop, key=lambda event: event.start)
        for event in self.events[first:last]:
            begin, end = max(start, event.start), min(stop, event.end + tail)
            yield event, slice(begin - start, end - start), slice(begin - event.start, end - event.start)


def _sound_of(tones: ToneSource, event: Beat | _Signal) -> InRoom:
    return tones(event) if isinstance(event, Beat) else event.sound


def _at_level(bed: Bed, start: Samples, stop: Samples, level: np.float32 | Mono) -> Stereo:
    """Return a window of a bed, with its gain: shape ``(samples,)``, or one number."""
    behind = bed.render(start, Samples(stop - start))
    return np.multiply(behind, level[:, None] if isinstance(level, np.ndarray) else level, order="F", dtype=np.float32)


def _signals(timeline: Timeline, tones: ToneSource) -> tuple[_Signal, _Signal]:
    """Place the opening where the bed is heard already, and the closing at the start of the fade-out."""
    end = timeline.massage - timeline.silence
    return _Signal(timeline.lead_in + OPENING_SAMPLES, tones.opening), _Signal(end - timeline.fade_out, tones.closing)
