"""What is loaded, and when: nobody waits for what is not needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fakes.program import call

import audioguide
from audioguide.cli import DONE

SPEAKING = {"hibari", "onnxruntime", "pyttsx3", "audioguide.voices.worker", "num2words"}
ENCODING = {"lameenc", "mutagen", "soundfile", "pydub", "av"}
COUNTING = {"numpy", "soxr"}
READING = {"yaml"}

ROUTINE = """\
version: 1
title: Short
sections:
  - title: Back
    steps:
      - stroke: back_comb
        times: 3
        cue: Down the back.
"""

TELL = """\
import sys
from audioguide.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(cache))
    (tmp_path / "short.yaml").write_text(ROUTINE, "utf-8")


def loaded(*arguments: str) -> set[str]:
    run = subprocess.run([sys.executable, "-c", TELL, *arguments], capture_output=True, encoding="utf-8", check=True)
    return set(run.stderr.split())


def test_little_is_loaded_before_a_signal_is_heard() -> None:
    """What comes before is Python's own start, in which it answers Ctrl-C with a traceback."""
    tell = "import sys; sys.path.insert(0, sys.argv[1]); import audioguide.__main__; print(*sys.modules)"
    root = Path(audioguide.__file__).parents[1]
    run = subprocess.run([sys.executable, "-S", "-c", tell, root], capture_output=True, encoding="utf-8", check=True)
    assert [name for name in run.stdout.split() if name.startswith("audioguide")] == [
        "audioguide",
        "audioguide.__main__",
    ]
    assert {"click", "collections.abc", "re", "typing"} & set(run.stdout.split()) == set()


def test_help_loads_nothing_heavy() -> None:
    assert loaded("--help") & (SPEAKING | ENCODING | COUNTING | READING) == set()


@pytest.mark.parametrize("voice", ["hibari", "system"])
def test_a_plan_of_what_was_spoken_before_loads_nothing_that_makes_sound(voice: str) -> None:
    plan = ("plan", "short.yaml", "--voice", voice)
    assert call(*plan).code == DONE
    assert loaded(*plan) & (SPEAKING | ENCODING | COUNTING) == set()


def test_a_session_that_is_there_loads_nothing_that_makes_sound() -> None:
    made = ("render", "short.yaml", "--voice", "system", "-o", "short.mp3")
    assert call(*made).code == DONE
    assert loaded(*made) & (SPEAKING | COUNTING) == set()


def test_a_list_needs_no_sound() -> None:
    assert loaded("list", "strokes") & (SPEAKING | ENCODING | COUNTING) == set()


def test_the_words_of_the_page_need_no_template() -> None:
    """Whatever serves a session to a speaker has them, too."""
    words = "import sys; from audioguide.web.assets import words; words('en'); sys.exit('jinja2' in sys.modules)"
    subprocess.run([sys.executable, "-c", words], check=True)
