"""The keys of the repertoire's own files: strokes, rituals, landmarks, and the few words of the engine itself."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from audioguide.model.stroke import Hands
from audioguide.reader import kinds
from audioguide.reader.fields import Key, Table, listed, named, nested
from audioguide.reader.tables.routine import PRONOUNCE
from audioguide.reader.tables.steps import LANGUAGE_KEY, STEP_KIND, STEPS_KEY, TEXT, TITLE, VERSION_KEY
from audioguide.reader.tables.strokes import STROKES

STROKE_FILE = Table(what="a file of strokes", keys=(VERSION_KEY, LANGUAGE_KEY, replace(STROKES, required=True)))

_TITLE = Key("title", TITLE, "Resting hands", "The title of the chapter.", required=True)
_TEXTS = listed(TEXT)
RITUAL = Table(
    what="a ritual",
    keys=(
        VERSION_KEY,
        LANGUAGE_KEY,
        Key("title", TITLE, "Infant massage", "What the ritual is called, for those who read its file."),
        Key("baby", TEXT, "your child", "What {baby} becomes here without a name; left out: as everywhere else."),
        Key(
            "preparation",
            nested(
                Table(
                    what="a preparation",
                    keys=(
                        _TITLE,
                        Key(
                            "full",
                            listed(STEP_KIND),
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
                required=name != "integration",
            )
            for name, doc in (
                ("opening", "What comes before the first section."),
                ("integration", "What gathers the whole body after the last section; left out: nothing does."),
                ("closing", "The goodbye: the last chapter, complete in itself, for those who go there early."),
            )
        ),
        Key(
            "resume",
            TEXT,
            '"Rub your hands and ask: shall we go on?"',
            "The cue of the first stroke if a session carries on from another one; left out: its own.",
        ),
        Key(
            "one_hand",
            TEXT,
            "Sit with your back held, {baby} low and close.",
            "Said beforehand with `--one-hand`, seated; left out: nothing.",
        ),
        Key(
            "resume_one_hand",
            TEXT,
            '"Warm your hand and ask: shall we go on?"',
            "The same as resume, with one hand; left out: the stroke's own.",
        ),
        Key(
            "checks",
            _TEXTS,
            '["How is your baby?"]',
            "Questions about the baby, at least one every four minutes, taken in turn; left out: none.",
        ),
        Key(
            "looks",
            _TEXTS,
            '["Look at your baby."]',
            "Checks of at most five words if only names or tones are heard, taken in turn; left out: none.",
        ),
        Key("pause_after_check", kinds.SPAN, "10-20s", "How long it is quiet after a check; left out: 10-20s."),
        Key(
            "prompts",
            _TEXTS,
            "[Look at your baby and smile.]",
            "Offers to look or talk, at least one every four minutes, taken in turn; left out: none.",
        ),
        Key(
            "pause_after_prompt",
            kinds.SPAN,
            "8-20s",
            "How long it is quiet after a prompt, for the parent's own voice; left out: 8-20s.",
        ),
        Key(
            "thanks",
            _TEXTS,
            "[Your hands did this.]",
            "Thanks to the parent, after the first stroke of the closing; one a session, in turn; left out: none.",
        ),
        Key(
            "rhymes",
            named(_TEXTS, pattern=kinds.NAME_PATTERN, name=kinds.parse_name),
            '{foot_toe_roll: ["One toe, two toes."]}',
            "By stroke: short rhymes and hums after it, taken in turn, in place of an offer; with `--rhymes` only.",
        ),
        Key(
            "safety_before",
            named(TEXT, pattern=r"[\s\S]*\S[\s\S]*", name=kinds.parse_word),
            "{tummy: Stay off the tummy until the cord has healed.}",
            "A safety line before the first stroke of a part; always spoken.",
        ),
        Key(
            "oil_from",
            kinds.AGE,
            "1m",
            "The age from which oil is mentioned, unless the family says otherwise; left out: from birth.",
        ),
        Key(
            "oily",
            listed(kinds.ANY_TEXT, distinct=True),
            "[leg, tummy, back]",
            "The parts that are stroked with oil; left out: none.",
        ),
        Key(
            "dry",
            listed(kinds.ANY_TEXT, distinct=True),
            "[hand, face]",
            "Parts and strokes without oil: hands are wiped before a part that is or has one; left out: none.",
        ),
        *(
            Key(name, TEXT, example, f"{doc}; left out: nothing.")
            for name, example, doc in (
                ("take_oil", "A few drops of oil in your palm.", "What is said before the first part with oil"),
                (
                    "more_oil",
                    "More oil?",
                    "What is said before a part with oil after three others, or after hands were wiped",
                ),
                ("wipe_oil", "Wipe your hands.", "What is said before a part without oil"),
            )
        ),
        Key(
            "drop_order",
            listed(kinds.ANY_TEXT, distinct=True),
            "[face, back, arm]",
            "The parts in the order in which they leave a short session.",
        ),
    ),
)

LANDMARKS = Table(
    what="a file of landmarks",
    keys=(
        VERSION_KEY,
        Key(
            "view",
            kinds.NAMED,
            "front",
            "What is looked at: front, back, face, sole, top, palm or handback.",
            required=True,
        ),
        Key(
            "points",
            named(kinds.POINT, pattern=kinds.NAME_PATTERN, name=kinds.parse_name),
            "{navel: [50, 83]}",
            "Names and where they are: x to the parent's right and y towards the feet; the view is 100 wide.",
            required=True,
        ),
    ),
)

PHRASES = Table(
    what="a file of phrases",
    keys=(
        VERSION_KEY,
        Key("right", kinds.ANY_TEXT, "right", "What {side} becomes on the right.", required=True),
        Key("left", kinds.ANY_TEXT, "left", "What {side} becomes on the left.", required=True),
        Key("baby", kinds.ANY_TEXT, "your baby", "What {baby} becomes without a name.", required=True),
        Key(
            "tones",
            kinds.ANY_TEXT,
            "Each soft tone is one slow stroke.",
            "Tells those who learn what they hear, after the first stroke that moves; left out: nothing does.",
        ),
        Key(
            "mirrored",
            kinds.ANY_TEXT,
            "As you look at {baby}, their right side is on your left.",
            "Tells those who learn where the baby's right side is, before the first part with sides; left out: "
            "nothing does.",
        ),
        Key(
            "once_more",
            kinds.ANY_TEXT,
            "Once more.",
            "Announces another round of a part's strokes.",
            required=True,
        ),
        Key(
            "hands",
            named(kinds.ANY_TEXT, pattern="|".join(get_args(Hands)), name=kinds.parse_word),
            "{thumbs: two thumbs}",
            "Words for what the parent's hands do, printed on the cards; left out: none.",
        ),
        Key(
            "picture",
            kinds.ANY_TEXT,
            '"As you see your baby: from the front, their right side is on your left."',
            "Tells how to read the picture of a stroke; left out: nothing does.",
        ),
        PRONOUNCE,
    ),
)
