"""Whether every session of a catalogue can be made: all that cannot at once, with their lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.catalogues import NAMES, SIX, write_catalogue
from fakes.program import call

from audioguide.cache import Cache
from audioguide.catalogue.check import check_catalogue, surveyed
from audioguide.catalogue.opening import grouped, open_catalogue
from audioguide.cli import DONE, FAILED
from audioguide.errors import RoutineError
from audioguide.rendering.identity import identity_of
from audioguide.rendering.request import prepare
from audioguide.units import samples


def refused(file: Path, tmp_path: Path) -> list[str]:
    with pytest.raises(RoutineError) as caught:
        check_catalogue(str(file), Cache(tmp_path / "cache"), workers=1)
    return str(caught.value).replace(f"{file.parent}/", "").splitlines()


def test_what_all_sessions_take_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_catalogue(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    told = call("catalogue", "check", "all.yaml", "--workers", "1")
    assert (told.code, told.out) == (
        DONE,
        "all.yaml: 6 sessions, 5m15s of sound, about 5 MB as mp3, about 6s of one processor\n",
    )
    assert Cache(Path("cache")).count() == 0  # nothing was spoken
    Path("all.yaml").write_text(SIX.replace("50s", "3s"), "utf-8")
    assert call("catalogue", "check", "all.yaml").code == FAILED


def test_sessions_of_one_script_are_looked_at_together(tmp_path: Path) -> None:
    rows = tuple(open_catalogue(str(write_catalogue(tmp_path))).rows())
    assert [[row.name for row in group] for group in grouped(rows)] == [
        [name for name in NAMES if "-mia-" in name],
        [name for name in NAMES if "-noah-" in name],
    ]
    lullaby = open_catalogue(str(write_catalogue(tmp_path, SIX.replace("none", "lullaby"))))
    assert len(grouped(lullaby.rows())) == 3  # it has a tempo of its own


def test_a_session_is_the_one_that_would_be_rendered(tmp_path: Path) -> None:
    catalogue = open_catalogue(str(write_catalogue(tmp_path)))
    for one in surveyed(catalogue, Cache(tmp_path / "cache"), workers=1, identities=True):
        assert one.identity == identity_of(prepare(one.row.routine, **one.row.choices)), one.row.name  # type: ignore[arg-type]
        assert one.length == samples(50) or "55s" in one.row.name


def test_all_impossible_sessions_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = SIX.replace("50s", "3s").replace("55s", "2h").replace("none]", "noon]").replace("none}", "noon}")
    short, long, unknown = refused(write_catalogue(tmp_path, text), tmp_path)
    assert short.startswith(
        "all.yaml:6: cannot make 'feather' last 3s: with this voice and guidance it lasts at least "
    )
    assert short.endswith("; an estimate: not all is spoken yet (in 2 sessions, the first is 'feather-3s-mia-ocean')")
    assert long.startswith(
        "all.yaml:7: cannot make 'feather' last 2h00m: with this voice and guidance it lasts at most "
    )
    assert unknown.startswith("all.yaml:9: there is no bed 'noon', and no such file; there are ")
    assert unknown.endswith(" (in 2 sessions, the first is 'feather-3s-mia-noon')")


def test_what_lies_beside_the_catalogue_is_found_wherever_one_is(tmp_path: Path) -> None:
    text = """\
version: 1
vary:
  routine: [mine.yaml:2, everyday]
  bed: [sea.flac, ocean]
  voice: [recorded:mum, "recorded:mum+system", system]
  afterwards: [sea.flac:5m, rain:5m]
except: [{routine: mine.yaml:2, bed: sea.flac}]
"""
    for name in ("mine.yaml", "sea.flac"):
        (tmp_path / name).touch()
    for name in ("mum", "everyday", "ocean"):  # folders, two of which are not meant
        (tmp_path / name).mkdir()
    file = tmp_path / "all.yaml"
    file.write_text(text, "utf-8")
    found = open_catalogue(str(file))
    values = {name: [str(option.value) for option in options] for name, options in found.vary.items()}
    assert values == {
        "routine": [f"{tmp_path}/mine.yaml:2", "everyday"],
        "bed": [f"{tmp_path}/sea.flac", "ocean"],
        "voice": [f"recorded:{tmp_path}/mum", f"recorded:{tmp_path}/mum+system", "system"],
        "afterwards": [f"{tmp_path}/sea.flac:5m", "rain:5m"],
    }
    assert len(list(found.rows())) == 24 - 6


def test_mistakes_of_a_routine_come_first_and_alone(tmp_path: Path) -> None:
    file = write_catalogue(tmp_path, SIX.replace("50s", "3s"))
    (tmp_path / "feather.yaml").write_text("version: 1\ntitle: Feather\n", "utf-8")
    [mistake] = refused(file, tmp_path)
    assert mistake.startswith("feather.yaml:1: a routine needs 'sections'")


def test_mistakes_of_all_routines_are_told_at_once(tmp_path: Path) -> None:
    names, two = ["feather.yaml", "one.yaml", "nothing", "two.yaml"], "sections:\n  - title: A\n    stepps: []\n"
    file = write_catalogue(tmp_path, SIX.replace("feather.yaml", f"[{', '.join(names)}]"))
    (tmp_path / "one.yaml").write_text("version: 1\ntitle: One\n", "utf-8")
    (tmp_path / "two.yaml").write_text(f"version: 1\ntitle: Two\nbeds: ocean\n{two}", "utf-8")
    told = refused(file, tmp_path)
    assert [line.split(": ")[0] for line in told] == ["one.yaml:1", "two.yaml:3", "two.yaml:6"]
    assert "did you mean 'steps'?" in told[2]


def test_of_very_many_mistakes_as_many_are_told_as_anybody_mends(tmp_path: Path) -> None:
    steps = "".join(f"      - nonsense: {number}\n" for number in range(60))
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        (tmp_path / name).write_text(f"version: 1\ntitle: A\nsections:\n  - title: A\n    steps:\n{steps}", "utf-8")
    file = write_catalogue(tmp_path, SIX.replace("feather.yaml", "[a.yaml, b.yaml, c.yaml]"))
    assert {line.split(":")[0] for line in refused(file, tmp_path)} == {"a.yaml", "b.yaml"}


def test_what_is_not_there_is_told_where_it_is_named(tmp_path: Path) -> None:
    text = "version: 1\nvary:\n  routine: [feather.yaml, nothing]\n  language: [de, en]\n  voice: nobody\n"
    words, routine, voice = refused(write_catalogue(tmp_path, text), tmp_path)
    assert words.startswith("all.yaml:3: feather.yaml:2: title has no words in 'de', only in en; ")
    assert words.endswith("; and 5 more (in 'feather-de')")
    assert voice.startswith("all.yaml:5: ")
    assert "'nobody'" in voice
    assert routine.startswith("all.yaml:3: there is no routine 'nothing'")


def test_other_files_say_what_a_catalogue_is_for(tmp_path: Path) -> None:
    file = str(write_catalogue(tmp_path))
    assert call("render", file).err.endswith(f"make them: audioguide catalogue build {file} --to DIR\n")
    assert call("check", file).out == f"{file}: fine\n"
    Path(file).write_text("version: 1\nvary: {routine: a}\nname: .\n", "utf-8")
    assert call("check", file).code == FAILED


@pytest.mark.real
def test_two_processes_see_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.catalogue.check._FEW", 1)
    catalogue = open_catalogue(str(write_catalogue(tmp_path)))
    seen = [list(surveyed(catalogue, Cache(tmp_path / "cache"), workers=workers)) for workers in (1, 2)]
    assert [one.row.name for one in seen[0]] == list(NAMES)
    assert seen[0] == seen[1]
