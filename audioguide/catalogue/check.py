"""Whether every session of a catalogue can be made, and what all of them will take; nothing is spoken for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from audioguide import plugins
from audioguide.cache import Cache
from audioguide.catalogue.opening import grouped, open_catalogue
from audioguide.catalogue.pool import each, processes
from audioguide.catalogue.survey import Outlook, survey
from audioguide.errors import (
    AudioguideError,
    ChoiceError,
    LengthError,
    PluginError,
    RoutineError,
    SoundError,
    VoiceError,
)
from audioguide.model.catalogue import Catalogue, Option
from audioguide.reader.reading import MOST_MISTAKES
from audioguide.rendering.find import find_routine
from audioguide.rendering.speak import Progress
from audioguide.units import Samples, seconds

_FEW = 20
"""Groups of rows that are looked at sooner than other processes have started."""
_BESIDE = ("baby", "bed", "tones", "loudness")
"""Choices that hardly change how long a session can be: a mistake is told once for all of them."""
_BLAMED = {LengthError: "length", SoundError: "bed", VoiceError: "voice", PluginError: "voice"}
"""The choice to which a mistake belongs."""
_BYTES = {"mp3": 16_000, "m4a": 16_400, "m4b": 16_400, "opus": 11_000, "flac": 49_000, "wav": 176_400}
"""Of a second of sound over a bed, measured, by the name of the encoder."""
_WORK = {"mp3": 0.019, "m4a": 0.026, "m4b": 0.026, "opus": 0.046, "flac": 0.006, "wav": 0.006}
"""Seconds of one processor for a second of sound, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What all sessions of a catalogue are together."""

    rows: int
    length: Samples
    """Of all of them."""
    size: float | None
    """About how many bytes they take; None where that is not known of the format."""
    work: float | None
    """About how many seconds one processor needs to make them, without speaking; likewise."""


def check_catalogue(
    file: str, cache: Cache, *, workers: int, progress: Progress | None = None
) -> tuple[Catalogue, Extent]:
    """See whether every session can be made.

    Raises:
        RoutineError: the file, or a routine that it names, has mistakes; or sessions cannot be made, with the lines.
        AudioguideError: there is no such file or no such format.
    """
    catalogue = open_catalogue(file)
    plugins.find("encoders", catalogue.format_name)
    outlooks = tuple(surveyed(catalogue, cache, workers=workers, progress=progress))
    refuse_impossible(file, outlooks)
    length = sum(one.length for one in outlooks)
    return catalogue, Extent(
        rows=len(outlooks),
        length=Samples(length),
        size=_times(_BYTES.get(catalogue.format_name), length),
        work=_times(_WORK.get(catalogue.format_name), length),
    )


def surveyed(
    catalogue: Catalogue, cache: Cache, *, workers: int, identities: bool = False, progress: Progress | None = None
) -> Iterator[Outlook]:
    """Yield what is known of every session, in the order of the rows."""
    _refuse_broken(catalogue.vary["routine"])
    rows = tuple(catalogue.rows())
    groups = grouped(rows)
    found: dict[str, Outlook] = {}
    with processes(1 if len(groups) <= _FEW else workers) as executor:
        look = partial(survey, cache=cache, identities=identities)
        for done, (group, outlooks) in enumerate(each(executor, look, groups, ahead=2 * workers)):
            found.update((one.row.name, one) for one in outlooks)
            if progress:
                progress("planning", done, len(groups), group[0].name)
    yield from (found[row.name] for row in rows)


def _refuse_broken(routines: Iterable[Option]) -> None:
    """Report the mistakes of all routines that are files, before those of the sessions that they cannot become.

    Raises:
        RoutineError: there are some: those of as many files as it takes to have `MOST_MISTAKES`, each of them whole.
    """
    found: dict[str, RoutineError] = {}  # by what is told: a course is read for each of its evenings
    for routine in routines:
        try:
            find_routine(str(routine.value))
        except RoutineError as error:
            found[str(error)] = error
        except AudioguideError:
            continue  # there is none, which is a mistake in the catalogue
        if sum(len(error.mistakes) for error in found.values()) >= MOST_MISTAKES:
            break
    if found:
        raise RoutineError.of_files(found.values())


def refuse_impossible(file: str, outlooks: Iterable[Outlook]) -> None:
    """Report all sessions that cannot be made: a sentence for those that differ in a name or a bed only.

    Raises:
        RoutineError: there are some.
    """
    alike: dict[tuple[object, ...], list[Outlook]] = {}
    for one in outlooks:
        if one.problem is not None:
            alike.setdefault(_kind(one), []).append(one)
    mistakes = sorted(_mistake(those) for those in alike.values())
    if len(mistakes) > MOST_MISTAKES:
        more = f"these are the first {MOST_MISTAKES} of {len(mistakes)} mistakes; fix them, and check again"
        mistakes[MOST_MISTAKES:] = [(mistakes[MOST_MISTAKES - 1][0], more)]
    if mistakes:
        raise RoutineError(file, tuple(mistakes))


def _kind(one: Outlook) -> tuple[object, ...]:
    """Return what mistakes have in common that are told as one."""
    if not isinstance(one.problem, LengthError):
        return (_line(one), str(one.problem))
    return tuple(option.value for name, option in one.row.options.items() if name not in _BESIDE)


def _mistake(those: Sequence[Outlook]) -> tuple[int, str]:
    """Return the line and the sentence of sessions that cannot be made for one reason."""
    first = those[0]
    which = f"in {len(those)} sessions, the first is" if len(those) > 1 else "in"
    problem, *others = str(first.problem).splitlines()
    more = f"; and {len(others)} more" if others else ""  # of a routine in a language that it has no words in
    return _line(first), f"{problem}{more} ({which} '{first.row.name}')"


def _line(one: Outlook) -> int:
    """Return the line of the value that is to blame; where that is not known, of the routine."""
    options = one.row.options
    if isinstance(one.problem, ChoiceError):
        blamed = one.problem.choice
    else:
        blamed = next((name for kind, name in _BLAMED.items() if isinstance(one.problem, kind)), "")
    return options.get(blamed, options["routine"]).line


def _times(rate: float | None, length: int) -> float | None:
    return None if rate is None else rate * seconds(Samples(length))
