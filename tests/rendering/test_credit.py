"""A voice whose licence asks for a credit has one in each session."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import soundfile
from fakes.program import call
from fakes.sessions import TIMELINE
from fakes.voices import ToneVoice
from mutagen.id3 import ID3

from audioguide.cache import Cache
from audioguide.cli import DONE
from audioguide.cli.say import OUTPUT_SUFFIXES
from audioguide.model.script import Cue
from audioguide.plugins import credit_of
from audioguide.rendering import stages
from audioguide.rendering.identity import identity_of
from audioguide.rendering.render import render
from audioguide.rendering.request import prepare
from audioguide.rendering.shelf import Shelf
from audioguide.speech.narrator import narrate
from audioguide.voices.choose import FallbackVoice
from audioguide.voices.isolated import IsolatedVoice

if TYPE_CHECKING:
    import pytest

ROUTINE = "version: 1\ntitle: Comb\nsections: [{title: Back, steps: [{stroke: back_comb}]}]\n"
CREDIT = "Voice: Zoë Łuk, CC BY 4.0"


class CreditedVoice(ToneVoice):
    """Asks to be named, on two lines."""

    identity = "credited 1"
    credit = "Voice: Zoë Łuk,\n  CC BY 4.0"


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


def test_another_credit_makes_another_session(tmp_path: Path) -> None:
    (tmp_path / "comb.yaml").write_text(ROUTINE, "utf-8")
    request = prepare(tmp_path / "comb.yaml", voice="system")

    def identity(credit: str) -> str:
        voice = CreditedVoice()
        voice.credit = credit
        return identity_of(replace(request, voice=voice))

    assert identity(CREDIT) == identity(CreditedVoice.credit) != identity("Voice: Zoë Łuk, CC BY-SA 4.0")
    nameless = ToneVoice()
    nameless.identity = CreditedVoice.identity
    assert identity("") == identity_of(replace(request, voice=nameless))  # as it was before credits were kept


def test_a_cue_names_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.cli.say.choose", lambda *_: CreditedVoice())
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    for suffix in OUTPUT_SUFFIXES:
        file = tmp_path / f"hold{suffix}"
        assert call("say", "Hold.", "-o", str(file)).code == DONE
        with soundfile.SoundFile(file) as sound:
            assert sound.comment == CREDIT


def test_so_does_whoever_encodes_by_stages(tmp_path: Path) -> None:
    quiet = replace(TIMELINE, events=())
    clips = narrate([Cue(text="Hold.", role="cue")], CreditedVoice(), Cache(tmp_path / "cache"), language="en")
    mixed = stages.mix(quiet, {}, bed="none", tones="off")
    file = stages.encode(quiet, mixed, tmp_path / "quiet.mp3", comment=clips.credit)
    assert ID3(file)["COMM::eng"].text == [CREDIT]


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
