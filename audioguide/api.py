"""For Python: sessions, plans, checks, courses and packs, each in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Unpack, overload

from audioguide import repertoire
from audioguide.cache import Cache, cache_folder
from audioguide.errors import ChoiceError
from audioguide.model.audio import Clip
from audioguide.model.choices import Choices
from audioguide.model.routine import Routine
from audioguide.model.script import Script
from audioguide.planning import good as planning_good
from audioguide.planning import planner
from audioguide.rendering import check as checking
from audioguide.rendering import course as courses
from audioguide.rendering.render import render as render_session
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.shelf import Shelf
from audioguide.rendering.speak import speak
from audioguide.units import seconds
from audioguide.web.pack import make_pack

if TYPE_CHECKING:
    from audioguide.model.session import Session
    from audioguide.model.timeline import Timeline
    from audioguide.planning.educator import Remark
    from audioguide.rendering.speak import Progress

RoutineLike = str | Path | Routine
"""A built-in name, a file, an evening of a course (``five-evenings:2``), or a routine that was read."""


def render(
    routine: RoutineLike | None = None,
    *,
    output: str | Path | None = None,
    folder: str | Path = "output",
    format: str | None = None,  # noqa: A002 - as on the command line
    stems: str | Path | None = None,
    force: bool = False,
    fresh: bool = False,
    workers: int | None = None,
    cache: str | Path | None = None,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> Session:
    """Make a session, or find it where it was made before.

    Args:
        routine: what to make; left out: the built-in routine that fits the aim, the age and the length best.
        output: the file to make, not a folder; a name in `folder` where left out.
        folder: the shelf.
        format: mp3, m4b, m4a, opus, flac or wav; what the suffix of `output` says where left out, else mp3.
        stems: a folder for speech, tones, bed and room as WAV files.
        force: write over a file that is something else.
        fresh: make it again although it is there.
        workers: pieces made at a time; as many as processors where left out.
        cache: a folder that keeps spoken cues; where left out `AUDIOGUIDE_CACHE`, or the user's.
        progress: called with what is being done, how much of it, of how much, and on what; what it raises ends the
            work, and nothing is left half done.
        choices: see `Choices`. A length is text (``10m``) or a `timedelta`.

    Raises:
        AudioguideError: it cannot be made; the sentence says why and what is possible.
    """
    _refuse_bare_length(choices.get("length"))
    return render_session(
        prepare(routine, **choices),
        _cache(cache),
        Shelf(Path(folder)),
        output=Path(output) if output is not None else None,
        format_name=format,
        force=force,
        fresh=fresh,
        stems_in=Path(stems) if stems is not None else None,
        workers=workers,
        progress=progress,
    )


@overload
def plan(routine: Script, clips: Mapping[str, Clip], length: timedelta | str | None = None, /) -> Timeline: ...


@overload
def plan(
    routine: RoutineLike | None = None,
    /,
    *,
    cache: str | Path | None = None,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> Timeline: ...


def plan(
    routine: RoutineLike | Script | None = None,
    clips: Mapping[str, Clip] | None = None,
    length: timedelta | str | None = None,
    /,
    *,
    cache: str | Path | None = None,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> Timeline:
    """Place every cue, repetition and pause of a session, exact to the sample; nothing is mixed.

    Either of a routine with its choices, whose cues are spoken where they are not kept; or, as a stage by itself, of a
    script with its clips and the asked length.

    Raises:
        LengthError: it cannot last so long or so short; it names the nearest possible lengths.
        AudioguideError: as `render`.
        TypeError: a script comes without its clips, or with what was decided when it was written or spoken; or a
            routine comes with clips.
    """
    if isinstance(routine, Script):
        if clips is None or choices or cache is not None or progress is not None:
            raise TypeError(
                "a script is planned with its clips, and has its choices already: plan(script, clips, '10m')"
            )
        _refuse_bare_length(length)
        from audioguide.rendering.stages import plan_script  # noqa: PLC0415 - imported late: who renders must not pay for it

        return plan_script(routine, clips, length)
    if clips is not None or length is not None:
        raise TypeError("a routine is planned with its choices alone, by their names: plan(routine, length='10m')")
    _refuse_bare_length(choices.get("length"))
    request = prepare(routine, **choices)
    return timeline_of(request, speak(request, _cache(cache), progress))


def lengths(
    routine: RoutineLike, *, cache: str | Path | None = None, **choices: Unpack[Choices]
) -> tuple[timedelta, timedelta, timedelta]:
    """Return the shortest length that a routine can have, its own, and the longest; speaks what is not kept.

    A `length` among the choices changes nothing, and what comes afterwards is not counted.

    Raises:
        AudioguideError: as `render`.
    """
    _refuse_bare_length(choices.get("length"))
    request = prepare(routine, **choices)
    spoken = speak(request, _cache(cache))
    shortest, own, longest = (
        timedelta(seconds=seconds(length)) for length in planner.lengths_of(request.script, spoken.lengths)
    )
    return shortest, own, longest


def good_lengths(
    routine: RoutineLike, *, cache: str | Path | None = None, **choices: Unpack[Choices]
) -> tuple[timedelta, timedelta] | None:
    """Return the shortest and the longest length at which every part is in it and at most a quarter is pauses.

    None where no such length is near the routine's own.

    Raises:
        AudioguideError: as `render`.
    """
    _refuse_bare_length(choices.get("length"))
    request = prepare(routine, **choices)
    good = planning_good.good_lengths(request.script, speak(request, _cache(cache)).lengths)
    return good and (timedelta(seconds=seconds(good[0])), timedelta(seconds=seconds(good[1])))


def routines() -> tuple[str, ...]:
    """Name the built-in routines."""
    return repertoire.routines()


def check(path: str | Path, *, language: str | None = None, cache: str | Path | None = None) -> tuple[Remark, ...]:
    """Read a file, and return what an educator would mention of the routine in it.

    Args:
        path: a routine, a course, a catalogue, a bed, or strokes and rituals for use; or a built-in routine's name.
        language: that every text of a routine or a course has to exist in; its own where left out.
        cache: a folder that keeps spoken cues; words are spoken where only the voice can say whether the length that a
            routine wishes is possible.

    Raises:
        RoutineError: the file has mistakes: all of them, with their lines.
        SoundError: nothing is heard of a bed, or of a layer.
        AudioguideError: there is no such file and no such routine, or it cannot be read.
    """
    return checking.check_file(str(path), language, _cache(cache))


def course(
    name: str | Path = courses.FIRST_COURSE,
    folder: str | Path = "course",
    *,
    lengths: timedelta | str | Sequence[timedelta | str | None] = (),
    format: str = "mp3",  # noqa: A002 - as on the command line
    force: bool = False,
    fresh: bool = False,
    workers: int | None = None,
    cache: str | Path | None = None,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> tuple[Session, ...]:
    """Make the session of each evening of a course, its cards, and a playlist of all.

    Args:
        name: a built-in course, or a file.
        folder: where its files are to lie.
        lengths: one for every evening, or a list of one for each; none: their own.
        format: of the sessions.
        force: write over files that are something else.
        fresh: make all again although they are there.
        workers: as in `render`, and so are the others.
        cache: a folder that keeps spoken cues.
        progress: called while something is going on.
        choices: see `Choices`; all but the length, the aim, the parts and what to skip, which a course decides.

    Raises:
        AudioguideError: something of it cannot be made; then nothing is.
    """
    lengths = (lengths,) if isinstance(lengths, str | timedelta | int | float) else lengths
    for length in lengths:
        _refuse_bare_length(length)
    kept = _cache(cache)
    planned = courses.plan_course(
        str(name), Path(folder), kept, lengths=lengths, format_name=format, force=force, progress=progress, **choices
    )
    made = courses.make_course(planned, kept, force=force, fresh=fresh, workers=workers, progress=progress)
    return tuple(made)


def pack(
    routine: RoutineLike | None = None,
    *,
    output: str | Path | None = None,
    folder: str | Path = "output",
    force: bool = False,
    cache: str | Path | None = None,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> Path:
    """Make a session and pack it for another family: one ZIP with its sound, cards, words and a page that plays it.

    Args:
        routine: as in `render`, and so are the choices.
        output: the ZIP file; a name in `folder` where left out.
        folder: the shelf; a session that is on it is packed, one that has to be made is not kept.
        force: write over a file that is something else.
        cache: a folder that keeps spoken cues.
        progress: called while something is going on.
        choices: see `Choices`.

    Returns:
        The ZIP file.

    Raises:
        AudioguideError: it cannot be made.
    """
    _refuse_bare_length(choices.get("length"))
    request = prepare(routine, **choices)
    target = Path(output) if output is not None else None
    return make_pack(request, _cache(cache), Shelf(Path(folder)), output=target, force=force, progress=progress)


def _cache(folder: str | Path | None) -> Cache:
    return Cache(Path(folder) if folder else cache_folder())


def _refuse_bare_length(length: object) -> None:
    """Refuse a number: whoever writes 10 may mean minutes or seconds.

    Raises:
        ChoiceError: it is one.
    """
    if isinstance(length, int | float):
        raise ChoiceError("length", repr(length), "write '10m' or a timedelta")
