"""A course: a session for each evening, its cards, and a playlist of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Unpack

from audioguide import plugins
from audioguide.cache import Cache
from audioguide.errors import AudioguideError, ChoiceError, LengthError
from audioguide.model.choice import shown
from audioguide.model.choices import DECIDED_BY_COURSE, Choices
from audioguide.model.plain import slug
from audioguide.model.routine import GUIDANCE_LEVELS
from audioguide.model.session import Session
from audioguide.pictures.cards import sheet_page
from audioguide.planning.planner import Planner
from audioguide.plugins import Encoder
from audioguide.rendering.cards import cards_page, diary
from audioguide.rendering.files import check_overwrite, write_file
from audioguide.rendering.find import find_course
from audioguide.rendering.identity import identity_of
from audioguide.rendering.playlist import m3u8
from audioguide.rendering.render import USUAL_FORMAT, render, session_on_disk, timeline_of
from audioguide.rendering.request import Request, prepare, resolved
from audioguide.rendering.shelf import Shelf, checked_output_path
from audioguide.rendering.speak import Progress, speak
from audioguide.units import Samples, format_duration, samples, seconds

FIRST_COURSE = "five-evenings"
"""The course for those who do not say which."""

Length = Samples | timedelta | str | None
"""Of an evening; None: its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """An evening that is to be made."""

    request: Request
    output: Path
    cards: bytes
    """The strokes as pictures, as HTML; what is new comes first."""
    length: Samples

    @property
    def title(self) -> str:
        """The evening's title."""
        return self.request.script.title

    @property
    def cards_file(self) -> Path:
        """Where its cards are kept."""
        return self.output.with_name(f"{self.output.stem}-cards.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePlan:
    """A course that can be made as it stands here."""

    format_name: str
    """The name of the encoder of its sessions."""
    playlist: Path
    """The file that plays all evenings one after the other."""
    listed: bytes
    """What stands in it."""
    lessons: tuple[Lesson, ...]
    diary: tuple[Path, bytes] | None = None
    """A page to write on, where the course has one: its file, and what stands in it."""


def plan_course(
    name: str,
    folder: Path,
    cache: Cache,
    *,
    lengths: Sequence[Length] = (),
    format_name: str = USUAL_FORMAT,
    force: bool = False,
    progress: Progress | None = None,
    **choices: Unpack[Choices],
) -> CoursePlan:
    """Speak what has to be spoken, and see that every evening can be made and kept before the first one is.

    Args:
        name: a built-in course or a file.
        folder: where its files are to lie.
        cache: keeps the spoken cues.
        lengths: one for every evening, or one for each; none: their own.
        format_name: the name of an encoder.
        force: write over files that are something else.
        progress: called while something is spoken.
        choices: see `Choices`; none of `DECIDED_BY_COURSE`.

    Raises:
        AudioguideError: something of it cannot be made; the sentence says why and what is possible.
    """
    for choice in DECIDED_BY_COURSE:
        if value := choices.get(choice):
            raise ChoiceError(choice, shown(value), "a course decides it for each evening; it takes lengths")
    asked = resolved(choices)
    course, _ = find_course(name, asked["language"])
    count = len(course.evenings)
    if len(lengths) not in (0, 1, count):
        msg = f"there are {count} evenings; give one, or one for each"
        raise ChoiceError("length", f"a list of {len(lengths)}", msg)
    wanted = tuple(lengths) if len(lengths) == count else (*lengths, None)[:1] * count
    language = asked["language"] or course.language
    encoder: Encoder = plugins.find("encoders", format_name)()
    requests = []
    for number, length in enumerate(wanted, 1):
        # The turn of one day for all of them, also where they are prepared around midnight.
        evening: Choices = {**choices, "language": language, "length": length, "turn": asked["turn"]}
        requests.append(prepare(f"{name}:{number}", **evening))
    # One voice for all of them: it takes time and room to load.
    requests = [replace(request, voice=requests[0].voice) for request in requests]
    _refuse_short(course.id, requests, cache, progress)
    digits = len(str(count))
    lessons = tuple(
        _lesson(
            request,
            folder / f"{number:0{digits}d}-{slug(request.script.title) or 'evening'}{encoder.suffix}",
            cache,
            force=force,
            progress=_numbered(progress, number, count),
        )
        for number, request in enumerate(requests, 1)
    )
    playlist = folder / f"{course.id}.m3u8"
    listed = m3u8(course.title.say(language), ((one.output.name, one.title, one.length) for one in lessons)).encode()
    to_write = None
    if course.diary:
        to_write = (folder / f"{course.id}-diary.html", sheet_page(diary(course, language)).encode())
    for file, content in (one for one in ((playlist, listed), to_write) if one and not force):
        check_overwrite(file, content)
    return CoursePlan(format_name=format_name, playlist=playlist, listed=listed, lessons=lessons, diary=to_write)


def make_course(
    plan: CoursePlan,
    cache: Cache,
    *,
    force: bool = False,
    fresh: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Session]:
    """Make what is missing of a course, evening by evening; the playlist is written last.

    Yields:
        Each evening's session, as soon as it and its cards are there.

    Raises:
        AudioguideError: whatever went wrong.
    """
    for number, lesson in enumerate(plan.lessons, 1):
        session = render(
            lesson.request,
            cache,
            Shelf(plan.playlist.parent),
            output=lesson.output,
            format_name=plan.format_name,
            force=force,
            fresh=fresh,
            workers=workers,
            progress=_numbered(progress, number, len(plan.lessons)),
        )
        write_file(lesson.cards_file, lesson.cards, force=force)
        yield session
    if plan.diary:
        write_file(*plan.diary, force=force)
    write_file(plan.playlist, plan.listed, force=force)


def _refuse_short(name: str, requests: Sequence[Request], cache: Cache, progress: Progress | None) -> None:
    """Refuse lengths that are too short for an evening, with the shortest of all of them.

    Raises:
        AudioguideError: one is too short.
    """
    if all(request.length is None for request in requests):
        return
    least = []
    for number, request in enumerate(requests, 1):
        clips = speak(request, cache, _numbered(progress, number, len(requests)))
        least.append(Planner(request.script, clips.lengths).shortest)
    if any(request.length is not None and request.length < low for request, low in zip(requests, least, strict=True)):
        asked = ",".join(dict.fromkeys(format_duration(one.length) for one in requests if one.length is not None))
        shortest = ", ".join(format_duration(low) for low in least)
        fits = format_duration(samples(60.0 * ceil(seconds(max(least)) / 60)))
        least_of_all = f"the evenings of '{name}' last at least {shortest}, not {asked}"
        msg = f"with this voice and guidance {least_of_all}; {fits} fits all"
        raise AudioguideError(msg)


def _lesson(request: Request, output: Path, cache: Cache, *, force: bool, progress: Progress | None) -> Lesson:
    """See that an evening can be made and kept.

    Raises:
        AudioguideError: it cannot.
    """
    identity = identity_of(request)
    known = session_on_disk(identity, checked_output_path(output, identity, force=force))
    try:
        length = known.length if known else timeline_of(request, speak(request, cache, progress)).length
    except LengthError as error:
        # What other routines could last is no help to who takes a course.
        raise LengthError(str(request.asked["routine"]), error.wanted, error.below, error.above) from None
    lesson = Lesson(request=request, output=output, cards=_cards(request), length=length)
    if not force:
        check_overwrite(lesson.cards_file, lesson.cards)
    return lesson


def _cards(request: Request) -> bytes:
    """Draw the strokes of an evening: what is new comes first."""
    routine = request.routine
    newest_first = sorted(
        routine.sections, key=lambda section: GUIDANCE_LEVELS.index(section.guidance or routine.guidance)
    )
    evening = replace(routine, sections=tuple(newest_first))
    return cards_page(request.script.title, evening, request.script.language).encode()


def _numbered(progress: Progress | None, number: int, of: int) -> Progress | None:
    """Tell of which evening the progress is."""
    if progress is None:
        return None
    return lambda what, done, total, at: progress(f"{number}/{of} {what}", done, total, at)
