"""A bed by its name: built in, installed as a plug-in, or a file of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from audioguide import plugins
from audioguide.model.audio import Stereo
from audioguide.model.chapters import Chapter
from audioguide.model.routine import PULSE_BED
from audioguide.model.timeline import Pulse, Timeline
from audioguide.plugins import Bed
from audioguide.repertoire.beds import bed_file, is_recipe, read_file, recipe, recipes, tempo_of
from audioguide.sound.beds.layered import BED_LUFS, Layered
from audioguide.sound.beds.music import Music
from audioguide.sound.synth import fade_ends
from audioguide.state.native_stderr import native_stderr_caught
from audioguide.units import Samples, gain

PREVIEW_LUFS = -23.0
"""Of a bed by itself, as a small speaker plays it: louder than under a voice, where it would be."""


def open_beds(name: str, timeline: Timeline) -> tuple[Bed, Bed | None]:
    """Return the bed of a session, and the one that goes on after the massage; where they are the same, it is one.

    Raises:
        SoundError, RoutineError: as `open_bed`.
    """
    bed, afterwards = open_bed(name, timeline.pulse, timeline.chapters, timeline.length), timeline.afterwards
    if afterwards is None or afterwards.bed == name:
        return bed, bed if afterwards else None
    tempo = tempo_of(afterwards.bed)
    return bed, open_bed(afterwards.bed, Pulse(tempo=tempo) if tempo else timeline.pulse, (), timeline.length)


def open_bed(name: str, pulse: Pulse, chapters: Sequence[Chapter] = (), longest: Samples | None = None) -> Bed:
    """Return a bed, at -31 LUFS as a small speaker plays it.

    Args:
        name: of a built-in or installed bed; or a file: a recipe (``.yaml``), or any sound.
        pulse: what it keeps to; a recording does not.
        chapters: of the session: what is made from a recipe changes its chord and grows softer with them.
        longest: how much of it is heard at most: of a sound file no more is decoded. All of it where left out.

    Raises:
        SoundError: there is no such bed, or the file cannot be read.
        RoutineError: the recipe has mistakes.
    """
    if name in recipes() or name == PULSE_BED:
        return Layered(recipe(name), pulse, chapters)
    found = bed_file(name)
    if found is None:
        bed: Bed = plugins.find("beds", name)(pulse)
        return bed
    if is_recipe(found):
        return Layered(read_file(found), pulse, chapters)
    with native_stderr_caught():  # libmpg123 writes there; an error of ours says what is wrong
        return Music(found, BED_LUFS, longest)


def preview(name: str, length: Samples, *, fade_in: Samples, fade_out: Samples) -> Stereo:
    """Return the beginning of a bed, to choose by ear, at the tempo that it asks for.

    Raises:
        SoundError, RoutineError: as `open_bed`.
    """
    sound = open_bed(name, Pulse(tempo=tempo_of(name) or 60.0), (), length).render(Samples(0), length)
    level = gain(PREVIEW_LUFS - BED_LUFS) * fade_ends(length, fade_in, fade_out)
    return sound * level[:, None].astype(sound.dtype)
