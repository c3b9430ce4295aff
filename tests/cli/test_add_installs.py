"""`audioguide add` with a real pip, in an environment of its own, from a folder of wheels: no network."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
NAME, VERSION = "py_nanotts", "99.0"
"""What the extra 'pico' needs, as a package with nothing in it."""

pytestmark = pytest.mark.real


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with one wheel."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    info = f"{NAME}-{VERSION}.dist-info"
    with ZipFile(folder / f"{NAME}-{VERSION}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{NAME}/__init__.py", "")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: py-nanotts\nVersion: {VERSION}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return folder


def test_it_comes_into_the_environment_that_runs(tmp_path: Path, wheels: Path) -> None:
    place = tmp_path / "venv"
    venv.create(place, with_pip=True)
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = place / "audioguide-stamp"
    stamp.write_text("0123 plain", "utf-8")
    environment = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull}
    # Of this very package and what it is made with, nothing has to be installed once more; the extra may be there.
    packages = tmp_path / "packages"
    packages.mkdir()
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if not package.name.startswith(NAME):
            (packages / package.name).symlink_to(package)
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(packages)])
    done = subprocess.run(
        [python, "-m", "audioguide", "add", "pico", "--yes"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith("added pico; see: audioguide doctor\n")
    (added,) = place.rglob("py_nanotts-*.dist-info")
    assert added.name == f"{NAME}-{VERSION}.dist-info"
    assert stamp.read_text("utf-8") == "0123 plain pico"
