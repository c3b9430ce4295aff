"""`audioguide doctor` in installations that are really broken: what it names as the cure is typed, and cures it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[2]
NANOTTS = "py_nanotts"
"""What the extra 'pico' needs."""
EXPORT = re.compile(r"export (\w+)=(\S+)$")
Rows = dict[str, tuple[str, str]]
"""By what was looked at: the state, and the remark."""


def rows(out: str) -> Rows:
    split = [re.split(" {2,}", line, maxsplit=2) for line in out.splitlines()[1:]]
    return {what: (state, remark) for state, what, remark in split}


def broken(found: Rows) -> dict[str, str]:
    """Return the cure of what must be mended."""
    return {what: remark.rpartition(": ")[2] for what, (state, remark) in found.items() if state == "!!"}


# ── Around the program: disks, folders, network, port


APART = (shutil.which("unshare") or "false", "--mount", "--net")
SURROUNDINGS = """\
set -e
mount -t tmpfs -o size=1m tmpfs "$FULL"
head -c 1040000 /dev/zero > "$FULL/fills-it"
mount --bind "$READ_ONLY" "$READ_ONLY"
mount -o remount,ro,bind "$READ_ONLY"
cd "$HERE"
exec "$PYTHON" -c '
import os, socket, sys
taken = socket.create_server(("127.0.0.1", 8765))
taken.set_inheritable(True)
os.execv(sys.executable, [sys.executable, "-m", "audioguide", *sys.argv[1:]])
' "$@"
"""
"""In a mount and a network namespace of its own: a full disk, a folder that may only be read, a port that is taken."""


def around(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*APART, "bash", "-c", SURROUNDINGS, "bash", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def world(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody whose home is well, and whose other folders can be broken."""
    if subprocess.run([*APART, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs unshare, and root: BROKEN SURROUNDINGS WERE NOT TRIED")
    names = {"FULL": "full", "READ_ONLY": "read-only", "HOME": "home", "TMPDIR": "temporary", "HERE": "here"}
    for folder in names.values():
        (tmp_path / folder).mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUDIOGUIDE_", "XDG_", "PULSE"))}
    paths = {name: str(tmp_path / folder) for name, folder in names.items()}
    return kept | paths | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "XDG_RUNTIME_DIR": str(tmp_path)}


def test_a_full_disk(world: dict[str, str]) -> None:
    full = world["FULL"]
    ill = world | {
        "TMPDIR": full,
        "HERE": full,
        "AUDIOGUIDE_STATE": f"{full}/state",
        "AUDIOGUIDE_CACHE": f"{full}/cache",
    }
    run = around(ill, "doctor")
    found = rows(run.stdout)
    cures = broken(found)
    assert run.returncode == 1
    assert set(cures) == {"folder", "cache", "state", "temporary"}
    for what, cure in cures.items():
        assert full in found[what][1]
        if exported := EXPORT.search(cure):
            ill[exported[1]] = exported[2]
    again = around(ill, *cures["folder"].split()[1:], "--length", "8m", "--workers", "1", "--voice", "system")
    assert again.returncode == 0, again.stderr
    assert (Path(world["HOME"]) / "everyday.mp3").stat().st_size > 7_000_000
    assert set(broken(rows(around(ill, "doctor").stdout))) == {"folder"}  # one is still in it


def test_a_home_that_may_only_be_read_a_broken_cache_no_network_no_sound_and_a_port_that_is_taken(
    world: dict[str, str], tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    cache.touch()
    ill = world | {"HOME": world["READ_ONLY"], "AUDIOGUIDE_CACHE": str(cache)}
    run = around(ill, "doctor")
    found = rows(run.stdout)
    cures = broken(found)
    assert run.returncode == 1
    assert set(cures) == {"cache", "state"}
    assert found["network"][0] == "-"
    assert found["network"][1].startswith("this computer is in none; sessions are made and heard here all the same;")
    assert found["page"] == (
        "-",
        (
            "port 8765 is taken: by your page, which is open already, or by another program; "
            "then: audioguide serve --port 0"
        ),
    )
    if not any(Path("/dev/snd").glob("pcm*p")) and shutil.which("mpv"):
        assert found["sessions"] == (
            "-",
            "no sound device is here; hear them on a phone: audioguide serve --lan",
        )
    subprocess.run(cures["cache"].split(), check=True)
    exported = EXPORT.search(cures["state"])
    assert exported
    well = around(ill | {exported[1]: exported[2]}, "doctor")
    assert (well.returncode, broken(rows(well.stdout))) == (0, {})
    assert _serves(ill | {exported[1]: exported[2]}, "--port", "0")
    assert not _serves(ill | {exported[1]: exported[2]})


def _serves(environment: dict[str, str], *options: str) -> bool:
    command = [*APART, "bash", "-c", SURROUNDINGS, "bash", "serve", *options]
    environment = environment | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        assert run.stdout
        line = run.stdout.readline()
        run.terminate()
        run.stdout.read()
    return line.startswith("page ")


# ── The installation itself: packages


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with a pip of its own, that sees what is installed here but for an extra; returns its Python."""
    folder = tmp_path_factory.mktemp("installation")
    venv.create(folder / "venv", with_pip=True)
    packages = folder / "packages"
    packages.mkdir()
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if not package.name.startswith((NANOTTS, "pip")):
            (packages / package.name).symlink_to(package)
    [site] = (folder / "venv").rglob("site-packages")
    (site / "elsewhere.pth").write_text(f"{packages}\n{ROOT}\n", "utf-8")
    return folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def typed(command: list[str], answer: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, env=environment, input=answer, capture_output=True, text=True, check=False)


def broken_plugin(folder: Path) -> Path:
    """Make a package whose voice cannot be imported."""
    wheel = folder / "loud-1-py3-none-any.whl"
    with ZipFile(wheel, "w") as packed:
        packed.writestr("loud.py", "raise SystemExit('no licence')\n")
        packed.writestr("loud-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: loud\nVersion: 1\n")
        packed.writestr("loud-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr("loud-1.dist-info/entry_points.txt", "[audioguide.voices]\nloud = loud:Loud\n")
        packed.writestr("loud-1.dist-info/RECORD", "")
    return wheel


def test_an_old_click_a_broken_plugin_and_a_missing_extra(installation: Path, tmp_path: Path) -> None:
    python = str(installation)
    install = [python, "-m", "pip", "install", "-q", "--no-deps", "--disable-pip-version-check"]
    assert typed([*install, "click==8.2.1", str(broken_plugin(tmp_path))]).returncode == 0
    run = typed([python, "-m", "audioguide", "doctor"])
    found = rows(run.stdout)
    assert run.returncode == 1
    assert found["package"][1] == (
        "click 8.2.1 is installed, and audioguide needs click>=8.4: "
        f"{python} -m pip install --disable-pip-version-check 'click>=8.4'"
    )
    assert found["voice loud"] == (
        "!!",
        (
            "the voice 'loud' of the package 'loud' is broken (SystemExit: no licence); fix it, or remove it: "
            f"{python} -m pip uninstall loud"
        ),
    )
    assert found["voice pico"] == (
        "-",
        "the voice 'pico' needs py-nanotts, which is not installed; install it with: audioguide add pico",
    )
    assert typed(["bash", "-c", found["package"][1].rpartition(": ")[2]]).returncode == 0
    assert typed(["bash", "-c", found["voice loud"][1].rpartition(": ")[2]], "y\n").returncode == 0
    added = typed([python, "-m", "audioguide", "add", "pico", "--yes"])
    assert added.returncode == 0, added.stderr
    well = typed([python, "-m", "audioguide", "doctor"])
    assert (well.returncode, broken(rows(well.stdout))) == (0, {})
    assert rows(well.stdout)["voice pico"] == ("ok", "speaks")
    assert "voice loud" not in rows(well.stdout)


def test_a_click_with_which_it_cannot_start(installation: Path) -> None:
    python, version = str(installation), "8.1.8"
    install = [python, "-m", "pip", "install", "-q", "--no-deps", "--disable-pip-version-check"]
    assert typed([*install, f"click=={version}"]).returncode == 0
    run = typed([python, "-m", "audioguide", "doctor"])
    first, second, *_ = run.stderr.splitlines()
    assert (run.returncode, run.stdout) == (1, "")
    assert first == f"this installation is not whole: click {version} is installed, and audioguide needs click>=8.4"
    assert typed(["bash", "-c", second.removeprefix("fix it with: ")]).returncode == 0
    assert typed([python, "-m", "audioguide", "list", "beds"]).returncode == 0


def test_a_python_that_is_too_old() -> None:
    places = (Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions").glob("3.*/bin/python")
    old = [str(path) for path in places if re.fullmatch(r"3\.([89]|10)(\..+)?", path.parents[1].name)]
    if not old:
        pytest.skip("there is no Python 3.8 to 3.10 here: AN OLD PYTHON WAS NOT TRIED")
    for python in old:
        run = subprocess.run(
            [python, "-m", "audioguide", "doctor"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert run.returncode == 1
        assert re.fullmatch(
            r"audioguide needs Python 3\.11 or newer, and this is 3\.\d+\.\d+; get one from https:\S+ and install "
            r"audioguide with it\n",
            run.stderr,
        )
