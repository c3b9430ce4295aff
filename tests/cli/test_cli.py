"""The verbs as a user meets them."""

from __future__ import annotations

import json
import os
import re
import shlex
from pathlib import Path
from typing import NoReturn

import pytest
import soundfile
from fakes.program import FEATHER, call
from jsonschema import Draft202012Validator

from audioguide import repertoire
from audioguide.cli import DONE, FAILED
from audioguide.cli.show import _head
from audioguide.rendering.manifest import PLAN_SCHEMA, SESSION_SCHEMA


@pytest.fixture(autouse=True)
def place(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one routine in it, and a cache that the tests of this file share."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(cache))
    (tmp_path / "feather.yaml").write_text(FEATHER, "utf-8")
    return tmp_path


RENDER = ("render", "feather.yaml", "--length", "1m")


def test_render_makes_a_session_and_says_where_how_long_and_whose_voice() -> None:
    run = call(*RENDER)
    assert run.code == DONE
    assert run.err == "play it: audioguide play feather-1m\non a phone: audioguide serve --lan\n"
    assert run.out == "output/feather-1m.mp3  1m, spoken by hibari\n".replace("/", os.sep)
    assert soundfile.info("output/feather-1m.mp3").frames == 60 * 44_100
    Draft202012Validator(SESSION_SCHEMA).validate(json.loads(Path("output/feather-1m.json").read_text("utf-8")))


def test_the_same_session_is_not_made_again_unless_fresh() -> None:
    call(*RENDER)
    path = Path("output/feather-1m.mp3")
    made, content = path.stat().st_mtime_ns, path.read_bytes()
    assert call(*RENDER).code == DONE
    assert path.stat().st_mtime_ns == made
    assert call(*RENDER, "--fresh").code == DONE
    assert path.stat().st_mtime_ns != made
    assert path.read_bytes() == content


def test_what_comes_next_is_told_for_a_place_of_ones_own_too() -> None:
    path = Path("our music/mia.mp3")
    path.parent.mkdir()
    assert call(*RENDER, "-o", str(path)).err.splitlines() == [
        f"play it: audioguide play {shlex.quote(str(path))}",
        "on a phone: audioguide serve --lan 'our music'",
    ]


def test_another_session_takes_another_name() -> None:
    call(*RENDER)
    assert call(*RENDER, "--bed", "none").out.startswith(f"output{os.sep}feather-1m-2.mp3")


def test_nothing_of_the_users_is_written_over() -> None:
    Path("family.mp3").write_bytes(b"somebody's")
    run = call(*RENDER, "-o", "family.mp3")
    assert run.code == FAILED
    assert run.err == "'family.mp3' exists and is something else; take another name, or --force to write over it\n"
    assert Path("family.mp3").read_bytes() == b"somebody's"
    assert call(*RENDER, "-o", "family.mp3", "--force").code == DONE
    assert soundfile.info("family.mp3").frames == 60 * 44_100


def test_json_is_all_there_is_on_stdout() -> None:
    Draft202012Validator(SESSION_SCHEMA).validate(json.loads(call(*RENDER, "--json").out))
    plan = json.loads(call("plan", "feather.yaml", "--length", "1m", "--json").out)
    Draft202012Validator(PLAN_SCHEMA).validate(plan)
    assert plan["length_samples"] == 60 * 44_100


def test_plan_reads_like_a_running_order() -> None:
    run = call("plan", "feather.yaml", "--length", "1m")
    assert run.code == DONE
    assert "BACK" in run.out
    assert re.search(r"0:\d\d    feather: \d x 5 s", run.out)
    assert "1:00  end" in run.out
    assert not Path("output").exists()


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (
            ("everyday",),
            (
                "for babies from 6 weeks, counted from the due date; "
                "for a younger one name no routine: audioguide render --age 3w\n"
            ),
        ),
        (
            ("through-clothes",),
            "some of it is for babies from 6 weeks, counted from the due date; with --age 3w it is left out\n",
        ),
        (("everyday", "--age", "4m"), ""),
        (("first-days",), ""),
    ],
)
def test_where_no_age_is_known_a_line_says_for_whom_it_is(arguments: tuple[str, ...], note: str) -> None:
    assert call("plan", *arguments, "--voice", "system").err == note


def test_show_tells_how_long_it_can_be() -> None:
    run = call("show", "feather.yaml")
    assert "  PART  STROKES\n  Back  Feather\n" in run.out
    shortest, longest = re.findall(r"lasts from (\S+) to (\S+),", run.out)[0]
    assert call("plan", "feather.yaml", "--length", shortest).code == DONE
    assert call("plan", "feather.yaml", "--length", longest).code == DONE


def test_show_tells_an_age_as_everywhere() -> None:
    assert "  from 1 year, counted from the due date" in _head(repertoire.routine("toddler"), "en")


def test_an_impossible_length_names_what_is_possible() -> None:
    run = call("render", "feather.yaml", "--length", "20m")
    assert run.code == FAILED
    assert re.fullmatch(
        r"cannot make 'feather' last 20m: with this voice and guidance it lasts at most \d+m\d\ds\n", run.err
    )


def test_mistakes_in_a_file_come_with_their_lines() -> None:
    Path("bad.yaml").write_text(FEATHER.replace("steps:", "stepps:").replace("seconds: 5", "seconds: five"), "utf-8")
    run = call("check", "feather.yaml", "bad.yaml")
    assert run.code == FAILED
    assert run.out == "feather.yaml: fine\n"
    assert [line.split(" ", 1)[0] for line in run.err.splitlines()] == ["bad.yaml:5:", "bad.yaml:14:"]
    assert call("render", "bad.yaml").err == run.err


def test_check_prints_the_schema() -> None:
    Draft202012Validator.check_schema(json.loads(call("check", "--schema").out))


@pytest.mark.parametrize("what", ["routines", "strokes", "voices", "beds", "languages", "sessions"])
def test_lists_are_for_people_and_for_programs(what: str) -> None:
    if what == "sessions":
        call(*RENDER)
    rows = json.loads(call("list", what, "--json").out)
    assert rows
    lines = call("list", what).out.splitlines()
    heads = [key.replace("_", " ").upper() for key in rows[0]]
    if len(heads) > 1:
        assert re.split(" {2,}", lines.pop(0)) == heads
    assert [line.split("  ")[0] for line in lines] == [str(next(iter(row.values()))) for row in rows]
    if what == "routines":
        assert heads == ["NAME", "TITLE", "MINUTES", "GOOD MINUTES", "FROM WEEKS", "AIMS"]
        assert re.search(r"^everyday +Everyday massage +8-50 +9-36 +6 +bonding calm$", "\n".join(lines), re.MULTILINE)


def test_a_length_that_may_be_hours_tells_how_it_is_read() -> None:
    assert call("plan", "feather.yaml", "--length", "1:00").err == (
        "1:00 is read as 1m, minutes and seconds; or write 1h30m\n"
    )


def test_a_language_is_listed_with_the_routines_that_have_words_in_it() -> None:
    listed = dict(line.split(maxsplit=1) for line in call("list", "languages").out.splitlines())
    assert re.split(r"\s{2,}", listed["en"]) == ["built-in ones and your own", "0"]
    assert re.split(r"\s{2,}", listed["de"]) == ["built-in ones and your own", "100"]
    assert listed["nl"] == "your own only"
    for code, routines in listed.items():
        drawn = call("card", "everyday", "--language", code).code == DONE
        assert drawn is routines.startswith("built-in ones and your own"), code


def test_say_keeps_a_sentence() -> None:
    run = call("say", "Rest your hands.", "-o", "rest.wav")
    assert run.code == DONE
    assert run.out.startswith("rest.wav  ")
    assert 0.5 < soundfile.info("rest.wav").duration < 3
    assert call("say", "Rest your hands.", "-o", "rest.wav").code == FAILED
    assert call("say", "Hello.", "-o", "nowhere/a.wav").err == "there is no folder 'nowhere' for 'a.wav'\n"
    assert call("say", "Rest your hands.", "-o", "rest.wav", "--force").code == DONE


def test_say_knows_the_language_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("AUDIOGUIDE_LANGUAGE", "auto")
    run = call("say", "Guten Abend.", "-o", "abend.wav", "--voice", "hibari")
    assert (run.code, run.err) == (
        FAILED,
        "the voice 'hibari' speaks English only, not 'de'; choose --voice auto\n",
    )


def test_say_tells_a_player_that_fails_from_a_file_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: Path) -> NoReturn:
        raise PermissionError(13, "Permission denied", "mpv")

    monkeypatch.setattr("audioguide.cli.say.play_file", gone)
    assert call("say", "Rest your hands.").err == "'mpv': Permission denied\n"


def test_every_option_is_an_environment_variable_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_BED", "brass")
    assert "there is no bed 'brass'" in call(*RENDER).err
