"""How long a session still takes to be made, from how fast this computer was so far. Pure: times are handed in."""

from __future__ import annotations

from dataclasses import dataclass, field

_PRIOR = {"speaking": 0.6, "mixing": 0.02}
"""Seconds that two cores take for a cue that has to be spoken, and for a second of a session that is mixed."""
_NEWS = 0.5
"""How much a finished phase counts against those before it."""
_ENOUGH = 0.05
"""The share of a phase after which its own pace is believed."""


@dataclass(slots=True)
class Estimate:
    """The pace of each phase: seconds for one cue, seconds for one second of sound."""

    _pace: dict[str, float] = field(default_factory=lambda: dict(_PRIOR))
    _phase: str = ""
    _began: tuple[float, int] = (0.0, 0)
    """When the phase began, and how much was done by then: cues of the cache are there at once."""
    _length: int = 600
    """Seconds of the session that was mixed last: what is assumed while the next one is still spoken."""

    def seconds_left(self, phase: str, done: int, total: int, now: float) -> int:
        """Return how many seconds are left.

        Args:
            phase: ``speaking``, in cues, or ``mixing``, in seconds of sound.
            done: of it.
            total: of it.
            now: seconds, on any clock that goes forward.
        """
        if phase != self._phase or done < self._began[1]:
            self._phase, self._began = phase, (now, done)
        elapsed, since = now - self._began[0], done - self._began[1]
        pace = self._pace[phase]
        if since > 0 and since >= _ENOUGH * total:
            pace = elapsed / since
        if since > 0 and done >= total:
            self._pace[phase] += _NEWS * (elapsed / since - self._pace[phase])
        if phase == "mixing":
            self._length = total
            return round((total - done) * pace)
        return round((total - done) * pace + self._length * self._pace["mixing"])
