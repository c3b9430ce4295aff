"""The sound of one repetition of a stroke: a soft tone that follows the hand and ends with a blip."""

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
from audioguide.sound.synth import CONTROL_SAMPLES, bell, control_count, fade_ends, interpolate, partials, phase
from audioguide.sound.tones.contour import REGISTER_STEPS, Contour, contours
from audioguide.sound.tones.signals import closing, opening
from audioguide.units import SAMPLE_RATE, decibels, gain, samples

CHUNK_STEPS = 1 << 7
"""Control values rendered at a time, so that memory does not depend on the length of a repetition."""
TONE_ATTACK_SAMPLES, TONE_RELEASE_SAMPLES = samples(0.15), samples(0.3)
BLIP_ATTACK_SAMPLES, BLIP_DECAY_SECONDS, BLIP_SAMPLES = samples(0.06), 0.5, samples(0.3)
"""Of the soft note that ends a repetition: its attack, its decay by 60 dB, its length."""
BLIP_STEPS = 5
"""How much higher than the middle of the stroke's register the blip is, in steps of the scale."""
LAST_BLIP_SPACING_SAMPLES, LAST_BLIP_STEPS = samples(0.2), 2
"""The last repetition ends on two blips: the time between them, and how many steps the second is higher."""
LIGHTER_DB = -4.0
"""Gain of the last repetition against the first, of a stroke that gets lighter each time."""
BRUSH_PARTIAL = 3
"""A brushed tone is a band of noise around this partial, as wide as noise at the control rate is."""
LOUDNESS_STRIDE = 8
"""Every eighth control value is used to estimate the loudness."""
GATING_BLOCK_VALUES = round(0.4 * SAMPLE_RATE / (LOUDNESS_STRIDE * CONTROL_SAMPLES))
"""A gating block of BS.1770 (400 ms), in those values."""
LENGTH_GRID_SAMPLES = samples(0.05)
"""Lengths of tones are rounded down to this and padded with silence: where the pulse slows down, repetitions of almost
equal length share a cached tone."""
CACHE_SIZE = 4
"""Cached repetitions: one for each thread, and the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timbre:
    """A preset of stroke tones."""

    lufs: float
    """Loudness of a repetition."""
    blip_db: float
    """Peak of the blip, in dBFS."""
    partials: tuple[float, ...]
    """Amplitudes of the fundamental and the partials above."""


TIMBRES: Mapping[str, Timbre] = {
    "soft": Timbre(lufs=-30.0, blip_db=-29.0, partials=(1.0, 0.35, 0.12, 0.04)),
    "clear": Timbre(lufs=-28.0, blip_db=-28.5, partials=(1.0, 0.5, 0.3, 0.15, 0.06)),
}
"""Soft: 12 dB under the voice, mellow. Clear: 2 dB louder and brighter, for a noisy room."""


class StrokeTones:
    """The stroke tones of a session, a `mixer.ToneSource`: every repetition has the same loudness."""

    def __init__(
        self, landmarks: Mapping[str, Landmark], timbre: Timbre = TIMBRES["soft"], *, kept: int = CACHE_SIZE
    ) -> None:
        """Take the landmarks by ``view.name``, a preset, and the number of repetitions to cache."""
        self._landmarks = landmarks
        self._timbre = timbre
        self.opening, self.closing = opening(), closing()
        # Several threads render at once and share the caches.
        self._cached_tone = lru_cache(kept)(self._tone)
        self._cached_body = lru_cache(kept)(self._body)

    def __call__(self, beat: Beat) -> Stereo:
        """Return one repetition, shape ``(beat.end - beat.start, 2)``, read-only."""
        lighter = beat.index / max(1, beat.of - 1) if beat.stroke.path.lanes[0][0].shape.tone == "brush" else 0.0
        length = beat.end - beat.start
        whole = length - length % LENGTH_GRID_SAMPLES
        sound = self._cached_tone(beat.stroke, beat.side, whole, lighter, beat.index == beat.of - 1)
        return sound if whole == length else np.pad(sound, ((0, length - whole), (0, 0)))

    def _tone(self, stroke: Stroke, side: Side, length: int, lighter: float, last: bool) -> Stereo:  # noqa: FBT001 - a cache's key
        """Return a repetition with its gain and its blips."""
        sound = self._cached_body(stroke, side, length) * np.float32(gain(LIGHTER_DB * lighter))
        step = REGISTER_STEPS[side] + BLIP_STEPS
        for place, note in enumerate((step + LAST_BLIP_STEPS, step) if last else (step,)):
            blip = _blip(note, gain(self._timbre.blip_db))
            start = length - len(blip) - place * LAST_BLIP_SPACING_SAMPLES
            if start >= 0:
                sound[start : start + len(blip)] += blip
        sound.flags.writeable = False
        return sound

    def _body(self, stroke: Stroke, side: Side, length: int) -> Stereo:
        count = control_count(length)
        lanes = contours(stroke, side, self._landmarks, length / SAMPLE_RATE, count)
        levels = self._timbre.partials
        amplitude = gain(self._timbre.lufs - _loudness(lanes, levels))
        sound = silence((count - 1) * CONTROL_SAMPLES)
        for seed, lane in enumerate(lanes):
            for start, piece in _pieces(lane, [amplitude * level for level in levels], seed):
                sound[start : start + len(piece)] += piece
        sound = sound[:length]
        ends = fade_ends(length, TONE_ATTACK_SAMPLES, TONE_RELEASE_SAMPLES).astype(np.float32)
        for edge in (slice(None, TONE_ATTACK_SAMPLES), slice(-TONE_RELEASE_SAMPLES, None)):
            sound[edge] *= ends[edge, None]
        return sound


class NoTones:
    """A `mixer.ToneSource` that is silent during strokes, and has the signals all the same."""

    def __init__(self) -> None:
        self.opening, self.closing = opening(), closing()

    def __call__(self, beat: Beat) -> Stereo:
        """Return silence, shape ``(beat.end - beat.start, 2)``."""
        return silence(beat.end - beat.start)


def tones_for(name: str, landmarks: Mapping[str, Landmark], *, kept: int = CACHE_SIZE) -> StrokeTones | NoTones:
    """Return the tone source for a tone style: a name in `TIMBRES`, or off; `kept` repetitions are cached."""
    return StrokeTones(landmarks, TIMBRES[name], kept=kept) if name in TIMBRES else NoTones()


def _pieces(contour: Contour, levels: Sequence[float], seed: int) -> Iterator[tuple[int, Stereo]]:
    """Render a contour in chunks: yield the start of each, in samples, and its sound, shape ``(samples, 2)``."""
    cycles = phase(contour.pitch)
    drive = contour.level
    # Equal-power panning: the squares of the two gains add up to 1.
    sides = (np.cos(np.pi / 4 * (1.0 + contour.pan)), np.sin(np.pi / 4 * (1.0 + contour.pan)))
    breath = np.random.default_rng(seed).standard_normal((2, len(cycles))) if contour.brushed else None
    for start in range(0, len(cycles) - 1, CHUNK_STEPS):
        here = slice(start, start + CHUNK_STEPS + 1)
        turning = interpolate(cycles[here] - np.floor(cycles[start]))
        if breath is None:
            mono = partials(turning, levels, interpolate(drive[here]))
        else:
            angle = 2.0 * np.pi * BRUSH_PARTIAL * turning
            band = levels[0] * breath[:, here] * drive[here]
            mono = interpolate(band[0]) * np.cos(angle) + interpolate(band[1]) * np.sin(angle)
        piece = np.empty((len(mono), 2), np.float32, order="F")
        for channel, side in enumerate(sides):
            still = float(np.ptp(side[here])) == 0.0
            np.multiply(
                mono, side[start] if still else interpolate(side[here]), out=piece[:, channel], casting="same_kind"
            )
        yield start * CONTROL_SAMPLES, piece


def _loudness(lanes: Sequence[Contour], levels: Sequence[float]) -> float:
    """Estimate the LUFS of a repetition from its curves: for most, within 0.3 LU of a meter."""
    power = np.zeros_like(lanes[0].level[::LOUDNESS_STRIDE])
    for whole in lanes:
        lane = replace(whole, pitch=whole.pitch[::LOUDNESS_STRIDE], level=whole.level[::LOUDNESS_STRIDE])
        if lane.brushed:
            # Linear interpolation of white noise keeps two thirds of its power.
            power += 2.0 / 3.0 * (levels[0] * lane.level) ** 2 * np.abs(weighting(BRUSH_PARTIAL * lane.pitch)) ** 2
        else:
            for number, level in enumerate(levels, start=1):
                power += 0.5 * (level * lane.level**number) ** 2 * np.abs(weighting(number * lane.pitch)) ** 2
    blocks = np.convolve(power, np.full(min(GATING_BLOCK_VALUES, len(power)), 1.0 / GATING_BLOCK_VALUES), "valid")
    blocks = blocks[blocks > blocks.mean() / 10.0]
    return -0.691 + decibels(float(np.sqrt(blocks.mean())))


@lru_cache(maxsize=16)
def _blip(step: int, level: float) -> Stereo:
    frequency = float(pitch(np.array([float(step)]))[0])
    mono = level * bell(
        frequency, (1.0, 0.1), attack=BLIP_ATTACK_SAMPLES, decay=BLIP_DECAY_SECONDS, length=BLIP_SAMPLES
    )
    return to_stereo(mono.astype(np.float32))
