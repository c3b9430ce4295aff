"""The family's own voice: whole cues as they were recorded, and who says the rest."""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
import soundfile
from fakes.speech import in_a_room, quiet, syllables

from audioguide.cache import Cache
from audioguide.errors import VoiceError
from audioguide.model.audio import Clip
from audioguide.model.script import Cue
from audioguide.plugins import RecordedSource, Voice
from audioguide.sound.loudness import loudness, true_peak
from audioguide.speech.narrator import narrate
from audioguide.speech.recordings import LIST, add_lines, keep
from audioguide.state.shell import command_line
from audioguide.units import SAMPLE_RATE, gain
from audioguide.voices.choose import choose
from audioguide.voices.recorded import Recorded

LONG = "Hip to ankle, one hand after the other."
TEXTS = ("Right leg.", LONG, "Hold.")


@pytest.fixture
def mum(tmp_path: Path) -> Path:
    """A folder in which two of three lines are recorded."""
    folder = tmp_path / "mum"
    lines = add_lines(folder, TEXTS, "en")
    keep(folder, lines[0], in_a_room(quiet(1), syllables(1.0), quiet(1)))
    keep(folder, lines[1], in_a_room(quiet(0.5), syllables(1.2), quiet(1.0), syllables(1.5), quiet(2)))
    return folder


def spoken(voice: Voice, text: str, cache: Path) -> Clip:
    return narrate([Cue(text=text, role="cue")], voice, Cache(cache), language="en")[text]


def test_a_recording_is_a_whole_cue_with_the_pauses_of_its_reader(mum: Path, tmp_path: Path) -> None:
    clip = spoken(choose(f"recorded:{mum}", "en"), LONG, tmp_path)
    assert clip.length / SAMPLE_RATE == pytest.approx(3.7, abs=0.15)


def test_a_recording_is_as_level_and_trimmed_as_any_clip(mum: Path, tmp_path: Path) -> None:
    sound = spoken(choose(f"recorded:{mum}", "en"), TEXTS[0], tmp_path).sound
    assert loudness(sound) == pytest.approx(-18.0, abs=0.5)
    assert true_peak(sound) <= -4.0
    heard = np.flatnonzero(np.abs(sound) > gain(-40.0) * np.abs(sound).max())
    assert heard[0] <= 0.030 * SAMPLE_RATE
    assert len(sound) - heard[-1] <= 0.030 * SAMPLE_RATE


def test_what_was_not_recorded_is_an_error_that_names_the_line_and_the_ways_out(mum: Path, tmp_path: Path) -> None:
    ours = mum.rename(tmp_path / "our mum")
    helped = command_line(["--voice", f"recorded:{ours}+auto"])
    told = (
        f"cannot say 'Hold.': there is no recording of it in '{ours}'; {helped}"
        " lets another voice say what is missing, and this tells what that is: "
        f"audioguide record ROUTINE --to {command_line([str(ours)])}"
    )
    with pytest.raises(VoiceError) as caught:
        spoken(choose(f"recorded:{ours}", "en"), "Hold.", tmp_path)
    assert str(caught.value) == told


def test_another_voice_says_the_rest_if_it_is_asked_to(mum: Path, tmp_path: Path) -> None:
    voice = choose(f"recorded:{mum}+hibari", "en")
    alone = spoken(choose("hibari", "en"), "Hold.", tmp_path / "1")
    assert np.array_equal(spoken(voice, "Hold.", tmp_path / "2").sound, alone.sound)
    own = spoken(choose(f"recorded:{mum}", "en"), LONG, tmp_path / "3")
    assert np.array_equal(spoken(voice, LONG, tmp_path / "4").sound, own.sound)


def test_only_a_recorded_voice_can_be_helped() -> None:
    with pytest.raises(VoiceError, match=r"'hibari' says everything itself; .* recorded:FOLDER\+system"):
        choose("hibari+system", "en")


def test_another_recording_is_another_voice(mum: Path) -> None:
    def identity() -> str:
        return choose(f"recorded:{mum}", "en").identity

    first = identity()
    assert first.startswith("recorded mum ")
    assert identity() == first
    [line, *_] = add_lines(mum, ("Right leg.",), "en")
    keep(mum, line, in_a_room(quiet(1), syllables(1.1), quiet(1)))
    assert identity() != first
    assert str(mum.parent) not in identity()
    assert choose(f"recorded:{mum}+hibari", "en").identity.startswith(f"{identity()} + hibari ")


def test_every_recorded_voice_can_recite(mum: Path) -> None:
    assert isinstance(choose(f"recorded:{mum}", "en"), RecordedSource)
    assert isinstance(choose(f"recorded:{mum}+hibari", "en"), RecordedSource)
    assert not isinstance(choose("hibari", "en"), RecordedSource)


def test_without_a_folder_it_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="needs its folder: --voice recorded:FOLDER"):
        Recorded("en")
    with pytest.raises(VoiceError, match="has no list of lines; make it with: audioguide record"):
        Recorded("en", str(tmp_path / "nobody"))


def test_a_folder_that_may_not_be_read_is_named(mum: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(VoiceError, match=re.escape(f"'{mum}' cannot be read: Permission denied")):
        choose(f"recorded:{mum}", "en")


def test_a_silent_or_broken_recording_is_named(mum: Path, tmp_path: Path) -> None:
    soundfile.write(mum / "3.wav", np.zeros(48_000), 48_000)
    with pytest.raises(VoiceError, match=r"cannot say 'Hold.': nothing is to be heard in '3.wav'"):
        spoken(choose(f"recorded:{mum}", "en"), "Hold.", tmp_path)
    (mum / "3.wav").unlink()
    (mum / "3.flac").write_bytes(b"fLaC")
    with pytest.raises(VoiceError, match=r"cannot say 'Hold.': .*'3.flac'"):
        spoken(choose(f"recorded:{mum}", "en"), "Hold.", tmp_path)


def test_a_list_made_on_another_system_may_write_its_accents_in_two_parts(tmp_path: Path) -> None:
    add_lines(tmp_path, ("Caf\N{LATIN SMALL LETTER E WITH ACUTE}.",), "fr")
    path = tmp_path / LIST
    path.write_text(
        path.read_text("utf-8").replace("\N{LATIN SMALL LETTER E WITH ACUTE}.", "e\N{COMBINING ACUTE ACCENT}."), "utf-8"
    )
    soundfile.write(tmp_path / "1.wav", syllables(1.0), 48_000)
    assert Recorded("fr", str(tmp_path)).clip_for("Caf\N{LATIN SMALL LETTER E WITH ACUTE}.") is not None
