"""Many sessions of one kind: the choices that vary, and the rows that come of them. Values only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from operator import and_

from audioguide.model.plain import slug

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""In the pattern of a name: ``{language}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the values that a choice takes."""

    text: str
    """As it is written."""
    value: object
    """As `model.choices.check` returns it; of the routine, its name."""
    line: int = field(default=0, compare=False, repr=False)
    """Where it stands, from 1; for messages."""

    @property
    def in_name(self) -> str:
        """The value as a part of a file's name: of a path, its last part without the suffix."""
        last = re.sub(r"\.[A-Za-z]\w*$", "", re.split(r"[/\\]", self.text)[-1])
        return slug(last)


Filter = Mapping[str, tuple[Option, ...]]
"""Rows that have one of the values of each of these choices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One session that is to be made."""

    name: str
    """Of its file, without suffix; folders in it are parted by ``/``."""
    options: Mapping[str, Option]
    """By the name of the choice; ``routine`` is one of them."""

    @property
    def routine(self) -> str:
        """The name or the path of its routine."""
        return str(self.options["routine"].value)

    @property
    def choices(self) -> Mapping[str, object]:
        """What is chosen besides the routine."""
        return {name: option.value for name, option in self.options.items() if name != "routine"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What a publisher wrote."""

    vary: Mapping[str, tuple[Option, ...]]
    """What each choice may be; ``routine`` is one of them. Every combination is a row."""
    only: tuple[Filter, ...] = ()
    """Where there are any, a row has to match one of them."""
    exclude: tuple[Filter, ...] = ()
    """No row matches one of these."""
    name: str = ""
    """The pattern of a row's name; empty: the routine and whatever varies."""
    date: str | None = None
    """The day in the tags of every session, ``2027-03-01``; None: the file does not say."""
    format_name: str = "mp3"
    """The name of an encoder."""

    @property
    def pattern(self) -> str:
        """The pattern of a row's name."""
        varied = (name for name, options in self.vary.items() if name == "routine" or len(options) > 1)
        return self.name or "-".join(f"{{{name}}}" for name in varied)

    def rows(self) -> Iterator[Row]:
        """Yield every row; what is written last changes first."""
        only, exclude = (_passing(self.vary, filters) for filters in (self.only, self.exclude))
        pattern = self.pattern
        named = ([(option, option.in_name) for option in options] for options in self.vary.values())
        for picked in product(*named):
            options = [option for option, _ in picked]
            if (self.only and not _matches(options, only)) or (self.exclude and _matches(options, exclude)):
                continue
            texts = dict(zip(self.vary, (text for _, text in picked), strict=True))
            yield Row(name=pattern.format_map(texts), options=dict(zip(self.vary, options, strict=True)))


def _passing(vary: Filter, filters: Sequence[Filter]) -> Sequence[Mapping[object, int]]:
    """Return for each choice that varies, and each of its values, which filters let it pass: a bit for each of them.

    So a row is looked at once, however many filters there are.
    """
    found = []
    for name, options in vary.items():
        silent = sum(1 << number for number, one in enumerate(filters) if name not in one)
        passing = {option.value: silent for option in options}
        for number, one in enumerate(filters):
            for option in one.get(name, ()):
                passing[option.value] = passing.get(option.value, silent) | 1 << number
        found.append(passing)
    return found


def _matches(options: Sequence[Option], passing: Sequence[Mapping[object, int]]) -> bool:
    """Whether one of the filters lets all of these values pass."""
    return bool(reduce(and_, (bits[option.value] for option, bits in zip(options, passing, strict=True)), -1))
