"""A text as a session says it: in its language, filled in, and as much as its guidance asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audioguide.model.geometry import Side
from audioguide.model.routine import Guidance, StrokeStep
from audioguide.model.script import Cue, Passage
from audioguide.model.stroke import Text
from audioguide.planning.drafts import said


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenWording:
    """How a session, or a section of it, speaks."""

    guidance: Guidance
    named: bool = True
    """Whether those who learn hear the names of strokes: not of those that only open and close."""
    language: str
    words: Mapping[str, str]
    """What stands for ``right``, ``left`` and ``baby``."""
    turn: int
    taught: set[str] = field(default_factory=set)
    """What has been said once: the ids of strokes, and safety lines as they are spoken. All sections share it."""

    @property
    def is_spoken(self) -> bool:
        """Whether more is said than names."""
        return self.guidance in ("learn", "practised")

    def fill(self, text: Text, side: Side = "midline") -> str:
        """Return a text with its placeholders filled in, starting with a capital."""
        filled = text.say(self.language, side).replace("{side}", self.words.get(side, ""))
        filled = filled.replace("{baby}", self.words["baby"])
        return filled[:1].upper() + filled[1:]

    def line(self, text: Text, side: Side = "midline", *, always: bool = False) -> Passage:
        """Return a sentence by itself; one that is always said is for safety."""
        return said(self.fill(text, side), "safety" if always else "line")

    def rota(self, texts: Sequence[Text]) -> list[str]:
        """Return texts that are said in turn, beginning with this session's."""
        return [self.fill(texts[(self.turn + place) % len(texts)]) for place in range(len(texts))]

    def stroke_cues(self, step: StrokeStep, side: Side, *, repeated: bool) -> Iterator[Cue]:
        """Yield what is said before a stroke; `repeated`: on the second side, or in another round."""
        stroke = step.stroke
        name = self.fill(step.name or stroke.name, side)
        own = step.cue if self.named else None
        if self.guidance == "tones":
            return
        if self.guidance == "names" or (repeated and self.guidance == "practised" and not stroke.again and not own):
            yield Cue(text=f"{name}.", role="name")
        elif self.guidance == "learn" and step.teach and stroke.id not in self.taught:
            yield Cue(text=f"{name}.", role="name")
            yield Cue(text=self.fill(step.teach, side), role="teach")
        elif own:
            yield Cue(text=self.fill(own, side), role="cue")
        elif stroke.again and (repeated or (stroke.id in self.taught and step.cue is None)):
            yield Cue(text=self.fill(stroke.again, side), role="cue")
        elif self.guidance == "learn" and stroke.teach and stroke.id not in self.taught:
            if self.named:
                yield Cue(text=f"{name}.", role="name")
            yield Cue(text=self.fill(stroke.teach, side), role="teach")
            if stroke.caution:
                yield Cue(text=self.fill(stroke.caution, side), role="caution")
        else:
            yield Cue(text=self.fill(step.cue or stroke.cue, side), role="cue")
        self.taught.add(stroke.id)
