"""The page of cards in a real browser: on a phone, on a wide screen, by day and by night, and printed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from fakes.browser import DRIVER, NPM, SCREENS, Browser, Scheme

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


@pytest.mark.skipif(NPM is None, reason="needs npm, which fetches axe-core")
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_nothing_stands_in_anybodys_way(browser: Browser, book: str, width: int, scheme: Scheme) -> None:
    browser.screen(width, scheme)
    browser.open(book)
    assert browser.complaints() == []
    ground = browser.run("return getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, ground[4:-1].split(","))) < 200) == (scheme == "dark")


@pytest.mark.parametrize(("width", "columns"), [(360, 1), (1280, 3)])
def test_cards_fit_the_screen(browser: Browser, book: str, width: int, columns: int) -> None:
    browser.screen(width)
    browser.open(book)
    assert browser.run("return document.documentElement.scrollWidth") <= width
    lefts = browser.run("return [...document.querySelectorAll('article')].map(one => one.getBoundingClientRect().left)")
    assert len(set(lefts)) == columns
    pictures = "[...document.querySelectorAll('figure svg')].map(one => one.getBoundingClientRect().height)"
    assert browser.run(f"return Math.min(...{pictures})") >= 120


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
