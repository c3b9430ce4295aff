"""The voices as a table: what ``voices`` and ``list voices`` print."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from audioguide.voices.installed import installed


def voice_rows() -> list[dict[str, Any]]:
    """Return a row for each voice."""
    return [asdict(voice) for voice in installed()]
