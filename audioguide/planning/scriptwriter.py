"""Routine + guidance + language -> Script: the cues, and the order in which passages are dropped for length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from zlib import crc32

from audioguide.model.geometry import Side
from audioguide.model.routine import (
    GUIDANCE_LEVELS,
    FirstSide,
    Guidance,
    Phrases,
    Preparation,
    RestStep,
    Ritual,
    Routine,
    SayStep,
    Section,
    Step,
    StrokeStep,
    Text,
)
from audioguide.model.script import (
    Cue,
    Passage,
    Role,
    Scene,
    Script,
)
from audioguide.units import Samples, samples

STROKE_PAUSE_SAMPLES = (samples(2.0), samples(20.0))
"""The shortest and the longest pause after a stroke. These pauses are what the planner fills a length with."""

NO_PAUSE_SAMPLES = (Samples(0), Samples(0))


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
        oil: whether oil is used; None leaves it open, and the advice on oil is spoken.

    Returns:
        Scenes whose passages have a drop rank, or None where they always stay.
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
        pairs=count(),
    )
    wish = preparation or routine.preparation or ("full" if guidance == "learn" else "short")
    scenes = [*writer.opening(wish), *writer.sections(), *writer.closing()]
    return Script(
        title=routine.title.say(writer.language),
        language=writer.language,
        guidance=guidance,
        tempo=routine.tempo,
        slowing=routine.slowing,
        scenes=tuple(_with_drop_ranks(scenes, routine.ritual.drop_order if routine.ritual else ())),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A scene whose passages are not ranked yet."""

    title: str
    passages: list[Passage]
    """With a drop rank of 0 where a passage may be dropped at all."""
    section: int = -1
    """Its index in the routine, the same for the right and the left of one section; -1 for the ritual."""
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
    """What has been said once: the ids of strokes, and safety lines as they are spoken."""
    pairs: Iterator[int]

    def opening(self, preparation: Preparation) -> Iterator[_Draft]:
        ritual = self.routine.ritual
        if ritual is None:
            return
        if preparation == "full":
            section = ritual.preparation
            steps = self._for_section(section).steps(section.steps, "midline")
            yield _Draft(title=self._fill(section.title), passages=list(steps))
        writer = self._for_section(ritual.opening)
        hello = list(writer.steps(ritual.opening.steps, "midline"))
        if preparation == "short" and writer.guidance != "tones":
            hello.insert(0, self._line(ritual.preparation_short))
        yield _Draft(title=self._fill(ritual.opening.title), passages=hello)

    def closing(self) -> Iterator[_Draft]:
        if self.routine.ritual is not None:
            section = self.routine.ritual.closing
            steps = self._for_section(section).steps(section.steps, "midline")
            yield _Draft(title=self._fill(section.title), passages=list(steps))

    def sections(self) -> Iterator[_Draft]:
        # Each routine starts at another check and prompt, so that over several routines all of them are heard.
        turn = crc32(self.routine.id.encode())
        for index, section in enumerate(self.routine.sections):
            writer = self._for_section(section)
            drafts = list(writer.section(section, index))
            if self.routine.ritual is not None and writer.guidance in ("learn", "practised"):
                _insert_prompt_and_check(
                    drafts[-1].passages, *self._prompt_and_check(self.routine.ritual, turn + index)
                )
            yield from drafts

    def _for_section(self, section: Section) -> _Writer:
        """Return the writer for a section, whose guidance may be lower than the session's. Both share `taught`."""
        own = section.guidance or self.guidance
        return replace(self, guidance=max(self.guidance, own, key=GUIDANCE_LEVELS.index))

    def section(self, section: Section, index: int) -> Iterator[_Draft]:
        """Yield a scene for each side; strokes that use both sides at once come at the end of the last."""
        if section.sides != "each":
            sides: Sequence[Side] = (section.sides or "midline",)
        else:
            sides = self.sides
        own = [step for step in section.steps if len(sides) == 1 or not _is_shared(step)]
        shared = [step for step in section.steps if step not in own]
        pairs = [next(self.pairs) for _ in own]
        for side in sides:
            title = self._fill(section.title, side)
            passages = [
                Passage(cues=(Cue(text=f"{title.rstrip('.')}.", role="section"),), pause=NO_PAUSE_SAMPLES),
                *self._safety_lines(section.steps),
                *self.steps(own, side, pairs if len(sides) > 1 else None, repeated=side != sides[0]),
            ]
            if side == sides[-1]:
                passages += self.steps(shared, "midline")
            part = next((step.stroke.part for step in section.steps if isinstance(step, StrokeStep)), "")
            yield _Draft(title=title, passages=passages, section=index, part=part, optional=section.optional)

    def _safety_lines(self, steps: Iterable[Step]) -> Iterator[Passage]:
        """Yield the safety lines of the parts that occur here for the first time."""
        ritual = self.routine.ritual
        for step in steps:
            if ritual and isinstance(step, StrokeStep) and step.stroke.part in ritual.safety_before:
                line = self._fill(ritual.safety_before[step.stroke.part])
                if line not in self.taught:
                    self.taught.add(line)
                    yield Passage(cues=(Cue(text=line, role="safety"),), pause=NO_PAUSE_SAMPLES)

    def steps(
        self, steps: Iterable[Step], side: Side, pairs: Sequence[int] | None = None, *, repeated: bool = False
    ) -> Iterator[Passage]:
        for index, step in enumerate(steps):
            pair = pairs[index] if pairs else None
            drop_rank = 0 if step.optional else None
            if isinstance(step, StrokeStep):
                may_leave = not step.stroke.essential if step.optional is None else step.optional
                drop_rank = 0 if may_leave else None
                stroke_side = side if step.stroke.sides == "each" else step.stroke.sides
                yield Passage(
                    cues=tuple(self._stroke_cues(step, stroke_side, repeated=repeated)),
                    stroke=step.stroke,
                    side=stroke_side,
                    times=step.times,
                    pause=STROKE_PAUSE_SAMPLES,
                    drop_rank=drop_rank,
                    pair=pair,
                )
            elif isinstance(step, RestStep):
                yield Passage(pause=(step.shortest, step.longest), drop_rank=drop_rank, pair=pair)
            elif (step.always or self.guidance in ("learn", "practised")) and self._applies(step):
                yield replace(self._line(step.text, side, always=step.always), drop_rank=drop_rank, pair=pair)

    def _applies(self, step: SayStep) -> bool:
        """Whether a step is spoken with this choice of oil. Default: the advice on oil is spoken."""
        return step.when is None or (step.when == "no-oil") == (self.oil is False)

    def _stroke_cues(self, step: StrokeStep, side: Side, *, repeated: bool) -> Iterator[Cue]:
        stroke = step.stroke
        name = self._fill(stroke.name, side)
        if self.guidance == "tones":
            return
        if self.guidance == "names" or (repeated and self.guidance == "practised" and not stroke.again):
            yield Cue(text=f"{name}.", role="name")
        elif stroke.again and (repeated or (stroke.id in self.taught and step.cue is None)):
            yield Cue(text=self._fill(stroke.again, side), role="cue")
        elif self.guidance == "learn" and stroke.teach and stroke.id not in self.taught:
            yield Cue(text=self._fill(stroke.teach, side), role="teach")
            if stroke.caution:
                yield Cue(text=self._fill(stroke.caution, side), role="caution")
            yield Cue(text=self.called.replace("{name}", name), role="name")
        else:
            yield Cue(text=self._fill(step.cue or stroke.cue, side), role="cue")
        self.taught.add(stroke.id)

    def _prompt_and_check(self, ritual: Ritual, turn: int) -> tuple[Passage | None, Passage | None]:
        """Return the prompt and the check of a section, the `turn`-th of each."""

        def passage(texts: Sequence[Text], role: Role, pause: tuple[Samples, Samples]) -> Passage | None:
            if not texts:
                return None
            return Passage(cues=(Cue(text=self._fill(texts[turn % len(texts)]), role=role),), pause=pause, drop_rank=0)

        return (
            passage(ritual.prompts, "prompt", ritual.pause_after_prompt),
            passage(ritual.checks, "check", ritual.pause_after_check),
        )

    def _line(self, text: Text, side: Side = "midline", *, always: bool = False) -> Passage:
        return Passage(
            cues=(Cue(text=self._fill(text, side), role="safety" if always else "line"),), pause=NO_PAUSE_SAMPLES
        )

    def _fill(self, text: Text, side: Side = "midline") -> str:
        """Return a text in the session's language with its placeholders filled in, starting with a capital."""
        filled = text.say(self.language, side).replace("{side}", self.words.get(side, ""))
        filled = filled.replace("{baby}", self.words["baby"])
        return filled[:1].upper() + filled[1:]


def _is_shared(step: Step) -> bool:
    """Whether a step uses both sides at once, and so comes once, after them."""
    return isinstance(step, StrokeStep) and step.stroke.sides != "each"


def _insert_prompt_and_check(passages: list[Passage], prompt: Passage | None, check: Passage | None) -> None:
    """Insert the prompt after the section's first stroke, where the hands rest, and append the check."""
    strokes = [index for index, passage in enumerate(passages) if passage.stroke]
    if prompt and strokes:
        passages.insert(strokes[0] + 1, prompt)
    if check and strokes:
        passages.append(check)


def _with_drop_ranks(drafts: Sequence[_Draft], drop_order: Sequence[str]) -> Iterator[Scene]:
    """Rank what may be dropped, 0 first: prompts, checks, optional strokes; and, ranked apart, whole sections.

    Parts go in the order of `drop_order`; of two of the same part the later one goes first. Both sides of a step have
    the same rank.
    """

    def rank(part: str) -> int:
        return drop_order.index(part) if part in drop_order else len(drop_order)

    def key(place: int, passage: Passage) -> tuple[int, ...]:
        roles = {cue.role for cue in passage.cues}
        kind = 0 if "prompt" in roles else 1 if "check" in roles else 2
        stroke = passage.stroke
        return (kind, stroke.essential, rank(stroke.part), -place) if stroke else (kind, 0, 0, -place)

    droppable = [passage for draft in drafts for passage in draft.passages if passage.drop_rank is not None]
    pairs: dict[int, int] = {}
    keys: dict[int, tuple[int, ...]] = {}
    for position, passage in enumerate(droppable):
        place = position if passage.pair is None else pairs.setdefault(passage.pair, position)
        keys[id(passage)] = key(place, passage)
    order = {one: number for number, one in enumerate(sorted(set(keys.values())))}
    sections = sorted({(rank(draft.part), -draft.section) for draft in drafts if draft.optional})
    for draft in drafts:
        yield Scene(
            title=draft.title,
            passages=tuple(
                passage if passage.drop_rank is None else replace(passage, drop_rank=order[keys[id(passage)]])
                for passage in draft.passages
            ),
            drop_rank=sections.index((rank(draft.part), -draft.section)) if draft.optional else None,
        )
