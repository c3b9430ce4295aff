"""What the doctor does with a speaker: lets one speaker fetch and play silence, and tells each step."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import soundfile

from audioguide.cli.paths import state_folder
from audioguide.cli.surroundings import Finding
from audioguide.errors import AudioguideError, BusyError
from audioguide.model.chapters import Chapter
from audioguide.model.session import Session
from audioguide.model.timeline import Pulse, Timeline
from audioguide.player.memory import SpeakerMemory
from audioguide.player.playback import PlaybackController
from audioguide.player.turn import speaker_turn
from audioguide.player.volume import capped, in_percent
from audioguide.plugins import Device, Speaker
from audioguide.rendering.files import digest_of
from audioguide.rendering.manifest import SILENCE, session_document
from audioguide.state.scratch import scratch_folder
from audioguide.units import SAMPLE_RATE, samples
from audioguide.web.playing.serving import serving

SILENCE_SAMPLES = samples(4.0)
"""Speakers tell their position in whole seconds, and some swallow the first."""


def speaker_steps(which: str, host: str | None, port: int, address: str | None) -> Iterator[Finding]:
    """Yield each step up to the first that fails.

    Args:
        which: a name, an address, or both, as in `SpeakerRegistry.connect`.
        host: only a speaker at this address.
        port: that it fetches from; 0: any.
        address: that it fetches from; None: this computer's own on the way to it.
    """
    memory = SpeakerMemory.in_folder(state_folder())
    try:
        device, speaker = memory.registry.connect(which, host)
    except AudioguideError as error:
        yield "!!", "found", str(error)
        return
    with contextlib.closing(speaker):
        try:
            yield (
                "ok",
                "found",
                f"'{device.name}', {device.model}, by {device.speaker} at {device.host or 'this computer'}",
            )
            yield from _steps(device, speaker, memory, port, address)
        except BusyError as error:
            yield "-", "plays silence", f"not tried: {error.what}, which is left alone"
        except AudioguideError as error:
            yield "!!", "plays silence", str(error)


def _steps(
    device: Device, speaker: Speaker, memory: SpeakerMemory, port: int, address: str | None
) -> Iterator[Finding]:
    yield "ok", "answers", ", ".join(["play", *sorted(speaker.abilities)])
    volume = speaker.volume() if "volume" in speaker.abilities else None
    if "volume" not in speaker.abilities:
        yield "-", "volume", "neither read nor set: play with --volume-unknown-ok, and set it at the speaker"
    else:
        yield "ok", "volume", "set, not read" if volume is None else in_percent(volume)
    with speaker_turn(speaker, device, memory, SimpleQueue()) as replaced, scratch_folder() as folder:
        session = _silent_session(folder)
        with serving(session, device, address, port) as served:
            if speaker.fetches:
                yield "ok", "serves", f"this computer, at {served.sound.origin}"
            controller = PlaybackController(
                speaker=speaker,
                device=device,
                sound=served.sound,
                chapters=session.chapters,
                has_fetched=served.has_fetched,
                on_status=lambda *_: None,
                change_volume=lambda _: None,
                replaced=replaced,
            )
            with capped(speaker, device, memory.journal_for(device), unknown_ok=True):
                controller.run()
            if speaker.fetches:
                yield "ok", "fetches", "it has fetched the silence from this computer"
    yield "ok", "plays silence", "its position went on, and it has stopped"


def _silent_session(folder: Path) -> Session:
    """Write a session of silence into a folder."""
    path = folder / "silence.mp3"
    soundfile.write(path, np.zeros((SILENCE_SAMPLES, 2), np.float32), SAMPLE_RATE, format="MP3")
    timeline = Timeline(
        length=SILENCE_SAMPLES,
        pulse=Pulse(tempo=60.0),
        events=(),
        chapters=(Chapter(start=samples(0), end=SILENCE_SAMPLES, title="Silence"),),
        lead_in=samples(0),
        fade_in=samples(0),
        fade_out=samples(0),
        silence=SILENCE_SAMPLES,
    )
    session = Session(
        path=path,
        title="Silence",
        routine="silence",
        format="mp3",
        guidance="tones",
        language="en",
        voice="none",
        bed="none",
        identity="silence",
        digest=digest_of(path),
        size=path.stat().st_size,
        length=timeline.length,
        chapters=timeline.chapters,
        left_out=(),
        loudness=SILENCE,
        true_peak=SILENCE,
    )
    session.manifest.write_text(json.dumps(session_document(session, timeline, {})), "utf-8")
    return session
