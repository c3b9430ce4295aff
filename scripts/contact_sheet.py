#!/usr/bin/env python3
"""Makes a contact sheet of what is drawn, to be looked at one by one.

Every picture of a stroke on both sides, as wide as on a phone; all cards on A4; the covers as thumbnails; the picture
of a session on a phone; and six strokes beside how an earlier REVISION drew them.

python scripts/contact_sheet.py FOLDER [REVISION]    needs apt install chromium-driver
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from audioguide import repertoire
from audioguide.pictures.cards import decks_of_strokes, pdf, picture, sides_of
from audioguide.pictures.cover import cover
from audioguide.pictures.fonts import STACK, faces
from audioguide.pictures.timeline import timeline_svg
from audioguide.planning.finder import estimated
from audioguide.planning.planner import plan
from audioguide.planning.scriptwriter import write_script
from audioguide.rendering.cards import album
from audioguide.units import parse_duration

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))
from fakes.browser import DRIVER, Browser, opened  # noqa: E402 - the browser that the tests of the page touch

WIDTH, COLUMNS, ROWS = 360, 4, 4
"""Of a picture in CSS pixels, and how many of them are on a sheet."""
THUMBNAIL = 64
SIX = ("leg_hug_glide", "leg_roll", "tummy_i_love_u", "face_jaw_circles", "back_circles", "move_bicycle")
"""Strokes that are shown as they are and as they were."""
_STYLE = f"""{faces()} body {{ margin: 8px; font: 14px {STACK}; display: grid; gap: 8px;
  grid-template-columns: repeat({COLUMNS}, {WIDTH}px); }} figure {{ margin: 0 }}
  svg {{ display: block; width: {WIDTH}px }}"""


def main() -> None:
    """Draw everything into a folder."""
    if len(sys.argv) not in (2, 3) or DRIVER is None:
        sys.exit(__doc__)
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    strokes = repertoire.vocabulary().strokes.values()
    decks = decks_of_strokes(strokes, "en", [repertoire.routine("complete")])
    phrases = repertoire.vocabulary().phrases["en"]
    (target / "cards-a4.pdf").write_bytes(pdf("audioguide", decks, album(), phrases, language="en"))
    with opened() as browser:
        figures, number = _figures(), 0
        while some := "".join(islice(figures, COLUMNS * ROWS)):
            number += 1
            _take(browser, target / f"strokes-{number}.png", f"<style>{_STYLE}</style>{some}")
        images = (base64.b64encode(cover(name)).decode() for name in repertoire.routines())
        row = "".join(f'<img width="{THUMBNAIL}" src="data:image/png;base64,{image}"> ' for image in images)
        _take(browser, target / "covers.png", row)
        _take(browser, target / "timeline.png", f'<body style="margin: 0">{_timeline()}', WIDTH)
        for revision in sys.argv[2:]:
            body = "".join(_beside(revision))
            _take(browser, target / "before-after.png", f"<style>{_STYLE}</style>{body}")
    for made in sorted(target.iterdir()):
        print(made)


def _figures() -> Iterator[str]:
    for stroke in repertoire.vocabulary().strokes.values():
        for side in sides_of(stroke):
            yield f"<figure>{picture(stroke, side, album(), title=stroke.id)}{stroke.id} {side} {stroke.hands}</figure>"


def _timeline() -> str:
    """Draw a session of ten minutes."""
    routine, phrases = repertoire.routine("everyday"), repertoire.vocabulary().phrases["en"]
    script = write_script(routine, phrases)
    timeline = plan(script, estimated(script), parse_duration("10m"))
    return timeline_svg(routine.title.say("en"), timeline, album(routine.id), language="en")


def _beside(revision: str) -> Iterator[str]:
    """Yield six strokes as a revision drew them, each before the picture of today."""
    strokes = repertoire.vocabulary().strokes
    with TemporaryDirectory() as name:
        tree = subprocess.run(["git", "archive", revision], cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S607 - whichever git is there
        with tarfile.open(fileobj=BytesIO(tree)) as archive:
            archive.extractall(name, filter="data")
        words = ["card", "--strokes", "--svg", "pictures", "-o", "book.html"]
        subprocess.run([sys.executable, "-m", "audioguide", *words], cwd=name, check=True)
        for stroke in (strokes[one] for one in SIX):
            side = sides_of(stroke)[0]
            file = f"{stroke.id}-{side}.svg" if stroke.sides == "each" else f"{stroke.id}.svg"
            yield f"<figure>{Path(name, 'pictures', file).read_text('utf-8')}before</figure>"
            yield f"<figure>{picture(stroke, side, album(), title=stroke.id)}{stroke.id}</figure>"


def _take(browser: Browser, target: Path, body: str, width: int = COLUMNS * (WIDTH + 8) + 16) -> None:
    """Open a page of a width in CSS pixels, and keep all of it as a PNG."""
    browser.devtools("Emulation.setDeviceMetricsOverride", width=width, height=200, deviceScaleFactor=1, mobile=False)
    with TemporaryDirectory() as name:
        page = Path(name) / "sheet.html"
        page.write_text(f'<!doctype html><meta charset="utf-8">{body}', "utf-8")
        browser.open(page.as_uri())
        height = browser.run("return document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        answer = browser.devtools("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
    target.write_bytes(base64.b64decode(answer["data"]))


if __name__ == "__main__":
    main()
