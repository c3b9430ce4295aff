"""What the page is made of: its files, words and icons, and the reminder."""

from __future__ import annotations

import json
import re
import struct
from importlib.resources import files
from typing import TYPE_CHECKING

from audioguide.web.assets import words
from audioguide.web.pack import PAGE_WORDS

if TYPE_CHECKING:
    from fakes.home import Home

PAGE = files("audioguide.web").joinpath("page")
PACK = files("audioguide.web").joinpath("pack.html")
CHOICES = ("oil", "direction", "first_side", "one_hand", "preparation", "tones", "rhymes", "loudness")


def test_the_page_has_its_words_and_nothing_inline(at_home: Home) -> None:
    answer = at_home.ask.get("")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<style|\sstyle=|\son\w+=|https?://", answer.text)
    scripts = re.findall(r"<script([^>]*)>", answer.text)
    assert scripts == [' type="application/json" id="words"', ' type="module" src="page/tonight.js"']
    assert "Good evening" in answer.text
    assert 'name="name" autocomplete="off" maxlength="40"' in answer.text


def test_everything_that_the_page_loads_is_there(at_home: Home) -> None:
    page = at_home.ask.get("").text
    names = set(re.findall(r'(?:href|src)="(page/[^"]+)"', page))
    for file in PAGE.iterdir():
        if file.name.endswith(".js"):
            names |= {f"page/{name}" for name in re.findall(r'from "\./([^"]+)"', file.read_text("utf-8"))}
    names |= {"page/nunito-regular.woff2", "page/nunito-bold.woff2", "page/silence.wav", "covers/everyday.png"}
    for name in names:
        answer = at_home.ask.get(name)
        assert (answer.status_code, len(answer.content) > 100) == (200, True), name
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert at_home.ask.get("page/tonight.js").headers["content-type"].startswith("text/javascript")
    for name in ("index.html", "words", "words/en.json", "../app.py", "..%2fapp.py", "making_routes.py", ""):
        assert at_home.ask.get(f"page/{name}").status_code == 404, name


def test_every_word_of_the_page_is_there_and_none_is_idle() -> None:
    """A word is used as it stands, or its key is built: what it begins with, and a choice that the program offers."""
    written = [file for file in PAGE.iterdir() if file.is_file() and not file.name.endswith(".png")]
    text = "\n".join(file.read_text("utf-8") for file in written)
    known = words("en")
    asked = set(re.findall(r'\bsay\("([a-z_]+)"', text)) | set(re.findall(r"\{\{ words\.(\w+)", text))
    assert asked <= set(known)
    built = {*re.findall(r"`([a-z]+)_\$\{", text), *CHOICES, "weeks", "months", "years", "evenings", "wrong"}
    idle = {key for key in known if key not in asked and not any(key.startswith(f"{one}_") for one in built)}
    handed = {
        *CHOICES,
        "weeks",
        "months",
        "years",
        "transcript",
        "cards",
        "download",
        "hand_on",
        "reminder_summary",
        "podcast",
        "podcast_about",
        "spoken_by",
        *PAGE_WORDS,
    }  # by the program
    assert {key for key in idle if f'"{key}"' not in text} <= handed


def test_a_headset_jumps_as_far_on_the_page_of_a_pack() -> None:
    seconds = [re.findall(r"SEEK_SECONDS = (\d+);", file.read_text("utf-8")) for file in (PACK, PAGE / "playing.js")]
    assert seconds == [["15"], ["15"]]


def test_a_reminder_comes_every_day(at_home: Home) -> None:
    answer = at_home.ask.get("reminder.ics?at=18:45")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = answer.content.decode().split("\r\n")
    assert max(map(len, lines)) <= 60
    whole = answer.text.replace("\r\n ", "").split("\r\n")
    assert {"RRULE:FREQ=DAILY", "SUMMARY:Time for a massage", f"URL:{at_home.address}"} <= set(whole)
    assert any(re.fullmatch(r"DTSTART:\d{8}T184500", line) for line in whole)
    german = at_home.ask.get("reminder.ics?at=18:45", headers={"accept-language": "de-AT,de;q=0.9"}).text
    assert "SUMMARY:Zeit für" in german
    for wrong in ("", "?at=", "?at=25:00", "?at=x%0d%0aX:1"):
        assert at_home.ask.get(f"reminder.ics{wrong}").status_code == 400


def test_the_manifest_leads_home(at_home: Home) -> None:
    document = json.loads(at_home.ask.get("page/tonight.webmanifest").text)
    assert (document["start_url"], document["display"]) == ("../", "standalone")
    icons = {(one["sizes"], one["purpose"]): at_home.ask.get(f"page/{one['src']}") for one in document["icons"]}
    assert set(icons) == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    icons["180x180", "any"] = at_home.ask.get("page/icon-apple.png")
    for (size, _), answer in icons.items():
        assert answer.headers["content-type"] == "image/png"
        width, height = struct.unpack(">II", answer.content[16:24])  # of the PNG's first chunk
        assert f"{width}x{height}" == size
