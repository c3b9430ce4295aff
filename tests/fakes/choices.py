"""Values for choices: those that no session can have, and any at all."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from audioguide.errors import AudioguideError
from audioguide.model.choices import CHOICE_KINDS
from audioguide.rendering.request import Request

WRONG: tuple[tuple[str, Any, str], ...] = (
    ("length", 0, "length: 0 is not possible; it is longer than 0s and at most 3h00m"),
    ("length", -1, "length: -1 is not possible"),
    ("length", 1e300, "length: 1e+300 is not possible"),
    ("length", 2646000.0, "length: 2646000.0 is not possible"),
    ("length", 10**400, "length: 1000"),
    ("loudness", 10**400, "loudness: 1000"),
    ("length", "900", "length: '900' has no unit; write 900s for seconds or 900m for minutes"),
    ("length", True, "length: True is not possible"),
    ("guidance", "all", "guidance: 'all' is not possible; it is learn, practised, names or tones"),
    ("voice", {"hibari": 1}, "voice: {'hibari': 1} is not possible"),
    ("language", ["en"], "language: ['en'] is not possible"),
    ("bed", 7, "bed: 7 is not possible"),
    ("afterwards", 30, "afterwards: 30 is not possible; it is a text of one line, of at most 4096 characters"),
    ("afterwards", "ocean", "afterwards: 'ocean' is not possible; it is a bed and how long it goes on: ocean:30m"),
    ("afterwards", "ocean:9h", "afterwards: 'ocean:9h' is not possible; a bed goes on for 1m to 30m"),
    ("tones", "loud", "tones: 'loud' is not possible; it is soft, clear or off"),
    ("loudness", -3, "loudness: -3 is not possible; it goes from -40 to -17 LUFS"),
    ("loudness", -40.1, "loudness: -40.1 is not possible"),
    ("loudness", math.nan, "loudness: nan is not possible"),
    ("loudness", -math.inf, "loudness: -inf is not possible"),
    ("loudness", "-20", "loudness: '-20' is not possible"),
    ("preparation", "long", "preparation: 'long' is not possible; it is full, short or none"),
    ("baby", "Mia\nand Ben", "baby: 'Mia\\nand Ben' is not possible"),
    ("baby", "\ud800", "baby: '\\ud800' is not possible"),
    ("age", -1.0, "age: -1.0 is not possible; it goes from 0 to 939 weeks"),
    ("age", math.inf, "age: inf is not possible"),
    ("direction", "up", "direction: 'up' is not possible; it is traditional or towards-heart"),
    ("baby", "", "baby: '' is not possible; it is a text of one line, of at most 40 characters"),
    ("baby", "M" * 41, "baby: 'MMMM"),
    ("first_side", "both", "first_side: 'both' is not possible; it is right or left"),
    ("turn", -1, "turn: -1 is not possible; it is a whole number from 0 to 999999999, or today"),
    ("turn", True, "turn: True is not possible"),
    ("turn", "tomorrow", "turn: 'tomorrow' is not possible"),
    ("oil", "no", "oil: 'no' is not possible; it is true or false"),
    ("parts", 1, "parts: 1 is not possible; it is a list of body parts"),
    ("skip", [1], "skip: [1] is not possible"),
    ("from_part", 3, "from_part: 3 is not possible; it is a text of one line"),
)
"""What no session can be: a choice, its value, and how the sentence begins that refuses it."""
_POSSIBLE = st.sampled_from(
    [
        *(word for kind in CHOICE_KINDS.values() for word in kind.words),
        *("auto", "system", "system:x", "recorded:", "recorded:.", "recorded:x+system", "piper:x", "pico:", "+", ":"),
        *(
            "en",
            "de",
            "xx",
            "ocean",
            "none",
            ".",
            "..",
            "/",
            "~",
            "~x",
            "a\0b",
            "x" * 300,
            "x/" * 2000,
            "legs",
            "",
            " ",
        ),
        *("five-evenings", "five-evenings:1", "five-evenings:0", "tummy.yaml", "one.json"),
        *(1, 44_100, 26_460_000, -18, -17, -40, 6, 1e300, -1e300, 2**63, 10**400),
    ]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | _POSSIBLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
ANYTHING = _JSON | _POSSIBLE
"""What JSON can hold, of which some is possible here or there."""


def made_or_refused(make: Callable[[], Request]) -> Request | str:
    try:
        return make()
    except AudioguideError as error:
        return str(error)
