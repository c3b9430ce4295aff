"""A session that is steered from another terminal."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Client
from pathlib import Path
from queue import SimpleQueue

import pytest
from fakes.waiting import PATIENCE

from audioguide.errors import BusyError, SpeakerError
from audioguide.player import remote
from audioguide.player.playback import COMMANDS, Order
from audioguide.player.remote import RemoteControl, send, socket_address


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a short name: the name of a socket has at most a hundred letters."""
    return tmp_path_factory.mktemp("s")


def test_commands_come_from_elsewhere(folder: Path) -> None:
    commands: SimpleQueue[Order] = SimpleQueue()
    with RemoteControl(folder, commands):
        for command in COMMANDS:
            send(folder, command)
            assert commands.get_nowait() == command  # heard when `send` returns, not some time later
        with pytest.raises(SpeakerError, match="nothing is playing"):
            send(folder, "sing")  # type: ignore[arg-type]
        send(folder, "pause")
    with pytest.raises(SpeakerError, match="nothing is playing; begin with: audioguide play everyday"):
        send(folder, "pause")


def test_somebody_who_goes_before_the_answer_stands_in_nobodys_way(folder: Path) -> None:
    commands: SimpleQueue[Order] = SimpleQueue()
    with RemoteControl(folder, commands):
        for _ in range(20):
            with Client(socket_address(folder)) as hasty:
                hasty.send_bytes(b"louder")
        send(folder, "pause")
    assert [commands.get_nowait() for _ in range(commands.qsize())][-1] == "pause"


def test_somebody_who_says_nothing_does_not_block_the_others(folder: Path) -> None:
    with RemoteControl(folder, SimpleQueue()), Client(socket_address(folder)):
        send(folder, "pause")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are no sockets")
@pytest.mark.parametrize("said", [b"\x00\x00", b"\x00\x00\x00\x04st"], ids=["half a head", "half a word"])
def test_somebody_who_stops_in_the_middle_does_not_block_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(remote, "_PATIENCE_SECONDS", 0.5)
    commands: SimpleQueue[Order] = SimpleQueue()
    with RemoteControl(folder, commands), socket.socket(socket.AF_UNIX) as idle:
        idle.connect(socket_address(folder))
        idle.sendall(said)
        send(folder, "stop")
    assert commands.get_nowait() == "stop"


@pytest.mark.parametrize("length", [65, 100_000])
def test_a_long_word_is_no_command_and_ends_nothing(folder: Path, length: int) -> None:
    commands: SimpleQueue[Order] = SimpleQueue()
    with RemoteControl(folder, commands):
        with contextlib.suppress(OSError), Client(socket_address(folder)) as other:  # it hangs up in the middle
            other.send_bytes(b"x" * length)
        send(folder, "stop")
    assert commands.get_nowait() == "stop"
    assert commands.empty()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no modes")
def test_nobody_else_may_steer(folder: Path) -> None:
    with RemoteControl(folder, SimpleQueue()):
        path = Path(socket_address(folder))
        assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    path.parent.chmod(0o755)
    with RemoteControl(folder, SimpleQueue()):
        assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no folder")
def test_a_folder_with_a_long_name_is_no_hindrance(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = tmp_path_factory.mktemp("t")
    monkeypatch.setattr("tempfile.tempdir", str(short))
    long = folder / ("x" * 120)
    commands: SimpleQueue[Order] = SimpleQueue()
    with RemoteControl(long, commands):
        send(long, "stop")
        assert [path.stat().st_mode & 0o777 for path in short.iterdir()] == [0o700]
    assert commands.get_nowait() == "stop"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no folder")
def test_a_temporary_folder_with_a_long_name_is_none_either(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(folder / ("y" * 120)))
    long = folder / ("x" * 120)
    commands: SimpleQueue[Order] = SimpleQueue()
    with RemoteControl(long, commands):
        assert len(socket_address(long)) <= 103
        send(long, "stop")
    assert commands.get_nowait() == "stop"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no folder")
def test_where_its_own_folder_will_do_no_temporary_one_is_needed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> str:
        raise FileNotFoundError("no usable temporary directory found")

    monkeypatch.setattr("tempfile.gettempdir", nowhere)
    with RemoteControl(folder, SimpleQueue()):
        send(folder, "pause")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no folder")
def test_a_folder_of_somebody_else_is_refused(folder: Path) -> None:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (folder / "remote").symlink_to(elsewhere)
    with pytest.raises(SpeakerError, match="its folder belongs to somebody else"), RemoteControl(folder, SimpleQueue()):
        pytest.fail("it listened")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no folder")
def test_a_file_in_its_place_is_told(folder: Path) -> None:
    (folder / "remote").write_text("", "utf-8")
    with pytest.raises(SpeakerError, match="cannot listen to other terminals at"), RemoteControl(folder, SimpleQueue()):
        pytest.fail("it listened")
    with pytest.raises(SpeakerError, match="nothing is playing"):
        send(folder, "pause")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a full queue is refused at once")
def test_a_session_that_was_halted_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_ANSWER_SECONDS", 0.05)
    path = Path(socket_address(folder))
    path.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as halted:  # it accepts nothing
        halted.bind(str(path))
        halted.listen(0)
        with socket.socket(socket.AF_UNIX) as waiting:
            waiting.connect(str(path))
            with pytest.raises(SpeakerError, match="does not answer; end it with Ctrl-C where it runs"):
                send(folder, "stop")
            with pytest.raises(SpeakerError, match="another session is playing"), RemoteControl(folder, SimpleQueue()):
                pytest.fail("two would have played")


def test_nothing_listens_on_when_a_session_is_over(folder: Path) -> None:
    for _ in range(3):
        with RemoteControl(folder, SimpleQueue()) as control:
            assert control.listening.is_alive()
        control.listening.join(10)
        assert not control.listening.is_alive()


def test_only_one_session_plays_at_a_time(folder: Path) -> None:
    with RemoteControl(folder, SimpleQueue()):
        with (
            pytest.raises(SpeakerError, match="another session is playing; end it with: audioguide stop"),
            RemoteControl(folder, SimpleQueue()),
        ):
            pytest.fail("it would have played")
        send(folder, "pause")


def test_of_two_sessions_that_begin_at_once_one_plays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each asks whether another plays, and has its answer before the other listens, if nothing keeps it from that."""
    both_have_asked = threading.Barrier(2)
    ask = remote._somebody_listens  # noqa: SLF001 - the moment between the question and what follows
    became, is_over = SimpleQueue[str](), threading.Event()

    def ask_with_the_other(address: str) -> bool:
        answer = ask(address)
        with contextlib.suppress(threading.BrokenBarrierError):
            both_have_asked.wait(0.2)
        return answer

    def begin() -> None:
        try:
            with RemoteControl(folder, SimpleQueue()):
                became.put("plays")
                is_over.wait(PATIENCE)
        except BusyError:
            became.put("is refused")

    monkeypatch.setattr(remote, "_somebody_listens", ask_with_the_other)
    sessions = [threading.Thread(target=begin) for _ in range(2)]
    for session in sessions:
        session.start()
    assert sorted(became.get(timeout=PATIENCE) for _ in sessions) == ["is refused", "plays"]
    is_over.set()
    for session in sessions:
        session.join(PATIENCE)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes leave nothing behind")
def test_a_crash_leaves_nothing_in_the_way(folder: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from queue import SimpleQueue; "
        "from audioguide.player.remote import RemoteControl; "
        "RemoteControl(Path(sys.argv[1]), SimpleQueue()).__enter__(); "
        "print('there', flush=True); time.sleep(60)"
    )
    crashing = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE)
    assert crashing.stdout
    assert crashing.stdout.readline() == b"there\n"
    os.kill(crashing.pid, signal.SIGKILL)
    crashing.wait()
    crashing.stdout.close()
    assert list(folder.iterdir())
    with RemoteControl(folder, SimpleQueue()):
        send(folder, "pause")
