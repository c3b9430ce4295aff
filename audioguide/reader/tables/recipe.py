"""The keys of a bed's recipe."""

from __future__ import annotations

import re
from dataclasses import replace

from audioguide.model.recipe import TuneNote
from audioguide.reader import kinds
from audioguide.reader.fields import Key, Table, listed, nested
from audioguide.reader.nodes import Node
from audioguide.reader.reading import Reading
from audioguide.reader.tables.steps import LANGUAGE_KEY, TITLE, VERSION_KEY

_NOTE = "(?:D|E|F#|A|B)[2-6]"
_A_TUNE = '{title: Steps, source: "Mine, 2027", melody: D5 A4*2, second: D4*3}'
_BEATS = r"(?:[1-9]\d?(?:\.\d+)?|0?\.[1-9]\d*)"


def _parse_note(text: str) -> str:
    if not re.fullmatch(_NOTE, text):
        msg = f"'{text}' is not a note of the scale; there are D, E, F#, A and B, each with its octave: D3, F#4"
        raise ValueError(msg)
    return text


def _parse_voice(text: str) -> tuple[TuneNote, ...]:
    return tuple(_parse_tune_note(written) for written in text.replace("|", " ").split())


def _parse_tune_note(written: str) -> TuneNote:
    name, _, beats = written.partition("*")
    if not re.fullmatch(_BEATS, beats or "1"):
        msg = f"'{written}' is not a note of a tune; write its name and, where it is not one beat, how many: D5, A4*1.5"
        raise ValueError(msg)
    return TuneNote(name=None if name == "-" else _parse_note(name), beats=float(beats or 1))


_NOTE_LIST = listed(kinds.scalar(_parse_note, {"type": "string", "pattern": f"^{_NOTE}$"}, "a note such as D3"))
_SCALE = "Notes of the scale that all sounds share: D, E, F#, A and B, each with its octave. D4 is home."
_NOTES = Key("notes", _NOTE_LIST, "[D3, A3]", _SCALE, required=True)
_VOICE = kinds.scalar(
    _parse_voice,
    {"type": "string", "pattern": rf"^[|\s]*(?:(?:{_NOTE}|-)(?:\*{_BEATS})?[|\s]*)+$"},
    "notes such as D5 A4*2",
)
_AMPLITUDES = listed(kinds.number(0, 1))


def _read_partials(node: Node, key: str, reading: Reading) -> list[float] | None:
    found: list[float] | None = _AMPLITUDES.read(node, key, reading)
    if node is not None and found and not any(found):
        reading.wrong(node.line, f"{key} are all 0; one at least has to be heard, for example [1, 0.3, 0.1]")
        return None
    return found


_PARTIALS = Key(
    "partials",
    replace(_AMPLITUDES, read=_read_partials, schema={**_AMPLITUDES.schema, "contains": {"not": {"enum": [0, "0"]}}}),
    "[1, 0.3, 0.1]",
    "Amplitudes of the fundamental and of the overtones, as far as they can be heard; left out: [1, 0.3, 0.1].",
    default="[1, 0.3, 0.1]",
)

NOISE = Table(
    what="a noise",
    keys=(
        Key("from", kinds.number(20, 10000), "150", "Hz below which there is little of it.", required=True),
        Key("to", kinds.number(40, 16000), "900", "Hz above which there is little of it.", required=True),
        Key(
            "falls",
            kinds.number(0, 24),
            "3",
            "dB by which it falls for each octave; left out: 3, which is pink.",
            default="3",
        ),
    ),
)
DRONE = Table(
    what="a drone",
    keys=(
        Key("notes", _NOTE_LIST, "[D3, A3]", f"{_SCALE} They are held all the time; a drone has these or chords."),
        Key("chords", listed(_NOTE_LIST), "[[D3, A3], [B3, F#4]]", "Chords, of which each chapter has the next one."),
        _PARTIALS,
    ),
)
STRIKES = Table(
    what="strikes",
    keys=(
        _NOTES,
        Key(
            "order",
            kinds.one_of("turns", "walk"),
            "walk",
            "turns: one after another; walk: up and down, as a slow melody does; left out: turns.",
            default="turns",
        ),
        Key("every", kinds.COUNT, "6", "Pulses of a bar; left out: 1.", default="1"),
        Key(
            "at",
            listed(kinds.number(0, 99)),
            "[0, 3, 4.5]",
            "Pulses of the bar on which they sound; left out: [0].",
            default="[0]",
        ),
        Key(
            "chance",
            kinds.number(1, 100),
            "70",
            "What percentage of them sound; left out: 100.",
            default="100",
        ),
        _PARTIALS,
        Key("attack", kinds.number(0.06, 10), "0.1", "Seconds until it is loudest; left out: 0.08.", default="0.08"),
        Key("decay", kinds.number(0.2, 60), "3", "Seconds in which it dies away; left out: 2.", default="2"),
        Key(
            "sinks",
            kinds.number(0, 24),
            "7",
            "Semitones by which it sinks, as a drum skin does; left out: 0.",
            default="0",
        ),
    ),
)
TUNE = Table(
    what="a tune",
    keys=(
        Key("title", kinds.ANY_TEXT, "Moo-lee-chwa", "What it is called.", required=True),
        Key(
            "source", kinds.ANY_TEXT, "Barrow, Travels in China, 1804", "Where it comes from, and when.", required=True
        ),
        Key("melody", _VOICE, "D5 A4*2 - F#5*1.5", "Its notes, and how many beats each lasts; - rests.", required=True),
        Key("second", _VOICE, "D4*4 A4*1.5", "The notes of the other voice; it lasts as long.", required=True),
    ),
)
MUSIC_BOX = Table(
    what="a music box",
    keys=(
        Key("tunes", listed(nested(TUNE)), f"[{_A_TUNE}]", "What it plays, in turn.", required=True),
        Key(
            "rest",
            kinds.number(0, 60),
            "4",
            "Beats between one tune and the next; left out: 4. A beat is a pulse.",
            default="4",
        ),
        Key(
            "attack",
            kinds.number(0.06, 1),
            "0.08",
            "Seconds until a note is loudest; left out: 0.06.",
            default="0.06",
        ),
        Key("decay", kinds.number(0.2, 20), "4", "Seconds in which a note dies away; left out: 4.", default="4"),
    ),
)
MOVES = Table(
    what="a swell",
    keys=(
        Key("every", kinds.COUNT, "8", "Pulses from one peak to the next.", required=True),
        Key("by", kinds.number(0, 40), "9", "dB between peak and trough.", required=True),
    ),
)
LAYER = Table(
    what="a layer",
    keys=(
        Key("noise", nested(NOISE), "{from: 150, to: 900}", "A steady noise."),
        Key("drone", nested(DRONE), "{notes: [D3, A3]}", "Notes that are held."),
        Key("strikes", nested(STRIKES), "{notes: [D3], every: 2}", "Notes that are struck softly and die away."),
        Key("music_box", nested(MUSIC_BOX), f"{{tunes: [{_A_TUNE}]}}", "Tunes of two voices."),
        Key(
            "softer",
            kinds.number(0, 60),
            "6",
            "How many dB softer it is than the loudest layer; left out: 0.",
            default="0",
        ),
        Key("moves", nested(MOVES), "{every: 8, by: 9}", "A slow swell, never twice the same; left out: none."),
        Key(
            "fades",
            kinds.number(0, 40),
            "6",
            "How many dB softer it is at a session's end; left out: 0.",
            default="0",
        ),
    ),
)
SOUNDS = (NOISE, DRONE, STRIKES, MUSIC_BOX, TUNE, MOVES)
"""What a layer is made of."""
RECIPE = Table(
    what="a bed",
    keys=(
        VERSION_KEY,
        Key("title", TITLE, "Ocean", "What it is.", required=True),
        LANGUAGE_KEY,
        Key(
            "tempo",
            kinds.number(30, 120),
            "72",
            "Pulses a minute of a session with this bed; left out: the routine's own.",
        ),
        Key(
            "layers",
            listed(nested(LAYER)),
            "[{noise: {from: 150, to: 900}}]",
            "What sounds at once; each layer has noise, drone, strikes or music_box.",
            required=True,
        ),
    ),
)
