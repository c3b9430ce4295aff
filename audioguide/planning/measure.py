"""A script measured in pulses: the shortest and the longest length of each passage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil

from audioguide.model.script import Contact, Cue, Passage, Scene, Script
from audioguide.model.stroke import Stroke
from audioguide.model.timeline import Pulse
from audioguide.units import SAMPLE_RATE, Samples, samples

LEAD_IN_SAMPLES = samples(2.0)
"""Silence at the start: some speakers swallow their first second."""
FADE_IN_SAMPLES = samples(6.0)
FADE_OUT_SAMPLES = samples(11.0)
"""Bed and tones: in from the end of the lead-in, out to the start of the closing silence."""
END_SILENCE_SAMPLES = samples(1.5)
"""At the very end: players that stop early then cut silence, not the fade."""
FIRST_CUE_SAMPLES = samples(9.0)
"""Where the first cue may start: bed and opening signal come before the voice."""
CUE_GAP_SAMPLES = samples(0.6)
"""The shortest gap between the end of a cue and the next cue."""
EASY_PAUSE_SAMPLES = samples(4.0)
"""Pauses are lengthened up to this before repetitions go beyond the usual."""
QUIET_LIMIT = 0.25
"""The most of the time up to the last word that is pauses in a good length: what is promised."""
QUIET_CEILING = QUIET_LIMIT - 0.002
"""Where pauses would be more, something with fewer is looked for: the end of the last word may be off a pulse."""
QUIET_TARGET = 0.235
"""For pauses, as long as something else can fill the rest: room for one more check, and for a pulse that slows down."""
MIN_BEAT_RATIO = 0.95
"""A beat, which is a whole number of pulses, may be at most 5 % shorter than the stroke's seconds."""


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
    """Items with the same unit have the same number of repetitions: the two sides of one step."""
    lead: int = field(init=False)
    """Pulses of words before the first repetition."""
    over: int = field(init=False)
    """Pulses by which words that sound during the repetitions may last longer than these."""

    def __post_init__(self) -> None:
        # Added up once: a search for a length asks for them a million times.
        words, fewest = sum(self.cues), self.beat * self.passage.times.fewest
        inside = self.passage.inside
        object.__setattr__(self, "lead", 0 if inside else words)
        object.__setattr__(self, "over", max(0, words - fewest) if inside else 0)

    def pulses(self, times: int) -> int:
        """Return the length in pulses with so many repetitions and the shortest pause."""
        return self.lead + self.beat * times + self.over + self.pause[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A whole script, measured."""

    pulse: Pulse
    language: str
    scenes: tuple[Scene, ...]
    in_turn: Mapping[Contact, tuple[Cue, ...]]
    """What is said in turn, by the kind of contact."""
    items: tuple[Item, ...]
    clips: Mapping[str, Samples]
    """The length of each cue's clip, by its text."""
    first_sides: frozenset[int]
    """The indices of the scenes that come again on the other side."""
    last_spoken: int
    """The index of the last item with words: after them a session may end in silence."""
    last_with_contact: int
    """The index of the last item before the closing, where there are offers or checks; -1 where there are none."""

    @property
    def first(self) -> int:
        """The pulse on which the first passage starts."""
        return self.pulse.before(Samples(FIRST_CUE_SAMPLES - 1)) + 1

    def quiet(self, kept: Iterable[int]) -> int:
        """Return the pulses of the shortest pauses of these items, up to the last word."""
        return sum(self.items[index].pause[0] for index in kept if index < self.last_spoken)

    def quiet_enough(self, pulses: int) -> int:
        """Return how many pulses of so many may be pauses."""
        return int(QUIET_TARGET * (self.first + pulses))

    def budget(self, length: Samples) -> int:
        """Return how many pulses a session of `length` samples has for passages; below 0 where it has no room."""
        end = Samples(length - FADE_OUT_SAMPLES - END_SILENCE_SAMPLES)
        return self.pulse.before(end) - self.first if end >= 0 else -1

    def length(self, pulses: int) -> Samples:
        """Return the shortest length, in whole seconds, that has room for so many pulses."""
        return Samples(ceil(self.exact_length(pulses) / SAMPLE_RATE) * SAMPLE_RATE)

    def exact_length(self, pulses: int) -> Samples:
        """Return the shortest length that has room for so many pulses."""
        return Samples(self.pulse.at(self.first + pulses) + FADE_OUT_SAMPLES + END_SILENCE_SAMPLES)


def measure(script: Script, clips: Mapping[str, Samples], *, added: bool = False) -> Measured:
    """Measure a script in pulses.

    Args:
        script: words and strokes.
        clips: the length in samples of each cue's clip, by text.
        added: whether what only comes in a session longer than the own length is measured too.
    """
    pulse = Pulse(tempo=script.tempo, slowing=script.slowing)
    items: list[Item] = []
    for index, scene in enumerate(script.scenes):
        for passage in scene.passages:
            if passage.add_rank is not None and not added:
                continue
            unit = -1 - len(items) if passage.pair is None else passage.pair
            items.append(
                Item(
                    passage=passage,
                    scene=index,
                    cues=_contact_pulses(script.in_turn[passage.contact], clips, pulse)
                    if passage.contact and not passage.cues
                    else _cue_pulses(passage, clips, pulse),
                    beat=_beat(passage, script, clips, pulse),
                    pause=_pause_pulses(passage, pulse),
                    unit=unit,
                )
            )
    last_scene_of = {item.unit: item.scene for item in items}
    before_closing = (index for index, item in enumerate(items) if item.scene < len(script.scenes) - 1)
    return Measured(
        pulse=pulse,
        language=script.language,
        scenes=script.scenes,
        in_turn=script.in_turn,
        items=tuple(items),
        clips=clips,
        first_sides=frozenset(item.scene for item in items if item.scene < last_scene_of[item.unit]),
        last_spoken=max((index for index, item in enumerate(items) if item.cues), default=len(items)),
        last_with_contact=max(before_closing, default=-1) if script.in_turn else -1,
    )


def _beat(passage: Passage, script: Script, clips: Mapping[str, Samples], pulse: Pulse) -> int:
    """Return the pulses of one repetition, 0 without a stroke; a count has room in it."""
    if passage.stroke is None:
        return 0
    one = pulse.at(1) - 1
    counted = max((ceil(clips[cue.text] / one) for cue in passage.counts), default=0)
    return max(counted, beat_pulses(passage.stroke, script.tempo, exact=script.exact))


def beat_pulses(stroke: Stroke, tempo: float, *, exact: bool = False) -> int:
    """Return the pulses of one repetition: ceil(0.95 x seconds x tempo / 60), or without the 0.95 where it is exact."""
    # Rounded first: in floating point 0.95 x 20 is 19.000000000000004, which would cost a pulse.
    return max(1, ceil(round((1.0 if exact else MIN_BEAT_RATIO) * stroke.seconds * tempo / 60, 6)))


def _cue_pulses(passage: Passage, clips: Mapping[str, Samples], pulse: Pulse) -> tuple[int, ...]:
    """Return the pulses of each cue: beats may follow at once, another cue or passage only after the gap."""
    one = pulse.at(1) - 1  # rounding makes some pulses a sample shorter than others
    last = len(passage.cues) - 1
    return tuple(
        ceil((clips[cue.text] + (Samples(0) if passage.stroke and index == last else CUE_GAP_SAMPLES)) / one)
        for index, cue in enumerate(passage.cues)
    )


def _contact_pulses(cues: Iterable[Cue], clips: Mapping[str, Samples], pulse: Pulse) -> tuple[int, ...]:
    """Return the pulses of whichever of these cues is said: of the longest."""
    one = pulse.at(1) - 1
    return (max(ceil((clips[cue.text] + CUE_GAP_SAMPLES) / one) for cue in cues),)


def _pause_pulses(passage: Passage, pulse: Pulse) -> tuple[int, int, int]:
    shortest, longest = passage.pause
    low = ceil(shortest / pulse.at(1))
    high = max(low, int(longest / (pulse.slowest if pulse.slowing else pulse.at(1))))
    return low, min(high, max(low, ceil(EASY_PAUSE_SAMPLES / pulse.at(1)))), high
