"""A full disk, a folder that cannot be written, a name that is too long, no home: a sentence, and nothing half written.

The table in docs/trust.md is what is asserted here.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from fakes.program import FEATHER, call

from audioguide.cli import DONE, FAILED
from audioguide.cli.list import LISTS

if sys.platform == "win32":
    pytest.skip("its limits are others", allow_module_level=True)
import resource

LONG = "a" * 300
RENDER = ("render", "feather.yaml", "--guidance", "tones", "--workers", "1", "--fresh")
WRITING = {
    **{f"render {kind}": (*RENDER, "-o", f"NAME.{kind}") for kind in ("mp3", "wav", "flac", "opus")},
    "render --stems": (*RENDER, "-o", "kept.mp3", "--stems", "NAME"),
    **{f"say {kind}": ("say", "Hum a little.", "-o", f"NAME.{kind}") for kind in ("wav", "mp3")},
    "plan --svg": ("plan", "feather.yaml", "--guidance", "tones", "--svg", "NAME.svg"),
    "pack": ("pack", "feather.yaml", "--guidance", "tones", "-o", "NAME.zip"),
    "card": ("card", "feather.yaml", "-o", "NAME.html"),
    "new": ("new", "NAME"),
    "record": ("record", "feather.yaml", "--to", "NAME"),
}
"""What writes a file or a folder called NAME."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a routine; all that is said has been spoken."""
    folder = tmp_path_factory.mktemp("faults")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("AUDIOGUIDE_CACHE", str(folder / "cache"))
        patch.setenv("AUDIOGUIDE_VOICE", "system")
        Path("feather.yaml").write_text(FEATHER, "utf-8")
        for command in WRITING["say wav"], ("plan", "feather.yaml", "--guidance", "tones"):
            assert call(*(word.replace("NAME", "warm") for word in command)).code == DONE
    return folder


@pytest.fixture(autouse=True)
def place(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(made / "cache"))
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(made / "state"))
    monkeypatch.setenv("AUDIOGUIDE_VOICE", "system")


@contextlib.contextmanager
def no_room() -> Iterator[None]:
    """Let no file grow beyond 100 bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("what", WRITING)
def test_a_full_disk_is_a_sentence_and_leaves_nothing(what: str) -> None:
    before = {path: path.stat().st_size for path in Path().rglob("*") if "cache" not in path.parts}
    with no_room():
        outcome = call(*(word.replace("NAME", "fresh") for word in WRITING[what]))
    assert (outcome.code, outcome.out) == (FAILED, "")
    assert re.fullmatch(r".*'(fresh|\.)?.*: File too large\n", outcome.err), outcome.err
    after = {path: path.stat().st_size for path in Path().rglob("*") if "cache" not in path.parts}
    assert {path for path in after if before.get(path) != after[path] and path.is_file()} <= {
        Path("audioguide.schema.json")
    }
    assert not [*Path().rglob(".audioguide-*")]


@pytest.mark.parametrize("what", WRITING)
def test_a_name_that_is_too_long_is_a_sentence(what: str) -> None:
    outcome = call(*(word.replace("NAME", LONG) for word in WRITING[what]))
    assert (outcome.code, outcome.out) == (FAILED, "")
    assert re.search(rf"^[^\n]*'{LONG}[^\n]*: File name too long\n$", outcome.err)


@pytest.mark.parametrize("what", [one for one in WRITING if one != "pack"])  # which makes the session first
def test_a_file_in_place_of_a_folder_is_a_sentence(what: str) -> None:
    Path("file").write_text("no folder")
    outcome = call(*(word.replace("NAME", "file/new") for word in WRITING[what]))
    assert (outcome.code, outcome.out) == (FAILED, "")
    assert re.search(r"^[^\n]*file[^\n]*\n$", outcome.err)
    assert Path("file").read_text() == "no folder"


@pytest.mark.parametrize("verb", ["serve", "stop", "speakers"])
def test_without_a_place_for_what_is_kept_it_is_a_sentence(verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in-the-way").write_text("no folder")
    monkeypatch.setenv("AUDIOGUIDE_STATE", "in-the-way/state")
    outcome = call(verb)
    told = f"cannot keep anything in '{Path('in-the-way/state')}': Not a directory; AUDIOGUIDE_STATE may name another"
    assert (outcome.code, outcome.err) == (FAILED, f"{told} folder\n")


@pytest.mark.parametrize("verb", ["cache", "stop", "render"])
@pytest.mark.parametrize("version", ["new", "old"])
def test_without_a_home_it_is_a_sentence(verb: str, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> Path:
        if version == "old":
            return Path("~/.cache")
        raise RuntimeError("could not determine the home directory")

    for kind in ("cache", "state"):
        monkeypatch.setattr(f"platformdirs.user_{kind}_path", homeless)
        monkeypatch.delenv(f"AUDIOGUIDE_{kind.upper()}", raising=False)
    outcome = call(verb, *RENDER[1:]) if verb == "render" else call(verb)
    told = "nobody knows where your home is; set the variable HOME to a folder of yours\n"
    assert (outcome.code, outcome.out, outcome.err) == (FAILED, "", told)


def test_what_cannot_be_printed_is_a_sentence() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device
        command = [sys.executable, "-m", "audioguide", "list", "beds"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (FAILED, "the system says: No space left on device\n")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(5, "Input/output error"), "the system says: Input/output error"),
        (PermissionError(13, "Permission denied", "mine"), "'mine': Permission denied"),
        (TimeoutError("timed out"), "the system says: timed out"),
        (ConnectionResetError(), "the system says: ConnectionResetError"),
    ],
)
def test_what_the_system_refuses_is_no_bug(error: OSError, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> NoReturn:
        raise error

    monkeypatch.setitem(LISTS, "beds", refused)
    outcome = call("list", "beds")
    assert (outcome.code, outcome.err) == (FAILED, f"{told}\n")


def test_the_table_says_what_is_told() -> None:
    text = (Path(__file__).parents[2] / "docs" / "trust.md").read_text("utf-8")
    for sentence in (
        "cannot write the session in 'FOLDER': No space left on device",
        "'FILE' cannot be written: No space left on device",
        "cannot write in 'FOLDER': Read-only file system; choose another place with -o",
        "File name too long",
        "cannot keep anything in 'FOLDER': Read-only file system; AUDIOGUIDE_STATE may name another folder",
        "nobody knows where your home is; set the variable HOME to a folder of yours",
        "the system says: No space left on device",
    ):
        assert sentence in text
