"""Cards as a PDF, seen with another program's eyes: poppler reads the text and paints the pages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes.program import call

from audioguide import repertoire
from audioguide.cli import DONE, FAILED
from audioguide.errors import AudioguideError
from audioguide.pictures.cards import Deck, Paper, decks_of, decks_of_strokes, pdf
from audioguide.pictures.cards.palette import PALETTES
from audioguide.rendering.cards import album
from audioguide.rendering.stages import read

VOCABULARY = repertoire.vocabulary()
ALBUM = album()
PHRASES = VOCABULARY.phrases["en"]
TIMES = re.compile("[0-9] \N{MULTIPLICATION SIGN}")
"""Once a card: how often."""
SKIN = PALETTES["light"]["skin"].removeprefix("#")
POPPLER = shutil.which("pdftotext") and shutil.which("pdftoppm")
poppler = pytest.mark.skipif(not POPPLER, reason="needs poppler-utils")


def printed(name: str, paper: Paper = "a4") -> bytes:
    routine = repertoire.routine(name)
    return pdf(
        routine.title.say("en"), decks_of(routine, "en"), ALBUM, PHRASES, language="en", paper=paper, note="For Mia."
    )


def wordy(words: int) -> Deck:
    """Six cards with a long cue."""
    (deck,) = decks_of_strokes([VOCABULARY.strokes["back_circles"]], "en")
    cue = " ".join(f"word{number}" for number in range(words))
    return Deck(title="Back", cards=(replace(deck.cards[0], cue=cue),) * 6)


def seen(content: bytes, program: str, *options: str) -> bytes:
    return subprocess.run([program, *options], input=content, capture_output=True, check=True).stdout


def sheets(content: bytes) -> list[str]:
    """The words of each page, in one line."""
    return [" ".join(page.split()) for page in seen(content, "pdftotext", "-raw", "-", "-").decode().split("\f")[:-1]]


def test_the_same_cards_make_the_same_bytes() -> None:
    assert printed("express") == printed("express")
    assert printed("express") != printed("express", "letter")


def test_it_is_tagged_and_tells_its_language() -> None:
    content = printed("express")
    assert b"/Lang(en)" in content
    assert b"/Marked true" in content
    assert b"/Alt(" in content


@pytest.mark.real
@poppler
def test_every_word_of_every_card_is_text() -> None:
    decks = decks_of_strokes(VOCABULARY.strokes.values(), "en")
    text = " ".join(sheets(pdf("Book", decks, ALBUM, PHRASES, language="en"))).replace("- ", "").replace("-", "")
    for card in (card for deck in decks for card in deck.cards):
        for words in (card.stroke.name, card.stroke.cue, card.stroke.teach, card.stroke.caution, card.stroke.note):
            if words:
                told = words.say("en").replace("{baby}", "your baby").replace("{side} ", "")
                told = told[:1].upper() + told[1:]
                assert " ".join(told.split()).replace("- ", "").replace("-", "") in text


@pytest.mark.real
@poppler
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", repertoire.routines())
def test_two_to_six_cards_are_on_a_page(name: str, paper: Paper) -> None:
    cards = [len(TIMES.findall(page)) for page in sheets(printed(name, paper))]
    assert all(2 <= count <= 6 for count in cards), cards


@pytest.mark.real
@poppler
@pytest.mark.parametrize(("paper", "size"), [("a4", (827, 1169)), ("letter", (850, 1100))])
def test_the_pictures_are_on_the_page_and_the_margin_is_white(paper: Paper, size: tuple[int, int]) -> None:
    image = seen(printed("express", paper), "pdftoppm", "-r", "100", "-f", "1", "-l", "1", "-")
    head = re.match(rb"P6\n(\d+) (\d+)\n255\n", image)
    assert head
    width, height = int(head[1]), int(head[2])
    assert abs(width - size[0]) <= 1
    assert abs(height - size[1]) <= 1
    points = image[head.end() :]
    rows = [points[row * width * 3 : (row + 1) * width * 3] for row in range(height)]
    assert all(set(row) == {255} for row in rows[:30] + rows[-30:])
    assert all(set(row[:90] + row[-90:]) == {255} for row in rows)
    skin = sum(points[at : at + 3] == bytes.fromhex(SKIN) for at in range(0, len(points), 3))
    assert skin > 0.02 * width * height


@pytest.mark.real
@poppler
def test_a_picture_is_as_large_as_its_room() -> None:
    """Of a page with two rows, the skin of four babies is a tenth."""
    tummy = [stroke for stroke in VOCABULARY.strokes.values() if stroke.part == "tummy"]
    content = pdf("Tummy", decks_of_strokes(tummy, "en"), ALBUM, PHRASES, language="en")
    assert len(TIMES.findall(sheets(content)[0])) == 4
    image = seen(content, "pdftoppm", "-r", "50", "-f", "1", "-l", "1", "-")
    points = image[image.index(b"255\n") + 4 :]
    skin = sum(points[at : at + 3] == bytes.fromhex(SKIN) for at in range(0, len(points), 3))
    assert skin > 0.1 * len(points) / 3


@pytest.mark.real
@poppler
def test_accents_and_what_looks_like_markup_come_out_as_they_are() -> None:
    title = "Größe #1: *ça* [va] $x$ «Łódź» Ελλάς Привет"
    (deck,) = decks_of_strokes([VOCABULARY.strokes["tummy_sun_moon"]], "en")
    (text,) = sheets(pdf(title, [deck], ALBUM, PHRASES, language="en", note="#panic()"))
    assert title in text
    assert "#panic()" in text
    assert "● left hand; ● right hand" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_picture_of_several_panels_is_shown_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a hand is on the front and one on the back, too: it is one step, and two panels."""
    documents: list[dict[str, Any]] = []
    monkeypatch.setattr("audioguide.pictures.cards.printed.typeset", lambda _, document: documents.append(document))
    own = (
        "{name: Both, part: x, path: 'line(hip_R,ankle_R)|line(back.nape,back.bottom)', seconds: 5, times: 3, cue: Hi.}"
    )
    both = read(f"version: 1\ntitle: T\nsections: [{{title: A, steps: [stroke: both]}}]\nstrokes: {{both: {own}}}\n")
    strokes = [*VOCABULARY.strokes.values(), both.strokes["both"]]
    pdf("All", decks_of_strokes(strokes, "en"), ALBUM, PHRASES, language="en")
    cards = documents[0]["cards"]
    larger = 'viewBox="0 -60 560 300"'
    assert [card["name"] for card in cards if card["bleeds"] != (larger in card["picture"])] == []
    assert not next(card["bleeds"] for card in cards if card["name"] == "Both")


@pytest.mark.real
@poppler
def test_a_card_left_over_gets_company() -> None:
    decks = decks_of_strokes(VOCABULARY.strokes.values(), "en")
    cards = [card for deck in decks for card in deck.cards]
    for many in (9, 13):  # one more than two pages of four, or of six
        content = pdf("Some", [Deck(title="Some", cards=tuple(cards[:many]))], ALBUM, PHRASES, language="en")
        counts = [len(TIMES.findall(page)) for page in sheets(content)]
        assert sum(counts) == many
        assert min(counts) >= 2


@pytest.mark.real
@poppler
def test_long_words_get_room_and_none_are_lost() -> None:
    for words, most in ((10, 6), (40, 4), (150, 2)):
        content = pdf("Long", [wordy(words)], ALBUM, PHRASES, language="en")
        counts = [len(TIMES.findall(sheet)) for sheet in sheets(content)]
        assert sum(counts) == 6
        assert max(counts) == most
        boxes = seen(content, "pdftotext", "-bbox", "-f", "1", "-l", "1", "-", "-").decode()
        ends = [float(y) for y in re.findall(rf'yMax="([\d.]+)">word{words - 1}<', boxes)]
        assert len(ends) == most
        assert max(ends) < 842 - 14 / 25.4 * 72


def test_more_words_than_a_page_holds_are_told() -> None:
    with pytest.raises(AudioguideError, match=r"as a PDF: a card has more words than a page holds$"):
        pdf("Long", [wordy(400)], ALBUM, PHRASES, language="en")


def test_a_routine_of_words_alone_has_a_page_without_cards() -> None:
    assert pdf("Words", [], ALBUM, PHRASES, language="en").startswith(b"%PDF-")


def test_without_the_extra_one_line_tells_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "typst", None)
    run = call("card", "express", "--pdf")
    assert run.code == FAILED
    assert run.err == "a PDF of the cards needs typst; install it with: audioguide add pdf\n"
    assert not list(tmp_path.rglob("*.*"))
    assert call("card", "express").code == DONE


def words(title: str) -> bytes:
    return pdf(title, decks_of(repertoire.routine("express"), "en"), ALBUM, PHRASES, language="en")


def test_letters_that_no_font_has_are_told() -> None:
    with pytest.raises(
        AudioguideError,
        match=r"cannot be set as a PDF: the text .* could not be displayed .*; print the page instead, which takes the",
    ):
        words("\N{EGYPTIAN HIEROGLYPH A001}")


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig says which fonts are installed")
def test_fonts_that_are_installed_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typst = pytest.importorskip("typst")
    config = tmp_path / "fonts.conf"
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    config.write_text("<fontconfig/>", "utf-8")
    title = "Größe Ñandú Łódź Ελλάς Привет"
    bare = words(title)
    # Boxes for ASCII and one Han character, in the name of the font on the cards.
    boxes = Path(__file__).parents[1] / "data" / "fonts" / "boxes.ttf"
    config.write_text(f"<fontconfig><dir>{boxes.parent}</dir></fontconfig>", "utf-8")
    assert str(boxes) in [font.path for font in typst.Fonts().fonts()]
    assert words(title) == bare
    with pytest.raises(AudioguideError, match=r"the text .* could not be displayed"):
        words("\N{CJK UNIFIED IDEOGRAPH-65E5}")


def test_it_lies_beside_the_page_or_where_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = call("card", "express", "--pdf")
    assert (run.code, run.err) == (DONE, "")
    assert [line.partition("  ")[0] for line in run.out.splitlines()] == [
        "output/express-cards.html",
        "output/express-cards.pdf",
    ]
    assert Path("output/express-cards.pdf").read_bytes().startswith(b"%PDF-")
    assert call("card", "express", "--paper", "letter", "-o", "here.pdf").code == DONE
    assert b"/MediaBox[0 0 612 792]" in Path("here.pdf").read_bytes()
    assert not Path("here.html").exists()
