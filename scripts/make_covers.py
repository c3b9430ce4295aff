#!/usr/bin/env python3
"""Makes the covers, a motif for each routine from the drawings on the cards, and the icons of the page, as bitmaps.

python scripts/make_covers.py    needs apt install chromium-driver pngquant
"""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from audioguide.pictures.cards.outline import read_outline
from audioguide.pictures.cards.palette import paint, palette_of
from audioguide.pictures.cover import SIZE_PIXELS
from audioguide.repertoire import drawings

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))
from fakes.browser import DRIVER, Browser, opened  # noqa: E402 - the browser that the tests of the page touch

COVERS = ROOT / "audioguide" / "pictures" / "covers"
ICONS = ROOT / "audioguide" / "web" / "page"
COLOURS = 128
PNGQUANT = shutil.which("pngquant")
CREAM, GOLD = "#fff4df", "#f7c96b"
ICON_SIZES = {"icon-192": (192, 1.0), "icon-512": (512, 1.0), "icon-maskable": (512, 0.72), "icon-apple": (180, 1.0)}
"""By name: pixels, and how large the motif is in it. A maskable icon may be cut to a circle of four fifths."""


def main() -> None:
    """Draw every motif and let the browser paint it."""
    if DRIVER is None or PNGQUANT is None:
        sys.exit("the covers need a browser and pngquant: apt install chromium-driver pngquant")
    with TemporaryDirectory() as name, opened() as browser:
        page = Path(name) / "motif.html"
        pictures = {COVERS / f"{routine}.png": (routine, SIZE_PIXELS, 1.0) for routine in MOTIFS}
        pictures |= {ICONS / f"{icon}.png": ("audioguide", *size) for icon, size in ICON_SIZES.items()}
        for target, (routine, size, part) in pictures.items():
            ground, motif = MOTIFS[routine]
            drawn = paint(motif(), palette_of(routine))
            target.write_bytes(_fewer_colours(_painted(browser, page, ground, drawn, size=size, part=part)))
            print(f"{target.name}  {target.stat().st_size // 1000} kB")


def _painted(browser: Browser, page: Path, ground: str, drawn: str, *, size: int, part: float) -> bytes:
    """Return a motif as a square PNG, so many pixels wide, of which it takes a part."""
    page.write_text(
        '<!doctype html><meta charset="utf-8"><style>body { margin: 0 } svg { display: block }</style>'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" fill="{ground}"/>'
        f'<g transform="translate(50 50) scale({part:g}) translate(-50 -50)">{drawn}</g></svg>',
        "utf-8",
    )
    screen = {"width": size, "height": size, "deviceScaleFactor": 1, "mobile": False}
    browser.devtools("Emulation.setDeviceMetricsOverride", **screen)
    browser.open(page.as_uri())
    clip = {"x": 0, "y": 0, "width": size, "height": size, "scale": 1}
    return base64.b64decode(browser.devtools("Page.captureScreenshot", format="png", clip=clip)["data"])


def _fewer_colours(png: bytes) -> bytes:
    """Keep as many colours as a flat drawing needs: a third of the bytes, in every session."""
    command = [str(PNGQUANT), "--nofs", "--speed", "1", "--strip", str(COLOURS), "-"]
    return subprocess.run(command, input=png, capture_output=True, check=True).stdout


def _view(name: str, x: float, y: float, width: float, *, turn: float = 0.0) -> str:
    """Put a drawing of the baby so that its middle line is at `x`, its top at `y`, and 100 units are `width` wide."""
    body = _without_blanket(read_outline(drawings.outlines()[name]).body)
    scale = width / 100
    return f'<g transform="translate({x:g} {y:g}) rotate({turn:g}) scale({scale:g}) translate(-50 0)">{body}</g>'


def _without_blanket(body: str) -> str:
    """Leave out the line of a drawing that is the blanket, and its seam."""
    return "\n".join(line for line in body.splitlines() if "--blanket" not in line)


def _hand(shape: str, x: float, y: float, size: float, turn: float, *, left: bool = False) -> str:
    body = read_outline(drawings.hands()[shape]).body
    flip = -size if left else size
    return f'<g transform="translate({x:g} {y:g}) rotate({turn:g}) matrix({flip:g} 0 0 {size:g} 0 0)">{body}</g>'


def _disc(x: float, y: float, radius: float, colour: str, opacity: float = 1.0) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}" opacity="{opacity:g}"/>'


def _cloud(x: float, y: float, size: float) -> str:
    return (
        f'<g transform="translate({x:g} {y:g}) scale({size:g})" fill="#ffffff">'
        '<circle cx="-9" cy="1" r="7"/><circle r="10"/><circle cx="10" cy="2" r="7"/>'
        '<rect x="-16" y="0" width="33" height="9" rx="4.5"/></g>'
    )


def _line(data: str, colour: str, width: float) -> str:
    return f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round"/>'


def _sun(x: float, y: float, radius: float) -> str:
    rays = "".join(
        f'<path d="M{x:g} {y - radius * 1.3:g}V{y - radius * 1.62:g}" transform="rotate({angle} {x:g} {y:g})"/>'
        for angle in range(0, 360, 30)
    )
    return _disc(x, y, radius, GOLD) + f'<g stroke="{GOLD}" stroke-width="2.4" stroke-linecap="round">{rays}</g>'


def _heart(x: float, y: float, size: float, colour: str) -> str:
    return (
        f'<path transform="translate({x:g} {y:g}) scale({size:g})" fill="{colour}" '
        'd="M0 9 C-14 -1 -9 -11 -3.6 -9 C-1.4 -8.2 0 -6 0 -4.4 C0 -6 1.4 -8.2 3.6 -9 C9 -11 14 -1 0 9 Z"/>'
    )


def everyday() -> str:
    """The baby smiles, and a heart."""
    return _disc(50, 54, 43, CREAM) + _view("face", 50, 20, 66) + _heart(80, 21, 0.95, "#d9604c")


def bedtime() -> str:
    """A moon, and below it the baby asleep: on the back, with nothing over or beside them."""
    places = ((14, 20, 1.5), (30, 9, 1), (92, 44, 1.3), (8, 46, 1), (46, 15, 1.2))
    stars = "".join(_disc(x, y, radius, CREAM) for x, y, radius in places)
    moon = f'<path d="M78 7 A15 15 0 1 0 93 28 A12.4 12.4 0 1 1 78 7 Z" fill="{GOLD}"/>'
    return stars + moon + _asleep(_view("front", 48, 42, 82))


def _asleep(baby: str) -> str:
    """Close the eyes of the baby seen from the front."""
    closed, eyes = re.subn(
        r'<ellipse cx="(\d+\.5)" cy="19.2" [^>]*/><circle [^>]*/>',
        lambda eye: _line(f"M{float(eye[1]) - 4:g} 19 q4 4 8 0", "#2b1c17", 1.7),
        baby,
    )
    if eyes != 2:
        sys.exit("the eyes of the drawing are not where they were")
    return closed


def whole() -> str:
    """The whole baby between two hands."""
    baby = _view("front", 50, 12, 44)
    hands = _hand("flat", 26, 56, 0.85, 24, left=True) + _hand("flat", 74, 56, 0.85, -24)
    return _disc(50, 50, 44, CREAM) + baby + hands


def foot() -> str:
    """Two soles, and a thumb."""
    sole = read_outline(drawings.outlines()["sole"]).body
    return (
        _disc(50, 50, 44, CREAM)
        + f'<g transform="translate(11 17) scale(0.4) rotate(-4)">{sole}</g>'
        + f'<g transform="translate(89 17) scale(-0.4 0.4) rotate(-4)">{sole}</g>'
        + _heart(50, 86, 0.7, "#d9604c")
    )


def shoulder() -> str:
    """The baby at the shoulder of a parent who looks at them, wide awake."""
    return _view("back-shoulder", 50, 37, 68)


def lap() -> str:
    """The baby in a romper, across the lap."""
    return _view("back-lap", 50, 14, 58)


def resting() -> str:
    """Two hands rest on the chest."""
    baby = _view("front", 50, 22, 96)
    hands = _hand("flat", 40, 82, 0.95, 14, left=True) + _hand("flat", 60, 82, 0.95, -14)
    return _disc(50, 50, 46, CREAM) + baby + hands


def spiral() -> str:
    """A spiral on the tummy, clockwise."""
    turns = (
        "M50 54 C50 51 54 51 54.6 55 C55.4 61 46 62 44.4 55.6 C42.4 46.6 54 42.6 60 49 "
        "C67.4 57 60 69 49 68.6 C36 68 32.6 53 39.6 44.6"
    )
    return _view("front", 50, -54, 132) + _line(turns, "#ffffff", 5.4) + _line(turns, "#0f6b74", 3)


def rings() -> str:
    """Three rounds on the tummy."""
    places = ((50, 46), (40, 62), (60, 62))
    return _view("front", 50, -54, 132) + "".join(
        f'<circle cx="{x}" cy="{y}" r="6.6" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        for x, y in places
        for colour, width in (("#ffffff", 5.2), ("#0f6b74", 2.8))
    )


def legs() -> str:
    """One knee up: a bicycle."""
    pose = _without_blanket(read_outline(drawings.pictograms()["bicycle"]).body.partition("</svg>")[0])
    return _disc(50, 50, 44, CREAM) + f'<g transform="translate(50 16) scale(0.46) translate(-50 0)">{pose}</g>'


def back_and_hands() -> str:
    """The back between two hands."""
    return (
        _disc(50, 50, 44, CREAM) + _view("back", 50, 16, 62) + _hand("flat", 41, 62, 0.8, 20, left=True)
        + _hand("flat", 59, 62, 0.8, -20)
    )  # fmt: skip


def story() -> str:
    """The back, a sun and a cloud."""
    return (
        _sun(80, 20, 9)
        + _cloud(24, 20, 0.9)
        + _view("back", 50, 38, 80)
        + "".join(_line(f"M{x} {y}v4.4", "#0f6b74", 1.8) for x, y in ((40, 80), (50, 84), (60, 80), (45, 90), (55, 90)))
    )


def garden() -> str:
    """The back, and flowers."""
    flowers = ""
    for x, y, colour in ((14, 30, "#f29cb7"), (86, 26, "#fff4df"), (22, 14, "#f7c96b")):
        petals = "".join(
            f'<circle cx="{x}" cy="{y - 4.6}" r="3.6" fill="{colour}" transform="rotate({turn} {x} {y})"/>'
            for turn in range(0, 360, 72)
        )
        flowers += _line(f"M{x} {y}v60", "#3f7a4c", 1.8) + petals + _disc(x, y, 2.8, "#b5652a")
    return flowers + _view("back", 50, 38, 80)


def train() -> str:
    """The back, and a train above it."""
    wheels = "".join(_disc(x, 25, 3, "#3b2d27") + _disc(x, 25, 1.2, CREAM) for x in (20, 31, 45, 55, 69, 79))
    engine = ((14, 12, 23, "#d9604c"), (27, 5, 10, "#d9604c"), (17, 6, 4, "#3b2d27"))
    boxes = (*engine, (40, 14, 20, GOLD), (64, 14, 20, CREAM))
    cars = "".join(
        f'<rect x="{x}" y="{y}" width="{width}" height="{24 - y}" rx="2" fill="{colour}"/>'
        for x, y, width, colour in boxes
    )
    return _line("M6 29H94", "#3b2d27", 1.4) + cars + wheels + _view("back", 50, 42, 80)


def hand() -> str:
    """A small palm, and a heart."""
    palm = read_outline(drawings.outlines()["palm"]).body
    small = f'<g transform="translate(21 14) scale(0.58)">{palm}</g>'
    return _disc(50, 50, 44, CREAM) + small + _heart(80, 24, 0.9, "#d9604c")


MOTIFS: Mapping[str, tuple[str, Callable[[], str]]] = {
    "audioguide": ("#e9a57f", everyday),
    "everyday": ("#e88f6c", everyday),
    "express": ("#8fb9a8", foot),
    "standard": ("#6f9fb8", whole),
    "complete": ("#c58aa6", back_and_hands),
    "class": ("#8c86c4", hand),
    "bedtime": ("#2d3762", bedtime),
    "first-days": ("#f2c79a", shoulder),
    "through-clothes": ("#a9c4b0", lap),
    "still-touch": ("#7a9fc9", resting),
    "movements": ("#e3b655", legs),
    "toddler": ("#86bfe0", story),
    "toddler-garden": ("#a9cf9a", garden),
    "toddler-train": ("#f0b48a", train),
    "tummy": ("#d98b8b", spiral),
    "tummy-rounds": ("#b97fa0", rings),
}
"""By routine: the ground, and what is drawn on it. ``audioguide`` is for a family's own."""


if __name__ == "__main__":
    main()
