"""Random numbers that depend on a place alone, so that any window of a sound can be made by itself."""

from __future__ import annotations


def uniform(seed: int, index: int) -> float:
    """Return a uniform random number in [0, 1) that depends on its arguments alone (SplitMix64)."""
    bits = (index + 0x9E3779B97F4A7C15 * (seed + 1)) & 0xFFFFFFFFFFFFFFFF
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return ((bits ^ (bits >> 31)) >> 11) / (1 << 53)
