"""Makes what is missing of a catalogue, and tells what is there. A build that was stopped goes on where it was.

read -> look at every session -> speak each clip once -> a session a task -> index
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from pathlib import Path

from audioguide import plugins
from audioguide.cache import Cache
from audioguide.catalogue.check import refuse_impossible, surveyed
from audioguide.catalogue.cluster import AHEAD, cluster
from audioguide.catalogue.destination import Destination, LocalFolder, Standing
from audioguide.catalogue.index import check_index, remove_index, write_index
from audioguide.catalogue.making import SessionState, Task, date_of, make_session
from audioguide.catalogue.opening import grouped, open_catalogue
from audioguide.catalogue.pool import each, processes
from audioguide.catalogue.remote import RemoteFolder
from audioguide.catalogue.speaking import speak_all
from audioguide.catalogue.survey import Outlook
from audioguide.errors import AudioguideError, ShelfError
from audioguide.model.catalogue import Catalogue
from audioguide.model.session import Session
from audioguide.reader.reading import MOST_MISTAKES
from audioguide.rendering.speak import Progress


def build_catalogue(
    file: str,
    to: str | Path,
    cache: Cache,
    *,
    workers: int,
    scheduler: str = "",
    force: bool = False,
    progress: Progress | None = None,
) -> Mapping[SessionState, int]:
    """Make every session that is missing or stale, and write the index.

    Args:
        file: the catalogue.
        to: where the sessions are to be: a folder, or an address that fsspec knows, ``s3://bucket/sessions``.
        cache: keeps the spoken cues.
        workers: how many sessions are made at a time, each in a process of its own; with one worker, in this one.
        scheduler: the address of a Dask cluster that makes them instead; it shares the folder, the cache and the files.
        force: write over what is something else.
        progress: called while something is going on.

    Returns:
        How many sessions there were of each state.

    Raises:
        RoutineError: sessions cannot be made; nothing has been made then.
        ShelfError: something else stands in a session's place; likewise.
        AudioguideError: sessions failed, which are named; the others were made.
    """
    catalogue, destination = open_catalogue(file), _destination(to)
    # What is wrong is told before hours of speaking, not after.
    date_of(catalogue)
    plugins.find("encoders", catalogue.format_name)()
    if not force:
        check_index(destination, file)
    if scheduler:
        with cluster(scheduler):
            pass
    outlooks = tuple(surveyed(catalogue, cache, workers=workers, identities=True, progress=progress))
    refuse_impossible(file, outlooks)
    if not all(one.spoken for one in outlooks):
        cache = speak_all(grouped(one.row for one in outlooks), cache, progress)
        known = {one.row.name: one.identity for one in outlooks}  # speaking changes none
        exact = surveyed(catalogue, cache, workers=workers, progress=progress)
        outlooks = tuple(replace(one, identity=known[one.row.name]) for one in exact)
        refuse_impossible(file, outlooks)
        if not all(one.spoken for one in outlooks):
            msg = "not all that was spoken could be kept; AUDIOGUIDE_CACHE is a folder with room for all of it"
            raise AudioguideError(msg)
    tasks = _tasks(catalogue, outlooks, destination, force=force)
    standings = _standings(tasks, destination)
    made = {task.file: session for task in tasks if (session := task.found(standings[task.file]))}
    missing = [task for task in tasks if task.file not in made]
    if hindered := [standings[task.file].taken for task in missing if task.is_hindered(standings[task.file])]:
        what = f"{len(hindered)} of the files are something else: the first is '{hindered[0]}'"
        msg = f"{what}; take another folder, or --force to write over them"
        raise ShelfError(msg)
    destination.sweep([task.file for task in missing])
    if missing:
        remove_index(destination)
        with cluster(scheduler) if scheduler else processes(min(workers, len(missing))) as executor:
            ahead = AHEAD if scheduler else workers
            made |= _made(missing, cache, executor, ahead=ahead, progress=progress)
    write_index(destination, file, ((task, made[task.file]) for task in tasks))
    return Counter(task.state(standings[task.file]) for task in tasks)


def states_of(
    file: str, to: str | Path, cache: Cache, *, workers: int, progress: Progress | None = None
) -> Mapping[str, SessionState]:
    """Return whether each session of a catalogue is there, by its name.

    Raises:
        RoutineError: the file, or a routine that it names, has mistakes; or sessions cannot be made.
    """
    catalogue = open_catalogue(file)
    outlooks = tuple(surveyed(catalogue, cache, workers=workers, identities=True, progress=progress))
    refuse_impossible(file, outlooks)
    destination = _destination(to)
    tasks = _tasks(catalogue, outlooks, destination)
    standings = _standings(tasks, destination)
    return {task.row.name: task.state(standings[task.file]) for task in tasks}


def _destination(to: str | Path) -> Destination:
    return RemoteFolder(str(to)) if "://" in str(to) else LocalFolder(Path(to).absolute())


def _standings(tasks: Sequence[Task], destination: Destination) -> Mapping[str, Standing]:
    """Return what stands in the place of every session, by its file."""
    files = [task.file for task in tasks]
    return dict(zip(files, destination.look(files), strict=True))


def _tasks(
    catalogue: Catalogue, outlooks: Iterable[Outlook], destination: Destination, *, force: bool = False
) -> Sequence[Task]:
    suffix, date = plugins.find("encoders", catalogue.format_name)().suffix, date_of(catalogue)
    return [
        Task(
            row=one.row,
            destination=destination,
            file=f"{one.row.name}{suffix}",
            identity=one.identity,
            date=date,
            format_name=catalogue.format_name,
            force=force,
        )
        for one in outlooks
    ]


def _made(
    tasks: Sequence[Task], cache: Cache, executor: Executor, *, ahead: int, progress: Progress | None
) -> Mapping[str, Session]:
    """Make sessions, and return them by their files.

    Raises:
        ShelfError: nothing can be written.
        AudioguideError: some failed otherwise; the others are made first.
    """
    made: dict[str, Session] = {}
    failed: list[str] = []
    if progress:
        progress("making", 0, len(tasks), tasks[0].row.name)
    for task, result in each(executor, partial(_attempt, cache=cache), tasks, ahead=ahead):
        if isinstance(result, AudioguideError):
            failed.append(f"{task.row.name}: {result}")
        elif not task.destination.exists(task.file):
            where = task.destination.full(task.file)
            failed.append(f"{task.row.name}: it was made, but not here; '{where}' is for all computers to see")
        else:
            made[task.file] = result
        if progress:
            progress("making", len(made) + len(failed), len(tasks), task.row.name)
    if failed:
        more = [f"and {len(failed) - MOST_MISTAKES} more"] if len(failed) > MOST_MISTAKES else []
        raise AudioguideError("\n".join([*sorted(failed)[:MOST_MISTAKES], *more]))
    return made


def _attempt(task: Task, cache: Cache) -> Session | AudioguideError:
    """Make a session, or return why it failed; what would hinder all others is raised."""
    try:
        return make_session(task, cache)
    except ShelfError:
        raise
    except AudioguideError as error:
        return error
    finally:
        gc.collect(0)  # the command line lets garbage lie, and the sound in it would fill the memory
