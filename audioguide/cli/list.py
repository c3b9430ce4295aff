"""``audioguide list``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import click

from audioguide import planning, repertoire
from audioguide.cli.called import show_json, tell
from audioguide.cli.options import Words, option
from audioguide.cli.paths import OUTPUT
from audioguide.cli.play_file import play_file
from audioguide.cli.tables import print_table
from audioguide.cli.voice_rows import voice_rows
from audioguide.model.routine import Routine
from audioguide.rendering.shelf import Shelf
from audioguide.repertoire.compiled import compiled
from audioguide.state.scratch import scratch_folder
from audioguide.units import SAMPLE_RATE, Samples, format_duration, samples, seconds
from audioguide.voices import engine_of

Row = dict[str, Any]
PREVIEW_LENGTH = samples(20)
"""How long a bed is played."""
SESSIONS, PAGE_ROWS = "sessions", 50
"""What is listed by pages, and how many are on one: it takes as long with ten thousand as with fifty."""
FADE_IN, FADE_OUT = samples(1.5), samples(3.0)


@click.command("list")
@click.argument(
    "what",
    metavar="WHAT",
    type=Words(["routines", "courses", "strokes", "voices", "beds", "languages", SESSIONS]),
)
@option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@option("--play", verb="list", metavar="BED", help="With beds: let one be heard for 20 s.")
@option(
    "--page",
    verb="list",
    type=click.IntRange(1),
    metavar="NUMBER",
    help=f"With sessions: 2 are those before the newest {PAGE_ROWS}, and so on. Left out: 1, with --json all.",
)
def command(what: str, *, as_json: bool, play: str | None, page: int | None) -> None:
    """List routines, courses, strokes, voices, beds, languages or sessions (in output/)."""
    if play is not None:
        if what != "beds":
            raise click.UsageError("only beds can be played from a list")
        _play_bed(play)
        return
    if page not in (None, 1) and what != SESSIONS:
        raise click.UsageError("only sessions are listed by pages")
    if what != SESSIONS:
        rows = list(LISTS[what]())
    else:  # a program wants all of them
        rows = list(_sessions() if as_json and page is None else _page(page or 1))
    if as_json:
        show_json(rows)
        return
    print_table(rows)


_OF_LENGTHS = (Path(planning.__file__).parent, Path(__file__))
"""What says how long a routine can be: while it is as it was, so are they."""


def _routines() -> Iterator[Row]:
    for name in repertoire.routines():
        routine = repertoire.routine(name)
        yield {
            "name": name,
            "title": routine.title.say(routine.language),
            **compiled(f"lengths of {name}", partial(_lengths, routine), _OF_LENGTHS),
            "from_weeks": round(routine.from_age),
            "aims": " ".join(routine.aims),
        }


def _lengths(routine: Routine) -> Row:
    """Return how short and how long a routine can be, and is good at, to about a minute: no word is spoken for it."""
    from audioguide.planning.finder import estimated  # noqa: PLC0415 - imported late: other lists must not pay for it
    from audioguide.planning.good import good_lengths  # noqa: PLC0415 - likewise
    from audioguide.planning.planner import lengths_of  # noqa: PLC0415 - likewise
    from audioguide.planning.scriptwriter import write_script  # noqa: PLC0415 - likewise

    script = write_script(routine, repertoire.phrases()[routine.language], guidance=routine.guidance)
    clips = estimated(script)
    shortest, _, longest = lengths_of(script, clips)
    return {
        "minutes": _minutes(shortest, longest),
        "good_minutes": _minutes(*(good_lengths(script, clips) or ())),
    }


def _minutes(*ends: Samples) -> str:
    return "-".join(str(round(seconds(end) / 60)) for end in ends)


def _courses() -> Iterator[Row]:
    for name in repertoire.courses():
        course = repertoire.course(name)
        yield {
            "name": name,
            "title": course.title.say(course.language),
            "routine": course.routine,
            "evenings": len(course.evenings),
        }


def _strokes() -> Iterator[Row]:
    for stroke in repertoire.strokes().values():
        yield {"name": stroke.id, "part": stroke.part, "title": stroke.name.say("en"), "seconds": stroke.seconds}


def _beds() -> Iterator[Row]:
    from audioguide.repertoire.beds import names, recipe, recipes  # noqa: PLC0415 - imported late: other lists must not pay for it

    own = recipes()
    for name in names():
        yield {"name": name, "title": recipe(name).title.say("en") if name in own else ""}


def _play_bed(name: str) -> None:
    """Play the beginning of a bed on this computer, faded in and out."""
    import soundfile  # noqa: PLC0415 - imported late: to play only

    from audioguide.rendering.bed import preview  # noqa: PLC0415 - likewise

    sound = preview(name, PREVIEW_LENGTH, fade_in=FADE_IN, fade_out=FADE_OUT)
    with scratch_folder() as folder:
        file = folder / "bed.wav"
        soundfile.write(file, sound, SAMPLE_RATE)
        play_file(file)


def _languages() -> Iterator[Row]:
    """Tell the languages of the built-in routines from those in which only one's own have words."""
    unread = repertoire.languages()
    for code in sorted(repertoire.phrases()):
        share = unread.get(code)
        yield {
            "code": code,
            "routines": "your own only" if share is None else "built-in ones and your own",
            "unread_percent": "" if share is None else round(100 * share),
        }


def _sessions() -> Iterator[Row]:
    """Yield the sessions, the newest first, each read when it is its turn."""
    for session in Shelf(OUTPUT).sessions():
        yield {
            "file": str(session.path),
            "title": session.full_title,
            "length": format_duration(session.length),
            "guidance": session.guidance,
            "bed": session.bed,
            "date": session.date,
            "voice": engine_of(session.voice),
        }


def _page(number: int) -> Iterator[Row]:
    """Yield a page of the sessions, and say where more are."""
    found = _sessions()
    yield from islice(found, (number - 1) * PAGE_ROWS, number * PAGE_ROWS)
    if next(found, None) is not None:
        tell(f"there are older ones: audioguide list sessions --page {number + 1}")


LISTS: dict[str, Callable[[], Iterable[Row]]] = {
    "routines": _routines,
    "courses": _courses,
    "strokes": _strokes,
    "voices": voice_rows,
    "beds": _beds,
    "languages": _languages,
}
