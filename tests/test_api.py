"""The package as a Python programmer meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.program import FEATHER

import audioguide as ag


def test_the_whole_way_in_one_call(tmp_path: Path) -> None:
    file = tmp_path / "feather.yaml"
    file.write_text(FEATHER, "utf-8")
    told: list[str] = []
    session = ag.render(
        str(file), length="45s", folder=tmp_path / "output", progress=lambda what, *_: told.append(what)
    )
    assert session.path == tmp_path / "output" / "feather-45s.mp3"
    assert session.length == 45 * 44_100
    assert {"speaking", "mixing"} <= set(told)
    segment = ag.as_segment(session)
    assert (segment.channels, segment.frame_rate, segment.frame_count()) == (2, 44_100, session.length)
    assert -40 < segment.dBFS < -15


def test_a_wrong_length_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="has no unit"):
        ag.render("everyday", length="10")


def test_the_public_names_are_there_and_no_others() -> None:
    assert dir(ag) == ag.__all__
    assert all(callable(getattr(ag, name)) for name in ag.__all__)
    with pytest.raises(AttributeError, match="no attribute 'sing'"):
        ag.sing  # noqa: B018 - asking is what fails
