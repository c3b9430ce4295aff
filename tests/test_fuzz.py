"""A moment of `scripts/fuzz`, with the same inputs each time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from fuzzing.answering import opened
from fuzzing.feeding import Tally, checked, feed, feed_for
from fuzzing.targets import TARGETS, Target
from fuzzing.varying import grafted, paired
from hypothesis import strategies as st

GUIDED = """\
import sys
from fuzzing import guided
from fuzzing.targets import Target
from hypothesis import strategies as st

def refuse(text):
    assert "ad" not in text

guided.TARGETS["own"] = Target(feed=st.text("abcd"), answer=refuse)
guided.feed_guided("own", 2.0)
"""


@pytest.fixture(scope="module", autouse=True)
def places() -> Iterator[None]:
    """What targets open is closed."""
    with opened():
        yield


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_it_is_fed_with_it_answers(name: str) -> None:
    tally = feed(TARGETS[name], inputs=20, number=1)
    assert (tally.found, tally.taken + tally.refused) != ("", 0)
    assert tally.found == ""


def test_what_is_answered_with_something_else_is_found_and_made_small() -> None:
    tally = feed(Target(feed=st.text(), answer=lambda text: 1 / len(text), refusals=()), inputs=100, number=1)
    assert tally.found == "ZeroDivisionError on ''"
    assert feed_for(Target(feed=st.text(), answer=str, refusals=()), minutes=1e-6).taken > 100
    assert checked(Tally(slowest=6.0, longest="a book")).found == "too slow: 'a book'"
    assert tally.row("ratio").endswith("ZeroDivisionError on ''")
    assert Tally().row("ratio").endswith("nothing")


def test_what_is_made_of_two_inputs_is_found_and_made_small_too() -> None:
    def refuse(text: str) -> None:
        assert "ad" not in text

    tally = feed_for(Target(feed=st.sampled_from(["abc", "bcd"]), answer=refuse), minutes=1e-6)
    assert tally.found == "AssertionError on 'ad'"


def test_a_value_of_one_document_comes_into_another_at_any_depth() -> None:
    chance = Random(1)  # noqa: S311 - not for secrets
    made = {grafted(['{"a": [1, {"b": 2}]}'], chance) for _ in range(500)}
    assert {'{"a": [1, {"b": 1}]}', '{"a": [{"b": 2}, {"b": 2}]}', '{"a": 2}'} <= made
    assert {*grafted(["{"], chance)} == {"{"}  # no JSON: its pieces
    assert paired(grafted)([("jobs", '{"a": 1}')], chance)[0] == "jobs"


@pytest.mark.real
def test_what_atheris_finds_is_made_small() -> None:
    pytest.importorskip("atheris", reason="for Linux on x86-64")
    tests = Path(__file__).parent
    done = subprocess.run([sys.executable, "-c", GUIDED], cwd=tests, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:4], done.stdout[-25:]) == (3, "own ", "  AssertionError on 'ad'\n"), (
        done.stderr
    )
