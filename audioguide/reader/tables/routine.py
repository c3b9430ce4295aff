"""The keys of a routine file."""

from __future__ import annotations

from typing import get_args

from audioguide.model.routine import GUIDANCE_LEVELS, Aim, Preparation, ToneStyle
from audioguide.reader import kinds
from audioguide.reader.fields import Key, Table, listed, named
from audioguide.reader.tables.steps import CUE, LANGUAGE_KEY, PAUSE, SECTION_KIND, TEXT, TITLE, VERSION_KEY
from audioguide.reader.tables.strokes import STROKES

AIM = kinds.one_of(*get_args(Aim))

PRONOUNCE = Key(
    "pronounce",
    named(kinds.ANY_TEXT, pattern=r"[\s\S]*\S[\s\S]*", name=kinds.parse_word),
    "{Shantala: SHAHN-tah-lah}",
    "Words, and how to say them; for hibari and piper also in phonemes, between slashes at the end.",
    also=("pronunciation", "lexicon"),
)

ROUTINE = Table(
    what="a routine",
    keys=(
        VERSION_KEY,
        Key("title", TITLE, "Evening calm", "The title of the session.", required=True, also=("name",)),
        LANGUAGE_KEY,
        Key(
            "ritual",
            kinds.ANY_TEXT,
            "infant-massage",
            "What opens and closes the routine and is said along the way: asking, resting hands, thanks, "
            "safety lines; left out: none.",
            default="none",
        ),
        Key(
            "preparation",
            kinds.one_of(*get_args(Preparation)),
            "full",
            "The ritual's preparation: full is a chapter of its own, short is one spoken line, or none; "
            "left out: full for those who learn, otherwise short.",
        ),
        Key(
            "aims",
            listed(AIM, distinct=True),
            "[sleep, calm]",
            "What it is meant for: bonding, calm, sleep, comfort, movement.",
            also=("aim", "purpose", "goals"),
        ),
        Key(
            "for",
            kinds.one_of("babies", "adults"),
            "adults",
            "adults: no warnings for a baby's sake, and repetitions may be counted; left out: babies.",
            default="babies",
        ),
        Key(
            "from_age", kinds.AGE, "6w", "The youngest age: 6w, 4m, 1y; left out: from birth.", also=("age", "min_age")
        ),
        Key(
            "oil",
            kinds.one_of("none", "yes"),
            "none",
            "none: clothed, or for newborns, without a word about oil; yes: it says when to take it; left out: yes.",
            default="yes",
        ),
        Key(
            "bed",
            kinds.ANY_TEXT,
            "ocean",
            "The background sound: a name, none, or a sound file beside this one; left out: heartbeat.",
            default="heartbeat",
            also=("background", "music", "sound"),
        ),
        Key(
            "tempo",
            kinds.number(30, 120),
            "60",
            "Pulses a minute; the strokes begin on them; left out: 60.",
            default="60",
            also=("bpm", "speed"),
        ),
        Key(
            "pulse",
            kinds.YES_NO,
            "yes",
            "A soft tick on every pulse, in place of a bed; left out: no.",
            also=("tick", "metronome"),
            default="no",
        ),
        Key(
            "exact",
            kinds.YES_NO,
            "yes",
            "Whether no repetition is a moment shorter than its seconds; left out: no, up to 5 % shorter on the pulse.",
            default="no",
        ),
        PAUSE,
        CUE,
        Key(
            "slowing",
            kinds.number(0, 20),
            "8",
            "By how many percent the pulse slows down in the first ten minutes; the pauses grow towards the end; "
            "left out: 0.",
            default="0",
            also=("slows", "ritardando"),
        ),
        Key(
            "length",
            kinds.DURATION,
            "12m",
            "How long it is if `--length` does not say; left out: its own length.",
        ),
        Key(
            "guidance",
            kinds.one_of(*GUIDANCE_LEVELS),
            "learn",
            "How much is spoken if `--guidance` does not say; left out: practised.",
            default="practised",
        ),
        Key(
            "voice",
            kinds.ANY_TEXT,
            "hibari",
            "Whose voice speaks if `--voice` does not say; left out: auto.",
            default="auto",
        ),
        Key(
            "tones",
            kinds.one_of(*get_args(ToneStyle)),
            "off",
            "How the strokes sound if `--tones` does not say; left out: soft.",
            default="soft",
        ),
        Key("note", TEXT, "For Tuesday's group.", "Printed, never spoken.", also=("notes", "comment", "description")),
        Key(
            "sections",
            listed(SECTION_KIND),
            "[{title: Face, steps: [{stroke: face_open_book}]}]",
            "The parts of the routine, in this order; each becomes a chapter. A group of them may come several times: "
            "{repeat: 3, sections: [...]}.",
            required=True,
            also=("parts", "chapters"),
        ),
        STROKES,
        Key(
            "use",
            kinds.ANY_TEXT,
            "ours.yaml",
            "A file beside this one whose strokes and rituals are used here; left out: none.",
            also=("include", "import", "imports"),
        ),
        PRONOUNCE,
    ),
)
