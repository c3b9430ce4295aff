"""Every key of every file: the reader, the JSON Schema and the written documentation come from here."""

from __future__ import annotations

from audioguide.reader import kinds, words
from audioguide.reader.fields import Fields, Key, Kind, Table, described, listed, named, nested, read_fields
from audioguide.reader.nodes import Entries, Node, Scalar
from audioguide.reader.reading import Reading

TEXT = words.text("{baby}")
SIDED = words.text("{side}", "{baby}")

VERSION = Key("version", kinds.VERSION, "1", "The version of this format; always 1.", required=True)
LANGUAGE = Key(
    "language",
    kinds.LANGUAGE_CODE,
    "en",
    "The language of the plain words in this file; left out: en. Any text may also be {en: ..., de: ...}.",
)

OPTIONAL = Key(
    "optional", kinds.YES_NO, "yes", "Whether it may be left out of a short session; left out: no.", also=("skippable",)
)
STROKE_STEP = Table(
    what="a step with 'stroke'",
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
            also=("repeat", "repeats", "repetitions", "reps", "count"),
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
        OPTIONAL,
    ),
)
SAY_STEP = Table(
    what="a step with 'say'",
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
            "Whether it is spoken even where the listener wants tones only: for safety; left out: no.",
        ),
        OPTIONAL,
    ),
)
REST_STEP = Table(
    what="a step with 'rest'",
    keys=(
        Key(
            "rest",
            kinds.SPAN,
            "10s-40s",
            "Time without words; the pulse goes on. 10s is exactly ten seconds, 10s-40s lets the planner choose.",
            required=True,
            also=("pause", "wait", "silence", "break"),
        ),
        OPTIONAL,
    ),
)
STEPS = {"stroke": STROKE_STEP, "say": SAY_STEP, "rest": REST_STEP}
"""A step is one of these; the key that is there decides which."""


def _read_step(node: Node, _: str, reading: Reading) -> Fields | None:
    if not isinstance(node, Entries):
        if isinstance(node, Scalar) and node.text.strip():
            example = f"write '- stroke: {node.text}' or '- say: ...'"
            reading.wrong(node.line, f"a step should be keys with values, not {described(node)}; {example}")
        elif node is not None:
            reading.wrong(node.line, f"a step should be keys with values, not {described(node)}")
        return None
    names = [key.text for key, _ in node.pairs]
    chosen = [name for name in STEPS if name in names]
    if len(chosen) > 1:
        both = " and ".join(f"'{name}'" for name in chosen)
        reading.wrong(node.line, f"a step has {both}; make a step of each, with a '- ' of its own")
        return None
    guessed = [kind for kind, table in STEPS.items() if kind in {table.meant(name) for name in names}]
    if not chosen and not guessed:
        reading.wrong(node.line, "a step needs 'stroke', 'say' or 'rest'")
        return None
    others = (*STEPS.values(), SECTION)
    return read_fields(node, STEPS[(chosen or guessed)[0]], reading, elsewhere=others)


STEP = Kind(read=_read_step, schema={"oneOf": [table.schema for table in STEPS.values()]}, says="a step")
STEPS_KEY = Key(
    "steps",
    listed(STEP),
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
            SIDED,
            "Face",
            "Spoken at its beginning, and the title of the chapter. {side} becomes right or left.",
            required=True,
            also=("name", "heading", "part"),
        ),
        Key(
            "sides",
            kinds.one_of("right", "left", "each"),
            "each",
            "For strokes on one side at a time: right, left, or each (one side whole, then the other). "
            "Strokes that are done on both sides at once come at the end of it.",
            also=("side",),
        ),
        OPTIONAL,
        STEPS_KEY,
    ),
)

STROKE = Table(
    what="a stroke",
    keys=(
        Key(
            "name",
            SIDED,
            "Feather",
            "At most five words; they also serve as the cue on the second side.",
            required=True,
            also=("title",),
        ),
        Key(
            "part",
            kinds.WORDS,
            "back",
            "The part of the body: leg, foot, tummy, chest, arm, hand, face, head, back, or a word of your own.",
            required=True,
            also=("body_part", "body"),
        ),
        Key(
            "sides",
            kinds.one_of("each", "both", "midline"),
            "midline",
            "each: on the right, then on the left; both: mirrored, at the same time; midline: along the middle.",
            required=True,
            also=("side",),
        ),
        Key(
            "hands",
            kinds.WORDS,
            "two hands alternating",
            "Who does it: one hand, two hands alternating, thumbs. Printed, never spoken.",
        ),
        Key(
            "path",
            kinds.PATH,
            "comb(back.nape,back.bottom)",
            "The way of the hands during one repetition. The tone, the picture and the check are made from it.",
            required=True,
        ),
        Key(
            "toward",
            kinds.one_of("heart", "away", "none"),
            "away",
            "Whether it runs towards the heart or away from it; left out: none.",
            also=("towards", "direction"),
        ),
        Key(
            "seconds",
            kinds.number(1, 120),
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
            listed(kinds.WORDS, distinct=True),
            "[soothing, play]",
            "What tradition uses it for. Printed, never spoken; no promise of health.",
            also=("purposes", "aims"),
        ),
        Key(
            "from_age", kinds.AGE, "4m", "The youngest age: 6w, 4m, 1y; left out: from birth.", also=("age", "min_age")
        ),
        Key(
            "essential",
            kinds.YES_NO,
            "yes",
            "Whether it leaves last among the strokes of its part when a session is short; left out: no.",
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
            "teach",
            SIDED,
            "Spread your fingers and start at the neck.",
            "Two or three sentences for those who learn it; left out: the cue serves them too.",
            also=("teaching", "description"),
        ),
        Key(
            "caution",
            SIDED,
            "Never stroke on the spine itself.",
            "What to mind. Spoken to those who learn it, and printed on its card.",
            also=("cautions", "warning", "careful"),
        ),
    ),
)
STROKES = Key(
    "strokes",
    named(nested(STROKE), pattern=kinds.NAME, name=kinds.parse_name),
    "{feather: {name: Feather, part: back, sides: midline, path: 'comb(back.nape,back.bottom)', "
    "seconds: 5, times: 3-8, cue: Feather down the back.}}",
    "Your own strokes, used like the built-in ones.",
)

ROUTINE = Table(
    what="a routine",
    keys=(
        VERSION,
        Key("title", TEXT, "Evening calm", "The title of the session.", required=True, also=("name",)),
        LANGUAGE,
        Key(
            "ritual",
            kinds.WORDS,
            "infant-massage",
            "What opens and closes the routine and is said along the way: asking, resting hands, thanks, "
            "safety lines; left out: none.",
        ),
        Key(
            "preparation",
            kinds.one_of("full", "short", "none"),
            "full",
            "The ritual's preparation: full is a chapter of its own, short is one spoken line, or none; "
            "left out: full for those who learn, otherwise short.",
        ),
        Key(
            "aims",
            listed(kinds.one_of("bonding", "calm", "sleep", "comfort", "movement"), distinct=True),
            "[sleep, calm]",
            "What it is meant for: bonding, calm, sleep, comfort, movement.",
            also=("aim", "purpose", "goals"),
        ),
        Key(
            "from_age", kinds.AGE, "6w", "The youngest age: 6w, 4m, 1y; left out: from birth.", also=("age", "min_age")
        ),
        Key(
            "bed",
            kinds.WORDS,
            "ocean",
            "The quiet background: a name, none, or a sound file beside this one; left out: heartbeat.",
            also=("background", "music", "sound"),
        ),
        Key(
            "tempo",
            kinds.number(30, 120),
            "60",
            "Pulses a minute; the strokes begin on them; left out: 60.",
            also=("bpm", "speed"),
        ),
        Key("note", TEXT, "For Tuesday's group.", "Printed, never spoken.", also=("notes", "comment", "description")),
        Key(
            "sections",
            listed(nested(SECTION, elsewhere=(STROKE_STEP, SAY_STEP, REST_STEP))),
            "[{title: Face, steps: [{stroke: face_open_book}]}]",
            "The parts of the routine, in this order; each becomes a chapter.",
            required=True,
            also=("parts", "chapters"),
        ),
        STROKES,
        Key(
            "pronounce",
            named(kinds.WORDS, pattern=r"[\s\S]*\S[\s\S]*", name=kinds.parse_word),
            "{Shantala: SHAHN-tah-lah}",
            "Words, and how they are said.",
            also=("pronunciation", "lexicon"),
        ),
    ),
)

STROKE_FILE = Table(what="a file of strokes", keys=(VERSION, LANGUAGE, STROKES))

_TITLE = Key("title", TEXT, "Resting hands", "The title of the chapter.", required=True)
_TEXTS = listed(TEXT)
RITUAL = Table(
    what="a ritual",
    keys=(
        VERSION,
        LANGUAGE,
        Key("title", TEXT, "Infant massage", "What the ritual is called.", required=True),
        Key(
            "preparation",
            nested(
                Table(
                    what="a preparation",
                    keys=(
                        _TITLE,
                        Key(
                            "full",
                            listed(STEP),
                            "[{say: Warm the room.}]",
                            "The steps of the whole preparation, a chapter of its own.",
                            required=True,
                            also=("steps", "long"),
                        ),
                        Key(
                            "short",
                            TEXT,
                            "A warm room, warm hands, and nothing else to do.",
                            "The same in one spoken line.",
                            required=True,
                        ),
                    ),
                )
            ),
            "{title: Before you begin, full: [{say: Warm the room.}], short: Warm room and hands.}",
            "What is made ready before the first touch.",
            required=True,
        ),
        *(
            Key(
                name,
                nested(Table(what=f"the {name}", keys=(_TITLE, STEPS_KEY))),
                "{title: Resting hands, steps: [{stroke: resting_hands}]}",
                doc,
                required=True,
            )
            for name, doc in (
                ("opening", "What comes before the first section."),
                ("closing", "What comes after the last section."),
            )
        ),
        Key(
            "checks",
            _TEXTS,
            "[How is your baby?]",
            "How is the baby? One closes each section, taken in turn; left out: none.",
        ),
        Key("stay", kinds.SPAN, "10-20s", "How long it is quiet after a check; left out: 10-20s."),
        Key(
            "prompts",
            _TEXTS,
            "[Look at your baby and smile.]",
            "Offers to look or to talk; one a section, taken in turn; left out: none.",
        ),
        Key(
            "free",
            kinds.SPAN,
            "8-20s",
            "How long it is quiet after a prompt, for the parent's own voice; left out: 8-20s.",
        ),
        Key(
            "before",
            named(TEXT, pattern=r"[\s\S]*\S[\s\S]*", name=kinds.parse_word),
            "{tummy: Stay off the tummy until the cord has healed.}",
            "A safety line before the first stroke of a part; spoken always.",
        ),
        Key(
            "give_way",
            listed(kinds.WORDS, distinct=True),
            "[face, back, arm]",
            "The parts in the order in which they leave a short session.",
        ),
    ),
)

LANDMARKS = Table(
    what="a file of landmarks",
    keys=(
        VERSION,
        Key(
            "view",
            kinds.NAMED,
            "front",
            "What is looked at: front, back, face, sole, top, palm or handback.",
            required=True,
        ),
        Key(
            "points",
            named(kinds.POINT, pattern=kinds.NAME, name=kinds.parse_name),
            "{navel: [50, 83]}",
            "Names and where they are: x to the parent's right and y towards the feet; the view is 100 wide.",
            required=True,
        ),
    ),
)

PHRASES = Table(
    what="a file of phrases",
    keys=(
        VERSION,
        Key("right", kinds.WORDS, "right", "What {side} becomes on the right.", required=True),
        Key("left", kinds.WORDS, "left", "What {side} becomes on the left.", required=True),
        Key("baby", kinds.WORDS, "your baby", "What {baby} becomes without a name.", required=True),
        Key(
            "called",
            words.text("{name}"),
            '"This stroke is called {name}."',
            "Tells the name of a stroke to those who learn it.",
            required=True,
        ),
    ),
)
