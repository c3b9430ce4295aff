"""Routine + guidance + language -> Script: who says what, and what may go when time is short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from zlib import crc32

from audioguide.model.geometry import Side
from audioguide.model.routine import (
    AMOUNTS,
    Cue,
    FirstSide,
    Guidance,
    Passage,
    Phrases,
    Preparation,
    RestStep,
    Ritual,
    Role,
    Routine,
    SayStep,
    Scene,
    Script,
    Section,
    Step,
    StrokeStep,
    Text,
)
from audioguide.units import Samples, samples

SETTLE = (samples(2.0), samples(20.0))
"""The pause after a stroke: time to settle, and the planner's filler."""

NO_PAUSE = (Samples(0), Samples(0))


def write_script(
    routine: Routine,
    phrases: Phrases,
    *,
    guidance: Guidance = "practised",
    language: str | None = None,
    preparation: Preparation | None = None,
    baby: str | None = None,
    first_side: FirstSide = "right",
    oil: bool | None = None,
) -> Script:
    """Turn a routine into the words and strokes of a session.

    Args:
        routine: what the author wrote; it has words in `language`.
        phrases: the engine's own words in `language`.
        guidance: how much is spoken.
        language: of the session; the routine's own where it is left out.
        preparation: before the routine's own wish; left out: full for those who learn, otherwise short.
        baby: a name for ``{baby}``.
        first_side: of sections that are done on one side, then the other.
        oil: with oil, without, or as the family decides.
    """
    writer = _Writer(
        routine=routine,
        guidance=guidance,
        language=language or routine.language,
        words={"right": phrases.right, "left": phrases.left, "baby": baby or phrases.baby},
        called=phrases.called,
        oil=oil,
        sides=("right", "left") if first_side == "right" else ("left", "right"),
        taught=set(),
        twins=count(),
    )
    wish = preparation or routine.preparation or ("full" if guidance == "learn" else "short")
    scenes = [*writer.opening(wish), *writer.sections(), *writer.closing()]
    return Script(
        title=routine.title.say(writer.language),
        language=writer.language,
        guidance=guidance,
        tempo=routine.tempo,
        slowing=routine.slowing,
        scenes=tuple(_in_leaving_order(scenes, routine.ritual.give_way if routine.ritual else ())),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A scene before it is known what leaves when."""

    title: str
    passages: list[Passage]
    """With ``leaves`` 0 where a passage may leave at all."""
    section: int = -1
    """Its place in the routine; right and left of one section have the same."""
    part: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    routine: Routine
    guidance: Guidance
    language: str
    words: dict[str, str]
    called: str
    oil: bool | None
    sides: tuple[Side, Side]
    taught: set[str]
    """What has been said once: strokes by id, safety lines by part."""
    twins: Iterator[int]

    def opening(self, preparation: Preparation) -> Iterator[_Draft]:
        ritual = self.routine.ritual
        if ritual is None:
            return
        if preparation == "full":
            section = ritual.preparation
            steps = self._of(section).steps(section.steps, "midline")
            yield _Draft(title=self._fill(section.title), passages=list(steps))
        writer = self._of(ritual.opening)
        hello = list(writer.steps(ritual.opening.steps, "midline"))
        if preparation == "short" and writer.guidance != "tones":
            hello.insert(0, self._line(ritual.preparation_short))
        yield _Draft(title=self._fill(ritual.opening.title), passages=hello)

    def closing(self) -> Iterator[_Draft]:
        if self.routine.ritual is not None:
            section = self.routine.ritual.closing
            steps = self._of(section).steps(section.steps, "midline")
            yield _Draft(title=self._fill(section.title), passages=list(steps))

    def sections(self) -> Iterator[_Draft]:
        # Where the checks and prompts begin differs between routines, so that a family hears all of them in time.
        turn = crc32(self.routine.id.encode())
        for index, section in enumerate(self.routine.sections):
            writer = self._of(section)
            drafts = list(writer.section(section, index))
            if self.routine.ritual is not None and writer.guidance in ("learn", "practised"):
                _accompany(drafts[-1].passages, *self._company(self.routine.ritual, turn + index))
            yield from drafts

    def _of(self, section: Section) -> _Writer:
        """The writer for a section, which may have fewer words than the session; what was taught is known to both."""
        own = section.guidance or self.guidance
        return replace(self, guidance=max(self.guidance, own, key=AMOUNTS.index))

    def section(self, section: Section, index: int) -> Iterator[_Draft]:
        """A scene for each side; the strokes of both sides come once, at the end of the last."""
        if section.sides != "each":
            sides: Sequence[Side] = (section.sides or "midline",)
        else:
            sides = self.sides
        own = [step for step in section.steps if len(sides) == 1 or not _is_shared(step)]
        shared = [step for step in section.steps if step not in own]
        twins = [next(self.twins) for _ in own]
        for side in sides:
            title = self._fill(section.title, side)
            passages = [
                Passage(cues=(Cue(text=f"{title.rstrip('.')}.", role="section"),), pause=NO_PAUSE),
                *self._before(section.steps),
                *self.steps(own, side, twins if len(sides) > 1 else None, repeated=side != sides[0]),
            ]
            if side == sides[-1]:
                passages += self.steps(shared, "midline")
            part = next((step.stroke.part for step in section.steps if isinstance(step, StrokeStep)), "")
            yield _Draft(title=title, passages=passages, section=index, part=part, optional=section.optional)

    def _before(self, steps: Iterable[Step]) -> Iterator[Passage]:
        """The safety lines of the parts that come now for the first time."""
        ritual = self.routine.ritual
        for step in steps:
            if ritual and isinstance(step, StrokeStep) and step.stroke.part in ritual.before:
                line = self._fill(ritual.before[step.stroke.part])
                if line not in self.taught:
                    self.taught.add(line)
                    yield Passage(cues=(Cue(text=line, role="safety"),), pause=NO_PAUSE)

    def steps(
        self, steps: Iterable[Step], side: Side, twins: Sequence[int] | None = None, *, repeated: bool = False
    ) -> Iterator[Passage]:
        for index, step in enumerate(steps):
            twin = twins[index] if twins else None
            leaves = 0 if step.optional else None
            if isinstance(step, StrokeStep):
                may_leave = not step.stroke.essential if step.optional is None else step.optional
                leaves = 0 if may_leave else None
                stroke_side = side if step.stroke.sides == "each" else step.stroke.sides
                yield Passage(
                    cues=tuple(self._stroke_cues(step, stroke_side, repeated=repeated)),
                    stroke=step.stroke,
                    side=stroke_side,
                    times=step.times,
                    pause=SETTLE,
                    leaves=leaves,
                    twin=twin,
                )
            elif isinstance(step, RestStep):
                yield Passage(pause=(step.shortest, step.longest), leaves=leaves, twin=twin)
            elif (step.always or self.guidance in ("learn", "practised")) and self._applies(step):
                yield replace(self._line(step.text, side, always=step.always), leaves=leaves, twin=twin)

    def _applies(self, step: SayStep) -> bool:
        """Whether it is said with oil, or without; where nobody has decided, what is to be known of oil is said."""
        return step.when is None or (step.when == "no-oil") == (self.oil is False)

    def _stroke_cues(self, step: StrokeStep, side: Side, *, repeated: bool) -> Iterator[Cue]:
        stroke = step.stroke
        name = self._fill(stroke.name, side)
        if self.guidance == "tones":
            return
        if self.guidance == "names" or (repeated and self.guidance == "practised"):
            yield Cue(text=f"{name}.", role="name")
        elif self.guidance == "learn" and stroke.teach and stroke.id not in self.taught:
            yield Cue(text=self._fill(stroke.teach, side), role="teach")
            if stroke.caution:
                yield Cue(text=self._fill(stroke.caution, side), role="caution")
            yield Cue(text=self.called.replace("{name}", name), role="name")
        else:
            yield Cue(text=self._fill(step.cue or stroke.cue, side), role="cue")
        self.taught.add(stroke.id)

    def _company(self, ritual: Ritual, turn: int) -> tuple[Passage | None, Passage | None]:
        """The prompt and the check of one section."""

        def offer(texts: Sequence[Text], role: Role, quiet: tuple[Samples, Samples]) -> Passage | None:
            if not texts:
                return None
            return Passage(cues=(Cue(text=self._fill(texts[turn % len(texts)]), role=role),), pause=quiet, leaves=0)

        return offer(ritual.prompts, "prompt", ritual.free), offer(ritual.checks, "check", ritual.stay)

    def _line(self, text: Text, side: Side = "midline", *, always: bool = False) -> Passage:
        return Passage(cues=(Cue(text=self._fill(text, side), role="safety" if always else "line"),), pause=NO_PAUSE)

    def _fill(self, text: Text, side: Side = "midline") -> str:
        """The words in the session's language, with the side and the baby's name put in."""
        filled = text.say(self.language).replace("{side}", self.words.get(side, ""))
        filled = filled.replace("{baby}", self.words["baby"])
        return filled[:1].upper() + filled[1:]


def _is_shared(step: Step) -> bool:
    """Whether a step belongs to both sides at once and so comes after them."""
    return isinstance(step, StrokeStep) and step.stroke.sides != "each"


def _accompany(passages: list[Passage], prompt: Passage | None, check: Passage | None) -> None:
    """Put the prompt after the section's first stroke (hands are resting there) and the check at its end."""
    strokes = [index for index, passage in enumerate(passages) if passage.stroke]
    if prompt and strokes:
        passages.insert(strokes[0] + 1, prompt)
    if check and strokes:
        passages.append(check)


def _in_leaving_order(drafts: Sequence[_Draft], give_way: Sequence[str]) -> Iterator[Scene]:
    """Number what may leave: prompts, checks, optional strokes; and, in an order of their own, whole sections.

    Of two alike the later one leaves first; the ritual's `give_way` comes before that.
    """

    def way(part: str) -> int:
        return give_way.index(part) if part in give_way else len(give_way)

    def key(place: int, passage: Passage) -> tuple[int, ...]:
        roles = {cue.role for cue in passage.cues}
        kind = 0 if "prompt" in roles else 1 if "check" in roles else 2
        stroke = passage.stroke
        return (kind, stroke.essential, way(stroke.part), -place) if stroke else (kind, 0, 0, -place)

    leaving = [passage for draft in drafts for passage in draft.passages if passage.leaves is not None]
    twins: dict[int, int] = {}
    keys: dict[int, tuple[int, ...]] = {}
    for position, passage in enumerate(leaving):
        place = position if passage.twin is None else twins.setdefault(passage.twin, position)
        keys[id(passage)] = key(place, passage)
    order = {one: number for number, one in enumerate(sorted(set(keys.values())))}
    sections = sorted({(way(draft.part), -draft.section) for draft in drafts if draft.optional})
    for draft in drafts:
        yield Scene(
            title=draft.title,
            passages=tuple(
                passage if passage.leaves is None else replace(passage, leaves=order[keys[id(passage)]])
                for passage in draft.passages
            ),
            leaves=sections.index((way(draft.part), -draft.section)) if draft.optional else None,
        )
