"""The list of what somebody is to read: its numbers, its file, and which recording belongs to which line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fakes.speech import TEXTS
from hypothesis import given
from hypothesis import strategies as st

from audioguide.errors import VoiceError
from audioguide.speech.recordings import LIST, Line, add_lines, read_lines, recordings_in, write_page
from audioguide.state.shell import command_line


@pytest.fixture
def lines(tmp_path: Path) -> tuple[Line, ...]:
    return add_lines(tmp_path, TEXTS, "en")


def test_lines_are_numbered_in_the_order_in_which_they_are_said(tmp_path: Path) -> None:
    lines = add_lines(tmp_path, (*TEXTS, TEXTS[0]), "en")
    assert [(line.number, line.text) for line in lines] == list(enumerate(TEXTS, start=1))
    assert read_lines(tmp_path) == lines
    assert lines[1].file == "002 hip to ankle one hand"


def test_a_line_keeps_its_number_when_another_routine_is_added(tmp_path: Path) -> None:
    add_lines(tmp_path, TEXTS, "en")
    other = add_lines(tmp_path, ("Left leg.", TEXTS[1]), "en")
    assert [(line.number, line.text) for line in other] == [(4, "Left leg."), (2, TEXTS[1])]
    assert len(read_lines(tmp_path)) == 4


def test_more_words_may_take_longer(lines: tuple[Line, ...]) -> None:
    usual = [line.usual for line in lines]
    assert usual == sorted(usual)
    assert usual[0] == pytest.approx(2 * 60 / 130, abs=0.5)
    assert all(line.seconds > 1.4 * line.usual for line in lines)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_any_text_comes_back_from_the_list(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("voice")
    [line] = add_lines(folder, [text], "en")
    assert read_lines(folder) == (line,)


def test_a_spreadsheet_may_have_saved_it_with_semicolons(lines: tuple[Line, ...], tmp_path: Path) -> None:
    rows = "\n".join(f'{line.number};{line.file};{line.seconds},0;"{line.text}"' for line in lines)
    (tmp_path / LIST).write_text(f"number;file;seconds;text\n{rows}\n", "utf-8")
    assert read_lines(tmp_path) == lines


@pytest.mark.parametrize("text", ["number,text\none,Hold.\n", "what\never\n", "number,file,seconds,text\n1\n"])
def test_a_list_that_is_something_else_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / LIST).write_text(text)
    with pytest.raises(VoiceError, match=r"is not the list that `audioguide record` wrote \(line 2\)"):
        read_lines(tmp_path)


def test_a_folder_without_a_list_tells_how_to_make_one(tmp_path: Path) -> None:
    folder = tmp_path / "our mum"
    with pytest.raises(VoiceError) as caught:
        read_lines(folder)
    assert str(caught.value).endswith(f"make it with: audioguide record ROUTINE --to {command_line([str(folder)])}")


def test_the_printed_page_has_every_line_and_ticks_off_what_is_done(lines: tuple[Line, ...], tmp_path: Path) -> None:
    page = write_page(tmp_path, lines, {2}).read_text("utf-8-sig")
    assert "3 lines, about 1 minute of speech." in page
    assert f"\nx    2    8 s   {TEXTS[1]}\n" in page
    assert f"\n     1    3 s   {TEXTS[0]}\n" in page


def test_a_recording_belongs_to_the_number_in_its_name(tmp_path: Path) -> None:
    for name in ("1.m4a", "002 hip.flac", "New Recording 3.m4a", "4 take 2.wav", "lines.csv", "notes 5.txt",
                 ".6.wav", "everyday-10m.mp3", "Voice 2026-11-23 7.m4a", "hello.wav"):  # fmt: skip
        (tmp_path / name).touch()
    (tmp_path / "8").mkdir()
    assert {number: path.name for number, (path,) in recordings_in(tmp_path).items()} == {
        1: "1.m4a",
        2: "002 hip.flac",
        3: "New Recording 3.m4a",
        4: "4 take 2.wav",
    }


def test_of_several_recordings_the_newest_counts(tmp_path: Path) -> None:
    for age, name in enumerate(("1.wav", "1 again.wav", "001.wav")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    assert [path.name for path in recordings_in(tmp_path)[1]] == ["1.wav", "1 again.wav", "001.wav"]
