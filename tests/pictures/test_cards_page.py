"""The page of cards in a real browser: on a phone, on a wide screen, by day and by night, and printed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from fakes.browser import DRIVER, SCREENS, Browser, Scheme

from audioguide import repertoire
from audioguide.pictures.cards import decks_of, decks_of_strokes, page
from audioguide.rendering.cards import album

VOCABULARY = repertoire.vocabulary()
ALBUM = album()
PDFTOTEXT = shutil.which("pdftotext")
pytestmark = [pytest.mark.real, pytest.mark.skipif(not DRIVER, reason="needs chromium-driver")]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the picture book."""
    path = tmp_path_factory.mktemp("cards") / "cards.html"
    decks = decks_of_strokes(VOCABULARY.strokes.values(), "en")
    path.write_text(page("Book", decks, ALBUM, VOCABULARY.phrases["en"], language="en", note="For Mia."), "utf-8")
    return path.as_uri()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_nothing_stands_in_anybodys_way(browser: Browser, book: str, width: int, scheme: Scheme) -> None:
    browser.screen(width, scheme)
    browser.open(book)
    assert browser.complaints() == []
    ground = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, ground[4:-1].split(","))) < 200) == (scheme == "dark")


BOXES = """const box = one => { const r = one.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };"""
HOLES = f"""{BOXES} return [...document.querySelectorAll('.cards')].flatMap(deck => {{
  const [left, , right] = box(deck), rows = {{}};
  for (const [from, top, to] of [...deck.children].map(box)) (rows[Math.round(top)] ??= []).push([from, to]);
  return Object.values(rows).map(row => [row[0][0] - left, right - row.at(-1)[1],
    ...row.slice(1).map((card, index) => card[0] - row[index][1] - 16)]).flat().map(Math.abs); }})"""
"""How much of each row is no card: before the first, after the last, and between two beyond the gap of 16 px."""


def test_cards_fit_any_screen_and_leave_no_hole(browser: Browser, book: str) -> None:
    browser.open(book)
    for width in (320, 360, 500, 640, 768, 900, 1024, 1280, 1440, 1600):
        browser.devtools(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
        )
        assert browser.run("return document.documentElement.scrollWidth") <= width
        assert max(browser.run(HOLES)) < 1.5, width
        heights = "[...document.querySelectorAll('figure svg')].map(one => one.getBoundingClientRect().height)"
        assert browser.run(f"return Math.min(...{heights})") >= 160


OUTSIDE = f"""{BOXES} return [...document.querySelectorAll('figure > svg > svg')].flatMap(panel => {{
  const [left, top, right, bottom] = box(panel.querySelector('rect'));
  return [...panel.querySelectorAll('.way, .head, .start, .still, .print, .turn, .loop, text')].filter(one => {{
    const [a, b, c, d] = box(one); return a < left - 1 || b < top - 1 || c > right + 1 || d > bottom + 1; }})
    .map(one => panel.closest('article').id + ' ' + one.getAttribute('class')); }})"""


def test_every_mark_is_inside_its_panel(browser: Browser, book: str) -> None:
    browser.screen(1280)
    browser.open(book)
    assert browser.run("return document.querySelectorAll('figure > svg > svg').length") > 70
    assert browser.run(OUTSIDE) == []


def test_the_page_is_set_in_its_own_typeface(browser: Browser, book: str) -> None:
    browser.open(book)
    assert browser.run("return document.fonts.check('700 16px Nunito', 'Größe Ñ œ') && document.fonts.size") == 2
    assert browser.run("return getComputedStyle(document.querySelector('.cue')).fontFamily").startswith("Nunito")


WIDER = """return [...document.querySelectorAll('article *')].filter(one => one.scrollWidth > one.clientWidth + 1 &&
  getComputedStyle(one).display != 'inline' && !one.closest('svg')).map(one => one.closest('article').id)"""


def test_in_no_language_a_word_leaves_its_card(browser: Browser, tmp_path: Path) -> None:
    browser.screen(360)
    for language, phrases in VOCABULARY.phrases.items():
        strokes = [one for one in VOCABULARY.strokes.values() if language in one.name.languages]
        if strokes:
            decks, path = decks_of_strokes(strokes, language), tmp_path / f"{language}.html"
            path.write_text(page("Book", decks, ALBUM, phrases, language=language), "utf-8")
            browser.open(path.as_uri())
            assert browser.run("return document.querySelectorAll('article').length") > 70
            assert browser.run("return document.documentElement.scrollWidth") <= 360, language
            assert browser.run(WIDER) == [], language


@pytest.mark.skipif(PDFTOTEXT is None, reason="needs poppler-utils")
@pytest.mark.parametrize(("width", "height"), [(8.27, 11.69), (8.5, 11.0)])
def test_no_card_is_cut_in_two_on_paper(browser: Browser, tmp_path: Path, width: float, height: float) -> None:
    routine = repertoire.routine("everyday")
    decks = decks_of(routine, "en")
    path = tmp_path / "cards.html"
    path.write_text(page("Everyday", decks, ALBUM, VOCABULARY.phrases["en"], language="en"), "utf-8")
    browser.screen(1280, "dark")
    browser.open(path.as_uri())
    paper = browser.printed(width, height)
    text = subprocess.run(
        [str(PDFTOTEXT), "-raw", "-", "-"], input=paper, capture_output=True, check=True
    ).stdout.decode()
    sheets = [" ".join(sheet.split()) for sheet in text.split("\f")]
    counts = [0] * len(sheets)
    for card in (card for deck in decks for card in deck.cards):
        assert card.stroke.teach
        (on,) = [number for number, sheet in enumerate(sheets) if card.stroke.teach.say("en").strip() in sheet]
        assert card.cue.replace("{baby}", "your baby").replace("{side} ", "") in sheets[on]
        counts[on] += 1
    assert max(counts) <= 6
    assert len(sheets) - 1 <= 5
