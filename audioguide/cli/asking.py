"""``audioguide pause``, ``resume``, ``next``, ``back`` and ``stop``: asked of the session that plays."""

from __future__ import annotations

import click

from audioguide.cli.places import state_folder
from audioguide.player.playing import Command
from audioguide.player.remote import send

_HELP: dict[Command, str] = {
    "pause": "Pause the session that plays.",
    "resume": "Go on with the session that is paused.",
    "next": "Go on to the next chapter of the session that plays.",
    "back": "Go back to the beginning of the chapter, or to the one before.",
    "stop": "End the session that plays, and put the volume back.",
}


def _asking(command: Command, text: str) -> click.Command:
    def ask() -> None:
        send(state_folder(), command)

    return click.Command(command, callback=ask, help=f"{text}\n\nIt may play in any terminal of this computer.")


commands = {command: _asking(command, text) for command, text in _HELP.items()}
