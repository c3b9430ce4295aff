"""The keys of a stroke."""

from __future__ import annotations

from typing import get_args

from audioguide.model.stroke import Hands
from audioguide.reader import kinds
from audioguide.reader.fields import Key, Table, listed, named, nested
from audioguide.reader.kinds import yes_or
from audioguide.reader.tables.steps import POSITION, SIDED, SIDED_TITLE

_SIDES = kinds.one_of("each", "both", "midline")
_HANDS = kinds.one_of(*get_args(Hands))
_SECONDS = kinds.number(1, 120)
ONE_HAND = Table(
    what="a stroke with one hand",
    keys=(
        Key("name", SIDED, "Hand on the leg", "Its name then; left out: as with two hands."),
        Key("sides", _SIDES, "midline", "Where it is done then; left out: as with two hands."),
        Key("hands", _HANDS, "flat-hand", "What the hand does; left out: as with two hands."),
        Key(
            "path",
            kinds.PATH,
            "line(shoulder_R,toes_R)+line(shoulder_L,toes_L)",
            "Its path then; left out: as with two hands.",
        ),
        Key("seconds", _SECONDS, "16", "How long it takes then; left out: as with two hands."),
        Key("cue", SIDED, "Down one side, then the other.", "Its cue then; left out: as with two hands."),
        Key("again", SIDED, "Down each side.", "Its `again` then; left out: as with two hands."),
        Key("teach", SIDED, "Lay your hand on one shoulder.", "For those who learn it; left out: as with two hands."),
    ),
)

STROKE = Table(
    what="a stroke",
    keys=(
        Key(
            "name",
            SIDED_TITLE,
            "Feather",
            "At most five words; what is said if the listener wants names only.",
            required=True,
            also=("title",),
        ),
        Key(
            "part",
            kinds.ANY_TEXT,
            "back",
            "The part of the body: leg, foot, tummy, chest, arm, hand, face, head, back, or a word of your own.",
            required=True,
            also=("body_part", "body"),
        ),
        Key(
            "sides",
            _SIDES,
            "midline",
            "each: on the right, then on the left; both: mirrored, at the same time; midline: along the middle; "
            "left out: midline.",
            default="midline",
            also=("side",),
        ),
        Key(
            "hands",
            _HANDS,
            "hand-after-hand",
            "What the parent's hands do. Printed, never spoken.",
        ),
        POSITION,
        Key(
            "path",
            kinds.PATH,
            "comb(back.nape,back.bottom)",
            "The way the hands take in one repetition. The tone, the picture and the check are made from it.",
            required=True,
        ),
        Key(
            "toward",
            kinds.one_of("heart", "away", "none"),
            "away",
            "Whether it runs towards the heart or away from it; left out: none.",
            default="none",
            also=("towards", "direction"),
        ),
        Key(
            "seconds",
            _SECONDS,
            "5",
            "How long one calm repetition takes. It is never made faster.",
            required=True,
            also=("duration", "length", "time", "pace"),
        ),
        Key(
            "times",
            kinds.TIMES,
            "3-8",
            "How often it is repeated: the fewest and the most; 6 is exactly six.",
            required=True,
            also=("repeat", "repeats", "repetitions", "reps", "count"),
        ),
        Key(
            "usual",
            kinds.COUNT,
            "5",
            "How often in a session of the routine's own length; left out: the middle of times.",
            also=("typical",),
        ),
        Key(
            "purpose",
            listed(kinds.ANY_TEXT, distinct=True),
            "[soothing, play]",
            "What it is traditionally used for. Printed, never spoken; no promise about health.",
            also=("purposes", "aims"),
        ),
        Key(
            "from_age", kinds.AGE, "4m", "The youngest age: 6w, 4m, 1y; left out: from birth.", also=("age", "min_age")
        ),
        Key(
            "essential",
            kinds.YES_NO,
            "no",
            "Whether it stays in a short session as long as its part does; left out: yes.",
            default="yes",
        ),
        Key(
            "instead",
            kinds.NAMED,
            "leg_swedish_milk",
            "The stroke that takes its place if every stroke should run towards the heart; left out: none.",
        ),
        Key(
            "one_hand",
            yes_or(ONE_HAND),
            "yes",
            "Whether it can be done seated and with one hand, for `--one-hand`: yes, or what is different then; "
            "left out: no.",
        ),
        Key(
            "cue",
            SIDED,
            "Feather down the back, lighter each time.",
            "The sentence that is spoken before it. {side} becomes right or left in a stroke with 'sides: each'.",
            required=True,
            also=("text", "say"),
        ),
        Key(
            "again",
            SIDED,
            "Feather down the back.",
            "At most five words with the part of the body in them, for the second side and for a second time in a "
            "session; left out: the name.",
        ),
        Key(
            "teach",
            SIDED,
            "Spread your fingers and start at the neck.",
            "Two or three sentences for those who learn it; left out: the cue.",
            also=("teaching", "description"),
        ),
        Key(
            "caution",
            SIDED,
            "Never stroke on the spine itself.",
            "What to watch out for. Spoken to those who learn it, and printed on its card.",
            also=("cautions", "warning", "careful"),
        ),
        Key(
            "note",
            SIDED,
            "Best in the morning.",
            "What to know beforehand. Printed on its card, never spoken.",
            also=("notes", "comment"),
        ),
    ),
)
STROKES = Key(
    "strokes",
    named(nested(STROKE), pattern=kinds.NAME_PATTERN, name=kinds.parse_name),
    "{feather: {name: Feather, part: back, sides: midline, path: 'comb(back.nape,back.bottom)', "
    "seconds: 5, times: 3-8, cue: Feather down the back.}}",
    "Your own strokes, used like the built-in ones.",
)
