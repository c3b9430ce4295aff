"""No room, a folder that cannot be written, a name that is too long, no home: a sentence, and nothing half written.

The table in docs/trust.md says the same.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NoReturn

import pytest
from fakes.program import EVENING, FEATHER, call

from audioguide import repertoire
from audioguide.__main__ import main
from audioguide.cli import DONE, FAILED
from audioguide.cli.list import LISTS

if sys.platform == "win32":
    pytest.skip("its limits are others", allow_module_level=True)

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
    "course": ("course", "NAME", "--from", "evening.yaml", "--workers", "1", "--fresh"),
    "words": ("words", "de", "--only", "strokes-hands", "--voice", "none", "-o", "NAME"),
}
"""What writes a file or a folder called NAME."""


QUICK = ("card", "new")
"""Which need no voice and little time; what the others do is tried with -m real."""
EACH = [pytest.param(what, marks=() if what in QUICK else pytest.mark.real) for what in WRITING]
TABLE = (Path(__file__).parents[2] / "docs" / "trust.md").read_text("utf-8")
WORDS = Path(repertoire.__file__).parent / "words" / "en"
NO_ROOM = """\
import resource, sys
sys.dont_write_bytecode = True  # what is cut short would be read by others
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
from audioguide.__main__ import main
main()
"""
"""The program where no file grows beyond 100 bytes: it is refused in other words of the system than on a full disk."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a routine."""
    folder = tmp_path_factory.mktemp("faults")
    (folder / "feather.yaml").write_text(FEATHER, "utf-8")
    (folder / "evening.yaml").write_text(EVENING.replace("practised", "tones"), "utf-8")
    return folder


@pytest.fixture(autouse=True)
def place(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(made / "cache"))
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(made / "state"))
    monkeypatch.setenv("AUDIOGUIDE_WORDS", str(made / "words"))
    monkeypatch.setenv("AUDIOGUIDE_VOICE", "system")


def typed(what: str, name: str) -> list[str]:
    """Return the arguments that write it under a name."""
    return [word.replace("NAME", name) for word in WRITING[what]]


@pytest.mark.parametrize("what", EACH)
def test_without_room_it_is_a_sentence_and_leaves_nothing(what: str) -> None:
    if what not in QUICK:  # spoken beforehand: else there is more to be said, of the cache
        for known in "say wav", "plan --svg":
            assert call(*typed(known, "warm"), "--force").code == DONE
    before = {path: path.stat().st_size for path in Path().rglob("*") if "cache" not in path.parts}
    command = [sys.executable, "-c", NO_ROOM, *typed(what, f"fresh-{what.split(maxsplit=1)[0]}")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (FAILED, "")
    told, reason = re.sub("'.*'", "'X'", done.stderr).split(": ")
    assert reason == "File too large\n"
    assert f"`{told}: " in re.sub("'(FILE|FOLDER)'", "'X'", TABLE)
    after = {path: path.stat().st_size for path in Path().rglob("*") if "cache" not in path.parts}
    assert {path for path in after if before.get(path) != after[path] and path.is_file()} <= {
        Path("audioguide.schema.json")
    }
    assert not [*Path().rglob(".audioguide-*")]


@pytest.mark.parametrize("what", EACH)
def test_a_name_that_is_too_long_is_a_sentence(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # From Python 3.14 on they say no, as these do, where those of before raise.
    for question in ("exists", "is_file", "is_dir"):
        plain = getattr(os.path, question.replace("_", ""))
        monkeypatch.setattr(Path, question, lambda path, plain=plain, **_: plain(path))
    outcome = call(*typed(what, LONG))
    assert (outcome.code, outcome.out) == (FAILED, "")
    assert re.search(rf"^[^\n]*'{LONG}[^\n]*: File name too long(; choose another place.*)?\n$", outcome.err)


@pytest.mark.parametrize("what", [one for one in EACH if one.values != ("pack",)])  # which makes the session first
def test_a_file_in_place_of_a_folder_is_a_sentence(what: str) -> None:
    Path("file").write_text("no folder")
    outcome = call(*typed(what, "file/new"))
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
    assert told.replace("in-the-way/state", "FOLDER").replace("Not a directory", "Read-only file system") in TABLE


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
    told = "nobody knows where your home is; set the variable HOME to a folder of yours"
    assert (outcome.code, outcome.out, outcome.err) == (FAILED, "", f"{told}\n")
    assert told in TABLE


def test_what_cannot_be_printed_is_a_sentence() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device
        command = [sys.executable, "-m", "audioguide", "list", "beds"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    told = "the system says: No space left on device"
    assert (done.returncode, done.stderr) == (FAILED, f"{told}\n")
    assert told in TABLE


@pytest.mark.parametrize("what", [one for one in EACH if one.values[0] in ("course", "record", "words")])
def test_what_cannot_be_printed_is_written_whole(what: str) -> None:
    Path(f"printed-{what}").mkdir()
    told = called_to_nowhere(*typed(what, f"printed-{what}/new"))
    assert told == "the system says: No space left on device\n"
    written = [path for path in Path(f"printed-{what}").rglob("*") if path.is_file()]
    assert written
    assert all(path.stat().st_size and not path.name.startswith(".") for path in written)


def called_to_nowhere(*arguments: str) -> str:
    """Call the program where nothing can be printed, and return what it complains of."""
    with (
        open("/dev/full", "w", encoding="utf-8") as full,  # noqa: PTH123 - a device
        redirect_stdout(full),
        redirect_stderr(StringIO()) as err,
        pytest.raises(SystemExit) as left,
    ):
        main(arguments)
    assert left.value.code == FAILED
    return err.getvalue()


@pytest.mark.real
def test_a_language_of_ones_own_is_begun_whole_or_not_at_all() -> None:
    command = [sys.executable, "-c", NO_ROOM, "words", "new", "ca"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (FAILED, "")
    assert re.fullmatch(r"'.*words/ca' cannot be written: File too large\n", done.stderr)
    assert not [*Path("words").iterdir()]
    assert called_to_nowhere("words", "new", "ca") == "the system says: No space left on device\n"
    assert {path.name for path in Path("words", "ca").iterdir()} > {path.name for path in WORDS.iterdir()}


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
