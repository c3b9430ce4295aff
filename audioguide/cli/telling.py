"""What verbs tell in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from audioguide.timeline import LeftOut

WORDS = {"prompt": ("offer to talk", "offers to talk"), "check": ("check", "checks"), "words": ("line", "lines")}


def left_out(gone: Iterable[LeftOut]) -> str:
    """Tell what had to go: words by their number, strokes and parts by their names."""
    counts = Counter(one.kind for one in gone if one.kind in WORDS)
    words = [f"{number} {WORDS[kind][number > 1]}" for kind, number in counts.items()]
    names = [one.name for one in gone if one.kind not in WORDS]
    return f"left out to fit the length: {', '.join([*words, *names])}"
