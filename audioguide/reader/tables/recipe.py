"""The keys of a bed's recipe."""

from __future__ import annotations

import re

from audioguide.reader import kinds
from audioguide.reader.fields import Key, Table, listed, nested
from audioguide.reader.tables.steps import LANGUAGE_KEY, TEXT, VERSION_KEY

_NOTE = "(?:D|E|F#|A|B)[2-6]"


def _parse_note(text: str) -> str:
    if not re.fullmatch(_NOTE, text):
        msg = f"'{text}' is not a note of the scale; there are D, E, F#, A and B, each with its octave: D3, F#4"
        raise ValueError(msg)
    return text


_NOTES = Key(
    "notes",
    listed(kinds.scalar(_parse_note, {"type": "string", "pattern": f"^{_NOTE}$"}, "a note such as D3")),
    "[D3, A3]",
    "Notes of the scale that all sounds share: D, E, F#, A and B, each with its octave. D4 is home.",
    required=True,
)
_PARTIALS = Key(
    "partials",
    listed(kinds.number(0, 1)),
    "[1, 0.3, 0.1]",
    "Amplitudes of the fundamental and of what is above it; left out: 1, 0.3, 0.1.",
)

NOISE = Table(
    what="a noise",
    keys=(
        Key("from", kinds.number(20, 10000), "150", "Hz below which there is little of it.", required=True),
        Key("to", kinds.number(40, 16000), "900", "Hz above which there is little of it.", required=True),
        Key("falls", kinds.number(0, 24), "3", "dB by which it falls for each octave; left out: 3, which is pink."),
    ),
)
DRONE = Table(what="a drone", keys=(_NOTES, _PARTIALS))
STRIKES = Table(
    what="strikes",
    keys=(
        _NOTES,
        Key(
            "order",
            kinds.one_of("turns", "walk"),
            "walk",
            "turns: one after the other; walk: up and down, as a slow melody does; left out: turns.",
        ),
        Key("every", kinds.COUNT, "6", "Pulses of a bar; left out: 1."),
        Key("at", listed(kinds.number(0, 99)), "[0, 3, 4.5]", "Pulses of the bar on which they sound; left out: 0."),
        Key("chance", kinds.number(1, 100), "70", "How many of them sound, in percent; left out: all."),
        _PARTIALS,
        Key("attack", kinds.number(0.06, 10), "0.1", "Seconds until it is loudest; left out: 0.08."),
        Key("decay", kinds.number(0.2, 60), "3", "Seconds in which it dies away; left out: 2."),
        Key("sinks", kinds.number(0, 24), "7", "Semitones by which it sinks, as a drum skin does; left out: none."),
    ),
)
MOVES = Table(
    what="a swell",
    keys=(
        Key("every", kinds.COUNT, "8", "Pulses from one top to the next.", required=True),
        Key("by", kinds.number(0, 40), "9", "dB between top and bottom.", required=True),
    ),
)
LAYER = Table(
    what="a layer",
    keys=(
        Key("noise", nested(NOISE), "{from: 150, to: 900}", "A steady noise."),
        Key("drone", nested(DRONE), "{notes: [D3, A3]}", "Notes that are held."),
        Key("strikes", nested(STRIKES), "{notes: [D3], every: 2}", "Notes that are struck softly and die away."),
        Key("softer", kinds.number(0, 60), "6", "dB in loudness under the loudest layer; left out: 0."),
        Key("moves", nested(MOVES), "{every: 8, by: 9}", "A slow swell, never twice the same; left out: none."),
    ),
)
RECIPE = Table(
    what="a bed",
    keys=(
        VERSION_KEY,
        Key("title", TEXT, "Ocean", "What it is.", required=True),
        LANGUAGE_KEY,
        Key(
            "tempo",
            kinds.number(30, 120),
            "72",
            "Pulses a minute that a session has with this bed; left out: the routine's own.",
        ),
        Key(
            "layers",
            listed(nested(LAYER)),
            "[{noise: {from: 150, to: 900}}]",
            "What sounds at once; each layer has noise, drone or strikes.",
            required=True,
        ),
    ),
)
