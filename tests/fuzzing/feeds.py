"""What the larger targets are fed with: manifests, MP3 streams, requests, words for the remote control."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from fakes.sessions import TIMELINE, session
from hypothesis import strategies as st

from audioguide.encoders.mp3 import Mp3
from audioguide.model.audio import Block
from audioguide.rendering.manifest import session_document
from audioguide.units import samples

Text = TypeVar("Text", str, bytes)

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
    *("9" * 400, "1e999", "-1", "0", "\x00", "\x1b[2J", "\u202e", "\ud800", "\ufeff", "\xa0", "½", "٣", "x" * 5000),
]
PIECES = st.sampled_from([*MARKS, *ODDITIES]) | st.text(max_size=5)
BYTES = st.sampled_from([b"\x00", b"\xff" * 4, b"\r\n", b"\r\n\r\n", b" ", b"%2e%2e/", b"9" * 400]) | st.binary(
    max_size=5
)


@st.composite
def damaged(draw: st.DrawFn, texts: tuple[Text, ...], longest: int, pieces: st.SearchStrategy[Text]) -> Text:
    """One of these texts, with some pieces of at most so many characters changed, gone or doubled."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, longest)))
        piece = draw(st.just(text[:0]) | pieces | st.just(text[start:end] * 2))
        text = text[:start] + piece + text[end:]
    return text


def files(*folders: Path) -> st.SearchStrategy[str]:
    """Files of these folders, damaged."""
    found = tuple(path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.yaml")))
    return damaged(found, 60, PIECES)


def manifests() -> st.SearchStrategy[str]:
    """A manifest in which one value is another, and text that is none."""
    whole: dict[str, Any] = session_document(session(Path("everyday.mp3")), TIMELINE, {})
    plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(ODDITIES)
    values = st.recursive(plain, lambda some: st.lists(some) | st.dictionaries(st.sampled_from(sorted(whole)), some))
    wrong = st.builds(lambda key, value: json.dumps({**whole, key: value}), st.sampled_from(sorted(whole)), values)
    deep = st.builds(lambda mark, often: mark * often, st.sampled_from(["[", '{"a":']), st.integers(0, 200_000))
    return wrong | deep | st.builds(lambda text, piece: text + piece, wrong, PIECES)


@cache
def mp3_stream(folder: Path) -> bytes:
    """Return two seconds of a chord, as our encoder makes them, without the frame that tells their length."""
    timeline = replace(TIMELINE, length=samples(2.0), events=(), chapters=())
    encoder, at = Mp3(), np.arange(timeline.length)[:, None] / 44_100
    block = (0.2 * np.sin(2 * np.pi * at * np.array([220.0, 330.0]))).astype(np.float32)
    return encoder.encode(encoder.pieces(timeline)[0], [Block(start=samples(0), sound=block)], folder).read_bytes()


LINES = (
    "number,file,seconds,text\r\n1,001 hello,2.5,Hello.\r\n2,002 from hip,3.1,From hip to ankle.\r\n",
    "\ufeffnumber;file;seconds;text\n1;001 hello;2,5;Hello.\n",
    'number,file,seconds,text\n3,003 hum,4,"Hum, if you like."\n',
)
"""Lists of lines to read, as we write them and as spreadsheets do."""

REQUESTS = (
    b"GET /%TOKEN%/feed.xml HTTP/1.1\r\nHost: x\r\n\r\n",
    b'HEAD /%TOKEN%/cover.png HTTP/1.1\r\nHost: x\r\nIf-None-Match: W/"1"\r\n\r\n',
    b"GET /%TOKEN%/%KEY%.mp3 HTTP/1.1\r\nHost: x\r\nRange: bytes=0-9\r\n\r\n",
    b'GET /%TOKEN%/%KEY%.mp3 HTTP/1.1\r\nHost: x\r\nRange: bytes=3-,-2\r\nIf-Range: "a"\r\n\r\n',
    b"GET /%TOKEN%/%KEY%.chapters.json HTTP/1.1\r\nHost: x\r\nOrigin: null\r\n\r\n",
    b"GET /%TOKEN%/%KEY%.vtt HTTP/1.0\r\n\r\n",
    b"POST /%TOKEN%/feed.xml HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n",
    b"GET /%TOKEN%/../state/token HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
)
"""Requests as a client sends them; the token and the key are put in."""


def requests(token: str, key: str) -> st.SearchStrategy[bytes]:
    """Requests, damaged, several over one line."""
    known = tuple(one.replace(b"%TOKEN%", token.encode()).replace(b"%KEY%", key.encode()) for one in REQUESTS)
    return st.lists(damaged(known, 20, BYTES), min_size=1, max_size=3).map(b"".join)


ROUTES = (
    *("jobs", "plan", "time", "babies", "playing", "playing/command", "diary", "diary/delete"),
    *(
        "words/keep",
        "words/next",
        "jobs/1/cancel",
        "babies/1/remove",
        "sessions/{key}/favourite",
        "sessions/{key}/delete",
        "sessions/{key}/restore",
    ),
)
FIELDS = (
    *("routine", "bed", "voice", "parts", "minutes", "baby", "name", "day", "id", "key", "session", "on", "command"),
    *("seconds", "format", "language", "guidance", "length", "favourite", "born", "volume", "afterwards", "stopped"),
)


def calls() -> st.SearchStrategy[tuple[str, str]]:
    """A path of the page's API, and a body: mostly an object with fields that it knows, and values that it does not."""
    plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(ODDITIES)
    plain |= st.sampled_from(["everyday", "ocean", "hibari", "2026-01-01", "en", "pause", "10m", "local", "1"])
    values = st.recursive(plain, lambda some: st.lists(some) | st.dictionaries(st.sampled_from(FIELDS), some))
    objects = st.dictionaries(st.sampled_from(FIELDS), values, max_size=6).map(json.dumps)
    return st.tuples(st.sampled_from(ROUTES), objects | damaged(('{"minutes": 10}',), 5, PIECES))


WORDS = tuple(len(word).to_bytes(4, "big") + word for word in (b"pause", b"stop", b"next", b"louder", b""))
"""Commands as they go over the socket of the remote control: a length, and the word."""


def words() -> st.SearchStrategy[bytes]:
    """Words of the remote control, damaged, and lengths that are none."""
    return damaged((*WORDS, b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff" + b"x" * 2000), 4, BYTES)
