"""Every way out of the program that is no success: what it says, and its code."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fakes.program import FEATHER, Outcome, call

from audioguide.cli import BUG, FAILED, INTERRUPTED, USAGE, cli


@pytest.fixture(autouse=True)
def feather(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with one routine in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feather.yaml").write_text(FEATHER, "utf-8")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("rendr",), "there is no verb 'rendr'; did you mean: audioguide render"),
        (("Everyday",), "there is no verb 'Everyday'; did you mean: audioguide render Everyday"),
        (("install", "pdf"), "there is no verb 'install'; did you mean: audioguide add"),
        (("routines",), "there is no verb 'routines'; did you mean: audioguide list routines"),
        (("phone",), "there is no verb 'phone'; did you mean: audioguide serve --lan"),
        (("version",), "there is no verb 'version'; did you mean: audioguide --version"),
        (("help", "rendr"), "there is no verb 'rendr'; did you mean: audioguide render"),
        (("foo",), "there is no verb 'foo'; all verbs: audioguide --help"),
        (("play", "--length", "1:3x"), "--length: '1:3x' is not a length; write for example 10m, 10m30s, 90s or 1:30"),
        (("render", "--length", "900"), "--length: '900' has no unit; write 900s for seconds or 900m for minutes"),
        (("render", "--length", "0s"), "--length: '0s' is not possible; it is longer than 0s and at most 3h00m"),
        (("render", "--guidance", "loud"), "--guidance: 'loud' is not one of learn, practised, names, tones"),
        (("check",), "name at least one file, or ask for --schema"),
        (("say", " ", "-o", "x.wav"), "TEXT: there is nothing to say"),
        (("say", "Hello.", "-o", "x.doc"), "-o: 'x.doc' ends with none of .wav, .flac, .ogg, .mp3"),
    ],
)
def test_usage_mistakes(arguments: tuple[str, ...], complaint: str) -> None:
    run = call(*arguments)
    assert (run.code, run.out) == (USAGE, "")
    told, *where = run.err.splitlines()
    assert told == complaint
    assert where in ([], [f"see: audioguide {arguments[0]} --help"])


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("render", "everday"), "there is no routine 'everday'; did you mean 'everyday'?"),
        (("render", "nowhere.yaml"), "there is no file 'nowhere.yaml'; did you mean 'feather.yaml'?"),
        (("render", "feather.yaml", "--voice", "robot"), "unknown voice 'robot'; there are hibari, "),
        (("render", "feather.yaml", "--bed", "brass"), "there is no bed 'brass', and no such file; there are bowl, "),
        (("render", "feather.yaml", "--format", "8track"), "unknown encoder '8track'; there are flac, "),
        (
            ("render", "everyday", "--language", "xx"),
            "the built-in routine 'everyday' has no words in 'xx', only in de, en, es, fr, it, pt; ",
        ),
        (
            ("render", "everyday", "--voice", "hibari", "--language", "de"),
            "the voice 'hibari' speaks English only, not 'de'; choose --voice auto",
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(arguments: tuple[str, ...], complaint: str) -> None:
    run = call(*arguments)
    assert (run.code, run.out) == (FAILED, "")
    (told,) = run.err.splitlines()
    assert told.startswith(complaint)
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
