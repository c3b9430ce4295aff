"""Contact is dropped where the plain definition of the distances allows it: that is written down here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet

from fakes.scripts import NOTHING, lengths, script, stroke
from fakes.search import examples
from hypothesis import given
from hypothesis import strategies as st

from audioguide.model.script import Cue, Passage, Scene, Script
from audioguide.planning.contact import CONTACT_KINDS, fewest
from audioguide.planning.measure import Measured, measure
from audioguide.planning.spacing import Spacing
from audioguide.units import samples

FARTHEST = samples(30.0)
OWN = stroke(seconds=5.0, times=(1, 1, 1))
STROKE = Passage(cues=(Cue(text="Down.", role="cue"),), stroke=OWN, times=OWN.times, pause=NOTHING)
CONTACT = st.builds(
    lambda kind, pause: Passage(contact=kind, pause=(samples(pause), samples(pause))),
    st.sampled_from(["prompt", "check", "look"]),
    st.integers(0, 8),
)
TEMPO = st.sampled_from([48.0, 60.0, 61.0, 72.0]) | st.floats(40.0, 100.0)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Strokes of 5 s, and contact anywhere between them, with a closing."""
    passages = draw(st.lists(st.just(STROKE) | CONTACT, max_size=30))
    scenes = Scene(title="All", passages=tuple(passages)), Scene(title="Goodbye", passages=(STROKE,))
    in_turn = {kind: (Cue(text=kind, role="check"),) for kind in ("prompt", "check", "look")}
    return script(*scenes, in_turn=in_turn, tempo=draw(TEMPO), slowing=draw(st.sampled_from([0.0, 0.08, 0.2])))


def distances(
    measured: Measured, kept: AbstractSet[int], pulses: Sequence[int], kinds: Collection[str | None]
) -> Iterator[int]:
    """In samples, from the first stroke to each of these kinds in turn, and to the closing."""
    pulse, last = measured.first, -1
    at = measured.pulse.at
    for index in range(measured.last_with_contact + 1):
        if index not in kept:
            continue
        item = measured.items[index]
        if last < 0 and item.passage.stroke:
            last = pulse + item.lead
        elif item.passage.contact in kinds:
            yield at(pulse) - at(last)
            last = pulse
        pulse += pulses[index]
    yield at(pulse) - at(max(last, 0))


def may_drop(measured: Measured, kept: AbstractSet[int], pulses: Sequence[int], index: int) -> bool:
    contact = {index: item.passage.contact for index, item in enumerate(measured.items)}
    kinds = next(kinds for kinds in CONTACT_KINDS if contact[index] in kinds)
    without = kept - {index}
    return any(contact[one] in kinds for one in without) and all(
        distance <= FARTHEST for distance in distances(measured, without, pulses, kinds)
    )


@given(scripts(), st.data())
@examples(60)
def test_contact_is_dropped_as_long_as_no_distance_is_too_long(of: Script, data: st.DataObject) -> None:
    measured = measure(of, lengths(of))
    kept = set(range(len(measured.items)))
    pulses = fewest(measured)
    spacing = Spacing(measured, kept, pulses, kinds=CONTACT_KINDS, farthest=FARTHEST)
    contact = [index for index in kept if measured.items[index].passage.contact]
    for index in data.draw(st.permutations(contact)):
        assert spacing.may_drop(index) == may_drop(measured, kept, pulses, index)
        if spacing.may_drop(index):
            spacing.drop(index)
            kept.discard(index)


def test_what_the_closing_has_stays() -> None:
    check = Passage(contact="check", pause=NOTHING)
    of = script(
        Scene(title="All", passages=(STROKE, check)),
        Scene(title="Goodbye", passages=(STROKE, check)),
        in_turn={"check": (Cue(text="Well?", role="check"),)},
    )
    measured = measure(of, lengths(of))
    spacing = Spacing(measured, {0, 1, 2, 3}, fewest(measured), kinds=CONTACT_KINDS, farthest=FARTHEST)
    assert [spacing.may_drop(index) for index in (1, 3)] == [False, False]


def test_a_distance_that_is_just_as_long_as_may_be_is_looked_at_again() -> None:
    """Without the second of three checks there are 30 s from the first to the third, and 29 s without the first."""
    first, later = (Passage(contact="check", pause=(samples(pause), samples(pause))) for pause in (4.0, 0.0))
    of = script(
        Scene(title="All", passages=(STROKE, first, STROKE, STROKE, later, STROKE, STROKE, later, STROKE)),
        Scene(title="Goodbye", passages=(STROKE,)),
        in_turn={"check": (Cue(text="Well?", role="check"),)},
    )
    measured = measure(of, lengths(of))
    kept, pulses = set(range(10)), fewest(measured)
    spacing = Spacing(measured, kept, pulses, kinds=CONTACT_KINDS, farthest=FARTHEST)
    assert spacing.may_drop(4)
    spacing.drop(4)
    kept -= {4}
    assert [one / 44_100 for one in distances(measured, kept, pulses, ("check",))] == [5.0, 30.0, 8.0]
    assert spacing.may_drop(1)
    assert may_drop(measured, kept, pulses, 1)
