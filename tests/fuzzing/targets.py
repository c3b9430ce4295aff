"""The targets: what each is fed with, and what it may answer with."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from audioguide import repertoire
from audioguide.errors import EncoderError, RoutineError, SoundError, VoiceError
from audioguide.reader import read_course
from audioguide.speech.languages import LANGUAGES
from fuzzing import answering, feeds
from fuzzing.feeds import BYTES, PIECES, damaged, files, manifests
from fuzzing.varying import Vary, grafted, grafted_or_spliced, paired, spliced

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing that is fed."""

    feed: st.SearchStrategy[Any]
    answer: Callable[[Any], object]
    refusals: tuple[type[Exception], ...] = ()
    """What it may raise; anything else is a bug."""
    vary: Vary = spliced


times = st.lists(
    st.sampled_from(["10", "9", "1", ".", ":", "h", "m", "s", "w", "y", "min", "weeks", "old", "-", "\u2013"]) | PIECES,
    max_size=8,
)
sentences = st.lists(
    st.sampled_from(
        [
            *("a", "of", "24,5", "1/2", "12:30", "%", "§", "&", "1.", "IV", "Dr.", "°C", "£", "€", "1.000.000", "-3"),
            *("3-4", "…", "9999999999999999999999"),
        ]
    )
    | PIECES,
    max_size=12,
)

TARGETS = {
    "routine": Target(
        feed=files(DATA / "routines", DATA / "mistakes", DATA / "dangerous", ROOT / "docs" / "examples"),
        answer=answering.read_routine,
        refusals=(RoutineError,),
    ),
    "course": Target(
        feed=files(DATA / "courses"),
        answer=lambda text: read_course(text, source="fuzz.yaml"),
        refusals=(RoutineError,),
    ),
    "catalogue": Target(feed=files(DATA / "catalogues"), answer=answering.open_a_catalogue, refusals=(RoutineError,)),
    "recipe": Target(
        feed=files(ROOT / "sounds"),
        answer=answering.hear,
        refusals=(RoutineError, SoundError),
    ),
    "path": Target(
        feed=damaged(tuple(str(stroke.path) for stroke in repertoire.vocabulary().strokes.values()), 4, PIECES),
        answer=answering.follow,
        refusals=(ValueError, RoutineError),
    ),
    "time": Target(feed=times.map("".join), answer=answering.read_time, refusals=(ValueError,)),
    "spoken": Target(
        feed=st.tuples(st.sampled_from(sorted(LANGUAGES)), sentences.map(" ".join)),
        answer=answering.say,
        vary=paired(spliced),
    ),
    "manifest": Target(feed=manifests(), answer=answering.read_manifest, refusals=(ValueError,), vary=grafted),
    "feed": Target(feed=manifests(), answer=answering.offer, refusals=(ValueError,), vary=grafted),
    "recordings": Target(
        feed=damaged(feeds.LINES, 8, PIECES), answer=answering.read_recordings, refusals=(VoiceError,)
    ),
    "frames": Target(
        feed=st.deferred(lambda: damaged((feeds.mp3_stream(answering.folder("frames")),), 4, BYTES)),
        answer=answering.join,
        refusals=(EncoderError,),
    ),
    "http": Target(
        feed=st.deferred(lambda: feeds.requests(answering.TOKEN, answering.shelf()[1])), answer=answering.serve
    ),
    "page": Target(feed=feeds.calls(), answer=answering.call_page, vary=paired(grafted_or_spliced)),
}
if hasattr(socket, "AF_UNIX"):
    TARGETS["remote"] = Target(feed=feeds.words(), answer=answering.tell_player)
