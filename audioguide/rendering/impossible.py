"""What a routine wishes that can be read and not be rendered, with its line: what `check` lets pass, `render` makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.errors import LengthError, PluginError, SoundError, VoiceError
from audioguide.model.routine import PULSE_BED, Phrases, Routine
from audioguide.model.timeline import Pulse
from audioguide.planning.finder import estimated
from audioguide.planning.planner import lengths_of, plan
from audioguide.planning.scriptwriter import write_script
from audioguide.plugins import Releasable
from audioguide.rendering.bed import open_bed
from audioguide.rendering.find import is_file
from audioguide.rendering.request import prepare
from audioguide.units import Samples, format_duration, samples
from audioguide.voices.choose import AUTO, choose

TRIED = samples(600.0)
"""How much of a sound file is listened to, to find out whether it is a bed."""
TOLERANCE = 1.2
"""By how much a length that is estimated from the words may differ from that of a voice."""


def cannot_be_rendered(routine: Routine, text: str, cache: Cache | None = None) -> Iterator[tuple[int, str]]:
    """Yield lines of the routine's text, from 1, and what is wrong there.

    Args:
        routine: as it was read.
        text: of its file.
        cache: keeps the cues, which are spoken where only the voice can say whether a length is possible; where it is
            left out nothing is spoken, and such a length passes.

    Raises:
        RoutineError: the recipe of its bed has mistakes of its own.
    """
    phrases = repertoire.phrases().get(routine.language)
    found = [*_bed(routine), *_voice(routine, known=phrases is not None)]
    if phrases is None:
        has = ", ".join(sorted(repertoire.phrases()))
        found.append(("^language:", f"language: there are no words for right, left and baby in it; there are in {has}"))
    else:
        found += [*_words(routine, phrases), *_length(routine, phrases, None if found else cache)]
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
        open_bed(routine.bed, Pulse(tempo=routine.tempo), (), TRIED)
    except SoundError as error:
        yield "^bed:", f"bed: {error}"


def _voice(routine: Routine, *, known: bool) -> Iterator[tuple[str, str]]:
    """Yield that the wished voice does not speak the language, or, where there are words in it, that none here does."""
    wished = "language" if routine.voice == AUTO else "voice"
    if wished == "language" and not known:
        return
    try:
        voice = choose(routine.voice, routine.language)
    except (PluginError, VoiceError) as error:
        yield f"^{wished}:", f"{wished}: {error}"
    else:
        if isinstance(voice, Releasable):
            voice.release()


def _words(routine: Routine, phrases: Phrases) -> Iterator[tuple[str, str]]:
    for cue in write_script(routine, phrases, guidance="learn").cues:
        if not any(character.isalnum() for character in cue.text):
            yield re.escape(cue.text), f"there is nothing to say in '{cue.text}'; write words, or a rest"


def _length(routine: Routine, phrases: Phrases, cache: Cache | None) -> Iterator[tuple[str, str]]:
    """Yield a length that is not possible: where the estimate leaves it open, the words are spoken to find out."""
    if (length := routine.length) is None:
        return
    script = write_script(routine, phrases, guidance=routine.guidance)
    clips = estimated(script)
    shortest, _, longest = lengths_of(script, clips)
    if not shortest / TOLERANCE <= length <= longest * TOLERANCE:
        can = f"it lasts from about {format_duration(shortest)} to {format_duration(longest)}"
        yield "^length:", f"length: {format_duration(length)} is not possible; {can}"
    elif cache is not None:
        try:
            for factor in (1.0 / TOLERANCE, TOLERANCE):
                plan(script, {text: Samples(round(factor * clip)) for text, clip in clips.items()}, length)
        except LengthError:
            yield from _spoken_length(routine, cache)


def _spoken_length(routine: Routine, cache: Cache) -> Iterator[tuple[str, str]]:
    from audioguide.rendering.speak import speak  # noqa: PLC0415 - imported late: hardly a file needs it

    try:
        request = prepare(routine)
        plan(request.script, speak(request, cache).lengths, request.length)
    except LengthError as error:
        yield "^length:", f"length: {error}"
    except VoiceError:
        return  # without a voice nothing is rendered, whatever its length
