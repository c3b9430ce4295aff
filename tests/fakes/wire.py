"""What a computer says to the world, packet by packet."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Iterator

from fakes.network import Network, ip

_EVERYTHING = 0x0003
"""ETH_P_ALL of if_ether.h."""
_IPV4, _IPV6 = 0x0800, 0x86DD
_KINDS = {6: "tcp", 17: "udp"}


class Wire:
    """Everything that is sent in a private network, to whatever address it goes."""

    def __init__(self, tap: socket.socket) -> None:
        self._tap = tap

    def heard(self) -> set[str]:
        """Tell where packets of TCP and UDP went since this was last asked: ``udp 192.0.2.53:53``."""
        found = set()
        with contextlib.suppress(BlockingIOError):
            while True:
                packet, (_, kind, *_) = self._tap.recvfrom(65_536)
                if kind in (_IPV4, _IPV6):
                    found.add(_destination(packet, kind))
        return found - {""}


@contextlib.contextmanager
def wire(network: Network) -> Iterator[Wire]:
    """Listen. Every address is this computer's own, so that no packet is held back for want of a way."""
    ip(network.name, "route add local default dev lo")
    ip(network.name, "-6 route add local default dev lo")
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_EVERYTHING)) as tap:
        tap.settimeout(0.0)
        yield Wire(tap)


def _destination(packet: bytes, kind: int) -> str:
    """Return where a packet goes; nothing for what the kernel says by itself, as an interface comes up."""
    protocol, address, head = (
        (packet[9], packet[16:20], 4 * (packet[0] & 15)) if kind == _IPV4 else (packet[6], packet[24:40], 40)
    )
    port = int.from_bytes(packet[head + 2 : head + 4], "big")
    return f"{_KINDS[protocol]} {ipaddress.ip_address(address)}:{port}" if protocol in _KINDS else ""
