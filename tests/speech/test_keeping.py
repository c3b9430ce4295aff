"""Recordings that are brought into the folder of a voice: each to its line, and none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.speech import TEXTS, in_a_room, quiet, save, syllables

from audioguide.errors import SoundError
from audioguide.speech.recordings import Line, Take, add_lines, bring, keep, listen, recordings_in
from audioguide.state.scratch import UNFINISHED


@pytest.fixture
def lines(tmp_path: Path) -> tuple[Line, ...]:
    return add_lines(tmp_path, TEXTS, "en")


@pytest.fixture
def phone(tmp_path: Path) -> Path:
    folder = tmp_path / "phone"
    folder.mkdir()
    return folder


def test_recordings_from_a_folder_come_by_their_numbers(lines: tuple[Line, ...], tmp_path: Path, phone: Path) -> None:
    save(phone / "3.wav", in_a_room(syllables(3)))
    save(phone / "Recording 1.flac", in_a_room(syllables(1)))
    assert bring(tmp_path, lines, phone) == (lines[0], lines[2])
    assert recordings_in(tmp_path)[1][0].name == "001 right leg.flac"
    assert (phone / "3.wav").exists()


def test_a_folder_without_numbers_tells_how_to_name_them(lines: tuple[Line, ...], tmp_path: Path, phone: Path) -> None:
    save(phone / "hello.wav", in_a_room(syllables(1)))
    with pytest.raises(SoundError, match=r"has the number of a line in its name, as 7.m4a has"):
        bring(tmp_path, lines, phone)


def test_what_is_not_there_cannot_come(lines: tuple[Line, ...], tmp_path: Path) -> None:
    with pytest.raises(SoundError, match=r"there is no '.*nowhere'"):
        bring(tmp_path, lines, tmp_path / "nowhere")


def read_in_one_go(*seconds: float) -> Take:
    return in_a_room(quiet(2), *(part for length in seconds for part in (syllables(length), quiet(2.5))))


def test_all_lines_in_one_go_become_a_file_each(lines: tuple[Line, ...], tmp_path: Path, phone: Path) -> None:
    assert bring(tmp_path, lines, save(phone / "all.wav", read_in_one_go(1, 3, 5))) == lines
    lengths = [listen(recordings_in(tmp_path)[line.number][0]).seconds for line in lines]
    assert lengths == pytest.approx([1, 3, 5], abs=0.15)


def test_in_one_go_may_also_be_only_what_was_missing(lines: tuple[Line, ...], tmp_path: Path, phone: Path) -> None:
    keep(tmp_path, lines[0], in_a_room(syllables(1)))
    assert bring(tmp_path, lines, save(phone / "rest.wav", read_in_one_go(3, 5))) == lines[1:]


def test_a_single_line_comes_by_its_number(lines: tuple[Line, ...], tmp_path: Path, phone: Path) -> None:
    assert bring(tmp_path, lines, save(phone / "2.wav", in_a_room(quiet(1), syllables(3), quiet(1)))) == (lines[1],)


def test_a_line_too_few_is_refused_and_tells_where_it_slipped(
    lines: tuple[Line, ...], tmp_path: Path, phone: Path
) -> None:
    with pytest.raises(SoundError, match=r"has 2 pieces .* where 3 lines .* slip at line 2, 'Hip to ankle,"):
        bring(tmp_path, lines, save(phone / "all.wav", read_in_one_go(1, 9)))
    with pytest.raises(SoundError, match="leave three seconds between two lines"):
        bring(tmp_path, lines, save(phone / "all.wav", read_in_one_go(1, 3)))
    assert recordings_in(tmp_path) == {}


def test_a_new_recording_takes_the_place_of_the_old_one_which_is_not_lost(
    lines: tuple[Line, ...], tmp_path: Path
) -> None:
    old = save(tmp_path / "1.wav", in_a_room(syllables(1)))
    before = old.read_bytes()
    new = keep(tmp_path, lines[0], in_a_room(syllables(2)))
    assert recordings_in(tmp_path)[1] == (new,)
    assert (tmp_path / "replaced" / "1.wav").read_bytes() == before


def test_no_recording_is_lost_however_often_a_line_is_read_again(lines: tuple[Line, ...], tmp_path: Path) -> None:
    taken = [keep(tmp_path, lines[0], in_a_room(syllables(number))).read_bytes() for number in (1, 2, 3, 4)]
    aside = tmp_path / "replaced"
    assert [(aside / f"{lines[0].file}{end}.flac").read_bytes() for end in ("", "-2", "-3")] == taken[:3]


def test_where_nothing_can_be_written_the_old_recording_stays(
    lines: tuple[Line, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = keep(tmp_path, lines[0], in_a_room(syllables(1)))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("audioguide.speech.recordings.keeping.soundfile.write", full)
    with pytest.raises(SoundError, match="No space left on device"):
        keep(tmp_path, lines[0], in_a_room(syllables(2)))
    assert recordings_in(tmp_path)[1] == (old,)


@pytest.mark.parametrize("way", ["keep", "bring"])
def test_unfinished_it_is_in_a_hidden_folder_that_is_swept(
    way: str, lines: tuple[Line, ...], tmp_path: Path, phone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends the program meanwhile, nothing stays that nobody would remove."""
    written: list[Path] = []

    def killed(*arguments: object, **_: object) -> None:
        written.extend(one for one in arguments if isinstance(one, Path) and one.is_relative_to(tmp_path / "voice"))
        raise KeyboardInterrupt

    folder, source = tmp_path / "voice", save(phone / "1.wav", in_a_room(syllables(1)))
    folder.mkdir()
    keeping = "audioguide.speech.recordings.keeping"
    monkeypatch.setattr(f"{keeping}.soundfile.write", killed)
    monkeypatch.setattr(f"{keeping}.shutil.copyfile", killed)
    take = in_a_room(syllables(1))
    with pytest.raises(KeyboardInterrupt):
        keep(folder, lines[0], take) if way == "keep" else bring(folder, lines, source)
    (unfinished,) = written
    assert unfinished.relative_to(folder).parts[0].startswith(UNFINISHED)
    assert [*folder.iterdir()] == []
