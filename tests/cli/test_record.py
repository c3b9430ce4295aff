"""``audioguide record`` and ``audioguide cache``, as a family meets them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import soundfile
from click.testing import CliRunner, Result
from fakes.program import FEATHER
from fakes.speech import in_a_room, quiet, syllables

from audioguide.cli import cli
from audioguide.cli.microphone import Microphone
from audioguide.errors import AudioguideError, PluginError, SoundError
from audioguide.speech.recordings import add_lines, read_lines, recordings_in
from audioguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np

ROUTINE = FEATHER.replace("Hum a little.", "Hum a little song to {baby}, very softly.")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "feather.yaml").write_text(ROUTINE, "utf-8")
    return tmp_path


def call(*arguments: str, typed: str | None = None) -> Result:
    result = CliRunner().invoke(cli, arguments, input=typed)
    if result.exception is not None and not isinstance(result.exception, (SystemExit, AudioguideError)):
        raise result.exception
    return result


RECORD = ("record", "feather.yaml", "--to", "mum")


def phone(**seconds: float) -> Path:
    folder = Path("phone")
    folder.mkdir(exist_ok=True)
    for number, length in seconds.items():
        take = in_a_room(quiet(0.5), syllables(length), quiet(0.5))
        soundfile.write(folder / f"{number[1:]}.wav", take.sound, take.sample_rate)
    return folder


def test_the_first_call_makes_the_list_to_read() -> None:
    run = call(*RECORD)
    assert run.exit_code == 0
    assert f"0 of 3 lines are recorded; the list to read is {Path('mum/lines.txt')}" in run.output
    assert "audioguide record feather.yaml --to mum --from RECORDING" in run.output
    page = Path("mum/lines.txt").read_text("utf-8-sig")
    assert "Down the back, lighter each time." in page
    assert "Hum a little song to your baby, very softly." in page


def test_the_choices_of_a_session_decide_what_is_to_be_read() -> None:
    call(*RECORD, "--baby", "Mia", "--guidance", "practised")
    assert "Hum a little song to Mia, very softly." in [line.text for line in read_lines(Path("mum"))]


def test_what_to_do_next_is_said_with_the_choices_that_decide_the_lines() -> None:
    family = ("--baby", "Mia Rose", "--no-oil", "--age", "10w", "--turn", "3")
    given = (*family, "--parts", "back", "--from-part", "back", "--length", "5m")
    run = call(*RECORD, *given)
    again = "feather.yaml --baby 'Mia Rose' --age 10w --no-oil --turn 3 --parts back --from-part back"
    assert f"audioguide record {again} --to mum --from RECORDING" in run.output
    run = call(*RECORD, *given, "--from", str(phone(n1=0.6)))
    assert f"audioguide render {again} --voice recorded:mum+auto" in run.output


def test_the_help_has_only_what_changes_the_words_and_the_rest_is_understood() -> None:
    shown = call("record", "--help").output
    assert "--guidance" in shown
    assert not [flag for flag in ("--voice", "--bed ", "--tones", "--loudness", "--length") if flag in shown]
    assert call(*RECORD, "--length", "10m", "--bed", "ocean", "--voice", "system").exit_code == 0


@pytest.mark.parametrize("more", [(), ("--from", "phone")])
def test_lines_are_recorded_anew_in_a_terminal_alone(more: tuple[str, ...]) -> None:
    run = call(*RECORD, "--again", "7", *more)
    assert run.exit_code == 2
    assert "--again records lines anew here, one by one: in a terminal, and without --from" in run.output


def test_recordings_from_a_phone_come_and_what_is_wrong_with_them_is_told() -> None:
    call(*RECORD)
    run = call(*RECORD, "--from", str(phone(n1=0.6, n2=12.0)))
    assert "2 of 3 lines came from phone" in run.output
    assert "\n   2  002 down the back lighter each.wav: too long: 12.1 s, " in run.output
    assert "\n   3  missing: Hum a little song" in run.output
    assert "2 of 3 lines are recorded" in run.output
    assert "audioguide render feather.yaml --voice recorded:mum+auto" in run.output


def test_a_session_in_the_family_s_own_voice() -> None:
    call(*RECORD)
    call(*RECORD, "--from", str(phone(n1=0.6, n2=2.5, n3=3.0)))
    run = call("render", "feather.yaml", "--length", "1m", "--voice", "recorded:mum")
    assert run.exit_code == 0
    assert "spoken by recorded" in run.output
    assert soundfile.info("output/feather-1m.mp3").frames == 60 * 44_100


def test_two_recordings_of_one_line_and_one_that_is_broken_are_told() -> None:
    call(*RECORD)
    call(*RECORD, "--from", str(phone(n1=0.6)))
    Path("mum/2.flac").write_bytes(b"fLaC")
    Path("mum/1 old.wav").write_bytes(b"")
    os.utime("mum/1 old.wav", (1, 1))
    run = call(*RECORD)
    assert "   1  1 old.wav: not used, 001 back.wav is newer" in run.output
    assert "   2  '2.flac' cannot be read as sound" in run.output


# -- with a microphone -------------------------------------------------------------------------------------------------


class Trouble(Exception):  # noqa: N818 - it stands for sounddevice's PortAudioError
    pass


def a_microphone(*takes: np.ndarray[Any, Any], overflows: Sequence[int] = ()) -> SimpleNamespace:
    """A microphone before which somebody says one thing after the other; of the takes that overflow a block is lost."""
    said = enumerate(takes)

    @contextmanager
    def stream(_rate: int, *, callback: Callable[..., None], **_: object) -> Iterator[None]:
        number, sound = next(said)
        for start in range(0, len(sound), 1024):
            flags = SimpleNamespace(input_overflow=number in overflows and start == 4096)
            callback(sound[start : start + 1024, None], 1024, None, flags)
        yield

    return SimpleNamespace(
        InputStream=stream, PortAudioError=Trouble, query_devices=lambda kind: {"name": f"a fake {kind}"}
    )


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def sit_down(*takes: np.ndarray[Any, Any], overflows: Sequence[int] = ()) -> None:
        monkeypatch.setitem(sys.modules, "sounddevice", a_microphone(*takes, overflows=overflows))
        monkeypatch.setattr("audioguide.cli.record._is_terminal", lambda: True)

    return sit_down


def said(seconds: float, level: float = 0.2) -> np.ndarray[Any, Any]:
    parts = (quiet(0.5, SAMPLE_RATE), syllables(seconds, level, SAMPLE_RATE), quiet(0.5, SAMPLE_RATE))
    return in_a_room(*parts, noise=1e-5, sample_rate=SAMPLE_RATE).sound


def test_line_by_line_until_all_are_recorded(at_a_terminal: Callable[..., None]) -> None:
    at_a_terminal(said(0.6), said(2.5), said(3.0))
    run = call(*RECORD, typed="\n" * 6)
    assert "1/3  (up to 2 s)" in run.output
    assert "3/3" in run.output
    assert "3 of 3 lines are recorded" in run.output
    assert "--voice recorded:mum\n" in run.output
    take, sample_rate = soundfile.read(recordings_in(Path("mum"))[2][0])
    assert (len(take) / sample_rate, sample_rate) == (pytest.approx(3.5, abs=0.01), SAMPLE_RATE)


def test_a_faulty_take_is_offered_once_more_or_kept(at_a_terminal: Callable[..., None]) -> None:
    at_a_terminal(said(0.6, 0.004), said(0.6), said(9.0))
    run = call(*RECORD, typed="\n\n\n\n\n\nk\nq\n")
    assert "too quiet" in run.output
    assert "too long: 9.1 s" in run.output
    assert "2 of 3 lines are recorded" in run.output


def test_a_take_of_which_the_computer_has_lost_a_piece_is_offered_once_more(at_a_terminal: Callable[..., None]) -> None:
    at_a_terminal(said(0.6), said(0.6), overflows=[0])
    run = call(*RECORD, typed="\n\n\n\nq\n")
    assert "a piece is missing: the computer was too busy" in run.output
    assert "Enter: once more" in run.output
    assert "1 of 3 lines are recorded" in run.output


def test_who_stops_keeps_what_is_done_and_goes_on_later(at_a_terminal: Callable[..., None]) -> None:
    at_a_terminal(said(0.6))
    assert "1 of 3 lines are recorded" in call(*RECORD, typed="\n\nq\n").output
    at_a_terminal(said(3.0))
    run = call(*RECORD, typed="s\n\n\n")
    assert "1/2" in run.output
    assert "2 of 3 lines are recorded" in run.output
    assert sorted(recordings_in(Path("mum"))) == [1, 3]


def test_lines_are_recorded_again_by_their_numbers(at_a_terminal: Callable[..., None]) -> None:
    at_a_terminal(said(0.6))
    call(*RECORD, typed="\n\nq\n")
    at_a_terminal(said(0.8))
    run = call(*RECORD, "--again", "1", typed="\n\n")
    assert "1/1" in run.output
    assert Path("mum/replaced").is_dir()
    assert "there is no line 9; there are 1-3" in call(*RECORD, "--again", "9").output


def test_a_number_of_another_routine_is_no_line_of_this_one(at_a_terminal: Callable[..., None]) -> None:
    add_lines(Path("mum"), ("Down the back, lighter each time.", "Of another routine."), "en")
    at_a_terminal()
    assert "there is no line 2; there are 1, 3-4" in call(*RECORD, "--again", "2").output


def test_without_a_microphone_the_list_is_made_all_the_same(
    at_a_terminal: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal()
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    run = call(*RECORD)
    assert "audioguide add record; a phone will do as well, see --from" in run.output
    assert "0 of 3 lines are recorded" in run.output


def test_each_thing_that_keeps_a_microphone_away_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(kind: str) -> None:
        raise Trouble(kind)

    device = a_microphone()
    device.query_devices = none
    monkeypatch.setitem(sys.modules, "sounddevice", device)
    with pytest.raises(SoundError, match="this computer has no microphone"):
        Microphone()
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(PluginError, match=r"audioguide add record"):
        Microphone()

    def busy(*_: object, **__: object) -> None:
        raise Trouble("Device unavailable")

    device = a_microphone()
    device.InputStream = busy
    monkeypatch.setitem(sys.modules, "sounddevice", device)
    with pytest.raises(SoundError, match="the microphone does not record: Device unavailable"):
        Microphone().record(lambda: None)


# -- the cache ---------------------------------------------------------------------------------------------------------


def test_the_cache_is_shown_and_cleaned() -> None:
    call("say", "Hold.", "-o", "hold.wav", "--voice", "system")
    assert "cache  1 spoken cues, 0 MB" in call("cache").output
    assert "1 spoken cues thrown away" in call("cache", "clean").output
    assert "cache  0 spoken cues, 0 MB" in call("cache").output


def test_the_greeting_alone_is_six_lines_and_another_voice_says_the_rest() -> None:
    run = call("record", "express", "--to", "mum", "--lines", "greeting", "--baby", "Mia")
    assert run.exit_code == 0
    texts = [line.text for line in read_lines(Path("mum"))]
    assert len(texts) == 6
    assert texts[-1] == "You listened to Mia. That is the massage."
    assert "You might hum your song." in texts
    assert "audioguide record express --baby Mia --to mum --lines greeting --from RECORDING" in run.output
    takes = phone(n1=6.0, n2=2.0, n3=2.0, n4=2.0, n5=2.0, n6=3.0)
    run = call("record", "express", "--to", "mum", "--lines", "greeting", "--baby", "Mia", "--from", str(takes))
    assert "6 of 6 lines are recorded" in run.output
    assert "audioguide render express --baby Mia --voice recorded:mum+auto" in run.output


def test_the_greeting_is_that_of_the_turn_and_every_line_of_it_is_said() -> None:
    call("record", "express", "--to", "mum", "--lines", "greeting", "--turn", "3")
    greeting = [line.text for line in read_lines(Path("mum"))]
    call("record", "express", "--to", "all", "--turn", "3")
    assert set(greeting) <= {line.text for line in read_lines(Path("all"))}
    assert greeting[-1] == "However short it was, it was yours."


def test_a_routine_without_a_greeting_is_told() -> None:
    run = call(*RECORD, "--lines", "greeting")
    assert str(run.exception) == (
        "there is no greeting in 'Feather': it has no ritual, or too little is said; record all its lines"
    )
    assert not Path("mum").exists()
