"""The good lengths of a routine: every part is in them, and at most a quarter is pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
