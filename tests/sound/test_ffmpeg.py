"""What ffmpeg decodes: as much of it as is asked for, and no address that it names."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from audioguide.errors import SoundError
from audioguide.sound.beds.music import Music
from audioguide.sound.ffmpeg import decoded
from audioguide.speech.recordings import listen, takes
from audioguide.units import samples

FFMPEG = shutil.which("ffmpeg") or ""
pytestmark = pytest.mark.skipif(not FFMPEG, reason="needs ffmpeg")
RATE, MINUTES = 16_000, 6
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Noise of six minutes, 23 MB as floats, of which libsndfile knows nothing."""
    folder = tmp_path_factory.mktemp("long")
    noise = np.tile(np.random.default_rng(1).uniform(-0.3, 0.3, 60 * RATE), MINUTES)
    soundfile.write(folder / "long.wav", noise, RATE)
    command = [FFMPEG, "-v", "error", "-i", "long.wav", "-c", "copy", "long.mka"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "long.mka"


@contextmanager
def memory(most: int) -> Iterator[None]:
    """See that no more bytes than this are held at once."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


def test_all_of_it_comes_a_second_at_a_time(tmp_path: Path) -> None:
    sound = np.random.default_rng(1).uniform(-0.3, 0.3, (2 * RATE + 7, 2)).astype(np.float32)
    soundfile.write(tmp_path / "two.wav", sound, RATE, subtype="FLOAT")
    with decoded(tmp_path / "two.wav", "two.wav") as (rate, blocks):
        taken = list(blocks)
    assert (rate, [len(block) for block in taken]) == (RATE, [RATE, RATE, 7])
    assert np.array_equal(np.concatenate(taken), sound)


def test_what_ffmpeg_gives_up_is_not_taken_for_the_whole(long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start, started = subprocess.Popen, list[subprocess.Popen[bytes]]()

    def noted(*what: Any, **more: Any) -> subprocess.Popen[bytes]:
        started.append(start(*what, **more))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    with decoded(long, "long.mka") as (_, blocks):
        assert len(next(blocks)) == RATE
        started[0].kill()  # as the system does where there is no memory
        with pytest.raises(SoundError, match=r"^'long\.mka' is damaged, or only part .* anew$"):
            list(blocks)


def test_half_a_file_is_not_taken_for_a_shorter_one(tmp_path: Path) -> None:
    command = [FFMPEG, "-v", "error", "-f", "lavfi", "-i", "sine=duration=8", "-movflags", "+faststart", "song.m4a"]
    subprocess.run(command, cwd=tmp_path, check=True)
    whole = (tmp_path / "song.m4a").read_bytes()
    assert listen(tmp_path / "song.m4a").seconds == pytest.approx(8, abs=0.05)
    (tmp_path / "song.m4a").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SoundError, match=r"^'song\.m4a' is damaged, or only part of it was copied: "):
        listen(tmp_path / "song.m4a")


def test_of_a_bed_no_more_is_held_than_is_heard(long: Path) -> None:
    with memory(6 * MEGABYTE):
        Music(long, -31.0, samples(5))


def test_of_a_recording_no_more_is_held_than_may_be_read(long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takes, "LONGEST_SECONDS", 30)
    with (
        memory(6 * MEGABYTE),
        pytest.raises(SoundError, match=r"long\.mka' lasts longer than .* minutes; read the lines in several"),
    ):
        listen(long)


def test_no_address_that_a_file_names_is_opened(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/1.ts"
        (tmp_path / "list.m4a").write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{address}\n", "utf-8")
        with pytest.raises(SoundError, match=r"list\.m4a' cannot be read as sound"):
            listen(tmp_path / "list.m4a")
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_without_ffmpeg_it_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SoundError, match=r"'1\.m4a' cannot be read as sound; .*, or install ffmpeg, which reads other"):
        decoded(tmp_path / "1.m4a", "1.m4a").__enter__()
