"""The chapters of every format, as other programs list them: ffprobe, mutagen, mpv and mediainfo."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from fakes.program import call
from mutagen import File
from mutagen.mp4 import MP4

from audioguide.cli import DONE

pytestmark = pytest.mark.real

ROUTINE = """\
version: 1
title: Feather
sections:
  - title: Rücken
    steps:
      - stroke: back_comb
  - title: Brust
    steps:
      - stroke: chest_open_book
  - title: Füße · 足
    steps:
      - stroke: chest_open_book
"""

Chapters = list[tuple[str, float]]
"""Titles, and seconds from the beginning."""

each_format = pytest.mark.parametrize("suffix", ["mp3", "m4b", "m4a", "opus", "flac", "wav"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("players")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setenv("AUDIOGUIDE_CACHE", str(place / "cache"))
        Path("feather.yaml").write_text(ROUTINE, "utf-8")
        for name in ("mp3", "m4b", "m4a", "opus", "flac", "wav"):
            run = call("render", "feather.yaml", "--voice", "system", "--guidance", "tones", "-o", f"feather.{name}")
            assert run.code == DONE, run.err
    return place


def planned(folder: Path) -> Chapters:
    document = json.loads((folder / "feather.json").read_text("utf-8"))
    return [(chapter["title"], chapter["start_ms"] / 1000) for chapter in document["chapters"]]


def run(*command: str | Path) -> str:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=120)
    return done.stdout.decode()


@each_format
def test_ffprobe_and_mutagen_list_the_chapters_of_the_manifest(folder: Path, suffix: str) -> None:
    path = folder / f"feather.{suffix}"
    seen = json.loads(run("ffprobe", "-v", "error", "-show_chapters", "-of", "json", path))["chapters"]
    assert alike([(one["tags"]["title"], float(one["start_time"])) for one in seen], planned(folder), 0.001)
    assert alike(told_by_mutagen(path), planned(folder), 0.001)


@pytest.mark.parametrize("suffix", ["mp3", "m4b", "m4a", "opus", "flac"])
def test_mpv_lists_the_chapters_of_the_manifest(folder: Path, suffix: str) -> None:
    chapters = planned(folder)
    places = range(len(chapters))
    wanted = "".join(f"${{chapter-list/{one}/title}}|${{=chapter-list/{one}/time}}\\n" for one in places)
    quiet = ("--no-config", "--ao=null", "--vo=null", "--end=0.1")
    out = run("mpv", *quiet, f"--term-playing-msg=CHAPTERS ${{chapters}}\\n{wanted}", folder / f"feather.{suffix}")
    lines = out[out.index("CHAPTERS") :].splitlines()
    assert lines[0] == f"CHAPTERS {len(chapters)}"
    seen = [line.rsplit("|", 1) for line in lines[1 : len(chapters) + 1]]
    # mpv counts from where an MP3's first frame would be heard, if nothing were left out of it: 25 ms earlier.
    assert alike([(title, float(time)) for title, time in seen], chapters, 0.03 if suffix == "mp3" else 0.001)


def test_mediainfo_opens_an_audiobook_with_its_chapters(folder: Path) -> None:
    tracks = json.loads(run("mediainfo", "--Output=JSON", folder / "feather.m4b"))["media"]["track"]
    general, *menus = (track for track in tracks if track["@type"] in ("General", "Menu"))
    assert (general["Format"], general["ContentType"], general["Cover"]) == ("MPEG-4", "Audiobook", "Yes")
    assert len(menus) == 2  # what iPhones read, and what other players do
    for menu in menus:
        assert alike([clock(*one) for one in menu["extra"].items() if one[0].startswith("_")], planned(folder), 0.001)


def alike(seen: Chapters, wanted: Chapters, apart: float) -> bool:
    """Whether the titles are the same, and the times no further apart than that."""
    assert [title for title, _ in seen] == [title for title, _ in wanted]
    return all(abs(one - other) <= apart for (_, one), (_, other) in zip(seen, wanted, strict=True))


def clock(time: str, title: str) -> tuple[str, float]:
    """Read ``_00_01_26_000``."""
    hours, minutes, seconds, thousandths = (int(part) for part in time.strip("_").split("_"))
    return title, hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def told_by_mutagen(path: Path) -> Chapters:
    file = File(path)
    if isinstance(file, MP4):
        return [(chapter.title, chapter.start) for chapter in file.chapters or ()]
    if path.suffix in (".mp3", ".wav"):
        return [(str(one.sub_frames["TIT2"]), one.start_time / 1000) for one in file.tags.getall("CHAP")]
    names = sorted(name for name in file if name.startswith("chapter") and name.endswith("name"))
    starts = [file[name.removesuffix("name")][0].split(":") for name in names]
    times = [int(hours) * 3600 + int(minutes) * 60 + float(seconds) for hours, minutes, seconds in starts]
    return [(file[name][0], time) for name, time in zip(names, times, strict=True)]
