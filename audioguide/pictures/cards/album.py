"""What pictures are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audioguide.model.geometry import Landmark
from audioguide.pictures.cards.palette import PALETTES, Palette


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """The drawings, where the landmarks are on them, and their colours."""

    landmarks: Mapping[str, Landmark]
    """By ``view.name``."""
    outlines: Mapping[str, str]
    """By view, or by view and position (``back-shoulder``) or stroke (``front-hip_sway``): the baby as SVG."""
    hands: Mapping[str, str]
    """By the name of a shape: the parent's right hand as SVG."""
    pictograms: Mapping[str, str]
    """By the name of a move, or by move and side (``arm_leg_cross-left``), as SVG."""
    palette: Palette = field(default_factory=lambda: PALETTES["light"])
    """The colours of the family."""
