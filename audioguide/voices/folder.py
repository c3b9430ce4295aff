"""The user's folder of voices: files of piper, each ``NAME.onnx`` with ``NAME.onnx.json`` and the card of its licence.

Nothing here fetches anything: see `download`.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audioguide.errors import VoiceError
from audioguide.state.places import user_folder
from audioguide.state.scratch import scratch_folder
from audioguide.state.shell import command_line

MODEL = ".onnx"
DESCRIPTION = f"{MODEL}.json"
CARD = ".MODEL_CARD"
"""What a model, its description and the card of its licence end in."""

_LICENCE = re.compile(r"^\W*licen[cs]e\W+(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_SOURCE = re.compile(r"^\W*url\W+(\S+)\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceFile:
    """A voice of piper that lies in the folder."""

    name: str
    """``de_DE-thorsten-medium``."""
    language: str
    """Of two or three letters."""
    licence: str
    """As its card says; empty without a card, or where that says nothing."""
    size: int
    """Bytes of the model."""


def voices_folder() -> Path:
    """Return the user's folder in which voices are found by name, and by ``--voice auto``."""
    return user_folder("data") / "voices"


def voice_files() -> Iterator[VoiceFile]:
    """Yield the voices in the folder, by name; what is no voice is passed over."""
    for model in sorted(voices_folder().glob(f"*{MODEL}")):
        try:
            language = spoken_language(read_description(model))
        except VoiceError:  # kokoro's model, or half a voice
            continue
        yield VoiceFile(name=model.stem, language=language, licence=licence_of(_card(model)), size=model.stat().st_size)


def licence_of(card: str) -> str:
    """Return what a card says of the licence; empty where it says nothing."""
    found = _LICENCE.search(card)
    return found[1] if found else ""


def credit_of_file(model: Path) -> str:
    """Return its name, where its recordings are, and its licence; empty where no card tells of one."""
    card = _card(model)
    source, licence = _SOURCE.search(card), licence_of(card)
    if not licence:
        return ""
    return ", ".join([f"Voice: piper {model.stem}", *([source[1]] if source else []), licence])


def _card(model: Path) -> str:
    """Return the card that lies beside a model; empty where there is none."""
    try:
        return model.with_name(f"{model.stem}{CARD}").read_text("utf-8", "replace")
    except OSError:
        return ""


def read_description(model: Path) -> dict[str, Any]:
    """Return what stands beside a model of piper.

    Raises:
        VoiceError: there is nothing, or it describes no voice.
    """
    path = _description(model)
    try:
        config: dict[str, Any] = json.loads(path.read_text("utf-8"))
        spoken_language(config)
    except OSError as error:
        msg = f"'{model.name}' needs its other file, '{model.name}.json', beside it"
        raise VoiceError(msg) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"'{path.name}' does not describe a voice for piper"
        raise VoiceError(msg) from error
    return config


def spoken_language(config: dict[str, Any]) -> str:
    """Return ``en`` for ``en_US`` or ``en-us``."""
    code: str = config["language"]["family"] if "language" in config else config["espeak"]["voice"].partition("-")[0]
    return code.casefold()


@contextmanager
def arriving() -> Iterator[Path]:
    """Lend a place for the files of a voice, and move them into the folder when all are there: its model last.

    Raises:
        OSError: the folder cannot be made or written.
    """
    folder = voices_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with scratch_folder(folder) as arrived:
        yield arrived
        for file in sorted(arrived.iterdir(), key=lambda file: file.suffix == MODEL):
            file.replace(folder / file.name)


def add(model: Path) -> VoiceFile:
    """Copy a voice, with its description and its card, into the folder: all of it, or nothing.

    Raises:
        VoiceError: it is no voice of piper, one of its name is there, or it cannot be written.
    """
    if model.suffix != MODEL or not model.is_file():
        msg = (
            f"there is no file '{model}' that ends in {MODEL}; a voice is such a file, with its {DESCRIPTION} beside it"
        )
        raise VoiceError(msg)
    language = spoken_language(read_description(model))
    folder = voices_folder()
    target = folder / model.name
    if target.exists():
        name = command_line([model.stem])
        msg = f"there is a voice '{model.stem}' already; to take it away: audioguide voices remove {name}"
        raise VoiceError(msg)
    cards = (model.with_name(f"{model.stem}{CARD}"), model.with_name("MODEL_CARD"))
    card = next((one for one in cards if one.is_file()), None)
    try:
        with arriving() as arrived:
            if card is not None:
                shutil.copyfile(card, arrived / f"{model.stem}{CARD}")
            shutil.copyfile(_description(model), arrived / f"{model.name}.json")
            shutil.copyfile(model, arrived / model.name)
    except OSError as error:
        msg = f"the voice '{model.stem}' cannot be copied into {folder}: {error.strerror}"
        raise VoiceError(msg) from error
    size = target.stat().st_size
    return VoiceFile(name=model.stem, language=language, licence=licence_of(_card(target)), size=size)


def remove(name: str) -> Path:
    """Delete a voice, its model first, and return the folder where it was.

    Raises:
        VoiceError: there is none of that name, or it cannot be deleted.
    """
    folder = voices_folder()
    known = [path.stem for path in sorted(folder.glob(f"*{MODEL}"))]
    if name not in known:
        msg = f"there is no voice '{name}' in {folder}; there is {', '.join(known) or 'none'}"
        raise VoiceError(msg)
    try:
        for ending in (MODEL, DESCRIPTION, ".json", CARD):
            (folder / f"{name}{ending}").unlink(missing_ok=True)
    except OSError as error:
        msg = f"the voice '{name}' cannot be deleted: {error.strerror}"
        raise VoiceError(msg) from error
    return folder


def _description(model: Path) -> Path:
    beside = model.with_name(f"{model.name}.json")
    return beside if beside.is_file() else model.with_suffix(".json")
