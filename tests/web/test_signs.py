"""The page that says when not to massage, and a baby's signs."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from audioguide import repertoire
from audioguide.web.signs import signs_page

if TYPE_CHECKING:
    from fakes.home import Home


def test_when_not_to_massage_and_the_signs_are_one_tap_away_in_the_language_of_the_page(at_home: Home) -> None:
    link = '<a id="signs" class="soft" href="signs.html" target="_blank">When not to massage'
    assert link in at_home.ask.get("").text
    english = at_home.ask.get("signs.html")
    assert english.headers["content-security-policy"].startswith("default-src 'none';")
    assert "<h1>When not to massage" in english.text
    for said in ("vaccination in the last three days", "Arching the back", "limp, or trouble with breathing", "38 °C"):
        assert said in english.text
    assert "____" not in english.text
    assert "Fieber" in at_home.ask.get("signs.html", headers={"accept-language": "de"}).text


def test_where_words_of_ones_own_lack_it_the_page_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    english = repertoire.sheets("en")
    monkeypatch.setattr(
        repertoire, "sheets", lambda language: english if language == "en" else {"cues": english["cues"]}
    )
    assert signs_page("ca") == signs_page("en")


def test_a_language_without_sheets_has_the_page_in_english() -> None:
    assert signs_page("tlh") == signs_page("en")


def test_emergencies_come_first_and_what_is_left_out_and_what_is_asked_are_kept_apart(at_home: Home) -> None:
    text = unescape(at_home.ask.get("signs.html").text)
    blocks = dict(re.findall(r"<h2>(.*?)</h2>\n<ul>(.*?)</ul>", text))
    assert [*blocks] == [
        "Call for help at once",
        "Get medical help at once",
        "No massage: rest and hold your baby",
        "Leave out, and ask",
        "Ask your midwife, health visitor or doctor first",
        "Go on",
        "Rest your hands, watch and wait",
        "Stop, and hold your baby",
        "When to ask a doctor",
    ]
    emergency, doctor_now, no_massage, leave_out, *_, doctor = blocks.values()
    assert ("Asleep" in no_massage, "navel" in no_massage, "navel" in leave_out) == (True, False, True)
    assert ("limp" in emergency, "38 °C" in emergency) == (True, False)
    assert ("limp" in doctor_now, "38 °C" in doctor_now) == (False, True)
    assert "at the end of your strength" in doctor


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "pt"])
def test_the_page_has_no_two_blocks_of_one_title_in_any_language(language: str) -> None:
    titles = re.findall(r"<h2>(.*?)</h2>", signs_page(language).decode())
    assert len({*titles}) == len(titles) == 9
