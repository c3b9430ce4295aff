"""Two streams, and the place where one leads into the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.encoders.info_frame import read_header
from audioguide.encoders.splice import SETTLING_FRAMES, Frame, _enlarged, frames, splice
from audioguide.errors import EncoderError

COUNT = 49
HEADER = 0xFFFB9064
"""128 kb/s, 417 bytes."""
START = 36
"""Where a frame's room for main data begins."""
ROOM = 417 - START
SHORT_WINDOW = 0b1100


def stream(begins: Sequence[int], windows: Sequence[int], fill: int) -> bytes:
    """Frames whose bytes tell which stream they are from, and where in it: no two near ones are alike."""
    whole = bytearray()
    for number, (begin, window) in enumerate(zip(begins, windows, strict=True)):
        side = begin << 256 - 9 | window << 256 - 20 - 33 - 4
        main = bytes((fill + (number * 7 + at) % 127) & 0xFF for at in range(ROOM))
        whole += HEADER.to_bytes(4, "big") + side.to_bytes(32, "big") + main
    return bytes(whole)


def main_data(whole: bytes) -> list[bytes]:
    """What a decoder takes for each frame but the last: from where its data begin to where those of the next do."""
    line, at = bytes(511), []
    for frame in frames(whole):
        at.append(len(line) - frame.main_data_begin)
        line += whole[frame.start + START : frame.end]
    assert at == sorted(at), "a frame's data begin before those of the frame before it end"
    return [line[start:end] for start, end in pairwise(at)]


def begins(first: int) -> st.SearchStrategy[list[int]]:
    """As an encoder makes them: what a frame leaves of its own room and of what was left before."""
    left = st.lists(st.integers(0, 511), min_size=COUNT - 1, max_size=COUNT - 1)
    return left.map(lambda some: list(accumulate(some, lambda last, now: min(now, last + ROOM), initial=first)))


def taken_over(joined: bytes, before: bytes, after: bytes) -> list[int]:
    """Every place for which it is true that the frames up to there are the first stream's, the others the second's."""
    heard, old, new = main_data(joined), main_data(before), main_data(after)
    return [
        join
        for join in range(SETTLING_FRAMES, COUNT)
        if heard[join:] == new[join:]
        and heard[: join - 1] == old[: join - 1]
        and heard[join - 1].startswith(old[join - 1])  # what it leaves beyond that nobody reads
    ]


@given(old=begins(300), new=begins(0))
def test_every_frame_keeps_its_data(old: list[int], new: list[int]) -> None:
    before, after = stream(old, [0] * COUNT, 0), stream(new, [0] * COUNT, 128)
    joined = splice(before, after)
    assert taken_over(joined, before, after)
    rates = [read_header(int.from_bytes(joined[frame.start :][:4], "big")).kilobits for frame in frames(joined)]
    enough = any(left >= needed for left, needed in zip(old[SETTLING_FRAMES:], new[SETTLING_FRAMES:], strict=True))
    assert sum(rate > 128 for rate in rates) == (0 if enough else 1)


@pytest.mark.parametrize(("missing", "size"), [(0, 417), (1, 522), (105, 522), (106, 626), (511, 1044)])
def test_one_frame_makes_the_room_that_is_missing(missing: int, size: int) -> None:
    before = stream([0] * COUNT, [0] * COUNT, 0)
    after = stream([0, missing // 2] + [missing] * (COUNT - 2), [0] * COUNT, 128)
    joined = splice(before, after)
    sizes = [frame.end - frame.start for frame in frames(joined)]
    assert sorted(sizes) == sorted([417] * (COUNT - 1) + [size])
    assert taken_over(joined, before, after)


def test_it_takes_over_as_late_as_it_can() -> None:
    before, after = stream([0] * COUNT, [0] * COUNT, 0), stream([0] * COUNT, [0] * COUNT, 128)
    assert taken_over(splice(before, after), before, after) == [COUNT - 1]


def test_the_windows_agree_at_the_join() -> None:
    different = [SHORT_WINDOW if at > 30 else 0 for at in range(COUNT)]
    before, after = stream([0] * COUNT, different, 0), stream([0] * COUNT, [0] * COUNT, 128)
    assert taken_over(splice(before, after), before, after) == [30]


def test_rather_a_larger_frame_than_windows_that_differ() -> None:
    different = [SHORT_WINDOW if at > 30 else 0 for at in range(COUNT)]
    before = stream([0] * COUNT, different, 0)
    after = stream([0] + [50] * 30 + [0] * 18, [0] * COUNT, 128)
    joined = splice(before, after)
    assert taken_over(joined, before, after) == [30]
    assert len(joined) > len(before)


def test_frames_say_where_they_lie_and_what_they_ask_for() -> None:
    first, second = frames(stream([0, 511], [0, SHORT_WINDOW], 0))
    assert first == Frame(start=0, end=417, main_data_begin=0, windows=(0, 0, 0, 0))
    assert second == Frame(start=417, end=834, main_data_begin=511, windows=(SHORT_WINDOW, 0, 0, 0))


def test_what_a_long_window_has_in_the_place_of_its_kind_is_not_read() -> None:
    (frame,) = frames(stream([0], [0b0111], 0))
    assert frame.windows == (0, 0, 0, 0)


@pytest.mark.parametrize("cut", [-417, -1])
def test_pieces_of_different_frames_are_refused(cut: int) -> None:
    whole = stream([0] * COUNT, [0] * COUNT, 0)
    with pytest.raises(EncoderError, match=r"fit together|middle of a frame"):
        splice(whole, whole[:cut])


def test_no_frame_is_enlarged_beyond_the_highest_bit_rate() -> None:
    header = bytearray(HEADER.to_bytes(4, "big"))
    assert len(_enlarged(header, 0, 627)) == 4 + 1044 - 417  # 320 kb/s
    with pytest.raises(EncoderError, match="fit together"):
        _enlarged(header, 0, 628)
