"""A private network: this computer and every speaker on one bridge, each with an address of its own. Needs root and ip.

Loopback would not do: a search by multicast needs a real interface, and only a real cable can be pulled out.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

IP = shutil.which("ip", path="/usr/sbin:/usr/bin") or "ip"
ADDRESS = "10.98.0.1"
"""Of this computer, in the network."""
_NETNS = 0x40000000
"""CLONE_NEWNET of sched.h."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A place in the network, with a namespace of its own behind it."""

    network: str
    space: str
    cable: str
    """The end of the cable at the bridge."""
    address: str

    @property
    def inside(self) -> tuple[str, ...]:
        """What a command begins with that is to run there."""
        return (IP, "netns", "exec", self.space)

    def unplug(self) -> None:
        ip(self.network, f"link set {self.cable} down")

    def plug_in(self) -> None:
        ip(self.network, f"link set {self.cable} up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The bridge, which is this computer's place as well."""

    name: str
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(2))

    @contextlib.contextmanager
    def port(self) -> Iterator[Port]:
        """Lay a cable to a new place."""
        number = next(self.numbers)
        port = Port(network=self.name, space=f"{self.name}-{number}", cable=f"p{number}", address=f"10.98.0.{number}")
        subprocess.run([IP, "netns", "add", port.space], check=True)
        try:
            ip(self.name, f"link add {port.cable} type veth peer name d0 netns {port.space}")
            ip(self.name, f"link set {port.cable} master br0 up")
            ip(port.space, "link set lo up")
            _addressed(port.space, "d0", port.address)
            yield port
        finally:
            subprocess.run([IP, "netns", "del", port.space], check=True)


@contextlib.contextmanager
def private_network() -> Iterator[Network]:
    """Make a network, and be in it: this thread, and every program and thread that it starts."""
    network = Network(name=f"audioguide{os.getpid()}")
    assert shutil.which(IP), "needs iproute2"
    if subprocess.run([IP, "netns", "add", network.name], capture_output=True, check=False).returncode:
        pytest.skip("network namespaces are forbidden here: NOTHING THAT NEEDS A NETWORK WAS TRIED")
    try:
        ip(network.name, "link set lo up")
        ip(network.name, "link add br0 type bridge mcast_snooping 0")
        _addressed(network.name, "br0", ADDRESS)
        with _entered(network.name):
            yield network
    finally:
        subprocess.run([IP, "netns", "del", network.name], check=True)


def ip(space: str, line: str) -> None:
    """Call ip in a namespace."""
    subprocess.run([IP, "-n", space, *line.split()], check=True)


def _addressed(space: str, interface: str, address: str) -> None:
    """Give an interface its address, and let it be the way for multicast."""
    ip(space, f"addr add {address}/24 dev {interface}")
    ip(space, f"link set {interface} up")
    ip(space, f"route add 224.0.0.0/4 dev {interface}")


@contextlib.contextmanager
def _entered(space: str) -> Iterator[None]:
    """Be in a namespace; `os.setns` came with Python 3.12."""
    with Path("/proc/thread-self/ns/net").open("rb") as home, Path("/run/netns", space).open("rb") as there:
        _moved(there.fileno())
        try:
            yield
        finally:
            _moved(home.fileno())


def _moved(namespace: int) -> None:
    if _libc().setns(namespace, _NETNS):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
