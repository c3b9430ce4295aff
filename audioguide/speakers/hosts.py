"""Where a host is in the network."""

from __future__ import annotations

import socket


def addresses(host: str) -> list[str]:
    """Return the addresses of a host, those of IPv4 first: some libraries take no others. An unknown host has none."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):  # the last: no name of a host
        return []
    return sorted((str(one[4][0]) for one in found), key=lambda address: ":" in address)
