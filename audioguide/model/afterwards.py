"""What goes on after a massage where a family wishes it: a bed alone, at most half an hour, fading into silence."""

from __future__ import annotations

from dataclasses import dataclass

from audioguide.units import SAMPLE_RATE, Samples, format_duration, parse_duration, samples

SHORTEST_AFTERWARDS, LONGEST_AFTERWARDS = samples(60.0), samples(30 * 60.0)
"""A baby who sleeps needs no sound: it is never endless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """A bed and how long it goes on. As text it is ``ocean:30m``."""

    bed: str
    """The name of a bed, or the path of a file."""
    length: Samples

    def __str__(self) -> str:
        return f"{self.bed}:{format_duration(self.length)}"

    @property
    def name(self) -> str:
        """The bed as it is called: of a file, its name without the folder."""
        return self.bed.replace("\\", "/").rpartition("/")[2]


def parse_afterwards(text: str) -> Afterwards:
    """Read ``ocean:30m``.

    Raises:
        ValueError: with a sentence for the user.
    """
    bed, _, length = text.strip().rpartition(":")
    if not bed:
        raise ValueError("it is a bed and how long it goes on: ocean:30m")
    lasts = parse_duration(length)
    if not SHORTEST_AFTERWARDS <= lasts <= LONGEST_AFTERWARDS:
        msg = f"a bed goes on for {format_duration(SHORTEST_AFTERWARDS)} to {format_duration(LONGEST_AFTERWARDS)}"
        raise ValueError(msg)
    if lasts % SAMPLE_RATE:  # as text it would be another length
        raise ValueError("it goes on for whole seconds: ocean:90s")
    return Afterwards(bed=bed, length=lasts)
