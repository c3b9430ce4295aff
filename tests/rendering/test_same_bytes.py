"""The same request gives the same bytes: in any folder, locale, time zone, with any hash seed, workers and Python."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from datetime import date
from operator import itemgetter
from pathlib import Path

import pytest
from fakes.program import FEATHER

from audioguide.errors import ChoiceError
from audioguide.rendering.today import today

NEW_YEAR_2026 = "1767225600"


def test_the_day_is_that_of_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NEW_YEAR_2026)
    assert today() == date(2026, 1, 1)
    for wrong in ("soon", "9" * 18, "1e9", ""):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(ChoiceError, match=r"^SOURCE_DATE_EPOCH: .*; it is a whole number of seconds since 1970$"):
            today()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone belongs to the system")
def test_the_day_is_else_the_one_where_the_family_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    days = []
    for zone in ("Etc/GMT+12", "Etc/GMT-14"):  # 26 hours apart
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        days.append(today())
    monkeypatch.undo()
    time.tzset()
    assert 1 <= (days[1] - days[0]).days <= 2


WAYS: tuple[dict[str, str], ...] = (
    {"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Etc/GMT-14", "PYTHONHASHSEED": "1", "workers": "1"},
    {"LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"},
    {"LC_ALL": "C.UTF-8", "TZ": "Etc/GMT+12", "PYTHONHASHSEED": "3", "workers": "5"},
)
"""Variables of the environment; and how many workers, otherwise 2."""


TODAY = ("--turn", "today")
SESSIONS = (
    ("feather.yaml", "--length", "1m", "--guidance", "practised", *TODAY),
    ("feather.yaml", "--length", "1m", "--guidance", "practised", *TODAY, "--format", "flac"),
    ("first-days", "--length", "2m", "--guidance", "names", *TODAY, "--format", "opus"),
)


def others() -> list[str]:
    """Return the Pythons of other versions in which audioguide is installed, as `.ci/run` names them."""
    return os.environ.get("AUDIOGUIDE_OTHER_PYTHONS", "").split()


def made(folder: Path, python: str, variables: dict[str, str]) -> dict[str, str]:
    """Make sessions from nothing, and return the hash of each of their files."""
    folder.mkdir()
    (folder / "feather.yaml").write_text(FEATHER, "utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AUDIOGUIDE_", "LC_"))}
    environment |= {"SOURCE_DATE_EPOCH": NEW_YEAR_2026, "AUDIOGUIDE_CACHE": str(folder / "cache"), **variables}
    workers = environment.pop("workers", "2")
    for session in SESSIONS:
        command = [python, "-m", "audioguide", "render", *session, "--workers", workers]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "output").glob("[!.]*"))
    }


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    files = made(tmp_path_factory.mktemp("usual") / "here", sys.executable, {})
    assert {Path(name).suffix for name in files} == {".flac", ".json", ".mp3", ".opus", ".vtt"}
    return files


@pytest.mark.real
@pytest.mark.parametrize("way", WAYS, ids=itemgetter("LC_ALL"))
def test_a_session_has_the_same_bytes_wherever_it_is_made(
    tmp_path: Path, usual: dict[str, str], way: dict[str, str]
) -> None:
    has_it = "import locale; locale.setlocale(locale.LC_ALL, '')"
    if subprocess.run(
        [sys.executable, "-c", has_it], env=os.environ | way, capture_output=True, check=False
    ).returncode:
        pytest.skip(f"no locale {way['LC_ALL']}: ITS LETTERS WERE NOT TRIED")
    assert made(tmp_path / "a ü", sys.executable, way) == usual


@pytest.mark.real
def test_a_session_has_the_same_bytes_with_other_pythons(tmp_path: Path, usual: dict[str, str]) -> None:
    if not others():
        pytest.skip("no Python of another version here: ITS BYTES WERE NOT COMPARED")
    for number, python in enumerate(others()):
        assert made(tmp_path / str(number), python, {}) == usual, python
