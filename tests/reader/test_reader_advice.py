"""The file of advice: sizes and rules."""

from __future__ import annotations

import pytest

from audioguide.errors import RoutineError
from audioguide.model.advice import Advice, Rule
from audioguide.model.routine import Vocabulary
from audioguide.reader import read_advice
from audioguide.units import parse_age

TEXT = """\
version: 1
sizes:
  front: {from: hip_R, to: ankle_R, cm: {1y: 29, 0w: 17, 3m: 22}}
rules:
  - parts: [leg, arm]
    aims: [sleep]
    speed: 0.5-10
    why: slow is calm
  - around: navel
    ends: hip_L
    from_age: 6w
    out: yes
    ritual: any
    usual: no
    words: 12
    speech: 25
    why: so it is
"""


@pytest.fixture(scope="module")
def advice(small_vocabulary: Vocabulary) -> Advice:
    return read_advice(TEXT, source="x", landmarks=small_vocabulary.landmarks)


def test_ages_come_in_their_order(advice: Advice) -> None:
    size = advice.sizes["front"]
    assert (size.start, size.end) == ("hip_R", "ankle_R")
    assert size.cm == ((0.0, 17.0), (parse_age("3m"), 22.0), (parse_age("1y"), 29.0))


def test_rules_arrive(advice: Advice) -> None:
    assert advice.rules == (
        Rule(why="slow is calm", parts=("leg", "arm"), aims=("sleep",), speed=(0.5, 10.0)),
        Rule(
            why="so it is",
            around="navel",
            ends="hip_L",
            from_age=6.0,
            out=True,
            ritual="any",
            usual=False,
            words=12,
            speech=25.0,
        ),
    )


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("to: ankle_R", "to: ancle_R", "x:3: unknown landmark 'front.ancle_R'; did you mean 'front.ankle_R'?"),
        ("around: navel", "around: belt_buckle", "x:9: unknown landmark 'front.belt_buckle'"),
        (
            "from: hip_R",
            "from: 7",
            "x:3: from: '7' cannot be a name; use up to 64 letters without accents, digits and _",
        ),
        ("ends: hip_L", "ends: hip", "x:10: unknown landmark 'front.hip'; did you mean 'front.hip_R'?"),
        ("speed: 0.5-10", "speed: 10-0.5", "x:7: speed: '10-0.5' should be a range such as 1-10"),
        ("speed: 0.5-10", "speed: fast", "x:7: speed: 'fast' should be a range such as 1-10"),
        ("    words: 12", "    says: {en: '('}", "x:15: en: '(' is not a regular expression: missing ), unterminated"),
        ("0w: 17", "new: 17", "x:3: cm: 'new' is not an age; write for example 6w, 4m or 1y (weeks, months, years)"),
        ("    why: so it is\n", "", "x:9: a rule needs 'why', for example why: babies are calmest at that pace"),
    ],
)
def test_mistakes_come_with_their_lines(small_vocabulary: Vocabulary, right: str, wrong: str, message: str) -> None:
    with pytest.raises(RoutineError) as caught:
        read_advice(TEXT.replace(right, wrong), source="x", landmarks=small_vocabulary.landmarks)
    assert str(caught.value).startswith(message)
