"""How long Hypothesis searches for a counterexample, in profiles: pytest --hypothesis-profile thorough."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

USUAL = 100
"""Examples of a property that does not say otherwise."""


def register_profiles() -> None:
    """Register what is usual (on a slow machine, too) and what takes ten times as long; the usual is loaded."""
    settings.register_profile("usual", max_examples=USUAL, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("thorough", settings.get_profile("usual"), max_examples=10 * USUAL)
    settings.load_profile("usual")


def examples(usual: int) -> settings:
    """Return settings for a property with another number of examples; every profile keeps its proportion."""
    return settings(max_examples=usual * settings().max_examples // USUAL)
