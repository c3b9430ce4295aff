"""Routine files as short as they can be."""

from __future__ import annotations


def with_steps(steps: str, head: str = "") -> str:
    """Write a file whose only section has some steps; `head` is what comes before the sections."""
    return f"version: 1\ntitle: T\n{head}sections:\n  - title: S\n    steps: [{steps}]\n"
