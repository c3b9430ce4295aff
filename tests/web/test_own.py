"""A family's own routine files and recorded voices on the page: by ids, never by a path."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audioguide.errors import ChoiceError
from audioguide.web.family.household import Household
from audioguide.web.making.own import OwnFiles
from audioguide.web.making.proposals import propose
from audioguide.web.making.wishes import Wish, read_wish

if TYPE_CHECKING:
    from fakes.home import Home

ROUTINE = """\
version: 1
title: {en: Grandma's way, de: Omas Art}
language: en
ritual: infant-massage
sections:
  - title: {en: Tummy, de: Bauch}
    steps:
      - stroke: tummy_sun_moon
"""
LINES = "number,file,seconds,text\n1,001 hold,4,Hold the leg.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "grandma.yaml").write_text(ROUTINE, "utf-8")
    (tmp_path / "mum").mkdir()
    (tmp_path / "mum" / "lines.csv").write_text(LINES, "utf-8")
    (tmp_path / "mum" / "001 hold.wav").write_bytes(b"")
    return tmp_path


def wish(folder: Path, **document: object) -> Wish:
    return read_wish(document, Household(), OwnFiles(folder), date(2026, 11, 28))


def test_routines_are_offered_by_the_names_of_their_files(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "wrong.yaml").write_text("title: x\nsections: []\n", "utf-8")
    (folder / "compose.yml").write_text("services: {}\n", "utf-8")
    (folder / "empty").mkdir()
    own = OwnFiles(folder)
    for _ in range(2):
        assert {name: one.title for name, one in own.routines().items()} == {"grandma.yaml": "Grandma's way"}
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith(f"not on the page: {folder / 'wrong.yaml'}:1: ")
    assert OwnFiles(None).routines() == {}


def test_what_may_not_be_read_is_told_once_and_the_rest_is_offered(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "secret.yaml").write_text(ROUTINE, "utf-8")
    (folder / "dad").mkdir()
    (folder / "dad" / "lines.csv").write_text(LINES, "utf-8")
    read, look = Path.read_text, Path.iterdir

    def read_what_is_allowed(path: Path, *arguments: str, **named: str) -> str:
        if path.name == "secret.yaml":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return read(path, *arguments, **named)

    def look_where_it_is_allowed(path: Path) -> Iterator[Path]:
        if path.name == "dad":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return look(path)

    monkeypatch.setattr(Path, "read_text", read_what_is_allowed)
    monkeypatch.setattr(Path, "iterdir", look_where_it_is_allowed)
    own = OwnFiles(folder)
    for _ in range(2):
        assert [*own.routines()] == ["grandma.yaml"]
        assert [*own.voices()] == ["own:mum"]
    assert caplog.messages == [f"not on the page: {folder / 'secret.yaml'}:1: cannot be read: Permission denied"]


def test_a_routine_is_made_from_its_file(folder: Path) -> None:
    found = wish(folder, routine="grandma.yaml", minutes=5)
    assert (found.routine, found.source) == ("grandma.yaml", str(folder / "grandma.yaml"))
    proposal = propose(found)
    assert (proposal["routine"], proposal["title"]) == ("grandma.yaml", "Grandma's way")
    assert [one["title"] for one in proposal["parts"]] == ["Tummy"]
    assert str(folder) not in str(proposal)


ARMS = """\
version: 1
title: Arms
ritual: infant-massage
language: en
sections:
  - title: Forearm
    sides: right
    steps: [{stroke: arm_roll, times: 20}]
  - title: Arm
    sides: right
    optional: yes
    steps: [{stroke: arm_roll, times: 20}]
"""


def test_a_part_that_is_left_out_is_not_listed_as_one_whose_name_ends_like_it(folder: Path) -> None:
    (folder / "arms.yaml").write_text(ARMS, "utf-8")
    found = propose(wish(folder, routine="arms.yaml", minutes=5))
    assert [one["title"] for one in found["parts"]] == ["Forearm"]
    assert [one["title"] for one in found["without"]] == ["Arm"]


def test_a_routine_that_has_changed_is_planned_anew(folder: Path) -> None:
    assert propose(wish(folder, routine="grandma.yaml"))["title"] == "Grandma's way"
    (folder / "grandma.yaml").write_text(ROUTINE.replace("Grandma's", "Grandpa's"), "utf-8")
    os.utime(folder / "grandma.yaml", ns=(1, 1))
    assert propose(wish(folder, routine="grandma.yaml"))["title"] == "Grandpa's way"


def test_a_routine_keeps_its_language_where_it_has_no_words_in_another(folder: Path) -> None:
    assert wish(folder, routine="grandma.yaml", language="de").choices == {"language": "de"}
    assert wish(folder, routine="grandma.yaml", language="fr").choices == {}


def test_recordings_are_a_voice_and_the_nicest_says_the_rest(folder: Path) -> None:
    (folder / "dad").mkdir()
    (folder / "dad" / "lines.csv").write_text(LINES, "utf-8")  # nothing is recorded yet
    assert OwnFiles(folder).voices() == {"own:mum": f"recorded:{folder / 'mum'}+auto"}
    assert wish(folder, voice="own:mum").choices == {"voice": f"recorded:{folder / 'mum'}+auto"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("routine", "wrong.yaml"),
        ("routine", "../grandma.yaml"),
        ("routine", "./grandma.yaml"),
        ("voice", "own:dad"),
        ("voice", "own:../mum"),
        ("voice", "recorded:mum"),
    ],
)
def test_nothing_else_is_taken(folder: Path, name: str, value: str) -> None:
    with pytest.raises(ChoiceError):
        wish(folder, **{name: value})


def test_the_page_is_sent_no_path(new_home: Home) -> None:
    (new_home.own / "grandma.yaml").write_text(ROUTINE, "utf-8")
    offers = new_home.ask.get("tonight.json")
    assert offers.json()["routines"][0] == {"id": "grandma.yaml", "title": "Grandma's way"}
    proposal = new_home.post("plan", routine="grandma.yaml")
    new_home.workshop.let()
    made = new_home.events(new_home.post("jobs", routine="grandma.yaml").json()["id"])[-1]
    assert made["phase"] == "done"
    assert new_home.workshop.made[0].routine.id == "grandma"
    shelf = new_home.ask.get("shelf.json")
    assert shelf.json()[0]["picture"] == "covers/grandma.png"
    for answer in (offers, proposal, shelf, new_home.ask.get(f"{made['session']}/cards.html")):
        assert str(new_home.own) not in answer.text
