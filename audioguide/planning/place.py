"""A fit, placed on the grid of pulses."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from itertools import cycle
from typing import Literal

from audioguide.model.chapters import Chapter, LeftOut
from audioguide.model.script import Cue
from audioguide.model.timeline import Beat, Event, Pause, Say, Timeline
from audioguide.planning.fit import Fit
from audioguide.planning.measure import (
    END_SILENCE_SAMPLES,
    FADE_IN_SAMPLES,
    FADE_OUT_SAMPLES,
    LEAD_IN_SAMPLES,
    Item,
    Measured,
)
from audioguide.units import Samples


def place(measured: Measured, fitted: Fit, expected: Container[int]) -> Timeline:
    """Turn a fit into a timeline of exactly its length in samples.

    Args:
        measured: the script.
        fitted: what is kept.
        expected: indices of the contact that a session of the routine's own length has: without it, it is left out.
    """
    events: list[Event] = []
    starts: dict[int, Samples] = {}
    turns = {kind: cycle(cues) for kind, cues in measured.in_turn.items()}
    pulse = measured.first
    for index in fitted.kept:
        item = measured.items[index]
        starts.setdefault(item.scene, measured.pulse.at(pulse))
        pause = fitted.pauses[index]
        contact = item.passage.contact
        if contact and not item.passage.cues:
            item = replace(item, passage=replace(item.passage, cues=(next(turns[contact]),)))
        events += _passage(measured, item, pulse, fitted.times[item.unit], pause)
        pulse += fitted.pulses(index, item)
    return Timeline(
        length=fitted.length,
        pulse=measured.pulse,
        events=tuple(events),
        chapters=tuple(_chapters(measured, starts, fitted.length)),
        lead_in=LEAD_IN_SAMPLES,
        fade_in=FADE_IN_SAMPLES,
        fade_out=FADE_OUT_SAMPLES,
        silence=END_SILENCE_SAMPLES,
        left_out=tuple(dict.fromkeys(_left_out(measured, fitted, expected))),
    )


def _passage(measured: Measured, item: Item, pulse: int, times: int, pause: int) -> Iterator[Event]:
    at = measured.pulse.at
    words = list(_words(measured, item, pulse))
    if not item.passage.inside:
        yield from words
        pulse += item.lead
    beats: list[Event] = []
    if stroke := item.passage.stroke:
        for index in range(times):
            start, end = at(pulse), at(pulse + item.beat)
            if item.passage.counts:
                beats.append(_say(measured, item.passage.counts[index], start))
            beats.append(Beat(start=start, end=end, stroke=stroke, side=item.passage.side, index=index, of=times))
            pulse += item.beat
    yield from sorted((*words, *beats), key=lambda event: event.start) if item.passage.inside else beats
    if pause:
        pulse += item.over
        yield Pause(start=at(pulse), end=at(pulse + pause))


def _words(measured: Measured, item: Item, pulse: int) -> Iterator[Say]:
    for cue, pulses in zip(item.passage.cues, item.cues, strict=True):
        yield _say(measured, cue, measured.pulse.at(pulse))
        pulse += pulses


def _say(measured: Measured, cue: Cue, start: Samples) -> Say:
    return Say(start=start, end=Samples(start + measured.clips[cue.text]), text=cue.text, role=cue.role)


def _chapters(measured: Measured, starts: dict[int, Samples], length: Samples) -> Iterator[Chapter]:
    """Yield chapters that tile the session: the first begins at 0, the last ends at `length`."""
    scenes = list(starts)
    bounds = [Samples(0), *(starts[scene] for scene in scenes[1:]), length]
    for scene, start, end in zip(scenes, bounds, bounds[1:], strict=False):
        yield Chapter(start=start, end=end, title=measured.scenes[scene].title)


def _left_out(measured: Measured, fitted: Fit, expected: Container[int]) -> Iterator[LeftOut]:
    """Yield what was dropped: whole scenes by title, strokes by name, offers and checks by scene, words as written."""
    present = {measured.items[index].scene for index in fitted.kept}
    dropped = set(range(len(measured.items))) - set(fitted.kept)
    for index in sorted(dropped):
        item = measured.items[index]
        cues = item.passage.cues
        if item.passage.add_rank is not None:
            continue
        if item.scene not in present:
            yield LeftOut(kind="part", name=measured.scenes[item.scene].title)
        elif item.passage.stroke:
            yield LeftOut(kind="stroke", name=item.passage.stroke.name.say(measured.language))
        elif item.passage.contact:
            if index in expected and not item.passage.spare:
                kind: Literal["prompt", "check"] = "prompt" if item.passage.contact == "prompt" else "check"
                yield LeftOut(kind=kind, name=measured.scenes[item.scene].title)
        elif cues:
            yield LeftOut(kind="words", name=cues[-1].text)
