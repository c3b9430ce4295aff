"""What is kept of a family, in one file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from audioguide.errors import ShelfError
from audioguide.web.family.household import MOST_BABIES, Baby, FamilyError, HouseholdFile, ages

TODAY = date(2026, 11, 28)


@pytest.fixture
def household(tmp_path: Path) -> HouseholdFile:
    return HouseholdFile(tmp_path / "household.json")


@pytest.mark.parametrize(
    ("day", "weeks", "age"),
    [
        ("2026-11-28", 0, (0, "weeks")),
        ("2026-12-24", 0, (0, "weeks")),
        ("2026-10-31", 4, (4, "weeks")),
        ("2026-07-20", 131 / 7, (4, "months")),
        ("2025-03-28", 610 / 7, (20, "months")),
        ("2024-11-28", 730 / 7, (23, "months")),
        ("2023-06-01", 1276 / 7, (3, "years")),
    ],
)
def test_a_baby_has_an_age(day: str, weeks: float, age: tuple[int, str]) -> None:
    baby = Baby(id="1", name="Mia", day=day)
    assert baby.weeks(TODAY) == pytest.approx(weeks)
    assert baby.age(TODAY) == age


def test_babies_are_kept_changed_and_removed(household: HouseholdFile, tmp_path: Path) -> None:
    mia = household.put_baby(None, " Mia ", "2026-07-20", TODAY)
    ben = household.put_baby(None, "Ben", "2026-07-20", TODAY)
    household.put_baby(mia.id, "Mia Zoë", "2026-07-21", TODAY)
    family = household.read()
    assert [(one.name, one.day) for one in family.babies] == [("Mia Zoë", "2026-07-21"), ("Ben", "2026-07-20")]
    assert [(one["name"], one["count"], one["unit"]) for one in ages(family, TODAY)] == [
        ("Mia Zoë", 4, "months"),
        ("Ben", 4, "months"),
    ]
    household.remember({"baby": ben.id, "minutes": 12})
    household.remove_baby(ben.id)
    assert [one.name for one in household.read().babies] == ["Mia Zoë"]
    assert household.read().last == {"minutes": 12}
    assert "Mia Zoë" in (tmp_path / "household.json").read_text("utf-8")
    assert (tmp_path / "household.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "day", "problem"),
    [
        ("", "2026-07-20", "1 to 40 letters"),
        ("x" * 41, "2026-07-20", "1 to 40 letters"),
        ("Mia\n", "2026-07-20", None),
        ("Mi\na", "2026-07-20", "1 to 40 letters"),
        (7, "2026-07-20", "1 to 40 letters"),
        ("Mia", "", "the day your baby was born"),
        ("Mia", "2026-02-30", "the day your baby was born"),
        ("Mia", None, "the day your baby was born"),
        ("Mia", "2028-07-20", "too far ahead"),
        ("Mia", "0026-08-01", "too long ago"),
    ],
)
def test_a_baby_needs_a_name_and_a_day(
    household: HouseholdFile, name: object, day: object, problem: str | None
) -> None:
    if problem is None:
        assert household.put_baby(None, name, day, TODAY).name == "Mia"
        return
    with pytest.raises(FamilyError, match=problem):
        household.put_baby(None, name, day, TODAY)
    assert household.read().babies == ()


def test_nobody_fills_the_file(household: HouseholdFile) -> None:
    for number in range(MOST_BABIES):
        household.put_baby(None, str(number), "2026-07-20", TODAY)
    with pytest.raises(FamilyError, match="12 babies are entered"):
        household.put_baby(None, "x", "2026-07-20", TODAY)
    for number in range(300):
        household.favour(f"{number:032x}", favourite=True)
    assert len(household.read().favourites) == 200


def test_sessions_of_earlier_evenings_give_way(household: HouseholdFile) -> None:
    keys = [f"{number:032x}" for number in range(34)]
    household.favour(keys[1], favourite=True)
    gone = [household.note_made(key, heard={keys[2], "x"}) for key in keys]
    assert gone == [()] * 30 + [(keys[0],), (), (), (keys[3],)]
    assert household.note_made(keys[4], heard=()) == (keys[2],)  # made once more, and the other not heard any more
    assert household.read().made == (keys[1], *keys[5:], keys[4])


def test_words_for_the_next_time_leave_all_else_as_it_was_wished(household: HouseholdFile) -> None:
    household.remember({"minutes": 12, "guidance": "learn"})
    household.wish_words("practised")
    assert household.read().last == {"minutes": 12, "guidance": "practised"}


def test_favourites_come_and_go(household: HouseholdFile) -> None:
    for key, favourite in (("a", True), ("b", True), ("a", True), ("b", False)):
        household.favour(key, favourite=favourite)
    assert household.read().favourites == ("a",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"babies": [{"id": "1", "name": "Mia"}], "last": {}, "favourites": []}',
        '{"babies": [], "last": {}, "favourites": "abc"}',
        '{"babies": [], "last": {}, "favourites": [], "kept_words": "learn"}',
        '{"babies": [], "last": {}, "favourites": [], "made": {"a": 1}}',
    ],
)
def test_a_damaged_file_is_an_empty_family_and_is_kept(household: HouseholdFile, tmp_path: Path, text: str) -> None:
    (tmp_path / "household.json").write_text(text, "utf-8")
    assert household.read().babies == ()
    assert (tmp_path / "household.damaged.json").read_text("utf-8") == text
    household.put_baby(None, "Mia", "2026-07-20", TODAY)
    assert json.loads((tmp_path / "household.json").read_text("utf-8"))["babies"][0]["name"] == "Mia"


def test_what_is_no_key_and_no_guidance_is_left_out(household: HouseholdFile, tmp_path: Path) -> None:
    document = {
        "babies": [],
        "last": {},
        "favourites": ["a", 1],
        "kept_words": [["x"], "loud", "names"],
        "made": [None],
    }
    (tmp_path / "household.json").write_text(json.dumps(document), "utf-8")
    household.keep_words("learn")
    family = household.read()
    assert (family.favourites, family.kept_words, family.made) == (("a",), ("learn", "names"), ())


def test_a_file_that_cannot_be_read_now_is_told_and_stays(household: HouseholdFile, tmp_path: Path) -> None:
    (tmp_path / "household.json").mkdir()
    with pytest.raises(ShelfError, match="cannot read"):
        household.favour("a", favourite=True)
    assert (tmp_path / "household.json").is_dir()


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ShelfError, match="cannot write"):
        HouseholdFile(tmp_path / "gone" / "household.json").remember({})
