"""Headers of our responses: nothing leaks in a Referer, nothing is guessed, and what is kept for how long."""

from __future__ import annotations

PRIVATE = {"referrer-policy": "no-referrer", "x-content-type-options": "nosniff"}
"""The token must not leak in a Referer header."""
NOT_KEPT = {**PRIVATE, "cache-control": "no-store"}
KEPT_A_DAY = {**PRIVATE, "cache-control": "private, max-age=86400"}
