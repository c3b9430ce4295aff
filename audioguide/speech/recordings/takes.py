"""Recordings as sound: read in any format, judged, trimmed, and cut where somebody read many lines in one go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audioguide.errors import SoundError
from audioguide.sound.sound_file import opened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audioguide.model.audio import Mono

LONGEST_SECONDS = 2 * 3600
"""Of a recording with all lines in it: those of an hour's session are read in half of that."""
_USUAL_RATE = 48_000
"""Hz, up to which a recording may last so long; above it, it may have as many samples."""
_FRAME_SECONDS = 0.010
"""Length of a frame, for which one level is measured."""
_SPEECH_FRAMES = 30
"""The level of speech is that of the n-th loudest frame, however much silence there is."""
_MIN_SOUND_SECONDS = 0.060
"""Shorter isolated sounds are clicks: a thumb on the button."""
_CLICK_GAP_SECONDS = 0.150
"""Silence that isolates a click from speech."""
_LINE_GAP_SECONDS = 1.8
"""Silence that separates two lines: pauses inside a line are shorter, and readers are asked for 3 s."""
_MARGIN_SECONDS = 0.030
"""Kept before and after the speech."""

_CLIPPED_RUN_SAMPLES = 4
_CLIPPED_RUNS = 5
"""Consecutive samples at the peak, and how many such runs count as clipping: a clean voice reaches its peak once."""
_MIN_SPEECH_DBFS = -45.0
"""Softer speech is refused: levelling it would raise the noise of the room."""
_MIN_SNR_DB = 18.0
"""The least distance of speech to the noise of the room."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Take:
    """A recording."""

    sound: Mono
    sample_rate: int
    """Hz"""
    lost: bool = False
    """The computer was too busy to record all of it: words may be missing."""

    @property
    def seconds(self) -> float:
        """Its length in seconds."""
        return len(self.sound) / self.sample_rate


def listen(path: Path) -> Take:
    """Read a recording as mono.

    Raises:
        SoundError: it cannot be read, or lasts longer than lines can.
    """
    with opened(path, path.name) as (rate, blocks):
        longest = _longest(rate)
        seconds = [block.mean(axis=1) for block in islice(blocks, longest + 1)]  # no more of it than is read
    if len(seconds) > longest:
        msg = f"'{path.name}' lasts longer than {longest / 60:.0f} minutes; read the lines in several recordings"
        raise SoundError(msg)
    return Take(sound=np.concatenate([np.zeros(0, np.float32), *seconds]), sample_rate=rate)


def _longest(rate: int) -> int:
    """Return how many seconds of a sample rate are read: those of two hours at 48 kHz take 1.4 GB of memory."""
    return min(LONGEST_SECONDS, LONGEST_SECONDS * _USUAL_RATE // rate)


def speech_of(take: Take) -> Take | None:
    """Trim a recording to its speech, without clicks at its ends; None where there is no speech."""
    spans = _spans(take)
    if not spans:
        return None
    return _cut(take, spans[0][0], spans[-1][1])


def takes_in(take: Take) -> tuple[Take, ...]:
    """Split a recording of many lines where it is quiet for at least 1.8 s."""
    lines: list[tuple[float, float]] = []
    for start, end in _spans(take):
        if lines and start - lines[-1][1] < _LINE_GAP_SECONDS:
            lines[-1] = (lines[-1][0], end)
        else:
            lines.append((start, end))
    return tuple(_cut(take, start, end) for start, end in lines)


def faults(take: Take, *, fits: float, usual: float) -> Iterator[str]:
    """Yield what is wrong with a recording, each as half a sentence for the user.

    Args:
        take: as it was recorded.
        fits: seconds that the line may last.
        usual: seconds that most people take.
    """
    if take.lost:
        yield "a piece is missing: the computer was too busy"
    speech = speech_of(take)
    if speech is None:
        yield "nothing is to be heard"
        return
    if speech.seconds > fits:
        yield f"too long: {speech.seconds:.1f} s, {fits:g} s fit"
    if speech.seconds < 0.35 * usual:
        yield f"too short: {speech.seconds:.1f} s for words that take about {usual:.0f} s; cut off, or another line?"
    if _is_clipped(take.sound):
        yield "clipped: too close or too loud"
    quiet, loud = _range(_levels(take))
    if loud < _MIN_SPEECH_DBFS:
        yield f"too quiet: {loud:.0f} dB; come closer"
    elif loud - quiet < _MIN_SNR_DB:
        yield f"noisy: the room is only {loud - quiet:.0f} dB softer than the voice"


def _frame(take: Take) -> int:
    """Samples in a frame; at 22,050 Hz that is not quite 10 ms."""
    return round(_FRAME_SECONDS * take.sample_rate)


def _levels(take: Take) -> NDArray[np.float64]:
    """Return the level of each frame in dBFS, without DC and rumble: the mean of each frame is removed."""
    length = _frame(take)
    frames = take.sound[: len(take.sound) // length * length].reshape(-1, length).astype(np.float64)
    power: NDArray[np.float64] = np.square(frames - frames.mean(axis=1, keepdims=True)).mean(axis=1)
    return 10 * np.log10(power + 1e-12)


def _range(levels: NDArray[np.float64]) -> tuple[float, float]:
    """Return the levels of the room's noise and of the speech, in dBFS."""
    if not len(levels):
        return -120.0, -120.0
    loudest = min(_SPEECH_FRAMES, max(1, len(levels) // 4))
    return float(np.percentile(levels, 5)), float(np.sort(levels)[-loudest])


def _spans(take: Take) -> list[tuple[float, float]]:
    """Return the start and end of each stretch of speech, in seconds."""
    levels = _levels(take)
    quiet, loud = _range(levels)
    if loud < _MIN_SPEECH_DBFS - 15:
        return []
    threshold = float(np.clip(quiet + 8, loud - 38, loud - 15))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], levels > threshold, [0])).astype(np.int8)))
    spans: list[tuple[float, float]] = []
    for start, end in edges.reshape(-1, 2) * _frame(take) / take.sample_rate:
        if spans and start - spans[-1][1] < _CLICK_GAP_SECONDS:
            spans[-1] = (spans[-1][0], float(end))
        else:
            spans.append((float(start), float(end)))
    return [(start, end) for start, end in spans if end - start >= _MIN_SOUND_SECONDS]


def _cut(take: Take, start: float, end: float) -> Take:
    first = max(0, round((start - _MARGIN_SECONDS) * take.sample_rate))
    last = round((end + _MARGIN_SECONDS) * take.sample_rate)
    return Take(sound=take.sound[first:last], sample_rate=take.sample_rate)


def _is_clipped(sound: Mono) -> bool:
    """Whether the wave has flat tops."""
    size = np.abs(sound)
    top = size.max(initial=0.0)
    if top < 0.5:
        return False
    flat = np.concatenate(([0], (size >= 0.995 * top), [0])).astype(np.int8)
    edges = np.flatnonzero(np.diff(flat)).reshape(-1, 2)
    return int((edges[:, 1] - edges[:, 0] >= _CLIPPED_RUN_SAMPLES).sum()) >= _CLIPPED_RUNS
