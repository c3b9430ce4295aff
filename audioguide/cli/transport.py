"""``audioguide pause``, ``resume``, ``next``, ``louder``, ``stop`` and so on: commands to the session that plays."""

from __future__ import annotations

import click

from audioguide.cli.paths import state_folder
from audioguide.player.playback import Command
from audioguide.player.remote import send

_HELP: dict[Command, str] = {
    "pause": "Pause the session that plays.",
    "resume": "Go on with the session that is paused.",
    "next": "Go on to the next chapter of the session that plays.",
    "back": "Go back to the beginning of the chapter, or to the one before.",
    "louder": "Play it louder, by 5 % of the speaker's scale, up to --loudest.",
    "quieter": "Play it quieter, by 5 % of the speaker's scale.",
    "stop": "End the session that plays, and put the volume back.",
}


def _command(command: Command, text: str) -> click.Command:
    def callback() -> None:
        send(state_folder(), command)

    return click.Command(command, callback=callback, help=f"{text}\n\nIt may play in any terminal of this computer.")


commands = {command: _command(command, text) for command, text in _HELP.items()}
