"""The script of docs/speakers.md for Home Assistant: what its templates decide. A real core runs it elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from fakes.docs import DOCS, blocks
from jinja2.nativetypes import NativeEnvironment


@pytest.fixture(scope="module")
def block() -> str:
    (block,) = blocks(DOCS / "speakers.md", "yml")
    return block


@pytest.fixture(scope="module")
def script(block: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(block)["script massage"]["evening_massage"]
    return found


@pytest.fixture(scope="module")
def steps(script: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script["sequence"]
    return found


def rendered(template: str, **known: object) -> object:
    return NativeEnvironment().from_string(template).render(speaker="media_player.nursery", **known)


def test_the_speaker_is_named_once_so_the_volume_is_that_of_the_one_that_plays(
    block: str, script: dict[str, Any]
) -> None:
    assert block.count("media_player.living_room") == 1
    assert list(script["variables"]) == ["speaker", "before"]  # rendered in this order
    volumes = {("media_player.nursery", "volume_level"): 0.1}
    assert rendered(script["variables"]["before"], state_attr=lambda *asked: volumes[asked]) == 0.1


def test_no_key_is_one_that_a_household_has_already(block: str) -> None:
    """Of two of one name Home Assistant takes the last; where a word follows, it takes both."""
    assert list(yaml.safe_load(block)) == ["script massage", "automation massage"]


@pytest.mark.parametrize(("before", "during"), [(0.7, 0.25), (0.25, 0.25), (0.1, 0.1), (0, 0), (None, 0.25)])
def test_it_makes_no_speaker_louder_that_tells_its_volume(
    before: float | None, during: float, steps: list[dict[str, Any]]
) -> None:
    actions = [step.get("action") for step in steps]
    first = actions.index("media_player.volume_set")
    assert first < actions.index("media_player.play_media")
    assert rendered(steps[first]["data"]["volume_level"], before=before) == during


@pytest.mark.parametrize(
    ("state", "free"),
    [("idle", True), ("off", True), ("standby", True), ("playing", False), ("paused", False), ("buffering", False)],
)
def test_it_leaves_a_speaker_alone_that_is_in_use(*, state: str, free: bool, steps: list[dict[str, Any]]) -> None:
    assert steps[0]["condition"] == "template"
    assert rendered(steps[0]["value_template"], states=lambda _: state) is free
