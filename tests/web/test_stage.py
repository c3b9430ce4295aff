"""A session on a speaker of the house, as every phone sees it."""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.sessions import put_session
from fakes.speakers import NURSERY, NotingSpeaker
from fakes.waiting import PATIENCE, until

from audioguide.errors import ShelfError, SpeakerError
from audioguide.model.session import Session
from audioguide.player.memory import SpeakerMemory
from audioguide.player.registry import SpeakerRegistry
from audioguide.player.volume_control import LoudestError, RememberedVolumes
from audioguide.plugins import Device, Sound, Speaker
from audioguide.speakers.errors import AbilityError
from audioguide.units import samples
from audioguide.web.assets import words
from audioguide.web.feed import key_of
from audioguide.web.page_errors import PageError
from audioguide.web.playing.serving import ServedSound
from audioguide.web.playing.stage import Playing, Stage, playing_document


@contextlib.contextmanager
def serve(session: Session, device: Device) -> Iterator[ServedSound]:
    url = f"http://{device.host}/{key_of(session)}.mp3"
    sound = Sound(path=session.path, url=url, title=session.title, media_type="audio/mpeg", length=session.length)
    yield ServedSound(sound=sound, has_fetched=lambda: True)


class Evenings:
    """What is written down; nothing where the disk is full."""

    def __init__(self) -> None:
        self.written: list[tuple[str, float, float | None]] = []
        self.full = False

    def write_down(self, session: Session, heard: float, left: float | None) -> None:
        if self.full:
            raise ShelfError("no space")
        self.written.append((key_of(session), heard, left))


@pytest.fixture
def speaker() -> NotingSpeaker:
    return NotingSpeaker()


@pytest.fixture
def evenings() -> Evenings:
    return Evenings()


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is remembered of speakers; with a short name, for a socket."""
    return tmp_path_factory.mktemp("s")


@pytest.fixture
def stage(folder: Path, speaker: NotingSpeaker, evenings: Evenings, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(SpeakerRegistry, "search", lambda _: (NURSERY,))
    monkeypatch.setattr(SpeakerRegistry, "reconnect", lambda *_: speaker)

    def connect(_: Device) -> Speaker:
        return speaker

    return Stage(SpeakerMemory.in_folder(folder), serve, on_heard=evenings.write_down, connect=connect)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return put_session(tmp_path / "everyday.mp3", b"sound")


def test_the_speakers_of_the_house_are_named_with_their_volume(stage: Stage) -> None:
    assert stage.speakers() == [{"key": NURSERY.key, "name": "Nursery", "volume": 25}]


def test_a_search_on_one_phone_takes_no_speaker_from_another(
    stage: Stage, session: Session, speaker: NotingSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have missed one that was busy."""
    stage.speakers()
    monkeypatch.setattr(SpeakerRegistry, "search", lambda _: ())
    assert stage.speakers() == []
    stage.begin(session, NURSERY.key)
    stage.wait(PATIENCE)
    assert speaker.given[0].path == session.path


def test_the_volume_that_is_named_is_the_one_that_is_played_at(
    stage: Stage, folder: Path, session: Session, speaker: NotingSpeaker
) -> None:
    RememberedVolumes(folder / "loudness.json").record(NURSERY, 0.7)
    assert stage.speakers()[0]["volume"] == 50
    stage.begin(session, NURSERY.key)
    stage.wait(PATIENCE)
    assert ("play", 0.5) in speaker.told


def test_a_session_plays_to_its_end_with_the_volume_first(
    stage: Stage, session: Session, speaker: NotingSpeaker
) -> None:
    stage.speakers()
    stage.begin(session, NURSERY.key)
    stage.wait(PATIENCE)
    playing = stage.playing
    assert (playing.state, playing.session, playing.on, playing.volume) == ("ended", key_of(session), "Nursery", 25)
    assert speaker.told == [("volume", 0.25), ("play", 0.25), "stop", ("volume", 0.6), "close"]
    assert speaker.given[0].url == f"http://10.0.0.9/{key_of(session)}.mp3"
    assert playing_document(playing)["position"] == 36.0


def test_a_busy_speaker_is_a_sentence_without_what_a_command_line_may_do(
    stage: Stage, session: Session, speaker: NotingSpeaker
) -> None:
    speaker.state = "playing"
    stage.speakers()
    stage.begin(session, NURSERY.key)
    stage.wait(PATIENCE)
    document = playing_document(stage.playing)
    assert (document["state"], document["note"]) == ("failed", "'Nursery' is playing something already")


def test_commands_of_any_phone_are_done(stage: Stage, session: Session, speaker: NotingSpeaker) -> None:
    speaker.pace = 0.1
    stage.speakers()
    stage.begin(session, NURSERY.key)
    until(lambda: stage.playing.state == "playing")
    for command in ("louder", "pause", samples(30), "resume", "stop"):
        stage.command(command)
    stage.wait(PATIENCE)
    assert speaker.told[2:6] == [("volume", 0.3), "pause", ("seek", 30.0), "resume"]
    assert (stage.playing.state, stage.playing.volume, stage.playing.refusals) == ("idle", 30, 0)


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (AbilityError("Nursery", "seek"), "wrong_seek"),
        (AbilityError("Nursery", "pause"), "wrong_pause"),
        (LoudestError(0.5), "wrong_loudest"),
        (SpeakerError("'Nursery' refuses; try --on"), None),
    ],
)
def test_a_phone_can_say_why_a_tap_did_nothing(
    stage: Stage, session: Session, speaker: NotingSpeaker, error: SpeakerError, word: str | None
) -> None:
    def refuse(_: object) -> None:
        raise error

    speaker.pace = 0.1
    speaker.seek = refuse  # type: ignore[assignment, method-assign]
    stage.speakers()
    stage.begin(session, NURSERY.key)
    until(lambda: stage.playing.state == "playing")
    for command in (samples(30), samples(20), "stop"):
        stage.command(command)
    stage.wait(PATIENCE)
    document = playing_document(stage.playing)
    assert (document["state"], document["note"], document["refusals"]) == ("idle", "", 2)
    refusal = dict(document["refusal"])  # type: ignore[call-overload]
    assert (refusal.get("word"), refusal["error"]) == (word, words("en")[word] if word else "'Nursery' refuses")


def test_louder_at_the_ceiling_says_so(stage: Stage, session: Session, speaker: NotingSpeaker, folder: Path) -> None:
    RememberedVolumes(folder / "loudness.json").record(NURSERY, 0.5)
    speaker.pace = 0.1
    stage.speakers()
    stage.begin(session, NURSERY.key)
    until(lambda: stage.playing.state == "playing")
    for command in ("louder", "stop"):
        stage.command(command)
    stage.wait(PATIENCE)
    assert (stage.playing.volume, stage.playing.refusal["word"]) == (50, "wrong_loudest")


def test_what_was_heard_is_noted_and_from_where_it_was_left(
    stage: Stage, session: Session, speaker: NotingSpeaker, evenings: Evenings
) -> None:
    speaker.pace = 3
    stage.speakers()
    stage.begin(session, NURSERY.key)
    stage.command(samples(33))  # into the goodbye
    stage.wait(PATIENCE)
    assert evenings.written == [(key_of(session), 12.0, 9.0)]


def test_a_speaker_that_loads_after_a_jump_has_been_left_where_it_was(
    stage: Stage, session: Session, speaker: NotingSpeaker, evenings: Evenings
) -> None:
    speaker.pace = 3
    speaker.loads = (5, 7)
    stage.speakers()
    stage.begin(session, NURSERY.key)
    stage.command(samples(33))
    stage.wait(PATIENCE)
    assert evenings.written == [(key_of(session), 12.0, 9.0)]


def test_a_diary_that_cannot_be_written_ends_nothing(
    stage: Stage, session: Session, evenings: Evenings, caplog: pytest.LogCaptureFixture
) -> None:
    evenings.full = True
    stage.speakers()
    stage.begin(session, NURSERY.key)
    stage.wait(PATIENCE)
    assert (stage.playing.state, caplog.messages) == ("ended", ["no space"])


def test_another_session_takes_the_place_of_the_first(
    stage: Stage, session: Session, speaker: NotingSpeaker, tmp_path: Path
) -> None:
    other = put_session(tmp_path / "bedtime.mp3", b"other sound")
    speaker.pace = 0.1
    stage.speakers()
    stage.begin(session, NURSERY.key)
    speaker.pace = 12
    stage.begin(other, NURSERY.key)
    stage.wait(PATIENCE)
    assert (stage.playing.state, stage.playing.session) == ("ended", key_of(other))
    assert speaker.given[-1].path == other.path
    assert speaker.told.count("close") == 2


def test_of_four_phones_that_begin_at_once_the_last_one_is_heard_and_steered(
    stage: Stage, speaker: NotingSpeaker, tmp_path: Path
) -> None:
    speaker.pace = 0
    sessions = [put_session(tmp_path / f"{number}.mp3", b"sound %d" % number) for number in range(4)]
    phones = [threading.Thread(target=stage.begin, args=(session, NURSERY.key)) for session in sessions]
    stage.speakers()
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join(PATIENCE)
    assert stage.playing.state == "starting"
    last = stage.playing.session
    stage.command("louder")
    speaker.pace = 12
    stage.wait(PATIENCE)
    assert (stage.playing.state, stage.playing.session, stage.playing.volume) == ("ended", last, 30)
    assert key_of(next(one for one in sessions if one.path == speaker.given[-1].path)) == last
    assert (speaker.state, speaker.level) == ("stopped", 0.6)


def test_a_speaker_that_was_not_found_is_a_sentence(stage: Stage, session: Session) -> None:
    with pytest.raises(PageError, match="not found any more"):
        stage.begin(session, NURSERY.key)


def test_a_bug_of_a_speaker_is_told_too(
    stage: Stage,
    session: Session,
    speaker: NotingSpeaker,
    monkeypatch: pytest.MonkeyPatch,
    *,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(speaker, "volume", lambda: 1 / 0)
    stage.speakers()
    stage.begin(session, NURSERY.key)
    stage.wait(PATIENCE)
    assert stage.playing.note == "audioguide has a bug (ZeroDivisionError: division by zero)"
    (report,) = tmp_path.glob("audioguide-bug-*.txt")
    assert caplog.messages == [f"playing a session failed; please report it with this file: {report}"]
    assert caplog.records[0].exc_info is None  # no traceback on the terminal
    assert "in <lambda>" in report.read_text("utf-8")


def test_a_bug_is_shown_before_its_report_is_written(
    stage: Stage, session: Session, speaker: NotingSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where that fails, no phone is left to wait."""
    shown: list[str] = []
    monkeypatch.setattr("audioguide.web.playing.stage.log_bug", lambda _: shown.append(stage.playing.state))
    monkeypatch.setattr(speaker, "volume", lambda: 1 / 0)
    stage.speakers()
    stage.begin(session, NURSERY.key)
    stage.wait(PATIENCE)
    assert shown == ["failed"]


def test_stopping_what_does_not_play_does_nothing(stage: Stage) -> None:
    stage.stop()
    assert stage.playing == Playing()


def test_commands_where_nothing_plays_are_not_kept(stage: Stage, session: Session) -> None:
    def kept_after_a_tap() -> int:
        stage.command("louder")
        stage.stop()
        return stage._commands.qsize()  # noqa: SLF001 - nobody else sees what is kept

    assert kept_after_a_tap() == 0
    stage.speakers()
    stage.begin(session, NURSERY.key)
    stage.wait(PATIENCE)
    assert (stage.playing.state, kept_after_a_tap()) == ("ended", 0)
