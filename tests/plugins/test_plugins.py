"""Plug-ins of other packages: a broken one is a sentence that names its package, and none takes the place of ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fakes.program import call

from audioguide import plugins
from audioguide.cli import FAILED
from audioguide.encoders.wav import Wav
from audioguide.errors import PluginError
from audioguide.plugins.requirements import uninstall_command

POINTS = """\
[audioguide.encoders]
wav = loud_module:Wav
loud = loud_module:Loud
deaf = os:no_such_encoder
"""


@pytest.fixture(autouse=True)
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a package whose module ends the program where it is imported."""
    described = tmp_path / "loud-1.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: loud\nVersion: 1\n", "utf-8")
    (described / "entry_points.txt").write_text(POINTS, "utf-8")
    (tmp_path / "loud_module.py").write_text("raise SystemExit('no \\x1b[2J licence')\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))


def test_whatever_it_raises_is_a_sentence_that_names_the_package() -> None:
    with pytest.raises(PluginError) as caught:
        plugins.find("encoders", "loud")
    assert str(caught.value) == (
        "the encoder 'loud' of the package 'loud' is broken (SystemExit: no \x1b[2J licence); "
        f"fix it, or remove it: {uninstall_command('loud')}"
    )
    with pytest.raises(PluginError, match=r"'deaf' of the package 'loud' is broken \(AttributeError: "):
        plugins.find("encoders", "deaf")


def test_it_takes_the_place_of_none_of_ours() -> None:
    assert plugins.find("encoders", "wav") is Wav
    assert [point.name for point in plugins.replaced("encoders")] == ["wav"]
    assert plugins.replaced("voices") == ()


def test_the_doctor_tells_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.cli.doctor._voices", lambda: iter(()))
    run = call("doctor")
    assert run.code == FAILED
    assert re.search(
        r"!! +format loud +the encoder 'loud' of the package 'loud' is broken \(SystemExit: no .x1b", run.out
    )
    assert re.search(
        r"!! +encoder wav +the package 'loud' brings one of this name, which is not used: "
        + re.escape(uninstall_command("loud")),
        run.out,
    )
