"""The family's own voice: ``--voice recorded:FOLDER``, made with ``audioguide record``.

A recording is a whole cue, with the reader's own pauses: it is not split into phrases, and has no rate.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from audioguide.errors import SoundError, VoiceError
from audioguide.speech.recordings import listen, read_lines, recordings_in, speech_of
from audioguide.state.shell import command_line

if TYPE_CHECKING:
    from audioguide.model.audio import Mono


class Recorded:
    """The recordings in a folder, and no synthesis; see `plugins.RecordedSource`.

    Raises:
        VoiceError: no folder was given, or it cannot be read.
    """

    languages = ()
    licence = "yours"
    source = "a folder of yours"

    def __init__(self, language: str, variant: str | None = None) -> None:  # noqa: ARG002 - recordings are in any language
        if not variant:
            raise VoiceError(
                "the voice 'recorded' needs its folder: --voice recorded:FOLDER; `audioguide record` makes it"
            )
        # Of somebody unknown's home, and of a name that is too long, a path's own questions raise.
        self._folder = Path(os.path.expanduser(variant))  # noqa: PTH111
        try:
            found = recordings_in(self._folder) if os.path.isdir(self._folder) else {}  # noqa: PTH112
        except SoundError as error:
            raise VoiceError(str(error)) from error
        self._recordings: Mapping[str, Path] = {
            line.text: found[line.number][0] for line in read_lines(self._folder) if line.number in found
        }

    @cached_property
    def identity(self) -> str:
        """The folder's name, and a hash over all recordings: a new take makes a new identity."""
        digest = sha256()
        for text, path in self._recordings.items():
            digest.update(repr((text, sha256(_bytes(path)).digest())).encode())
        return f"recorded {self._folder.resolve().name} {digest.hexdigest()[:16]}"

    def clip_for(self, text: str) -> tuple[Mono, int] | None:
        """Return the recording of a cue, or None; see `plugins.RecordedSource`."""
        path = self._recordings.get(unicodedata.normalize("NFC", text))
        if path is None:
            return None
        try:
            take = speech_of(listen(path))
        except SoundError as error:
            raise VoiceError(str(error)) from error
        if take is None:
            msg = f"nothing is to be heard in '{path.name}'"
            raise VoiceError(msg)
        return take.sound, take.sample_rate

    def speak(self, text: str, rate: float) -> NoReturn:  # noqa: ARG002 - always refused
        """Raise VoiceError: there is no synthesis; see `plugins.Voice`."""
        helped = command_line(["--voice", f"recorded:{self._folder}+auto"])
        msg = (
            f"there is no recording of it in '{self._folder}'; {helped} lets another voice say what is missing, and "
            f"this tells what that is: audioguide record ROUTINE --to {command_line([str(self._folder)])}"
        )
        raise VoiceError(msg)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"'{path}' cannot be read: {error.strerror}"
        raise VoiceError(msg) from error
