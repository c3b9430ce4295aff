"""``audioguide record``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Unpack

import click
from click.core import ParameterSource

from audioguide.cli.called import show, tell
from audioguide.cli.choices import WORDED, build_request, choices_to_record
from audioguide.cli.grouped import Grouped
from audioguide.cli.microphone import Microphone
from audioguide.cli.options import option
from audioguide.errors import AudioguideError, SoundError
from audioguide.model.choices import Choices
from audioguide.speech.recordings import Line, add_lines, bring, faults, keep, listen, recordings_in, write_page
from audioguide.state.shell import command_line

SKIP, QUIT = "s", "q"
"""Answers to the prompt before a line."""


@click.command("record", cls=Grouped, others="The recordings")
@click.argument("routine", required=False)
@option(
    "--to",
    "folder",
    verb="record",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder of your recordings, such as mum.",
)
@option(
    "--from",
    "source",
    verb="record",
    type=click.Path(path_type=Path),
    help="Take recordings from a phone: a folder (7.m4a is line 7), or one file with every line in it.",
)
@option(
    "--lines",
    "which",
    verb="record",
    type=click.Choice(("all", "greeting")),
    default="all",
    show_default=True,
    help="Every line; or the hello, the offers and the thanks: some six, and another voice says the rest.",
)
@option("--again", verb="record", metavar="1,2", help="Record these lines anew.")
@choices_to_record
@click.pass_context
def command(
    context: click.Context,
    /,
    routine: str | None,
    *,
    folder: Path,
    source: Path | None,
    which: str,
    again: str | None,
    **choices: Unpack[Choices],
) -> None:
    """Record the lines of ROUTINE in your own voice, here or on a phone; give the choices that you render with.

    Without ROUTINE it is what fits --aim and --age, or else everyday.
    """
    if again is not None and (source is not None or not _is_terminal()):
        raise click.UsageError(
            "--again records lines anew here, one by one: in a terminal, and without --from", context
        )
    choices["voice"] = "auto"  # whatever it is to be: nothing is spoken here
    script = build_request(routine, **choices).script
    if which == "greeting" and not script.greeting:
        msg = f"there is no greeting in '{script.title}': it has no ritual, or too little is said; record all its lines"
        raise AudioguideError(msg)
    texts = script.greeting if which == "greeting" else (cue.text for cue in script.cues)
    lines = add_lines(folder, texts, script.language)
    if source is not None:
        imported = bring(folder, lines, source)
        show(f"{len(imported)} of {len(lines)} lines came from {source}")
    elif _is_terminal():
        _record(folder, _lines_to_record(lines, folder, again))
    here = recordings_in(folder)
    page = write_page(folder, lines, here)
    missing = sum(line.number not in here for line in lines)
    for line in lines if missing < len(lines) else ():  # before the first recording they would all be missing
        for problem in _problems(line, here.get(line.number, ())):
            show(f"{line.number:4d}  {problem}")
    show(f"{len(lines) - missing} of {len(lines)} lines are recorded; the list to read is {page}")
    arguments = command_line([*([routine] if routine else []), *_speech_options(context)])
    if missing == len(lines):
        target = command_line([str(folder)]) + ("" if which == "all" else f" --lines {which}")
        told = f"with a phone: read it, then say: audioguide record {arguments} --to {target} --from RECORDING"
    else:
        voice = command_line([f"recorded:{folder}{'+auto' if missing or which != 'all' else ''}"])
        told = f"hear it with: audioguide render {arguments} --voice {voice}"
    tell(told, err=False)


def _speech_options(context: click.Context) -> Iterator[str]:
    """Yield the options of `WORDED` on this command line, as arguments for the next one."""
    for one in context.command.params:
        if one.name in WORDED and context.get_parameter_source(one.name) is ParameterSource.COMMANDLINE:
            value = context.params[one.name]
            if isinstance(value, bool):
                yield (one.opts if value else one.secondary_opts)[0]
            else:
                yield one.opts[0]
                yield f"{value:g}w" if isinstance(value, float) else _argument(value)


def _argument(value: str | int | tuple[str, ...]) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _lines_to_record(lines: Sequence[Line], folder: Path, again: str | None) -> Sequence[Line]:
    """Return the lines of ``--again``, or else all that are missing."""
    if again is None:
        here = recordings_in(folder)
        return [line for line in lines if line.number not in here]
    numbers = [number.strip() for number in again.split(",")]
    known = {str(line.number): line for line in lines}
    unknown = [number for number in numbers if number not in known]
    if unknown:
        msg = f"there is no line {', '.join(unknown)}; there are {_ranges(line.number for line in lines)}"
        raise click.BadParameter(msg, param_hint="--again")
    return [known[number] for number in numbers]


def _ranges(numbers: Iterable[int]) -> str:
    """Return numbers as one tells them: ``1-3, 7``."""
    runs = (list(run) for _, run in groupby(enumerate(sorted(numbers)), lambda one: one[1] - one[0]))
    ends = ((run[0][1], run[-1][1]) for run in runs)
    return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in ends)


def _record(folder: Path, lines: Sequence[Line]) -> None:
    """Record one line after the other; each is saved at once, so that one can stop at any time."""
    if not lines:
        return
    try:
        microphone = Microphone()
    except AudioguideError as error:
        tell(f"{error}; a phone will do as well, see --from")
        return
    show(f"Recording with {microphone.name}. Enter begins and ends a line; s skips it, q stops for today.")
    for done, line in enumerate(lines, start=1):
        show(f"\n{done}/{len(lines)}  (up to {line.seconds:.0f} s)\n\n    {line.text}\n")
        if _take(microphone, folder, line) == QUIT:
            return


def _take(microphone: Microphone, folder: Path, line: Line) -> str:
    """Record a line until it is accepted or skipped; return the last answer."""
    answer = _prompt("Enter: record")
    while answer not in (SKIP, QUIT):
        take = microphone.record(lambda: _prompt("recording... Enter: done"))
        problems = list(faults(take, fits=line.seconds, usual=line.usual))
        if not problems:
            keep(folder, line, take)
            return ""
        show(f"    {'; '.join(problems)}")
        answer = _prompt("Enter: once more, k: keep it all the same")
        if answer == "k":
            keep(folder, line, take)
            return ""
    return answer


def _prompt(what: str) -> str:
    answer: str = click.prompt(what, default="", show_default=False, prompt_suffix=" ")
    return answer.strip().casefold()


def _problems(line: Line, recordings: Sequence[Path]) -> Iterator[str]:
    """Yield a sentence for each problem with the recordings of a line."""
    if not recordings:
        yield f"missing: {line.text}"
        return
    path, *others = recordings
    for other in others:
        yield f"{other.name}: not used, {path.name} is newer"
    try:
        take = listen(path)
    except SoundError as error:
        yield str(error)
        return
    for fault in faults(take, fits=line.seconds, usual=line.usual):
        yield f"{path.name}: {fault}"
