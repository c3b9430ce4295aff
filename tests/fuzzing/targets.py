"""The targets: what each is fed with, and what it may answer with."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from fakes.sessions import TIMELINE, session
from hypothesis import strategies as st

from audioguide import repertoire
from audioguide.errors import RoutineError
from audioguide.model.geometry import parse_path
from audioguide.model.plain import is_plain
from audioguide.reader import read, read_course, read_recipe
from audioguide.rendering.manifest import read_document, read_session, session_document
from audioguide.speech.languages import LANGUAGES
from audioguide.speech.text import normalize, phrases
from audioguide.units import parse_age, parse_duration

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"

MARKS = [
    "{",
    "}",
    "[",
    "]",
    ", ",
    ": ",
    "- ",
    "\n",
    "\n  ",
    " #x",
    "'",
    '"',
    "|\n",
    ">",
    "? ",
    "&a ",
    "*a",
    "!x ",
    "\\",
]
ODDITIES = [
    "9" * 400,
    "1e999",
    "-1",
    "0",
    "\x00",
    "\x1b[2J",
    "\u202e",
    "\ud800",
    "\ufeff",
    "\xa0",
    "½",
    "٣",
    "x" * 5000,
]
PIECES = st.sampled_from([*MARKS, *ODDITIES]) | st.text(max_size=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing that is fed."""

    feed: st.SearchStrategy[str]
    answer: Callable[[str], object]
    refusals: tuple[type[Exception], ...]
    """What it may raise; anything else is a bug."""


@st.composite
def damaged(draw: st.DrawFn, texts: tuple[str, ...], longest: int) -> str:
    """One of these texts, with some pieces of at most so many characters changed, gone or doubled."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, longest)))
        piece = draw(st.just("") | PIECES | st.just(text[start:end] * 2))
        text = text[:start] + piece + text[end:]
    return text


def files(*folders: Path) -> st.SearchStrategy[str]:
    """Files of these folders, damaged."""
    found = tuple(path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.yaml")))
    return damaged(found, 60)


def paths() -> st.SearchStrategy[str]:
    """The ways of the built-in strokes, damaged."""
    return damaged(tuple(str(stroke.path) for stroke in repertoire.vocabulary().strokes.values()), 4)


def read_routine(text: str) -> object:
    return read(text, source="fuzz.yaml", vocabulary=repertoire.vocabulary())


def read_time(text: str) -> float:
    """As a length, as one in a file, and as an age."""
    found: list[float] = []
    for parse in (parse_duration, partial(parse_duration, bare_seconds=True), parse_age):
        with contextlib.suppress(ValueError):
            found.append(parse(text))
    if not found:
        raise ValueError(text)
    return sum(found)


def say(text: str) -> None:
    for language in LANGUAGES:
        said = normalize(text, language, {})
        assert all(phrase.words for phrase in phrases(said, language))


def read_manifest(text: str) -> None:
    found = read_session(read_document(text), Path("everyday.mp3"))
    assert is_plain(found.full_title)


def manifests() -> st.SearchStrategy[str]:
    """A manifest in which one value is another, and text that is none."""
    whole: dict[str, Any] = session_document(session(Path("everyday.mp3")), TIMELINE, {})
    plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(ODDITIES)
    values = st.recursive(plain, lambda some: st.lists(some) | st.dictionaries(st.sampled_from(sorted(whole)), some))
    wrong = st.builds(lambda key, value: json.dumps({**whole, key: value}), st.sampled_from(sorted(whole)), values)
    deep = st.builds(lambda mark, often: mark * often, st.sampled_from(["[", '{"a":']), st.integers(0, 200_000))
    return wrong | deep | st.builds(lambda text, piece: text + piece, wrong, PIECES)


times = st.lists(
    st.sampled_from(["10", "9", "1", ".", ":", "h", "m", "s", "w", "y", "min", "weeks", "old", "-", "\u2013"]) | PIECES,
    max_size=8,
)
sentences = st.lists(
    st.sampled_from(
        [
            "a",
            "of",
            "24,5",
            "1/2",
            "12:30",
            "%",
            "§",
            "&",
            "1.",
            "IV",
            "Dr.",
            "°C",
            "£",
            "€",
            "1.000.000",
            "-3",
            "3-4",
            "…",
            "9999999999999999999999",
        ]
    )
    | PIECES,
    max_size=12,
)

TARGETS = {
    "routine": Target(
        feed=files(DATA / "routines", DATA / "mistakes", DATA / "dangerous", ROOT / "docs" / "examples"),
        answer=read_routine,
        refusals=(RoutineError,),
    ),
    "course": Target(
        feed=files(DATA / "courses"),
        answer=lambda text: read_course(text, source="fuzz.yaml"),
        refusals=(RoutineError,),
    ),
    "recipe": Target(
        feed=files(ROOT / "sounds"),
        answer=lambda text: read_recipe(text, source="fuzz.yaml"),
        refusals=(RoutineError,),
    ),
    "path": Target(feed=paths(), answer=lambda text: str(parse_path(text)), refusals=(ValueError,)),
    "time": Target(feed=times.map("".join), answer=read_time, refusals=(ValueError,)),
    "spoken": Target(feed=sentences.map(" ".join), answer=say, refusals=()),
    "manifest": Target(feed=manifests(), answer=read_manifest, refusals=(ValueError,)),
}
