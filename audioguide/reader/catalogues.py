"""Catalogues: YAML text to the rows of many sessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from math import prod

from audioguide.model.catalogue import PLACEHOLDER, Catalogue, Filter, Option
from audioguide.model.session import INDEX
from audioguide.reader.fields import Fields
from audioguide.reader.opening import open_file
from audioguide.reader.reading import Reading, instead, joined, quoted
from audioguide.reader.tables.catalogue import CATALOGUE, ROWS, VARY

LONGEST_PART_BYTES = 200
"""Of a name, between two ``/``; with a suffix and what is hidden before it, file systems take 255."""
MOST_COMBINATIONS = 200_000
"""Of all values of a catalogue, before some are left out."""

_MOST_NAMED = 100
"""Values in a message."""


def read_catalogue(text: str, *, source: str) -> Catalogue:
    """Read a catalogue. Whether its routines are there, and last so long, is not known here.

    Args:
        text: its content.
        source: its name, for messages.

    Raises:
        RoutineError: with every mistake.
    """
    reading, got = open_file(text, source, CATALOGUE, elsewhere=(VARY, ROWS))
    varied: Fields | None = got.get("vary")
    vary: Mapping[str, tuple[Option, ...]] = varied.values if varied is not None else {}
    catalogue = Catalogue(
        vary=vary,
        only=tuple(_filters(got, "only", vary, reading)),
        exclude=tuple(_filters(got, "except", vary, reading)),
        name=got.get("name", ""),
        date=got.get("date"),
        format_name=got["format"],
    )
    _refuse_placeholders(catalogue, got.at("name"), reading)
    reading.finish()
    _refuse_rows(catalogue, got, reading)
    reading.finish()
    return catalogue


def _filters(got: Fields, key: str, vary: Mapping[str, tuple[Option, ...]], reading: Reading) -> Iterator[Filter]:
    """Yield the filters under a key; what never matches is a mistake."""
    known = {name: {option.value for option in options} for name, options in vary.items()}
    for one in got.get(key, ()):
        rows: Filter = one.values
        for name, options in rows.items():
            there = known.get(name, ())
            for option in options:
                if there and option.value not in there:
                    problem = f"{quoted(option.text)} is none of the values that vary"
                    reading.wrong(option.line, f"{name}: {problem}; {_one_of(vary[name], option)}")
            if not there and vary:
                reading.wrong(one.at(name), f"{name} does not vary, so no session can be told by it; put it into vary")
        yield rows


def _one_of(options: tuple[Option, ...], wrong: Option) -> str:
    """Return a cure for a value that there is not; nobody reads a list of thousands."""
    if len(options) > _MOST_NAMED:
        return f"there are {len(options)}, from {quoted(options[0].text)} to {quoted(options[-1].text)}"
    return instead(wrong.text, [option.text for option in options])


def _refuse_placeholders(catalogue: Catalogue, line: int, reading: Reading) -> None:
    """Note what the pattern names and the sessions do not have."""
    for word in PLACEHOLDER.findall(catalogue.name):
        if catalogue.vary and word not in catalogue.vary:
            reading.wrong(line, f"name: {{{word}}} is not under vary; {instead(word, catalogue.vary)}")


def _refuse_rows(catalogue: Catalogue, got: Fields, reading: Reading) -> None:
    """Note that there are too many rows, none, two of one name, or one whose name is none."""
    count = prod(map(len, catalogue.vary.values()))
    if count > MOST_COMBINATIONS:
        problem = f"all values together are {count} sessions; a catalogue has at most {MOST_COMBINATIONS}"
        reading.wrong(got.at("vary"), problem)
        return
    if not any(islice(catalogue.rows(), 1)):
        reading.wrong(got.at("only" if catalogue.only else "except"), "this leaves no session at all")
    known: set[str] = set()  # not the rows: all of them would take some hundred megabytes
    for row in catalogue.rows():
        if problem := _no_name(row.name):
            reading.wrong(got.at("name"), f"name: {problem}")
            return
        if row.name in known:
            other = next(one for one in catalogue.rows() if one.name == row.name)
            differ = [name for name, option in row.options.items() if option.value != other.options[name].value]
            missing = [f"{{{name}}}" for name in differ if f"{{{name}}}" not in catalogue.pattern]
            values = joined([quoted(one.options[differ[0]].text) for one in (other, row)], "and")
            cure = f"add {missing[0]}" if missing else f"{differ[0]} {values} look alike in a name"
            reading.wrong(got.at("name"), f"name: two sessions would be called {quoted(row.name)}; {cure}")
            return
        known.add(row.name)


def _no_name(name: str) -> str:
    """Return why a session cannot be called so; empty where it can."""
    parts = name.split("/")
    if not all(parts):
        return f"a session would be called {quoted(name)}, of which a part is empty; a name has letters or digits"
    if any(len(part.encode()) > LONGEST_PART_BYTES for part in parts):
        return f"{quoted(name)} is too long for a file; vary fewer choices, or say which of them it has"
    return f"{quoted(name)} is the list of all sessions; take another name" if name.lower() == INDEX else ""
