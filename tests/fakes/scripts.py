"""Small strokes, routines and scripts, and hypothesis strategies for any of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from audioguide.model.geometry import Side, parse_path
from audioguide.model.routine import Phrases, RestStep, Ritual, Routine, SayStep, Section, StrokeStep
from audioguide.model.script import (
    Cue,
    Passage,
    Scene,
    Script,
)
from audioguide.model.stroke import Stroke, Text, Times
from audioguide.units import SAMPLE_RATE, Samples, samples

PHRASES = Phrases(
    right="right",
    left="left",
    baby="your baby",
    once_more="Once more.",
    tones="That was a tone.",
    mirrored="Right of {baby} is your left.",
)


def text(words: str) -> Text:
    return Text(by_language=(("en", words),))


def stroke(name: str = "long_stroke", **more: Any) -> Stroke:
    times = more.pop("times", (3, 5, 8))
    fields: dict[str, Any] = {
        "id": name,
        "name": text(name.replace("_", " ")),
        "part": "leg",
        "sides": "each",
        "hands": "two-hands",
        "path": parse_path("line(hip_{S},ankle_{S})"),
        "toward": "away",
        "seconds": 5.0,
        "times": Times(fewest=times[0], usual=times[1], most=times[2]),
        "purpose": (),
        "from_age": 0.0,
        "essential": True,
        "cue": text("From hip to ankle."),
        "teach": text("Shape a hand like a bracelet, and glide down."),
        "caution": text("Firm enough not to tickle."),
    }
    return Stroke(**{**fields, **more})


def script(*scenes: Scene, **more: Any) -> Script:
    return Script(
        **{"title": "Test", "language": "en", "guidance": "practised", "tempo": 60.0, "scenes": scenes, **more}
    )


def lengths(of: Script) -> dict[str, Samples]:
    """A made-up clip length for every cue, from its text."""
    return {cue.text: Samples(len(cue.text) * SAMPLE_RATE // 11 + 37) for cue in of.cues}


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Any script that a scriptwriter could have written: sides alike, what may leave numbered."""
    scenes = []
    number = 0
    for index in range(draw(st.integers(1, 4))):
        sides: tuple[Side, ...] = draw(st.sampled_from([("midline",), ("right", "left")]))
        steps = []
        for _ in range(draw(st.integers(1, 5))):
            number += 1
            fewest = draw(st.integers(1, 4))
            usual = fewest + draw(st.integers(0, 4))
            own = stroke(
                f"stroke_{number}",
                seconds=draw(st.sampled_from([2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 12.0])),
                times=(fewest, usual, usual + draw(st.integers(0, 4))),
            )
            drop_rank = draw(st.none() | st.just(number))
            cues = tuple(Cue(text=f"{own.id} {'word ' * words}", role="cue") for words in draw(WORDS))
            steps.append((own, drop_rank, cues, number if len(sides) > 1 else None))
        drop_rank = draw(st.none() | st.just(index)) if index else None
        for side in sides:
            passages = [Passage(cues=(Cue(text=f"Scene {index} {side}.", role="section"),), pause=NOTHING)]
            for own, leaves_at, cues, pair in steps:
                passages.append(
                    Passage(
                        cues=cues, stroke=own, side=side, times=own.times, pause=SETTLE, drop_rank=leaves_at, pair=pair
                    )
                )
            scenes.append(Scene(title=f"Scene {index} {side}", passages=tuple(passages), drop_rank=drop_rank))
    return script(
        *scenes,
        tempo=draw(st.sampled_from([48.0, 60.0, 66.0, 72.0, 90.0])),
        slowing=draw(st.sampled_from([0.0, 0.0, 0.08, 0.2])),
    )


NOTHING = (Samples(0), Samples(0))
SETTLE = (samples(2.0), samples(20.0))
WORDS = st.lists(st.integers(0, 12), max_size=2)


RITUAL = Ritual(
    id="infant-massage",
    preparation=Section(title=text("Before"), steps=(SayStep(text=text("Wash your hands.")),)),
    preparation_short=text("Warm your hands."),
    opening=Section(
        title=text("Hello"),
        steps=(
            SayStep(text=text("Stop whenever {baby} has had enough."), always=True),
            StrokeStep(
                stroke=stroke("ask", part="whole", sides="midline"),
                times=Times(fewest=1, usual=1, most=1),
                from_age=0.0,
            ),
            RestStep(shortest=samples(8), longest=samples(12)),
        ),
    ),
    closing=Section(title=text("Goodbye"), steps=(SayStep(text=text("Thank you.")),)),
    checks=(text("How is {baby}?"), text("Looking away?")),
    pause_after_check=(samples(10), samples(20)),
    prompts=(text("Hum a little."), text("Say hello.")),
    pause_after_prompt=(samples(8), samples(20)),
    looks=(text("Look."),),
    thanks=(text("You were here."), text("Well done.")),
    safety_before={"tummy": text("Only when the navel has healed.")},
    oil_from=4.0,
    drop_order=("foot", "face"),
)
"""A small ritual with everything that a ritual can have."""


def step(own: Stroke, **more: Any) -> StrokeStep:
    return StrokeStep(**{"stroke": own, "times": own.times, "from_age": own.from_age, **more})


def routine(*sections: Section, **more: Any) -> Routine:
    return Routine(**{"id": "test", "title": text("Test"), "language": "en", "sections": sections, **more})
