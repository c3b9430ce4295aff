"""A pyttsx3 driver for eSpeak NG that is reliable over many cues.

pyttsx3's own returns before the sound is written, forgets queued rates, reads past the end of a text and swallows
errors. This one asks eSpeak to work synchronously: when `startLoop` comes back, everything that was queued has been
spoken, or its error has been notified. eSpeak's state is global: one driver a process, the `worker`'s. And what it has
said changes by a few samples what it says next, so each phrase is said by a library that was loaded for it.

The method names are pyttsx3's (``pyttsx3/drivers/dummy.py`` documents them).
"""

from __future__ import annotations

import wave
from collections.abc import Iterator
from ctypes import CDLL, CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_size_t, c_ubyte, c_void_p, string_at
from typing import Any

from pyttsx3.voice import Voice

from audioguide.voices.espeak_library import CHARS_UTF8, check, initialize, load_library, unload

_OUTPUT_SYNCHRONOUS = 2
_POS_CHARACTER = 1
_PARAMETER_RATE, _PARAMETER_VOLUME = 1, 2
_RATE_FACTOR = 0.82
"""eSpeak counts the silence around a phrase into its words a minute; inside the phrase it speaks faster."""


class _Voice(Structure):
    _fields_ = (
        ("name", c_char_p),
        ("languages", c_void_p),  # pairs of a priority byte and a string; a zero byte ends them
        ("identifier", c_char_p),
        ("gender", c_ubyte),
        ("age", c_ubyte),
        ("variant", c_ubyte),
        ("unused", c_ubyte),
        ("score", c_int),
        ("spare", c_void_p),
    )


_Listener = CFUNCTYPE(c_int, c_void_p, c_int, c_void_p)


def buildDriver(proxy: Any) -> EspeakDriver:  # noqa: ANN401, N802 - pyttsx3 gives no types, and this name
    """Make the driver; pyttsx3 calls it."""
    return EspeakDriver(proxy)


class EspeakDriver:
    """The part of pyttsx3's driver interface that writes files."""

    def __init__(self, proxy: Any) -> None:  # noqa: ANN401 - pyttsx3 gives no types
        self._proxy = proxy
        self._pcm = bytearray()
        self._listener = _Listener(self._on_sound)  # kept: eSpeak holds only a pointer to it
        self._start()

    def _start(self) -> None:
        self._library = _speaking_library()
        self._sample_rate = initialize(self._library, _OUTPUT_SYNCHRONOUS)
        self._library.espeak_SetSynthCallback(self._listener)

    def save_to_file(self, text: str, filename: str) -> None:
        """Speak into a WAV file: mono, 16 bit. The next phrase needs its voice and rate set again."""
        self._pcm.clear()
        encoded = text.encode()
        try:
            check(
                self._library.espeak_Synth(encoded, len(encoded) + 1, 0, _POS_CHARACTER, 0, CHARS_UTF8, None, None),
                "eSpeak NG failed to speak",
            )
            with wave.open(filename, "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(self._sample_rate)
                file.writeframes(self._pcm)
        finally:
            unload(self._library)
            self._start()
        self._proxy.notify("finished-utterance", completed=True)

    def getProperty(self, name: str) -> object:  # noqa: N802 - pyttsx3's name
        """Return the ``voices``, or the identifier of the present ``voice`` or None."""
        if name == "voices":
            return list(self._voices())
        if name == "voice":
            identifier = self._library.espeak_GetCurrentVoice().contents.identifier
            return identifier.decode() if identifier else None  # before the first is set
        msg = f"unknown property {name}"
        raise KeyError(msg)

    def setProperty(self, name: str, value: Any) -> None:  # noqa: ANN401, N802 - pyttsx3's name and its any value
        """Set the ``voice`` by its identifier, the ``rate`` in words a minute, or the ``volume`` from 0 to 1."""
        if name == "voice":
            check(self._library.espeak_SetVoiceByName(value.encode()), f"eSpeak NG has no voice '{value}'")
        elif name == "rate":
            check(
                self._library.espeak_SetParameter(_PARAMETER_RATE, round(_RATE_FACTOR * value), 0),
                f"eSpeak NG refuses the rate {value}",
            )
        elif name == "volume":
            check(
                self._library.espeak_SetParameter(_PARAMETER_VOLUME, round(100 * value), 0),
                f"eSpeak NG refuses the volume {value}",
            )
        else:
            msg = f"unknown property {name}"
            raise KeyError(msg)

    def startLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        """Process the queue: pyttsx3 hands an idle driver one command after the other."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        """Do nothing: `startLoop` returns by itself."""

    def stop(self) -> None:
        """Do nothing: the driver is synchronous."""

    def destroy(self) -> None:
        """Do nothing: the library goes with the process."""

    def _on_sound(self, pcm: int | None, count: int, _events: int | None) -> int:
        if pcm and count > 0:
            self._pcm += string_at(pcm, 2 * count)
        return 0  # go on

    def _voices(self) -> Iterator[Voice]:
        listed = self._library.espeak_ListVoices(None)
        index = 0
        while listed[index]:
            voice = listed[index].contents
            yield Voice(
                id=voice.identifier.decode(), name=voice.name.decode(), languages=list(_languages(voice.languages))
            )
            index += 1


def _speaking_library() -> CDLL:
    library = load_library()
    library.espeak_SetSynthCallback.argtypes = (_Listener,)
    library.espeak_SetSynthCallback.restype = None
    library.espeak_Synth.argtypes = (c_char_p, c_size_t, c_int, c_int, c_int, c_int, c_void_p, c_void_p)
    library.espeak_SetParameter.argtypes = (c_int, c_int, c_int)
    library.espeak_GetCurrentVoice.restype = POINTER(_Voice)
    library.espeak_ListVoices.argtypes = (c_void_p,)
    library.espeak_ListVoices.restype = POINTER(POINTER(_Voice))
    return library


def _languages(address: int) -> Iterator[str]:
    while string_at(address, 1) != b"\0":
        language = string_at(address + 1)
        yield language.decode()
        address += len(language) + 2
