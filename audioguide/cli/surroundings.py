"""What the program finds around itself, for ``audioguide doctor``: packages, folders, disks, sound, network."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from audioguide.cache import cache_folder
from audioguide.cli.paths import spoken_cues, state_place
from audioguide.errors import ShelfError
from audioguide.plugins.requirements import mending, unmet_requirements
from audioguide.state.shell import command_line
from audioguide.web.address import LOOPBACK, PORT, address_towards

State = Literal["ok", "-", "!!"]
"""Works; is optional and not there, or cannot be tried; must be mended."""

Finding = tuple[State, str, str]
"""How it is; what was looked at; the result, with a command that mends it."""

_SESSION_BYTES = 200_000_000
"""For a two-hour session, or its encoded pieces."""
_CUES_BYTES = 50_000_000
"""For what a session of a quarter of an hour says."""
_STATE_BYTES = 1_000_000
"""For a few small files."""
_WITHOUT_STATE = "the page does not open, and no speaker is remembered"

_SERVERS = ("pulse/native", "pipewire-0")
"""Sockets of what plays sound on Linux, in the user's runtime folder."""


def packages() -> Iterator[Finding]:
    """Tell which packages are missing or too old."""
    for unmet in unmet_requirements():
        yield "!!", "package", f"{unmet}: {mending([unmet])}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A folder that is written to."""

    what: str
    folder: Path
    without: str
    """What does not work where it cannot be written."""
    instead: Callable[[Path], str]
    """Returns a command that writes elsewhere: into a folder with room."""
    needed: int
    """Bytes that must be free."""

    @property
    def is_full(self) -> bool:
        """Whether its disk has too little room."""
        return _free(self.folder) < self.needed


def folders() -> Iterator[Finding]:
    """Tell which folders cannot be written, which disk is full, and whether the user's home is known at all."""
    roomy = [folder for folder in _others() if not _trouble(folder) and _free(folder) >= _SESSION_BYTES]
    cache, state = _known(cache_folder), _known(state_place)
    if cache is None or state is None:
        without = _WITHOUT_STATE if cache else "no session can be made"
        command = _assigned("USERPROFILE" if sys.platform == "win32" else "HOME", next(iter(roomy), Path.cwd()))
        yield "!!", "home", f"nobody knows where it is, so {without}: {command}"
    for place in _places():
        trouble = _trouble(place.folder)
        if not trouble and place.is_full:
            trouble = f"{_free(place.folder) / 1e9:.1f} GB are free on this disk"
        if not trouble:
            yield "ok", place.what, f"{place.folder}, {_free(place.folder) / 1e9:.1f} GB free"
            continue
        yield "!!", place.what, f"{place.folder}: {trouble}, so {place.without}: {_cure(place, roomy)}"


def kept_cues() -> Iterator[Finding]:
    """Tell how much is kept of what was spoken, and whether some of it was cut short."""
    if _known(cache_folder) is None:
        return
    cues = spoken_cues()
    if damaged := cues.damaged():
        yield "-", "spoken cues", f"{damaged} of them are damaged, and made again when needed: audioguide cache clean"
    else:
        yield "ok", "spoken cues", f"{cues.size() / 1e6:.0f} MB of them are kept"


def _places() -> Iterator[_Place]:
    yield _Place(
        what="folder",
        folder=Path.cwd(),
        without="no session can be kept here",
        instead=lambda folder: f"audioguide render everyday -o {command_line([str(folder / 'everyday.mp3')])}",
        needed=_SESSION_BYTES,
    )
    if cache := _known(cache_folder):
        yield _Place(
            what="cache",
            folder=cache,
            without="nothing that was spoken is kept, and every session takes longer",
            instead=lambda folder: _assigned("AUDIOGUIDE_CACHE", folder / "audioguide-cache"),
            needed=_CUES_BYTES,
        )
    if state := _known(state_place):
        yield _Place(
            what="state",
            folder=state,
            without=_WITHOUT_STATE,
            instead=lambda folder: _assigned("AUDIOGUIDE_STATE", folder / "audioguide-state"),
            needed=_STATE_BYTES,
        )
    yield _Place(
        what="temporary",
        folder=_for_temporary(),
        without="no session can be made",
        instead=partial(_assigned, "TEMP" if sys.platform == "win32" else "TMPDIR"),
        needed=_SESSION_BYTES,
    )


def _cure(place: _Place, roomy: list[Path]) -> str:
    """Return a command that mends it, or what to do where there is none."""
    existing = _existing(place.folder)
    if not existing.is_dir():
        return command_line(["move" if sys.platform == "win32" else "mv", str(existing), f"{existing}.old"])
    cache = _known(cache_folder)
    beside = cache is not None and existing.stat().st_dev == _existing(cache).stat().st_dev
    if place.is_full and beside and _free(place.folder) + spoken_cues().size() > place.needed:
        return "audioguide cache clean"
    if not roomy:
        return "delete there what you no longer need"
    return place.instead(roomy[0])


def _assigned(variable: str, folder: Path) -> str:
    """Return the command that sets a variable to a folder; cmd.exe takes quotes behind ``=`` for a part of it."""
    if sys.platform == "win32":
        return f'set "{variable}={folder}"'
    return f"export {variable}={command_line([str(folder)])}"


def _known(find: Callable[[], Path]) -> Path | None:
    """Return one of the folders that are in the user's home unless a variable names another; None without a home."""
    with suppress(ShelfError):
        return find()
    return None


def _others() -> Iterator[Path]:
    """Yield where else something could be kept: in the user's home, if there is one, and where temporary files go."""
    with suppress(RuntimeError):
        yield Path.home()
    with suppress(FileNotFoundError):
        yield Path(tempfile.gettempdir())


def _for_temporary() -> Path:
    """Return the folder for temporary files: $TMPDIR, or what Python takes where that is none or cannot be written."""
    chosen = os.environ.get("TMPDIR")
    if chosen and Path(chosen).is_dir() and not _trouble(Path(chosen)):
        return Path(chosen)
    with suppress(FileNotFoundError):
        return Path(tempfile.gettempdir())
    return Path(chosen or Path.cwd())


def _existing(folder: Path) -> Path:
    """Return the folder, or else the nearest above it."""
    return next(one for one in (folder.absolute(), *folder.absolute().parents) if os.path.lexists(one))


def _trouble(folder: Path) -> str:
    """Return why nothing can be written into a folder, or made for it; empty: it can."""
    existing = _existing(folder)
    if not existing.is_dir():
        return f"'{existing.name}' is not a folder"
    try:
        with tempfile.TemporaryFile(dir=existing):
            return ""
    except OSError as error:
        return "nothing can be written there" if isinstance(error, PermissionError) else str(error.strerror).lower()


def _free(folder: Path) -> int:
    return shutil.disk_usage(_existing(folder)).free


def has_sound_device() -> bool:
    """Whether sound can be heard here: Linux on a server or in a container has neither a device nor a sound server."""
    if sys.platform != "linux" or os.environ.get("PULSE_SERVER"):
        return True
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    return any(Path("/dev/snd").glob("pcm*p")) or any((runtime / name).exists() for name in _SERVERS)


def network() -> Iterator[Finding]:
    """Tell whether phones and speakers reach this computer, and whether the page's port is free; nothing is sent."""
    address = address_towards()
    if address == LOOPBACK:
        cure = "join yours (Wi-Fi or cable) for phones, speakers and what is fetched, then: audioguide speakers"
        yield "-", "network", f"this computer is in none; sessions are made and heard here all the same; {cure}"
    else:
        yield "ok", "network", f"phones and speakers reach this computer at {address}"
    try:
        socket.create_server((LOOPBACK, PORT)).close()
        yield "ok", "page", f"port {PORT} is free for it: audioguide serve"
    except OSError:
        taken = f"port {PORT} is taken: by your page, which is open already, or by another program"
        yield "-", "page", f"{taken}; then: audioguide serve --port 0"
