"""The good lengths of a routine: every part is in them, and at most a quarter is pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.planned import planner, script_of

from audioguide import repertoire
from audioguide.model.routine import GUIDANCE_LEVELS, Guidance
from audioguide.planning.finder import estimated
from audioguide.planning.good import good_lengths
from audioguide.rendering.request import prepare

if TYPE_CHECKING:
    from pathlib import Path


def test_a_routine_that_is_half_rest_has_none_and_can_last_only_so_long(tmp_path: Path) -> None:
    file = tmp_path / "rest.yaml"
    steps = "[{stroke: back_comb, times: 2}, {rest: 60s}, {say: Rest.}]"
    file.write_text(f"version: 1\ntitle: Rest\nsections: [{{title: Back, steps: {steps}}}]\n", "utf-8")
    script = prepare(file, voice="system").script
    assert good_lengths(script, estimated(script)) is None


@pytest.mark.parametrize("name", repertoire.routines())
@pytest.mark.parametrize("guidance", GUIDANCE_LEVELS)
def test_the_length_that_nobody_asked_for_is_good(name: str, guidance: Guidance) -> None:
    made = planner(name, guidance).plan()
    assert made.quiet_share <= 0.25
    assert not [gone for gone in made.left_out if gone.kind == "part"]


@pytest.mark.parametrize("guidance", GUIDANCE_LEVELS)
def test_with_little_to_do_and_long_rests_it_is_within_the_good_lengths(guidance: Guidance) -> None:
    written = script_of("first-days", guidance)
    assert (good := good_lengths(written, estimated(written)))
    assert good[0] <= planner("first-days", guidance).own <= good[1]
