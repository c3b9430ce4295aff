"""What the page keeps of a family, in one readable JSON file on this computer: babies, the last choices, favourites."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any

from audioguide.model.choices import CHOICE_KINDS, OLDEST_CHILD
from audioguide.model.plain import is_plain
from audioguide.model.routine import GUIDANCE_LEVELS, Guidance
from audioguide.state import put_aside, read_state, write_state
from audioguide.units import Weeks
from audioguide.web.page_errors import PageError

MOST_BABIES = 12
"""A childminder's group; more would only fill a file."""
MOST_FAVOURITES = 200
MOST_EVENINGS = 30
"""Sessions that the page has made, the newest: each evening makes another one, and nobody wants to delete them."""
_LONGEST_NAME = CHOICE_KINDS["baby"].choice.longest
_DAYS_PER_MONTH = 365.25 / 12


class FamilyError(PageError):
    """Something about a baby that cannot be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baby:
    """A baby of the household."""

    id: str
    name: str
    day: str
    """Of birth, or the due date where the baby came early: ``2026-08-01``. Ages are counted from it."""

    def weeks(self, today: date) -> Weeks:
        """Return the age; 0 before the day."""
        return Weeks(max(0, (today - date.fromisoformat(self.day)).days) / 7)

    def age(self, today: date) -> tuple[int, str]:
        """Return the age as a parent says it: a number and ``weeks``, ``months`` or ``years``."""
        return spoken_age(max(0, (today - date.fromisoformat(self.day)).days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A family, as it is kept."""

    babies: tuple[Baby, ...] = ()
    last: Mapping[str, Any] = field(default_factory=dict)
    """The last wish, as the page sent it."""
    favourites: tuple[str, ...] = ()
    """The keys of sessions."""
    kept_words: tuple[Guidance, ...] = ()
    """Guidance of which the family has said that it shall stay as it is: no less is proposed."""
    made: tuple[str, ...] = ()
    """The keys of the sessions that the page has made and that have not given way, the newest last."""

    def baby(self, baby_id: str) -> Baby | None:
        """Return a baby; None where there is none of this id."""
        return next((baby for baby in self.babies if baby.id == baby_id), None)


class HouseholdFile:
    """The file. It is read at every question, so that it may be edited or deleted by hand. Any thread may use it."""

    def __init__(self, file: Path) -> None:
        """Take the path; its folder exists, and only its user may enter it."""
        self._file, self._lock = file, RLock()

    def read(self) -> Household:
        """Return the family; an empty one where there is no file, or a damaged one, which is put aside.

        Raises:
            ShelfError: the file is there, and cannot be read now.
        """
        try:
            document = json.loads(read_state(self._file, nothing=_text_of(Household())))
            return Household(
                babies=tuple(_checked(Baby(**one)) for one in document["babies"]),
                last=dict(document["last"]),
                favourites=_texts(document["favourites"]),
                kept_words=tuple(one for one in GUIDANCE_LEVELS if one in _texts(document.get("kept_words", []))),
                made=_texts(document.get("made", [])),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, FamilyError):
            put_aside(self._file)
            return Household()

    def put_baby(self, baby_id: str | None, name: object, day: object, today: date) -> Baby:
        """Add a baby, or change the one of an id.

        Raises:
            FamilyError: the name or the day cannot be, or there are too many.
        """
        baby = _checked(Baby(id=baby_id or secrets.token_hex(4), name=_text(name).strip(), day=_text(day)))
        if (date.fromisoformat(baby.day) - today).days > 300:
            raise FamilyError("wrong_ahead")
        if baby.weeks(today) > OLDEST_CHILD:
            raise FamilyError("wrong_ago")
        with self._lock:
            family = self.read()
            others = [one for one in family.babies if one.id != baby.id]
            if len(others) >= MOST_BABIES:
                raise FamilyError("wrong_many", {"most": MOST_BABIES})
            known = family.baby(baby.id) is not None
            babies = tuple(baby if one.id == baby.id else one for one in family.babies) if known else (*others, baby)
            self._write(replace(family, babies=babies))
        return baby

    def remove_baby(self, baby_id: str) -> None:
        """Forget a baby."""
        with self._lock:
            family = self.read()
            last = {name: value for name, value in family.last.items() if (name, value) != ("baby", baby_id)}
            babies = tuple(one for one in family.babies if one.id != baby_id)
            self._write(replace(family, babies=babies, last=last))

    def remember(self, wish: Mapping[str, Any]) -> None:
        """Keep the last wish: it is the next evening's default."""
        with self._lock:
            self._write(replace(self.read(), last=wish))

    def favour(self, key: str, *, favourite: bool) -> None:
        """Keep a session among the favourites, or no longer."""
        with self._lock:
            family = self.read()
            others = [one for one in family.favourites if one != key]
            self._write(replace(family, favourites=tuple([*others, key] if favourite else others)[-MOST_FAVOURITES:]))

    def note_made(self, key: str, *, heard: Collection[str]) -> tuple[str, ...]:
        """Note that the page has made a session, and return which older ones give way to it.

        No favourite does.

        Args:
            key: of the session.
            heard: the keys of those that were heard lately, which stay too.
        """
        with self._lock:
            family = self.read()
            made = [*(one for one in family.made if one != key), key]
            stay = {*family.favourites, *heard, *made[-MOST_EVENINGS:]}
            self._write(replace(family, made=tuple(one for one in made if one in stay)))
        return tuple(one for one in made if one not in stay)

    def keep_words(self, guidance: Guidance) -> None:
        """Note that this guidance shall stay as it is."""
        with self._lock:
            family = self.read()
            self._write(replace(family, kept_words=tuple(dict.fromkeys([*family.kept_words, guidance]))))

    def wish_words(self, guidance: Guidance) -> None:
        """Change the guidance of the last wish, and nothing else of it."""
        with self._lock:
            family = self.read()
            self._write(replace(family, last={**family.last, "guidance": guidance}))

    def _write(self, family: Household) -> None:
        write_state(self._file, _text_of(family))


def _text_of(family: Household) -> str:
    return json.dumps(asdict(family), ensure_ascii=False, indent=1, allow_nan=False)


def ages(family: Household, today: date) -> Iterator[dict[str, Any]]:
    """Yield the babies with their ages, for JSON."""
    for baby in family.babies:
        count, unit = baby.age(today)
        yield {**asdict(baby), "count": count, "unit": unit}


def spoken_age(days: int) -> tuple[int, str]:
    """Return an age in days as a parent says it: a number and ``weeks``, ``months`` or ``years``."""
    if days < 12 * 7:
        return days // 7, "weeks"
    months = int(days / _DAYS_PER_MONTH)
    return (months, "months") if months < 24 else (months // 12, "years")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    """Return the texts of a list.

    Raises:
        TypeError: it is no list.
    """
    if not isinstance(value, list):
        raise TypeError("this is no list")
    return tuple(one for one in value if isinstance(one, str))


def _checked(baby: Baby) -> Baby:
    """Return the baby.

    Raises:
        FamilyError: its name or its day cannot be.
    """
    if not (0 < len(baby.name) <= _LONGEST_NAME and is_plain(baby.name)):
        raise FamilyError("wrong_name", {"most": _LONGEST_NAME})
    try:
        date.fromisoformat(baby.day)
    except ValueError:
        raise FamilyError("wrong_day") from None
    return baby
