"""How long a session takes to be made, from how fast this computer was so far. Pure: times are handed in."""

from __future__ import annotations

from dataclasses import dataclass, field

_CUE_SECONDS = 0.6
"""What two cores take for a cue that has to be spoken, until it is known better."""
_SLOW_CUE_SECONDS = {"kokoro": 3.0}
"""The same, by the name of the engine that takes longer."""
_MIXING_SECONDS = 0.02
"""What two cores take for a second of a session that is mixed, until it is known better."""
_MIXING = "mixing"
_NEWS = 0.5
"""How much a finished phase counts against those before it."""
_ENOUGH = 0.05
"""The share of a phase after which its own pace is believed."""


@dataclass(slots=True)
class Estimate:
    """The pace of each voice and of mixing: seconds for one cue, seconds for one second of sound."""

    _paces: dict[str, float] = field(default_factory=dict)
    """By the engine of a voice, or `_MIXING`."""
    _kind: str | None = None
    """What is being timed; None before a session begins."""
    _began: tuple[float, int] = (0.0, 0)
    """When that began, and how much was done by then: cues of the cache are there at once."""
    _last: tuple[float, int] = (0.0, 0)
    """The last that was told of it."""
    _length: int = 600
    """Seconds of the session that was mixed last: what is assumed while the next one is still spoken."""

    def beforehand(self, engine: str, cues: int, length: float) -> int:
        """Return how many seconds it takes to speak so many cues and to mix so many seconds of sound."""
        return round(cues * self._pace(engine) + length * self._pace(_MIXING))

    def begin(self) -> None:
        """Begin with another session: where the one before was left says nothing about it."""
        self._kind = None

    def seconds_left(self, phase: str, done: int, total: int, now: float, engine: str = "") -> int:
        """Return how many seconds are left.

        Args:
            phase: ``speaking``, in cues, or ``mixing``, in seconds of sound.
            done: of it.
            total: of it.
            now: seconds, on any clock that goes forward.
            engine: that speaks.
        """
        kind = _MIXING if phase == _MIXING else engine
        if kind != self._kind or done < self._began[1]:
            self._learn()
            self._kind, self._began = kind, (now, done)
        self._last = (now, done)
        elapsed, since = now - self._began[0], done - self._began[1]
        pace = elapsed / since if since > 0 and since >= _ENOUGH * total else self._pace(kind)
        if done >= total:
            self._learn()
        if phase == _MIXING:
            self._length = total
            return round((total - done) * pace)
        return round((total - done) * pace + self._length * self._pace(_MIXING))

    def _learn(self) -> None:
        """Let what was timed count from now on; the last cue is never told, as mixing begins with it."""
        elapsed, since = self._last[0] - self._began[0], self._last[1] - self._began[1]
        if self._kind is not None and since > 0:
            known = self._pace(self._kind)
            self._paces[self._kind] = known + _NEWS * (elapsed / since - known)
        self._began = self._last

    def _pace(self, kind: str) -> float:
        first = _MIXING_SECONDS if kind == _MIXING else _SLOW_CUE_SECONDS.get(kind, _CUE_SECONDS)
        return self._paces.get(kind, first)
