"""Whose eyes are open: a baby on the tummy is awake and watched, and so is a parent who holds one at the shoulder."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import av
import pytest

from audioguide.pictures.cover import cover
from audioguide.repertoire import drawings

EYE = "#2b1c17"
MOTIFS: Mapping[str, tuple[str, Callable[[], str]]] = runpy.run_path(
    str(Path(__file__).parents[2] / "scripts" / "make_covers.py")
)["MOTIFS"]
OPEN = re.compile(rf'<ellipse [^>]*fill="{EYE}"/><circle [^>]*fill="#ffffff"/>')
"""A dark eye with a light in it."""
PAINTED: Mapping[str, list[tuple[float, float]]] = {
    "complete": [(62, 27)],
    "first-days": [(63.6, 49), (18, 30), (35, 30)],
    "through-clothes": [(61.6, 24)],
    "toddler": [(66, 52)],
    "toddler-garden": [(66, 52)],
    "toddler-train": [(66, 56)],
}
"""By routine: the eyes on its cover, in hundredths from the left and from the top; first the baby's."""


def closed(svg: str) -> list[str]:
    """Every arc in the colour of eyes that hangs down between its ends, as an eye does in sleep."""
    inked = re.findall(rf'<g [^>]*stroke="{EYE}"[^>]*>(.*?)</g>', svg, re.DOTALL)
    paths = [path for group in inked for path in re.findall(r' d="([^"]*)"', group)]
    paths += re.findall(rf'<path d="([^"]*)"[^>]*stroke="{EYE}"', svg)
    return [path for path in paths if hangs(path)]


def hangs(path: str) -> bool:
    """Whether the middle of an arc lies below its first point."""
    start, _, rest = path.partition("q" if "q" in path else "Q")
    below = float(rest.replace(",", " ").split()[1])
    return (below if "q" in path else below - float(start.split()[-1])) > 0


def test_an_eye_in_sleep_is_known() -> None:
    _, bedtime = MOTIFS["bedtime"]
    assert len(closed(bedtime())) == 2
    assert closed(f'<g fill="none" stroke="{EYE}"><path d="M66.6 17.6 Q70.6 21 74.4 17.6"/></g>')


@pytest.mark.parametrize("name", [name for name in drawings.outlines() if name.partition("-")[0] in ("back", "front")])
def test_no_baby_on_the_cards_sleeps(name: str) -> None:
    eyes = {"back": 1, "front": 2}[name.partition("-")[0]] + 2 * (name == "back-shoulder")  # the parent's
    assert not closed(drawings.outlines()[name])
    assert len(OPEN.findall(drawings.outlines()[name])) == eyes


@pytest.mark.parametrize("name", [name for name in MOTIFS if name != "bedtime"])
def test_nobody_sleeps_on_a_cover_but_the_one_for_bedtime(name: str) -> None:
    assert not closed(MOTIFS[name][1]())


def test_a_parent_who_holds_a_baby_at_the_shoulder_looks_down_at_it() -> None:
    """The dark of each eye lies to the right and below the middle of its white, where the baby's head is."""
    eyes = re.findall(
        rf'<ellipse cx="(\S+)" cy="(\S+)" [^>]*fill="#ffffff"/><ellipse cx="(\S+)" cy="(\S+)" [^>]*fill="{EYE}"/>',
        drawings.outlines()["back-shoulder"],
    )
    assert len(eyes) == 2
    for white_x, white_y, dark_x, dark_y in eyes:
        assert float(dark_x) - float(white_x) >= 1
        assert float(dark_y) - float(white_y) >= 1


@pytest.mark.parametrize("name", PAINTED)
def test_the_painted_cover_shows_each_eye_open(name: str) -> None:
    with av.open(BytesIO(cover(name)), "r") as file:
        picture = next(file.decode(video=0)).to_ndarray(format="gray")
    for x, y in PAINTED[name]:
        around = picture[round(14 * y) - 22 : round(14 * y) + 22, round(14 * x) - 22 : round(14 * x) + 22]
        assert (around < 60).sum() >= 800, (x, y)  # the lid of a closed one has 720 dark pixels at most
        assert around.max() > 240, (x, y)
