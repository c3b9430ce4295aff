"""A playlist, as a player reads it."""

from __future__ import annotations

from audioguide.rendering.playlist import m3u8
from audioguide.units import Samples


def test_every_entry_has_its_name_its_title_and_its_length_to_the_sample() -> None:
    entries = [("1-füße.mp3", "Füße", Samples(44_100 * 720 + 1)), ("2-bauch.mp3", "Bauch", Samples(44_100))]
    lines = m3u8("Fünf Abende", entries).splitlines()
    assert lines == [
        "#EXTM3U",
        "#PLAYLIST:Fünf Abende",
        "#EXTINF:720.000023,Füße",
        "1-füße.mp3",
        "#EXTINF:1.000000,Bauch",
        "2-bauch.mp3",
    ]
    assert round(float(lines[2].split(":")[1].split(",")[0]) * 44_100) == entries[0][2]
