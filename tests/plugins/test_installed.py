"""What is installed is looked up once, and again when something comes or goes."""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from audioguide.cache import Cache
from audioguide.plugins import installed


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One more folder that Python imports from, and a cache of its own."""
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def install(folder: Path, name: str) -> None:
    """Add a package with an encoder."""
    described = folder / f"{name}-1.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n", "utf-8")
    (described / "entry_points.txt").write_text(f"[audioguide.encoders]\n{name} = {name}:Encoder\n", "utf-8")


def ask() -> tuple[str, set[str], int]:
    """Return the version of click, the names of all plug-ins, and how often a new program looks for them."""
    spec = find_spec(installed.__name__)
    assert spec
    assert spec.loader
    program: Any = module_from_spec(spec)
    spec.loader.exec_module(program)
    look = Mock(wraps=program._metadata)  # noqa: SLF001 - of this copy
    vars(program)["_metadata"] = look
    found = program.version("click"), {point.name for point in (*program.points(), *program.points())}
    return *found, look.call_count


def test_it_is_looked_up_once_and_anew_when_a_package_comes(packages: Path) -> None:
    first = ask()
    assert first[0] == version("click")
    assert {"mp3", "hibari", "local", "none"} <= first[1]
    assert ask() == (*first[:2], 0)
    install(packages, "quiet")
    assert ask()[1] == first[1] | {"quiet"}
    assert ask()[1] == first[1] | {"quiet"}


def test_files_that_come_and_go_where_somebody_works_change_nothing(packages: Path) -> None:
    first = ask()
    (packages / "everyday.yaml").touch()
    os.utime(packages, (1, 1))
    assert ask() == (*first[:2], 0)


def test_another_version_is_seen_where_an_image_has_the_same_times_throughout(packages: Path) -> None:
    described = packages / "other-1.dist-info"
    described.mkdir()
    os.utime(packages, (1, 1))
    assert ask()[2] > 0
    assert ask()[2] == 0
    described.rename(packages / "other-2.dist-info")
    os.utime(packages, (1, 1))
    assert ask()[2] > 0


def test_what_is_kept_has_nothing_else_loaded(packages: Path, tmp_path: Path) -> None:
    first = ask()
    kept = Cache(tmp_path / "cache" / "compiled")
    [file] = [file for file in (tmp_path / "cache" / "compiled").glob("*/*") if b"mp3" in file.read_bytes()]
    other = [["audioguide.encoders", "mp3", value, "audioguide"] for value in ("os:system", 5)]
    for damage in (b"[[", *(json.dumps([one]).encode() for one in other), b"[1]"):
        file.unlink()
        kept.put(file.name, damage)
        assert ask()[:2] == first[:2]
    assert packages.is_dir()


def test_a_package_that_is_not_there_has_no_version() -> None:
    with pytest.raises(ModuleNotFoundError):
        installed.version("audioguide-no-such-package")
