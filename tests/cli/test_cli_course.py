"""`audioguide course`: sessions for every evening, their cards, and a playlist."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from fakes.program import call
from mutagen.id3 import ID3

from audioguide.cli import DONE, FAILED, USAGE
from audioguide.rendering.identity import identity_of
from audioguide.rendering.request import prepare

ROUTINE = """\
version: 1
title: Small
sections:
  - title: Back
    steps:
      - stroke: back_comb
        times: 2
  - title: Chest
    steps:
      - stroke: chest_open_book
        times: 2
"""
COURSE = """\
version: 1
title: Zwei Abende
routine: small.yaml
fading: [learn, tones]
diary: yes
evenings:
  - {title: "Rücken & Füße", learn: [back]}
  - {title: Chest, learn: [chest]}
"""
MAKE = ("course", "mine", "--from", "two.yaml", "--voice", "system")
NAMES = ("1-rücken-füße", "2-chest")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course, made once; the tests leave it as it is."""
    place = tmp_path_factory.mktemp("course")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setenv("AUDIOGUIDE_CACHE", str(place / "cache"))
        Path("small.yaml").write_text(ROUTINE, "utf-8")
        Path("two.yaml").write_text(COURSE, "utf-8")
        assert call(*MAKE).code == DONE
    return place


@pytest.fixture(autouse=True)
def place(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(made / "cache"))


def manifest(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(Path("mine", f"{name}.json").read_text("utf-8"))
    return found


def everything() -> dict[str, tuple[int, bytes]]:
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in Path("mine").iterdir()}


def test_each_evening_has_its_session_its_cards_and_its_captions() -> None:
    wanted = {f"{name}{suffix}" for name in NAMES for suffix in (".mp3", ".json", ".vtt", "-cards.html")}
    assert set(everything()) == {*wanted, "two.m3u8", "two-diary.html"}
    cards = Path("mine", "2-chest-cards.html").read_text("utf-8")
    assert cards.index('id="chest_open_book"') < cards.index('id="back_comb"')  # what is new comes first


def test_the_words_are_those_that_the_course_says() -> None:
    roles = [{event["role"] for event in manifest(name)["events"] if event["kind"] == "say"} for name in NAMES]  # type: ignore[attr-defined]
    assert "teach" in roles[0]
    chapters = manifest("2-chest")["chapters"]
    assert [chapter["title"] for chapter in chapters] == ["Back", "Chest"]  # type: ignore[attr-defined]
    end_of_back = chapters[0]["end_ms"] * 44.1  # type: ignore[index]
    said = [event for event in manifest("2-chest")["events"] if event["kind"] == "say"]  # type: ignore[attr-defined]
    assert {say["role"] for say in said if say["start"] < end_of_back - 44} == {"section"}
    assert "teach" in {say["role"] for say in said if say["start"] > end_of_back - 44}


def test_the_diary_has_a_row_for_each_session_and_says_when_to_ask_a_doctor() -> None:
    page = Path("mine", "two-diary.html").read_text("utf-8")
    assert re.findall(r'<th scope="row">([^<]*)</th>', page) == ["Rücken &amp; Füße", "Chest"]
    assert "<h1>Zwei Abende. Diary</h1>" in page
    assert "When to ask a doctor" in page
    assert "38 °C or more under three months" in page


def test_an_evening_is_the_session_that_its_own_name_asks_for() -> None:
    for number, name in enumerate(NAMES, 1):
        identity = identity_of(prepare(f"two.yaml:{number}", voice="system"))
        assert manifest(name)["identity"] == identity


def test_the_playlist_names_every_session_with_its_length() -> None:
    lines = Path("mine", "two.m3u8").read_text("utf-8").splitlines()
    assert lines[:2] == ["#EXTM3U", "#PLAYLIST:Zwei Abende"]
    assert lines[3::2] == [f"{name}.mp3" for name in NAMES]
    lengths = [float(line.removeprefix("#EXTINF:").split(",")[0]) for line in lines[2::2]]
    assert [round(length * 44_100) for length in lengths] == [manifest(name)["length_samples"] for name in NAMES]


def test_players_see_an_album_with_numbered_tracks() -> None:
    tags = ID3(Path("mine", "2-chest.mp3"))
    assert [str(tags[name]) for name in ("TIT2", "TALB", "TRCK")] == ["Chest", "Zwei Abende", "2/2"]


def test_a_course_that_is_there_is_found_again() -> None:
    before = everything()
    run = call(*MAKE)
    assert run.code == DONE
    assert [line.split("  ")[0] for line in run.out.splitlines()] == [
        *(f"mine{os.sep}{name}.mp3" for name in NAMES),
        f"mine{os.sep}two-diary.html",
        f"mine{os.sep}two.m3u8",
    ]
    after = everything()
    assert {name: content for name, (_, content) in after.items()} == {
        name: content for name, (_, content) in before.items()
    }
    assert all(after[f"{name}.mp3"] == before[f"{name}.mp3"] for name in NAMES)


def test_a_course_in_place_of_the_folder_is_no_folder() -> None:
    run = call("course", "tummy-week")
    assert (run.code, run.out) == (USAGE, "")
    assert run.err.startswith(
        "FOLDER: 'tummy-week' is a course; name the folder, too: audioguide course FOLDER --from tummy-week\n"
    )
    assert "'two.yaml' is a course" in call("course", "two.yaml").err
    assert "FOLDER: 'small.yaml' is a file; name a folder" in call("course", "small.yaml").err


def test_nothing_is_written_over_and_nothing_half_made() -> None:
    before = everything()
    run = call(*MAKE, "--length", "2m")
    assert (run.code, run.out) == (FAILED, "")
    assert f"'mine{os.sep}{NAMES[0]}.mp3' exists and is something else" in run.err
    assert everything() == before


@pytest.mark.parametrize("name", ["2-chest.mp3", "2-chest-cards.html", "two.m3u8", "two-diary.html"])
def test_a_file_of_ones_own_is_found_before_anything_is_made(name: str) -> None:
    own = Path("other", name)
    own.parent.mkdir(exist_ok=True)
    own.write_bytes(b"mine")
    run = call("course", "other", *MAKE[2:])
    assert (run.code, run.err) == (
        FAILED,
        f"'{own}' exists and is something else; take another name, or --force to write over it\n",
    )
    assert [path.name for path in Path("other").iterdir()] == [name]
    own.unlink()


def test_a_length_that_cannot_be_is_told_before_anything_is_made() -> None:
    run = call("course", "short", *MAKE[2:], "--length", "70s,5s")
    assert run.code == FAILED
    assert re.fullmatch(
        r"with this voice and guidance the evenings of 'two' last at least \S+, \S+, not 1m10s,5s; \dm fits all\n",
        run.err,
    )
    assert not Path("short").exists()


def test_each_evening_may_have_a_length_of_its_own() -> None:
    run = call("course", "long", *MAKE[2:], "--length", "80s,75s", "--format", "flac", "--json")
    assert run.code == DONE
    sessions = json.loads(run.out)
    assert [one["length_samples"] for one in sessions] == [80 * 44_100, 75 * 44_100]
    assert [one["file"] for one in sessions] == [f"{name}.flac" for name in NAMES]


def test_three_lengths_for_two_evenings_are_a_usage_mistake() -> None:
    run = call(*MAKE, "--length", "1m,2m,3m")
    assert run.code == USAGE
    assert "length: a list of 3 is not possible; there are 2 evenings; give one, or one for each" in run.err


def test_an_evening_can_be_made_again_with_a_change() -> None:
    same = call("again", str(Path("mine", "2-chest.mp3")))
    assert same.out.startswith(str(Path("mine", "2-chest.mp3")))
    run = call("again", str(Path("mine", "2-chest.mp3")), "--length", "75s", "-o", "changed.mp3")
    assert run.code == DONE
    assert json.loads(Path("changed.json").read_text("utf-8"))["title"] == "Chest"
