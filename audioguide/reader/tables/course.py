"""The keys of a course."""

from __future__ import annotations

from audioguide.model.routine import GUIDANCE_LEVELS
from audioguide.reader import kinds
from audioguide.reader.fields import Key, Table, listed, nested
from audioguide.reader.tables.steps import LANGUAGE_KEY, TEXT, TITLE, VERSION_KEY

THOUGHT = Table(
    what="a thought",
    keys=(
        Key("title", TITLE, "About crying", "The title of its chapter.", required=True, also=("name",)),
        Key(
            "say",
            listed(TEXT),
            "[All babies cry., Some cry more than others.]",
            "What is said, a few sentences at a time, with a pause after each.",
            required=True,
            also=("text", "words"),
        ),
    ),
)

EVENING = Table(
    what="an evening",
    keys=(
        Key("title", TITLE, "Legs and feet", "The title of the session.", required=True, also=("name",)),
        Key(
            "learn",
            listed(kinds.ANY_TEXT, distinct=True),
            "[leg]",
            "What is new: parts of the body, or titles of sections, as in `--parts`. All that was new before comes "
            "again, in the routine's own order; left out: nothing is new.",
            also=("parts", "new", "sections"),
        ),
        Key(
            "thought",
            nested(THOUGHT),
            "{title: About crying, say: [All babies cry.]}",
            "Something to think about, said at the very end if more than names is spoken; left out: nothing.",
            also=("talk",),
        ),
    ),
)

COURSE = Table(
    what="a course",
    keys=(
        VERSION_KEY,
        Key("title", TITLE, "Five evenings", "The title of the whole; players show it as the album.", required=True),
        LANGUAGE_KEY,
        Key(
            "routine",
            kinds.ANY_TEXT,
            "complete",
            "What all evenings add up to: a built-in routine, or a file beside this one.",
            required=True,
        ),
        Key(
            "fading",
            listed(kinds.one_of(*GUIDANCE_LEVELS)),
            "[learn, practised, names]",
            "How much is spoken for a part on the evening on which it is new, on the next one, and so on; the last "
            "value stays. The ritual is new on the first evening. Left out: [learn, practised, names].",
            also=("guidance",),
            default="[learn, practised, names]",
        ),
        Key(
            "evenings",
            listed(nested(EVENING)),
            "[{title: Legs and feet, learn: [leg]}]",
            "The sessions, in this order.",
            required=True,
            also=("sessions", "lessons", "days", "weeks"),
        ),
        Key(
            "diary",
            kinds.YES_NO,
            "yes",
            "Whether it includes a diary to print: a row for each session, and when to ask a doctor; left out: no.",
            default="no",
        ),
        Key("note", TEXT, "For Tuesday's group.", "Printed, never spoken.", also=("notes", "comment", "description")),
    ),
)
