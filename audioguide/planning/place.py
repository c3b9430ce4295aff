"""A choice, laid out on the pulse."""

from __future__ import annotations

from collections.abc import Iterator

from audioguide.model.timeline import Beat, Chapter, Event, LeftOut, Pause, Say, Timeline
from audioguide.planning.fit import Choice
from audioguide.planning.measure import FADE_IN, FADE_OUT, LEAD_IN, SILENCE, Item, Measured
from audioguide.units import Samples


def place(measured: Measured, choice: Choice) -> Timeline:
    """Turn a choice into a timeline that ends exactly at its length."""
    events: list[Event] = []
    starts: dict[int, Samples] = {}
    pulse = measured.first
    for index in choice.kept:
        item = measured.items[index]
        starts.setdefault(item.scene, measured.pulse.at(pulse))
        pause = choice.pauses[index]
        events += _passage(measured, item, pulse, choice.times[item.unit], pause)
        pulse += item.pulses(choice.times[item.unit]) - item.pause[0] + pause
    return Timeline(
        length=choice.length,
        pulse=measured.pulse,
        events=tuple(events),
        chapters=tuple(_chapters(measured, starts, choice.length)),
        lead_in=LEAD_IN,
        fade_in=FADE_IN,
        fade_out=FADE_OUT,
        silence=SILENCE,
        left_out=tuple(dict.fromkeys(_left_out(measured, choice))),
    )


def _passage(measured: Measured, item: Item, pulse: int, times: int, pause: int) -> Iterator[Event]:
    at = measured.pulse.at
    for cue, pulses in zip(item.passage.cues, item.cues, strict=True):
        start = at(pulse)
        yield Say(start=start, end=Samples(start + measured.clips[cue.text]), text=cue.text, role=cue.role)
        pulse += pulses
    if stroke := item.passage.stroke:
        for index in range(times):
            start, end = at(pulse), at(pulse + item.beat)
            yield Beat(start=start, end=end, stroke=stroke, side=item.passage.side, index=index, of=times)
            pulse += item.beat
    if pause:
        yield Pause(start=at(pulse), end=at(pulse + pause))


def _chapters(measured: Measured, starts: dict[int, Samples], length: Samples) -> Iterator[Chapter]:
    """The first chapter begins with the session, the last ends with it."""
    scenes = list(starts)
    bounds = [Samples(0), *(starts[scene] for scene in scenes[1:]), length]
    for scene, start, end in zip(scenes, bounds, bounds[1:], strict=False):
        yield Chapter(start=start, end=end, title=measured.scenes[scene].title)


def _left_out(measured: Measured, choice: Choice) -> Iterator[LeftOut]:
    """Name what had to go: whole scenes by their title, strokes by their name, words as they are."""
    present = {measured.items[index].scene for index in choice.kept}
    gone = set(range(len(measured.items))) - set(choice.kept)
    for index in sorted(gone):
        item = measured.items[index]
        cues = item.passage.cues
        if item.scene not in present:
            yield LeftOut(kind="part", name=measured.scenes[item.scene].title)
        elif item.passage.stroke:
            yield LeftOut(kind="stroke", name=item.passage.stroke.name.say(measured.language))
        elif cues:
            role = cues[-1].role
            yield LeftOut(kind=role if role in ("prompt", "check") else "words", name=cues[-1].text)
