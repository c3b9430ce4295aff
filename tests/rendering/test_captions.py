"""What is said, as captions."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace

import pytest
from fakes.sessions import TIMELINE

from audioguide.model.timeline import Say
from audioguide.rendering.captions import webvtt
from audioguide.units import samples

FFMPEG, FFPROBE = shutil.which("ffmpeg"), shutil.which("ffprobe")


def test_every_cue_has_its_time() -> None:
    assert webvtt(TIMELINE) == "WEBVTT\n\n00:00:04.000 --> 00:00:05.500\nFrom hip to ankle.\n"


def test_an_hour_is_an_hour_and_markup_is_text() -> None:
    late = Say(start=samples(3661.25), end=samples(3663), text="Left <&>\n\nright --> end", role="line")
    lines = webvtt(replace(TIMELINE, events=(late,))).splitlines()
    assert lines[2:] == ["01:01:01.250 --> 01:01:03.000", "Left &lt;&amp;&gt; right --&gt; end"]


def test_a_session_without_words_has_captions_without_cues() -> None:
    assert webvtt(replace(TIMELINE, events=())) == "WEBVTT\n"


@pytest.mark.real
@pytest.mark.skipif(not (FFPROBE and FFMPEG), reason="needs ffmpeg")
def test_a_player_reads_every_cue_and_its_time() -> None:
    at = [(4, 5.5, "From hip to ankle."), (61.25, 62.125, "Größer <than> & ça"), (3700, 3701.001, "Thank you.")]
    says = tuple(Say(start=samples(a), end=samples(b), text=text, role="line") for a, b, text in at)
    captions = webvtt(replace(TIMELINE, events=says)).encode()
    probe = [str(FFPROBE), "-v", "error", "-show_packets", "-of", "json", "-f", "webvtt", "-"]
    packets = json.loads(subprocess.run(probe, input=captions, capture_output=True, check=True).stdout)["packets"]
    for one, (start, end, _) in zip(packets, at, strict=True):
        assert float(one["pts_time"]) == pytest.approx(start, abs=0.0006)
        assert float(one["duration_time"]) == pytest.approx(end - start, abs=0.0011)
    convert = [str(FFMPEG), "-v", "error", "-f", "webvtt", "-i", "-", "-f", "srt", "-"]
    lines = subprocess.run(convert, input=captions, capture_output=True, check=True).stdout.decode().splitlines()
    assert lines[2::4] == [text for _, _, text in at]
