"""A bed that goes on after a massage for sleep: who may have it, what is said, and what the files tell."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile
from fakes.sessions import session
from fakes.voices import ToneVoice
from mutagen.id3 import ID3

import audioguide as ag
from audioguide.cache import Cache
from audioguide.errors import ChoiceError, SoundError
from audioguide.model.afterwards import Afterwards
from audioguide.model.audio import Block
from audioguide.rendering.again import asked_again
from audioguide.rendering.identity import identity_of
from audioguide.rendering.render import name_of, render
from audioguide.rendering.request import Request, prepare
from audioguide.rendering.shelf import Shelf
from audioguide.sound.loudness import Meter
from audioguide.units import SAMPLE_RATE, samples

SPEAKER = "Keep the speaker well away from the bed."
QUIET = """\
version: 1
title: Quiet hour
ritual: infant-massage
aims: [sleep]
sections:
  - title: Back
    steps:
      - stroke: back_comb
"""


def said(routine: str | Path, **choices: str) -> list[str]:
    return [cue.text for cue in prepare(routine, voice="system", **choices).script.cues]  # type: ignore[arg-type]


@pytest.mark.parametrize("guidance", ["learn", "practised", "names", "tones"])
def test_the_speaker_away_from_the_bed_is_said_with_the_words_on_safe_sleep(guidance: str) -> None:
    texts = said("bedtime", guidance=guidance, afterwards="ocean:30m")
    assert texts.index(SPEAKER) > texts.index("To sleep, on the back, in their own bed. Firm, flat, and nothing in it.")
    assert SPEAKER not in said("bedtime", guidance=guidance)


def test_ones_own_routine_for_sleep_may_have_it(tmp_path: Path) -> None:
    (tmp_path / "quiet.yaml").write_text(QUIET, "utf-8")
    texts = said(tmp_path / "quiet.yaml", afterwards="rain:10m")
    assert texts.index(SPEAKER) > texts.index(
        "Then a cuddle or a feed. For sleep, on the back, in their own empty bed."
    )
    (tmp_path / "quiet.yaml").write_text(QUIET.replace("ritual: infant-massage\n", ""), "utf-8")
    with pytest.raises(ChoiceError, match="only after a routine for sleep"):
        said(tmp_path / "quiet.yaml", afterwards="rain:10m")


def test_others_are_refused_with_one_that_may() -> None:
    with pytest.raises(ChoiceError) as caught:
        said("everyday", afterwards="ocean:30m")
    assert str(caught.value) == (
        "afterwards: ocean:30m is not possible; only after a routine for sleep whose ritual says where the speaker "
        "stands, such as bedtime"
    )


def test_a_bed_that_is_not_there_or_silent_is_refused() -> None:
    with pytest.raises(SoundError, match="there is no bed 'sea'"):
        said("bedtime", afterwards="sea:30m")
    with pytest.raises(ChoiceError, match="silence comes by itself; leave it out"):
        said("bedtime", afterwards="none:30m")


def test_its_name_and_its_identity_are_another_sessions() -> None:
    names, identities = set(), set()
    for afterwards in (None, "ocean:10m", "ocean:20m", "rain:20m"):
        request = prepare("bedtime", length="10m", voice="system", afterwards=afterwards)
        names.add(name_of(request))
        identities.add(identity_of(request))
    assert names == {"bedtime-10m", "bedtime-10m-afterwards-10m", "bedtime-10m-afterwards-20m"}
    assert len(identities) == 4


@pytest.fixture
def request_of_a_minute(tmp_path: Path) -> Request:
    (tmp_path / "short.yaml").write_text(QUIET.replace("ritual: infant-massage\n", ""), "utf-8")
    found = prepare(tmp_path / "short.yaml", length="1m", voice="system")
    script = replace(found.script, afterwards=Afterwards(bed="ocean", length=samples(80)))
    return replace(found, voice=ToneVoice(), script=script)


def test_every_file_tells_of_it_and_any_number_of_workers_makes_the_same(
    request_of_a_minute: Request, tmp_path: Path
) -> None:
    cache, made = Cache(tmp_path / "cache"), []
    for workers in (1, 3):
        shelf = Shelf(tmp_path / str(workers))
        made.append(render(request_of_a_minute, cache, shelf, workers=workers))
    one = made[0]
    assert len({each.path.read_bytes() for each in made}) == 1
    assert (one.length, one.afterwards) == (samples(140), samples(80))
    assert soundfile.info(one.path).frames == 140 * SAMPLE_RATE
    manifest = json.loads(one.manifest.read_text("utf-8"))
    assert (manifest["length_samples"], manifest["afterwards_samples"]) == (samples(140), samples(80))
    assert manifest["chapters"][-1] == {"title": "♪ ocean", "start_ms": 60_000, "end_ms": 140_000}
    assert one.captions.read_text("utf-8").endswith("00:01:00.000 --> 00:02:20.000\n♪ ocean\n")
    assert str(ID3(one.path).getall("CHAP")[-1].sub_frames["TIT2"]) == "♪ ocean"


def test_made_again_it_has_it_again(tmp_path: Path) -> None:
    found = prepare("bedtime", length="10m", voice="system", afterwards="ocean:10m")
    assert found.asked["afterwards"] == "ocean:10m"
    made = tmp_path / "a.mp3"
    made.with_suffix(".json").write_text(json.dumps({"asked": dict(found.asked)}), "utf-8")
    assert asked_again(session(made))[1]["afterwards"] == Afterwards(bed="ocean", length=samples(600))


@pytest.mark.real
def test_what_is_heard_goes_on_as_quietly_as_the_bed_was_fades_and_ends_in_silence(tmp_path: Path) -> None:
    made = ag.render("bedtime", length="10m", voice="system", bed="rain", afterwards="rain:12m", folder=tmp_path)
    sound, _ = soundfile.read(made.path, dtype="float32", always_2d=True)
    assert len(sound) == 22 * 60 * SAMPLE_RATE

    def loudness(begin: float, end: float) -> float:
        meter = Meter()
        meter.add(Block(start=samples(0), sound=sound[samples(begin) : samples(end)]))
        return meter.loudness

    alone = loudness(600 - 90, 600 - 20)
    for minute in (10, 10.5, 11, 11.5):
        assert loudness(60 * minute, 60 * minute + 25) == pytest.approx(alone, abs=1.0)
    fading = [loudness(60 * minute, 60 * minute + 25) for minute in range(12, 20)]
    assert fading == sorted(fading, reverse=True)
    assert loudness(17 * 60 - 12, 17 * 60 + 9) == pytest.approx(alone - 5.5, abs=1.0)
    assert abs(sound[-SAMPLE_RATE // 10 :]).max() < 1e-3
