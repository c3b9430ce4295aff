"""Scenes as they are first written, and the order in which what they have may be dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

from audioguide.model.routine import Guidance, StrokeStep
from audioguide.model.script import Cue, Passage, Role, Scene
from audioguide.units import Samples

NO_PAUSE_SAMPLES = (Samples(0), Samples(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A scene whose passages are not ranked yet."""

    title: str
    passages: list[Passage]
    """With a drop rank of 0 where a passage may be dropped at all."""
    section: int = -1
    """Its index in the routine, the same for the right and the left of one section; -1 for the ritual."""
    part: str = ""
    optional: bool = False


def with_distinct_titles(drafts: Iterable[Draft]) -> list[Draft]:
    """Number the chapters of the same title, from the second on: ``Tummy``, ``Tummy 2``, ``Tummy 3``."""
    made: dict[str, Draft] = {}
    for draft in drafts:
        titles = chain((draft.title,), (f"{draft.title} {number}" for number in count(2)))
        title = next(one for one in titles if one not in made)
        made[title] = replace(draft, title=title)
    return list(made.values())


def with_drop_ranks(drafts: Sequence[Draft], drop_order: Sequence[str]) -> Iterator[Scene]:
    """Rank what may be dropped, 0 first: offers, checks, optional strokes; and, ranked apart, whole sections.

    Parts go in the order of `drop_order`; of two of the same part the later one goes first. Both sides of a step have
    the same rank.
    """

    def rank(part: str) -> int:
        return drop_order.index(part) if part in drop_order else len(drop_order)

    def key(place: int, passage: Passage) -> tuple[int, ...]:
        kind = 0 if passage.contact == "prompt" else 1 if passage.contact else 2
        stroke = passage.stroke
        if stroke:
            return (kind, stroke.essential, rank(stroke.part), -place)
        return (kind, passage.contact is not None and passage.add_rank is None, 0, -place)

    droppable = [passage for draft in drafts for passage in draft.passages if passage.drop_rank is not None]
    pairs: dict[int, int] = {}
    keys: dict[int, tuple[int, ...]] = {}
    for position, passage in enumerate(droppable):
        place = position if passage.pair is None else pairs.setdefault(passage.pair, position)
        keys[id(passage)] = key(place, passage)
    order = {one: number for number, one in enumerate(sorted(set(keys.values())))}
    sections = sorted({(rank(draft.part), -draft.section) for draft in drafts if draft.optional})
    parts = {one.section for one in drafts if one.section >= 0 and any(passage.stroke for passage in one.passages)}
    for draft in drafts:
        yield Scene(
            title=draft.title,
            passages=tuple(
                passage if passage.drop_rank is None else replace(passage, drop_rank=order[keys[id(passage)]])
                for passage in draft.passages
            ),
            section=draft.section,
            is_only_part=parts == {draft.section},
            drop_rank=sections.index((rank(draft.part), -draft.section)) if draft.optional else None,
        )


def said(text: str, role: Role = "line") -> Passage:
    """Return a sentence with what follows at once."""
    return Passage(cues=(Cue(text=text, role=role),), pause=NO_PAUSE_SAMPLES)


def explain_tones(drafts: Iterable[Draft], words: str) -> None:
    """Put words on the tones after the first stroke that moves, where it is taught: there they were heard."""
    for passages in (draft.passages for draft in drafts):
        for place, passage in enumerate(passages):
            lanes = passage.stroke.path.lanes if passage.stroke else ()
            if any(part.shape.glides for lane in lanes for part in lane):
                if any(cue.role == "teach" for cue in passage.cues):
                    passages.insert(place + 1, said(words))
                return


def soon(passage: Passage) -> Passage:
    """Return it with its shortest pause: however long a session is, the hands are soon on the baby."""
    return replace(passage, pause=(passage.pause[0], passage.pause[0]))


def counts(step: StrokeStep, guidance: Guidance) -> tuple[Cue, ...]:
    """Return what counts the repetitions of a step, where they are counted and more is heard than tones."""
    counted = step.counted and guidance != "tones"
    return tuple(Cue(text=f"{number}.", role="cue") for number in range(1, step.times.most + 1)) if counted else ()
