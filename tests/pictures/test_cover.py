"""The picture that a player shows."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from audioguide.pictures.cover import SIZE_PIXELS, cover
from audioguide.repertoire import routines

if TYPE_CHECKING:
    from numpy.typing import NDArray

THUMBNAIL = 64


def points(png: bytes) -> NDArray[np.float64]:
    """Decode it: rows, columns, colours from 0 to 255."""
    with av.open(BytesIO(png), "r") as file:
        return next(file.decode(video=0)).to_ndarray(format="rgb24").astype(float)


@pytest.fixture(scope="module")
def small() -> dict[str, NDArray[np.float64]]:
    """Every cover at the size of a thumbnail."""
    side = SIZE_PIXELS // THUMBNAIL
    shape = (THUMBNAIL, side, THUMBNAIL, side, 3)
    cut = side * THUMBNAIL
    return {name: points(cover(name))[:cut, :cut].reshape(shape).mean(axis=(1, 3)) for name in routines()}


def test_every_built_in_routine_has_a_cover_of_its_own_and_others_share_one() -> None:
    assert len({cover(name) for name in routines()}) == len(routines())
    assert cover("for-tuesdays-group") == cover("../everyday") == cover("audioguide")
    assert cover("for-wednesdays-group") is cover("audioguide")  # nothing is kept for each name that is asked for
    assert cover("audioguide") not in {cover(name) for name in routines()}


@pytest.mark.parametrize("name", ["everyday", "bedtime"])
def test_it_is_as_large_as_podcast_directories_want(name: str) -> None:
    assert points(cover(name)).shape == (1400, 1400, 3)


def test_it_is_small_enough_to_carry_in_every_session() -> None:
    assert max(len(cover(name)) for name in routines()) < 70_000


def test_routines_are_told_apart_at_the_size_of_a_thumbnail(small: dict[str, NDArray[np.float64]]) -> None:
    apart = {(one, other): np.abs(small[one] - small[other]).mean() for one, other in combinations(small, 2)}
    assert min(apart.values()) > 10, min(apart, key=lambda pair: apart[pair])


def test_bedtime_is_dark_and_by_day_it_is_light(small: dict[str, NDArray[np.float64]]) -> None:
    assert small["bedtime"][0].mean() < 90
    assert min(picture[0].mean() for name, picture in small.items() if name != "bedtime") > 110


def test_its_motif_fills_the_middle(small: dict[str, NDArray[np.float64]]) -> None:
    for name, picture in small.items():
        middle = picture[20:44, 20:44].reshape(-1, 3)
        assert middle.std(axis=0).max() > 15, name
