"""One repetition of a stroke, heard: a soft tone that follows the hand and ends with a blip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from audioguide.model.audio import Stereo, silence, to_stereo
from audioguide.model.geometry import Landmark, Side
from audioguide.model.routine import Stroke
from audioguide.model.timeline import Beat
from audioguide.sound.loudness import weighting
from audioguide.sound.scale import pitch
from audioguide.sound.synth import STEP, bell, partials, phase, smooth, steps_of, swell
from audioguide.sound.tones.contour import REGISTER, Contour, contours
from audioguide.sound.tones.signals import closing, opening
from audioguide.units import SAMPLE_RATE, decibels, gain, samples

PIECE = 1 << 7
"""Steps that are rendered at a time: a hold of a minute needs no more memory than a stroke of a second."""
ATTACK, RELEASE = samples(0.15), samples(0.3)
BLIP = (samples(0.06), 0.5, samples(0.3))
"""Rise, seconds of decay by 60 dB, length of the soft end of a repetition."""
BLIP_STEPS = 5
"""Over the middle of the stroke's notes, in steps of the scale."""
APART, OPENING = samples(0.2), 2
"""The last repetition ends on two notes: how far apart, and how many steps up. Something new comes."""
LIGHTER = -4.0
"""dB from the first to the last repetition of a stroke that is done lighter every time."""
BRUSHED = 3
"""A brushed tone is a band of noise around this partial, as wide as values every `STEP` samples make it."""
SPARSE = 8
"""Every eighth value of a contour tells its loudness."""
BLOCK = round(0.4 * SAMPLE_RATE / (SPARSE * STEP))
"""A gating block of BS.1770, in such values."""
GRAIN = samples(0.05)
"""Tones are made in lengths of this; what is left of a repetition is silent. Where the pulse slows down, no two
repetitions are equally long, but most can share their tone."""
KEPT = 4
"""Repetitions that are kept: one for every thread, and the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timbre:
    """How tones sound."""

    level: float
    """LUFS of a repetition."""
    blip: float
    """dB of the blip's peak."""
    partials: tuple[float, ...]
    """Amplitudes of the fundamental and what is above it."""


TIMBRES: Mapping[str, Timbre] = {
    "soft": Timbre(level=-30.0, blip=-29.0, partials=(1.0, 0.35, 0.12, 0.04)),
    "clear": Timbre(level=-28.0, blip=-28.5, partials=(1.0, 0.5, 0.3, 0.15, 0.06)),
}
"""Soft: 12 dB under the voice, like felt. Clear: louder by 2 dB and brighter, for a room with other sounds."""


class StrokeTones:
    """The tones of a session: every repetition at one loudness, shaped by the hand."""

    def __init__(
        self, landmarks: Mapping[str, Landmark], timbre: Timbre = TIMBRES["soft"], *, kept: int = KEPT
    ) -> None:
        """Take the places on the body, by ``view.name``, how it should sound, and how many repetitions to keep."""
        self._landmarks = landmarks
        self._timbre = timbre
        self.opening, self.closing = opening(), closing()
        # Several threads may render at once; each remembers what the other has made.
        self._ended = lru_cache(kept)(self._with_end)
        self._body = lru_cache(kept)(self._without_end)

    def __call__(self, beat: Beat) -> Stereo:
        """Return one repetition, shape ``(beat.end - beat.start, 2)``, read-only."""
        lighter = beat.index / max(1, beat.of - 1) if beat.stroke.path.lanes[0][0].shape.tone == "brush" else 0.0
        length = beat.end - beat.start
        whole = length - length % GRAIN
        sound = self._ended(beat.stroke, beat.side, whole, lighter, beat.index == beat.of - 1)
        return sound if whole == length else np.pad(sound, ((0, length - whole), (0, 0)))

    def _with_end(self, stroke: Stroke, side: Side, length: int, lighter: float, last: bool) -> Stereo:  # noqa: FBT001 - a cache's key
        """Put the end that it has to the body of a repetition."""
        sound = self._body(stroke, side, length) * np.float32(gain(LIGHTER * lighter))
        step = REGISTER[side] + BLIP_STEPS
        for place, note in enumerate((step + OPENING, step) if last else (step,)):
            blip = _blip(note, gain(self._timbre.blip))
            start = length - len(blip) - place * APART
            if start >= 0:
                sound[start : start + len(blip)] += blip
        sound.flags.writeable = False
        return sound

    def _without_end(self, stroke: Stroke, side: Side, length: int) -> Stereo:
        count = steps_of(length)
        lanes = contours(stroke, side, self._landmarks, length / SAMPLE_RATE, count)
        levels = self._timbre.partials
        amplitude = gain(self._timbre.level - _loudness(lanes, levels))
        sound = silence((count - 1) * STEP)
        for seed, lane in enumerate(lanes):
            for start, piece in _pieces(lane, [amplitude * level for level in levels], seed):
                sound[start : start + len(piece)] += piece
        sound = sound[:length]
        ends = swell(length, ATTACK, RELEASE).astype(np.float32)
        for edge in (slice(None, ATTACK), slice(-RELEASE, None)):
            sound[edge] *= ends[edge, None]
        return sound


class NoTones:
    """Silence during the strokes; a session still opens and closes with its signal."""

    def __init__(self) -> None:
        self.opening, self.closing = opening(), closing()

    def __call__(self, beat: Beat) -> Stereo:
        """Return silence, shape ``(beat.end - beat.start, 2)``."""
        return silence(beat.end - beat.start)


def tones_for(name: str, landmarks: Mapping[str, Landmark], *, kept: int = KEPT) -> StrokeTones | NoTones:
    """Return the tones of a name: one of `TIMBRES`, or off."""
    return StrokeTones(landmarks, TIMBRES[name], kept=kept) if name in TIMBRES else NoTones()


def _pieces(contour: Contour, levels: Sequence[float], seed: int) -> Iterator[tuple[int, Stereo]]:
    """Render a contour piece by piece, from its curves."""
    cycles = phase(contour.pitch)
    drive = contour.level
    # Equal power: the squares of left and right add up to one wherever the hand is.
    sides = (np.cos(np.pi / 4 * (1.0 + contour.pan)), np.sin(np.pi / 4 * (1.0 + contour.pan)))
    breath = np.random.default_rng(seed).standard_normal((2, len(cycles))) if contour.brushed else None
    for start in range(0, len(cycles) - 1, PIECE):
        here = slice(start, start + PIECE + 1)
        turning = smooth(cycles[here] - np.floor(cycles[start]))
        if breath is None:
            mono = partials(turning, levels, smooth(drive[here]))
        else:
            angle = 2.0 * np.pi * BRUSHED * turning
            band = levels[0] * breath[:, here] * drive[here]
            mono = smooth(band[0]) * np.cos(angle) + smooth(band[1]) * np.sin(angle)
        piece = np.empty((len(mono), 2), np.float32, order="F")
        for channel, side in enumerate(sides):
            still = float(np.ptp(side[here])) == 0.0
            np.multiply(mono, side[start] if still else smooth(side[here]), out=piece[:, channel], casting="same_kind")
        yield start * STEP, piece


def _loudness(lanes: Sequence[Contour], levels: Sequence[float]) -> float:
    """Return the LUFS of a repetition, off its curves: within 0.3 LU of what a meter reads off most."""
    power = np.zeros_like(lanes[0].level[::SPARSE])
    for whole in lanes:
        lane = replace(whole, pitch=whole.pitch[::SPARSE], level=whole.level[::SPARSE])
        if lane.brushed:
            # Straight lines between unit noises have two thirds of their power.
            power += 2.0 / 3.0 * (levels[0] * lane.level) ** 2 * np.abs(weighting(BRUSHED * lane.pitch)) ** 2
        else:
            for number, level in enumerate(levels, start=1):
                power += 0.5 * (level * lane.level**number) ** 2 * np.abs(weighting(number * lane.pitch)) ** 2
    blocks = np.convolve(power, np.full(min(BLOCK, len(power)), 1.0 / BLOCK), "valid")
    blocks = blocks[blocks > blocks.mean() / 10.0]
    return -0.691 + decibels(float(np.sqrt(blocks.mean())))


@lru_cache(maxsize=16)
def _blip(step: int, level: float) -> Stereo:
    attack, decay, length = BLIP
    frequency = float(pitch(np.array([float(step)]))[0])
    mono = level * bell(frequency, (1.0, 0.1), attack=attack, decay=decay, length=length)
    return to_stereo(mono.astype(np.float32))
