"""Voices of piper that one gets, adds and removes: whole or not at all, and only when one says so."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import ClassVar

import click
import pytest
from fakes.program import call

from audioguide.cli import DONE, FAILED, USAGE
from audioguide.errors import VoiceError
from audioguide.voices import download, folder
from audioguide.voices.download import RemoteFile, offered

NAME = "de_DE-thorsten-medium"
MODEL, DESCRIPTION = b"model " * 40_000, b'{"language": {"family": "de", "code": "de_DE"}}'
CARD = b"# Model card for thorsten (medium)\n\n* Language: de_DE\n* License: CC0\n"
WHOLE = {f"{NAME}.onnx": MODEL, f"{NAME}.onnx.json": DESCRIPTION, "MODEL_CARD": CARD}


class Store(BaseHTTPRequestHandler):
    """Where voices are kept, with what goes wrong there."""

    files: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[str]] = []
    torn: ClassVar[bool] = False

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        self.asked.append(self.path)
        if name not in self.files:
            self.send_error(404)
            return
        content = self.files[name]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if self.torn and name.endswith(".onnx") else content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Store]]:
    monkeypatch.setattr(Store, "files", dict(WHOLE))
    monkeypatch.setattr(Store, "asked", [])
    with ThreadingHTTPServer(("127.0.0.1", 0), Store) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        monkeypatch.setattr(download, "SOURCE", f"http://127.0.0.1:{server.server_port}/main")
        monkeypatch.setattr(download, "offered", lambda wanted: (one_voice(), *offered(wanted)[1:]))
        yield Store
        server.shutdown()


@pytest.fixture(autouse=True)
def voices(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The user's folder of voices; there is none yet."""
    place = tmp_path / "voices"
    monkeypatch.setattr(folder, "voices_folder", lambda: place)
    monkeypatch.setattr(download, "voices_folder", lambda: place)
    monkeypatch.setattr("audioguide.voices.installed.voices_folder", lambda: place)
    return place


def one_voice() -> download.OfferedVoice:
    model, description, card = (
        RemoteFile(name=name, size=len(content), md5=md5(content, usedforsecurity=False).hexdigest())
        for name, content in WHOLE.items()
    )
    return download.OfferedVoice(name=NAME, speakers=1, model=model, description=description, card=card)


@pytest.mark.usefixtures("store")
def test_a_voice_comes_whole_with_the_card_of_its_licence(voices: Path) -> None:
    run = call("voices", "get", "de", "--yes")
    assert (run.code, run.out) == (DONE, "")
    assert "de_DE-thorsten-medium: 0 MB, from http://127.0.0.1:" in run.err
    assert "* License: CC0" in run.err
    assert "there are also de_DE-thorsten-high, " in run.err
    kept = {file.name: file.read_bytes() for file in voices.iterdir()}
    assert kept == {f"{NAME}.onnx": MODEL, f"{NAME}.onnx.json": DESCRIPTION, f"{NAME}.MODEL_CARD": CARD}
    assert "is here already" in call("voices", "get", "de").err


def test_it_asks_first_and_only_the_card_has_come_until_then(
    store: type[Store], voices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = call("voices", "get", "de")
    assert (run.code, voices.exists()) == (USAGE, False)
    assert "nobody is here to be asked; add --yes to agree" in run.err
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(click, "confirm", lambda *_, **__: False)
    assert call("voices", "get", "de").err.endswith("\nnothing was fetched\n")
    assert not voices.exists()
    assert store.asked == ["/main/de/de_DE/thorsten/medium/MODEL_CARD"] * 2


@pytest.mark.parametrize("fault", ["torn", "exchanged", "longer", "gone"])
def test_of_a_voice_that_does_not_come_whole_nothing_is_left(
    store: type[Store], voices: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    model = f"{NAME}.onnx"
    monkeypatch.setattr(store, "torn", fault == "torn")
    if fault == "gone":
        del store.files[model]
    else:
        changed = {"exchanged": MODEL[:-1] + b"!", "longer": MODEL + b"!"}
        store.files[model] = changed.get(fault, MODEL)
    run = call("voices", "get", "de", "--yes")
    assert run.code == FAILED
    says = "does not come from 127.0.0.1" if fault == "gone" else "came damaged or is another one now"
    assert says in run.err
    assert list(voices.iterdir()) == []


def test_without_a_network_it_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "SOURCE", "http://127.0.0.1:1/main")
    run = call("voices", "get", "de", "--yes")
    assert run.code == FAILED
    assert len(run.err.splitlines()) == 1
    assert run.err.startswith("'MODEL_CARD' does not come from 127.0.0.1:1: ")


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("de", "de_DE-thorsten-medium"),
        ("pt", "pt_BR-cadu-medium"),
        ("pt-PT", "pt_PT-tugão-medium"),
        ("nl_BE", "nl_BE-nathalie-medium"),
        ("de_DE-thorsten-high", "de_DE-thorsten-high"),
    ],
)
def test_a_language_has_a_best_voice_and_every_voice_a_name(wanted: str, name: str) -> None:
    assert offered(wanted)[0].name == name


def test_every_voice_has_an_address_that_can_be_asked_for() -> None:
    (voice,) = offered("pt_PT-tugão-medium")
    assert voice.source.endswith("/resolve/main/pt/pt_PT/tug%C3%A3o/medium")
    assert (voice.model.size, voice.model.md5) == (63_201_294, "0642048511ffe36c3b519520614b53f4")
    with pytest.raises(VoiceError, match="there is no voice 'xx' to get; there are voices for ar, bg, "):
        offered("xx")


def own_voice(place: Path) -> Path:
    place.mkdir()
    (place / "grandma.onnx.json").write_bytes(DESCRIPTION)
    (place / "MODEL_CARD").write_bytes(CARD)
    model = place / "grandma.onnx"
    model.write_bytes(MODEL)
    return model


@pytest.mark.parametrize(
    ("card", "credit"),
    [
        (
            "# Model card\n## Dataset\n* URL: https://example.org/v\n* License: CC BY 4.0\n",
            "https://example.org/v, CC BY 4.0",
        ),
        ("* License: CC0\n", "CC0"),
    ],
)
def test_a_card_tells_whose_voice_it_is(tmp_path: Path, card: str, credit: str) -> None:
    model = tmp_path / "grandma.onnx"
    assert folder.credit_of_file(model) == ""
    model.with_name("grandma.MODEL_CARD").write_text(card, "utf-8")
    assert folder.credit_of_file(model) == f"Voice: piper grandma, {credit}"


def test_a_voice_of_ones_own_is_added_listed_and_removed(voices: Path, tmp_path: Path) -> None:
    model = own_voice(tmp_path / "mine")
    assert call("voices", "add", str(model)).code == DONE
    (file,) = folder.voice_files()
    assert (file.name, file.language, file.licence, file.size) == ("grandma", "de", "CC0", 240_000)
    table = call("voices")
    assert any(line.split()[:3] == ["piper:grandma", "de", "CC0"] for line in table.out.splitlines())
    assert "a voice 'grandma' already" in call("voices", "add", str(model)).err
    assert call("voices", "remove", "piper:grandma").code == DONE
    assert list(voices.iterdir()) == []
    assert call("voices", "remove", "grandma").err == f"there is no voice 'grandma' in {voices}; there is none\n"


@pytest.mark.parametrize(
    ("spoilt", "message"),
    [
        ("grandma.onnx", r"there is no file '.*grandma.onnx' that ends in .onnx"),
        ("grandma.onnx.json", r"'grandma.onnx' needs its other file, 'grandma.onnx.json', beside it"),
    ],
)
def test_half_a_voice_is_not_added(voices: Path, tmp_path: Path, spoilt: str, message: str) -> None:
    model = own_voice(tmp_path / "mine")
    (tmp_path / "mine" / spoilt).unlink()
    with pytest.raises(VoiceError, match=message):
        folder.add(model)
    assert not voices.exists()


def test_of_a_voice_that_cannot_be_copied_whole_nothing_is_left(
    voices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copyfile

    def onto_a_full_disk(source: Path, target: Path) -> None:
        if source.suffix == ".onnx":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        copy(source, target)

    monkeypatch.setattr(shutil, "copyfile", onto_a_full_disk)
    with pytest.raises(VoiceError, match=r"cannot be copied into .*: No space left on device"):
        folder.add(own_voice(tmp_path / "mine"))
    assert list(voices.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(voices: Path, tmp_path: Path) -> None:
    voices.write_text("a file", "utf-8")
    with pytest.raises(VoiceError, match=rf"cannot be copied into {voices}: "):
        folder.add(own_voice(tmp_path / "mine"))
    with pytest.raises(VoiceError, match=rf"nothing can be kept in {voices}: "):
        download.get(one_voice(), "", lambda _: None)


def test_a_voice_is_added_though_its_card_is_gone_from_where_it_lay(
    voices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "copyfile", lambda source, target: source.rename(target))
    assert folder.add(own_voice(tmp_path / "mine")).licence == "CC0"
    assert len([*voices.iterdir()]) == 3
