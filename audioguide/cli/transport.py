"""``audioguide pause``, ``resume``, ``next``, ``louder``, ``stop`` and so on: commands to the session that plays."""

from __future__ import annotations

import click

from audioguide.cli.paths import state_folder
from audioguide.player.playback import Command
from audioguide.player.remote import send

_HELP: dict[Command, str] = {
    "pause": "Pause the session that is playing.",
    "resume": "Resume the paused session.",
    "next": "Go on to the next chapter.",
    "back": "Restart the chapter; in its first three seconds, go to the one before.",
    "louder": "Turn the session up by 5 % of the speaker's scale, as far as --loudest.",
    "quieter": "Turn the session down by 5 % of the speaker's scale.",
    "stop": "End the session that is playing, and put the volume back.",
}


def _command(command: Command, text: str) -> click.Command:
    def callback() -> None:
        send(state_folder(), command)

    return click.Command(command, callback=callback, help=f"{text}\n\nIt may play in any terminal of this computer.")


commands = {command: _command(command, text) for command, text in _HELP.items()}
