"""How much of a session is heard, from where it is at each look: phone.js does the same for a phone. Pure."""

from __future__ import annotations

from dataclasses import dataclass

_JUMP_SECONDS = 10.0
"""Between two looks; what goes on further than that has jumped."""


@dataclass(slots=True)
class Hearing:
    """One playback; all times in seconds."""

    goodbye: float
    """Where the last chapter begins."""
    heard: float = 0.0
    _position: float = 0.0
    _left_at: float | None = None
    """From where somebody has jumped to the goodbye: that was enough for today."""

    def look(self, position: float) -> None:
        """Note where it is."""
        step = position - self._position
        if 0 < step <= _JUMP_SECONDS:
            self.heard += step
        if position < self.goodbye:
            self._left_at = None
        elif step > _JUMP_SECONDS and self._position < self.goodbye:
            self._left_at = self._position
        self._position = position

    @property
    def stopped_at(self) -> float | None:
        """The position from where it was left; None where it came to its goodbye by itself."""
        return self._position if self._position < self.goodbye else self._left_at
