"""`pulse: yes`: a soft tick on every pulse, without a bed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audioguide.errors import RoutineError
from audioguide.model.audio import Block
from audioguide.model.timeline import Pulse
from audioguide.rendering.bed import open_bed
from audioguide.rendering.check import check_file
from audioguide.rendering.request import prepare
from audioguide.repertoire.beds import names
from audioguide.sound.loudness import Meter
from audioguide.units import SAMPLE_RATE, Samples, samples

FILE = """\
version: 1
title: T
for: adults
pulse: yes
tempo: 50
sections: [{title: A, steps: [{stroke: s}]}]
strokes: {s: {name: S, part: x, path: hold(view), seconds: 6, times: 3, cue: Still.}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(FILE, "utf-8")
    return path


def test_there_is_a_tick_on_every_pulse_and_quiet_before_the_next() -> None:
    sound = open_bed("pulse", Pulse(tempo=50.0)).render(samples(30), samples(12))
    loud = np.abs(sound).max(axis=1).reshape(10, -1)
    assert loud.shape[1] == 1.2 * SAMPLE_RATE
    beginning, end = loud[:, : SAMPLE_RATE // 4].max(axis=1), loud[:, -SAMPLE_RATE // 5 :].max(axis=1)
    assert (beginning > 10 * end).all()
    assert loud.max() < 0.2
    assert loud.argmax(axis=1).max() < SAMPLE_RATE // 5


def test_it_takes_the_place_of_a_bed_and_silence_wins(file: Path) -> None:
    assert check_file(str(file)) == ()
    assert prepare(file, voice="system").bed == "pulse"
    assert prepare(file, voice="system", bed="none").bed == "none"
    assert prepare(file, voice="system", bed="ocean").bed == "ocean"
    file.write_text(FILE.replace("pulse: yes", "pulse: no\nbed: none"), "utf-8")
    assert prepare(file, voice="system").bed == "none"


def test_a_bed_and_a_pulse_are_one_too_many(file: Path) -> None:
    file.write_text(FILE.replace("pulse: yes", "pulse: yes\nbed: ocean"), "utf-8")
    with pytest.raises(RoutineError, match=r":4: pulse: the tick takes the place of the bed 'ocean'; leave one"):
        prepare(file, voice="system")


def test_no_list_has_it() -> None:
    assert "pulse" not in names()


def test_it_is_no_louder_than_a_bed() -> None:
    meter = Meter()
    meter.add(Block(start=Samples(0), sound=open_bed("pulse", Pulse(tempo=50.0)).render(samples(30), samples(6))))
    assert -36.0 < meter.loudness < -27.0
