"""``audioguide speakers``."""

from __future__ import annotations

import contextlib
import json

import click

from audioguide.cli.paths import state_folder
from audioguide.errors import AudioguideError
from audioguide.player.registry import House, connected, missing
from audioguide.player.volume import Notebook, restore
from audioguide.plugins import Device


@click.command("speakers", short_help="Find the speakers in the house.")
@click.option(
    "--host", envvar="AUDIOGUIDE_HOST", metavar="ADDRESS", help="Ask this address: for a speaker in another network."
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def command(host: str | None, *, as_json: bool) -> None:
    """Find the speakers in this network: what the household calls each, what it is, and what it can do."""
    restore(Notebook(state_folder() / "volumes.json"), connected)
    can: dict[Device, str] = {}
    found = House(state_folder() / "speakers.json").search(host, lambda device: can.update({device: _can(device)}))
    rows = [
        {"name": device.name, "kind": device.speaker, "model": device.model, "host": device.host, "can": can[device]}
        for device in found
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False))
        return
    widths = {key: max(len(row[key]) for row in rows) for row in rows[:1] for key in row}
    for row in rows:
        click.echo("  ".join(row[key].ljust(width) for key, width in widths.items()).rstrip())
    if not any(row["host"] for row in rows):
        click.echo("no speaker answers; in another network, give its address with --host", err=True)
    for sentence in missing():
        click.echo(sentence, err=True)


def _can(device: Device) -> str:
    """Ask a speaker for its abilities."""
    try:
        with contextlib.closing(connected(device)) as speaker:
            return ", ".join(["play", *sorted(speaker.abilities)])
    except AudioguideError as error:
        return str(error)
