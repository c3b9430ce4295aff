"""What is no file is never written over, `--force` or not: a pipe, a device, a link to one, a folder."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.program import FEATHER, call
from fakes.publishing import NEW, published
from fakes.sessions import TIMELINE

from audioguide.cache import Cache
from audioguide.cli import FAILED, USAGE
from audioguide.errors import ShelfError
from audioguide.rendering import stages
from audioguide.rendering.encode import write_stems
from audioguide.rendering.files import check_overwrite, write_file
from audioguide.rendering.request import prepare
from audioguide.rendering.shelf import Shelf, checked_output_path
from audioguide.web.pack import make_pack

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has neither")

NAMED = {
    "render": ["render", "feather.yaml", "-o"],
    "again": ["again", "feather", "-o"],
    "pack": ["pack", "feather.yaml", "-o"],
    "card": ["card", "feather.yaml", "-o"],
    "say": ["say", "Hum.", "-o"],
    "plan": ["plan", "feather.yaml", "--svg"],
    "words": ["words", "de", "-o"],
}
"""What writes where the user says."""


@pytest.fixture(autouse=True)
def pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pipe, and a link to a device, in the working directory."""
    monkeypatch.chdir(tmp_path)
    Path("feather.yaml").write_text(FEATHER, "utf-8")
    Path("link.wav").symlink_to("/dev/null")
    os.mkfifo("pipe.wav")
    return Path("pipe.wav")


@pytest.mark.parametrize("verb", NAMED)
def test_a_pipe_and_a_device_are_no_files_to_write(verb: str, pipe: Path) -> None:
    for name in ("pipe.wav", "link.wav"):
        outcome = call(*NAMED[verb], name, "--force")
        flag = "--svg" if verb == "plan" else "--output"
        told = f"{flag}: '{name}' is a device or a pipe, which is never written over; name a file"
        assert (outcome.code, outcome.out, outcome.err.splitlines()[0]) == (USAGE, "", told)
    assert pipe.is_fifo()
    assert Path("link.wav").is_symlink()


def test_a_folder_is_no_file_to_write() -> None:
    for name in ("folder.wav", "feather-cards.html"):
        Path(name).mkdir()
    assert call("say", "Hum.", "-o", "folder.wav", "--force").code == USAGE
    outcome = call("card", "feather.yaml", "-o", ".", "--force")
    assert (outcome.code, outcome.err.split(" is ")[0]) == (FAILED, "'feather-cards.html'")
    assert Path("folder.wav").is_dir()
    assert Path("feather-cards.html").is_dir()


def test_nor_is_what_comes_beside_a_session(tmp_path: Path, pipe: Path) -> None:
    beside = tmp_path / "mine.json"
    os.mkfifo(beside)
    for force in (False, True):
        with pytest.raises(ShelfError, match=r"mine\.json' is a device, a pipe or a folder, which is never written"):
            checked_output_path(tmp_path / "mine.mp3", "one", force=force)
    with pytest.raises(ShelfError, match=r"mine\.json' is a device, a pipe or a folder"):
        published(tmp_path, NEW, lambda: tmp_path / "mine.mp3")
    pipe.rename("speech.wav")
    with pytest.raises(ShelfError, match=r"speech\.wav' is a device"):
        write_stems(tmp_path, [])
    assert beside.is_fifo()
    assert Path("speech.wav").is_fifo()
    assert not [*tmp_path.glob("*.mp3")]


def test_nobody_waits_for_a_pipe_that_is_read(tmp_path: Path, pipe: Path) -> None:
    request = prepare("feather.yaml", voice="system", guidance="tones")
    quiet = replace(TIMELINE, events=())
    for write in (
        lambda: check_overwrite(pipe, b""),
        lambda: write_file(pipe, b"", force=True),
        lambda: write_file(pipe, b"", force=False),
        lambda: make_pack(request, Cache(tmp_path / "cache"), Shelf(tmp_path), output=pipe),
        lambda: stages.encode(quiet, stages.mix(quiet, {}, bed="none", tones="off"), pipe),
    ):
        with pytest.raises(ShelfError, match=r"'pipe\.wav' is a device, a pipe or a folder"):
            write()
    assert pipe.is_fifo()
