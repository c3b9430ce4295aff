"""How loud a sound is, and how it is brought to a level.

Loudness is integrated LUFS as in ITU-R BS.1770-4, true peak is dBTP as in its annex 2. Both filters are applied
to spectra: that needs numpy alone, and for the length of a session costs a small part of what encoding costs.

A mono sound counts as it will be heard, the same in both channels: 3.01 LU more than one channel alone.
"""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from audioguide.units import SAMPLE_RATE, decibels, gain

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from audioguide.audio import Block, Mono, Stereo

    Floats = NDArray[np.float32 | np.float64]
    Doubles = NDArray[np.float64]

HOP = SAMPLE_RATE // 10
"""Samples: gating blocks of 400 ms begin every 100 ms."""

_OVERLAP = 710
"""The meter's hops are faded into each other over 16 ms."""
_QUICK = _OVERLAP + HOP
"""5,120 samples: a fourth of that has quick transforms."""
_BATCH = 8
"""Hops that are measured at a time."""

_REACH = 8
"""Samples on either side that a value between two samples is made from."""
_AROUND = 2 * _REACH - 1
"""How many samples two neighbouring pieces share, so that each gap between samples is looked into once."""

_CELL = 49
"""The limiter thinks in steps of 1.1 ms; 90 of them make a hop."""
_LOOK = 18
"""It looks 20 ms ahead and back: longer than the period of a low voice, so that it rides the level and leaves the
wave its shape."""
_MARGIN = 0.03
"""dB by which the limiter stays under its ceiling: what a moving gain may add between two samples."""
_CLOSE = 0.02
"""LU from the target at which levelling stops."""
_ROUNDS = 12


def loudness(sound: Mono | Stereo) -> float:
    """Measure the integrated loudness.

    Args:
        sound: shape ``(samples,)`` or ``(samples, 2)``.

    Returns:
        LUFS, gated; of less than 400 ms, which have no gating block, ungated. Silence is -inf.
    """
    sides = _sides(sound)
    length, channels = sides.shape
    before_and_after = np.pad(sides, ((HOP, -length % HOP), (0, 0)))
    squares = []
    for start in range(0, length, HOP):
        # The filter has rung out after 100 ms, so one hop before the measured one is all its past.
        spectra = np.fft.rfft(before_and_after[start : start + 2 * HOP], axis=0) * _WEIGHTING
        squares.append(np.square(np.fft.irfft(spectra, 2 * HOP, axis=0)[HOP:]).sum() * 2 / channels)
    return _integrated(squares, length)


def true_peak(sound: Mono | Stereo) -> float:
    """Measure the highest value, also between the samples: dBTP, fourfold oversampled. Silence is -inf."""
    line = _with_surroundings(sound)
    peak = 0.0
    for start in range(0, len(line) - _AROUND, HOP):
        peak = _highest(line[start : start + HOP + _AROUND], peak)
    return decibels(peak)


def level(sound: Mono, target: float = -18.0, ceiling: float = -4.0) -> Mono:
    """Bring a clip to a loudness, with its true peak held under a ceiling by a gentle look-ahead limiter.

    Args:
        sound: shape ``(samples,)``.
        target: LUFS; met within 0.1 LU, unless the ceiling leaves no room for it.
        ceiling: dBTP; the limiter turns down what would pass it, 20 ms around each peak.

    Returns:
        As many samples; silence stays as it is.
    """
    missing = target - loudness(sound)
    if not math.isfinite(missing):
        return sound
    peaks = _cell_peaks(sound)
    boost, passed = 0.0, 1.0
    for _ in range(_ROUNDS):
        boost += missing / passed
        # Each round starts from the sound itself: it is limited once, however often the gain is corrected.
        turned = gain(boost) * _limiting(peaks * gain(boost), gain(ceiling - _MARGIN), len(sound))
        levelled = (sound * turned).astype(np.float32)
        before, missing = missing, target - loudness(levelled)
        if abs(missing) < _CLOSE:
            break
        # Of a further boost the limiter lets through about as much as of this one.
        passed = min(1.0, max(0.1, passed * (before - missing) / (before or missing)))
    return levelled


class Meter:
    """Measures a session, or a part of it, as it goes by: in constant time and with 80 bytes for each second.

    The figures do not depend on how the sound is cut into blocks and parts. Energies are read off the spectra of
    overlapping hops, which spares the transform back: within 0.06 LU of `loudness` for anything above 38 Hz.
    """

    def __init__(self, start: int = 0, end: int | None = None) -> None:
        """Take where the part begins and ends: multiples of `HOP`, but for the end of the session."""
        self.begin = max(0, start - _OVERLAP)
        """Where it begins to listen."""
        self._end = end
        self._line = np.zeros((_OVERLAP + _BATCH * HOP, 2), np.float32)
        self._filled = self.begin - start
        self._squares = array("d")
        self._peak = 0.0

    def add(self, block: Block) -> None:
        """Take the next block; the first one starts at `begin`. What is beyond the end is not measured."""
        sound = block.sound if self._end is None else block.sound[: max(0, self._end - block.start)]
        taken = 0
        while taken < len(sound):
            piece = sound[taken : taken + _BATCH * HOP - self._filled]
            start = _OVERLAP + self._filled
            self._line[start : start + len(piece)] = piece
            taken += len(piece)
            self._filled += len(piece)
            if self._filled == _BATCH * HOP:
                self._measure()

    def extend(self, later: Meter) -> None:
        """Take over what has been measured of the next part."""
        self._measure()
        self._squares.extend(later._squares)
        self._peak = max(self._peak, later._peak)
        self._line, self._filled = later._line, later._filled

    @property
    def loudness(self) -> float:
        """Integrated, in LUFS, of all that was added."""
        length = len(self._squares) * HOP + self._filled
        return _integrated([*self._squares, *_quick_squares(self._rest)], length)

    @property
    def true_peak(self) -> float:
        """The highest value in and between the samples that were added, in dBTP."""
        return decibels(_highest(np.pad(self._rest, ((0, _AROUND), (0, 0))), self._peak))

    @property
    def _rest(self) -> Stereo:
        """What is not measured yet, and silence."""
        rest = self._line.copy()
        rest[_OVERLAP + self._filled :] = 0.0
        return rest

    def _measure(self) -> None:
        """Measure the hops that have come in."""
        line = self._line[: _OVERLAP + self._filled]
        self._squares.extend(_quick_squares(line))
        self._peak = _highest(line, self._peak)
        self._line[:_OVERLAP] = line[self._filled :].copy()
        self._filled = 0


def weighting(frequencies: NDArray[np.floating]) -> NDArray[np.complex128]:
    """Return the response of the K filter, for frequencies in Hz.

    The coefficients are those of BS.1770-4, tables 1 and 2, which are meant for 48 kHz.
    """
    z = np.exp(-2j * np.pi * frequencies / 48_000)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    response: NDArray[np.complex128] = shelf * high_pass
    return response


def _lows() -> tuple[float, NDArray[np.float32]]:
    """Return how much K lifts the power of the highs, and what it leaves out of that for each bin of the lows.

    The lows are sums of four neighbours, so the bins also make good the comb that such a sum is.
    """
    bins = np.fft.fftfreq(_QUICK // 4, 4 / SAMPLE_RATE)
    highs = float(np.abs(weighting(np.array([SAMPLE_RATE / 8]))[0]) ** 2)
    comb = np.abs(np.exp(-2j * np.pi * np.outer(bins / SAMPLE_RATE, np.arange(4))).sum(axis=1)) ** 2
    left_out = (highs - np.abs(weighting(bins)) ** 2) / comb * 4 / (_QUICK // 4)
    return highs, np.repeat(left_out, 2).astype(np.float32)


_WEIGHTING = weighting(np.fft.rfftfreq(2 * HOP, 1 / SAMPLE_RATE))[:, None]
_HIGHS, _LEFT_OUT = _lows()
_FADE = np.sin((np.arange(_OVERLAP) + 0.5) / _OVERLAP * np.pi / 2).astype(np.float32)


def _quick_squares(line: Stereo) -> Doubles:
    """Return the K-weighted sum of squares of each hop in a line, which begins with the overlap before the first.

    The squares of the fades add up to one, so hop after hop nothing is lost. Above 5.5 kHz K is level: the sum of
    squares is taken as it is, and corrected for what K leaves out below, where a quarter of the sample rate will do.
    With left as the real part and right as the imaginary one, one transform does for both: what they have in common
    cancels between each frequency and its mirror image, since both weigh the same. The rest is Parseval.
    """
    both = line.view(np.complex64)[:, 0]
    if len(both) < _QUICK:
        return np.zeros(0)
    faded = sliding_window_view(both, _QUICK)[::HOP].copy()
    faded[:, :_OVERLAP] *= _FADE
    faded[:, HOP:] *= _FADE[::-1]
    lows = np.fft.fft(faded[:, 0::4] + faded[:, 1::4] + faded[:, 2::4] + faded[:, 3::4])
    flat, low = faded.view(np.float32), lows.astype(np.complex64, copy=False).view(np.float32)
    squares: Doubles = _HIGHS * np.einsum("ij,ij->i", flat, flat) - np.square(low) @ _LEFT_OUT
    return np.maximum(0.0, squares)


def _integrated(squares: ArrayLike, length: int) -> float:
    """Return LUFS from the weighted sums of squares of each hop (the last may be incomplete) and the length."""
    powers = np.asarray(squares, np.float64)
    whole = powers[: length // HOP] / HOP
    if len(whole) < 4:
        return _lufs(powers.sum() / max(length, 1))
    blocks = sliding_window_view(whole, 4).mean(axis=-1)
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    if not len(blocks):
        return -math.inf
    return _lufs(blocks[blocks > blocks.mean() / 10].mean())


def _lufs(power: float) -> float:
    return -0.691 + decibels(math.sqrt(power))


def _between() -> NDArray[np.float32]:
    """Return what each of 16 neighbours gives to the values 1/4, 2/4 and 3/4 on the way between the middle two.

    A sinc in a Kaiser window: level to 18 kHz, where an MP3 at 128 kb/s ends. Annex 2 leaves the filter open.
    """
    distance = np.arange(1 - _REACH, _REACH + 1)[:, None] - np.array([0.25, 0.5, 0.75])
    kernel = np.sinc(distance) * np.i0(5.0 * np.sqrt(1 - (distance / _REACH) ** 2))
    level_at_zero: NDArray[np.float32] = (kernel / kernel.sum(axis=0)).astype(np.float32)
    return level_at_zero


_BETWEEN = _between()
_OVERSHOOT = float(np.abs(_BETWEEN).sum(axis=0).max())
"""How far a value between samples can at most exceed all the samples that it is made from."""


def _sides(sound: Mono | Stereo) -> Floats:
    return sound[:, None] if sound.ndim == 1 else sound


def _with_surroundings(sound: Mono | Stereo) -> Floats:
    """Add the silence that comes before and after."""
    return np.pad(_sides(sound), ((_AROUND, _AROUND), (0, 0)))


def _highest(line: Floats, known: float) -> float:
    """Return the highest magnitude in and between the samples of ``(samples, channels)``, or `known` if higher.

    Only where a sample is so near to the highest one that its surroundings could exceed it is a look worth its time.
    """
    here = float(max(line.max(), -line.min()))
    highest = max(here, known)
    if here * _OVERSHOOT <= highest:
        return highest
    for side in line.T:
        loud = np.flatnonzero(np.abs(side) * _OVERSHOOT > highest)
        near = np.zeros(len(side) - _AROUND, np.bool_)
        near[np.clip(loud[:, None] - np.arange(2 * _REACH), 0, len(near) - 1)] = True
        between = sliding_window_view(side, 2 * _REACH)[near] @ _BETWEEN
        highest = max(highest, float(np.abs(between).max(initial=0.0)))
    return highest


def _cell_peaks(sound: Mono) -> Doubles:
    """Return the true peak of each cell of a clip; a gap between two cells counts in both."""
    line = _with_surroundings(sound)[:, 0]
    between = np.max([np.abs(np.correlate(line, kernel, "valid")) for kernel in _BETWEEN.T], axis=0)
    # between[i] lies after sample i - _REACH of the clip.
    before, after = between[_REACH - 1 :][: len(sound)], between[_REACH:][: len(sound)]
    sizes = np.maximum(np.abs(sound), np.maximum(before, after)).astype(np.float64)
    peaks: Doubles = np.pad(sizes, (0, -len(sizes) % _CELL)).reshape(-1, _CELL).max(axis=1)
    return peaks


def _limiting(peaks: Doubles, ceiling: float, length: int) -> Doubles:
    """Return the limiter's gain for each sample.

    Each cell's gain is held for the whole window around it and then averaged over the same window: a smooth curve
    that is nowhere above what a peak allows.
    """
    allowed = np.minimum(1.0, ceiling / np.maximum(peaks, ceiling))
    window = np.hanning(2 * _LOOK + 3)[1:-1]
    # One cell more than the average reaches, as between two cells the gain is on its way from one to the other.
    held = sliding_window_view(np.pad(allowed, 2 * _LOOK + 1, constant_values=1.0), 2 * _LOOK + 3).min(axis=-1)
    smooth = np.convolve(held, window / window.sum(), "valid")
    middles = (np.arange(len(smooth)) + 0.5) * _CELL
    return np.interp(np.arange(length), middles, smooth)
