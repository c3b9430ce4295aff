"""The protocols of voices, beds, encoders and speakers, and how an installed plug-in is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args, runtime_checkable

from audioguide.errors import PluginError
from audioguide.model.plain import plain
from audioguide.plugins.device import Ability as Ability
from audioguide.plugins.device import Device as Device
from audioguide.plugins.device import Sound as Sound
from audioguide.plugins.device import Status as Status
from audioguide.plugins.installed import OURS, Point, points, version

if TYPE_CHECKING:
    from pathlib import Path

    from audioguide.model.audio import Block, Mono, Stereo
    from audioguide.model.session import Tags
    from audioguide.model.timeline import Timeline
    from audioguide.units import Samples

PluginKind = Literal["voices", "beds", "encoders", "speakers"]
PLUGIN_KINDS: tuple[PluginKind, ...] = get_args(PluginKind)
LONGEST_CREDIT = 500
"""Characters: a card may say anything."""


class Voice(Protocol):
    """Raw speech. A factory ``(language, variant)`` makes one; `variant` is what follows a colon in ``--voice``."""

    @property
    def identity(self) -> str:
        """Engine, version, voice and language: a cached clip is kept under it."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it speaks (``en``); empty means whatever it was made for."""

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase.

        A plug-in's voice is created and called in a process of its own, one phrase at a time: it may load slowly,
        keep global state and print. The voice that `voices.choose` returns starts those processes, and is called by
        several threads at once.

        Args:
            text: a phrase in plain words.
            rate: words a minute; an engine comes as near as it can.

        Returns:
            Samples of shape ``(n,)`` and their sample rate in Hz. Two calls, also in fresh processes, differ in
            length by at most 20 ms.

        Raises:
            VoiceError: it cannot be spoken.
        """


@runtime_checkable
class RecordedSource(Protocol):
    """What a voice may do besides: return recordings of whole cues, which are not divided and have no asked rate."""

    def clip_for(self, text: str) -> tuple[Mono, int] | None:
        """Return the recording of a cue.

        Args:
            text: the cue as it is written.

        Returns:
            Samples of shape ``(n,)`` and their sample rate in Hz; None where the cue has to be spoken by phrases.

        Raises:
            VoiceError: there is a recording, but it is silent or cannot be read.
        """


@runtime_checkable
class Phonetician(Protocol):
    """What a voice may do besides: say a word by its phonemes."""

    def phonetic(self, word: str, phonemes: str) -> str:
        """Write a word so that `Voice.speak` says it by its phonemes, given in the International Phonetic Alphabet."""


@runtime_checkable
class Heavy(Protocol):
    """What a voice may say besides: its model is large, so few processes speak."""

    max_workers: int


@runtime_checkable
class Licensed(Protocol):
    """What the class of a voice may say besides: whose it is."""

    licence: str
    source: str
    """Where it comes from."""


@runtime_checkable
class Credited(Protocol):
    """What a voice may say besides: whom its licence asks to be named with what it speaks."""

    credit: str
    """One line, for every session; empty where nobody is to be named."""


@runtime_checkable
class Graded(Protocol):
    """What a voice may say besides: how good it is, where that depends on the computer."""

    def is_natural(self) -> bool:
        """Whether it is as pleasant as a neural voice."""


@runtime_checkable
class Releasable(Protocol):
    """What a voice may do besides: free its resources."""

    def release(self) -> None:
        """Free processes and memory; calls in progress end at once. It may be asked to speak again."""


class Bed(Protocol):
    """An endless background. A factory ``(pulse: Pulse)`` makes one, at -31 LUFS as a small speaker plays it."""

    def render(self, start: Samples, length: Samples) -> Stereo:
        """Return any window of it, shape ``(length, 2)``: repeatable, seamless, no onset under 60 ms, mono-safe.

        Several threads call at once.
        """


class Encoder(Protocol):
    """A file format. A factory ``()`` makes one. The bytes depend on the timeline and the samples alone."""

    @property
    def suffix(self) -> str:
        """What its files end in: ``.mp3``."""

    @property
    def media_type(self) -> str:
        """What they are on the web: ``audio/mpeg``."""

    def pieces(self, timeline: Timeline) -> Sequence[tuple[Samples, Samples]]:
        """Cut the timeline into ranges that can be encoded side by side; one range where it cannot be cut.

        Together they cover it, in order. They overlap where an encoder has to hear what comes before and after.
        """

    def encode(self, span: tuple[Samples, Samples], blocks: Iterable[Block], folder: Path) -> Path:
        """Encode the blocks of one range into a file in `folder`. Several threads call at once."""

    def join(self, timeline: Timeline, pieces: Sequence[Path], tags: Tags) -> Iterator[bytes]:
        """Yield the finished file; the pieces are in the order of their ranges."""


class Speaker(Protocol):
    """One speaker. Every method is called from one thread.

    Each raises `SpeakerError` where the speaker refuses, does not answer, or has not the ability.
    """

    abilities: frozenset[Ability]
    fetches: bool
    """Whether it fetches the sound from our server; otherwise it is given the file."""
    device: Device
    """What answered, as it describes itself now: another speaker may have the address of the one that was asked for."""

    def play(self, sound: Sound) -> None:
        """Begin to play from the start; returns before anything is heard."""

    def pause(self) -> None:
        """Hold on."""

    def resume(self) -> None:
        """Go on."""

    def seek(self, position: Samples) -> None:
        """Jump to a position; a speaker that plays goes on playing."""

    def stop(self) -> None:
        """End what is being played. Nothing happens where nothing is."""

    def status(self) -> Status:
        """Ask how far it is."""

    def volume(self) -> float | None:
        """Return the volume, 0 to 1; None where it can only be set. The scale is the speaker's own."""

    def set_volume(self, level: float) -> None:
        """Set the volume, 0 to 1. Before something is played, it counts from the first sound of that on."""

    def close(self) -> None:
        """Let go of it; what it plays is not touched."""


class SpeakerKind(Protocol):
    """What makes and finds speakers of one protocol."""

    def __call__(self, device: Device) -> Speaker:
        """Connect to a device."""

    def discover(self, within: float, host: str | None = None) -> tuple[Device, ...]:
        """Find such devices, in so many seconds; or ask the one at `host`."""


def credit_of(voice: Voice) -> str:
    """Return whom the licence of a voice asks to be named, on one line; empty where nobody is."""
    return plain(" ".join(voice.credit.split()))[:LONGEST_CREDIT] if isinstance(voice, Credited) else ""


def names(kind: PluginKind) -> tuple[str, ...]:
    """Name every installed plug-in of a kind."""
    return tuple(sorted(_points(kind)))


def find(kind: PluginKind, name: str) -> Any:  # noqa: ANN401 - a factory whose type the caller knows from `kind`
    """Load a plug-in's factory.

    Raises:
        PluginError: it is not installed, or needs an extra that is not, or somebody else's is broken.
    """
    if (point := _points(kind).get(name)) is None:
        msg = f"unknown {kind.removesuffix('s')} '{name}'; there are {', '.join(names(kind)) or 'none'}"
        raise PluginError(msg)
    try:
        return point.load()
    except (Exception, SystemExit) as error:
        raise PluginError(_trouble(kind, point, error)) from error


def _trouble(kind: PluginKind, point: Point, error: BaseException) -> str:
    """Return a sentence on what a plug-in has raised where it was imported, with a cure."""
    what = f"the {kind.removesuffix('s')} '{point.name}'"
    extra = f"; install it with: audioguide add {point.extra}" if point.extra else ""
    if isinstance(error, ModuleNotFoundError):
        return f"{what} needs {error.name}, which is not installed{extra}"
    from audioguide.plugins.requirements import uninstall_command  # noqa: PLC0415 - for a mistake only

    cure = extra if point.package == OURS else f"; fix it, or remove it: {uninstall_command(point.package)}"
    return f"{what} of the package '{point.package}' is broken ({type(error).__name__}: {error}){cure}"


def replaced(kind: PluginKind) -> tuple[Point, ...]:
    """Return the plug-ins of other packages that are not used, because one of ours has the name already."""
    used = _points(kind)
    return tuple(point for point in _of_kind(kind) if used[point.name] != point)


def origin_of(kind: PluginKind, name: str) -> str:
    """Return the package that brings a plug-in, and its version: ``tape-beds 1.2``; empty for one of ours."""
    package = _points(kind)[name].package
    return "" if package == OURS else f"{package} {version(package)}"


def _points(kind: PluginKind) -> dict[str, Point]:
    """Return the plug-ins of a kind by name; nobody else's takes the place of one of ours."""
    found = _of_kind(kind)
    ours, theirs = ([point for point in found if (point.package == OURS) is own] for own in (True, False))
    return {point.name: point for point in (*reversed(theirs), *ours)}


def _of_kind(kind: PluginKind) -> tuple[Point, ...]:
    return tuple(point for point in points() if point.group == f"audioguide.{kind}")
