"""A routine of any length for run.py and catalogue.py, as dense in an hour as in five minutes: rounds that differ."""

from __future__ import annotations

from num2words import num2words

SPAN = 1.9
"""Minutes of a round; it can last from 1.5 to 4.5."""

ROUND = """\
  - title: Round {number}
    steps:
      - say: Round {number}. Slow hands, soft shoulders, and a long breath out.
      - stroke: tummy_water_wheel_a
        times: 4
      - say: Number {number} on the tummy. Watch the face, and stay where it is soft.
      - rest: 2s-12s
      - stroke: chest_open_book
        times: 4
      - say: In round {number} the hands grow warm, and the shoulders sink.
      - rest: 2s-12s
      - stroke: back_circles
        times: 4
      - say: Down the back for the time number {number}, as light as you can.
      - stroke: back_comb
        times: 4
      - rest: 2s-12s
"""


def routine(minutes: float) -> str:
    """Return a routine file that can last so long. Its numbers are in words, as in those that are built in."""
    count = round(minutes / SPAN) if minutes >= SPAN else 0
    rounds = "".join(ROUND.format(number=num2words(number)) for number in range(1, max(1, count) + 1))
    if not count:
        rounds, _, _ = rounds.partition("      - stroke: chest")  # what is left can last from a minute on
    return f"version: 1\ntitle: Rounds\nsections:\n{rounds}"
