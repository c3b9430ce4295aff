"""A voice whose licence asks for a credit has one in each session."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from fakes.voices import ToneVoice
from mutagen.id3 import ID3

from audioguide.cache import Cache
from audioguide.plugins import credit_of
from audioguide.rendering.render import render
from audioguide.rendering.request import prepare
from audioguide.rendering.shelf import Shelf
from audioguide.voices.choose import FallbackVoice
from audioguide.voices.isolated import IsolatedVoice

ROUTINE = "version: 1\ntitle: Comb\nsections: [{title: Back, steps: [{stroke: back_comb}]}]\n"
CREDIT = "Voice: Ada, CC BY 4.0"


class CreditedVoice(ToneVoice):
    """Asks to be named, on two lines."""

    identity = "credited 1"
    credit = "Voice: Ada,\n  CC BY 4.0"


class Recordings:
    """Has none."""

    def clip_for(self, text: str) -> None:
        """Return nothing, whatever the text."""


def test_its_manifest_and_its_comment_name_the_voice(tmp_path: Path) -> None:
    (tmp_path / "comb.yaml").write_text(ROUTINE, "utf-8")
    request = replace(prepare(tmp_path / "comb.yaml", voice="system"), voice=CreditedVoice())
    session = render(request, Cache(tmp_path / "cache"), Shelf(tmp_path / "output"))
    assert session.credit == json.loads(session.manifest.read_text("utf-8"))["credit"] == CREDIT
    assert ID3(session.path)["COMM::eng"].text[0].endswith(CREDIT)


def test_it_is_one_plain_line_of_at_most_500_characters() -> None:
    voice = CreditedVoice()
    assert credit_of(voice) == CREDIT
    voice.credit = "\x1b" * 1000
    assert credit_of(voice).isprintable()
    assert len(credit_of(voice)) == 500
    assert credit_of(ToneVoice()) == ""


def test_a_voice_within_another_is_named_too() -> None:
    assert credit_of(IsolatedVoice(CreditedVoice(), "credited", "en", None)) == CREDIT
    assert credit_of(FallbackVoice(Recordings(), "recorded 1", CreditedVoice())) == CREDIT
