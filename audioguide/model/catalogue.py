"""Many sessions of one kind: the choices that vary, and the rows that come of them. Values only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

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
        return re.sub(r"\W+", "-", unicodedata.normalize("NFC", last.lower())).strip("-_")


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
        for values in product(*self.vary.values()):
            options = dict(zip(self.vary, values, strict=True))
            if self.only and not any(_matches(options, one) for one in self.only):
                continue
            if any(_matches(options, one) for one in self.exclude):
                continue
            yield Row(name=self._name(options), options=options)

    def _name(self, options: Mapping[str, Option]) -> str:
        return PLACEHOLDER.sub(lambda found: options[found[1]].in_name, self.pattern)


def _matches(options: Mapping[str, Option], rows: Filter) -> bool:
    return all(any(options[name].value == one.value for one in values) for name, values in rows.items())
