"""Every verb and every way out of it, as a user meets them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import threading
from pathlib import Path
from typing import NoReturn

import pytest
import soundfile
from click.testing import CliRunner
from fakes.program import FEATHER, Outcome, call
from jsonschema import Draft202012Validator

from audioguide.cli import BUG, DONE, FAILED, INTERRUPTED, USAGE, VERBS, cli
from audioguide.rendering.manifest import PLAN_SCHEMA, SESSION_SCHEMA


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


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


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("rendr",), "there is no verb 'rendr'; did you mean: audioguide render\n"),
        (("Everyday",), "did you mean: audioguide render Everyday\n"),
        (("install", "pdf"), "did you mean: audioguide add\n"),
        (("routines",), "did you mean: audioguide list routines\n"),
        (("phone",), "did you mean: audioguide serve --lan\n"),
        (("version",), "did you mean: audioguide --version\n"),
        (("help", "rendr"), "did you mean: audioguide render\n"),
        (("foo",), "there is no verb 'foo'; all verbs: audioguide --help\n"),
        (("play", "--length", "1:3x"), "'1:3x' is not a length"),
        (("render", "--length", "900"), "'900' has no unit; write 900s for seconds or 900m for minutes"),
        (("render", "--length", "0s"), "it is longer than 0s and at most 3h00m"),
        (("render", "--guidance", "loud"), "--guidance: 'loud' is not one of learn, practised, names, tones\n"),
        (("check",), "name at least one file"),
        (("say", " ", "-o", "x.wav"), "there is nothing to say"),
        (("say", "Hello.", "-o", "x.doc"), "-o: 'x.doc' ends with none of .wav, .flac, .ogg, .mp3"),
    ],
)
def test_usage_mistakes(arguments: tuple[str, ...], complaint: str) -> None:
    run = call(*arguments)
    assert (run.code, run.out) == (USAGE, "")
    assert complaint in run.err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("render", "everday"), "there is no routine 'everday'; did you mean 'everyday'?"),
        (("render", "nowhere.yaml"), "there is no file 'nowhere.yaml'"),
        (("render", "feather.yaml", "--voice", "robot"), "unknown voice 'robot'"),
        (("render", "feather.yaml", "--bed", "brass"), "there is no bed 'brass'"),
        (("render", "feather.yaml", "--format", "8track"), "unknown encoder '8track'"),
        (("render", "feather.yaml", "--language", "xx"), "xx"),
        (("render", "feather.yaml", "--voice", "hibari", "--language", "de"), "de"),
    ],
)
def test_what_cannot_be_done_is_one_line(arguments: tuple[str, ...], complaint: str) -> None:
    run = call(*arguments)
    assert (run.code, run.out) == (FAILED, "")
    assert complaint in run.err
    assert "Traceback" not in run.err
    assert not list(Path("output").glob("*.mp3"))


def test_a_bug_says_so_and_keeps_the_traceback_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "main", lambda *_, **__: 1 / 0)
    run = call()
    assert run.code == BUG
    assert "audioguide has a bug (ZeroDivisionError: division by zero); this is not your mistake." in run.err
    report = Path(run.err.split()[-1])
    assert "Traceback" in report.read_text("utf-8")
    report.unlink()


def test_ctrl_c_says_that_nothing_was_left_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", interrupt)
    assert call() == Outcome(code=INTERRUPTED, out="", err="stopped; nothing was left half done\n")


def test_what_goes_wrong_while_it_is_ended_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            threading.Thread().join()  # as a pool does that had just made one

    monkeypatch.setattr(cli, "main", interrupted)
    assert call() == Outcome(code=INTERRUPTED, out="", err="stopped; nothing was left half done\n")


def test_whoever_reads_our_output_may_leave() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "audioguide", "list", "strokes"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


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


def test_every_option_is_an_environment_variable_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_BED", "brass")
    assert "there is no bed 'brass'" in call(*RENDER).err


def test_a_verb_explains_itself() -> None:
    for verb in VERBS:
        result = CliRunner().invoke(cli, [verb, "--help"])
        assert result.exit_code == DONE
        assert len(result.output.splitlines()) > 5
