"""A folder of somebody's own voice: the list, the files, and what is wrong with them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from fakes.speech import SAMPLE_RATE, click, in_a_room, quiet, syllables
from hypothesis import given
from hypothesis import strategies as st

from audioguide.errors import SoundError, VoiceError
from audioguide.speech.recordings import (
    LIST,
    Line,
    Take,
    add_lines,
    bring,
    faults,
    keep,
    listen,
    read_lines,
    recordings_in,
    speech_of,
    takes_in,
    write_page,
)
from audioguide.state.shell import command_line

TEXTS = ("Right leg.", "Hip to ankle, one hand after the other.", "Hold. Feel the weight of your hands, and breathe.")


FFMPEG = shutil.which("ffmpeg") or ""
WITH_FFMPEG = pytest.mark.skipif(not FFMPEG, reason="needs ffmpeg")


@pytest.fixture
def lines(tmp_path: Path) -> tuple[Line, ...]:
    return add_lines(tmp_path, TEXTS, "en")


def save(path: Path, take: Take) -> Path:
    soundfile.write(path, take.sound, take.sample_rate)
    return path


# -- the list ----------------------------------------------------------------------------------------------------------


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


# -- sound -------------------------------------------------------------------------------------------------------------


def test_speech_is_cut_out_without_the_silence_and_the_clicks_of_the_button() -> None:
    take = in_a_room(quiet(0.1), click(), quiet(1.2), syllables(2.0), quiet(0.9), click(), quiet(0.1))
    speech = speech_of(take)
    assert speech is not None
    assert speech.seconds == pytest.approx(2.0, abs=0.12)


def test_one_short_word_in_a_long_silence_is_found() -> None:
    speech = speech_of(in_a_room(quiet(9), syllables(0.5), quiet(9)))
    assert speech is not None
    assert speech.seconds == pytest.approx(0.5, abs=0.12)


def test_a_recording_without_speech_has_none() -> None:
    for take in (in_a_room(quiet(2)), in_a_room(quiet(1), click(0.9), quiet(1)), in_a_room(quiet(0.001))):
        assert speech_of(take) is None
        assert list(faults(take, fits=5, usual=2)) == ["nothing is to be heard"]


def test_a_good_recording_has_no_faults() -> None:
    assert list(faults(in_a_room(quiet(1), syllables(3), quiet(1)), fits=5, usual=3)) == []


@pytest.mark.parametrize(
    ("take", "fault"),
    [
        (in_a_room(quiet(0.5), syllables(7), quiet(0.5)), "too long: 7.1 s, 5 s fit"),
        (in_a_room(quiet(1), syllables(0.5), quiet(1)), "too short: 0.6 s for words that take about 3 s"),
        (in_a_room(quiet(0.5), syllables(3, level=3.0), quiet(0.5)), "clipped: too close or too loud"),
        (in_a_room(quiet(0.5), syllables(3, level=0.003), quiet(0.5), noise=1e-5), "too quiet: -5"),
        (in_a_room(quiet(0.5), syllables(3), quiet(0.5), noise=0.03), "noisy: the room is only 1"),
    ],
)
def test_what_is_wrong_is_told_in_half_a_sentence(take: Take, fault: str) -> None:
    [told] = faults(take, fits=5, usual=3)
    assert told.startswith(fault)


@pytest.mark.parametrize("sample_rate", [8_000, 11_025, 22_050])
@pytest.mark.parametrize("count", [1, 2, 30])
def test_many_lines_in_one_go_are_cut_apart_where_it_is_quiet(sample_rate: int, count: int) -> None:
    # Inside a line somebody may pause for a second and a half.
    words = syllables(1.0, sample_rate=sample_rate)
    line = np.concatenate((words, quiet(1.4, sample_rate), words))
    take = in_a_room(quiet(2, sample_rate), *((line, quiet(2.5, sample_rate)) * count), sample_rate=sample_rate)
    takes = takes_in(take)
    assert [one.seconds for one in takes] == pytest.approx([3.4] * count, abs=0.15)
    energy = np.square(take.sound).sum()
    assert sum(np.square(one.sound).sum() for one in takes) == pytest.approx(energy, rel=0.01)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".mp3", ".aiff"])
def test_common_formats_are_read_without_any_program(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    take = in_a_room(syllables(1))
    heard = listen(save(tmp_path / f"1{suffix}", take))
    assert heard.seconds == pytest.approx(1.0, abs=0.06)
    assert np.abs(heard.sound).max() == pytest.approx(np.abs(take.sound).max(), rel=0.05)


def test_a_stereo_recording_becomes_mono(tmp_path: Path) -> None:
    sound = syllables(1)
    soundfile.write(tmp_path / "1.wav", np.stack((sound, sound), axis=1), SAMPLE_RATE, subtype="FLOAT")
    assert np.allclose(listen(tmp_path / "1.wav").sound, sound, atol=1e-6)


@WITH_FFMPEG
def test_what_phones_record_is_read_through_ffmpeg(tmp_path: Path) -> None:
    take = in_a_room(syllables(2))
    save(tmp_path / "1.wav", take)
    subprocess.run([FFMPEG, "-v", "error", "-i", "1.wav", "1.m4a"], cwd=tmp_path, check=True)
    heard = listen(tmp_path / "1.m4a")
    assert heard.seconds == pytest.approx(2.0, abs=0.1)
    assert np.abs(heard.sound).max() == pytest.approx(np.abs(take.sound).max(), rel=0.1)


def test_without_ffmpeg_a_phone_recording_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "1.m4a").write_bytes(b"\0\0\0\x20ftypM4A ")
    with pytest.raises(SoundError, match=r"'1.m4a' cannot be read as sound; save it as WAV, .*, or install ffmpeg"):
        listen(tmp_path / "1.m4a")


@WITH_FFMPEG
def test_what_is_no_sound_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "1.wav").write_text("not a sound")
    with pytest.raises(SoundError, match=r"'1.wav' cannot be read as sound; save it as WAV"):
        listen(tmp_path / "1.wav")


# -- bringing recordings home ------------------------------------------------------------------------------------------


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
