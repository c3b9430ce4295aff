"""A pyttsx3 driver for Windows that lists every voice it can.

pyttsx3's own fails as a whole on one voice whose language is none, or several: ``409;9`` is American English, then any.

The method names are pyttsx3's (``pyttsx3/drivers/dummy.py`` documents them).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyttsx3.drivers.sapi5 import SAPI5Driver

if TYPE_CHECKING:
    from pyttsx3.voice import Voice


def buildDriver(proxy: Any) -> Sapi5Driver:  # noqa: ANN401, N802 - pyttsx3 gives no types, and this name
    """Make the driver; pyttsx3 calls it."""
    return Sapi5Driver(proxy)


class Sapi5Driver:
    """pyttsx3's, with a list of voices of its own."""

    def __init__(self, proxy: Any) -> None:  # noqa: ANN401 - pyttsx3 gives no types
        self._driver = SAPI5Driver(proxy)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - likewise
        return getattr(self._driver, name)

    def getProperty(self, name: str) -> Any:  # noqa: ANN401, N802 - likewise, and this name
        """Return a property; the voices are those that can be described."""
        return list(self._voices()) if name == "voices" else self._driver.getProperty(name)

    def _voices(self) -> Iterator[Voice]:
        for token in self._driver._tts.GetVoices():  # noqa: SLF001 - there is no other way to them
            try:
                yield self._driver._toVoice(_FirstLanguage(token))  # noqa: SLF001 - likewise
            except (OSError, TypeError, ValueError):  # it tells no language; COM's own error is an OSError
                continue


class _FirstLanguage:
    """A voice of Windows that tells the first of its languages only."""

    def __init__(self, token: Any) -> None:  # noqa: ANN401 - an object of COM
        self._token = token

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - likewise
        return getattr(self._token, name)

    def GetAttribute(self, name: str) -> str:  # noqa: N802 - COM's name
        """Return an attribute as the voice tells it."""
        value: str = self._token.GetAttribute(name)
        return value.partition(";")[0] if name == "Language" else value
