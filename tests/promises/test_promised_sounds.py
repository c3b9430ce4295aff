"""What tones, signals, beds and clips sound like, in notes of the scale, seconds and dB: measured sound by sound."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from fakes.scripts import stroke
from fakes.voices import SAMPLE_RATE as VOICE_RATE
from fakes.voices import ToneVoice

from audioguide.cache import Cache
from audioguide.model.audio import Mono, Stereo
from audioguide.model.geometry import Side, parse_path
from audioguide.model.script import Cue
from audioguide.model.timeline import Beat, Pulse
from audioguide.reader import read_recipe
from audioguide.rendering.bed import open_bed
from audioguide.repertoire import vocabulary
from audioguide.sound.beds.layered import Layered
from audioguide.sound.loudness import loudness
from audioguide.sound.synth import upsample
from audioguide.sound.tones.contour import contours
from audioguide.sound.tones.stroke import tones_for
from audioguide.speech.narrator import narrate
from audioguide.units import Samples

RATE = 44_100
LANDMARKS = vocabulary().landmarks
D4, E4, A4, D5, E5, A5 = 293.66, 329.62, 440.0, 587.32, 659.25, 880.0
"""Hz."""


def at(second: float) -> Samples:
    return Samples(round(second * RATE))


def strength(sound: Stereo, frequency: float) -> float:
    """How much of a pitch there is, as an amplitude: a DFT at one frequency."""
    window = np.hanning(len(sound))
    turns = np.exp(-2j * np.pi * frequency * np.arange(len(sound)) / RATE)
    return float(np.abs((sound.mean(axis=1) * window * turns).sum()) / window.sum() * 2)


def decibels(sound: Stereo | Mono) -> float:
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-20))


def repetition(path: str, *, index: int = 0, seconds: float = 6.0) -> Stereo:
    own = stroke(path=parse_path(path), seconds=seconds, toward="none")
    one = Beat(start=at(0), end=at(seconds), stroke=own, side="right", index=index, of=5)
    return upsample(tones_for("soft", LANDMARKS)(one).dry, 0, at(seconds))


def signals() -> tuple[Stereo, Stereo]:
    """The opening and the closing, without echoes."""
    tones = tones_for("off", LANDMARKS)
    opening, closing = (upsample(signal.dry, 0, at(5.2)) for signal in (tones.opening, tones.closing))
    return opening, closing


def test_the_opening_goes_up_from_d_by_a_to_d_and_the_closing_down_three_notes_1_1_seconds_apart() -> None:
    opening, closing = signals()
    for sound, notes in ((opening, (D4, A4, D5)), (closing, (D5, A4, D4))):
        for place, note in enumerate(notes):
            begin = at(1.1 * place)
            heard = {other: strength(sound[begin + at(0.05) : begin + at(0.35)], other) for other in notes}
            assert max(heard, key=lambda other: heard[other]) == note
            # A clear beginning: within a tenth of a second.
            assert strength(sound[begin + at(0.05) : begin + at(0.15)], note) > 0.01


def test_a_signal_is_as_loud_as_the_tones() -> None:
    for sound in signals():
        assert loudness(sound) == pytest.approx(-32.0, abs=1.5)
        assert 20 * np.log10(float(np.abs(sound).max())) == pytest.approx(-23.5, abs=2.0)


@pytest.mark.parametrize("toward", ["heart", "away", "none"])
def test_a_stroke_spans_an_octave_at_the_most_and_a_fifth_and_a_lift_where_it_goes_nowhere(toward: str) -> None:
    spans: list[float] = []
    for one in vocabulary().strokes.values():
        if one.toward == toward:
            side: Side = "right" if one.sides == "each" else one.sides
            hands = contours(one, side, LANDMARKS, one.seconds, 200)
            spans += [12 * float(np.log2(hand.pitch.max() / hand.pitch.min())) for hand in hands]
    widest = {"heart": 12.0, "away": 12.0, "none": 13.0}[toward]  # semitones
    assert 7.0 <= max(spans) <= widest + 0.01


def test_a_wring_sways_by_half_a_semitone_once_a_second() -> None:
    own = stroke(path=parse_path("wring(side_{S},side_{S})"), seconds=6.0, toward="none")
    [hand] = contours(own, "right", LANDMARKS, 6.0, 601)
    semitones = 12 * np.log2(hand.pitch / hand.pitch[0])
    assert np.ptp(semitones) == pytest.approx(1.0, abs=0.02)
    upward = np.flatnonzero((semitones[:-1] <= 1e-6) & (semitones[1:] > 1e-6)) / 100  # seconds
    assert len(upward) == 6
    assert np.diff(upward) == pytest.approx([1.0] * 5, abs=0.03)


def test_a_roll_trembles_by_30_percent_5_times_a_second() -> None:
    still, rolled = repetition("line(hip_{S},ankle_{S})"), repetition("roll(hip_{S},ankle_{S})")
    hop = at(0.02)
    level = [
        np.sqrt(np.mean(sound[: at(5.4)].reshape(-1, hop * 2) ** 2, axis=1)) for sound in (still, rolled)
    ]  # 50 values a second
    ratio = level[1][50:250] / level[0][50:250]
    trembling = np.abs(np.fft.rfft((ratio - ratio.mean()) * np.hanning(len(ratio))))
    assert np.argmax(trembling) / (len(ratio) / 50) == pytest.approx(5.0, abs=0.25)
    assert ratio.min() / ratio.max() == pytest.approx(0.7, abs=0.08)


def test_a_repetition_begins_with_a_pluck_an_octave_above_and_the_last_ends_on_two_notes() -> None:
    usual, last = repetition("hold(knee_{S})"), repetition("hold(knee_{S})", index=4)
    first, later = usual[: at(0.25)], usual[at(2.0) : at(4.0)]  # it rings for some quarter of a second
    assert strength(first, E5) > 1.6 * strength(later, E5)
    assert np.abs(first[: at(0.06)]).max() > 0.03
    assert strength(last[-at(0.5) : -at(0.3)], E5) > 3.0 * strength(usual[-at(0.5) : -at(0.3)], E5)
    assert strength(last[-at(0.3) :], A5) > 3.0 * strength(usual[-at(0.3) :], A5)
    assert strength(last[-at(0.3) :], A5) > 0.005


def test_a_struck_note_of_a_bed_rings_on() -> None:
    recipe = "version: 1\ntitle: T\nlayers:\n  - strikes: {notes: [D5], every: 8, decay: 3}\n"
    bed = Layered(read_recipe(recipe, source="t.yaml"), Pulse(tempo=60.0)).render(at(0), at(8))
    loudest = decibels(bed[at(0.05) : at(0.25)])
    assert decibels(bed[at(1.4) : at(1.6)]) == pytest.approx(loudest - 60 * 1.35 / 3, abs=4.0)


def test_the_end_of_a_recording_gives_way_to_its_beginning_over_8_seconds(tmp_path: Path) -> None:
    """Forty seconds of noise, 18 dB louder at its end than at its beginning, go round: no half second is a jump."""
    noise = np.random.default_rng(7).standard_normal((40 * RATE, 2)) * np.geomspace(0.01, 0.08, 40 * RATE)[:, None]
    soundfile.write(tmp_path / "tide.wav", noise.astype(np.float32), RATE)
    sound = open_bed(str(tmp_path / "tide.wav"), Pulse(tempo=60.0)).render(at(20), at(30))
    level = np.array([decibels(half) for half in np.array_split(sound, 60)])
    falling = np.flatnonzero(np.diff(level) < -0.5)
    assert np.ptp(level) > 9.0
    assert np.abs(np.diff(level)).max() < 4.0
    assert (falling[-1] - falling[0]) / 2 >= 3.0  # seconds


def test_a_bed_of_noise_is_as_wide_as_a_room() -> None:
    sound = open_bed("pink", Pulse(tempo=60.0)).render(at(0), at(6))
    side, middle = sound[:, 0] - sound[:, 1], sound[:, 0] + sound[:, 1]
    assert decibels(side) - decibels(middle) == pytest.approx(-8.0, abs=0.5)


class SoftBegin(ToneVoice):
    """Its first consonant is 30 dB softer than the vowel after it, for 0.2 seconds."""

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        sound, sample_rate = super().speak(text, rate)
        begin = VOICE_RATE // 3
        sound[begin : begin + VOICE_RATE // 5] *= np.float32(10 ** (-30 / 20))
        return sound, sample_rate


def spoken(folder: Path, voice: ToneVoice) -> Mono:
    return narrate([Cue(text="Hold it now.", role="cue")], voice, Cache(folder), language="en")["Hold it now."].sound


def test_a_consonant_30_db_softer_than_its_vowel_stays_whole(tmp_path: Path) -> None:
    plain, soft = spoken(tmp_path / "1", ToneVoice()), spoken(tmp_path / "2", SoftBegin())
    assert len(soft) / RATE == pytest.approx(len(plain) / RATE, abs=0.01)


def test_a_clip_is_at_its_level_30_milliseconds_after_it_begins(tmp_path: Path) -> None:
    sound = spoken(tmp_path, ToneVoice())
    begin, middle = sound[at(0.03) : at(0.06)], sound[len(sound) // 2 : len(sound) // 2 + at(0.03)]
    assert decibels(begin) == pytest.approx(decibels(middle), abs=0.5)
