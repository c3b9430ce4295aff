"""How much of their sound the sessions of a catalogue share, for which an encoder works twice: two tables.

python benchmarks/neighbours.py

A second is shared where another session has the same samples at the same place: an MP3 of it is a matter of where its
frames lie. Seconds are compared by what is heard in and around them, and for some pairs by their samples, to show that
this is the same. Nothing but these pairs is mixed. Takes some minutes.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Hashable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.errors import LengthError
from audioguide.model.audio import Stereo
from audioguide.model.routine import GUIDANCE_LEVELS
from audioguide.model.timeline import Beat, Event, Say, Timeline
from audioguide.rendering.bed import open_beds
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import Request, prepare
from audioguide.rendering.speak import speak
from audioguide.repertoire.beds import recipe, recipes
from audioguide.sound.mixer import mix
from audioguide.sound.tones.stroke import tones_for
from audioguide.units import SAMPLE_RATE

LENGTHS = {"5m": "express", "10m": "everyday", "15m": "everyday", "20m": "everyday", "30m": "everyday"}
BEDS = ("none", "ocean", "heartbeat")
NAMES = (
    *("Mia", "Noah", "Ada", "Ben", "Clara", "Daniel", "Eva", "Finn", "Greta", "Hannah"),
    *("Ida", "Jonas", "Kim", "Leo", "Maximilian", "Nora", "Olga", "Paul", "Rosalie", "Sam"),
)
BEFORE, AFTER = 5 * SAMPLE_RATE, 2 * SAMPLE_RATE
"""What sounded so long ago may still be heard, and words that come so soon are made way for."""
PAIRS: tuple[tuple[str, dict[str, str]], ...] = (
    ("another name", {"baby": "Noah"}),
    ("another length", {"length": "15m"}),
    ("another guidance", {"guidance": "names"}),
)


def main() -> None:
    """Count, and print."""
    with tempfile.TemporaryDirectory(prefix="audioguide-") as folder:
        cache = Cache(Path(folder))
        sessions, seconds = 0, Counter[str]()
        seen: dict[str, set[int]] = {bed: set() for bed in BEDS}
        for length, guidance, name in product(LENGTHS, GUIDANCE_LEVELS, NAMES):
            request = asked(length=length, guidance=guidance, baby=name)
            try:
                timeline = timeline_of(request, speak(request, cache))
            except LengthError:
                continue
            for bed in BEDS:
                sessions += 1
                known = list(heard(timeline, bed))
                seconds[bed] += len(known)
                seen[bed].update(known)
        print(f"{sessions} sessions of {seconds.total() / 3600:.0f} hours")
        for bed in BEDS:
            distinct = len(seen[bed])
            print(f"| {bed} | {seconds[bed] / 3600:.1f} | {distinct / 3600:.1f} | {1 - distinct / seconds[bed]:.0%} |")
        usual = {"baby": "Mia", "length": "10m", "guidance": "practised"}
        for bed, (what, other) in product(BEDS, PAIRS):
            print("|", " | ".join(compared(what, bed, usual, {**usual, **other}, cache)), "|")


def asked(**choices: Any) -> Request:  # noqa: ANN401 - as they are typed
    """Return the request of a session of the catalogue."""
    return prepare(LENGTHS[choices["length"]], voice="system", **choices)


def heard(timeline: Timeline, bed: str) -> Iterator[int]:
    """Yield, for each second, a hash of what its samples are made of."""
    # Chords change with the chapters, and fade until the last one ends.
    has_chords = bed in recipes() and any(layer.fades for layer in recipe(bed).layers)
    behind = tuple((one.start, one.end) for one in timeline.chapters) if has_chords else ()
    fades = timeline.length - timeline.fade_out - BEFORE
    near: list[Event] = []
    waiting = iter(timeline.events)
    coming = next(waiting, None)
    for start in range(0, timeline.length, SAMPLE_RATE):
        while coming is not None and coming.start < start + SAMPLE_RATE + AFTER:
            near.append(coming)
            coming = next(waiting, None)
        near = [one for one in near if one.end > start - BEFORE]
        end = timeline.length if start > fades else 0
        yield hash((start, end, behind, *map(told, near)))


def told(event: Event) -> Hashable:
    """Return what an event sounds like."""
    what: tuple[Hashable, ...] = ()
    if isinstance(event, Say):
        what = (event.text,)
    if isinstance(event, Beat):
        what = (event.stroke.id, event.side, event.index, event.of)
    return (event.start, event.end, *what)


def compared(
    what: str, bed: str, choices: dict[str, str], other: dict[str, str], cache: Cache
) -> tuple[str, str, str, str]:
    """Return how many seconds two sessions share, by what is heard and by their samples."""
    requests = [asked(**choices), asked(**other)]
    timelines = [timeline_of(one, speak(one, cache)) for one in requests]
    first, second = (set(heard(one, bed)) for one in timelines)
    one, two = (mixed(one, timeline, bed, cache) for one, timeline in zip(requests, timelines, strict=True))
    length = min(len(one), len(two)) // SAMPLE_RATE
    spans = (slice(at * SAMPLE_RATE, (at + 1) * SAMPLE_RATE) for at in range(length))
    same = sum(np.array_equal(one[span], two[span]) for span in spans)
    return what, bed, f"{len(first & second) / length:.0%}", f"{same / length:.0%}"


def mixed(request: Request, timeline: Timeline, bed: str, cache: Cache) -> Stereo:
    """Return all samples of a session."""
    clips = speak(request, cache)
    tones = tones_for("soft", repertoire.vocabulary().landmarks)
    blocks = mix(timeline, clips, tones, *open_beds(bed, timeline))
    return np.concatenate([block.sound.copy() for block in blocks])


if __name__ == "__main__":
    main()
