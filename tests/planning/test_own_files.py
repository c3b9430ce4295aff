"""Files of all kinds, as teachers may write them: what holds for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fakes.search import examples
from hypothesis import example, given
from hypothesis import strategies as st

from audioguide.model.routine import Routine
from audioguide.model.script import Script
from audioguide.model.timeline import Beat, Timeline
from audioguide.planning.finder import estimated
from audioguide.planning.planner import Planner, plan
from audioguide.rendering.impossible import cannot_be_rendered
from audioguide.rendering.stages import read, write_script
from audioguide.units import SAMPLE_RATE, Samples, samples

STROKES = """
strokes:
  still: {name: Still, part: x, path: hold(view), seconds: 7, times: 1-4, cue: Be still., again: Still.}
  reach: {name: Reach, part: arm, sides: each, path: "line(shoulder_{S},wrist_{S})", seconds: 3, times: 2-5,
          cue: "Reach {side}.", again: Reach.}
"""

ELASTIC = "{title: Rest, steps: [{rest: 5s-2m}]}"
"""Takes whatever is left."""

pauses = st.sampled_from(["", "pause: none, ", "pause: 4s, ", "pause: 2s-9s, "])
words = st.sampled_from(["say: Breathe.", "rest: 5s", "rest: 3s-20s", "say: Hush., optional: yes"])
once = st.sampled_from(["", ", once: first", ", once: between", ", once: last"])


@st.composite
def sections(draw: st.DrawFn) -> str:
    """A section of words, rests and strokes; on both sides, or on none."""
    sided = draw(st.booleans())
    stroke = "reach" if sided else "still"
    steps = []
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            cue = draw(st.sampled_from(["", ", cue: As I say.", ", times: 3", ", optional: yes"]))
            steps.append(f"{{{draw(pauses)}stroke: {stroke}{cue}}}")
        else:
            steps.append(f"{{{draw(words)}{draw(once) if sided else ''}}}")
    head = "title: '{side}', sides: each" if sided else "title: A"
    return f"{{{head}, {draw(pauses)}steps: [{', '.join(steps)}, {{stroke: {stroke}}}]}}"


@st.composite
def heads(draw: st.DrawFn) -> str:
    exact, cue = draw(st.sampled_from(["", "exact: yes\n"])), draw(st.sampled_from(["", "cue: inside\n"]))
    tempo = draw(st.sampled_from(["", "tempo: 50\n", "tempo: 73\n"]))
    return f"version: 1\ntitle: T\nfor: adults\nbed: none\n{exact}{cue}{tempo}"


def planned(routine: Routine) -> tuple[Script, Timeline]:
    script = write_script(routine)
    return script, plan(script, estimated(script))


@examples(15)
@given(heads(), st.lists(sections(), min_size=1, max_size=3), st.floats(0.1, 5.0))
def test_what_check_passes_is_planned_and_ends_exactly(head: str, parts: list[str], pace: float) -> None:
    """However slow the voice is that nobody has asked yet."""
    text = f"{head}sections: [{', '.join(parts)}]{STROKES}"
    routine = read(text)
    assert list(cannot_be_rendered(routine, text)) == []
    script = write_script(routine)
    clips = {words: Samples(round(pace * clip)) for words, clip in estimated(script).items()}
    planner = Planner(script, clips)
    made = planner.plan()
    assert made.events[-1].end <= made.length
    assert made.chapters[-1].end == made.length == planner.own


@examples(15)
@given(st.lists(sections(), min_size=1, max_size=3), st.floats(0, 1))
def test_a_length_that_is_possible_is_exact(parts: list[str], share: float) -> None:
    script = write_script(read(f"version: 1\ntitle: T\nsections: [{', '.join(parts)}, {ELASTIC}]{STROKES}"))
    planner = Planner(script, estimated(script))
    wanted = samples(round((planner.shortest + share * (planner.longest - planner.shortest)) / SAMPLE_RATE))
    assert planner.plan(wanted).length == wanted


@examples(15)
@given(heads(), st.lists(sections(), min_size=1, max_size=3))
def test_both_sides_are_alike_whatever_comes_once(head: str, parts: list[str]) -> None:
    _, made = planned(read(f"{head}sections: [{', '.join(parts)}]{STROKES}"))
    right, left = (list(lengths(made, side)) for side in ("right", "left"))
    assert right == left


def lengths(made: Timeline, side: str) -> Iterator[tuple[str, int, int]]:
    """Which stroke, which repetition, and how many pulses; a pulse may be a sample more or less."""
    for beat in made.events:
        if isinstance(beat, Beat) and beat.side == side:
            yield beat.stroke.id, beat.index, round((beat.end - beat.start) * made.pulse.tempo / 60 / SAMPLE_RATE)


@examples(15)
@example(
    "version: 1\ntitle: T\nfor: adults\nbed: none\ntempo: 50\n",
    ["{title: A, pause: 4s, steps: [{rest: 5s}, {stroke: still}]}"],
    2,
)
@given(heads(), st.lists(sections(), min_size=1, max_size=2), st.integers(1, 3))
def test_to_repeat_is_to_write_it_out(head: str, parts: list[str], rounds: int) -> None:
    group = ", ".join(parts)
    repeated = read(f"{head}sections: [{{repeat: {rounds}, sections: [{group}]}}]{STROKES}")
    written = read(f"{head}sections: [{', '.join([group] * rounds)}]{STROKES}")
    assert planned(repeated)[1] == planned(replace(written, id=repeated.id))[1]
