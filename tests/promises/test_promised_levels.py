"""How loud a session is, measured in the stems of one that was made by a single call from Python, with no wishes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import soundfile
from fakes.program import FEATHER

import audioguide as ag
from audioguide.model.audio import Stereo
from audioguide.sound.loudness import loudness, true_peak

RATE = 44_100
LENGTH = 50 * RATE


@dataclass(frozen=True, eq=False)
class Heard:
    """Each stem and the decoded MP3, shape ``(samples, 2)``, and what the manifest says happens when."""

    speech: Stereo
    tones: Stereo
    room: Stereo
    bed: Stereo
    mp3: Stereo
    events: list[dict[str, Any]]

    def of(self, kind: str) -> list[tuple[int, int]]:
        """Where each event of a kind begins and ends, in samples."""
        return [(event["start"], event["end"]) for event in self.events if event["kind"] == kind]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    folder = tmp_path_factory.mktemp("heard")
    (folder / "feather.yaml").write_text(FEATHER, "utf-8")
    session = ag.render(
        str(folder / "feather.yaml"), length="50s", bed="pink", folder=folder / "output", stems=folder / "stems"
    )
    sounds = [*(folder / "stems" / f"{name}.wav" for name in ("speech", "tones", "room", "bed")), session.path]
    speech, tones, room, bed, mp3 = (soundfile.read(path, dtype="float32", always_2d=True)[0] for path in sounds)
    events = json.loads(session.manifest.read_text("utf-8"))["events"]
    return Heard(speech=speech, tones=tones, room=room, bed=bed, mp3=mp3, events=events)


def bed_alone(heard: Heard) -> Stereo:
    """The bed at its full level: after the fade-in, before the fade-out, two and a half seconds from any word."""
    alone = np.zeros(LENGTH, bool)
    alone[8 * RATE : LENGTH - 17 * RATE] = True
    for start, end in heard.of("say"):
        alone[start - RATE // 2 : end + 5 * RATE // 2] = False
    found: Stereo = heard.bed[alone]
    assert len(found) > 4 * RATE
    return found


def test_every_cue_is_at_minus_18_lufs(heard: Heard) -> None:
    assert len(heard.of("say")) >= 2
    for start, end in heard.of("say"):
        assert loudness(heard.speech[start:end]) == pytest.approx(-18.0, abs=0.5)


def test_the_first_repetition_is_9_db_under_the_voice_and_ducked_at_its_begin(heard: Heard) -> None:
    start, end = heard.of("beat")[0]
    assert loudness(heard.tones[start:end]) == pytest.approx(-18.0 - 9.0 - 1.5, abs=1.7)


def test_the_bed_is_some_12_db_under_the_voice(heard: Heard) -> None:
    assert loudness(bed_alone(heard)) == pytest.approx(-18.0 - 12.3, abs=0.5)  # pink: 13 on a small speaker


def test_speech_is_12_lu_over_all_else_at_least(heard: Heard) -> None:
    for start, end in heard.of("say"):
        under = heard.tones[start:end] + heard.bed[start:end] + heard.room[start:end]
        assert loudness(heard.speech[start:end]) - loudness(under) > 12.0


def test_the_bed_is_4_and_a_half_db_lower_under_words(heard: Heard) -> None:
    under = np.concatenate([heard.bed[start:end] for start, end in heard.of("say") if start > 8 * RATE])
    assert len(under) > RATE // 2
    assert loudness(under) - loudness(bed_alone(heard)) == pytest.approx(-4.5, abs=0.5)


def test_a_stroke_that_gets_lighter_each_time_ends_4_db_softer(heard: Heard) -> None:
    beats = heard.of("beat")
    (first, until), (last, end) = beats[0], beats[-1]
    difference = loudness(heard.tones[last:end]) - loudness(heard.tones[first:until])
    assert difference == pytest.approx(-4.0 + 1.5, abs=1.7)  # the first is ducked


def test_no_true_peak_is_over_minus_3_dbtp(heard: Heard) -> None:
    assert len(heard.mp3) == LENGTH
    assert true_peak(heard.mp3) <= -3.0
    assert true_peak(heard.speech) <= -4.5 + 0.1


def test_it_comes_out_of_nothing_and_ends_in_nothing_without_a_second_of_digital_silence(heard: Heard) -> None:
    mix = np.abs(heard.speech + heard.tones + heard.room + heard.bed).max(axis=1)
    tenths = mix[: len(mix) // 4410 * 4410].reshape(-1, 4410).max(axis=1)
    assert tenths.min() > 1e-8
    assert tenths[0] < 1e-4
    assert tenths[-15:].max() < 1e-3


def test_the_same_signal_opens_and_closes_every_session_when_the_bed_is_heard(heard: Heard) -> None:
    for start in (int(3.5 * RATE), LENGTH - int(12.5 * RATE)):
        assert np.abs(heard.tones[start - RATE : start]).max() < 1e-5
        assert np.abs(heard.tones[start : start + 3 * RATE]).max() > 0.02
    assert heard.of("say")[0][0] >= 9 * RATE
