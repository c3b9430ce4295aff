"""Two MP3 streams joined within a cycle of frames that both have encoded. Pure: bytes in, bytes out.

A decoder carries two things from one frame to the next, and both must pass over the join unharmed. *The bit
reservoir*: a frame's main data may begin up to 511 bytes back, in room that the frames before it have left. So the
join lies where the first stream leaves at least as much room as the second one needs, and what the second has put
there is written over what the first has. *The overlap* of each transform with the next: so the windows agree there.

Names as in ISO 11172-3, 2.4.1.7 and 2.4.2.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audioguide.encoders.info_frame import read_header, with_kilobits
from audioguide.errors import EncoderError

SETTLING_FRAMES = 24
"""Frames until an encoder that started in the middle has enough history and bit reservoir: 0.6 s."""

_HEADER_BYTES = 4 + 32
"""Bytes of a frame's header and of the side information of two channels."""
_GRANULES = 4
"""Granules of a frame: two in each of two channels, each with a window type of its own."""
_BIT_RATES_KBPS = (128, 160, 192, 224, 256, 320)
"""Bit rates that a frame before the join may get to make room, from the stream's own upwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The position of a frame in its stream, and its dependence on the frames around it."""

    start: int
    """Bytes."""
    end: int
    main_data_begin: int
    """How many bytes of main data back its own begin."""
    windows: tuple[int, ...]
    """Of each granule and channel: 0 is the usual long one."""


def frames(stream: bytes) -> tuple[Frame, ...]:
    """Parse a stream of whole frames.

    Raises:
        EncoderError: it is something else.
    """
    found = []
    start = 0
    while start < len(stream):
        end = start + read_header(int.from_bytes(stream[start : start + 4], "big")).size
        side = int.from_bytes(stream[start + 4 : start + _HEADER_BYTES], "big")
        found.append(
            Frame(
                start=start,
                end=end,
                main_data_begin=side >> 256 - 9,
                # 20 bits come first, and 33 of each granule's 59: then window_switching_flag, block_type and
                # mixed_block_flag, which are something else where the flag is not set.
                windows=tuple(
                    window if (window := side >> 256 - 20 - 59 * granule - 33 - 4 & 15) & 8 else 0
                    for granule in range(_GRANULES)
                ),
            )
        )
        start = end
    if start != len(stream):
        raise EncoderError("the MP3 encoder has stopped in the middle of a frame")
    return tuple(found)


def splice(before: bytes, after: bytes) -> bytes:
    """Join two streams.

    Args:
        before: frames of the stream that ends.
        after: the same frames as the first ones of the stream that begins.

    Returns:
        As many frames: they begin as `before` and end as `after`. Where the reservoir is short at all of them, one
        frame has a higher bit rate.

    Raises:
        EncoderError: the two have not the same frames.
    """
    old, new = frames(before), frames(after)
    if [frame.end for frame in old] != [frame.end for frame in new] or len(old) <= SETTLING_FRAMES:
        raise EncoderError("the MP3 encoder has made pieces that do not fit together")
    join = _best_join(old, new)
    head = bytearray(before[: old[join].start])
    needed = new[join].main_data_begin
    missing = needed - old[join].main_data_begin
    if missing > 0:
        head = _enlarged(head, old[join - 1].start, missing)
    # Two frames have room for more than 511 bytes of main data.
    earlier = slice(old[join - 2].start + _HEADER_BYTES, old[join - 2].end)
    later = slice(old[join - 1].start + _HEADER_BYTES, len(head))
    theirs = after[earlier] + after[later.start : new[join].start]
    ours = head[earlier] + head[later]
    ours[len(ours) - needed :] = theirs[len(theirs) - needed :]
    head[later] = ours[earlier.stop - earlier.start :]
    head[earlier] = ours[: earlier.stop - earlier.start]
    return bytes(head) + after[new[join].start :]


def _best_join(old: Sequence[Frame], new: Sequence[Frame]) -> int:
    """Return the index of the frame at which the second stream takes over: the last of the best ones.

    Equal windows count more than room in the reservoir, since room can be made.
    """

    def fitness(at: int) -> tuple[bool, int, int]:
        fits = all(old[near].windows == new[near].windows for near in (at - 1, at))
        return fits, min(0, old[at].main_data_begin - new[at].main_data_begin), at

    return max(range(SETTLING_FRAMES, len(old)), key=fitness)


def _enlarged(head: bytearray, start: int, missing: int) -> bytearray:
    """Raise the bit rate of the last frame, which begins at `start`, just enough for `missing` more bytes."""
    word = int.from_bytes(head[start : start + 4], "big")
    now = read_header(word)
    for kilobits in _BIT_RATES_KBPS:
        larger = with_kilobits(word, kilobits)
        more = read_header(larger).size - now.size
        if more >= missing:
            return head[:start] + larger.to_bytes(4, "big") + head[start + 4 :] + bytes(more)
    raise EncoderError("the MP3 encoder has made pieces that do not fit together")
