"""What can speak here: every engine, and every voice of piper in the user's folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audioguide.errors import AudioguideError, PluginError
from audioguide.plugins import Licensed, find, names
from audioguide.voices.choose import languages_of
from audioguide.voices.folder import voice_files, voices_folder

_PIPER = "piper"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledVoice:
    """A voice as ``--voice`` takes it."""

    name: str
    """``pico``, ``piper:de_DE-thorsten-medium``."""
    languages: str
    """``en de``, or ``any``; empty where it does not speak."""
    licence: str
    source: str
    """Where it comes from."""
    remark: str
    """What it lacks; empty where it speaks."""


def installed() -> Iterator[InstalledVoice]:
    """Yield all voices by name, those that lack something too."""
    for name in names("voices"):
        files = tuple(voice_files()) if name == _PIPER else ()
        try:
            engine = find("voices", name)
            languages = "" if files else " ".join(languages_of(name)) or "any"
            remark = ""
        except AudioguideError as error:
            engine = None if isinstance(error, PluginError) else find("voices", name)
            languages, remark = "", str(error)
        licensed = engine if isinstance(engine, Licensed) else None
        if not files:
            yield InstalledVoice(
                name=name,
                languages=languages,
                licence=licensed.licence if licensed else "",
                source=licensed.source if licensed else "",
                remark=remark,
            )
        for file in files:
            yield InstalledVoice(
                name=f"{_PIPER}:{file.name}",
                languages=file.language,
                licence=file.licence or "unknown",
                source=str(voices_folder()),
                remark=remark,
            )
