"""What is written: steps, sections, rituals and the routine; and what a file may refer to by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from audioguide.model.geometry import Landmark
from audioguide.model.stroke import Stroke, Text, Times
from audioguide.units import Samples

Guidance = Literal["learn", "practised", "names", "tones"]
"""How much is spoken: everything once; short cues; the strokes' names; only sections and safety."""

GUIDANCE_LEVELS: tuple[Guidance, ...] = ("learn", "practised", "names", "tones")
"""From the most that is spoken to the least."""

Preparation = Literal["full", "short", "none"]
"""The opening chapter of a minute and a half, one spoken line, or nothing."""

Direction = Literal["traditional", "towards-heart"]
"""Both ways as taught, or every long stroke towards the heart."""

FirstSide = Literal["right", "left"]
"""Where sections begin that are done on one side, then the other."""

ToneStyle = Literal["soft", "clear", "off"]
"""How the tones sound, if they do."""

Once = Literal["first", "between", "last"]
"""On which side words come that are said on one only: the first, the last, or between the two."""

Aim = Literal["bonding", "calm", "sleep", "comfort", "movement"]
"""What a routine is meant for."""


PULSE_BED = "pulse"
"""The bed of a routine that has none but a soft tick on every pulse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrokeStep:
    """A stroke and how often."""

    stroke: Stroke
    times: Times
    cue: Text | None = None
    """Instead of the stroke's own cue."""
    cue_one_hand: Text | None = None
    """Instead of `cue`, where it is done with one hand."""
    name: Text | None = None
    """Instead of the stroke's own name."""
    teach: Text | None = None
    """Instead of the stroke's own words for those who learn."""
    from_age: float
    """The youngest age for it here, in weeks."""
    pause: tuple[Samples, Samples] | None = None
    """The shortest and the longest pause after it; None: as after every stroke."""
    inside: bool = False
    """Whether the words before it sound during its repetitions."""
    counted: bool = False
    """Whether each repetition is counted aloud."""
    optional: bool | None = None
    """Whether it may be dropped from a short session. None: it may unless its stroke is essential."""
    line: int = field(default=0, compare=False, repr=False)
    """Where it stands in its file, from 1: for messages, no part of what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SayStep:
    """Words to say."""

    text: Text
    optional: bool = False
    always: bool = False
    """Spoken at every guidance, also where only tones are left: safety."""
    when: Literal["oil", "no-oil", "afterwards"] | None = None
    """Spoken only with oil, or only without, or only where a bed goes on after the massage."""
    once: Once | None = None
    """Where a section is done on one side, then the other: only then; None: on both."""
    line: int = field(default=0, compare=False, repr=False)
    """Where it stands in its file, from 1: for messages, no part of what it is."""

    @property
    def is_certain(self) -> bool:
        """Whether it is spoken wherever its section is: at each guidance and length, whatever is chosen."""
        return self.always and self.when is None and not self.optional


@dataclass(frozen=True, slots=True, kw_only=True)
class RestStep:
    """Time without words: the pulse goes on."""

    shortest: Samples
    longest: Samples
    optional: bool = False
    once: Once | None = None
    """Where a section is done on one side, then the other: only then; None: on both."""
    line: int = field(default=0, compare=False, repr=False)
    """Where it stands in its file, from 1: for messages, no part of what it is."""


Step = StrokeStep | SayStep | RestStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A body part, or any other stretch with a title; becomes a chapter, or one for each side."""

    title: Text
    steps: tuple[Step, ...]
    intro: Text | None = None
    """Said in place of the title where more than names is spoken; None: the title."""
    sides: Literal["right", "left", "each"] | None = None
    """For strokes that are done on one side at a time."""
    optional: bool = False
    """May be left out of a short session as a whole."""
    guidance: Guidance | None = None
    """The most that is spoken here, whatever the session's own guidance; None: as much as that says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ritual:
    """What opens and closes every routine of a kind, and what is said along the way."""

    id: str
    preparation: Section
    """The full preparation: a chapter of its own."""
    preparation_short: Text
    """The same in one spoken line."""
    opening: Section
    resume: Text | None = None
    """Instead of the cue of its first stroke, where a session goes on from another one; None: that cue."""
    one_hand: Text | None = None
    """Said beforehand to those who do it seated, with one hand; None: nothing is."""
    resume_one_hand: Text | None = None
    """Instead of `resume`, with one hand."""
    integration: Section | None = None
    """What gathers the whole body once more after the last part; None: nothing does."""
    closing: Section
    """The goodbye: the last chapter, complete in itself, for those who go there early."""
    checks: tuple[Text, ...]
    """How is the baby? A question and an answer to yes and no; taken in turn."""
    looks: tuple[Text, ...] = ()
    """Checks of at most five words, taken in turn, where only names or tones are heard."""
    pause_after_check: tuple[Samples, Samples]
    """The shortest and the longest pause after a check, in which to go on or to stop."""
    prompts: tuple[Text, ...]
    """Offers to look or to talk, taken in turn."""
    pause_after_prompt: tuple[Samples, Samples]
    """The shortest and the longest pause after a prompt, for the parent's own voice."""
    thanks: tuple[Text, ...] = ()
    """Thanks to the parent, after the first stroke of the closing; one a session, taken in turn."""
    rhymes: Mapping[str, tuple[Text, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """By the id of a stroke: rhymes and hums after it, taken in turn, where the family wants them."""
    safety_before: Mapping[str, Text]
    """By part: a safety line before its first stroke."""
    baby: Text | None = None
    """What ``{baby}`` becomes here where no name is given; None: as everywhere."""
    oil_from: float
    """The age in weeks from which oil is spoken of, unless the family says otherwise."""
    oily: tuple[str, ...] = ()
    """Parts that are stroked with oil."""
    dry: tuple[str, ...] = ()
    """Parts, and strokes by their id, before which it is wiped off the hands."""
    take_oil: Text | None = None
    """Said before the first part with oil; None: nothing is."""
    more_oil: Text | None = None
    """Said after every three parts with oil, and where the hands were wiped; None: nothing is."""
    wipe_oil: Text | None = None
    """Said before a dry part; None: nothing is."""
    drop_order: tuple[str, ...]
    """Parts in the order in which their optional strokes and sections are dropped from a short session."""

    @property
    def ending(self) -> tuple[Section, ...]:
        """What comes after the last part, in order."""
        return (self.closing,) if self.integration is None else (self.integration, self.closing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The course whose evening a routine is."""

    title: Text
    number: int
    """Which evening, from 1."""
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """What the author wrote. It knows no voice and no length."""

    id: str
    """The built-in name, or the file's name without its suffix."""
    title: Text
    language: str
    """Of the words in this file."""
    sections: tuple[Section, ...]
    ritual: Ritual | None = None
    preparation: Preparation | None = None
    guidance: Guidance = "practised"
    """How much is spoken where the family does not say."""
    length: Samples | None = None
    """How long it is where the family does not say; None: as long as it is by itself."""
    voice: str = "auto"
    """Whose voice speaks where the family does not say."""
    tones: ToneStyle = "soft"
    """How the tones sound where the family does not say."""
    aims: tuple[str, ...] = ()
    adults: bool = False
    """Whether it is for adults: nothing is minded for a baby's sake, and repetitions may be counted."""
    from_age: float = 0.0
    """In weeks."""
    oil: bool = True
    """Whether it may be done with oil; otherwise nothing is said of it."""
    bed: str = "heartbeat"
    tempo: float = 60.0
    """Pulses a minute."""
    exact: bool = False
    """Whether no repetition is a moment shorter than written; otherwise it may be by 5 %, to fall on the pulse."""
    slowing: float = 0.0
    """By which share the tempo falls in ten minutes; later pauses are the longer ones."""
    note: Text | None = None
    """Printed, never spoken."""
    pronounce: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Words and how they are said."""
    strokes: Mapping[str, Stroke] = field(default_factory=lambda: MappingProxyType({}))
    """The author's own strokes, by id."""
    thought: Section | None = None
    """Something to think about, said at the very end: an evening of a course may have it."""
    series: Series | None = None

    @property
    def steps_from_age(self) -> float:
        """The age in weeks from which no step of it is too early."""
        steps = (step for section in self.sections for step in section.steps if isinstance(step, StrokeStep))
        return max((step.from_age for step in steps), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The engine's own few words in one language."""

    right: str
    left: str
    baby: str
    """What ``{baby}`` becomes where no name is given."""
    once_more: str
    """Announces another round of a part's strokes."""
    tones: str = ""
    """Tells those who learn what they hear during a stroke."""
    mirrored: str = ""
    """Tells those who learn on which side of theirs the baby's right side is."""
    hands: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By code of `Hands`: the words for them. Printed, never spoken."""
    picture: str = ""
    """Tells how the picture of a stroke is to be read. Printed, never spoken."""
    pronounce: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Words and how they are said, in every routine; a routine's own come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything that a routine file may refer to by name."""

    landmarks: Mapping[str, Landmark]
    """By ``view.name``."""
    strokes: Mapping[str, Stroke]
    rituals: Mapping[str, Ritual]
    phrases: Mapping[str, Phrases]
    """By language."""
    beds: tuple[str, ...]
