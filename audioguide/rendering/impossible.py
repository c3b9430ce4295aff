"""What a routine wishes that can be read and not be rendered, with its line: what `check` lets pass, `render` makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from audioguide import repertoire
from audioguide.errors import PluginError, SoundError, VoiceError
from audioguide.model.routine import PULSE_BED, Phrases, Routine
from audioguide.model.timeline import Pulse
from audioguide.planning.finder import estimated
from audioguide.planning.planner import lengths_of
from audioguide.planning.scriptwriter import write_script
from audioguide.plugins import Releasable
from audioguide.rendering.bed import open_bed
from audioguide.rendering.find import is_file
from audioguide.units import format_duration
from audioguide.voices.choose import AUTO, choose

TOLERANCE = 1.2
"""By how much a length that is estimated from the words may differ from that of a voice."""


def cannot_be_rendered(routine: Routine, text: str) -> Iterator[tuple[int, str]]:
    """Yield lines of the routine's text, from 1, and what is wrong there.

    Raises:
        RoutineError: the recipe of its bed has mistakes of its own.
    """
    phrases = repertoire.vocabulary().phrases.get(routine.language)
    found = [*_bed(routine), *_voice(routine)]
    if phrases is None:
        has = ", ".join(sorted(repertoire.vocabulary().phrases))
        found.append(("^language:", f"language: there are no words for right, left and baby in it; there are in {has}"))
    else:
        found += [*_words(routine, phrases), *_length(routine, phrases)]
    for pattern, problem in found:
        at = re.search(pattern, text, re.MULTILINE)
        yield (text.count("\n", 0, at.start()) + 1 if at else 1), problem


def _bed(routine: Routine) -> Iterator[tuple[str, str]]:
    if routine.bed in (*repertoire.vocabulary().beds, PULSE_BED):
        return
    if not is_file(Path(routine.bed)):
        yield "^bed:", f"bed: there is no file '{routine.bed}'"
        return
    try:
        open_bed(routine.bed, Pulse(tempo=routine.tempo))
    except SoundError as error:
        yield "^bed:", f"bed: {error}"


def _voice(routine: Routine) -> Iterator[tuple[str, str]]:
    if routine.voice == AUTO:
        return
    try:
        voice = choose(routine.voice, routine.language)
    except (PluginError, VoiceError) as error:
        yield "^voice:", f"voice: {error}"
    else:
        if isinstance(voice, Releasable):
            voice.release()


def _words(routine: Routine, phrases: Phrases) -> Iterator[tuple[str, str]]:
    for cue in write_script(routine, phrases, guidance="learn").cues:
        if not any(character.isalnum() for character in cue.text):
            yield re.escape(cue.text), f"there is nothing to say in '{cue.text}'; write words, or a rest"


def _length(routine: Routine, phrases: Phrases) -> Iterator[tuple[str, str]]:
    if routine.length is None:
        return
    script = write_script(routine, phrases, guidance=routine.guidance)
    shortest, _, longest = lengths_of(script, estimated(script))
    if not shortest / TOLERANCE <= routine.length <= longest * TOLERANCE:
        can = f"it lasts from about {format_duration(shortest)} to {format_duration(longest)}"
        yield "^length:", f"length: {format_duration(routine.length)} is not possible; {can}"
