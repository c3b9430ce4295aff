"""``audioguide serve`` as a program, among strangers: nothing leaks, nothing grows, a listener hears no gap."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from fakes.sessions import put_session
from fakes.waiting import PATIENCE, until

from audioguide.web.connections import MOST_CONNECTIONS, REQUEST_SECONDS

pytestmark = pytest.mark.real
log = logging.getLogger(__name__)
REQUESTS, SLOW, MANY_SLOW, HALF_OPEN = 20_000, 50, 1000, 600
TOLD = "for this computer only; for phones in your home network: audioguide serve --lan"
SOUND = random.Random(2).randbytes(9_600_000)  # noqa: S311 - not for secrets
"""Ten minutes at 128 kbit/s."""
KEY = hashlib.sha256(SOUND).hexdigest()[:32]
SECRET = b"not yours"
SECOND, FASTER = 16_000, 40
"""Bytes in a second of sound, and how many of them the listener hears in a second of ours."""
RESERVE = 1.0
"""Seconds that the thriftiest speaker holds in reserve."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """The server, seen from outside."""

    process: subprocess.Popen[str]
    port: int
    token: str
    shelf: Path
    errors: Path
    """What it says beside its addresses."""

    @property
    def memory(self) -> int:
        """Return what it holds in memory, in kB."""
        return int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())[0])

    @property
    def open_files(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    @property
    def sound(self) -> str:
        return f"/{self.token}/{KEY}.mp3"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    if not Path("/proc/self/status").exists():
        pytest.skip("no /proc: MEMORY WAS NOT LOOKED AT")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    put_session(shelf / "everyday.mp3", SOUND)
    for place in (shelf, tmp_path):
        (place / "secret.txt").write_bytes(SECRET)
    command = [sys.executable, "-m", "audioguide", "serve", str(shelf), "--port", "0"]
    environment = {**os.environ, "AUDIOGUIDE_STATE": str(tmp_path / "state"), "PYTHONUNBUFFERED": "1"}
    errors = tmp_path / "errors.txt"
    with (
        errors.open("w", encoding="utf-8") as told,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=told, text=True) as run,
    ):
        assert run.stdout
        address = run.stdout.readline().split()[1]
        try:
            port, token = int(address.split(":")[2].split("/")[0]), address.split("/")[3]
            yield Program(process=run, port=port, token=token, shelf=shelf, errors=errors)
        finally:
            run.kill()


@dataclass(kw_only=True)
class Listener:
    """Somebody who hears a session to the end, faster than it sounds."""

    program: Program
    heard: bytearray = field(default_factory=bytearray)
    longest: float = 0.0
    """Seconds that it waited for the next second of sound."""

    def listen(self) -> None:
        url = f"http://127.0.0.1:{self.program.port}{self.program.sound}"
        with httpx.stream("GET", url, trust_env=False, timeout=PATIENCE) as answer:
            last = time.monotonic()
            for piece in answer.iter_bytes(SECOND):
                self.longest = max(self.longest, time.monotonic() - last)
                self.heard.extend(piece)
                time.sleep(1 / FASTER)
                last = time.monotonic()


def stranger(program: Program, chance: random.Random) -> tuple[str, str, dict[str, str]]:
    """Think of a request: a guess, a way out of the folder, or a strange one for what there is."""
    word = "".join(chance.choices("abc/.%2e0123456789?&=;\\~", k=chance.randint(1, 40)))
    up = chance.choice(["../", "..%2f", "%2e%2e/", "..\\", "....//", "%c0%ae%c0%ae/", "./../"]) * chance.randint(1, 6)
    target = chance.choice(["secret.txt", "etc/passwd", "state/token", "everyday.json", "everyday.mp3"])
    path = chance.choice(
        [
            f"/{word}",
            f"/{program.token[:-1]}/{KEY}.mp3",
            f"/{program.token}/{word}",
            f"/{program.token}/{up}{target}",
            f"/{up}{target}",
            program.sound,
        ]
    )
    first = chance.randint(0, 10_000_000)
    span = chance.choice([f"{first}-{first + 999}", f"-{first % 2000}", "9599000-", "0-9", "x", "9-5"])
    method = chance.choices(["GET", "HEAD", "POST", "DELETE", "OPTIONS"], [8, 2, 1, 1, 1])[0]
    whole = method == "GET" and path == program.sound and span in {"x", "9-5"}
    return method, path, {"Range": f"bytes={'0-9' if whole else span}"}  # not the whole of it, 300 times


def asked(line: socket.socket, method: str, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    """Ask over a line that stays, as it is written: an HTTP library would tidy the path."""
    words = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    line.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\n{words}\r\n".encode())
    head = b""
    while b"\r\n\r\n" not in head:
        head += line.recv(65536) or pytest.fail(f"it hung up on {method} {path} {headers}")
    head, body = head.split(b"\r\n\r\n", 1)
    length = re.search(rb"content-length: (\d+)", head)
    while method != "HEAD" and length and len(body) < int(length[1]):
        body += line.recv(65536) or pytest.fail(f"it hung up in the answer to {method} {path} {headers}")
    return int(head.split(b" ")[1]), body


def bother(program: Program, line: socket.socket, chance: random.Random) -> set[int]:
    """Ask for one thing after the other, look whether anything comes that should not, and return the answers' codes."""
    codes = set()
    for _ in range(REQUESTS):
        method, path, headers = stranger(program, chance)
        code, body = asked(line, method, path, headers)
        codes.add(code)
        assert SECRET not in body
        assert b"root:" not in body
        assert program.token.encode() not in body
        assert path.split("?")[0] in {program.sound, f"/{program.token}/"} or code in {404, 405}, (method, path)
    return codes


def ask_slowly(program: Program, line: socket.socket) -> None:
    """Ask for all of a sound, and take nothing of it."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(PATIENCE)
    line.connect(("127.0.0.1", program.port))
    with contextlib.suppress(ConnectionError):  # one too many
        line.sendall(f"GET {program.sound} HTTP/1.1\r\nHost: x\r\n\r\n".encode())


def test_strangers_and_slow_clients_disturb_nobody(program: Program) -> None:
    chance = random.Random(3)  # noqa: S311 - not for secrets
    with contextlib.ExitStack() as lines:
        line = lines.enter_context(socket.create_connection(("127.0.0.1", program.port), timeout=PATIENCE))
        for _ in range(200):  # until all has been loaded that there is to load
            asked(line, *stranger(program, chance))
        before, files = program.memory, program.open_files
        for _ in range(SLOW):
            ask_slowly(program, lines.enter_context(socket.socket()))
        listener = Listener(program=program)
        listening = threading.Thread(target=listener.listen)
        listening.start()
        seen = bother(program, line, chance)
        listening.join()
        with_all = program.memory
    assert seen == {200, 206, 404, 405, 416}
    assert bytes(listener.heard) == SOUND
    assert listener.longest < RESERVE
    assert with_all - before < 25_000  # kB, for 50 who hold what they do not read
    until(lambda: program.open_files <= files)
    assert program.process.poll() is None
    log.info("longest wait %.3f s; %d kB before, %d kB among all", listener.longest, before, with_all)
    program.process.send_signal(signal.SIGINT)
    assert program.process.wait(10) == 130


def test_a_thousand_slow_clients_take_no_byte_from_a_listener(program: Program) -> None:
    """Each has the address, and asks for all of a sound; as many as are let in hold it."""
    listener = Listener(program=program)
    listening = threading.Thread(target=listener.listen)
    listening.start()
    until(lambda: listener.heard)
    before = program.memory
    with contextlib.ExitStack() as lines:
        for _ in range(MANY_SLOW):
            ask_slowly(program, lines.enter_context(socket.socket()))
        listening.join()
        until(lambda: program.open_files < 2 * MOST_CONNECTIONS + 50)  # a line and a file for each
        with_all = program.memory
    assert bytes(listener.heard) == SOUND
    assert with_all - before < 100_000  # kB, for as many as are let in
    log.info("longest wait %.3f s; %d kB before, %d kB among all", listener.longest, before, with_all)
    with httpx.Client(base_url=f"http://127.0.0.1:{program.port}", trust_env=False, timeout=PATIENCE) as client:
        assert client.get(f"/{program.token}/shelf.json").json()[0]["key"] == KEY
    assert program.errors.read_text("utf-8").splitlines() == [f"{TOLD} {program.shelf}", "Ctrl-C ends it"]


def test_half_open_requests_keep_nobody_out_and_write_nothing(program: Program) -> None:
    with contextlib.ExitStack() as lines:
        for _ in range(HALF_OPEN):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", program.port), timeout=PATIENCE))
            line.sendall(b"GET / HTTP/1.1\r\n")
        sooner = REQUEST_SECONDS / 2  # than the first of them are closed because they say no more
        with httpx.Client(base_url=f"http://127.0.0.1:{program.port}", trust_env=False, timeout=sooner) as client:
            assert client.get(f"/{program.token}/shelf.json").json()[0]["key"] == KEY
        assert program.open_files < MOST_CONNECTIONS + 50
    assert program.errors.read_text("utf-8").splitlines() == [f"{TOLD} {program.shelf}", "Ctrl-C ends it"]
