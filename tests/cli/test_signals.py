"""Whoever ends the program, it ends as with Ctrl-C; and what cannot be said is no bug."""

from __future__ import annotations

import _imp
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest
from fakes.program import FEATHER, call
from fakes.waiting import PATIENCE

import audioguide
from audioguide.__main__ import main as start
from audioguide.cli import DONE, INTERRUPTED
from audioguide.cli.list import LISTS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither")

SOON = """\
import sys

class Soon:
    def find_spec(self, name, *_):
        if name == "signal":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Soon())
sys.path.insert(0, sys.argv[1])
import audioguide.__main__
"""
"""A program that Ctrl-C meets in its first line."""


def told(number: int) -> Iterator[dict[str, Any]]:
    signal.raise_signal(number)
    yield {"name": "it went on"}


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_is_as_clean_as_ctrl_c(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    number = getattr(signal, name)
    before = signal.getsignal(number)
    monkeypatch.setitem(LISTS, "beds", lambda: told(number))
    outcome = call("list", "beds")
    assert (outcome.code, outcome.out) == (INTERRUPTED, "")
    assert outcome.err.strip() == "stopped; nothing was left half done"
    assert signal.getsignal(number) == before


def test_what_follows_the_first_does_not_disturb_the_cleaning_up(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned = []

    def cleans() -> Iterator[dict[str, Any]]:
        try:
            yield from told(signal.SIGHUP)
        finally:
            signal.raise_signal(signal.SIGHUP)
            signal.raise_signal(signal.SIGTERM)
            cleaned.append("all")

    monkeypatch.setitem(LISTS, "beds", cleans)
    assert (call("list", "beds").code, cleaned) == (INTERRUPTED, ["all"])


@pytest.mark.parametrize("first", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_first_silences_the_others(first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned = []

    def cleans() -> Iterator[dict[str, Any]]:
        try:
            yield from told(getattr(signal, first))
        finally:
            for name in {"SIGINT", "SIGTERM", "SIGHUP"} - {first}:
                signal.raise_signal(getattr(signal, name))
            cleaned.append("all")

    monkeypatch.setitem(LISTS, "beds", cleans)
    outcome = call("list", "beds")
    assert (outcome.code, outcome.err.strip()) == (INTERRUPTED, "stopped; nothing was left half done")
    assert cleaned == ["all"]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_that_python_drops_comes_once_more(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where it comes while the import system tidies up; until then nothing has ended the program."""
    number = getattr(signal, name)
    before, hook = signal.getsignal(signal.SIGALRM), sys.unraisablehook

    class Gone:
        def __del__(self) -> None:
            signal.raise_signal(number)

    def drops() -> Iterator[dict[str, Any]]:
        for _ in range(2):
            Gone()
        select.select([], [], [], 20)
        yield {"name": "it went on"}

    monkeypatch.setitem(LISTS, "beds", drops)
    outcome = call("list", "beds")
    assert (outcome.code, outcome.out, outcome.err.strip()) == (INTERRUPTED, "", "stopped; nothing was left half done")
    assert (signal.getsignal(signal.SIGALRM), sys.unraisablehook) == (before, hook)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_library_is_loaded_before_a_signal_is_heard(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some abort the whole program where Python raises something while they prepare themselves."""
    loaded = []
    really = _imp.create_dynamic

    def prepares(spec: ModuleSpec) -> ModuleType:
        if spec.name != "native":
            return really(spec)
        signal.raise_signal(getattr(signal, name))
        loaded.append(spec.name)
        return ModuleType(spec.name)

    def loads() -> Iterator[dict[str, Any]]:
        loader = ExtensionFileLoader("native", "native.so")
        module_from_spec(ModuleSpec("native", loader, origin="native.so"))
        select.select([], [], [], 20)
        yield {"name": "it went on"}

    monkeypatch.setattr(_imp, "create_dynamic", prepares)
    monkeypatch.setitem(LISTS, "beds", loads)
    outcome = call("list", "beds")
    assert (outcome.code, outcome.out, outcome.err.strip()) == (INTERRUPTED, "", "stopped; nothing was left half done")
    assert loaded == ["native"]


def test_a_signal_while_the_last_line_is_written_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    said = []

    def tells(sentence: str) -> None:
        said.append(sentence)
        if len(said) == 1:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr("audioguide.cli.tell", tells)
    assert call("list", "nothing").code == INTERRUPTED
    assert said[1:] == ["stopped; nothing was left half done"]


def test_ctrl_c_while_it_is_loaded_is_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def loading() -> NoReturn:
        signal.raise_signal(signal.SIGINT)
        raise AssertionError

    monkeypatch.setattr("audioguide.__main__._load_cli", loading)
    with pytest.raises(SystemExit) as left:
        start()
    assert left.value.code == INTERRUPTED
    assert capsys.readouterr().err == "stopped; nothing was left half done\n"


def test_ctrl_c_while_what_hears_it_is_loaded_is_no_traceback() -> None:
    program = [sys.executable, "-S", "-c", SOON, str(Path(audioguide.__file__).parents[1])]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, "", "")


def test_nohup_goes_on_without_its_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    monkeypatch.setitem(LISTS, "beds", lambda: told(signal.SIGHUP))
    try:
        outcome = call("list", "beds")
    finally:
        signal.signal(signal.SIGHUP, before)
    assert (outcome.code, outcome.out.split()) == (DONE, ["it", "went", "on"])


@pytest.mark.real
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_a_render_that_is_ended_leaves_nothing_at_the_next_start(name: str, tmp_path: Path) -> None:
    (tmp_path / "feather.yaml").write_text(FEATHER, "utf-8")
    (tmp_path / "tmp").mkdir()
    render = [sys.executable, "-m", "audioguide", "render", "feather.yaml", "--workers", "1", "-o", "out/f.mp3"]

    def begun(cache: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "AUDIOGUIDE_CACHE": str(tmp_path / cache)}
        return subprocess.Popen(render, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)

    def hidden() -> list[Path]:
        return [*(tmp_path / "tmp").iterdir(), *(tmp_path / "out").glob(".*")]

    for cache, place in (("one", "tmp"), ("two", "out")):  # while it speaks, and while it mixes
        program = begun(cache)
        while program.poll() is None and not [*(tmp_path / place).glob(".audioguide-unfinished-*/files")]:
            with suppress(subprocess.TimeoutExpired):
                program.wait(0.01)
        program.send_signal(getattr(signal, name))
        complaint = program.communicate()[1]
        if name == "SIGKILL":
            assert program.returncode == -signal.SIGKILL
        else:
            assert (program.returncode, hidden()) == (INTERRUPTED, [])
            assert complaint.strip() == "stopped; nothing was left half done"
    finished = begun("two")
    assert (finished.communicate()[1] != "", finished.returncode, hidden()) == (True, DONE, [])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["f.json", "f.mp3", "f.vtt"]


@pytest.mark.real
def test_a_terminal_that_is_closed_is_no_bug(tmp_path: Path) -> None:
    mine, theirs = os.openpty()
    command = [sys.executable, "-m", "audioguide", "serve", str(tmp_path), "--port", "0", "--no-open"]
    environment = {**os.environ, "AUDIOGUIDE_STATE": str(tmp_path), "TMPDIR": str(tmp_path)}
    program = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    os.close(theirs)
    said = b""
    while b"Ctrl-C ends it" not in said:
        said += os.read(mine, 1000)
    os.close(mine)
    program.send_signal(signal.SIGHUP)
    assert program.wait(PATIENCE) == INTERRUPTED
    assert not [*tmp_path.glob("audioguide-bug-*")]
