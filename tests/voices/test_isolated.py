"""Engines in processes of their own: whatever they do there costs one clear error, and the next phrase is spoken."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes.engines import NAME, install
from fakes.program import FEATHER, call
from fakes.waiting import PATIENCE, until

from audioguide.errors import VoiceError
from audioguide.plugins import find
from audioguide.voices.choose import choose
from audioguide.voices.isolated import IsolatedVoice
from audioguide.voices.workers import Workers

ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and /proc")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(tmp_path, monkeypatch)
    return tmp_path


def troubled(folder: Path, patience: float = PATIENCE) -> IsolatedVoice:
    voice = find("voices", NAME)("en", str(folder))
    return IsolatedVoice(voice, NAME, "en", str(folder), patience=patience)


def lives(process: int) -> bool:
    """Whether a process is there, and not only waits for somebody to take note of its end."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def hanging(folder: Path) -> int:
    """Wait until the engine hangs, and return its process."""
    until(lambda: (folder / "hangs").exists() and (folder / "hangs").read_text())
    return int((folder / "hangs").read_text())


def test_it_speaks_as_the_engine_does_in_another_process(folder: Path) -> None:
    voice = choose(f"{NAME}:{folder}", "en")
    sound, process = voice.speak("Hold.", 280.0)
    assert np.array_equal(sound, np.sin(np.arange(24_000) / 10).astype(np.float32))
    assert process != os.getpid()
    assert voice.speak("Hold.", 140.0)[1] == process
    assert (voice.identity, voice.languages) == (f"{NAME} 1 {folder}", ("en",))


def test_phonemes_are_written_as_the_engine_reads_them(folder: Path) -> None:
    assert troubled(folder).phonetic("Mia", "mia") == "Mia=mia"
    plain = IsolatedVoice(find("voices", "system")("en", None), "system", "en", None)
    assert plain.phonetic("Mia", "mia") == "Mia"


def test_what_is_wrong_at_once_is_told_at_once() -> None:
    with pytest.raises(VoiceError, match="speaks en, not 'de'"):
        choose(NAME, "de")


@pytest.mark.skipif(os.cpu_count() == 1, reason="one processor")
def test_several_threads_speak_in_several_processes(folder: Path) -> None:
    voice = troubled(folder)
    with ThreadPoolExecutor(2) as pool:
        processes = {process for _, process in pool.map(lambda text: voice.speak(text, 140.0), ["meet", "meet"])}
    assert len(processes) == 2


@ON_POSIX
def test_an_engine_that_crashes_costs_one_error(folder: Path) -> None:
    voice = troubled(folder)
    _, before = voice.speak("Hold.", 140.0)
    with pytest.raises(VoiceError, match=r"^the voice 'troubled' stopped in the middle of a phrase \(status -9\)$"):
        voice.speak("crash", 140.0)
    sound, after = voice.speak("Hold.", 140.0)
    assert len(sound) == 48_000
    assert after != before


@ON_POSIX
@pytest.mark.parametrize("trouble", ["hang", "freeze"])
def test_an_engine_that_hangs_costs_one_error(folder: Path, trouble: str) -> None:
    for patience in (1, 5, 15, PATIENCE):  # a computer with much else to do may start no engine in a second
        with pytest.raises(VoiceError, match=rf"^the voice 'troubled' said nothing for {patience:g} seconds$"):
            troubled(folder, patience=patience).speak(trouble, 140.0)
        if (folder / "hangs").exists():
            break
    assert not lives(hanging(folder))


@ON_POSIX
def test_an_engine_that_goes_silent_for_ever_costs_one_error(folder: Path) -> None:
    with pytest.raises(VoiceError, match="stopped in the middle of a phrase"):
        troubled(folder).speak("silence", 140.0)


def test_what_an_engine_prints_is_not_heard(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sound, process = troubled(folder).speak("babble", 140.0)
    assert (len(sound), process > 1) == (48_000, True)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fail", "the voice 'troubled' failed: the engine's own words: ü"),
        ("refuse", "there is nothing to say"),
    ],
)
def test_an_error_keeps_its_words(folder: Path, text: str, message: str) -> None:
    with pytest.raises(VoiceError) as caught:
        troubled(folder).speak(text, 140.0)
    assert str(caught.value) == message


def test_what_cannot_start_is_one_clear_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(folder / "no python"))
    with pytest.raises(VoiceError, match=r"^the voice 'troubled' cannot be started: .*no python"):
        troubled(folder).speak("Hold.", 140.0)


def test_without_a_place_for_temporary_files_it_is_one_clear_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "nowhere"))
    with pytest.raises(VoiceError, match=r"^the voice 'troubled' cannot be started: .*nowhere"):
        troubled(folder).speak("Hold.", 140.0)


@ON_POSIX
def test_a_crash_leaves_no_temporary_files(folder: Path) -> None:
    with pytest.raises(VoiceError):
        troubled(folder).speak("litter crash", 140.0)
    left = Path((folder / "litter").read_text())
    assert not left.exists()
    assert not left.parent.exists()


@ON_POSIX
def test_released_it_lets_go_and_speaks_again_when_asked(folder: Path) -> None:
    voice = troubled(folder)
    _, idle = voice.speak("Hold.", 140.0)
    voice.release()
    assert not lives(idle)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(voice.speak, "hang", 140.0)
        process = hanging(folder)
        voice.release()
        with pytest.raises(CancelledError):
            waiting.result(PATIENCE)
    assert not lives(process)
    assert len(voice.speak("Hold.", 140.0)[0]) == 48_000


def test_released_while_it_starts_it_says_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice = troubled(folder)

    def start(*what: Any, **more: Any) -> Workers:
        voice.release()
        return Workers(*what, **more)

    monkeypatch.setattr("audioguide.voices.workers.Workers", start)
    with pytest.raises(CancelledError):
        voice.speak("Hold.", 140.0)


@ON_POSIX
def test_released_nobody_waits_for_a_place(folder: Path) -> None:
    voice = troubled(folder)
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(voice.speak, "hang", 140.0) for _ in range(6)]
        places = voice._started()._places  # noqa: SLF001 - nobody else knows who waits
        until(lambda: len(places._cond._waiters) == 6 - min(4, os.cpu_count() or 1))  # type: ignore[attr-defined]  # noqa: SLF001
        voice.release()
        for each in waiting:
            with pytest.raises(CancelledError):
                each.result(PATIENCE)


@ON_POSIX
def test_the_process_ends_with_its_voice(folder: Path) -> None:
    voice = troubled(folder)
    _, process = voice.speak("Hold.", 140.0)
    del voice
    until(lambda: not lives(process))


PROGRAM = """
import time
from audioguide.voices.choose import choose
voice = choose({voice!r}, "en")
print(voice.speak("Hold.", 140.0)[1], flush=True)
time.sleep(3600)
"""


@ON_POSIX
def test_the_process_ends_with_a_program_that_is_killed(folder: Path) -> None:
    command = [sys.executable, "-c", PROGRAM.format(voice=f"{NAME}:{folder}")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        process = int(program.stdout.readline())
        assert lives(process)
        program.kill()
    until(lambda: not lives(process))


@ON_POSIX
@pytest.mark.parametrize("trouble", ["hang", "freeze"])
def test_a_process_that_nobody_waits_for_ends_by_itself(folder: Path, trouble: str) -> None:
    # Five seconds later than the other side would have lost its patience.
    command = [sys.executable, "-m", "audioguide.voices.worker", NAME, "en", str(folder), "-4.5", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.write(f'{{"text": "{trouble}", "rate": 140}}\n'.encode())
        process.stdin.flush()
        assert process.wait(PATIENCE) == 1


@pytest.fixture
def own_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(folder / "cache"))


@ON_POSIX
@pytest.mark.usefixtures("own_cache")
def test_ctrl_c_ends_all_of_it_at_once_and_quietly(folder: Path) -> None:
    command = [sys.executable, "-m", "audioguide", "say", "hang", "--voice", f"{NAME}:{folder}"]
    program = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    process = hanging(folder)
    os.killpg(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=20)
    assert program.returncode == 130
    assert out == ""
    assert err.strip() == "stopped; nothing was left half done"
    assert not lives(process)


@ON_POSIX
@pytest.mark.usefixtures("own_cache")
def test_a_crash_is_tried_again_and_then_one_line(folder: Path) -> None:
    say = ("say", "-o", str(folder / "cue.wav"), "--force", "--voice", f"{NAME}:{folder}")
    assert call(*say, "stumble").code == 0
    crashed = call(*say, "crash")
    assert crashed.code == 1
    assert crashed.err.splitlines() == [
        "cannot say 'crash': the voice 'troubled' stopped in the middle of a phrase (status -9)"
    ]


def with_little_room(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Call the program where no file may be longer than 20,000 bytes: to it, a disk that is full."""
    resource = pytest.importorskip("resource")
    return subprocess.run(
        [sys.executable, "-m", "audioguide", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},  # what is cut short would be read by others
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )


@ON_POSIX
@pytest.mark.usefixtures("own_cache")
def test_an_engine_that_has_no_room_for_its_sound_costs_one_line(folder: Path) -> None:
    said = with_little_room("say", "Hold the leg.", "--voice", "system", "-o", str(folder / "cue.wav"))
    assert said.returncode == 1
    assert said.stderr == "cannot say 'Hold the leg.': [Errno 27] File too large\n"
    assert not (folder / "cue.wav").exists()


@ON_POSIX
@pytest.mark.usefixtures("own_cache")
def test_without_room_for_what_is_kept_all_is_spoken_and_that_is_said_once(folder: Path) -> None:
    (folder / "feather.yaml").write_text(FEATHER, "utf-8")
    planned = with_little_room("plan", str(folder / "feather.yaml"), "--voice", f"{NAME}:{folder}")
    assert planned.returncode == 0
    assert "Down the back, lighter each time." in planned.stdout
    assert len(planned.stderr.splitlines()) == 1
    assert "cannot keep clips in" in planned.stderr
