"""A session in one file, for a family without this program."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from fakes.program import call
from fakes.sessions import TIMELINE, put_session, session

from audioguide.cli import DONE, FAILED
from audioguide.errors import ShelfError
from audioguide.model.session import Session
from audioguide.rendering.find import find_routine
from audioguide.rendering.manifest import read_events, session_document
from audioguide.web.pack import CARDS_FILE, COVER_FILE, PAGE_FILE, WORDS_FILE, pack, pack_session, transcript

SAID = read_events(session_document(session(Path("x.mp3")), TIMELINE, {}), "say")
SERVED = files("audioguide.web").joinpath("pack.html").read_text("utf-8")


@pytest.fixture
def made(tmp_path: Path) -> Session:
    one = replace(session(tmp_path / "grüße #1.mp3"), title="Evening </script> & calm")
    one.path.write_bytes(b"sound")
    one.captions.write_text("WEBVTT\n", "utf-8")
    return one


def packed(made: Session) -> ZipFile:
    return ZipFile(BytesIO(pack(made, SAID, name="grüße #1", page=SERVED, cards="<p>cards", cover=b"\x89PNG")))


def test_everything_is_in_it(made: Session) -> None:
    file = packed(made)
    assert file.testzip() is None
    assert set(file.namelist()) == {PAGE_FILE, CARDS_FILE, WORDS_FILE, COVER_FILE, "grüße #1.mp3", "grüße #1.vtt"}
    assert file.read("grüße #1.mp3") == b"sound"
    assert file.getinfo("grüße #1.mp3").compress_type == ZIP_STORED


def test_the_same_session_makes_the_same_bytes(made: Session) -> None:
    one, other = (pack(made, SAID, name="one", page=SERVED, cards="", cover=b"") for _ in range(2))
    assert one == other


def test_the_page_carries_the_session_in_itself(made: Session) -> None:
    page = packed(made).read(PAGE_FILE).decode()
    (embedded,) = re.findall(r'<script type="application/json" id="session">(.*?)</script>', page)
    known = json.loads(embedded)
    assert known["title"] == "Evening </script> & calm"
    assert known["sound"] == "gr%C3%BC%C3%9Fe%20%231.mp3"
    assert [chapter["title"] for chapter in known["chapters"]] == ["Right leg", "Goodbye"]
    assert set(known["more"].values()) == {CARDS_FILE, WORDS_FILE}
    assert not re.search(r"feed\.xml|fetch\(|https?://", page)
    used = set(re.findall(r'say\("(\w+)"|data-word="(\w+)"', SERVED))
    assert {one or other for one, other in used} == set(known["words"])


@pytest.mark.parametrize(("language", "page", "plays"), [("de", "de", "Abspielen"), ("ca", "en", "Play")])
def test_the_player_speaks_the_language_of_the_session(made: Session, language: str, page: str, plays: str) -> None:
    text = packed(replace(made, language=language)).read(PAGE_FILE).decode()
    (embedded,) = re.findall(r'<script type="application/json" id="session">(.*?)</script>', text)
    known = json.loads(embedded)
    assert (known["language"], known["page"], known["words"]["play"]) == (language, page, plays)
    assert list(known["more"].values()) == [CARDS_FILE, WORDS_FILE]
    assert f'<html lang="{page}">' in text


def test_the_words_stand_under_their_chapters() -> None:
    lines = transcript(session(Path("x.mp3")), SAID).splitlines()
    assert lines == ["Everyday", "", "RIGHT LEG", "From hip to ankle.", "", "GOODBYE"]


def test_whose_voice_it_is_stands_below_them() -> None:
    named = replace(session(Path("x.mp3")), credit="Voice: Ada, CC BY 4.0")
    assert transcript(named, SAID).splitlines()[-3:] == ["GOODBYE", "", "Voice: Ada, CC BY 4.0"]


ROUTINE = "version: 1\ntitle: Comb\nsections: [{title: Back, steps: [{stroke: back_comb}]}]\n"


@pytest.fixture
def home(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with one routine in it, and a cache that the tests of this file share."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(cache))
    monkeypatch.setenv("AUDIOGUIDE_VOICE", "system")
    Path("comb.yaml").write_text(ROUTINE, "utf-8")


@pytest.mark.usefixtures("home")
def test_one_call_makes_and_packs() -> None:
    run = call("pack", "comb.yaml", "--guidance", "tones", "-o", "family.zip")
    assert (run.code, run.err) == (DONE, "")
    assert run.out.startswith("family.zip  ")
    with ZipFile("family.zip") as file:
        assert {PAGE_FILE, CARDS_FILE, WORDS_FILE, COVER_FILE, "comb-tones.mp3", "comb-tones.vtt"} == set(
            file.namelist()
        )
        assert '<article id="back_comb">' in file.read(CARDS_FILE).decode()
    assert not Path("output").exists()


@pytest.mark.usefixtures("home")
def test_a_pack_that_is_there_is_found_and_another_one_takes_another_name() -> None:
    mine = ["pack", "comb.yaml", "--guidance", "tones", "--loudness"]
    assert call(*mine, "-18").out == f"{Path('output/comb-tones.zip')}  unpack it and open index.html\n"
    packed_at = Path("output/comb-tones.zip").stat().st_mtime_ns
    assert call(*mine, "-22").out.startswith(str(Path("output/comb-tones-2.zip")))
    assert call(*mine, "-18").out.startswith(str(Path("output/comb-tones.zip")))
    assert Path("output/comb-tones.zip").stat().st_mtime_ns == packed_at
    assert sorted(path.name for path in Path("output").iterdir()) == ["comb-tones-2.zip", "comb-tones.zip"]
    with ZipFile("output/comb-tones-2.zip") as file:
        assert {"comb-tones.mp3", "comb-tones.vtt"} <= set(file.namelist())


@pytest.mark.usefixtures("home")
def test_a_session_that_was_made_is_packed_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    call("render", "comb.yaml", "--guidance", "tones", "-o", "output/ours.mp3")
    made = Path("output/ours.mp3").read_bytes()
    monkeypatch.setattr("audioguide.web.pack.render", None)
    call("pack", "comb.yaml", "--guidance", "tones", "-o", "family.zip")
    with ZipFile("family.zip") as file:
        assert file.read("comb-tones.mp3") == made


@pytest.mark.usefixtures("home")
def test_a_session_whose_captions_were_deleted_is_made_again_for_a_pack() -> None:
    call("render", "comb.yaml", "--guidance", "tones", "-o", "output/ours.mp3")
    Path("output/ours.vtt").unlink()
    assert call("pack", "comb.yaml", "--guidance", "tones", "-o", "family.zip").code == DONE
    with ZipFile("family.zip") as file:
        assert file.read("comb-tones.vtt").startswith(b"WEBVTT")


@pytest.mark.usefixtures("home")
def test_a_pack_that_is_damaged_is_told() -> None:
    wanted = ["pack", "comb.yaml", "--guidance", "tones", "-o", "family.zip"]
    call(*wanted)
    whole = Path("family.zip").read_bytes()
    for place in (5000, 60):  # in what is stored, and in what is deflated
        Path("family.zip").write_bytes(whole[:place] + b"\xff\xff\xff" + whole[place + 3 :])
        assert call(*wanted).code == FAILED
    assert call(*wanted, "--force").code == DONE
    assert Path("family.zip").read_bytes() == whole


@pytest.mark.usefixtures("home")
def test_somebody_elses_file_is_left_alone() -> None:
    Path("family.zip").write_bytes(b"mine")
    run = call("pack", "comb.yaml", "--guidance", "tones", "-o", "family.zip")
    assert run.code == FAILED
    assert Path("family.zip").read_bytes() == b"mine"


def test_a_session_whose_events_are_damaged_is_told(tmp_path: Path) -> None:
    one = put_session(tmp_path / "x.mp3", b"sound", session(tmp_path / "x.mp3"), TIMELINE)
    document = json.loads(one.manifest.read_text("utf-8"))
    one.manifest.write_text(json.dumps({**document, "events": [{"kind": "say"}]}), "utf-8")
    with pytest.raises(ShelfError) as caught:
        pack_session(one, find_routine("everyday"), "x")
    assert str(caught.value) == f"'{one.path}' is damaged; make it again: audioguide again {one.path} --fresh"
