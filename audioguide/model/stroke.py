"""A stroke: one movement of the hands, with everything that is known about it, and the texts that it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audioguide.model.geometry import Side, StrokePath

Hands = Literal[
    "resting",
    "cupping",
    "two-hands",
    "hand-after-hand",
    "left-and-right",
    "bracelet",
    "palms",
    "flat-hand",
    "hand-at-bottom",
    "hand-at-ankles",
    "both-ends",
    "thumbs",
    "thumb-after-thumb",
    "finger",
    "finger-and-thumb",
    "fingertips",
    "spread-fingers",
    "holding-hands",
    "holding-ankles",
    "holding-shins",
    "hand-and-foot",
    "own-hands",
]
"""What the parent's hands do. Each language has words for them in its phrases: ``hands``."""

Position = Literal["any", "back", "tummy", "shoulder", "lap"]
"""How the baby is: on the back, on the tummy, held at the shoulder, face down across the lap; or it does not matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words in one or more languages."""

    by_language: tuple[tuple[str, str], ...]
    """Pairs of a language (``en``) and the words in it."""
    on_the_left: tuple[tuple[str, str], ...] = ()
    """Likewise, the words on the baby's left where they are others; `by_language` has those on the right."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it is written in."""
        return frozenset(language for language, _ in self.by_language)

    def say(self, language: str, side: Side = "midline") -> str:
        """Return the words in `language`; the reader has made sure that there are some."""
        words = dict(self.by_language)
        return {**words, **dict(self.on_the_left)}[language] if side == "left" else words[language]

    def printed(self, language: str) -> str:
        """Return the words in `language` for both sides at once: those on the left follow where they are others."""
        right, left = self.say(language), self.say(language, "left")
        return right if left == right else f"{right} / {left}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How often a stroke may be repeated."""

    fewest: int
    usual: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One movement of the hands, with everything that is known about it."""

    id: str
    name: Text
    """At most five words."""
    part: str
    """The body part: leg, foot, tummy ... Free text to the engine; rituals refer to it."""
    sides: Literal["each", "both", "midline"]
    """Each: right, then left. Both: mirrored, at the same time. Midline: one hand's way along the middle."""
    hands: Hands | None
    """Printed, never spoken; None: left open."""
    position: Position = "any"
    """How the baby lies, sits or is held meanwhile."""
    path: StrokePath
    toward: Literal["heart", "away", "none"]
    seconds: float
    """The pace of one repetition. It is never made faster than 5 % above this."""
    times: Times
    purpose: tuple[str, ...]
    """What tradition uses it for. Printed, never spoken."""
    from_age: float
    """The youngest age, in weeks."""
    essential: bool
    """Kept in a short session as long as its part is."""
    cue: Text
    again: Text | None = None
    """The cue for the second side and for a second time, at most five words; None: the name."""
    teach: Text | None = None
    caution: Text | None = None
    """A line for those who learn; printed on every card."""
    note: Text | None = None
    """What is to be known beforehand. Printed on its card, never spoken."""
    instead: str = ""
    """The id of the stroke that takes its place where every stroke should run towards the heart."""
    one_hand: Stroke | None = None
    """The same as it is done with one hand; None: it takes two."""
