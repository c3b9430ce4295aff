"""Letters to sounds by eSpeak NG, in the alphabet that Kokoro was trained with.

As misaki's ``EspeakG2P`` does it (hexgrad, Apache-2.0): the International Phonetic Alphabet with a tie within
affricates and diphthongs, eleven of which have a symbol of their own, and the punctuation of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import POINTER, byref, c_char_p, c_int

from audioguide.voices.espeak_library import CHARS_UTF8, check, initialize, load_library

_OUTPUT_RETRIEVAL = 1  # nothing is played
_IPA, _TIE = 0x02, 0x80
_TIE_SIGN = "^"
_SYMBOLS = {
    "a^ɪ": "I",  # noqa: RUF001 - its letters, as all below
    "a^ʊ": "W",
    "d^z": "ʣ",
    "d^ʒ": "ʤ",
    "e^ɪ": "A",  # noqa: RUF001
    "o^ʊ": "O",
    "ə^ʊ": "Q",
    "s^s": "S",
    "t^s": "ʦ",
    "t^ʃ": "ʧ",
    "ɔ^ɪ": "Y",  # noqa: RUF001
}
_MARK = re.compile(r"\s*([;:,.!?…—])\s*")
_LANGUAGE_FLAG = re.compile(r"\(\S+?\)")
"""Around a word of another language: ``(en)``."""


class Phonemes:
    """The letters-to-sounds of one language; one in a process."""

    def __init__(self, language: str) -> None:
        """Start eSpeak with one of its voices: ``es``, ``fr``, ``pt-br``.

        Raises:
            RuntimeError: it has no such voice, or its data is missing.
        """
        self._library = load_library()
        self._library.espeak_TextToPhonemes.argtypes = (POINTER(c_char_p), c_int, c_int)
        self._library.espeak_TextToPhonemes.restype = c_char_p
        initialize(self._library, _OUTPUT_RETRIEVAL)
        check(self._library.espeak_SetVoiceByName(language.encode()), f"eSpeak NG has no voice '{language}'")

    def of(self, text: str) -> str:
        """Return the sounds of a text, its punctuation in place."""
        *inside, end = _MARK.split(text)
        pairs = zip(inside[::2], inside[1::2], strict=True)
        return "".join(f"{self._sounds(words)}{mark} " for words, mark in pairs).strip() + self._sounds(end, " ")

    def _sounds(self, words: str, before: str = "") -> str:
        if not words.strip():
            return ""
        rest = c_char_p(words.encode())
        sounds = " ".join(self._clauses(rest))
        sounds = _LANGUAGE_FLAG.sub("", sounds)
        for tied, symbol in _SYMBOLS.items():
            sounds = sounds.replace(tied, symbol)
        return before + " ".join(sounds.replace(_TIE_SIGN, "").replace("-", "").split())

    def _clauses(self, rest: c_char_p) -> Iterator[str]:
        mode = _IPA | _TIE | ord(_TIE_SIGN) << 8
        while rest.value is not None:
            found = self._library.espeak_TextToPhonemes(byref(rest), CHARS_UTF8, mode)
            yield (found or b"").decode()
