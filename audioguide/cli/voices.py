"""``audioguide voices``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import click

from audioguide.cli.called import show, tell
from audioguide.cli.options import Words, option
from audioguide.cli.progress import ProgressLine
from audioguide.cli.tables import print_table
from audioguide.cli.voice_rows import voice_rows
from audioguide.voices import folder

_ADD_PIPER = "to let it speak: audioguide add piper"


@click.command("voices")
@click.argument("action", type=Words(["get", "add", "remove"]), required=False)
@click.argument("what", metavar="[LANGUAGE|NAME|FILE]", required=False)
@option("--yes", is_flag=True, help="With get: do not ask.")
def command(action: str | None, what: str | None, *, yes: bool) -> None:
    """Show the voices that are installed: their languages, their licences, and where they come from.

    `get` fetches one of piper's voices, by its language (`de`) or its name, after showing its size and its licence.
    `add FILE` copies one that you have, and `remove NAME` deletes one.
    """
    if action is None:
        print_table(voice_rows())
        return
    if what is None:
        msg = f"{action} what? {_WANTED[action]}"
        raise click.UsageError(msg)
    if action == "get":
        _get(what, yes=yes)
    else:
        _ACTIONS[action](what)


_WANTED = {
    "get": "a language, for example de, or the name of a voice",
    "add": "a file that ends in .onnx",
    "remove": "the name of a voice: audioguide voices",
}


def _get(wanted: str, *, yes: bool) -> None:
    from audioguide.voices import download  # noqa: PLC0415 - nothing else may import what fetches

    best, *others = download.offered(wanted)
    if best.name in {file.name for file in folder.voice_files()}:
        tell(f"the voice '{best.name}' is here already; to take it away: audioguide voices remove {best.name}")
        return
    card = download.fetch_card(best)
    tell(f"{best.name}: {best.model.size / 1e6:.0f} MB, from {best.source}")
    show(card.strip(), err=True)
    if others:
        tell(f"there are also {', '.join(one.name for one in others)}")
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("nobody is here to be asked; add --yes to agree")
        if not click.confirm("get it?", default=True, err=True):
            tell("nothing was fetched")
            return
    with ProgressLine() as line:
        download.get(best, card, lambda done: line("fetching", done, best.model.size, best.name))
    _told(best.name, "is here now")


def _add(name: str) -> None:
    _told(folder.add(Path(name)).name, "was copied")


def _remove(name: str) -> None:
    place = folder.remove(name.removeprefix("piper:"))
    tell(f"the voice '{name.removeprefix('piper:')}' was deleted from {place}")


_ACTIONS: dict[str, Callable[[str], None]] = {"add": _add, "remove": _remove}


def _told(name: str, what: str) -> None:
    """Tell that a voice can be used, and what it still needs."""
    tell(f"the voice '{name}' {what}; --voice piper:{name}, and --voice auto where it is the best of its language")
    if find_spec("piper") is None:
        tell(_ADD_PIPER)
