"""What is said, as captions: WebVTT, for players, browsers and whoever reads along."""

from __future__ import annotations

from audioguide.model.timeline import Timeline
from audioguide.units import Samples, milliseconds

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def webvtt(timeline: Timeline) -> str:
    """Write every cue with its time (W3C, *WebVTT: The Web Video Text Tracks Format*)."""
    cues = (
        f"{_clock(say.start)} --> {_clock(say.end)}\n{' '.join(say.text.split()).translate(_MARKUP)}\n"
        for say in timeline.says
    )
    return "\n".join(("WEBVTT\n", *cues))


def _clock(position: Samples) -> str:
    minutes, thousandths = divmod(milliseconds(position), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{thousandths // 1000:02d}.{thousandths % 1000:03d}"
