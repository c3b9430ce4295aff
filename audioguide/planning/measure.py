"""A script in pulses: how long each passage is, at the least and at the most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from audioguide.model.routine import Passage, Scene, Script, Stroke
from audioguide.model.timeline import Pulse
from audioguide.units import SAMPLE_RATE, Samples, samples

LEAD_IN = samples(2.0)
"""Silence at the start: some speakers swallow their first second."""
FADE_IN = samples(6.0)
FADE_OUT = samples(15.0)
SILENCE = samples(1.5)
"""At the very end, so that no player cuts the fade."""
FIRST_WORD = samples(5.0)
"""Where the first cue may start: bed and opening signal come before the voice."""
BREATH = samples(0.6)
"""The least time between the end of a cue and the next."""
EASY = samples(4.0)
"""Pauses grow to this before repetitions grow beyond the usual."""
HASTE = 0.95
"""A beat may be 5 % shorter than its stroke's pace, never more: it is rounded to whole pulses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A passage, measured."""

    passage: Passage
    scene: int
    """The index of its scene."""
    cues: tuple[int, ...]
    """Pulses that each cue takes, up to where the next thing may start."""
    beat: int
    """Pulses of one repetition; 0 without a stroke."""
    pause: tuple[int, int, int]
    """Pulses of its pause: the shortest, an easy one, the longest."""
    unit: int
    """Items with the same unit are repeated equally often: the two sides of one step."""

    def pulses(self, times: int) -> int:
        """Its length when the stroke is repeated so often and the pause is at its shortest."""
        return sum(self.cues) + self.beat * times + self.pause[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A script in pulses."""

    pulse: Pulse
    language: str
    scenes: tuple[Scene, ...]
    items: tuple[Item, ...]
    clips: Mapping[str, Samples]

    @property
    def first(self) -> int:
        """The pulse on which the first passage starts."""
        return self.pulse.before(Samples(FIRST_WORD - 1)) + 1

    def budget(self, length: Samples) -> int:
        """How many pulses a session of `length` leaves for passages; below 0 where there is no room at all."""
        end = Samples(length - FADE_OUT - SILENCE)
        return self.pulse.before(end) - self.first if end >= 0 else -1

    def length(self, pulses: int) -> Samples:
        """The shortest length in whole seconds that leaves room for so many pulses."""
        least = self.pulse.at(self.first + pulses) + FADE_OUT + SILENCE
        return Samples(ceil(least / SAMPLE_RATE) * SAMPLE_RATE)

    @property
    def limit(self) -> Samples:
        """No session of this script lasts longer."""
        most = sum(item.pulses(item.passage.times.most) - item.pause[0] + item.pause[2] for item in self.items)
        return Samples(self.length(most) + self.pulse.slowest)


def measure(script: Script, clips: Mapping[str, Samples]) -> Measured:
    """Count a script in pulses, given the length of each cue's clip."""
    pulse = Pulse(tempo=script.tempo, slowing=script.slowing)
    items: list[Item] = []
    for index, scene in enumerate(script.scenes):
        for passage in scene.passages:
            unit = -1 - len(items) if passage.twin is None else passage.twin
            items.append(
                Item(
                    passage=passage,
                    scene=index,
                    cues=_cue_pulses(passage, clips, pulse),
                    beat=beat_pulses(passage.stroke, script.tempo) if passage.stroke else 0,
                    pause=_pause_pulses(passage, pulse),
                    unit=unit,
                )
            )
    return Measured(pulse=pulse, language=script.language, scenes=script.scenes, items=tuple(items), clips=clips)


def beat_pulses(stroke: Stroke, tempo: float) -> int:
    """Return the pulses of one repetition: ceil(0.95 x seconds x tempo / 60)."""
    # Rounded first: 0.95 x 20 is 19.000000000000004 to a computer, and no stroke should wait a pulse for that.
    return max(1, ceil(round(HASTE * stroke.seconds * tempo / 60, 6)))


def _cue_pulses(passage: Passage, clips: Mapping[str, Samples], pulse: Pulse) -> tuple[int, ...]:
    """Beats start on the next pulse after a cue; another cue, or the next passage, leaves it a breath."""
    one = pulse.at(1) - 1  # rounding makes some pulses a sample shorter than others
    last = len(passage.cues) - 1
    return tuple(
        ceil((clips[cue.text] + (Samples(0) if passage.stroke and index == last else BREATH)) / one)
        for index, cue in enumerate(passage.cues)
    )


def _pause_pulses(passage: Passage, pulse: Pulse) -> tuple[int, int, int]:
    shortest, longest = passage.pause
    low = ceil(shortest / pulse.at(1))
    high = max(low, int(longest / (pulse.slowest if pulse.slowing else pulse.at(1))))
    return low, min(high, max(low, ceil(EASY / pulse.at(1)))), high
