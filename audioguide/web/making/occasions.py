"""Which routine suits a moment of the day, by the baby's age. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

OCCASIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "first": ("express", "first-days"),
        "moment": ("toddler", "everyday", "first-days"),
        "sleep": ("bedtime", "first-days"),
        "tummy": ("tummy",),
        "play": ("toddler-train", "movements"),
        "change": ("express", "first-days"),
    }
)
"""Built-in routines by the moment that they are for, those for older babies first."""
_UNKNOWN_AGE = 26.0
"""Weeks: what is assumed where no day of birth is known; no toddler's story comes of it."""


def routine_for(occasion: str, age: float | None, from_age: Callable[[str], float]) -> str | None:
    """Return the routine for an occasion; None where the baby is too young for each.

    Args:
        occasion: one of `OCCASIONS`.
        age: in weeks; None where it is not known.
        from_age: returns the youngest age in weeks for a routine.
    """
    weeks = _UNKNOWN_AGE if age is None else age
    return next((name for name in OCCASIONS[occasion] if from_age(name) <= weeks), None)
