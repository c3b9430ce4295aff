"""Timeline + its sound + an encoder -> encoded pieces, made side by side, and what was measured over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Protocol

from audioguide.model.audio import Block
from audioguide.model.timeline import Timeline
from audioguide.plugins import Encoder
from audioguide.rendering.files import refuse_special
from audioguide.rendering.shelf import Shelf
from audioguide.rendering.speak import Progress
from audioguide.sound.loudness import HOP_SAMPLES, Meter
from audioguide.sound.mixer import Stems
from audioguide.units import SAMPLE_RATE, Samples, seconds

STEMS = ("bed", "tones", "room", "speech")
"""What a session is mixed from, in the order in which it is added up."""

Span = tuple[Samples, Samples]
"""Start and end."""


class MixSource(Protocol):
    """Whatever part of a session one asks for."""

    def __call__(self, *, span: Span) -> Iterable[Block]:
        """Yield the part, block by block. Several threads call at once."""


def encode(
    timeline: Timeline,
    mix: MixSource,
    encoder: Encoder,
    folder: Path,
    *,
    workers: int,
    progress: Progress | None = None,
) -> tuple[list[Path], Meter]:
    """Mix, measure and encode the pieces that the encoder wants.

    Threads do: numpy and the encoders let others run meanwhile. Nothing depends on how many there are, since each
    piece has an encoder and a meter of its own.

    Args:
        timeline: what is encoded.
        mix: its sound.
        encoder: cuts it into pieces.
        folder: where they are written.
        workers: how many are made at a time.
        progress: called from any thread with the seconds of sound that are done, and of how many; see `Progress`.

    Returns:
        The encoded pieces, and what was measured over all of them.
    """
    spans = encoder.pieces(timeline)
    # Pieces may overlap: each is measured from the hop in which it begins to the hop in which the next one does.
    borders = [*(start - start % HOP_SAMPLES for start, _ in spans), timeline.length]
    count = _counter(Samples(sum(end - start for start, end in spans)), progress)

    def watched(span: Span, meter: Meter) -> Iterator[Block]:
        for block in mix(span=(Samples(meter.begin), span[0])):
            meter.add(block)
        for block in mix(span=span):
            meter.add(block)
            yield block
            count(len(block.sound))

    def one(span: Span, measured: tuple[int, int]) -> tuple[Path, Meter]:
        meter = Meter(*measured)
        return encoder.encode(span, watched(span, meter), folder), meter

    pieces, whole = [], Meter()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for piece, meter in pool.map(one, spans, pairwise(borders)):
                pieces.append(piece)
                whole.extend(meter)
        finally:
            pool.shutdown(cancel_futures=True)  # after a failure nobody waits for the rest
    return pieces, whole


def write_stems(folder: Path, windows: Iterable[tuple[Samples, Stems]]) -> None:
    """Write what a session is mixed from as 32-bit float: the same bytes for the same request.

    Raises:
        ShelfError: it cannot be written, or a device, a pipe or a folder stands there.
    """
    import soundfile  # noqa: PLC0415 - hardly anybody asks for stems

    from audioguide.encoders.system_errors import system_errors  # noqa: PLC0415 - likewise

    refuse_special(*(folder / f"{name}.wav" for name in STEMS))
    with Shelf(folder).staging_dir() as staging, system_errors(staging / "room.wav"), ExitStack() as open_files:
        files = {
            name: open_files.enter_context(
                # Extensible: a header of floats is not complete without it.
                soundfile.SoundFile(
                    staging / f"{name}.wav", "w", SAMPLE_RATE, channels=2, format="WAVEX", subtype="FLOAT"
                )
            )
            for name in STEMS
        }
        for _, stem in windows:
            for name, file in files.items():
                file.write(getattr(stem, name))
        open_files.close()
        for name in STEMS:
            _remove_date(staging / f"{name}.wav")
            (staging / f"{name}.wav").replace(folder / f"{name}.wav")


def _remove_date(path: Path) -> None:
    """Set to 0 the time at which libsndfile wrote a WAV file: the last 4 bytes of the head of its chunk of peaks."""
    with path.open("r+b") as file:
        at = file.read(256).find(b"PEAK")
        if at >= 0:
            file.seek(at + 12)
            file.write(bytes(4))


def _counter(total: Samples, progress: Progress | None) -> Callable[[int], None]:
    """Return what adds up the samples that are done, from any thread, and tells them in seconds."""
    done, turn = 0, Lock()

    def count(more: int) -> None:
        nonlocal done
        with turn:
            done += more
            if progress:
                progress("mixing", round(seconds(Samples(done))), round(seconds(total)), "")

    return count
