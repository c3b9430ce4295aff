"""Text normalization for speech: numbers in words, respelled names, phrases and the pauses between them.

Slow speech comes from pausing, not from stretching words: a listener with both hands busy follows phrases of about
seven words with 0.6-1.0 s between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from audioguide.speech import base_language
from audioguide.speech.languages import PLAIN, Language, language_rules

MAX_PHRASE_WORDS = 8
"""Words. A longer piece is divided before a connecting word, where there is one."""

CALM_WPM = 140.0
"""Words a minute that a voice is asked for; 110 to 120 with the pauses."""

_PAUSE_SECONDS = {",": 0.6, ";": 0.8, ":": 0.7, ".": 1.0, "!": 1.0, "?": 1.0, "…": 1.0}
"""Seconds after a phrase, by how it ends. The longest stands at the end of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words said in one breath."""

    text: str
    """With the punctuation that carries the melody: a comma goes on, a full stop comes to rest."""
    pause: float
    """Seconds of silence after it; 0 after the last phrase."""

    @property
    def words(self) -> int:
        """How many words it has."""
        return _count_words(self.text)


_ANY_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_FRACTIONS = ("¼ 1/4", "½ 1/2", "¾ 3/4")
_CLOCK = re.compile(r"(?<![\w:.,])([0-9]{1,2}):([0-5][0-9])(?![\w:])")
_PHONEMES = re.compile(r"/([^/]+)/\s*$")
_LETTERS = re.compile(r"\b[A-Z](?:-[A-Z])+\b")
_BREAK = re.compile(r"(?<=[,;:.!?…])\s+")
_DASH = re.compile(r"\s+[-–—]+\s+|\s*—\s*")  # noqa: RUF001 - en dashes are meant
_ASIDE = re.compile(r"\s*[(\[{]+\s*")
_ASIDE_ENDS = re.compile(r"\s*[)\]}]+\s*")
_SILENT_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "So"}
"""Unicode categories that are not spoken: control characters, pictures."""
_SILENT_SIGNS = str.maketrans(
    dict.fromkeys('"“”„«»*_#<>|\\^~`•', " ")
    | dict.fromkeys("‘’ʼ", "'")  # noqa: RUF001 - these are what authors type
    | {"×": "x"}  # noqa: RUF001 - likewise
)


def normalize(text: str, language: str, pronounce: Mapping[str, str]) -> str:
    """Normalize a text for speech: names respelled, then abbreviations, numbers and signs in words.

    Args:
        text: what the author wrote.
        language: ``en``, ``de``, ``es``, ``fr``, ``it``, ``pt`` or ``nl``; in any other one signs stay as they are.
        pronounce: whole words, in capitals or not, and what is said instead; phonemes are left to `phonemes`.

    Returns:
        One line in Unicode's composed form (NFC), so that equal texts are equal.
    """
    rules = language_rules(language)
    spoken = replace_words(unicodedata.normalize("NFC", text), dict(_spellings(pronounce)))
    spoken = replace_words(spoken, rules.short)
    spoken = _fractions_in_words(spoken, rules)
    spoken = _ASIDE_ENDS.sub(", ", _ASIDE.sub(", ", spoken)).replace("...", "…").translate(_SILENT_SIGNS)
    spoken = _LETTERS.sub(lambda match: match[0].replace("-", ", "), spoken)
    spoken = _numbers_in_words(spoken, rules, language)
    spoken = "".join(" " if unicodedata.category(sign) in _SILENT_CATEGORIES else sign for sign in spoken)
    for sign, word in rules.signs.items():
        spoken = spoken.replace(sign, f" {word} ")
    # What was taken out may have left a space, or a comma, where there should be none.
    spoken = re.sub(r"[\s,]+(?=[,;:.!?…])", "", spoken)
    return " ".join(spoken.split()).strip(", ")


def phonemes(pronounce: Mapping[str, str]) -> Mapping[str, str]:
    """Return the phonemes of words, by the spelling that they have in a text from `normalize`.

    ``{Mia: MEE-ah /mia/}`` is said as "MEE-ah" by a voice that reads letters, and by its phonemes, in the
    International Phonetic Alphabet, by one that takes them. ``{Mia: /mia/}`` leaves the letters as they are.
    """
    found = ((spelling, _PHONEMES.search(pronounce[word])) for word, spelling in _spellings(pronounce))
    return {spelling: match[1].strip() for spelling, match in found if match}


def replace_words(text: str, words: Mapping[str, str]) -> str:
    """Replace whole words, in capitals or not; the longest first, so that "Mia Rose" comes before "Mia"."""
    if not words:
        return text
    by_word = {unicodedata.normalize("NFC", word).casefold(): instead for word, instead in words.items()}
    longest_first = "|".join(map(re.escape, sorted(by_word, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda match: by_word.get(match[0].casefold(), match[0]), text)


def phrases(text: str, language: str) -> tuple[Phrase, ...]:
    """Split a normalized text into phrases of about seven words.

    The author's punctuation comes first. A piece of more than `MAX_PHRASE_WORDS` words is divided before a connecting
    word, as near to its middle as there is one; no word is left alone unless the author set it apart.
    """
    rules = language_rules(language)
    sentences = _DASH.sub(", ", text)
    # Without a sign at its end a voice would leave the last word hanging.
    sentences += "" if sentences.endswith(tuple(_PAUSE_SECONDS)) else "."
    parts = (part for piece in _BREAK.split(sentences) for part in _split_long(piece.split(), rules))
    pieces = [part for part in parts if _count_words(part)]
    pauses = [*(_PAUSE_SECONDS[piece[-1]] for piece in pieces[:-1]), 0.0]
    return tuple(Phrase(text=piece, pause=pause) for piece, pause in zip(pieces, pauses, strict=False))


def _count_words(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _spellings(pronounce: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each word and its respelling."""
    for word, instead in pronounce.items():
        yield word, _PHONEMES.sub("", instead).strip() or word


def _fractions_in_words(text: str, rules: Language) -> str:
    if rules is PLAIN:
        return text
    text = re.sub(r"([0-9])\s?(?=[¼½¾])", rf"\1 {rules.signs['&']} ", text)
    return replace_words(
        text, {sign: name for signs, name in zip(_FRACTIONS, rules.fractions, strict=True) for sign in signs.split()}
    )


def _numbers_in_words(text: str, rules: Language, language: str) -> str:
    if rules is PLAIN:
        return text
    text = re.sub(rf"({_ANY_NUMBER})\s*[-–]\s*(?=[0-9])", rf"\1 {rules.to} ", text)  # noqa: RUF001 - likewise
    # A time of the day, or how long: 7:30 is "seven thirty", 7:00 is "seven".
    text = _CLOCK.sub(lambda match: match[1] if match[2] == "00" else f"{match[1]} {match[2]}", text)
    units = "|".join(map(re.escape, sorted(rules.units, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w.])({_ANY_NUMBER})(?:({rules.ordinals or '(?!)'})\b|\s?({units})(?!\w)|(?!\w))")
    return pattern.sub(partial(_number_in_words, rules=rules, language=language), text)


def _number_in_words(match: re.Match[str], *, rules: Language, language: str) -> str:
    from num2words import num2words  # noqa: PLC0415 - it loads fifty languages, and few cues have a number

    written, ordinal, unit = match.groups()
    thousands = "." if rules.decimal == "," else ","
    plain = re.sub(rf"{re.escape(thousands)}(?=[0-9]{{3}}(?![0-9]))", "", written).replace(rules.decimal, ".")
    if unit and plain == "1":
        return rules.units[unit][0]
    try:
        value = float(plain) if "." in plain else int(plain)
        words = num2words(value, lang=base_language(language), to="ordinal" if ordinal else "cardinal")
    except (ValueError, OverflowError, TypeError, LookupError, NotImplementedError):
        # A date, a version, a number that has no name: digit by digit.
        words = " ".join(num2words(int(digit), lang=base_language(language)) for digit in written if digit.isdigit())
    words = words.replace(",", "")
    return f"{words} {rules.units[unit][1]}" if unit else words


def _split_long(words: Sequence[str], rules: Language) -> Iterator[str]:
    place = _best_division(words, rules) if len(words) > MAX_PHRASE_WORDS else None
    if place is None:
        yield " ".join(words)
    else:
        yield from _split_long([*words[: place - 1], f"{words[place - 1]},"], rules)
        yield from _split_long(words[place:], rules)


def _best_division(words: Sequence[str], rules: Language) -> int | None:
    """Find the connecting word nearest the middle, such that at least two words stay on either side."""
    joining, leading = rules.joining.split(), rules.leading.split()
    costs = {}
    for place in range(2, len(words) - 1):
        before, word, after = (each.casefold() for each in words[place - 1 : place + 2])
        if word in joining or word in leading:
            costs[place] = (
                abs(2 * place - len(words))
                # A preposition has to stand two words nearer to the middle than a conjunction to be preferred;
                + 4 * (word in leading)
                # before another such word it belongs to what went before: "down and", "round to".
                + 8 * (word in leading and after in joining + leading)
                # Of two that follow each other ("so that", "up to") the first begins the phrase.
                + 8 * (before in joining + leading)
            )
    return min(costs, key=costs.__getitem__, default=None)
