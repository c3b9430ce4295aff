"""Other ways to put cues over music into one MP3, for run.py: each the way its own users do it.

They get the clips as WAV files with their positions, and the music (tones and bed) as one WAV file as long as the
session. All turn the music down under speech; those that can bring the whole to -18 LUFS do. None makes chapters.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A session, laid out for those who mix and encode only."""

    minutes: float
    folder: Path
    routine: Path
    """The file that audioguide reads."""
    music: Path
    """Tones and bed, not turned down under speech."""
    finished: Path
    """The whole mix."""
    clips: tuple[tuple[Path, int], ...]
    """Each cue's sound, and where it begins, in milliseconds."""


def ffmpeg(job: Job, _python: str, level: str = "loudnorm=I=-18:TP=-2,aresample=44100") -> list[str]:
    """Write the command that an expert would: delays, a sum, a side-chain compressor, loudnorm in one pass."""
    delays = [f"[{index}]adelay={at}|{at}[c{index}]" for index, (_, at) in enumerate(job.clips, start=1)]
    inputs = "".join(f"[c{index}]" for index in range(1, len(job.clips) + 1))
    graph = ";".join(
        (
            *delays,
            f"{inputs}amix=inputs={len(job.clips)}:normalize=0,apad,asplit[speech][key]",
            "[0][key]sidechaincompress=threshold=0.02:ratio=4:attack=400:release=1200[music]",
            f"[music][speech]amix=inputs=2:normalize=0:duration=first,{level}",
        )
    )
    sounds = [argument for path, _ in job.clips for argument in ("-i", str(path))]
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(job.music), *sounds]
    result = ["-ac", "2", "-c:a", "libmp3lame", "-b:a", "128k", str(job.folder / "ffmpeg.mp3")]
    return [*command, "-filter_complex", graph, *result]


def ffmpeg_without_loudnorm(job: Job, python: str) -> list[str]:
    """Leave the loudness as it comes out."""
    return ffmpeg(job, python, "anull")


PYDUB = """
import json, sys
from pydub import AudioSegment
job = json.load(open(sys.argv[1]))
sound = AudioSegment.from_wav(job["music"])
for path, at in job["clips"]:
    sound = sound.overlay(AudioSegment.from_wav(path), position=at, gain_during_overlay=-8)
sound.export(job["result"], format="mp3", bitrate="128k")
"""

ARRANGE = """
import json, subprocess, sys
from audio_arrange import Clip, RenderConfig, Timeline
job = json.load(open(sys.argv[1]))
timeline = Timeline(sample_rate=44100, channels=2)
timeline.add(Clip(job["music"]), track="music", at=0.0)
for path, at in job["clips"]:
    timeline.add(Clip(path), track="voice", at=at / 1000)
timeline.duck(target="music", trigger="voice", reduction_db=-8.0)
timeline.normalize_lufs(-18.0)
wav = job["result"] + ".wav"
timeline.render(wav, config=RenderConfig(sample_rate=44100))
encode = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", wav, "-b:a", "128k", job["result"]]
subprocess.run(encode, check=True)
"""


def pydub(job: Job, python: str) -> list[str]:
    """Overlay each clip on the whole, then export."""
    return [python, "-W", "ignore", "-c", PYDUB, _described(job, "pydub")]


def audio_arrange(job: Job, python: str) -> list[str]:
    """Declare clips and ducking, render a WAV file, and let ffmpeg encode it."""
    return [python, "-W", "ignore", "-c", ARRANGE, _described(job, "audio-arrange")]


PEERS: Mapping[str, Callable[[Job, str], list[str]]] = {
    "ffmpeg": ffmpeg,
    "ffmpeg, no loudnorm": ffmpeg_without_loudnorm,
    "pydub": pydub,
    "audio-arrange": audio_arrange,
}


def _described(job: Job, name: str) -> str:
    """Write the job down for a program in another Python."""
    path = job.folder / f"{name}.json"
    clips = [(str(clip), at) for clip, at in job.clips]
    result = str(job.folder / f"{name}.mp3")
    path.write_text(json.dumps({"music": str(job.music), "clips": clips, "result": result}), "utf-8")
    return str(path)
