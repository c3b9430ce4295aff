from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes.network import ADDRESS, Network
from fakes.nursery import LOUD, SPEAKERS, Nursery, household

from audioguide.plugins import Sound
from audioguide.rendering.shelf import session_at
from audioguide.web.feed import key_of
from audioguide.web.library import Library
from audioguide.web.server import Server


# Mostly they wait: `pytest -n 3 --dist loadgroup` lets three kinds play at once, each to the end in one process.
@pytest.fixture(scope="module", params=[pytest.param(kind, marks=pytest.mark.xdist_group(kind)) for kind in SPEAKERS])
def nursery(
    request: pytest.FixtureRequest, network: Network, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nursery]:
    # A short name: that of a socket has at most a hundred letters.
    with household(request.param, network, tmp_path_factory.mktemp("home")) as one:
        yield one


@pytest.fixture
def loud(nursery: Nursery) -> None:
    """The household likes it loud, and silent between two tests."""
    if nursery.row.keeps_volume:
        with nursery.speaker() as speaker:
            if speaker.status().state != "stopped":
                speaker.stop()
            speaker.set_volume(LOUD)


@pytest.fixture
def sound(nursery: Nursery) -> Iterator[Sound]:
    made = session_at(nursery.home / "noise.mp3")
    assert made
    with Server(Library(lambda: [made.manifest]), host=ADDRESS) as server:
        yield Sound(
            path=made.path,
            url=f"{server.address}{key_of(made)}.mp3",
            title=made.title,
            media_type="audio/mpeg",
            length=made.length,
        )
