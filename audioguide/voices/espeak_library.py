"""eSpeak NG as ``espeakng_loader`` brings it: library and data, so that no system package is needed.

Its state is global: one use at a time, which `unload` ends. The C functions are those of
``espeak-ng/speak_lib.h``, release 1.52.
"""

from __future__ import annotations

import _ctypes
import os
from ctypes import CDLL, c_char_p, c_int
from pathlib import Path

import espeakng_loader

CHARS_UTF8 = 1
_DONT_EXIT = 0x8000  # otherwise eSpeak exits the whole process when its data is missing
_MAX_PATH_BYTES = 140
"""eSpeak truncates a data path with the file name at 160 bytes."""


def load_library() -> CDLL:
    """Load the shared library; `initialize` comes before anything else."""
    library = CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize.argtypes = (c_int, c_int, c_char_p, c_int)
    library.espeak_SetVoiceByName.argtypes = (c_char_p,)
    return library


def initialize(library: CDLL, output: int) -> int:
    """Start it, with an ``espeak_AUDIO_OUTPUT`` mode; return its sample rate in Hz.

    Raises:
        RuntimeError: its data is missing.
    """
    sample_rate: int = library.espeak_Initialize(output, 0, _data_path(), _DONT_EXIT)
    if sample_rate <= 0:
        msg = f"eSpeak NG does not find its data in {espeakng_loader.get_data_path()}"
        raise RuntimeError(msg)
    return sample_rate


def unload(library: CDLL) -> None:
    """End it, so that one that is loaded afterwards has said nothing yet: `espeak_Initialize` takes nothing back."""
    library.espeak_Terminate()
    _ctypes.dlclose(library._handle)  # noqa: SLF001 - ctypes has no other way to it


def check(status: int, problem: str) -> None:
    """Raise a RuntimeError with `problem` for a status other than 0."""
    if status != 0:
        msg = f"{problem} (status {status})"
        raise RuntimeError(msg)


def _data_path() -> bytes:
    """Return the path of the data folder; relative, after a chdir, where it is too long for eSpeak.

    The chdir is harmless: the process is the `worker`'s own.
    """
    folder = Path(espeakng_loader.get_data_path())
    if len(bytes(folder)) <= _MAX_PATH_BYTES:
        return bytes(folder)
    os.chdir(folder.parent)
    return b"."
