"""What LAME's quality settings cost and whether they are heard, as the tables of docs/decisions/0015.

python benchmarks/quality.py [--qualities 2 5 7] [--beds NAME ...] [--visqol PYTHON]

Half a minute of a session with every bed, in three languages, is encoded at 128 kb/s, decoded and compared with the
samples before. `masking.noise_to_mask` says how far the coding noise stays under what the ear could hear. `--visqol`
names a Python with speequal, which has Google's ViSQOL 3: it grades the six seconds around the worst frame and six
others from 1 to 4.73, its best. The same is asked of pieces that are joined: is a join worse than what is elsewhere?
Without ViSQOL it takes some ten minutes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any
from unittest import mock

import numpy as np
import soundfile
from masking import DISTURBED_DB, HOP, Doubles, noise_to_mask

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.cli.paths import spoken_cues
from audioguide.encoders import mp3
from audioguide.encoders.pcm import sixteen_bits
from audioguide.model.audio import Stereo
from audioguide.rendering.bed import open_bed
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.speak import speak
from audioguide.sound.mixer import mix
from audioguide.sound.tones.stroke import tones_for
from audioguide.units import SAMPLE_RATE, Samples, samples

VOICES = {"en": "hibari", "de": "system", "es": "system"}
BEDS = ("none", "heartbeat", "womb", "bowl", "lullaby", "strings", "ocean", "pink", "rain")
EXCERPT = samples(30)
WHOLE = 1 << 20
"""Cycles in a piece, where the session is to be one."""
GRADED = samples(6)
VISQOL = """
import sys, soundfile, numpy as np
from scipy.signal import resample_poly
from speequal.visqol import measure
for pair in sys.stdin.read().split():
    one, two = (resample_poly(soundfile.read(path)[0].mean(axis=1), 160, 147) for path in pair.split(","))
    result = measure(one, two, mode="audio", fs=48000, search_window_radius=2)
    print(result.moslqo, min(patch.similarity for patch in result.patch_sims))
"""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """An excerpt at one quality."""

    before: Stereo
    after: Stereo
    frames: Doubles
    """Of each: noise to mask, dB, the mean over the bands, and that of the worst band; shape ``(frames, 2)``."""


def excerpts(cache: Cache, beds: Sequence[str]) -> Iterator[tuple[str, Stereo]]:
    """Each bed and the samples of a session with it, for each language."""
    for language, voice in VOICES.items():
        request = prepare("everyday", length=samples(600), language=language, voice=voice)
        clips = speak(request, cache)
        timeline = timeline_of(request, clips)
        start = Samples(timeline.says[5].start - samples(1))
        tones = tones_for("soft", repertoire.vocabulary().landmarks)
        for name in beds:
            bed = open_bed(name, timeline.pulse, timeline.chapters)
            blocks = mix(timeline, clips, tones, bed, span=(start, Samples(start + EXCERPT)))
            yield name, np.concatenate([block.sound for block in blocks])


def coded(sound: Stereo, quality: int, cycles: int = WHOLE) -> tuple[Stereo, list[int]]:
    """Encode as audioguide does, in pieces of so many cycles, and decode by libmpg123.

    Returns:
        The same samples again, and where each piece but the first begins.
    """
    session = SimpleNamespace(length=Samples(len(sound)))
    with (
        mock.patch.multiple(mp3, _QUALITY=quality, _HISS_QUALITY=quality, _PIECE_CYCLES=cycles, id3=lambda *_: b""),
        tempfile.TemporaryDirectory(prefix="audioguide-") as folder,
    ):
        encoder: Any = mp3.Mp3()
        spans = encoder.pieces(session)
        pieces = [encoder.encode(span, [SimpleNamespace(sound=sound[slice(*span)])], Path(folder)) for span in spans]
        file = Path(folder) / "whole.mp3"
        file.write_bytes(b"".join(encoder.join(session, pieces, None)))
        after: Stereo = soundfile.read(file, dtype="float32", always_2d=True)[0]
    return after, [start for start, _ in spans[1:]]


def cost(sound: Stereo, quality: int) -> float:
    """CPU seconds that the encoder takes for a minute."""
    encoder = mp3._lame(quality)  # noqa: SLF001 - the very encoder
    pcm = sixteen_bits(sound).tobytes()
    before = time.process_time()
    encoder.encode(pcm)
    return (time.process_time() - before) * 60 * SAMPLE_RATE / len(sound)


def graded(python: str, pairs: Sequence[tuple[Stereo, Stereo]]) -> list[tuple[float, float]]:
    """Ask ViSQOL for the grade of each pair, and for the similarity of its worst half second."""
    with tempfile.TemporaryDirectory(prefix="audioguide-") as folder:
        lines = []
        for index, pair in enumerate(pairs):
            names = [Path(folder) / f"{index}-{side}.wav" for side in ("before", "after")]
            for name, sound in zip(names, pair, strict=True):
                soundfile.write(name, sound, SAMPLE_RATE, "FLOAT")
            lines.append(",".join(map(str, names)))
        told = subprocess.run(
            [python, "-c", VISQOL], input="\n".join(lines), text=True, check=True, stdout=subprocess.PIPE
        ).stdout
    return [(float(grade), float(worst)) for grade, worst in (line.split() for line in told.splitlines())]


def windows(heard: Heard) -> list[tuple[Stereo, Stereo]]:
    """The six seconds around the frame whose noise is nearest to its mask, and six from the middle."""
    worst = int(heard.frames[:, 1].argmax()) * HOP
    starts = (min(max(0, worst - GRADED // 2), len(heard.before) - GRADED), (len(heard.before) - GRADED) // 2)
    return [(heard.before[start : start + GRADED], heard.after[start : start + GRADED]) for start in starts]


def row(name: str, group: Sequence[Heard], grades: Sequence[tuple[float, float]]) -> str:
    """A row of the table."""
    frames = np.concatenate([one.frames for one in group])
    cells = [
        f"{frames[:, 0].mean():.1f}",
        f"{np.percentile(frames[:, 0], 99):.1f}",
        f"{np.percentile(frames[:, 1], 99):.1f}",
        f"{frames[:, 1].max():.1f}",
        f"{100 * np.mean(frames[:, 1] > DISTURBED_DB):.2f} %",
    ]
    if grades:
        cells += [f"{np.mean([grade for grade, _ in grades]):.3f}", f"{min(grade for grade, _ in grades):.3f}"]
        cells += [f"{min(worst for _, worst in grades):.3f}"]
    return f"| {name} | {' | '.join(cells)} |"


def near_joins(sound: Stereo, quality: int) -> tuple[Doubles, Doubles]:
    """Encode in the shortest pieces; return the frames of the cycles that two pieces share, and all others."""
    after, starts = coded(sound, quality, cycles=8)
    frames = noise_to_mask(sound, after)
    near = np.zeros(len(frames), bool)
    for start in starts:
        near[start // HOP : (start + mp3.CYCLE_SAMPLES) // HOP] = True
    return frames[near], frames[~near]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--qualities", type=int, nargs="+", default=[2, 5, 7])
    parser.add_argument("--beds", nargs="+", default=BEDS)
    parser.add_argument("--visqol", metavar="PYTHON")
    choices = parser.parse_args()
    heard: dict[tuple[str, int], list[Heard]] = defaultdict(list)
    grades: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
    costs: dict[int, list[float]] = defaultdict(list)
    joined: dict[int, list[tuple[Doubles, Doubles]]] = defaultdict(list)
    for bed, sound in excerpts(spoken_cues(), choices.beds):
        for quality in choices.qualities:
            after, _ = coded(sound, quality)
            one = Heard(before=sound, after=after, frames=noise_to_mask(sound, after))
            heard[bed, quality].append(one)
            costs[quality].append(cost(sound, quality))
            joined[quality].append(near_joins(sound, quality))
            if choices.visqol:
                grades[bed, quality] += graded(choices.visqol, windows(one))
        print(f"{bed} is measured", file=sys.stderr)
    print("| bed | quality | noise to mask, dB | worst 1 % | worst band, worst 1 % | worst frame | disturbed", end="")
    print(" | ViSQOL | lowest | its worst half second |" if choices.visqol else " |")
    print("|---" * (10 if choices.visqol else 7) + "|")
    for bed in choices.beds:
        for quality in choices.qualities:
            print(row(f"{bed} | {quality}", heard[bed, quality], grades[bed, quality]))
    for quality in choices.qualities:
        ours = [one for bed in choices.beds for one in heard[bed, quality]]
        print(row(f"**all** | {quality}", ours, [grade for bed in choices.beds for grade in grades[bed, quality]]))
    print("\n| quality | CPU s a minute | near joins: noise to mask, dB | worst 1 % | elsewhere | worst 1 % |")
    print("|---|---|---|---|---|---|")
    for quality in choices.qualities:
        cells = [f"{median(costs[quality]):.2f}"]
        for frames in (np.concatenate(side) for side in zip(*joined[quality], strict=True)):
            cells += [f"{frames[:, 0].mean():.1f}", f"{np.percentile(frames[:, 0], 99):.1f}"]
        print(f"| {quality} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
