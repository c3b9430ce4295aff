"""The picture that a player shows."""

from __future__ import annotations

import struct
import zlib
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from audioguide.pictures.cover import SIZE_PIXELS, cover
from audioguide.repertoire import routines

if TYPE_CHECKING:
    from numpy.typing import NDArray


def points(png: bytes) -> NDArray[np.int16]:
    """Decode it, by the format's own rules."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, found = 8, {}
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        data = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        found[kind] = data
        at += 12 + length
    assert struct.unpack(">IIBBBBB", found[b"IHDR"]) == (SIZE_PIXELS, SIZE_PIXELS, 8, 2, 0, 0, 0)
    rows = np.frombuffer(zlib.decompress(found[b"IDAT"]), np.uint8).reshape(SIZE_PIXELS, SIZE_PIXELS * 3 + 1)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(SIZE_PIXELS, SIZE_PIXELS, 3).astype(np.int16)


def test_a_routine_has_one_picture_and_another_has_another() -> None:
    assert cover("everyday", 8) == cover("everyday", 8)
    assert cover("everyday", 8) != cover("tummy", 8)


def test_the_built_in_routines_are_told_apart_at_the_size_of_a_thumbnail() -> None:
    side = SIZE_PIXELS // 64 * 64
    small = {}
    for name in routines():
        picture = points(cover(name, 8)).astype(float)
        small[name] = picture[:side, :side].reshape(64, side // 64, 64, side // 64, 3).mean(axis=(1, 3))
    apart = {(one, other): np.abs(small[one] - small[other]).max() for one, other in combinations(small, 2)}
    assert min(apart.values()) > 40, min(apart, key=lambda pair: apart[pair])
    grounds = {tuple(picture[0, 0]) for picture in small.values()}
    assert len(grounds) >= len(small) - 2


def test_bedtime_is_dark() -> None:
    assert points(cover("bedtime", 8))[0, 0].mean() < 80


def test_it_is_small_enough_to_carry_in_every_session() -> None:
    assert len(cover("everyday", 12)) < 60_000


def test_more_chapters_are_more_arms() -> None:
    def arms(chapters: int) -> int:
        row = points(cover("everyday", chapters))[SIZE_PIXELS // 2]
        ground = (np.abs(row - row[0]).sum(axis=1) < 12)[: int(0.25 * SIZE_PIXELS)]
        return int(np.count_nonzero(np.diff(ground.astype(int)) == -1))

    assert [arms(chapters) for chapters in (1, 2, 3, 4, 12)] == [1, 2, 3, 4, 4]


def test_at_the_size_of_a_thumbnail_the_face_stands_out() -> None:
    picture = points(cover("everyday", 8)).astype(float)
    side = SIZE_PIXELS // 64 * 64
    small = picture[:side, :side].reshape(64, side // 64, 64, side // 64, 3).mean(axis=(1, 3))
    face, arm = small[36, 30], small[32, 9]
    assert np.abs(face - arm).sum() > 100
    assert face.min() > 200


def test_nothing_touches_the_edge() -> None:
    picture = points(cover("everyday", 8))
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    assert (edge == edge[0]).all()
