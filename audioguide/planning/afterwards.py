"""A timeline that goes on after the massage with a bed alone."""

from __future__ import annotations

from dataclasses import replace

from audioguide.errors import ChoiceError
from audioguide.model.afterwards import Afterwards
from audioguide.model.chapters import Chapter
from audioguide.model.choice import LONGEST_SESSION
from audioguide.model.timeline import Timeline
from audioguide.units import Samples, format_duration


def with_afterwards(timeline: Timeline, afterwards: Afterwards) -> Timeline:
    """Return a timeline that is longer by what comes afterwards, which is its last chapter.

    Raises:
        ChoiceError: with the massage it would be too long for a file.
    """
    length = Samples(timeline.length + afterwards.length)
    if length > LONGEST_SESSION:
        problem = (
            f"with {format_duration(timeline.length)} of massage it is longer than {format_duration(LONGEST_SESSION)}"
        )
        raise ChoiceError("afterwards", str(afterwards), problem)
    chapter = Chapter(start=timeline.length, end=length, title=f"♪ {afterwards.name}")
    return replace(timeline, length=length, chapters=(*timeline.chapters, chapter), afterwards=afterwards)
