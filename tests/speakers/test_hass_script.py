"""The script of docs/speakers.md for Home Assistant: what its templates decide. A real core runs it elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from fakes.docs import DOCS, blocks
from jinja2.nativetypes import NativeEnvironment


@pytest.fixture(scope="module")
def steps() -> list[dict[str, Any]]:
    (block,) = blocks(DOCS / "speakers.md", "yml")
    found: list[dict[str, Any]] = yaml.safe_load(block)["script"]["evening_massage"]["sequence"]
    return found


def rendered(template: str, **known: object) -> object:
    return NativeEnvironment().from_string(template).render(speaker="media_player.nursery", **known)


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
