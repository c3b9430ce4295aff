"""Where offers and checks may stand in a section: most of them are spare, for where otherwise none would come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from audioguide.model.routine import Ritual
from audioguide.model.script import Contact, Cue, Passage, Role
from audioguide.model.stroke import Text
from audioguide.planning.drafts import Draft
from audioguide.units import Samples, samples

GREETING_OFFERS = 4
"""With the hello and the thanks they are about six lines to record: as many offers as fifteen minutes need."""
AFTER_PART_SAMPLES = samples(4.0)
"""Between the last stroke of a body part, with its pause, and what follows: at least 6 s together."""


def contact_passages(ritual: Ritual, *, spoken: bool) -> tuple[Passage, ...]:
    """Return one passage for each kind of contact that a section may have.

    Args:
        ritual: has the texts and how long it is quiet after each.
        spoken: whether more is said than names.
    """
    kinds: tuple[tuple[Contact, bool, tuple[Samples, Samples]], ...] = (
        ("prompt", spoken and bool(ritual.prompts), ritual.pause_after_prompt),
        ("check", spoken and bool(ritual.checks), ritual.pause_after_check),
        ("look", not spoken and bool(ritual.looks), ritual.pause_after_check),
    )
    return tuple(Passage(contact=kind, spare=True, pause=pause) for kind, there, pause in kinds if there)


def with_contact(
    passages: Iterable[Passage], contact: Sequence[Passage], *, offer: bool, check: bool, last: bool
) -> list[Passage]:
    """Put contact after every stroke and rest of a section, and time after the last stroke.

    Args:
        passages: of the scene.
        contact: spare passages, one of each kind.
        offer: whether the offer after the first stroke, where the hands rest, is more than a spare one.
        check: whether the check at the end is.
        last: whether the body part ends here: not after the first of two sides.
    """
    made = list(passages)
    strokes = [place for place, passage in enumerate(made) if passage.stroke]
    quiet = [place for place, passage in enumerate(made) if passage.stroke or not passage.cues]
    own = {"prompt": strokes[0] if offer and strokes else -1, "check": strokes[-1] if check and strokes else -1}
    for place in reversed(quiet):
        rank = made[place].add_rank
        made[place + 1 : place + 1] = [
            _own(one) if own.get(one.contact or "") == place else one if rank is None else replace(one, add_rank=rank)
            for one in contact
        ]
        if last and strokes and place == strokes[-1]:
            made.insert(place + 1, Passage(pause=(AFTER_PART_SAMPLES, AFTER_PART_SAMPLES)))
    return made


def with_offers_again(passages: Iterable[Passage]) -> list[Passage]:
    """Return passages in which each further round ends with an offer that is more than a spare one."""
    made = list(passages)
    last = {passage.add_rank: place for place, passage in enumerate(made) if passage.contact == "prompt"}
    for rank, place in last.items():
        if rank is not None:
            made[place] = replace(made[place], spare=False, drop_rank=0)
    return made


def in_turn(
    ritual: Ritual, scenes: Iterable[Draft], rota: Callable[[Sequence[Text]], Sequence[str]]
) -> Mapping[Contact, tuple[Cue, ...]]:
    """Return what is said in turn, of the kinds of contact that there are.

    Args:
        ritual: has the texts.
        scenes: of the session.
        rota: puts texts into the order of this session, as they are said.
    """
    used = {passage.contact for draft in scenes for passage in draft.passages}
    texts: tuple[tuple[Contact, Role, Sequence[Text]], ...] = (
        ("prompt", "prompt", ritual.prompts),
        ("check", "check", ritual.checks),
        ("look", "check", ritual.looks),
    )
    return {
        kind: tuple(Cue(text=text, role=role) for text in rota(written))
        for kind, role, written in texts
        if kind in used
    }


def _own(spare: Passage) -> Passage:
    return Passage(contact=spare.contact, pause=spare.pause, drop_rank=0)


def greeting(scenes: Sequence[Draft], *, prompts: Sequence[str], thanks: Sequence[str]) -> Iterator[str]:
    """Yield what suits one's own voice alone: what is said first, the first offers and the thanks, where they are said.

    Args:
        scenes: of the session.
        prompts: the offers, beginning with this session's.
        thanks: likewise.
    """
    passages = [passage for draft in scenes for passage in draft.passages]
    cues = [cue for passage in passages for cue in passage.cues]
    if cues and cues[0].role == "line":
        yield cues[0].text
    if any(passage.contact == "prompt" for passage in passages):
        yield from prompts[:GREETING_OFFERS]
    yield from (text for text in thanks[:1] if any(cue.text == text for cue in cues))
