"""What tones, bed and mix cost, beside the encoder alone: a table that sound.py prints."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import lameenc
import numpy as np

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.rendering.bed import open_bed
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.speak import speak
from audioguide.sound.mixer import mix
from audioguide.sound.tones.stroke import tones_for
from audioguide.units import SAMPLE_RATE, parse_duration

BEDS = ("heartbeat", "lullaby", "none")


def costs(cache: Cache) -> Iterator[Sequence[str]]:
    """Processor time for everyday at 15 minutes, in one thread, beside that of the encoder for the same sound."""
    yield ("bed", "tones and bed, s", "with the mix, s", "lameenc, CBR 128k, s", "tones and bed", "with the mix")
    request = prepare("everyday", length=parse_duration("15m"), voice="hibari")
    clips = speak(request, cache)
    timeline = timeline_of(request, clips)
    held = {text: clips[text] for text in clips}

    def mixing(tones: str, bed: str) -> float:
        """The least of three: the machine may be busy."""
        took = []
        for _ in range(3):
            start = time.process_time()
            parts = (
                tones_for(tones, repertoire.vocabulary().landmarks),
                open_bed(bed, timeline.pulse, timeline.chapters),
            )
            for _block in mix(timeline, held, *parts):
                pass
            took.append(time.process_time() - start)
        return min(took)

    alone = mixing("off", "none")
    for name in BEDS:
        whole = mixing("soft", name)
        parts = tones_for("soft", repertoire.vocabulary().landmarks), open_bed(name, timeline.pulse, timeline.chapters)
        encoding = encoded(mix(timeline, held, *parts))
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
