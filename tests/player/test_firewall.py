"""The command of the firewall that is there."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import pytest

from audioguide.player.firewall import way_in
from audioguide.web.page_errors import for_page


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "release", lambda: "6.1.0-28-amd64")


@pytest.mark.parametrize(
    ("file", "text", "command"),
    [
        ("etc/ufw/ufw.conf", "LOGLEVEL=low\nENABLED=yes\n", "sudo ufw allow proto tcp from 10.0.0.9 to any port 8765"),
        ("run/firewalld.pid", "1\n", "sudo firewall-cmd --add-port=8765/tcp"),
    ],
)
def test_the_command_is_that_of_the_firewall(tmp_path: Path, file: str, text: str, command: str) -> None:
    there = tmp_path / file
    there.parent.mkdir(parents=True)
    there.write_text(text)
    advice = way_in(8765, "10.0.0.9", tmp_path)
    assert advice == f"add --port 8765, and let it in with: {command}"
    assert for_page(f"it does not fetch; {advice}") == "it does not fetch"  # the next time the page has another port


def test_where_no_firewall_is_on_there_is_no_command(tmp_path: Path) -> None:
    assert way_in(8765, "10.0.0.9", tmp_path) == ""
    (tmp_path / "etc/ufw").mkdir(parents=True)
    (tmp_path / "etc/ufw/ufw.conf").write_text("ENABLED=no\n")
    assert way_in(8765, "10.0.0.9", tmp_path) == ""


@pytest.mark.parametrize(
    ("system", "command"),
    [
        ("win32", "advfirewall firewall add rule name=audioguide dir=in action=allow protocol=TCP localport=8765"),
        ("darwin", "sudo /usr/libexec/ApplicationFirewall/socketfilterfw --add"),
    ],
)
def test_other_systems_have_a_firewall_always(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, command: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert command in way_in(8765, "10.0.0.9", tmp_path)


@pytest.mark.parametrize("mark", [".dockerenv", "run/.containerenv"])
def test_in_a_container_the_port_is_published(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).parent.mkdir(exist_ok=True)
    (tmp_path / mark).touch()
    assert "docker run -p 8765:8765), and add --port 8765 --address" in way_in(8765, "10.0.0.9", tmp_path)


def test_in_wsl_windows_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "release", lambda: "5.15.167.4-microsoft-standard-WSL2")
    assert "set networkingMode=mirrored in .wslconfig" in way_in(8765, "10.0.0.9", tmp_path)
