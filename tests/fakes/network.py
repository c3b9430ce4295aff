"""A private network with a real DLNA renderer in it, whose sound is kept. Needs root, ip and gmediarender."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

IP, RENDERER = shutil.which("ip", path="/usr/sbin:/usr/bin"), shutil.which("gmediarender")
NETWORK, ADDRESS = f"audioguide{os.getpid()}", "10.98.0.1"
INSIDE = (IP or "ip", "netns", "exec", NETWORK)
"""What a command begins with that is to run in the network."""


@contextlib.contextmanager
def private_network() -> Iterator[None]:
    """Make a network of one pair of cables. Loopback would not do: a search by multicast needs a real interface."""
    if not (IP and RENDERER):
        pytest.skip("needs iproute2 and gmediarender: NO REAL SPEAKER WAS TRIED")
    if subprocess.run([IP, "netns", "add", NETWORK], capture_output=True, check=False).returncode:
        pytest.skip("network namespaces are forbidden here: NO REAL SPEAKER WAS TRIED")
    try:
        for line in (
            "link set lo up",
            "link add d0 type veth peer name d1",
            f"addr add {ADDRESS}/24 dev d0",
            "link set d0 up",
            "link set d1 up",
            "route add 224.0.0.0/4 dev d0",
        ):
            subprocess.run([IP, "-n", NETWORK, *line.split()], check=True)
        yield
    finally:
        subprocess.run([IP, "netns", "del", NETWORK], check=True)


@contextlib.contextmanager
def renderer(name: str, heard: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start gmediarender in the network; what it plays goes to `heard`, as 16 bit stereo at 44.1 kHz, at its pace."""
    sink = "audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=44100,channels=2 ! fdsink fd={} sync=true"
    with heard.open("wb") as file:
        pipe = file.fileno()
        command = [*INSIDE, str(RENDERER), "-I", "d0", "-f", name, "-u", str(uuid.uuid4()), "--mime-filter", "audio"]
        running = subprocess.Popen(
            [*command, f"--gstout-audiopipe={sink.format(pipe)}"],
            pass_fds=[pipe],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    try:
        yield running
    finally:
        running.kill()
        running.wait()
