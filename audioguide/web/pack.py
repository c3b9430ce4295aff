"""A session in one file, for a family without this program: sound, cards, words and a page that plays it.

The same session makes the same bytes, whenever it is packed.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from audioguide.cache import Cache
from audioguide.errors import ShelfError
from audioguide.model.routine import Routine
from audioguide.model.session import Session
from audioguide.pictures.cover import cover
from audioguide.rendering.cards import cards_page
from audioguide.rendering.files import refuse_special, something_else, write_file
from audioguide.rendering.identity import identity_of
from audioguide.rendering.manifest import Document, read_document, read_events
from audioguide.rendering.render import USUAL_FORMAT, name_of, render
from audioguide.rendering.request import Request
from audioguide.rendering.shelf import Shelf, is_whole
from audioguide.state.scratch import scratch_folder
from audioguide.units import samples
from audioguide.web.assets import words_for
from audioguide.web.feed import chapters

if TYPE_CHECKING:
    from audioguide.rendering.speak import Progress

PAGE_FILE, CARDS_FILE, WORDS_FILE, COVER_FILE = "index.html", "cards.html", "words.txt", "cover.png"
"""Names of the files in every pack, beside the sound file and its captions."""
PAGE_WORDS = (
    "play",
    "pause",
    "chapter_back_short",
    "chapter_next_short",
    "chapter_number",
    "chapters",
    "close",
    "left",
    "not_unpacked",
)
"""The words of the page that the page of a pack says, too."""
_MILLISECOND = samples(0.001)
"""By so much at most a manifest has rounded where a chapter begins."""
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""A fixed modification time, the earliest in the ZIP format: the bytes must not depend on the clock."""


def make_pack(
    request: Request,
    cache: Cache,
    shelf: Shelf,
    *,
    output: Path | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Pack a session, or find the ZIP file that holds it.

    A session that is on the shelf is taken; one that has to be made is not kept beside the pack.

    Args:
        request: the session.
        cache: keeps the spoken cues.
        shelf: where sessions, and packs without an `output`, are.
        output: the ZIP file; a free name on the shelf where left out.
        force: write over a file that is something else, and pack again.
        progress: called while something is going on.

    Returns:
        The ZIP file.

    Raises:
        AudioguideError: it cannot be made.
    """
    identity, name = identity_of(request), name_of(request)
    target = output or _place(shelf.folder, name, identity, force=force)
    refuse_special(target)
    if target.exists() and not force:
        if _packed_identity(target) == identity:
            return target
        raise something_else(target)
    with scratch_folder() as folder:
        session = _kept(shelf, identity) or render(request, cache, Shelf(folder), progress=progress)
        write_file(target, pack_session(session, request.routine, name), force=force)
    return target


def _kept(shelf: Shelf, identity: str) -> Session | None:
    """Find the session on the shelf as an MP3 that is whole, with its captions."""
    found = (one for one in shelf.sessions(identity) if one.path.suffix == f".{USUAL_FORMAT}")
    return next((one for one in found if one.captions.is_file() and is_whole(one, thoroughly=True)), None)


def _place(folder: Path, name: str, identity: str, *, force: bool) -> Path:
    """Return the first name that is free, holds this session already, or may be written over."""
    paths = (folder / f"{name}{'' if number == 1 else f'-{number}'}.zip" for number in count(1))
    return next(path for path in paths if force or not path.exists() or _packed_identity(path) == identity)


def _packed_identity(path: Path) -> str:
    """Return the identity of the session in a pack; empty where it is damaged or no pack."""
    if not path.is_file():  # whoever opens a pipe waits for ever
        return ""
    try:
        with ZipFile(path) as file:
            return "" if file.testzip() else file.comment.decode("ascii", "replace")
    except (OSError, BadZipFile, zlib.error, RuntimeError):  # the last where an entry is encrypted
        return ""


def pack_session(session: Session, routine: Routine, name: str) -> bytes:
    """Pack a finished session with the cards of its routine, as a ZIP file; in it, its files have this name.

    Raises:
        OSError: a file of it cannot be read.
        ShelfError: its manifest is damaged.
    """
    try:
        said = read_events(read_document(session.manifest.read_text("utf-8")), "say")
    except ValueError as error:
        from audioguide.plugins.requirements import command_line  # noqa: PLC0415 - for a mistake only

        again = f"audioguide again {command_line([str(session.path)])} --fresh"
        msg = f"'{session.path}' is damaged; make it again: {again}"
        raise ShelfError(msg) from error
    return pack(
        session,
        said,
        name=name,
        page=files("audioguide.web").joinpath("pack.html").read_text("utf-8"),
        cards=cards_page(session.title, routine, session.language),
        cover=cover(session.routine),
    )


def pack(session: Session, said: Sequence[Document], *, name: str, page: str, cards: str, cover: bytes) -> bytes:
    """Return a session as the bytes of a ZIP file.

    Args:
        session: its sound file and its captions are read.
        said: as `read_events` reads it from its manifest.
        name: of its sound file and its captions in the pack, without a suffix.
        page: the HTML of the player page.
        cards: the HTML of the cards.
        cover: a PNG.

    Raises:
        OSError: the sound file or the captions cannot be read.
    """
    sound, captions = (f"{name}{path.suffix}" for path in (session.path, session.captions))
    contents: Mapping[str, bytes] = {
        PAGE_FILE: _offline(page, session, sound, cover).encode(),
        CARDS_FILE: cards.encode(),
        WORDS_FILE: transcript(session, said).encode("utf-8-sig"),  # a BOM: a file has no charset header
        COVER_FILE: cover,
        captions: session.captions.read_bytes(),
        sound: session.path.read_bytes(),
    }
    archive = BytesIO()
    with ZipFile(archive, "w") as file:
        file.comment = session.identity.encode("ascii")
        for entry_name, content in contents.items():
            entry = ZipInfo(entry_name, _ZIP_EPOCH)
            entry.compress_type = ZIP_STORED if entry_name in (sound, COVER_FILE) else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, content)
    return archive.getvalue()


def transcript(session: Session, said: Sequence[Document]) -> str:
    """Return all spoken text of a session, grouped under the titles of the chapters, and whose voice it is, last."""
    return "\n".join(_paragraphs(session, said))


def _paragraphs(session: Session, said: Sequence[Document]) -> Iterator[str]:
    yield f"{session.title}\n"
    for chapter in session.chapters:
        start, end = (place - _MILLISECOND for place in (chapter.start, chapter.end))
        lines = [say["text"] for say in said if start <= say["start"] < end]
        yield "\n".join([chapter.title.upper(), *lines, ""])
    if session.credit:
        yield f"{session.credit}\n"


def _offline(page: str, session: Session, sound: str, cover: bytes) -> str:
    """Embed the session's data in the page: a local file cannot fetch JSON."""
    known, said = words_for(session.language)
    data = {
        "page": known,
        "words": {name: said[name] for name in PAGE_WORDS},
        "title": session.title,
        "language": session.language,
        "sound": quote(sound),
        # The Media Session API shows no artwork from file URLs.
        "picture": f"data:image/png;base64,{b64encode(cover).decode()}",
        "chapters": chapters(session)["chapters"],
        "more": {said["cards"]: CARDS_FILE, said["transcript"]: WORDS_FILE},
    }
    embedded = json.dumps(data, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    element = f'<script type="application/json" id="session">{embedded}</script>\n'
    page = page.replace('<html lang="en">', f'<html lang="{known}">', 1)
    return page.replace("<script>", f"{element}<script>", 1)
