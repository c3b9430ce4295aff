"""The command line: one file a verb. Here are the names of the verbs and the one error boundary."""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click
from click.core import ParameterSource

from audioguide.cli.called import PlainFormatter, called_as, tell
from audioguide.errors import AudioguideError, ChoiceError
from audioguide.voices import NO_TELEMETRY_ENV

VERBS = {
    "render": "Make a session: one MP3, exactly as long as asked.",
    "again": "Make a session again, with a change.",
    "course": "Make a course: five evenings, or a week for the tummy.",
    "catalogue": "Make thousands of sessions: lengths, languages, names, ...",
    "plan": "Show what a session would be, without making it.",
    "show": "Show what is in a routine, and how long it can last.",
    "list": "List routines, strokes, voices, beds, sessions, ...",
    "check": "Check routines, courses, backgrounds: each mistake, with its line.",
    "new": "Write a routine file to start from, with comments.",
    "card": "Draw the strokes as pictures, to learn them beforehand.",
    "pack": "Pack a session for another family, with a page that plays it.",
    "say": "Speak one sentence, to hear or to keep.",
    "record": "Make a voice of your own, line by line.",
    "speakers": "Find the speakers in the house.",
    "play": "Play a session on a speaker, or on this computer.",
    "pause": "Pause the session that is playing.",
    "resume": "Resume the paused session.",
    "next": "Go on to the next chapter.",
    "back": "Restart the chapter; at its very beginning, go to the one before.",
    "louder": "Turn the session up a little.",
    "quieter": "Turn the session down a little.",
    "stop": "End the session that is playing.",
    "serve": "Open the page that makes and plays, here or on phones.",
    "voices": "Show the voices that are installed; get, add or remove one.",
    "words": "Write the words of a language beside the English, to read.",
    "add": "Add what an installation lacks: speakers, voices, PDF, ...",
    "cache": "Show what is kept of spoken cues, or clean it.",
    "doctor": "Show what is installed, what is missing, and how to get it.",
}
"""Every verb and its one-line help; its module is imported when it is called."""

HELP = "help"
"""Understood, although the option is `--help`."""

_MEANT = {
    "make": "render",
    "create": "render",
    "install": "add",
    "export": "pack",
    "sessions": "list sessions",
    "routines": "list routines",
    "courses": "list courses",
    "strokes": "list strokes",
    "beds": "list beds",
    "languages": "list languages",
    "page": "serve",
    "phone": "serve --lan",
    "podcast": "serve --lan",
    "cards": "card",
    "pdf": "card --pdf",
    "version": "--version",
}
"""What people try, and what it is called here."""

PAGE = "serve"
"""The verb where none is named."""

TRANSPORT = ("pause", "resume", "next", "back", "louder", "quieter", "stop")
"""The verbs that control the session that plays: one module, `transport`, has all of them."""

DONE, FAILED, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes."""
_NO_THREAD = "can't start new thread"
"""What Python says where the system gives it none; it has no exception of its own."""
STOPPED = "stopped; nothing was left half done"


class _Verbs(click.Group):
    """A group that imports the module of a verb only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [*VERBS]  # not list(): once it is loaded, that is the verb

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name == HELP:
            return click.Command(HELP, params=[click.Argument(["verb"], required=False)], callback=_show_help)
        if cmd_name not in VERBS:
            from difflib import get_close_matches  # noqa: PLC0415 - for a mistake only

            meant = _MEANT.get(cmd_name.lower()) or next(iter(get_close_matches(cmd_name.lower(), VERBS, n=1)), "")
            if not meant and _is_routine(cmd_name):
                meant = f"render {cmd_name}"
            cure = f"did you mean: {called_as()} {meant}" if meant else f"all verbs: {called_as()} --help"
            msg = f"there is no verb '{cmd_name}'; {cure}"
            raise click.UsageError(msg)
        if cmd_name in TRANSPORT:
            commands: dict[str, click.Command] = importlib.import_module("audioguide.cli.transport").commands
            return commands[cmd_name]
        command: click.Command = importlib.import_module(f"audioguide.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Verbs"):
            formatter.write_dl([*VERBS.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write what to type first, where a terminal of 24 lines shows it."""
        with formatter.section("To begin"):
            for command in ("render everyday --length 10m", "play everyday-10m", "help render"):
                formatter.write_text(f"{called_as()} {command}")


@click.group(
    cls=_Verbs,
    invoke_without_command=True,
    subcommand_metavar="VERB ...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="audioguide", message="audioguide %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Guided infant massage for the ear: a calm voice and soft tones, so that you can look at your baby.

    Without a verb, audioguide opens the page that makes and plays sessions, like `serve`.
    """
    if context.invoked_subcommand is None:
        page: click.Command = importlib.import_module(f"audioguide.cli.{PAGE}").command
        with page.make_context(PAGE, [], parent=context) as its_own:  # with its variables and defaults
            page.invoke(its_own)


def _show_help(verb: str | None) -> None:
    """Show the help of a verb, or of all."""
    root = click.get_current_context().find_root()
    shown = cli.get_command(root, verb) if verb else None
    click.echo(shown.get_help(click.Context(shown, root, verb)) if shown else root.get_help())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with a code; `arguments` default to those of the process."""
    # OpenBLAS starts a thread pool that is never used here: 20 % of the start-up time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.update(NO_TELEMETRY_ENV)  # a voice that somebody else has written may be loaded in this process
    gc.set_threshold(100_000)  # hardly any object of the start-up is garbage: collecting would waste time
    if logging.lastResort:  # which prints warnings
        logging.lastResort.setFormatter(PlainFormatter())
    code, sentences = _run(arguments)
    try:
        _print_last(sentences)
    except KeyboardInterrupt:  # while the last line is written, or nobody reads it
        code = INTERRUPTED
        _print_last([STOPPED])
    gc.freeze()  # nor at exit, which frees all memory at once
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> tuple[int, list[str]]:
    """Run the command line, and return its code and what is to be said of a failure."""
    try:
        # The code of `Context.exit`.
        return cli.main(arguments, prog_name=called_as(), standalone_mode=False) or DONE, []
    except click.UsageError as error:
        help_hint = [f"see: {error.ctx.command_path} --help"] if error.ctx is not None else []
        return USAGE, [_complaint(error), *help_hint]
    except (click.Abort, KeyboardInterrupt) as error:
        return INTERRUPTED, [str(error.__cause__ or "") or STOPPED]  # click puts its own around it
    except AudioguideError as error:
        return USAGE if isinstance(error, ChoiceError) and not error.source else FAILED, [str(error)]
    except Exception as error:  # noqa: BLE001 - the boundary: a user never sees a traceback
        if _is_of_the_end(error):
            return INTERRUPTED, [STOPPED]
        return (FAILED, [_of_the_system(error)]) if isinstance(error, OSError) else _bug(error)


def _is_of_the_end(error: Exception) -> bool:
    """Whether it came while an interrupted program tidied up: a thread was not begun yet, or the terminal is gone."""
    before = error.__context__
    while before is not None and not isinstance(before, KeyboardInterrupt):
        before = before.__context__
    return before is not None


def _of_the_system(error: OSError) -> str:
    """Return what the system says as a sentence: that a disk is full, or that nobody may write there."""
    reason = error.strerror or str(error) or type(error).__name__
    return f"'{error.filename}': {reason}" if error.filename else f"the system says: {reason}"


def _bug(error: Exception) -> tuple[int, list[str]]:
    """Return the exit code and what is said of a bug, or of what looks like one: too little memory, old packages."""
    cure = "close other programs, or use --workers 1 where a verb has it"
    if isinstance(error, MemoryError):
        return FAILED, [f"there is not enough memory for it; {cure}"]
    if isinstance(error, RuntimeError) and str(error) == _NO_THREAD:
        return FAILED, [f"the system cannot start another thread: memory or a limit is used up; {cure}"]
    from audioguide.state.bug_report import write_bug_report  # noqa: PLC0415 - for a bug only

    what, report = f"{type(error).__name__}: {error}", write_bug_report()
    if missing := _missing_packages():
        still = f"If it is the same then ({what}), please report it with what you typed and this file: {report}"
        return FAILED, [*missing, still]
    return BUG, [
        f"audioguide has a bug ({what}); this is not your mistake.",
        f"Please report it with what you typed and this file: {report}",
    ]


def _missing_packages() -> list[str]:
    """Return what is said of an installation that is not whole; nothing where it is, or nobody knows."""
    from audioguide.plugins.requirements import mending, unmet_requirements  # noqa: PLC0415 - for a bug only

    with contextlib.suppress(Exception):  # it was never installed, or what describes it is damaged
        if unmet := unmet_requirements():
            return [*(f"this installation is not whole: {one}" for one in unmet), f"fix it with: {mending(unmet)}"]
    return []


def _print_last(sentences: Sequence[str]) -> None:
    """Print the last sentences, as far as anybody can read them: a terminal may be gone, or a disk full."""
    with contextlib.suppress(OSError):
        for sentence in sentences:
            tell(sentence)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:  # what is left in it would be complained of once more at exit, as a traceback
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _complaint(error: click.UsageError) -> str:
    """Return a usage mistake as one line that begins with what it is about: an option, a variable or an argument."""
    if isinstance(error, click.BadParameter) and isinstance(error.param_hint, str):
        return f"{error.param_hint}: {error.message}"
    wrong = error.param if isinstance(error, click.BadParameter) else None
    if wrong is None or error.ctx is None:
        return error.format_message()
    if error.ctx.get_parameter_source(wrong.name or "") is ParameterSource.ENVIRONMENT:
        name = str(wrong.envvar)
    else:
        name = wrong.opts[-1] if isinstance(wrong, click.Option) else wrong.human_readable_name.strip("[]")
    if not isinstance(error, click.MissingParameter):
        return f"{name}: {error.message}"
    words = f"; it is one of {', '.join(wrong.type.choices)}" if isinstance(wrong.type, click.Choice) else ""
    return f"{name} is missing{words}"


def _is_routine(name: str) -> bool:
    """Whether it is a built-in routine that somebody wants."""
    from audioguide import repertoire  # noqa: PLC0415 - for a mistake only

    return name.lower() in repertoire.routines()
