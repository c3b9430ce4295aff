"""The command line: one file a verb. Here are the names of the verbs and the one error boundary."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click

from audioguide.errors import AudioguideError, ChoiceError
from audioguide.voices import SENDS_NOTHING

VERBS = {
    "render": "Make a session: one MP3, exactly as long as asked.",
    "again": "Make a session again, with a change.",
    "course": "Make the sessions of a course: each evening learns one part, and repeats those before.",
    "plan": "Show what a session would be, without making it.",
    "show": "Show what is in a routine, and how long it can last.",
    "list": "List routines, courses, strokes, voices, beds, languages or sessions.",
    "check": "Check routine and course files: every mistake, with its line.",
    "new": "Write a routine file to start from, with comments.",
    "card": "Draw the strokes as pictures, to learn them beforehand.",
    "pack": "Pack a session for another family: sound, cards, words and a page that plays it.",
    "say": "Speak one sentence, to hear or to keep.",
    "record": "Make a voice of your own, line by line.",
    "speakers": "Find the speakers in the house.",
    "play": "Play a session on a speaker, or on this computer.",
    "pause": "Pause the session that plays.",
    "resume": "Go on with it.",
    "next": "Go on to the next chapter.",
    "back": "Go back to the chapter before.",
    "louder": "Play it a little louder.",
    "quieter": "Play it a little quieter.",
    "stop": "End the session that plays.",
    "serve": "Offer the sessions to phones and podcast programs.",
    "cache": "Show what is kept of spoken cues, or clean it.",
    "doctor": "Tell what is installed, what is missing, and how to get it.",
}
"""Every verb and its one-line help; its module is imported when it is called."""

TRANSPORT = ("pause", "resume", "next", "back", "louder", "quieter", "stop")
"""The verbs that control the session that plays: one module, `transport`, has all of them."""

DONE, FAILED, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes."""


class _Verbs(click.Group):
    """A group that imports the module of a verb only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [*VERBS]  # not list(): once it is loaded, that is the verb

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        if cmd_name in TRANSPORT:
            commands: dict[str, click.Command] = importlib.import_module("audioguide.cli.transport").commands
            return commands[cmd_name]
        command: click.Command = importlib.import_module(f"audioguide.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Verbs"):
            formatter.write_dl([*VERBS.items()])


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="audioguide", message="audioguide %(version)s")
def cli() -> None:
    r"""Guided infant massage for the ear: a calm voice and soft tones, so that you can look at your baby.

    \b
      audioguide render everyday --length 10m

    makes output/everyday-10m.mp3, for any speaker in the house.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with a code; `arguments` default to those of the process."""
    # OpenBLAS starts a thread pool that is never used here: 20 % of the start-up time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.update(SENDS_NOTHING)  # a voice that somebody else has written may be loaded in this process
    gc.set_threshold(100_000)  # hardly any object of the start-up is garbage: collecting would waste time
    try:
        code = cli.main(arguments, standalone_mode=False) or DONE  # the code of `Context.exit`
    except click.ClickException as error:
        error.show()
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; nothing was left half done", err=True)
        code = INTERRUPTED
    except AudioguideError as error:
        click.echo(str(error), err=True)
        code = USAGE if isinstance(error, ChoiceError) and not error.source else FAILED
    except Exception as error:  # noqa: BLE001 - the boundary: a user never sees a traceback
        click.echo(f"audioguide has a bug ({type(error).__name__}: {error}); this is not your mistake.", err=True)
        click.echo(f"Please report it with what you typed and this file: {_bug_report()}", err=True)
        code = BUG
    gc.freeze()  # nor at exit, which frees all memory at once
    sys.exit(code)


def _bug_report() -> str:
    """Write the traceback to a temporary file, and return its path."""
    with tempfile.NamedTemporaryFile("w", prefix="audioguide-bug-", suffix=".txt", delete=False) as file:
        file.write(f"{sys.version}\n{sys.platform}\n{sys.argv}\n\n{traceback.format_exc()}")
    return file.name
