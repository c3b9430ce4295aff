"""Sessions -> M3U8: what any player plays one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from audioguide.units import Samples, seconds


def m3u8(title: str, entries: Iterable[tuple[str, str, Samples]]) -> str:
    """Write a playlist.

    Args:
        title: of the whole.
        entries: the name of each file, as seen from where the playlist lies, its title and its length.

    Returns:
        Text to be kept as UTF-8, as the 8 in the name says.
    """
    lines = ["#EXTM3U", f"#PLAYLIST:{title}"]
    for name, heard, length in entries:
        lines += [f"#EXTINF:{seconds(length):.6f},{heard}", name]
    return "\n".join([*lines, ""])
