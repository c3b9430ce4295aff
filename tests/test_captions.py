"""What is said, as captions."""

from __future__ import annotations

from dataclasses import replace

from fakes.sessions import TIMELINE

from audioguide.captions import webvtt
from audioguide.timeline import Say
from audioguide.units import samples


def test_every_cue_has_its_time() -> None:
    assert webvtt(TIMELINE) == "WEBVTT\n\n00:00:04.000 --> 00:00:05.500\nFrom hip to ankle.\n"


def test_an_hour_is_an_hour_and_markup_is_text() -> None:
    late = Say(start=samples(3661.25), end=samples(3663), text="Left <&>\n\nright --> end", role="line")
    lines = webvtt(replace(TIMELINE, events=(late,))).splitlines()
    assert lines[2:] == ["01:01:01.250 --> 01:01:03.000", "Left &lt;&amp;&gt; right --&gt; end"]


def test_a_session_without_words_has_captions_without_cues() -> None:
    assert webvtt(replace(TIMELINE, events=())) == "WEBVTT\n"
