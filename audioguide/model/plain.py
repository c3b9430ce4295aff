"""Text that is what it looks like: nothing in it moves a cursor, or turns the rest of a line around; and as a name."""

from __future__ import annotations

import re
import unicodedata

ODD = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    r"\ud800-\udfff\ufeff\ufffe\uffff"
)
"""Control characters but for those of lines and tabs, separators of lines, marks of direction and of byte order, half
characters, and what is no character: between the brackets of a regular expression."""
_UNSEEN = re.compile(rf"[\r{ODD}]")


def is_plain(text: str) -> bool:
    """Whether a text, on one line, is what it looks like."""
    return not _UNSEEN.search(text) and "\n" not in text and "\t" not in text


def plain(text: str) -> str:
    r"""Return a text in which such characters are written out: ``\x1b``, ``\u202e``."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def plain_json(text: str) -> str:
    r"""Return JSON that means the same, in which such characters are written out: ``\u009f``, ``\u202e``."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def slug(text: str) -> str:
    """Return a text as a part of a file's name: ``legs-and-feet``; empty where it has no letter and no digit."""
    return re.sub(r"\W+", "-", unicodedata.normalize("NFC", text.lower())).strip("-_")
