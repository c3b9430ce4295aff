"""The keys of sections and steps, and those that every file has."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

from audioguide.model.routine import Once
from audioguide.model.stroke import Position
from audioguide.reader import kinds, words
from audioguide.reader.fields import Fields, Key, Table, ValueKind, described, listed, nested, read_fields
from audioguide.reader.nodes import Entries, Node, Scalar
from audioguide.reader.reading import Reading, joined

TEXT = words.text("{baby}")
SIDED = words.text("{side}", "{baby}")
LONGEST_TITLE = 120
"""Characters: of a chapter in a player, of a row in a table."""
TITLE = words.text("{baby}", longest=LONGEST_TITLE)
SIDED_TITLE = words.text("{side}", "{baby}", longest=LONGEST_TITLE)

VERSION_KEY = Key("version", kinds.FORMAT_VERSION, "1", "The version of this format; always 1.", required=True)
LANGUAGE_KEY = Key(
    "language",
    kinds.LANGUAGE_CODE,
    "en",
    "The language of the plain words in this file; left out: en. Any text may also be {en: ..., de: ...}, "
    "and where {side} may stand {right: ..., left: ...}, also in one language.",
)

OPTIONAL = Key(
    "optional",
    kinds.YES_NO,
    "yes",
    "Whether it may be left out of a short session; left out: no.",
    also=("skippable",),
    default="no",
)
POSITION = Key(
    "position",
    kinds.one_of(*get_args(Position)),
    "back",
    "How the baby is: on the back, on the tummy, held at the shoulder, face down across the lap; left out: any.",
    default="any",
)
PAUSE = Key(
    "pause",
    kinds.PAUSE,
    "none",
    "How long it is quiet after a stroke: none, 4s, or a range that the planner chooses from; left out: 2s-20s.",
)
CUE = Key(
    "cue",
    kinds.one_of("before", "inside"),
    "inside",
    "When the words of a stroke are spoken: before it, or inside, during its seconds; left out: before.",
)
ONCE = Key(
    "once",
    kinds.one_of(*get_args(Once)),
    "between",
    "In a section with `sides: each`: only on the first side, only on the last, or between the two; in any other "
    "section of a repeated group: the same for its rounds; left out: on both sides, and in every round.",
)
STROKE_STEP = Table(
    what="a step",
    which=" with 'stroke'",
    keys=(
        Key(
            "stroke",
            kinds.NAMED,
            "leg_indian_milk",
            "The name of a stroke from the repertoire, or of one from this file.",
            required=True,
            also=("move", "exercise"),
        ),
        Key(
            "times",
            kinds.TIMES,
            "4-8",
            "How often it is repeated: 6 is exactly six, 4-8 lets the planner choose; left out: the stroke's own.",
            also=("repeat", "repeats", "repetitions", "reps"),
        ),
        Key(
            "usual",
            kinds.COUNT,
            "6",
            "How often in a session of the routine's own length; left out: the stroke's own, kept within times.",
            also=("typical",),
        ),
        Key(
            "cue",
            SIDED,
            "From the middle of the forehead, out to the sides.",
            "The words that are spoken before it, instead of the stroke's own.",
            also=("text", "words"),
        ),
        Key("name", SIDED_TITLE, "Small circles", "What it is called here; left out: the stroke's own name."),
        Key(
            "teach",
            SIDED,
            "Slide your hands under the legs, and wait.",
            "What those who learn hear here; left out: cue, or otherwise the stroke's own words.",
        ),
        Key(
            "cue_one_hand",
            SIDED,
            "Your hand on the forehead, out to one side.",
            "The same with `--one-hand`; left out: the stroke's own words for one hand, or cue if it has none.",
        ),
        Key(
            "from_age",
            kinds.AGE,
            "6w",
            "The youngest age for it here; left out: the stroke's own.",
            also=("age", "min_age"),
        ),
        replace(POSITION, doc="How the baby is here; left out: the stroke's own.", default=""),
        replace(PAUSE, doc="How long it is quiet after it: none, 4s, 2s-20s; left out: as the section says."),
        Key(
            "count",
            kinds.one_of("aloud"),
            "aloud",
            "Counts each repetition, in a routine with `for: adults`; left out: nothing is counted.",
        ),
        Key(
            "optional",
            kinds.YES_NO,
            "no",
            "Whether it may be left out of a short session; left out: it may unless its stroke is essential.",
            also=("skippable",),
        ),
        replace(
            ONCE,
            example="first",
            doc="In a repeated group: only in the first round, only in the last, or in all but the last; "
            "left out: in every round.",
        ),
    ),
)
SAY_STEP = Table(
    what="a step",
    which=" with 'say'",
    keys=(
        Key(
            "say",
            SIDED,
            "Hum your song to {baby}, very softly.",
            "Words to speak. {baby} becomes the baby's name; in a section with sides, {side} becomes right or left.",
            required=True,
            also=("text", "speak", "speech", "tell"),
        ),
        Key(
            "always",
            kinds.YES_NO,
            "yes",
            "Whether it is spoken even if the listener wants tones only: for safety; left out: no.",
            default="no",
        ),
        Key(
            "when",
            kinds.one_of("oil", "no-oil", "afterwards"),
            "oil",
            "Said only with oil, only without (`--no-oil`), or only with `--afterwards`; left out: always.",
        ),
        ONCE,
        OPTIONAL,
    ),
)
REST_STEP = Table(
    what="a step",
    which=" with 'rest'",
    keys=(
        Key(
            "rest",
            kinds.SPAN,
            "10s-40s",
            "Time without words; the pulse goes on. 10s is exactly ten seconds, 10s-40s lets the planner choose.",
            required=True,
            also=("pause", "wait", "silence", "break"),
        ),
        ONCE,
        OPTIONAL,
    ),
)
STEPS = {"stroke": STROKE_STEP, "say": SAY_STEP, "rest": REST_STEP}
"""A step is one of these; the key that is there decides which."""


def _read_step(node: Node, _: str, reading: Reading) -> Fields | None:
    if not isinstance(node, Entries):
        if node is not None:
            name = node.text if isinstance(node, Scalar) and re.fullmatch(kinds.NAME_PATTERN, node.text) else ""
            cure = f"; write '- stroke: {name}' or '- say: ...'" if name else ""
            reading.wrong(node.line, f"a step should be keys with values, not {described(node)}{cure}")
        return None
    names = [key.text for key, _ in node.pairs]
    chosen = [name for name in STEPS if name in names]
    if len(chosen) > 1:
        both = joined([f"'{name}'" for name in chosen], "and")
        reading.wrong(node.line, f"a step has {both}; make a step of each, with a '- ' of its own")
        return None
    if not chosen:
        chosen = [kind for kind, table in STEPS.items() if kind in {table.meant(name) for name in names}]
    if not chosen:
        reading.wrong(node.line, "a step needs 'stroke', 'say' or 'rest'")
        return None
    others = (*STEPS.values(), SECTION)
    return read_fields(node, STEPS[chosen[0]], reading, elsewhere=others)


STEP_KIND = ValueKind(read=_read_step, schema={"oneOf": [table.schema for table in STEPS.values()]}, says="a step")
STEPS_KEY = Key(
    "steps",
    listed(STEP_KIND),
    "[{stroke: face_open_book}, {rest: 10s}]",
    "What is done, in this order. Each step has stroke, say or rest.",
    required=True,
    also=("strokes", "exercises", "moves"),
)

SECTION = Table(
    what="a section",
    keys=(
        Key(
            "title",
            SIDED_TITLE,
            "Face",
            "Spoken at its beginning, and the title of its chapter. {side} becomes right or left.",
            required=True,
            also=("name", "heading", "part"),
        ),
        Key(
            "intro",
            SIDED,
            "Now the face, if {baby} likes.",
            "Said in place of the title if more than names is spoken; left out: the title.",
            also=("transition", "lead"),
        ),
        Key(
            "again",
            SIDED,
            "And the face once more.",
            "Said in place of both from the second round on, in a repeated group; left out: as in the first.",
        ),
        Key(
            "sides",
            kinds.one_of("right", "left", "each"),
            "each",
            "For strokes on one side at a time: right, left, or each (one side whole, then the other). "
            "Strokes that are done on both sides at once come at its end.",
            also=("side",),
        ),
        replace(PAUSE, doc="How long it is quiet after each of its strokes; left out: as the routine says."),
        replace(CUE, doc="When the words of its strokes are spoken: before or inside; left out: as the routine says."),
        OPTIONAL,
        STEPS_KEY,
    ),
)

_SECTION = nested(SECTION, elsewhere=tuple(STEPS.values()))
GROUP = Table(
    what="a group of sections",
    keys=(
        Key(
            "repeat",
            kinds.TIMES,
            "3",
            "How often the sections come, round after round: 3 is exactly three, and with 1-3 "
            "a short session may leave out the later rounds.",
            required=True,
        ),
        Key(
            "sections",
            listed(_SECTION),
            "[{title: Face, steps: [{stroke: face_open_book}]}]",
            "What comes in each round; from the second round on, strokes are announced by their `again`.",
            required=True,
        ),
    ),
)


def _read_section(node: Node, key: str, reading: Reading) -> Fields | None:
    group = isinstance(node, Entries) and any(name.text == "repeat" for name, _ in node.pairs)
    return read_fields(node, GROUP, reading, elsewhere=(SECTION,)) if group else _SECTION.read(node, key, reading)


SECTION_KIND = ValueKind(read=_read_section, schema={"anyOf": [SECTION.schema, GROUP.schema]}, says="a section")
