"""What tones, bed and mix cost beside the MP3 encoder: a table that sound.py prints."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.encoders.mp3 import Mp3
from audioguide.model.audio import Block
from audioguide.rendering.bed import open_bed
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.speak import speak
from audioguide.sound.mixer import mix
from audioguide.sound.tones.stroke import tones_for
from audioguide.units import Samples, parse_duration

BEDS = ("heartbeat", "lullaby", "none")


def costs(cache: Cache) -> Iterator[Sequence[str]]:
    """Processor time for everyday at 15 minutes, in one thread, beside that of the encoder for the same sound."""
    yield ("bed", "tones and bed, s", "with the mix, s", "the encoder, s", "tones and bed", "with the mix")
    request = prepare("everyday", length=parse_duration("15m"), voice="hibari")
    clips = speak(request, cache)
    timeline = timeline_of(request, clips)
    held = {text: clips[text] for text in clips}

    def mixed(tones: str, bed: str) -> Iterator[Block]:
        sources = (
            tones_for(tones, repertoire.vocabulary().landmarks),
            open_bed(bed, timeline.pulse, timeline.chapters),
        )
        return mix(timeline, held, *sources)

    def mixing(tones: str, bed: str) -> float:
        """The least of three: the machine may be busy."""
        took = []
        for _ in range(3):
            start = time.process_time()
            for _block in mixed(tones, bed):
                pass
            took.append(time.process_time() - start)
        return min(took)

    alone = mixing("off", "none")
    for name in BEDS:
        whole = mixing("soft", name)
        encoding = encoded(list(mixed("soft", name)), timeline.length)
        yield (
            name,
            f"{whole - alone:.2f}",
            f"{whole:.2f}",
            f"{encoding:.2f}",
            f"{100 * (whole - alone) / encoding:.0f} %",
            f"{100 * whole / encoding:.0f} %",
        )


def encoded(blocks: Sequence[Block], length: Samples) -> float:
    """Return the seconds of processor time that encoding takes, at the quality that our encoder chooses by ear."""
    with TemporaryDirectory() as folder:
        start = time.process_time()
        Mp3().encode((Samples(0), length), blocks, Path(folder))
        return time.process_time() - start
