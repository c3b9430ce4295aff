"""What is said, as captions: WebVTT, for players, browsers and whoever reads along."""

from __future__ import annotations

from audioguide.model.timeline import Timeline
from audioguide.units import format_clock

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def webvtt(timeline: Timeline) -> str:
    """Write every cue with its time (W3C, *WebVTT: The Web Video Text Tracks Format*), and what is heard afterwards."""
    lines = [(say.start, say.end, say.text) for say in timeline.says]
    if timeline.afterwards:
        last = timeline.chapters[-1]
        lines.append((last.start, last.end, last.title))
    cues = (
        f"{format_clock(start)} --> {format_clock(end)}\n{' '.join(text.split()).translate(_MARKUP)}\n"
        for start, end, text in lines
    )
    return "\n".join(("WEBVTT\n", *cues))
