"""A session in one file, for a family without this program: sound, cards, words and a page that plays it.

The same session makes the same bytes, whenever it is packed.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from importlib.resources import files
from io import BytesIO
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from audioguide.model.routine import Routine
from audioguide.model.session import Session
from audioguide.pictures.cover import cover
from audioguide.rendering.cards import cards_page
from audioguide.rendering.manifest import Document
from audioguide.units import SAMPLE_RATE, format_duration
from audioguide.web.feed import chapters

PAGE_FILE, CARDS_FILE, WORDS_FILE, COVER_FILE = "index.html", "cards.html", "words.txt", "cover.png"
"""Names of the files in every pack, beside the sound file and its captions."""
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""A fixed modification time, the earliest in the ZIP format: the bytes must not depend on the clock."""
_FEED_LINK = re.compile(r'<link rel="alternate"[^>]*>\n?')


def pack_session(session: Session, routine: Routine) -> bytes:
    """Pack a finished session with the cards of its routine, as a ZIP file."""
    return pack(
        session,
        json.loads(session.manifest.read_text("utf-8")),
        page=files("audioguide.web").joinpath("page.html").read_text("utf-8"),
        cards=cards_page(session.title, routine, session.language),
        cover=cover(session.routine),
    )


def pack(session: Session, document: Document, *, page: str, cards: str, cover: bytes) -> bytes:
    """Return a session as the bytes of a ZIP file.

    Args:
        session: its sound file and its captions are read.
        document: its manifest.
        page: the HTML of the player page.
        cards: the HTML of the cards.
        cover: a PNG.

    Raises:
        OSError: the sound file or the captions cannot be read.
    """
    contents: Mapping[str, bytes] = {
        PAGE_FILE: _offline(page, session, cover).encode(),
        CARDS_FILE: cards.encode(),
        WORDS_FILE: transcript(document).encode("utf-8-sig"),  # a BOM: a file has no charset header
        COVER_FILE: cover,
        session.captions.name: session.captions.read_bytes(),
        session.path.name: session.path.read_bytes(),
    }
    archive = BytesIO()
    with ZipFile(archive, "w") as file:
        for name, content in contents.items():
            entry = ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = ZIP_STORED if name in (session.path.name, COVER_FILE) else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, content)
    return archive.getvalue()


def transcript(document: Document) -> str:
    """Return all spoken text, grouped under the titles of the chapters."""
    return "\n".join(_paragraphs(document))


def _paragraphs(document: Document) -> Iterator[str]:
    said = [event for event in document["events"] if event["kind"] == "say"]
    yield f"{document['title']}\n"
    for chapter in document["chapters"]:
        start, end = (chapter[name] * SAMPLE_RATE / 1000 for name in ("start_ms", "end_ms"))
        lines = [say["text"] for say in said if start <= say["start"] + SAMPLE_RATE / 1000 < end]
        yield "\n".join([chapter["title"].upper(), *lines, ""])


def _offline(page: str, session: Session, cover: bytes) -> str:
    """Embed the session's data in the page: a local file cannot fetch JSON."""
    data = {
        "title": session.title,
        "length": format_duration(session.length),
        "guidance": session.guidance,
        "language": session.language,
        "sound": quote(session.path.name),
        # The Media Session API shows no artwork from file URLs.
        "picture": f"data:image/png;base64,{b64encode(cover).decode()}",
        "chapters": chapters(session)["chapters"],
        "more": {"The strokes as pictures": CARDS_FILE, "The words": WORDS_FILE},
    }
    embedded = json.dumps([data], ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    element = f'<script type="application/json" id="sessions">{embedded}</script>\n'
    return _FEED_LINK.sub("", page).replace("<script>", f"{element}<script>", 1)
