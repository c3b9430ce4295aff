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
_PORTED = {6: "tcp", 17: "udp"}
_HOP_BY_HOP, _ICMPV6 = 0, 58
_OF_THE_KERNEL = (130, 131, 132, 133, 134, 135, 136, 143)
"""Types of ICMPv6 that look for neighbours and routers, and join groups: what the kernel says by itself."""


class Wire:
    """Everything that is sent in a private network, to whatever address it goes."""

    def __init__(self, tap: socket.socket) -> None:
        self._tap = tap

    def heard(self) -> set[str]:
        """Tell where packets went since this was last asked: ``udp 192.0.2.53:53``, ``protocol 1 192.0.2.53``."""
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
    """Return where a packet goes; nothing for what no program has sent."""
    protocol, address, head = (
        (packet[9], packet[16:20], 4 * (packet[0] & 15)) if kind == _IPV4 else (packet[6], packet[24:40], 40)
    )
    if kind == _IPV6 and protocol == _HOP_BY_HOP:  # a header in between
        protocol, head = packet[head], head + 8 * (packet[head + 1] + 1)
    if kind == _IPV6 and protocol == _ICMPV6 and packet[head] in _OF_THE_KERNEL:
        return ""
    if protocol not in _PORTED:
        return f"protocol {protocol} {ipaddress.ip_address(address)}"
    port = int.from_bytes(packet[head + 2 : head + 4], "big")
    return f"{_PORTED[protocol]} {ipaddress.ip_address(address)}:{port}"
