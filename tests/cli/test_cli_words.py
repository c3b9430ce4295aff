"""`audioguide words`: a language beside the English, to be read and corrected; and a language of one's own."""

from __future__ import annotations

import errno
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
import soundfile
from fakes.browser import DRIVER, opened
from fakes.program import call
from fakes.voices import ToneVoice

from audioguide import repertoire
from audioguide.cli import DONE, FAILED, USAGE
from audioguide.errors import RoutineError
from audioguide.reader.documents import read_phrases
from audioguide.rendering.word_sheet import word_sheet
from audioguide.repertoire.folders import words_folders
from audioguide.repertoire.translations import unread_copy


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of one's own languages; there is none yet."""
    monkeypatch.setenv("AUDIOGUIDE_WORDS", str(tmp_path / "own"))
    return tmp_path / "own"


def test_the_english_stands_beside_it_with_the_picture_of_each_stroke(tmp_path: Path) -> None:
    folder = tmp_path / "sheet"
    run = call("words", "de", "--only", "strokes-legs", "--voice", "none", "-o", str(folder))
    rows = [row for row in repertoire.translation("de") if row.file == "strokes-legs"]
    assert (run.code, run.err) == (DONE, "")
    waiting = sum(row.unread for row in rows)
    assert run.out == (
        f"{folder / 'index.html'}  {len(rows)} texts, {waiting} of them wait for an instructor; open it in a browser\n"
    )
    page = unescape((folder / "index.html").read_text("utf-8"))
    for row in rows:
        assert all(f">{text}</p>" in page for text in (*row.words,))
        assert f"<td>{row.english}<br><small>strokes-legs.{row.place}</small>" in page
    pictures = re.findall(r'<img src="(pictures/[\w]+\.svg)"', page)
    assert len(pictures) == len({row.place.split(".")[0] for row in rows})
    assert all((folder / picture).read_text("utf-8").startswith("<svg") for picture in pictures)
    assert "hear it" not in page
    again = call("words", "de", "--voice", "none", "-o", str(folder))
    assert (again.code, again.err) == (
        FAILED,
        f"'{folder}' exists; take another folder with -o, or --force to write over it\n",
    )


class CreditedVoice(ToneVoice):
    """Asks to be named."""

    credit = "Voice: Zoë Łuk, CC BY 4.0"


def test_a_link_speaks_each_text_and_names_the_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.cli.words.choose", lambda *_: CreditedVoice())
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    rows = [row for row in repertoire.translation("de") if row.place in ("hand_top.name", "hand_top.cue")]
    monkeypatch.setattr(repertoire, "translation", lambda _: rows)
    folder = tmp_path / "sheet"
    assert call("words", "de", "-o", str(folder)).code == DONE
    page = (folder / "index.html").read_text("utf-8")
    sounds = re.findall(r'<a href="(spoken/\d+\.mp3)">hear it</a>', page)
    assert len(sounds) == page.count("data-place=") >= 2
    with soundfile.SoundFile(folder / sounds[0]) as sound:
        assert sound.frames > 4_000
        assert sound.comment == "Voice: Zoë Łuk, CC BY 4.0"


def test_a_language_without_the_word_for_a_baby_cannot_be_heard_which_is_told(own: Path) -> None:
    assert call("words", "new", "ca", "--from", "es").code == DONE
    (own / "ca" / "phrases.yaml").unlink()
    run = call("words", "ca", "-o", str(own / "sheet"))
    assert (run.code, run.out) == (FAILED, "")
    assert run.err.startswith(f"there is no phrases.yaml in '{own / 'ca'}', where the word for the baby is; copy that")
    silent = ("words", "ca", "--only", "rituals", "--voice", "none", "-o", str(own / "sheet"))
    assert call(*silent).code == DONE


def test_a_text_whose_english_has_changed_is_told_and_marked(own: Path) -> None:
    assert call("words", "new", "ca", "--from", "es").code == DONE
    marks = own / "ca" / "made-from.yaml"
    marks.write_text(re.sub(r'(strokes-legs.leg_rest.cue: )"\w+"', r'\1"00000000"', marks.read_text("utf-8")), "utf-8")
    stale = [row for row in repertoire.translation("ca") if row.stale]
    assert [(row.file, row.place) for row in stale] == [("strokes-legs", "leg_rest.cue")]
    page = word_sheet("ca", stale, {}, {})
    assert page.count('<tr class="stale">') == 1
    assert "Of 1 the English has changed since" in page


def test_a_language_of_ones_own_is_said_as_it_is_spelt(own: Path) -> None:
    """French "dos" is spelt "dô" for the voices; in Catalan it is a number."""
    assert call("words", "new", "ca", "--from", "fr").code == DONE
    french = repertoire.phrases()["fr"]
    own_phrases = read_phrases((own / "ca" / "phrases.yaml").read_text("utf-8"), source="phrases.yaml")
    assert french.pronounce
    assert own_phrases == replace(french, pronounce={})


@pytest.mark.parametrize(
    "pronounce",
    [
        "pronounce:\n  dos: dô\n\n  joue: joues\n",
        "pronounce:\n  dos: dô\n# A joint.\n  joue: joues\n  # The end.\n",
        "pronounce: {dos: dô,\njoue: joues}\n",
    ],
)
def test_of_how_words_are_said_nothing_is_left_whatever_its_layout(tmp_path: Path, pronounce: str) -> None:
    file, before = tmp_path / "phrases.yaml", "# Few words.\n\nversion: 1\n"
    pronounce = f"# How a word is said.\n# So that each voice reads it right.\n{pronounce}"

    def copied() -> str:
        return unread_copy(words_folders()["en"], tmp_path)["phrases.yaml"]

    for after in ("", "\n# On the cards.\nhands:\n  resting: mains\n"):
        file.write_text(before + pronounce + after, "utf-8")
        assert copied() == before + after
    file.write_text((before + pronounce).rstrip("\n"), "utf-8")
    assert copied() == before


@pytest.mark.parametrize("start", ["es", "en"])
def test_a_language_of_ones_own_begins_as_another_and_waits_for_a_reader(own: Path, start: str) -> None:
    run = call("words", "new", "ca", "--from", start)
    assert run.code == DONE
    assert run.out.startswith(
        f"{own / 'ca'}  now change the words there; then: audioguide render everyday --language ca\n"
    )
    rows = repertoire.translation("ca")
    assert all(row.unread for row in rows)
    assert not any(row.stale for row in rows)
    assert list(own.iterdir()) == [own / "ca"]
    assert f"'{own / 'ca'}' exists" in call("words", "new", "ca").err


@pytest.mark.real
def test_every_verb_knows_a_language_of_ones_own(tmp_path: Path) -> None:
    assert call("words", "new", "ca", "--from", "es").code == DONE
    command = [sys.executable, "-m", "audioguide", "plan", "express", "--language", "ca", "--voice", "system"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "PEDIR PERMISO" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "answer"),
    [
        (("xx",), FAILED, "there are no words in 'xx' beside the English; there are de, es, "),
        (("en",), FAILED, "there are no words in 'en' beside the English"),
        (("de", "--only", "legs"), FAILED, "there is no file of words 'legs'; there are courses, rituals, "),
        (("de", "fr"), USAGE, "'fr' is one word too many; for a language of your own: audioguide words new fr"),
        (("new",), USAGE, "new needs the code of a language: audioguide words new ca"),
        (
            ("new", "Catalan"),
            USAGE,
            "CODE: 'Catalan' is not a language code; write two or three lower-case letters: ca",
        ),
        (("new", "ca", "--from", "nl"), FAILED, "there are no whole words in 'nl'; there are de, en, es, fr, it, pt"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(words: tuple[str, ...], code: int, answer: str) -> None:
    run = call("words", *words)
    assert run.code == code
    assert run.err.startswith(answer)


def test_a_file_is_no_folder_for_them(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    run = call("words", "de", "--force", "-o", str(tmp_path / "notes.txt"))
    assert (run.code, run.out) == (USAGE, "")
    assert "notes.txt' is a file" in run.err
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["strokes-legs.yaml", "made-from.yaml"])
def test_words_that_are_not_in_utf_8_are_said_to_be(own: Path, name: str) -> None:
    assert call("words", "new", "ca", "--from", "es").code == DONE
    (own / "ca" / name).write_bytes("# Català\nversion: 1\n".encode("latin-1"))
    run = call("words", "ca", "--voice", "none", "-o", str(own / "sheet"))
    assert (run.code, run.out) == (FAILED, "")
    assert run.err.endswith(f"ca/{name}:1: is not a text file in UTF-8; save it as UTF-8\n")
    if name != "made-from.yaml":
        with pytest.raises(RoutineError, match=rf"{name}:1: is not a text file in UTF-8"):
            repertoire.languages.__wrapped__()


CORRECTION = "strokes-legs.leg_rest.cue\n- Halte das Bein, ganz ruhig.\n+ Halte das Bein und werde ruhig.\n"


def test_corrections_become_words_of_ones_own(own: Path, tmp_path: Path) -> None:
    kept = tmp_path / "corrections-de.txt"
    kept.write_text(CORRECTION, "utf-8")
    built_in = {file.name for file in words_folders()["de"].iterdir()}
    run = call("words", "de", "--corrections", str(kept))
    assert (run.code, run.out) == (
        DONE,
        f"{own / 'de'}  corrected: strokes-legs.yaml; it takes the place of the built-in words\n",
    )
    assert list(own.iterdir()) == [own / "de"]
    assert {file.name for file in (own / "de").iterdir()} == built_in
    rows = {f"{row.file}.{row.place}": row.words for row in repertoire.translation("de")}
    assert rows["strokes-legs.leg_rest.cue"] == ("Halte das Bein und werde ruhig.",)

    again = call("words", "de", "--corrections", str(kept))
    assert (again.code, again.out) == (DONE, "nothing to correct: it all stands there already\n")
    kept.write_text("strokes-legs.leg_rest.again\n- Halte das Bein.\n+ Noch einmal.\n", "utf-8")
    more = call("words", "de", "--corrections", str(kept))
    assert (more.code, more.out) == (DONE, f"{own / 'de'}  corrected: strokes-legs.yaml\n")


def test_a_folder_of_words_may_be_on_another_disk(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, folder, replace = tmp_path / "corrections-de.txt", own / "de", Path.replace
    kept.write_text(CORRECTION, "utf-8")
    assert call("words", "de", "--corrections", str(kept)).code == DONE

    def within_a_disk(path: Path, target: Path) -> Path:
        if path.is_relative_to(folder) != target.is_relative_to(folder):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", within_a_disk)
    kept.write_text("strokes-legs.leg_rest.again\n- Halte das Bein.\n+ Noch einmal.\n", "utf-8")
    run = call("words", "de", "--corrections", str(kept))
    assert (run.code, run.out) == (DONE, f"{folder}  corrected: strokes-legs.yaml\n")
    assert all(file.suffix == ".yaml" for file in folder.iterdir())


def test_corrections_that_cannot_be_made_change_nothing(own: Path, tmp_path: Path) -> None:
    kept = tmp_path / "corrections-de.txt"
    kept.write_text(CORRECTION.replace("ganz", "sehr"), "utf-8")
    run = call("words", "de", "--corrections", str(kept))
    assert (run.code, run.err.startswith(f"{kept}:1: 'strokes-legs.leg_rest.cue' has changed since")) == (FAILED, True)
    kept.write_bytes(b"\xff\xfe")
    assert (
        call("words", "de", "--corrections", str(kept)).err == f"'{kept}' cannot be read: it is not a text in UTF-8\n"
    )
    assert not own.exists()


@pytest.mark.parametrize(
    ("place", "was"),
    [
        ("strokes-legs.leg_rest.name", "Hände am Bein"),
        ("rituals.shared.getting_ready", "Vorbereitung"),
        ("routines.everyday.title", "Massage für jeden Tag"),
        ("courses.five-evenings.legs_feet", "Beine und Füße"),
        ("sheets.sheets.cues.title", "Was dein Baby sagt"),
    ],
)
def test_corrections_with_which_nothing_could_be_read_change_nothing(
    place: str, was: str, own: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "corrections-de.txt"
    kept.write_text(f"{place}\n- {was}\n+ {'x' * 5000}\n", "utf-8")
    run = call("words", "de", "--corrections", str(kept))
    file = f"de/{place.partition('.')[0]}.yaml"
    assert (run.code, run.out) == (FAILED, "")
    assert re.fullmatch(rf"{re.escape(file)}:\d+: .* has 5000 characters; \d+ are possible\n", run.err)
    assert not own.exists()


@pytest.mark.real
@pytest.mark.skipif(DRIVER is None, reason="no chromedriver")
def test_what_is_corrected_in_a_browser_becomes_words(own: Path, tmp_path: Path) -> None:
    assert call("words", "de", "--only", "strokes-legs", "--voice", "none", "-o", str(tmp_path / "sheet")).code == DONE
    with opened() as browser:
        browser.open((tmp_path / "sheet" / "index.html").as_uri())
        kept = browser.run(
            "const make = URL.createObjectURL;"
            "URL.createObjectURL = file => { file.text().then(text => { window.kept = text; }); return make(file); };"
            "const text = document.querySelector('[data-place=\"strokes-legs.leg_rest.cue\"]');"
            "text.textContent = 'Halte das Bein\\n und werde  ruhig.'; document.getElementById('keep').click();"
            "return true"
        ) and browser.until("return window.kept")
    assert kept == CORRECTION
    (tmp_path / "kept.txt").write_text(kept, "utf-8")
    assert call("words", "de", "--corrections", str(tmp_path / "kept.txt")).code == DONE
    assert (own / "de").is_dir()
