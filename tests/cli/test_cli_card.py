"""`audioguide card`: the strokes as pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.program import call

from audioguide.cli import DONE, FAILED, USAGE

pytestmark = pytest.mark.usefixtures("empty_folder")


def test_it_writes_a_page_beside_the_sessions() -> None:
    run = call("card", "everyday")
    assert (run.code, run.err) == (DONE, "")
    assert run.out.startswith("output/everyday-cards.html  ")
    assert "<article" in Path("output/everyday-cards.html").read_text("utf-8")


def test_a_file_or_a_folder_may_be_named() -> None:
    Path("here").mkdir()
    assert call("card", "express", "-o", "here").code == DONE
    assert call("card", "--strokes", "-o", "book.html").code == DONE
    assert Path("here/express-cards.html").is_file()
    assert Path("book.html").is_file()


def test_pictures_come_by_themselves_too() -> None:
    run = call("card", "--strokes", "--svg", "pictures")
    assert run.code == DONE
    names = {path.name for path in Path("pictures").iterdir()}
    assert {"leg_indian_milk-right.svg", "leg_indian_milk-left.svg", "tummy_i_love_u.svg"} <= names


def test_with_one_hand_the_cards_are_those_of_one_hand() -> None:
    run = call("card", "everyday", "--one-hand")
    assert run.code == DONE
    assert "left out 'Rolling': it takes two hands" in run.err
    page = Path("output/everyday-one-hand-cards.html").read_text("utf-8")
    assert "Hip to ankle, one hand" in page
    assert 'id="leg_roll"' not in page
    assert call("card", "--strokes", "--one-hand").out.startswith("output/strokes-one-hand-cards.html  ")
    told = "nothing is left of 'still-touch' with these choices"
    assert told in call("card", "still-touch", "--one-hand").err
    assert call("card", "--signs", "--one-hand").code == USAGE


def test_the_skin_of_baby_and_parent_may_be_chosen() -> None:
    assert call("card", "express", "--skin", "deep").code == DONE
    deep = Path("output/express-cards.html").read_text("utf-8")
    assert "#87573a" in deep
    assert "#f6cba8" not in deep
    assert "'dark' is not one of light, tan, fair, brown, golden, deep" in call("card", "express", "--skin", "dark").err
    assert call("card", "--signs", "--skin", "deep").code == USAGE


def test_somebody_elses_file_is_left_alone_unless_forced() -> None:
    Path("mine.html").write_text("mine", "utf-8")
    run = call("card", "everyday", "-o", "mine.html")
    assert run.code == FAILED
    assert "'mine.html' exists" in run.err
    assert Path("mine.html").read_text("utf-8") == "mine"
    assert call("card", "everyday", "-o", "mine.html", "--force").code == DONE
    assert call("card", "everyday", "-o", "mine.html").code == DONE


def test_a_file_of_ones_own_has_cards_too() -> None:
    Path("own.yaml").write_text(
        "version: 1\ntitle: Own\nsections:\n- title: Back\n  steps: [{stroke: feather}]\n"
        "strokes:\n  feather: {name: Feather <1>, part: back, sides: midline, path: 'comb(back.nape,back.bottom)',"
        " seconds: 5, times: 3-8, cue: Feather down.}\n",
        "utf-8",
    )
    assert call("card", "own.yaml").out.startswith("output/own-cards.html  1 cards")
    assert "Feather &lt;1&gt;" in Path("output/own-cards.html").read_text("utf-8")


def test_either_a_routine_or_all_strokes() -> None:
    assert call("card").code == USAGE
    assert call("card", "everyday", "--strokes").code == USAGE


def test_a_language_without_words_is_told() -> None:
    run = call("card", "--strokes", "--language", "xx")
    assert (run.code, run.err) == (FAILED, "no stroke of the repertoire has words in 'xx'\n")


def test_a_place_that_cannot_be_written_is_told() -> None:
    Path("file").write_text("", "utf-8")
    assert "cannot be written" in call("card", "everyday", "-o", "file/cards.html").err
