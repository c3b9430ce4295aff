"""The stages one by one, for programs that do something of their own in between.

routine = read(text)
script = write_script(routine)
clips = narrate(script, cache=Cache(Path("cache")))
timeline = plan_script(script, clips, "10m")  # `audioguide.plan` of a script
encode(timeline, mix(timeline, clips), "session.mp3")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Unpack

from audioguide import plugins, reader, repertoire
from audioguide.cache import Cache
from audioguide.model.audio import Block, Clip
from audioguide.model.choices import SPEECH_LUFS, Choices, check
from audioguide.model.routine import Routine, ToneStyle
from audioguide.model.script import Script
from audioguide.model.session import Tags
from audioguide.model.timeline import Timeline
from audioguide.planning import planner
from audioguide.plugins import Bed, Encoder
from audioguide.rendering import encode as pieces
from audioguide.rendering.bed import open_beds
from audioguide.rendering.files import refuse_special
from audioguide.rendering.peaks import held_down, refuse_too_loud
from audioguide.rendering.publishing import write_synced
from audioguide.rendering.render import format_of, worker_count
from audioguide.rendering.request import resolved, tailored_script
from audioguide.rendering.shelf import Shelf
from audioguide.rendering.speak import Progress, speak_cues
from audioguide.sound import mixer
from audioguide.sound.tones.stroke import NoTones, StrokeTones, tones_for
from audioguide.speech.narrator import Clips, clip_lengths
from audioguide.units import Samples
from audioguide.voices.choose import AUTO, choose


def read(text: str, *, source: str = "routine.yaml", language: str | None = None) -> Routine:
    """Read a routine that refers to the built-in strokes, rituals and landmarks.

    Args:
        text: YAML.
        source: a file's name, for errors; without its suffix it is the routine's id.
        language: that every text has to exist in.

    Raises:
        RoutineError: the text has mistakes, each with its line.
    """
    return reader.read(text, source=source, vocabulary=repertoire.vocabulary(), language=language)


def write_script(routine: Routine, **choices: Unpack[Choices]) -> Script:
    """Cut a routine to a family and write down everything that can be said and done.

    Raises:
        ChoiceError: a choice is not possible.
        AudioguideError: the routine is not for that age or has no such part.
    """
    _, script, _ = tailored_script(routine, resolved(choices))
    return script


def narrate(
    script: Script,
    *,
    voice: str = AUTO,
    cache: Cache,
    pronounce: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Clips:
    """Speak every cue of a script, or take it from the cache.

    Args:
        script: what is said.
        voice: a voice's name, or auto.
        cache: keeps what was spoken.
        pronounce: words, and how they are said, besides the built-in ones.
        progress: called while something is spoken, see `Progress`; what it raises ends the speaking.

    Returns:
        Clips by their text: float32 ``(samples,)`` at 44,100 Hz, -18 LUFS; `Clips.lengths` in samples, and
        `Clips.credit`: whom the voice's licence asks to be named.

    Raises:
        VoiceError, PluginError: there is no such voice, or it fails.
    """
    return speak_cues(
        script.cues,
        choose(voice, script.language),
        cache,
        language=script.language,
        pronounce=pronounce or {},
        progress=progress,
    )


def plan_script(script: Script, clips: Mapping[str, Clip], length: timedelta | str | None = None) -> Timeline:
    """Place every cue, repetition and pause of a script, exact to the sample.

    Args:
        script: words and strokes.
        clips: the cues, by their text.
        length: of the massage; left out: the routine's own.

    Raises:
        ChoiceError: the length is none.
        LengthError: the script cannot last so long or so short; it names the nearest possible lengths.
    """
    return planner.plan(script, clip_lengths(clips), check("length", length))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """A session's sound, made block by block where it is asked for."""

    timeline: Timeline
    clips: Mapping[str, Clip]
    tones: StrokeTones | NoTones
    bed: Bed
    bed_name: str
    """Or the path of a file."""
    afterwards: Bed | None
    loudness: float
    """LUFS of the voice, and all else with it."""

    def __iter__(self) -> Iterator[Block]:
        """Yield the whole: blocks of float32 ``(samples, 2)`` at 44,100 Hz."""
        return iter(self(span=None))

    def __call__(self, *, span: tuple[Samples, Samples] | None) -> Iterable[Block]:
        """Yield the part from a start to an end; any part is the same as in the whole."""
        gain_db = self.loudness - SPEECH_LUFS
        return mixer.mix(self.timeline, self.clips, self.tones, self.bed, self.afterwards, gain_db=gain_db, span=span)


def mix(
    timeline: Timeline,
    clips: Mapping[str, Clip],
    *,
    bed: str = "heartbeat",
    tones: ToneStyle = "soft",
    loudness: float = SPEECH_LUFS,
) -> Mix:
    """Prepare the sound of a timeline.

    Args:
        timeline: what sounds when.
        clips: the cues, by their text.
        bed: a bed's name, or a file.
        tones: how the strokes sound.
        loudness: LUFS of the voice, -40 to -17, and all else with it.

    Raises:
        ChoiceError: a choice is not possible.
        SoundError: there is no such bed.
    """
    background, goes_on = open_beds(bed, timeline)
    loudness = check("loudness", loudness)
    return Mix(
        timeline=timeline,
        clips=held_down(clips, loudness - SPEECH_LUFS),
        tones=tones_for(check("tones", tones), repertoire.landmarks(), threads=worker_count(None)),
        bed=background,
        bed_name=bed,
        afterwards=goes_on,
        loudness=loudness,
    )


def encode(
    timeline: Timeline,
    mix: Mix,
    output: str | Path,
    *,
    title: str = "",
    language: str = "en",
    comment: str = "",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Path:
    """Encode the sound of a timeline into a file, with its chapters; the file appears whole or not at all.

    Args:
        timeline: what the sound is of.
        mix: the sound.
        output: the file; its suffix says the format, mp3 where it has none. A file that is there is replaced.
        title: for players.
        language: of the words, ``en``.
        comment: for players, too: `Clips.credit`, and what else is to be read with it.
        workers: pieces made at a time; as many as processors where left out.
        progress: called from any thread while something is encoded, see `Progress`; what it raises ends the encoding.

    Raises:
        ChoiceError: `workers` is not possible.
        PluginError: there is no such format.
        SoundError: it would be too loud, or the bed is damaged.
        ShelfError: the file cannot be written, or a device, a pipe or a folder stands there.
    """
    output, workers = Path(output), worker_count(workers)
    encoder: Encoder = plugins.find("encoders", format_of(output))()
    tags = Tags(title=title, artist="audioguide", album=title, language=language, comment=comment)
    with Shelf(output.parent).staging_dir() as folder:
        refuse_special(output)
        made, meter = pieces.encode(
            timeline,
            mix,
            encoder,
            folder,
            workers=workers,
            progress=progress,
        )
        refuse_too_loud(meter.true_peak, loudness=mix.loudness, bed=mix.bed_name)
        finished = folder / f"session{encoder.suffix}"
        write_synced(finished, encoder.join(timeline, made, tags))
        finished.replace(output)
    return output
