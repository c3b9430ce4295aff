"""The keys of the file of advice: the rules of the educator."""

from __future__ import annotations

import re

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

SIZE = Table(
    what="a size",
    keys=(
        Key("from", kinds.NAMED, "head_top", "A landmark of this view.", required=True),
        Key("to", kinds.NAMED, "ankle_mid", "Another one.", required=True),
        Key(
            "cm",
            named(kinds.number(0.1, 200), pattern=kinds.AGE.schema["pattern"], name=_parse_age),
            "{0w: 50, 1y: 75}",
            "How far it is between them, by age, the youngest first.",
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
            "The reason, the end of a sentence.",
            required=True,
        ),
        Key("parts", listed(kinds.ANY_TEXT, distinct=True), "[leg, arm]", "For strokes of these parts; left out: all."),
        Key("aims", listed(AIM, distinct=True), "[sleep]", "For routines with one of these aims; left out: all."),
        Key("speed", _SPEEDS, "1-10", "The slowest and the fastest, in centimetres a second."),
        Key("around", kinds.NAMED, "navel", "A landmark of the front around which hands run clockwise."),
        Key("ends", kinds.NAMED, "tummy_low_L", "A landmark of the front where each of several parts of a path ends."),
        Key("from_age", kinds.AGE, "6w", "Such strokes, or the whole routine, are for babies of this age and above."),
        Key("out", kinds.YES_NO, "yes", "Whether such strokes are out of place; left out: no."),
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
            "minutes",
            named(kinds.number(1, 180), pattern=kinds.AGE.schema["pattern"], name=_parse_age),
            "{0w: 10, 6m: 30}",
            "The most minutes of a session from an age on, the youngest first; left out: nothing is said of it.",
        ),
        Key(
            "rules",
            listed(nested(RULE)),
            "[{speed: 1-10, why: babies are calmest at that pace}]",
            "What is usual. Of several for the same check, the first that applies counts.",
            required=True,
        ),
    ),
)
