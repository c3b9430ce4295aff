from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fakes.isolation  # noqa: F401 - before all that asks for a variable
import pytest
from fakes.browser import DRIVER, Browser, opened
from fakes.network import Network, private_network
from fakes.search import register_profiles

from audioguide import repertoire
from audioguide.cli import list as cli_list
from audioguide.errors import RoutineError
from audioguide.model.routine import Routine, Vocabulary
from audioguide.plugins import installed
from audioguide.reader import read, read_landmarks, read_ritual, read_strokes
from audioguide.repertoire import beds
from audioguide.voices import NO_TELEMETRY_ENV

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"  # no test opens that of who runs it
# What is read of the repertoire, and what is installed, is asked here and not taken from what an earlier run has kept.
setattr(installed, "_kept", lambda _, ask: ask())  # noqa: B010 - it is not for others to set
for module in (repertoire, beds):
    setattr(module, "compiled", lambda _, read, __: read())  # noqa: B010 - likewise
_lengths: dict[str, Any] = {}  # how long routines can be takes seconds: that is found out once


def _once(name: str, read: Callable[[], Any], _: object) -> Any:
    if name not in _lengths:
        _lengths[name] = read()
    return _lengths[name]


setattr(cli_list, "compiled", _once)  # noqa: B010 - likewise
os.environ.update(NO_TELEMETRY_ENV)  # engines, and what listens to them, speak in this process, too

# A shell that runs the tests in the background has Ctrl-C ignored, also by every program that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):  # likewise under nohup
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
# `kill` and `timeout` end a run as Ctrl-C does: what it has made is removed.
signal.signal(signal.SIGTERM, signal.default_int_handler)

register_profiles()

HEAVY = (
    "cli/test_cli_formats.py",
    "cli/test_cli.py",
    "sound/test_tones.py",
    "contracts/test_bed_contract.py",
    "cli/test_cli_again.py",
    "rendering/test_render.py",
    "web/test_pack.py",
    "promises/test_promised_ritual.py",
    "promises/test_promised_routines.py",
    "promises/test_promised_long.py",
    "rendering/test_encode.py",
)
"""Files that take longest: they come first, or else one core would be busy with one while the others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    files = [f"tests/{file}" for file in HEAVY]
    items.sort(key=lambda item: item.nodeid.partition("::")[0] not in files)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser without a window; slow to start, so one for all."""
    if DRIVER is None:
        pytest.skip("needs chromium-driver")
    with opened() as one:
        yield one


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    """A network with nobody in it but whom a test lets in."""
    with private_network() as one:
        yield one


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for spoken cues, which the tests of a file share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def small_vocabulary() -> Vocabulary:
    """Four strokes and a ritual, so that a message does not change with the repertoire."""
    folder = Path(__file__).parent / "data" / "vocabulary"
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    views = [text for name, text in texts.items() if name.startswith("landmarks")]
    points = [point for text in views for point in read_landmarks(text, source="landmarks.yaml")]
    landmarks = {f"{point.view}.{point.name}": point for point in points}
    strokes = {one.id: one for one in read_strokes(texts["strokes"], source="strokes.yaml", landmarks=landmarks)}
    ritual = read_ritual(texts["infant-massage"], source="infant-massage.yaml", strokes=strokes)
    return Vocabulary(
        landmarks=landmarks,
        strokes=strokes,
        rituals={ritual.id: ritual},
        phrases={},
        beds=("heartbeat", "none", "ocean"),
    )


@pytest.fixture(scope="session")
def routine_from(small_vocabulary: Vocabulary) -> Callable[..., Routine]:
    """Reads a routine from text."""

    def read_it(text: str, **choices: Any) -> Routine:
        return read(text, source="folder/bedtime.yaml", vocabulary=small_vocabulary, **choices)

    return read_it


@pytest.fixture(scope="session")
def mistakes_in(routine_from: Callable[..., Routine]) -> Callable[..., list[str]]:
    """Returns the messages that a text is refused with, without the file's name."""

    def refuse_it(text: str, **choices: Any) -> list[str]:
        with pytest.raises(RoutineError) as caught:
            routine_from(text, **choices)
        return str(caught.value).replace("folder/bedtime.yaml:", "").splitlines()

    return refuse_it
