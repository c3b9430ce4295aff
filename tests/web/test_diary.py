"""The quiet diary: one readable file, a line for each session of a day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from fakes.sessions import session

from audioguide.errors import ShelfError
from audioguide.model.chapters import Chapter
from audioguide.model.routine import Guidance
from audioguide.units import samples
from audioguide.web.family.diary import MOST_LINES, Diary, Entry, evenings, fewer_words

TODAY = date(2026, 11, 28)
MASSAGE = replace(
    session(Path("everyday.mp3")),
    title="Everyday massage",
    baby="Zoë",
    length=samples(600),
    chapters=(
        Chapter(start=samples(0), end=samples(300), title="Legs"),
        Chapter(start=samples(300), end=samples(540), title="Tummy"),
        Chapter(start=samples(540), end=samples(600), title="Goodbye"),
    ),
)


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "diary.jsonl")


def entry(day: date, guidance: Guidance) -> Entry:
    return Entry(
        day=day.isoformat(), title="", baby="", guidance=guidance, seconds=600, of=600, stopped_at="", liked=False,
        session="",
    )  # fmt: skip


def test_an_evening_is_a_line_that_a_parent_can_read(diary: Diary, tmp_path: Path) -> None:
    diary.note(MASSAGE, 432.4, 420.0, TODAY)
    line = (tmp_path / "diary.jsonl").read_text("utf-8")
    assert line == (
        '{"day": "2026-11-28", "title": "Everyday massage", "baby": "Zoë", "guidance": "practised", "seconds": 432, '
        '"of": 600, "stopped_at": "Tummy", "liked": false, "session": "00000000000000000000000000000000"}\n'
    )
    assert (tmp_path / "diary.jsonl").stat().st_mode & 0o077 == 0


def test_a_bed_that_goes_on_is_after_the_goodbye(diary: Diary) -> None:
    after = Chapter(start=samples(600), end=samples(1200), title="♪ ocean")
    whole = replace(MASSAGE, length=samples(1200), afterwards=samples(600), chapters=(*MASSAGE.chapters, after))
    assert whole.goodbye.title == MASSAGE.goodbye.title == "Goodbye"
    for number, left in enumerate((500.0, 590.0, 900.0)):
        diary.note(whole, 540, left, TODAY + timedelta(number))
    assert [one.stopped_at for one in diary.entries()] == ["Tummy", "", ""]


def test_what_is_heard_of_a_session_on_one_day_is_added_up(diary: Diary) -> None:
    diary.note(MASSAGE, 130, 90.0, TODAY)
    diary.like("0" * 32, liked=True)
    diary.note(MASSAGE, 470, None, TODAY)
    diary.note(MASSAGE, 119, None, TODAY)  # a try
    diary.note(MASSAGE, 600, 599.0, TODAY + timedelta(1))
    found = [(one.day, one.seconds, one.stopped_at, one.liked) for one in diary.entries()]
    assert found == [("2026-11-28", 600, "", True), ("2026-11-29", 600, "", False)]


def test_a_short_piece_counts_where_it_goes_on_with_what_was_stopped(diary: Diary) -> None:
    found = []
    for heard, left in ((40, None), (430, 220.0), (110, 420.0), (20, 30.0), (110, None), (20, 30.0)):
        diary.note(MASSAGE, heard, left, TODAY)
        found.append([(one.seconds, one.stopped_at) for one in diary.entries()])
    assert found == [
        [],
        [(430, "Legs")],
        [(540, "Tummy")],
        [(560, "Tummy")],
        [(670, "")],
        [(670, "")],
    ]


def test_liking_is_of_the_last_evening(diary: Diary) -> None:
    for number in range(2):
        diary.note(MASSAGE, 600, None, TODAY + timedelta(number))
    for key, liked in (("0" * 32, True), ("f" * 32, True)):
        diary.like(key, liked=liked)
    assert [one.liked for one in diary.entries()] == [False, True]


def test_it_can_be_deleted(diary: Diary, tmp_path: Path) -> None:
    diary.delete()
    diary.note(MASSAGE, 600, None, TODAY)
    diary.delete()
    assert diary.entries() == ()
    assert [*tmp_path.iterdir()] == []


def test_it_does_not_grow_for_ever(diary: Diary, tmp_path: Path) -> None:
    diary.note(MASSAGE, 600, None, TODAY)
    line = (tmp_path / "diary.jsonl").read_text("utf-8").replace("2026", "2025")
    (tmp_path / "diary.jsonl").write_text(line * MOST_LINES, "utf-8")
    diary.note(MASSAGE, 600, None, TODAY)
    assert (len(diary.entries()), diary.entries()[-1].day) == (2000, "2026-11-28")


def test_a_line_that_is_damaged_is_left_out_and_stays_in_the_file(diary: Diary, tmp_path: Path) -> None:
    file = tmp_path / "diary.jsonl"
    diary.note(MASSAGE, 600, None, TODAY)
    line = file.read_text("utf-8")
    wrong = [
        {**json.loads(line), name: value}
        for name, value in {"day": "x", "seconds": "x", "of": True, "guidance": "x", "liked": 1, "colour": "x"}.items()
    ]
    lines = ["{", "[]", "[" * 100_000, *map(json.dumps, wrong)]
    file.write_text("\n".join(["", *lines, line]), "utf-8")
    assert [one.day for one in diary.entries()] == ["2026-11-28"]
    diary.note(MASSAGE, 600, None, TODAY + timedelta(1))
    diary.like("0" * 32, liked=True)
    assert [one.liked for one in diary.entries()] == [False, True]
    assert file.read_text("utf-8").splitlines()[: len(lines)] == lines


def test_a_title_may_hold_what_ends_a_line_elsewhere(diary: Diary) -> None:
    title = "Tummy\u2028and\u0085legs"
    diary.note(replace(MASSAGE, title=title), 600, None, TODAY)
    diary.note(replace(MASSAGE, title=title), 60 * 3, None, TODAY)
    assert [(one.title, one.seconds) for one in diary.entries()] == [(title, 780)]


def test_a_file_that_is_no_text_is_put_aside_until_the_diary_is_deleted(diary: Diary, tmp_path: Path) -> None:
    (tmp_path / "diary.jsonl").write_bytes(b"\xff")
    diary.note(MASSAGE, 600, None, TODAY)
    assert [one.seconds for one in diary.entries()] == [600]
    assert (tmp_path / "diary.damaged.jsonl").read_bytes() == b"\xff"
    diary.delete()
    assert [*tmp_path.iterdir()] == []


def test_a_file_that_cannot_be_read_now_is_told_and_stays(diary: Diary, tmp_path: Path) -> None:
    (tmp_path / "diary.jsonl").mkdir()
    for change in (partial(diary.note, MASSAGE, 600, None, TODAY), partial(diary.like, "0" * 32, liked=True)):
        with pytest.raises(ShelfError, match="cannot read"):
            change()
    assert (tmp_path / "diary.jsonl").is_dir()


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "gone" / "diary.jsonl")
    with pytest.raises(ShelfError, match="cannot write"):
        diary.note(MASSAGE, 600, None, TODAY)
    (tmp_path / "diary.jsonl").mkdir()
    with pytest.raises(ShelfError, match="cannot delete"):
        Diary(tmp_path / "diary.jsonl").delete()


def test_evenings_are_days(diary: Diary) -> None:
    for day in (0, 0, 3):
        diary.note(replace(MASSAGE, digest=f"{day}" * 64), 600, None, TODAY + timedelta(day))
        diary.note(replace(MASSAGE, digest="a" * 64), 600, None, TODAY + timedelta(day))
    assert (evenings(diary.entries()), evenings(diary.entries(), before=TODAY + timedelta(3))) == (2, 1)


@pytest.mark.parametrize(
    ("heard", "proposed"),
    [
        ([], None),
        (["practised"] * 4, None),
        (["practised"] * 5, "names"),
        (["learn"] * 9 + ["practised"] * 4, None),
        (["learn"] * 5, "practised"),
        (["names"] * 5, "tones"),
        (["tones"] * 9, None),
    ],
)
def test_fewer_words_are_proposed_after_five_evenings_alike(heard: list[Guidance], proposed: Guidance | None) -> None:
    entries = [entry(TODAY + timedelta(number), guidance) for number, guidance in enumerate(heard)]
    assert fewer_words(entries) == proposed


def test_five_times_in_one_evening_are_one_evening() -> None:
    assert fewer_words([entry(TODAY, "practised")] * 5) is None
