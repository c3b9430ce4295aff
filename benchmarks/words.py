"""What a recogniser hears of a session on small speakers, and what listeners might say of its voice: for sound.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soxr
from meters import through
from voices import WHISPER_RATE, distance, plain, recogniser

from audioguide.cache import Cache
from audioguide.model.audio import Mono
from audioguide.rendering.bed import open_bed
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.speak import speak
from audioguide.repertoire import vocabulary
from audioguide.repertoire.beds import names
from audioguide.sound.mixer import mix
from audioguide.sound.tones.stroke import tones_for
from audioguide.speech.text import normalize
from audioguide.units import SAMPLE_RATE, parse_duration, samples

if TYPE_CHECKING:
    from listening import Session

SPEAKERS = {"flat": 20.0, "mini": 250.0, "phone": 400.0}
"""Hz below which each plays nothing."""
JUDGED_CUES = 40
"""How many of a session's first cues are given an opinion score."""


def misheard(session: Session, cache: Path) -> Iterator[Sequence[str]]:
    """Words heard wrong in a session on three speakers, and in a short one over every other bed on a phone."""
    yield ("session", "bed", "speaker", "words", "wrong", "where")
    whisper = recogniser("en")
    whole = sum(session.stems.values())
    for name, lowest in SPEAKERS.items():
        yield ("everyday", "heartbeat", name, *_counted(whisper, np.asarray(whole), session.says, lowest))
    for bed in names():
        request = prepare("express", length=parse_duration("5m"), voice="hibari", bed=bed)
        clips = speak(request, Cache(cache))
        timeline = timeline_of(request, clips)
        parts = tones_for("soft", vocabulary().landmarks), open_bed(bed, timeline.pulse, timeline.chapters)
        sound = np.concatenate([block.sound for block in mix(timeline, clips, *parts)])
        says = [(say.start, say.end, say.text) for say in timeline.says]
        yield ("express", bed, "phone", *_counted(whisper, sound, says, SPEAKERS["phone"]))


def _counted(whisper: Any, sound: Any, says: Sequence[tuple[int, int, str]], lowest: float) -> tuple[str, str, str]:  # noqa: ANN401
    """Return the number of words, how many are wrong, and in which cues a word is."""
    words, wrong, where = 0, 0, []
    for start, end, text in says:
        piece = through(sound[max(0, start - samples(0.5)) : end + samples(0.5)], lowest)[:, 0]
        low = soxr.resample(piece, SAMPLE_RATE, WHISPER_RATE)
        found, _ = whisper.transcribe(low, language="en", beam_size=5, temperature=0.0)
        spoken = plain(normalize(text, "en", {}))
        heard = plain(normalize(" ".join(part.text for part in found), "en", {}))
        errors = min(distance(spoken, heard), len(spoken))
        words, wrong = words + len(spoken), wrong + errors
        if errors:
            where.append(f"{text} ({' '.join(heard)})")
    return str(words), str(wrong), "; ".join(where)


def opinions(pair: Sequence[Session]) -> Iterator[Sequence[str]]:
    """The mean opinion score of cues as DNSMOS predicts it, of the voice alone and of the mix."""
    yield ("", "cues", "voice alone", "mix")
    for name, session in zip(("before", "after"), pair, strict=True):
        voice = session.stems["speech"] + session.stems.get("room", np.float32(0.0))
        whole = sum(session.stems.values())
        scores = [
            [_opinion(np.asarray(sound)[start:end].mean(axis=1)) for start, end, _ in session.says[:JUDGED_CUES]]
            for sound in (voice, whole)
        ]
        yield (name, str(len(scores[0])), *(f"{np.mean(one):.2f}" for one in scores))


def _opinion(mono: Mono) -> float:
    from speechmos import dnsmos  # noqa: PLC0415 - an aid, no dependency

    low = soxr.resample(mono, SAMPLE_RATE, WHISPER_RATE)
    return float(dnsmos.run(np.clip(low, -1.0, 1.0), WHISPER_RATE)["ovrl_mos"])
