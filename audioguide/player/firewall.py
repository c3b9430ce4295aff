"""What keeps a speaker from reaching this computer, and the command that lets it in."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

_UFW_SETTINGS, _FIREWALLD_PROCESS = "etc/ufw/ufw.conf", "run/firewalld.pid"
_CONTAINER_MARKS = (".dockerenv", "run/.containerenv")
"""Of Docker and of Podman."""


def way_in(port: int, speaker: str, root: Path = Path("/")) -> str:
    """Return what lets a speaker fetch from a port of this computer; empty where nothing is known to stop it.

    Args:
        port: TCP.
        speaker: the address that fetches; ``any`` where it is not known, as behind Home Assistant.
        root: of the file system.
    """
    if any((root / mark).exists() for mark in _CONTAINER_MARKS):
        return (
            f"this is a container: publish the port (docker run -p {port}:{port}), and add --port {port} --address "
            "with the address of the computer around it"
        )
    if "microsoft" in platform.release().lower():
        return (
            "this is WSL, which Windows hides: set networkingMode=mirrored in .wslconfig, or forward the port, and add "
            f"--port {port} --address with the address of Windows"
        )
    command = _command(port, speaker, root)
    return f"add --port {port}, and let it in with: {command}" if command else ""


def _command(port: int, speaker: str, root: Path) -> str:
    if sys.platform == "win32":
        rule = f"name=audioguide dir=in action=allow protocol=TCP localport={port}"
        return f"netsh advfirewall firewall add rule {rule} (as administrator)"
    if sys.platform == "darwin":
        return f"sudo /usr/libexec/ApplicationFirewall/socketfilterfw --add '{sys.executable}'"
    if _is_ufw_on(root / _UFW_SETTINGS):
        return f"sudo ufw allow proto tcp from {speaker} to any port {port}"
    if (root / _FIREWALLD_PROCESS).exists():
        return f"sudo firewall-cmd --add-port={port}/tcp"
    return ""


def _is_ufw_on(settings: Path) -> bool:
    try:
        return "ENABLED=yes" in settings.read_text("utf-8").splitlines()
    except OSError:
        return False
