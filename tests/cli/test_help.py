"""What the program says of itself: `help`, and `--help` of every verb."""

from __future__ import annotations

import re
import subprocess
import sys

from click.testing import CliRunner
from fakes.program import call

from audioguide.cli import DONE, VERBS, cli


def test_help_shows_what_to_type_as_it_is_typed() -> None:
    shown = call("--help").out
    assert shown.splitlines()[-4:] == [
        "To begin:",
        "  audioguide render everyday --length 10m",
        "  audioguide play everyday-10m",
        "  audioguide help render",
    ]
    assert "\\b" not in shown
    assert shown.startswith("Usage: audioguide [OPTIONS] VERB ...\n")
    assert call("help").out == shown
    assert call("help", "render").out == call("render", "--help").out


def test_the_help_of_render_has_groups_and_names_each_variable() -> None:
    session, family, file = re.split(r"\nThe (?:family|file):\n", call("render", "--help").out)
    assert "\nThe session:\n" in session
    for shown, names in ((session, "LENGTH BED"), (family, "BABY AGE"), (file, "OUTPUT STEMS FORCE JSON")):
        for name in names.split():
            assert f"env var: AUDIOGUIDE_{name}" in re.sub(r"\s+", " ", shown)


def test_help_names_every_verb_and_loads_nothing_heavy() -> None:
    code = "import sys; from audioguide.cli import cli; cli(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    shown, loaded = done.stdout.rsplit("\n", 2)[0], set(done.stdout.splitlines()[-1].split())
    assert all(re.search(rf"^  {verb} ", shown, re.MULTILINE) for verb in VERBS)
    assert not loaded & {
        "numpy",
        "yaml",
        "soundfile",
        "onnxruntime",
        "hibari",
        "pyttsx3",
        "mutagen",
        "lameenc",
        "pydub",
    }


def test_a_verb_explains_itself() -> None:
    for verb in VERBS:
        result = CliRunner().invoke(cli, [verb, "--help"])
        assert result.exit_code == DONE
        assert len(result.output.splitlines()) > 5
