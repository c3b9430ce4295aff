"""Pictures of sound, for sound.py: time to the right, frequency upwards, louder is brighter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from scipy import signal  # type: ignore[import-untyped]

from audioguide.model.audio import Stereo
from audioguide.model.timeline import Pulse
from audioguide.rendering.bed import open_bed
from audioguide.repertoire.beds import names
from audioguide.units import SAMPLE_RATE, samples

if TYPE_CHECKING:
    from listening import Session

mpl.use("Agg")
from matplotlib import pyplot as plt

TONES = (samples(126), samples(186))
"""A minute of legs in the 10-minute everyday."""


def draw_sessions(folder: Path, before: Session, after: Session) -> None:
    """Draw a minute of tones, the opening and the end, before above after."""
    folder.mkdir(parents=True, exist_ok=True)
    end = len(after.stems["bed"])
    for name, stems, (start, stop) in (
        ("tones", ("tones", "room"), TONES),
        ("opening", ("tones", "room", "bed", "speech"), (0, samples(20))),
        ("end", ("tones", "room", "bed", "speech"), (end - samples(25), end)),
    ):
        figure, places = plt.subplots(2, 1, figsize=(11, 7), sharex=True)
        for place, title, session in zip(places, ("before", "after"), (before, after), strict=True):
            sound = sum(session.stems[stem][start:stop] for stem in stems if stem in session.stems)
            _draw(place, np.asarray(sound), start / SAMPLE_RATE, title)
        _save(figure, folder / f"{name}.png")


def draw_beds(folder: Path) -> None:
    """Draw a minute of every bed."""
    folder.mkdir(parents=True, exist_ok=True)
    beds = [name for name in names() if name != "none"]
    figure, places = plt.subplots(-(-len(beds) // 2), 2, figsize=(11, 10), sharex=True)
    for place, name in zip(places.flat, beds, strict=False):
        _draw(place, open_bed(name, Pulse(tempo=60.0)).render(samples(60), samples(60)), 0.0, name)
    _save(figure, folder / "beds.png")


def _draw(place: Any, sound: Stereo, start: float, title: str) -> None:  # noqa: ANN401 - of matplotlib
    frequency, moment, power = signal.spectrogram(
        sound.mean(axis=1), SAMPLE_RATE, nperseg=4096, noverlap=2048, scaling="spectrum"
    )
    band = (frequency > 80) & (frequency < 6000)
    place.pcolormesh(
        moment + start, frequency[band], 10 * np.log10(power[band] + 1e-14), vmin=-100, vmax=-40, cmap="magma"
    )
    place.set_yscale("log")
    place.set_title(title, loc="left", fontsize=9)


def _save(figure: Any, path: Path) -> None:  # noqa: ANN401 - likewise
    figure.supxlabel("time, s", fontsize=10)
    figure.supylabel("frequency, Hz", fontsize=10)
    figure.tight_layout()
    figure.savefig(path, dpi=72, metadata={"Software": None})
    plt.close(figure)
