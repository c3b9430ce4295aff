"""The words of the page: one file a language, all of them alike."""

from __future__ import annotations

import json
import re
from itertools import chain
from pathlib import Path

import pytest

from audioguide import repertoire
from audioguide.repertoire import beds
from audioguide.web import assets

FOLDER = Path(assets.__file__).parent / "page" / "words"
ENGLISH: dict[str, str] = json.loads((FOLDER / "en.json").read_text("utf-8"))
each_language = pytest.mark.parametrize("language", [one for one in repertoire.languages() if one != "en"])


@each_language
def test_a_language_has_the_same_words_in_the_same_order(language: str) -> None:
    words = assets.words(language)
    assert list(words) == list(ENGLISH)
    for key, text in words.items():
        assert text.strip(), key
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", ENGLISH[key])), key
    assert sum(text == ENGLISH[key] for key, text in words.items()) < 22


def test_every_bed_and_language_of_ours_has_a_word() -> None:
    ours = (f"bed_{one}" for one in beds.names()), (f"language_{one}" for one in repertoire.languages())
    assert {*chain(*ours)} <= set(ENGLISH)


@each_language
def test_the_page_is_in_the_language_that_the_browser_asks_for(language: str) -> None:
    assert f'<html lang="{language}">'.encode() in assets.page(language)
    assert assets.language_for(f"{language}-XX,{language};q=0.9,en;q=0.8") == language


@pytest.mark.parametrize("accepted", ["", "fi,sv;q=0.8", "en-GB,de;q=0.5", "../en"])
def test_else_it_is_english(accepted: str) -> None:
    assert assets.language_for(accepted) == "en"
