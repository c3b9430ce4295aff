"""What goes on after a massage, as a family writes it and on the timeline."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.scripts import NOTHING, lengths, script
from fakes.sessions import TIMELINE

from audioguide.errors import ChoiceError
from audioguide.model.afterwards import Afterwards, parse_afterwards
from audioguide.model.chapters import Chapter
from audioguide.model.script import Cue, Passage, Scene
from audioguide.planning.afterwards import with_afterwards
from audioguide.planning.planner import plan
from audioguide.units import samples

OCEAN = Afterwards(bed="ocean", length=samples(30 * 60))
SLEEP = script(
    Scene(
        title="Good night",
        passages=(
            Passage(cues=(Cue(text="On the back.", role="safety"),), pause=NOTHING),
            Passage(pause=(samples(2), samples(60))),
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "bed", "seconds"),
    [("ocean:30m", "ocean", 1800), ("rain:90s", "rain", 90), (" C:\\sea.wav:5m ", "C:\\sea.wav", 300)],
)
def test_it_is_a_bed_and_a_length(text: str, bed: str, seconds: int) -> None:
    assert parse_afterwards(text) == Afterwards(bed=bed, length=samples(seconds))


def test_as_text_it_is_what_was_written() -> None:
    assert str(OCEAN) == "ocean:30m"
    assert parse_afterwards(str(OCEAN)) == OCEAN
    assert replace(OCEAN, bed="/home/mia/sea.wav").name == "sea.wav"
    assert replace(OCEAN, bed="C:\\mia\\sea.wav").name == "sea.wav"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ocean", "it is a bed and how long it goes on: ocean:30m"),
        (":30m", "it is a bed and how long it goes on: ocean:30m"),
        ("ocean:31m", "a bed goes on for 1m to 30m"),
        ("ocean:59s", "a bed goes on for 1m to 30m"),
        ("ocean:90.5s", "it goes on for whole seconds: ocean:90s"),
        ("ocean:", "'' is not a length; write for example 10m, 10m30s, 90s or 1:30"),
        ("ocean:all", "'all' is not a length; write for example 10m, 10m30s, 90s or 1:30"),
    ],
)
def test_anything_else_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole sentence is compared
        parse_afterwards(text)
    assert str(caught.value) == problem


def test_the_length_is_the_massage_alone_and_the_rest_is_the_last_chapter() -> None:
    alone = plan(SLEEP, lengths(SLEEP), samples(60))
    longer = plan(replace(SLEEP, afterwards=OCEAN), lengths(SLEEP), samples(60))
    assert (longer.length, longer.massage) == (samples(60 + 1800), samples(60))
    assert longer.chapters == (*alone.chapters, Chapter(start=samples(60), end=samples(1860), title="♪ ocean"))
    assert longer.events == alone.events
    assert (longer.quiet_share, longer.spoken_share) == (alone.quiet_share, alone.spoken_share)


def test_a_file_that_would_be_longer_than_three_hours_is_refused() -> None:
    long = replace(TIMELINE, length=samples(2.5 * 3600))
    assert with_afterwards(long, OCEAN).length == samples(3 * 3600)
    with pytest.raises(ChoiceError) as caught:
        with_afterwards(replace(long, length=samples(2.5 * 3600 + 1)), OCEAN)
    assert str(caught.value) == (
        "afterwards: ocean:30m is not possible; with 2h30m01s of massage it is longer than 3h00m"
    )
