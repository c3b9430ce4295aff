"""Everything that all sessions of a catalogue say, each clip spoken once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from audioguide.cache import Cache
from audioguide.model.catalogue import Row
from audioguide.model.script import Cue
from audioguide.planning.finder import SECONDS_PER_WORD
from audioguide.rendering.request import Request, prepare
from audioguide.rendering.speak import Progress
from audioguide.speech.narrator import narrate
from audioguide.speech.text import normalize
from audioguide.units import SAMPLE_RATE

_BYTES_PER_WORD = 8 * SAMPLE_RATE * SECONDS_PER_WORD
"""Of a clip, and as much again: a slow voice, and what was kept before."""


def speak_all(groups: Iterable[Sequence[Row]], cache: Cache, progress: Progress | None = None) -> Cache:
    """Speak every distinct clip of sessions in groups of one script, from `opening.grouped`.

    Returns:
        The cache, with room enough that none of them is removed while the sessions are made; also what was spoken
        before counts, so the groups are those of all sessions.

    Raises:
        AudioguideError: a voice is missing, or failed.
    """
    scripts = list(_together(groups))
    words = sum(len(cue.text.split()) for _, cues in scripts for cue in cues)
    roomy = cache.with_room(round(words * _BYTES_PER_WORD))
    for request, cues in scripts:
        narrate(
            cues,
            request.voice,
            roomy,
            language=request.script.language,
            pronounce=request.routine.pronounce,
            progress=partial(progress, "speaking") if progress else None,
        )
    return roomy


def _together(groups: Iterable[Sequence[Row]]) -> Iterator[tuple[Request, tuple[Cue, ...]]]:
    """Yield what is spoken by one voice with one pronunciation: cues of the same words once."""
    requests: dict[tuple[object, ...], Request] = {}
    cues: dict[tuple[object, ...], dict[str, Cue]] = {}
    for rows in groups:
        request = prepare(rows[0].routine, **rows[0].choices)  # type: ignore[arg-type]  # the reader has checked them
        language, pronounce = request.script.language, request.routine.pronounce
        key: tuple[object, ...] = (request.voice.identity, language, tuple(pronounce.items()))
        requests.setdefault(key, request)
        known = cues.setdefault(key, {})
        for cue in request.script.cues:
            known.setdefault(normalize(cue.text, language, pronounce), cue)
    for one, request in requests.items():
        yield request, tuple(cues[one].values())
