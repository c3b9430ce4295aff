"""What is heard of a rendered session, measured on its MP3, decoded, and on its stems: for sound.py."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from meters import Doubles, ffmpeg, folded, integrated, rise, rough_and_sharp, through
from scipy import signal  # type: ignore[import-untyped]

from audioguide.model.audio import Stereo
from audioguide.units import SAMPLE_RATE, samples

MINI = 250
"""Hz under which a small speaker plays nothing."""
MIDDLE = ("tummy", "face", "chest", "back", "head")
"""Parts that have no side."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """A session, and what was measured of it."""

    path: Path
    stems: dict[str, Stereo]
    says: list[tuple[int, int, str]]
    """Start and end of each cue, in samples, and its text."""
    loudness: float
    """LUFS."""
    range: float
    """LU."""
    true_peak: float
    """dBTP."""
    rise: float
    """The largest within 100 ms outside speech, LU."""
    cues: list[float]
    """LUFS of each."""
    over: float
    """By how much the speech of a cue is louder than all else, at least, LU."""
    over_bed: float
    """Likewise than the bed alone, on a small speaker."""
    attack: float
    """From the pulse to a tenth of the tone's peak, median, seconds."""
    tone: tuple[float, float]
    """Until the tone is 10 dB under its peak, median and longest, seconds."""
    equal: int
    """How many repetitions sound bit for bit like the one before."""
    beats: int
    """How many repetitions there are."""
    sided: tuple[float, float]
    """Between left and right in the strokes of one side, least and most, dB."""
    mono: float
    """What tones and room lose on a single speaker, dB."""
    decay: float
    """Of the last tone, by 60 dB, seconds."""
    first_word: float
    """When it comes, seconds."""
    zeros: float
    """Digital silence at the end, seconds."""
    rough_and_sharp: tuple[float, float]
    """Of the first ten seconds of tones, asper and acum."""


def listen(path: Path, folder: Path) -> Session:
    """Measure an MP3 and the stems in a folder."""
    events = json.loads(path.with_suffix(".json").read_text("utf-8"))["events"]
    stems = {file.stem: soundfile.read(file, dtype="float32")[0] for file in sorted(folder.iterdir())}
    says = [(event["start"], event["end"], event["text"]) for event in events if event["kind"] == "say"]
    beats = [event for event in events if event["kind"] == "beat"]
    spans = [(event["start"], event["end"]) for event in beats]
    told = ffmpeg("-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-").decode()
    loudness, span, peak = (
        float(re.findall(rule, told)[-1]) for rule in (r"I: +(-[\d.]+) LUFS", r"LRA: +([\d.]+) LU", r"Peak: +(-[\d.]+)")
    )
    decoded = np.frombuffer(ffmpeg("-i", str(path), "-f", "f32le", "-"), np.float32).reshape(-1, 2)
    speech, tones = stems["speech"], stems["tones"]
    ringing = tones + stems.get("room", np.float32(0.0))
    others = ringing + stems["bed"]
    small_speech, small_bed = through(speech, MINI), through(stems["bed"], MINI)
    attacks = [_reached(_envelope(tones[start : start + samples(0.3)]), 0.1) for start, _ in spans]
    reached = [_reached(_envelope(tones[start:end]), 10**-0.5) for start, end in spans]
    sided = [abs(_balance(tones[event["start"] : event["end"]])) for event in beats if _one_sided(event)]
    heard = np.flatnonzero(np.abs(sum(stems.values())).max(axis=1))
    return Session(
        path=path,
        stems=stems,
        says=says,
        loudness=loudness,
        range=span,
        true_peak=peak,
        rise=rise(decoded, [(start, end) for start, end, _ in says]),
        cues=[integrated(decoded[start:end]) for start, end, _ in says],
        over=min(integrated(speech[start:end]) - integrated(others[start:end]) for start, end, _ in says),
        over_bed=min(integrated(small_speech[start:end]) - integrated(small_bed[start:end]) for start, end, _ in says),
        attack=float(np.median(attacks)),
        tone=(float(np.median(reached)), max(reached)),
        equal=sum(np.array_equal(tones[a:b], tones[c:d]) for (a, b), (c, d) in pairwise(spans)),
        beats=len(spans),
        sided=(min(sided), max(sided)) if sided else (np.nan, np.nan),
        mono=integrated(ringing) - integrated(folded(ringing)),
        decay=_decay(ringing[spans[-1][1] :][: samples(1.2)]),
        first_word=says[0][0] / SAMPLE_RATE,
        zeros=(len(speech) - 1 - int(heard[-1])) / SAMPLE_RATE,
        rough_and_sharp=rough_and_sharp(ringing[spans[0][0] :][: samples(10)]),
    )


def _one_sided(event: dict[str, Any]) -> bool:
    return event["side"] in ("right", "left") and not event["stroke"].startswith(("move", *MIDDLE))


def _envelope(sound: Stereo) -> Doubles:
    """The amplitude of a sound: its power under 30 Hz."""
    power = signal.sosfiltfilt(
        signal.butter(2, 30, fs=SAMPLE_RATE, output="sos"), np.square(sound.astype(np.float64)).sum(axis=1)
    )
    return np.asarray(np.sqrt(np.maximum(power, 1e-14)))


def _reached(envelope: Doubles, share: float) -> float:
    """Seconds until a share of the peak."""
    return float(np.argmax(envelope > share * envelope.max()) / SAMPLE_RATE)


def _balance(sound: Stereo) -> float:
    left, right = np.square(sound.astype(np.float64)).sum(axis=0)
    return float(10 * np.log10(right / left))


def _decay(tail: Stereo) -> float:
    """Seconds for 60 dB, from the time between -5 and -25 dB of what is left (Schroeder)."""
    left = np.cumsum(np.square(tail.astype(np.float64)).sum(axis=1)[::-1])[::-1]
    if not left[0] > 0.0:
        return 0.0
    level = 10 * np.log10(left / left[0] + 1e-12)
    return float(3 * (np.argmax(level < -25.0) - np.argmax(level < -5.0)) / SAMPLE_RATE)
