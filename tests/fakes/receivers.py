"""Real receivers, whose sound is kept: gmediarender in the private network, and mpv on this computer."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import subprocess
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fakes.network import Network, Port

_SINK = "audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=44100,channels=2 ! fdsink fd={} sync=true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """A speaker that runs, and what it has played: 16 bit stereo at 44.1 kHz, at its pace."""

    name: str
    heard: Path
    port: Port | None = None
    """Where it is in the network; None for this computer."""
    environment: dict[str, str] = field(default_factory=dict)
    """What the program that plays needs to know, for this speaker to be heard by us."""


@contextlib.contextmanager
def dlna(network: Network, name: str, heard: Path) -> Iterator[Receiver]:
    """Start gmediarender: a DLNA renderer."""
    with network.port() as port, gmediarender(port, "d0", name, heard):
        yield Receiver(name=name, heard=heard, port=port)


@contextlib.contextmanager
def gmediarender(port: Port, interface: str, name: str, heard: Path, *options: str) -> Iterator[None]:
    """Start gmediarender at an interface of a place."""
    program = needed("gmediarender")
    with heard.open("ab") as file:
        pipe = file.fileno()
        command = [program, "-I", interface, "-f", name, "-u", str(uuid.uuid4()), "--mime-filter", "audio", *options]
        with running([*port.inside, *command, f"--gstout-audiopipe={_SINK.format(pipe)}"], pipe):
            yield


@contextlib.contextmanager
def mpv(network: Network, name: str, heard: Path) -> Iterator[Receiver]:  # noqa: ARG001 - it is in no network
    """Let mpv play on this computer."""
    yield Receiver(name=name, heard=heard, environment=loudspeaker(heard))


def loudspeaker(heard: Path) -> dict[str, str]:
    """Return where mpv is found that plays into a file, at its pace, whatever sound devices this computer has."""
    program = heard.parent / "bin" / "mpv"
    program.parent.mkdir()
    kept = f"--ao=pcm --ao-pcm-file={heard} --ao-pcm-append=yes --ao-pcm-waveheader=no"
    pace = "--af=lavfi=[arealtime] --audio-format=s16 --audio-samplerate=44100 --audio-channels=stereo"
    program.write_text(f'#!/bin/sh\nexec {needed("mpv")} "$@" {kept} {pace}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    heard.touch()
    return {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}


@contextlib.contextmanager
def running(command: Sequence[str], *pipes: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in silence, and look whether it lives to the end."""
    silent = subprocess.DEVNULL
    program = subprocess.Popen(command, pass_fds=pipes, stdin=silent, stdout=silent, stderr=silent)
    try:
        yield program
        assert program.poll() is None, command
    finally:
        program.kill()
        program.wait()


def needed(program: str) -> str:
    """Return where a program is; .ci/run installs it."""
    found = shutil.which(program)
    assert found, f"needs {program}"
    return found
