"""``audioguide say``."""

from __future__ import annotations

from pathlib import Path

import click

from audioguide.cli.called import show
from audioguide.cli.options import OutputPath, option
from audioguide.cli.paths import spoken_cues
from audioguide.cli.play_file import play_file
from audioguide.encoders.cue_file import cue_file
from audioguide.errors import ShelfError
from audioguide.model.script import Cue
from audioguide.rendering.files import refuse_existing, write_file
from audioguide.rendering.speak import speak_cues
from audioguide.rendering.system_language import language_of
from audioguide.state.scratch import scratch_folder
from audioguide.units import seconds
from audioguide.voices import engine_of
from audioguide.voices.choose import choose

OUTPUT_SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")


@click.command("say")
@click.argument("text")
@option("--voice", default="auto", show_default=True, help="What `list voices` names, or recorded:FOLDER.")
@option("--language", metavar="CODE", default="en", show_default=True, help="Language of the words, or auto.")
@option("-o", "--output", verb="say", type=OutputPath(), help="Save it here instead.")
@option("--force", is_flag=True, help="Overwrite a file that exists.")
def command(text: str, *, voice: str, language: str, output: Path | None, force: bool) -> None:
    """Speak TEXT as a session would: to hear how a cue of your own sounds."""
    if output is not None and output.suffix.lower() not in OUTPUT_SUFFIXES:
        msg = f"'{output}' ends with none of {', '.join(OUTPUT_SUFFIXES)}"
        raise click.BadParameter(msg, param_hint="-o")
    if output is not None:
        refuse_existing(output, force=force)
    if output is not None and not output.parent.is_dir():
        msg = f"there is no folder '{output.parent}' for '{output.name}'"
        raise ShelfError(msg)
    if not text.strip():
        raise click.BadParameter("there is nothing to say", param_hint="TEXT")
    language = language_of(language) or language
    speaker = choose(voice, language)
    cue = Cue(text=text, role="cue")
    clips = speak_cues([cue], speaker, spoken_cues(), language=language)
    suffix = ".wav" if output is None else output.suffix
    file = cue_file(clips[text].sound, suffix.removeprefix("."), clips.credit)
    if output is not None:
        write_file(output, file, force=True)
        show(f"{output}  {seconds(clips.lengths[text]):.1f}s, spoken by {engine_of(speaker.identity)}")
        return
    with scratch_folder() as folder:
        (folder / "cue.wav").write_bytes(file)
        play_file(folder / "cue.wav")
