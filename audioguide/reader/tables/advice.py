"""The keys of the file of advice: the rules of the educator."""

from __future__ import annotations

import re
from typing import get_args

from audioguide.model.shapes import SHAPES
from audioguide.model.stroke import Hands, Position
from audioguide.reader import kinds
from audioguide.reader.fields import Key, Table, listed, named, nested
from audioguide.reader.tables.routine import AIM
from audioguide.reader.tables.steps import VERSION_KEY
from audioguide.units import parse_age

_SPEED = r"([0-9]+(?:\.[0-9]+)?) *- *([0-9]+(?:\.[0-9]+)?)"


def _parse_speed(text: str) -> tuple[float, float]:
    found = re.fullmatch(_SPEED, text)
    if not found or float(found[1]) >= float(found[2]):
        msg = f"'{text}' should be a range such as 1-10"
        raise ValueError(msg)
    return float(found[1]), float(found[2])


def _parse_age(text: str) -> str:
    parse_age(text)
    return text


_SPEEDS = kinds.scalar(_parse_speed, {"type": "string", "pattern": f"^{_SPEED}$"}, "a range such as 1-10")


def _parse_pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        msg = f"'{text}' is not a regular expression: {error}"
        raise ValueError(msg) from None
    return text


_PATTERNS = named(
    kinds.scalar(_parse_pattern, {"type": "string", "minLength": 1}, "a regular expression"),
    pattern=kinds.LANGUAGE_PATTERN,
    name=kinds.parse_word,
)

SIZE = Table(
    what="a size",
    keys=(
        Key("from", kinds.NAMED, "head_top", "A landmark of this view.", required=True),
        Key("to", kinds.NAMED, "ankle_mid", "Another one.", required=True),
        Key(
            "cm",
            named(kinds.number(0.1, 200), pattern=kinds.AGE.schema["pattern"], name=_parse_age),
            "{0w: 50, 1y: 75}",
            "How far apart they are, by age, the youngest first.",
            required=True,
        ),
    ),
)

RULE = Table(
    what="a rule",
    keys=(
        Key(
            "why",
            kinds.ANY_TEXT,
            "babies are calmest at that pace",
            "The reason, as the end of a sentence.",
            required=True,
        ),
        Key("parts", listed(kinds.ANY_TEXT, distinct=True), "[leg, arm]", "For strokes of these parts; left out: all."),
        Key("aims", listed(AIM, distinct=True), "[sleep]", "For routines with one of these aims; left out: all."),
        Key(
            "rituals",
            listed(kinds.NAMED, distinct=True),
            "[still-touch]",
            "For routines with one of these rituals; left out: all.",
        ),
        Key("under", kinds.AGE, "1m", "For routines that begin below this age; left out: all."),
        Key(
            "shapes",
            listed(kinds.one_of(*SHAPES), distinct=True),
            "[press, walk]",
            "For the parts of a path in one of these shapes; left out: all.",
        ),
        Key(
            "hands",
            listed(kinds.one_of(*get_args(Hands)), distinct=True),
            "[thumbs]",
            "For strokes with one of these hands; left out: all.",
        ),
        Key(
            "near",
            listed(kinds.ANY_TEXT, distinct=True),
            "[navel, face.soft_spot]",
            "For paths that come near one of these landmarks; left out: all.",
        ),
        Key(
            "within",
            kinds.number(0, 100),
            "3",
            "How near, at the nearest point, in hundredths of the width of the view.",
        ),
        Key("staying", kinds.number(0, 100), "20", "How near, all the way, in hundredths of the width of the view."),
        Key("place", kinds.ANY_TEXT, "the spine", "What the place of near is called."),
        Key("speed", _SPEEDS, "1-10", "The slowest and the fastest, in centimetres a second."),
        Key("around", kinds.NAMED, "navel", "A landmark of the front around which hands run clockwise."),
        Key("ends", kinds.NAMED, "tummy_low_L", "A landmark of the front where each of several parts of a path ends."),
        Key("from_age", kinds.AGE, "6w", "Such strokes, or the whole routine, are for babies of this age and above."),
        Key("out", kinds.YES_NO, "yes", "Whether such strokes are out of place; left out: no."),
        Key("seconds", kinds.number(0.1, 120), "2", "The fewest seconds of one repetition."),
        Key("presses", kinds.number(0.1, 100), "2", "The most presses or steps a second."),
        Key("times", kinds.COUNT, "20", "The most repetitions at once."),
        Key("rest", kinds.number(1, 1800), "300", "The longest rest, in seconds."),
        Key(
            "ends_on",
            kinds.one_of(*get_args(Position)),
            "back",
            "The position in which the last stroke of the file leaves the baby, if no ritual follows.",
        ),
        Key("says", _PATTERNS, "{en: 'you must'}", "What must not be said, as a regular expression by language."),
        Key("ritual", kinds.ANY_TEXT, "any", "The ritual that belongs to strokes of the repertoire, or any."),
        Key("usual", kinds.YES_NO, "yes", "Whether repetitions stay within the stroke's own range; left out: no."),
        Key(
            "moving", kinds.number(1, 120), "20", "The fewest seconds to turn or lift a baby, after words that say so."
        ),
        Key("words", kinds.COUNT, "12", "The most words of a cue."),
        Key("speech", kinds.number(1, 100), "25", "The most that is spoken at the routine's own length, in percent."),
    ),
)

ADVICE = Table(
    what="a file of advice",
    keys=(
        VERSION_KEY,
        Key(
            "sizes",
            named(nested(SIZE), pattern=kinds.NAME_PATTERN, name=kinds.parse_name),
            "{front: {from: head_top, to: ankle_mid, cm: {0w: 50, 1y: 75}}}",
            "How big a baby is, in each view.",
            required=True,
        ),
        Key(
            "denials",
            _PATTERNS,
            "{en: 'nothing more'}",
            "Words that negate the rest of their sentence, as a regular expression by language; left out: none.",
        ),
        Key(
            "minutes",
            named(kinds.number(1, 180), pattern=kinds.AGE.schema["pattern"], name=_parse_age),
            "{0w: 10, 6m: 30}",
            "The most minutes of a session from an age on, the youngest first; left out: nothing is said about it.",
        ),
        Key(
            "rules",
            listed(nested(RULE)),
            "[{speed: 1-10, why: babies are calmest at that pace}]",
            "What is usual. If several apply to the same check, the first one counts.",
            required=True,
        ),
    ),
)
