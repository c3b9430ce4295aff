"""A session of forty seconds on a speaker in memory."""

from __future__ import annotations

from pathlib import Path

from audioguide.model.chapters import Chapter
from audioguide.player.playback import Order, PlaybackController
from audioguide.plugins import Sound, Status
from audioguide.units import samples
from fakes.sessions import TIMELINE
from fakes.speakers import NURSERY, FakeSpeaker

SOUND = Sound(
    path=Path("everyday.mp3"),
    url="http://10.0.0.5:1234/token/abc.mp3",
    title="Everyday",
    media_type="audio/mpeg",
    length=TIMELINE.length,
)


def playing(speaker: FakeSpeaker, script: dict[int, Order] | None = None) -> PlaybackController:
    """Return a session with chapters at 0 and 16 s; `script` says what is asked at which second."""
    script = dict(script or {})

    def on_status(status: Status, _: Chapter) -> None:
        due = [second for second in script if status.position >= samples(second)]
        for second in due:
            one.commands.put(script.pop(second))

    one = PlaybackController(
        speaker=speaker,
        device=NURSERY,
        sound=SOUND,
        chapters=TIMELINE.chapters,
        has_fetched=lambda: speaker.fetched,
        on_status=on_status,
        change_volume=lambda step: speaker.told.append(("change", step)),
        replaced=None,
        way_in=lambda port, host: f"let {host} in at {port}",
        clock=speaker.clock,
        poll_seconds=0,
    )
    return one
