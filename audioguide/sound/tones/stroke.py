"""The sound of one repetition of a stroke: a pluck on the pulse, and a soft tone that follows the hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np

from audioguide.model.geometry import Landmark, Side
from audioguide.model.stroke import Stroke
from audioguide.model.timeline import Beat
from audioguide.sound.chance import uniform
from audioguide.sound.room import TONES_DB, InRoom, echoes
from audioguide.sound.scale import STEPS_PER_OCTAVE, nearest_step
from audioguide.sound.synth import LOW_STEP, Low, control_count, fade_ends
from audioguide.sound.tones.contour import REGISTER_STEPS, contours
from audioguide.sound.tones.hand import loudness_of, play
from audioguide.sound.tones.pluck import pluck
from audioguide.sound.tones.signals import closing, opening
from audioguide.units import SAMPLE_RATE, gain, samples

TONE_ATTACK_SAMPLES, TONE_RELEASE_SAMPLES = samples(0.1), samples(0.3)
TURNS = (0.0, 1.0, -1.0)
"""Steps of the scale by which the melody turns aside halfway, in repetitions that follow one another: the first is the
hand alone."""
LEVEL_TURN_DB = 0.7
"""By how much a repetition may be louder or softer than it should be."""
PLUCK_STEPS = (0, 0, 2, 3)
"""How much higher than an octave above the tone's first note a pluck may be, in steps of the scale; the first and the
last are not."""
HIGHEST_PLUCK_STEP = 9
"""B5: small ears are spared what is higher."""
END_STEPS = (5, 7)
"""The last repetition ends on two notes: steps of the scale above the middle of the stroke's register."""
END_SPACING_SAMPLES, END_SAMPLES = samples(0.2), samples(0.3)
"""From the first of the two to the second, and from that to the end of the repetition."""
END_DB = -5.0
"""Gain of these two against a pluck."""
LIGHTER_DB = -4.0
"""Gain of the last repetition against the first, of a stroke that gets lighter each time."""
LENGTH_GRID_SAMPLES = samples(0.05)
"""Lengths of tones are rounded down to this and padded with silence: where the pulse slows down, repetitions of almost
equal length share a cached tone."""
CACHE_SIZE = 4
"""Cached hands for one thread: its turns, and the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timbre:
    """A preset of stroke tones."""

    lufs: float
    """Loudness of a repetition."""
    pluck_db: float
    """Peak of a pluck, in dBFS."""
    partials: tuple[float, ...]
    """Amplitudes of the fundamental and the partials above."""


TIMBRES: Mapping[str, Timbre] = {
    "soft": Timbre(lufs=-27.0, pluck_db=-26.0, partials=(1.0, 0.35, 0.12)),
    "clear": Timbre(lufs=-25.0, pluck_db=-24.0, partials=(1.0, 0.5, 0.3, 0.15)),
}
"""Soft: 9 dB under the voice, mellow. Clear: 2 dB louder and brighter, for a noisy room."""


class StrokeTones:
    """The stroke tones of a session, a `mixer.ToneSource`: every repetition is about as loud, and no two are equal."""

    def __init__(
        self, landmarks: Mapping[str, Landmark], timbre: Timbre = TIMBRES["soft"], *, threads: int = 1
    ) -> None:
        """Take the landmarks by ``view.name``, a preset, and how many threads ask for repetitions at once."""
        self._landmarks = landmarks
        self._timbre = timbre
        self.opening, self.closing = opening(), closing()
        # The threads share the cache.
        self._hand = lru_cache(CACHE_SIZE * threads)(self._make_hand)

    def __call__(self, beat: Beat) -> InRoom:
        """Return one repetition, and its echoes."""
        length = beat.end - beat.start
        seed = crc32(f"{beat.stroke.id} {beat.side} {beat.start}".encode())
        turn = TURNS[beat.index % len(TURNS)]
        dry, wet, first = self._hand(beat.stroke, beat.side, length - length % LENGTH_GRID_SAMPLES, turn)
        lighter = beat.index / max(1, beat.of - 1) if beat.stroke.path.lanes[0][0].shape.tone == "brush" else 0.0
        level = np.float32(gain(LIGHTER_DB * lighter + LEVEL_TURN_DB * (2.0 * uniform(seed, 0) - 1.0)))
        count = -(-length // LOW_STEP)
        dry, wet = (np.pad(level * one, ((0, 0), (0, count - dry.shape[1]))) for one in (dry, wet))
        for at, step, softer in self._notes(beat, first, seed):
            _add_pluck(dry, wet, at // LOW_STEP, step, self._timbre.pluck_db + softer)
        return InRoom(dry=dry, wet=wet)

    def _notes(self, beat: Beat, first: int, seed: int) -> list[tuple[int, int, float]]:
        """Return the plucks of a repetition: the sample in it, the step of the scale, and the gain in dB."""
        length, last = beat.end - beat.start, beat.index == beat.of - 1
        aside = 0 if last or not beat.index else PLUCK_STEPS[int(uniform(seed, 1) * len(PLUCK_STEPS))]
        step = first + STEPS_PER_OCTAVE + aside
        while step > HIGHEST_PLUCK_STEP:
            step -= STEPS_PER_OCTAVE
        end = [
            (length - END_SAMPLES - before * END_SPACING_SAMPLES, REGISTER_STEPS[beat.side] + note)
            for before, note in zip((1, 0), END_STEPS, strict=True)
        ]
        return [(0, step, 0.0), *((at, note, END_DB) for at, note in end if last and at > END_SAMPLES)]

    def _make_hand(self, stroke: Stroke, side: Side, length: int, turn: float) -> tuple[Low, Low, int]:
        """Return the tone alone, its echoes, and the note that it begins on as a step of the scale."""
        lanes = contours(stroke, side, self._landmarks, length / SAMPLE_RATE, control_count(length), turn=turn)
        amplitude = gain(self._timbre.lufs - loudness_of(lanes, self._timbre.partials))
        levels = [amplitude * level for level in self._timbre.partials]
        seed = crc32(f"{stroke.id} {side} {turn}".encode())
        count = -(-length // LOW_STEP)
        sound: Low = np.zeros((2, count), np.float32)
        for number, lane in enumerate(lanes):
            sound += play(lane, levels, seed + number)[:, :count]
        sound *= fade_ends(count, TONE_ATTACK_SAMPLES // LOW_STEP, TONE_RELEASE_SAMPLES // LOW_STEP).astype(np.float32)
        return sound, echoes(sound, TONES_DB), nearest_step(float(lanes[0].pitch[0]))


def _add_pluck(dry: Low, wet: Low, at: int, step: int, level_db: float) -> None:
    """Add a note to a repetition; it does not ring on beyond its end."""
    note, rings = pluck(step)
    level = np.float32(gain(level_db))
    room = min(note.shape[1], dry.shape[1] - at)
    fade = fade_ends(room, 1, min(room // 3, TONE_RELEASE_SAMPLES // LOW_STEP)).astype(np.float32)
    dry[:, at : at + room] += level * note[:, :room] * (fade if room < note.shape[1] else np.float32(1.0))
    wet[:, at : at + rings.shape[1]] += level * rings[:, : wet.shape[1] - at]


class NoTones:
    """A `mixer.ToneSource` that is silent during strokes, and has the signals all the same."""

    def __init__(self) -> None:
        self.opening, self.closing = opening(), closing()

    def __call__(self, beat: Beat) -> InRoom:
        """Return silence."""
        count = -(-(beat.end - beat.start) // LOW_STEP)
        return InRoom(dry=np.zeros((2, count), np.float32), wet=np.zeros((2, count), np.float32))


def tones_for(name: str, landmarks: Mapping[str, Landmark], *, threads: int = 1) -> StrokeTones | NoTones:
    """Return the tone source for a tone style: a name in `TIMBRES`, or off; `threads` may ask at once."""
    return StrokeTones(landmarks, TIMBRES[name], threads=threads) if name in TIMBRES else NoTones()
