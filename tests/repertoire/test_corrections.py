"""Corrections of a language's words go into its files, whose other lines stay."""

from __future__ import annotations

import pytest
import yaml

from audioguide.errors import RoutineError
from audioguide.repertoire.corrections import corrected
from audioguide.repertoire.translations import TextRow

LEGS = """\
# The legs.
version: 1
review: [leg_rest]

leg_rest:
  name: Hände am Bein
  cue: Halte das Bein, ganz ruhig.
  teach: >-
    Umschließ das Bein mit beiden Händen, weich und warm. Sag deinem Baby, dass jetzt dieses Bein dran ist, und lass es
    schwer werden in deinen Händen.

  # Beside a cot.
  prompts:
    - Schau {baby} an.
    - Summ dein Lied.
leg: {right: Rechtes Bein, left: Linkes Bein}
"""
TEACH = (
    "Umschließ das Bein mit beiden Händen, weich und warm. Sag deinem Baby, dass jetzt dieses Bein dran ist, und lass "
    "es schwer werden in deinen Händen."
)


def row(place: str, *words: str) -> TextRow:
    return TextRow(file="legs", place=place, line=1, english="-", words=words, unread=True, stale=False)


ROWS = (
    row("leg_rest.name", "Hände am Bein"),
    row("leg_rest.cue", "Halte das Bein, ganz ruhig."),
    row("leg_rest.teach", TEACH),
    row("leg_rest.prompts.1", "Schau {baby} an."),
    row("leg_rest.prompts.2", "Summ dein Lied."),
    row("leg", "Rechtes Bein", "Linkes Bein"),
)


def put(place: str, was: str, becomes: str) -> str:
    made = corrected("c.txt", f"{place}\n- {was}\n+ {becomes}\n", {"legs": LEGS}, ROWS)
    assert list(made) == ["legs"]
    return made["legs"]


@pytest.mark.parametrize(
    ("place", "was", "becomes", "line"),
    [
        ("legs.leg_rest.cue", "Halte das Bein, ganz ruhig.", "Halte das Bein.", "  cue: Halte das Bein.\n"),
        ("legs.leg_rest.cue", "Halte das Bein, ganz ruhig.", "Bein: ruhig #1", "  cue: 'Bein: ruhig #1'\n"),
        ("legs.leg_rest.prompts.1", "Schau {baby} an.", "Sieh {baby} an.", "    - Sieh {baby} an.\n"),
        ("legs.leg.left", "Linkes Bein", "Das linke Bein", "leg: {right: Rechtes Bein, left: Das linke Bein}\n"),
        ("legs.leg.right", "Rechtes Bein", "Rechts, das Bein", "leg: {right: 'Rechts, das Bein', left: Linkes Bein}\n"),
    ],
)
def test_one_line_changes_and_all_others_stay(place: str, was: str, becomes: str, line: str) -> None:
    new = put(place, was, becomes)
    old_lines, new_lines = LEGS.splitlines(keepends=True), new.splitlines(keepends=True)
    assert len(old_lines) == len(new_lines)
    assert [one for one in new_lines if one not in old_lines] == [line]
    assert yaml.safe_load(new) != yaml.safe_load(LEGS)


@pytest.mark.parametrize(("place", "was"), [("teach", TEACH), ("prompts.2", "Summ dein Lied.")])
def test_a_long_text_is_folded_and_reads_as_it_was_written(place: str, was: str) -> None:
    """No hyphen is a line's end: YAML would read a space after it."""
    long = "Umschließ das Bein mit der Arm-und-Bein-und-Fuß-Hand, " * 6 + "mit {baby}."
    new = put(f"legs.leg_rest.{place}", was, long)
    found = yaml.safe_load(new)["leg_rest"]
    assert long in (found["teach"], found["prompts"][1])
    assert max(map(len, new.splitlines())) <= 120
    assert "\n\n  # Beside a cot.\n" in new


def test_what_stands_there_already_changes_nothing() -> None:
    text = "legs.leg_rest.cue\n- Bein halten.\n+ Halte das Bein, ganz ruhig.\n"
    assert corrected("c.txt", text, {"legs": LEGS}, ROWS) == {}
    assert corrected("c.txt", "", {"legs": LEGS}, ROWS) == {}


def test_two_corrections_of_a_file_are_both_made() -> None:
    text = "legs.leg.left\n- Linkes Bein\n+ Links\n\nlegs.leg_rest.cue\n- Halte das Bein, ganz ruhig.\n+ Halt es.\n"
    found = yaml.safe_load(corrected("c.txt", text, {"legs": LEGS}, ROWS)["legs"])
    assert (found["leg"]["left"], found["leg_rest"]["cue"]) == ("Links", "Halt es.")


def test_every_mistake_has_its_line_and_nothing_is_changed() -> None:
    text = (
        "legs.leg_rest.cue\n- Halt.\n+ Halte.\n\n"
        "legs.arm\n- x\n+ y\n\n"
        "legs.version\n- 1\n+ 2\n\n"
        "legs.leg_rest.name\n- Hände am Bein\n+ Hände an {bab}\n\n"
        "legs.leg_rest.prompts.2\n- Summ dein Lied.\n"
    )
    with pytest.raises(RoutineError) as caught:
        corrected("c.txt", text, {"legs": LEGS}, ROWS)
    assert str(caught.value).splitlines() == [
        "c.txt:1: 'legs.leg_rest.cue' has changed since; it says: Halte das Bein, ganz ruhig.",
        "c.txt:5: there is no 'legs.arm' in the words of this language",
        "c.txt:9: there is no 'legs.version' in the words of this language",
        "c.txt:13: '{bab}' stands for nothing; only {baby} is replaced, by the baby's name",
        "c.txt:17: a correction is three lines: the place, '- ' with the text as it was, '+ ' with how it should be",
    ]


def test_a_side_stays_where_it_stands_today() -> None:
    """As in a language that was begun with the English words."""
    words = "arm: '{side} arm'\n"
    rows = (row("arm", "{side} arm"),)
    put = "legs.arm\n- {side} arm\n+ %s\n"
    assert corrected("c.txt", put % "braç {side}", {"legs": words}, rows) == {"legs": "arm: braç {side}\n"}
    with pytest.raises(RoutineError) as caught:
        corrected("c.txt", put % "braç {costat}", {"legs": words}, rows)
    cure = "only {baby} and {side} are replaced, by the baby's name and the side"
    assert str(caught.value) == f"c.txt:1: '{{costat}}' stands for nothing; {cure}"


def test_a_character_that_cannot_be_spoken_is_refused() -> None:
    with pytest.raises(RoutineError, match=r"c\.txt:3: .*U\+202E"):
        corrected("c.txt", "legs.leg.left\n- Linkes Bein\n+ Link\u202es\n", {"legs": LEGS}, ROWS)
