"""What is held while a session is made: no more of a long one than of a short one."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from fakes.sessions import TIMELINE
from fakes.voices import ToneVoice

from audioguide.cache import Cache
from audioguide.encoders.mp3 import Mp3
from audioguide.errors import ShelfError
from audioguide.model.audio import Block
from audioguide.rendering import stages
from audioguide.rendering.bed import open_bed
from audioguide.rendering.encode import Span, encode
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.speak import speak
from audioguide.repertoire import vocabulary
from audioguide.sound.mixer import mix
from audioguide.sound.tones.stroke import tones_for
from audioguide.units import samples

ROUND = """\
  - title: Round {number}
    steps:
      - say: Slow hands and soft shoulders, for the time with the number {number}.
      - stroke: back_circles
        times: 4
      - stroke: back_comb
        times: 4
      - rest: 10s-60s
"""


class Listener(Mp3):
    """Takes its pieces as an MP3 does, and keeps nothing of them: LAME's own memory is always the same."""

    def encode(self, span: Span, blocks: Iterable[Block], folder: Path) -> Path:  # noqa: ARG002
        for _ in blocks:
            pass
        return folder


def held(minutes: int, folder: Path) -> int:
    """Return the most bytes that are held at a time while so long a session is mixed and measured."""
    rounds = "".join(ROUND.format(number=number) for number in range(minutes))
    file = folder / f"{minutes}.yaml"
    file.write_text(f"version: 1\ntitle: Rounds\nsections:\n{rounds}", "utf-8")
    found = prepare(file, length=samples(60 * minutes), voice="system")
    request = replace(found, voice=ToneVoice())
    clips = speak(request, Cache(folder / "cache"))
    timeline = timeline_of(request, clips)
    tones = tones_for(request.tones, vocabulary().landmarks)
    background = open_bed(request.bed, timeline.pulse)
    tracemalloc.start()
    try:
        # One worker: when the peaks of several meet is a matter of chance.
        encode(timeline, partial(mix, timeline, clips, tones, background), Listener(), folder, workers=1)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_eight_minutes_hold_no_more_than_two(tmp_path: Path) -> None:
    # It is up to 3 MB more or less: which sounds meet with their echoes is a matter of chance.
    # Were they kept, the clips alone would be 7 MB more, and the sound 120.
    short = held(2, tmp_path)  # first, so that what is made once and kept counts for it, too
    assert held(8, tmp_path) < short + 4_000_000


def test_whoever_encodes_is_told_seconds_of_sound(tmp_path: Path) -> None:
    quiet = replace(TIMELINE, events=())
    told: list[tuple[str, int, int, str]] = []
    mixed = stages.mix(quiet, {}, bed="none", tones="off")
    stages.encode(quiet, mixed, tmp_path / "quiet.wav", progress=lambda *one: told.append(one))
    assert (told[0], told[-1]) == (("mixing", 1, 40, ""), ("mixing", 40, 40, ""))


def test_a_file_without_a_suffix_is_an_mp3_as_it_is_of_a_session(tmp_path: Path) -> None:
    quiet = replace(TIMELINE, events=())
    mixed = stages.mix(quiet, {}, bed="none", tones="off")
    named = stages.encode(quiet, mixed, tmp_path / "quiet.mp3").read_bytes()
    assert stages.encode(quiet, mixed, tmp_path / "quiet").read_bytes() == named


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    quiet = replace(TIMELINE, events=())
    folder = tmp_path / "quiet.wav"
    folder.mkdir()
    with pytest.raises(ShelfError, match=r"quiet\.wav' is a device, a pipe or a folder, which is never written over"):
        stages.encode(quiet, stages.mix(quiet, {}, bed="none", tones="off"), folder)
    assert [*tmp_path.iterdir()] == [folder]
