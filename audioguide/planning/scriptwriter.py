"""Routine + guidance + language -> Script: the cues, and the order in which passages are dropped for length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from audioguide.model.afterwards import Afterwards
from audioguide.model.geometry import Side
from audioguide.model.routine import (
    GUIDANCE_LEVELS,
    FirstSide,
    Guidance,
    Phrases,
    Preparation,
    RestStep,
    Routine,
    SayStep,
    Section,
    Step,
    StrokeStep,
)
from audioguide.model.script import Cue, Passage, Script
from audioguide.planning.beforehand import oil_lines, safety_lines, where_right_is
from audioguide.planning.drafts import Draft, counts, explain_tones, said, soon, with_distinct_titles, with_drop_ranks
from audioguide.planning.offers import (
    contact_passages,
    greeting,
    in_turn,
    with_contact,
    with_offers_again,
)
from audioguide.planning.oil import Oil
from audioguide.planning.rhymes import Rhymes, insert_rhyme
from audioguide.planning.rounds import MORE_ROUNDS, as_round, steps_of_a_round, where_rounds_come
from audioguide.planning.sides import is_on, is_once, is_shared
from audioguide.planning.wording import SpokenWording
from audioguide.units import samples

STROKE_PAUSE_SAMPLES = (samples(2.0), samples(20.0))
"""The shortest and the longest pause after a stroke. These pauses are what the planner fills a length with."""


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
    turn: int = 0,
    tones: bool = True,
    rhymes: bool = False,
    afterwards: Afterwards | None = None,
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
        oil: whether oil is used, where the routine may be done with it; None leaves it open: the advice is spoken.
        turn: where checks, offers and thanks begin, which are taken in turn.
        tones: whether there are any, which are explained to those who learn.
        rhymes: whether rhymes and hums take the place of some offers.
        afterwards: what goes on after the massage.

    Returns:
        Scenes whose passages have a drop rank, or None where they always stay.
    """
    oil = oil if routine.oil else False
    language = language or routine.language
    ritual = routine.ritual
    nameless = ritual.baby.say(language) if ritual and ritual.baby else phrases.baby
    writer = _Writer(
        routine=routine,
        wording=SpokenWording(
            guidance=guidance,
            language=language,
            words={"right": phrases.right, "left": phrases.left, "baby": baby or nameless},
            turn=turn,
        ),
        phrases=phrases,
        oil=oil,
        goes_on=afterwards is not None,
        hands=Oil(ritual=routine.ritual) if routine.ritual and oil is not False else None,
        rhymes=Rhymes(routine.ritual.rhymes if rhymes and routine.ritual else {}, turn),
        sides=("right", "left") if first_side == "right" else ("left", "right"),
        pairs=count(),
    )
    wish = preparation or routine.preparation or ("full" if guidance == "learn" else "short")
    rota = writer.wording.rota
    scenes = [*writer.opening(wish), *writer.sections(), *writer.closing(), *writer.thought()]
    if guidance == "learn" and tones and phrases.tones:
        explain_tones(scenes, phrases.tones)
    return Script(
        title=routine.title.say(language),
        language=language,
        guidance=guidance,
        tempo=routine.tempo,
        exact=routine.exact,
        slowing=routine.slowing,
        scenes=tuple(
            with_drop_ranks(with_distinct_titles(scenes), routine.ritual.drop_order if routine.ritual else ())
        ),
        in_turn=in_turn(ritual, scenes, rota) if ritual else {},
        greeting=tuple(greeting(scenes, prompts=rota(ritual.prompts), thanks=rota(ritual.thanks))) if ritual else (),
        afterwards=afterwards,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    routine: Routine
    wording: SpokenWording
    phrases: Phrases
    oil: bool | None
    goes_on: bool
    """Whether a bed goes on after the massage."""
    hands: Oil | None
    """What they have of the oil, as the session goes on; None: nothing is said of it."""
    rhymes: Rhymes
    sides: tuple[Side, Side]
    pairs: Iterator[int]

    def opening(self, preparation: Preparation) -> Iterator[Draft]:
        ritual = self.routine.ritual
        if ritual is None:
            return
        if preparation == "full":
            section = ritual.preparation
            steps = self._for_section(section).steps(section.steps, "midline")
            yield Draft(title=self.wording.fill(section.title), passages=list(steps))
        writer = self._for_section(ritual.opening)
        hello = [soon(passage) for passage in writer.steps(ritual.opening.steps, "midline")]
        if preparation == "short" and writer.wording.guidance != "tones":
            hello.insert(0, self.wording.line(ritual.preparation_short))
        hello += contact_passages(ritual, spoken=writer.wording.is_spoken)
        yield Draft(title=self.wording.fill(ritual.opening.title), passages=hello)

    def closing(self) -> Iterator[Draft]:
        ritual = self.routine.ritual
        if ritual is not None:
            if ritual.integration is not None:
                section = ritual.integration
                gathered = self._for_section(section).steps(section.steps, "midline")
                yield Draft(title=self.wording.fill(section.title), passages=list(gathered))
            section = ritual.closing
            writer = self._for_section(section)
            goodbye = list(writer.steps(section.steps, "midline"))
            thanks = writer.wording.rota(ritual.thanks)
            if thanks and writer.wording.is_spoken:
                first = next((place for place, passage in enumerate(goodbye) if passage.stroke), len(goodbye) - 1)
                goodbye.insert(first + 1, said(thanks[0]))
            yield Draft(title=self.wording.fill(section.title), passages=goodbye)

    def thought(self) -> Iterator[Draft]:
        """Yield what is said at the very end, where more is said than names; it leaves before any part does."""
        section, ritual = self.routine.thought, self.routine.ritual
        if section is not None and self.wording.is_spoken:
            steps, place = list(self.steps(section.steps, "midline")), len(self.routine.sections)
            first = (*(ritual.drop_order if ritual else ()), "")[0]
            yield Draft(
                title=self.wording.fill(section.title), passages=steps, section=place, part=first, optional=True
            )

    def sections(self) -> Iterator[Draft]:
        for index, section in enumerate(self.routine.sections):
            writer = self._for_section(section)
            drafts = list(writer.section(section, index))
            if self.routine.ritual is not None:
                spoken = writer.wording.is_spoken
                contact = contact_passages(self.routine.ritual, spoken=spoken)
                for draft in drafts:
                    last = draft is drafts[-1]
                    rhyme = self.rhymes.after(draft.passages) if spoken else None
                    draft.passages[:] = with_contact(
                        draft.passages,
                        contact,
                        offer=draft is drafts[0] and spoken and rhyme is None,
                        check=last and spoken,
                        last=last,
                    )
                    if rhyme is not None:
                        stroke, words = rhyme
                        cue = Cue(text=self.wording.fill(words), role="prompt")
                        insert_rhyme(draft.passages, stroke, cue, self.routine.ritual.pause_after_prompt)
                    if last:
                        draft.passages[:] = with_offers_again(draft.passages)
            yield from drafts

    def _for_section(self, section: Section) -> _Writer:
        """Return the writer for a section, whose guidance may be lower than the session's."""
        own = section.guidance or self.wording.guidance
        lower = max(self.wording.guidance, own, key=GUIDANCE_LEVELS.index)
        return replace(self, wording=replace(self.wording, guidance=lower, named=section in self.routine.sections))

    def section(self, section: Section, index: int) -> Iterator[Draft]:
        """Yield a scene for each side; strokes that use both sides at once come at the end of the last."""
        if section.sides != "each":
            sides: Sequence[Side] = (section.sides or "midline",)
        else:
            sides = self.sides
        own = [step for step in section.steps if len(sides) == 1 or not is_shared(step)]
        shared = [step for step in section.steps if step not in own]
        pairs = [next(self.pairs) for _ in own] if len(sides) > 1 else None
        between = [step for step in own if is_once(step, "between")] if len(sides) > 1 else []
        again = steps_of_a_round(own) if self.routine.ritual else ()
        pairs_again = [[next(self.pairs) for _ in again] for _ in range(MORE_ROUNDS)]
        for side in sides:
            title = self.wording.fill(section.title, side)
            passages = [
                said(self._intro(section, side) or f"{title.rstrip('.')}.", "section"),
                *where_right_is(self.phrases, self.wording, side, self.sides),
                *safety_lines(self.routine.ritual, self.wording, section.steps),
                *self.steps(own, side, pairs, repeated=side != sides[0], sides=sides),
            ]
            if side == sides[0]:
                # After what is done before the first stroke: nobody turns a baby over with oil on the hands.
                first = next((place for place, passage in enumerate(passages) if passage.stroke), len(passages))
                passages[first:first] = oil_lines(self.hands, self.wording, section.steps)
            rounds = [
                passage
                for more in range(MORE_ROUNDS)
                for passage in as_round(
                    self.steps(again, side, pairs_again[more], repeated=True),
                    Cue(text=self.phrases.once_more, role="section"),
                    more * len(self.routine.sections) + index,
                )
            ]
            if again:
                place = where_rounds_come(passages, again)
                passages[place:place] = rounds
            if side != sides[-1]:
                passages += self.steps(between, sides[-1])
            else:
                passages += self.steps(shared, "midline")
            part = next((step.stroke.part for step in section.steps if isinstance(step, StrokeStep)), "")
            yield Draft(title=title, passages=passages, section=index, part=part, optional=section.optional)

    def _intro(self, section: Section, side: Side) -> str:
        return self.wording.fill(section.intro, side) if section.intro and self.wording.is_spoken else ""

    def steps(
        self,
        steps: Iterable[Step],
        side: Side,
        pairs: Sequence[int] | None = None,
        *,
        repeated: bool = False,
        sides: Sequence[Side] = (),
    ) -> Iterator[Passage]:
        """Yield what is said and done of steps; those that come once, on one of `sides` only, if there are any."""
        for index, step in enumerate(steps):
            if sides and not is_on(step, side, sides):
                continue
            pair = pairs[index] if pairs else None
            drop_rank = 0 if step.optional else None
            if isinstance(step, StrokeStep):
                may_leave = not step.stroke.essential if step.optional is None else step.optional
                drop_rank = 0 if may_leave else None
                stroke_side = side if step.stroke.sides == "each" else step.stroke.sides
                yield Passage(
                    cues=tuple(self.wording.stroke_cues(step, stroke_side, repeated=repeated)),
                    stroke=step.stroke,
                    side=stroke_side,
                    times=step.times,
                    inside=step.inside,
                    counts=counts(step, self.wording.guidance),
                    pause=step.pause or STROKE_PAUSE_SAMPLES,
                    drop_rank=drop_rank,
                    pair=pair,
                )
            elif isinstance(step, RestStep):
                yield Passage(pause=(step.shortest, step.longest), drop_rank=drop_rank, pair=pair)
            elif (step.always or self.wording.is_spoken) and self._applies(step):
                yield replace(self.wording.line(step.text, side, always=step.always), drop_rank=drop_rank, pair=pair)

    def _applies(self, step: SayStep) -> bool:
        """Whether a step is spoken with these choices. Default: the advice on oil is spoken."""
        if step.when == "afterwards":
            return self.goes_on
        return step.when is None or (step.when == "no-oil") == (self.oil is False)
