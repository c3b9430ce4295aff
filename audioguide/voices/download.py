"""Voices of piper that can be fetched, at the user's word alone: nothing that makes a session imports this.

``offered.json`` has, by name, how many speakers a voice has, then size and MD5 sum of its model, its description and
its card, from the list that wyoming-piper 2.5.2 (MIT) ships. MD5 finds a torn or exchanged file; that it comes from the
right place is up to HTTPS.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unicodedata import normalize
from urllib.parse import quote
from urllib.request import urlopen

from audioguide.errors import VoiceError
from audioguide.speech import base_language
from audioguide.voices.folder import CARD, DESCRIPTION, MODEL, arriving, voices_folder

SOURCE = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
"""Where piper's makers keep its voices."""
PATIENCE = 30.0
"""Seconds without a byte until a transfer is given up."""
_CHUNK = 1 << 16
_BEST_FIRST = ("medium", "high", "low", "x_low")
"""Qualities: a high one takes several times as long to speak."""
_HOME = {"en": "en-US", "pt": "pt-BR"}
"""Of which country a voice comes first, where it is not the one that is called like the language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file as it should come."""

    name: str
    """In its folder there: ``MODEL_CARD``."""
    size: int
    md5: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedVoice:
    """A voice that can be fetched."""

    name: str
    """``de_DE-thorsten-medium``."""
    speakers: int
    """How many voices it has; the first of them speaks."""
    model: RemoteFile
    description: RemoteFile
    card: RemoteFile

    @property
    def language(self) -> str:
        """``pt-BR``."""
        return self.name.partition("-")[0].replace("_", "-")

    @property
    def quality(self) -> str:
        """``x_low``, ``low``, ``medium`` or ``high``."""
        return self.name.rpartition("-")[2]

    @property
    def source(self) -> str:
        """The address of the folder with its files."""
        code, speaker, quality = self.name.split("-", 2)
        folder = "/".join((code.partition("_")[0], code, speaker, quality))
        return f"{SOURCE}/{quote(folder)}"


def offered(wanted: str) -> tuple[OfferedVoice, ...]:
    """Return the voice of that name, or all that speak a language, the best first.

    Args:
        wanted: ``de_DE-thorsten-medium``, ``de`` or ``pt-PT``.

    Raises:
        VoiceError: there is none; the message lists the languages that there are.
    """
    voices, wanted = _offered(), normalize("NFC", wanted)
    if wanted in voices:
        return (voices[wanted],)
    code = wanted.replace("_", "-").casefold()
    found = [one for one in voices.values() if f"{one.language}-".casefold().startswith(f"{code}-")]
    if not found:
        codes = ", ".join(sorted({base_language(one.language) for one in voices.values()}))
        msg = f"there is no voice '{wanted}' to get; there are voices for {codes}"
        raise VoiceError(msg)
    return tuple(sorted(found, key=_rank))


def _rank(voice: OfferedVoice) -> tuple[bool, bool, int, str]:
    base, _, _ = voice.language.partition("-")
    away = voice.language != _HOME.get(base, f"{base}-{base.upper()}")
    return voice.speakers > 1, away, _BEST_FIRST.index(voice.quality), voice.name


def fetch_card(voice: OfferedVoice) -> str:
    """Fetch the card that tells who speaks, and under which licence.

    Raises:
        VoiceError: it does not come, or is another one.
    """
    content = bytearray()
    _fetch(voice.source, voice.card, content.extend)
    return content.decode("utf-8", "replace")


def get(voice: OfferedVoice, card: str, progress: Callable[[int], None]) -> Path:
    """Fetch a voice into the user's folder, and return its model.

    Args:
        voice: which one.
        card: of its licence, which is kept beside it.
        progress: called with the bytes of the model that are there.

    Raises:
        VoiceError: it does not come, is damaged, or cannot be written; nothing of it is left.
    """
    model = voices_folder() / f"{voice.name}{MODEL}"
    try:
        with arriving() as arrived:
            if card:
                (arrived / f"{voice.name}{CARD}").write_bytes(card.encode())
            _save(voice.source, voice.description, arrived / f"{voice.name}{DESCRIPTION}", lambda _: None)
            _save(voice.source, voice.model, arrived / model.name, progress)
    except OSError as error:
        msg = f"nothing can be kept in {model.parent}: {error.strerror}"
        raise VoiceError(msg) from error
    return model


def _save(source: str, file: RemoteFile, target: Path, progress: Callable[[int], None]) -> None:
    with target.open("wb") as opened:

        def keep(chunk: bytes) -> None:
            opened.write(chunk)
            progress(opened.tell())

        _fetch(source, file, keep)


def _fetch(source: str, file: RemoteFile, keep: Callable[[bytes], Any]) -> None:
    """Fetch a file, and hand it over in pieces.

    Raises:
        VoiceError: it does not come, or is not what it should be.
        OSError: it cannot be kept.
    """
    digest, size = hashlib.md5(usedforsecurity=False), 0
    for chunk in _chunks(f"{source}/{quote(file.name)}", file.name):
        size += len(chunk)
        if size > file.size:
            break
        digest.update(chunk)
        keep(chunk)
    if size != file.size or digest.hexdigest() != file.md5:
        msg = f"'{file.name}' came damaged or is another one now ({size} of {file.size} bytes); nothing was kept"
        raise VoiceError(msg)


def _chunks(address: str, name: str) -> Iterator[bytes]:
    try:
        with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - `SOURCE` begins with https
            while chunk := answer.read(_CHUNK):
                yield chunk
    except (OSError, HTTPException) as error:  # URLError is an OSError
        msg = f"'{name}' does not come from {SOURCE.split('/')[2]}: {getattr(error, 'reason', None) or error}"
        raise VoiceError(msg) from error


@cache
def _offered() -> Mapping[str, OfferedVoice]:
    table = json.loads(files("audioguide.voices").joinpath("offered.json").read_text("utf-8"))
    return MappingProxyType({name: _voice(name, *row) for name, row in table.items()})


def _voice(name: str, speakers: int, *facts: Any) -> OfferedVoice:  # noqa: ANN401 - sizes and sums in turn
    names = (f"{name}{MODEL}", f"{name}{DESCRIPTION}", "MODEL_CARD")
    sizes_and_sums = zip(names, facts[::2], facts[1::2], strict=True)
    model, description, card = (RemoteFile(name=one, size=size, md5=md5) for one, size, md5 in sizes_and_sums)
    return OfferedVoice(name=name, speakers=speakers, model=model, description=description, card=card)
