"""``audioguide speakers``."""

from __future__ import annotations

import contextlib

import click

from audioguide.cli.called import show_json, tell
from audioguide.cli.options import option
from audioguide.cli.paths import state_folder
from audioguide.cli.tables import print_table
from audioguide.errors import AudioguideError
from audioguide.player.memory import SpeakerMemory
from audioguide.player.registry import connect_device, missing_extras
from audioguide.plugins import Device
from audioguide.state.bug_report import log_bug


@click.command("speakers")
@option("--host", metavar="ADDRESS", help="Ask this address: for a speaker in another network.")
@option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def command(host: str | None, *, as_json: bool) -> None:
    """Find the speakers in this network: what the household calls each, what it is, and what it can do."""
    memory = SpeakerMemory.in_folder(state_folder())
    memory.restore_volumes_unless_playing()
    abilities: dict[Device, str] = {}
    found = memory.registry.search(host, lambda device: abilities.update({device: _abilities(device)}))
    rows = [
        {
            "name": device.name,
            "kind": device.speaker,
            "model": device.model,
            "host": device.host,
            "can": abilities[device],
        }
        for device in found
    ]
    if as_json:
        show_json(rows)
        return
    print_table(rows)
    if not any(row["host"] for row in rows):
        tell("no speaker answers; in another network, give its address with --host")
    if missing := missing_extras():
        tell(missing)


def _abilities(device: Device) -> str:
    """Connect to a speaker, and list its abilities; or say why that fails."""
    try:
        with contextlib.closing(connect_device(device)) as speaker:
            return ", ".join(["play", *sorted(speaker.abilities)])
    except AudioguideError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - a bug in one must not keep the others from being listed
        log_bug(f"'{device.name}' cannot be asked what it can do ({type(error).__name__}: {error})")
        return "?"
