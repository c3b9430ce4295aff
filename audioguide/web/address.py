"""The addresses of this computer, and the port of the page."""

from __future__ import annotations

import socket

LOOPBACK = "127.0.0.1"
PORT = 8765
"""Of the page, where no other is named."""
_TEST_NET = "192.0.2.1"
"""Reserved for documentation (RFC 5737): its route is the default route."""
_DISCARD_PORT = 9


def address_towards(host: str = _TEST_NET) -> str:
    """Return this computer's own address on the route to `host`; loopback without a route. No packet is sent.

    A computer has several (Ethernet, VPN, containers), and a speaker reaches one of them.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((host, _DISCARD_PORT))
            return str(probe.getsockname()[0])
    except OSError:
        return LOOPBACK


def listening_address(announced: str) -> str:
    """Return the address to listen on where others are told `announced`: itself if it is ours, or else every one."""
    family = socket.AF_INET6 if ":" in announced else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((announced, 0))
    except OSError:
        return "::" if family is socket.AF_INET6 else "0.0.0.0"  # noqa: S104 - the token keeps others out
    return announced
