"""Where the files lie that a session is made from changes nothing of it; what is in them does."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.program import call

from audioguide.cli import DONE
from audioguide.model.stroke import Text
from audioguide.rendering.identity import identity_of
from audioguide.rendering.request import Request, prepare
from audioguide.repertoire import beds

ROUTINE = """\
version: 1
title: Quiet hour
ritual: infant-massage
aims: [sleep]
bed: sea.yaml
sections: [{title: Back, steps: [{stroke: back_comb}]}]
"""
BED = "{version: 1, title: Sea, layers: [{noise: {from: 180, to: 600, falls: 4}}]}\n"


def identity(folder: Path, bed: str = BED) -> str:
    """Return that of a session whose routine and beds lie in a folder."""
    folder.mkdir()
    (folder / "quiet.yaml").write_text(ROUTINE, "utf-8")
    for name in ("sea.yaml", "night.yaml"):
        (folder / name).write_text(bed, "utf-8")
    return identity_of(prepare(folder / "quiet.yaml", voice="system", afterwards=f"{folder / 'night.yaml'}:5m"))


def test_it_is_the_same_in_another_folder(tmp_path: Path) -> None:
    assert identity(tmp_path / "here") == identity(tmp_path / "there")
    assert identity(tmp_path / "elsewhere", BED.replace("600", "700")) != identity(tmp_path / "anywhere")


def test_a_bed_of_a_package_counts_with_the_version_of_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []
    for version in ("1.0", "1.1"):
        described = tmp_path / version / f"tape-{version}.dist-info"
        described.mkdir(parents=True)
        (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: tape\nVersion: {version}\n", "utf-8")
        (described / "entry_points.txt").write_text("[audioguide.beds]\nsurf = tape:Surf\nocean = tape:Sea\n", "utf-8")
        with monkeypatch.context() as installed:
            installed.syspath_prepend(str(tmp_path / version))
            counted.append([beds.identity_of(name) for name in ("surf", "ocean", "none", "pulse")])
    assert counted == [[f"surf tape {version}", "ocean", "none", "pulse"] for version in ("1.0", "1.1")]


def test_the_bed_that_a_routine_wishes_does_not_matter_where_another_is_heard(tmp_path: Path) -> None:
    asked = []
    for bed in ("ocean", "rain"):
        file = tmp_path / "quiet.yaml"
        file.write_text(ROUTINE.replace("sea.yaml", bed), "utf-8")
        asked.append(identity_of(prepare(file, voice="system", bed="none")))
    assert asked[0] == asked[1]


def with_title(request: Request, **words: str) -> Request:
    title = Text(by_language=(*request.routine.title.by_language, *words.items()))
    return replace(request, routine=replace(request.routine, title=title))


def test_a_language_of_ones_own_is_heard_in_its_own_sessions_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = prepare("express", voice="system")  # with our words, which are read once for all tests
    monkeypatch.setenv("AUDIOGUIDE_WORDS", str(tmp_path))
    for code in ("ca", "de"):  # one of their own, and one of ours with other words
        (tmp_path / code).mkdir()
    catalan = replace(request, script=replace(request.script, language="ca"))
    assert identity_of(with_title(request, ca="Bona nit")) == identity_of(request)
    assert identity_of(with_title(request, de="Gute Nacht")) != identity_of(request)
    assert identity_of(with_title(catalan, ca="Bona nit")) != identity_of(catalan)
    (tmp_path / "ca").rmdir()  # then it is somebody's routine that has such words
    assert identity_of(with_title(request, ca="Bona nit")) != identity_of(request)


@pytest.mark.real
def test_sessions_are_found_again_after_a_language_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_WORDS", str(tmp_path))
    code = (
        "from audioguide.rendering.identity import identity_of; from audioguide.rendering.request import prepare; "
        "print(*(identity_of(prepare('everyday', voice='system', language=one)) for one in ('en', 'de')))"
    )

    def identities() -> str:
        command = [sys.executable, "-c", code]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    before = identities()
    assert call("words", "new", "ca", "--from", "es").code == DONE
    assert identities() == before
