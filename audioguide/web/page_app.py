"""The page that makes and plays, put together: what it needs while it is served."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.cache import Cache
from audioguide.model.session import Session
from audioguide.player.memory import SpeakerMemory
from audioguide.player.registry import connect_device
from audioguide.plugins import Device, Speaker
from audioguide.rendering.discarding import discard
from audioguide.rendering.render import render
from audioguide.rendering.today import local_day
from audioguide.web.events import Events
from audioguide.web.family.diary import Diary
from audioguide.web.family.household import MOST_EVENINGS, HouseholdFile
from audioguide.web.family_routes import FamilyRoutes
from audioguide.web.feed import key_of
from audioguide.web.library import Library
from audioguide.web.making.maker import Maker
from audioguide.web.making.own import OwnFiles
from audioguide.web.making_routes import MakingRoutes
from audioguide.web.page_routes import PageRoutes
from audioguide.web.playing.serving import serving
from audioguide.web.playing.stage import Serve, Stage
from audioguide.web.speaker_routes import SpeakerRoutes

if TYPE_CHECKING:
    from starlette.routing import Route

HOUSEHOLD_FILE, DIARY_FILE = "household.json", "diary.jsonl"


@contextlib.contextmanager
def page_app(
    library: Library,
    folder: Path,
    *,
    cache: Cache,
    state_folder: Path,
    events: Events,
    serve: Serve = serving,
    make: Callable[..., Session] | None = render,
    own: Path | None = None,
    memory: SpeakerMemory | None = None,
    connect: Callable[[Device], Speaker] = connect_device,
    called_as: str = "audioguide",
) -> Iterator[list[Route]]:
    """Lend the routes of the page; at the end nothing is made or played any more.

    Args:
        library: the sessions.
        folder: where they are, and where new ones go.
        cache: keeps the spoken cues.
        state_folder: keeps what is known of the family and of its speakers; only its user may enter it.
        events: streams to phones.
        serve: serves a session to a speaker.
        make: makes a session, as `rendering.render.render` does; None: nobody can make any.
        own: the folder of the family's own routine files and recorded voices; None: there is none.
        memory: of the speakers; None: the one in `state_folder`.
        connect: connects to a speaker that was found.
        called_as: what is typed before a verb on this computer.
    """
    household, diary = HouseholdFile(state_folder / HOUSEHOLD_FILE), Diary(state_folder / DIARY_FILE)

    def write_down(session: Session, heard: float, left: float | None) -> None:
        diary.note(session, heard, left, local_day())

    memory = memory or SpeakerMemory.in_folder(state_folder)
    stage = Stage(memory, serve, on_heard=write_down, connect=connect)

    def make_room(made: Session) -> None:
        heard = {entry.session for entry in diary.entries()[-MOST_EVENINGS:]}
        for key in household.note_made(key_of(made), heard={*heard, stage.playing.session}):
            if (old := library.episode(key)) is not None:
                discard(old.session)

    maker = None if make is None else Maker(folder, cache, on_made=make_room, make=make)
    with contextlib.ExitStack() as stack:
        if maker is not None:
            stack.enter_context(maker)
        stack.callback(stage.stop)
        yield [
            *MakingRoutes(household, diary, OwnFiles(own), maker=maker, cache=cache, events=events).routes(),
            *FamilyRoutes(household, diary, library).routes(),
            *SpeakerRoutes(stage, library, events, called_as).routes(),
            *PageRoutes(library, folder).routes(),
        ]
