"""Everything that can go wrong, as one tree.

    AudioguideError
    ├── RoutineError   a routine file says something that cannot be done
    ├── ChoiceError    something is asked for that no session can be
    ├── LengthError    the asked length is not possible
    ├── VoiceError     a voice is missing, unknown, or failed to speak
    ├── SoundError     a bed or a sound file is missing or unreadable, or a session would be too loud
    ├── EncoderError   a format is missing, or an encoder failed
    ├── ShelfError     a session cannot be kept or found
    ├── SpeakerError   a speaker is missing or refuses
    │   ├── AbilityError    it cannot do that (audioguide.speakers.errors)
    │   ├── BusyError       something plays already
    │   ├── LoudestError    it is as loud as it may get (audioguide.player.volume_control)
    │   └── TakenOverError  somebody else plays on it by now
    └── PluginError    a plug-in is not installed or does not load

The fields go to ``Exception.__init__``, so every error pickles; the sentence is made in ``__str__``.
"""

from __future__ import annotations

from collections.abc import Iterable

from audioguide.units import Samples, format_duration


class AudioguideError(Exception):
    """Something the user can mend. ``str()`` of it is what the user reads."""


class RoutineError(AudioguideError):
    """The `mistakes` in one routine file, its `source`, as they stand there; `others` has the errors of other files."""

    def __init__(
        self, source: str, mistakes: tuple[tuple[int, str], ...], others: tuple[RoutineError, ...] = ()
    ) -> None:
        """Take the file's name and, for each mistake, its line (from 1) and what is wrong; and those in other files."""
        super().__init__(source, mistakes, others)
        self.source = source
        self.mistakes = mistakes
        self.others = others

    @classmethod
    def of_files(cls, errors: Iterable[RoutineError]) -> RoutineError:
        """Join the errors of several files."""
        first, *others = errors
        return cls(first.source, first.mistakes, tuple(others))

    def __str__(self) -> str:
        """Give one line a mistake: ``file:line: what is wrong; what is possible``."""
        own = (f"{self.source}:{line}: {problem}" for line, problem in self.mistakes)
        return "\n".join([*own, *map(str, self.others)])


class ChoiceError(AudioguideError):
    """A choice that no routine can fulfil, whoever asks for it: a person, a program or a manifest."""

    def __init__(self, choice: str, value: str, possible: str, source: str = "") -> None:
        """Take the choice's name, what was asked for, as it is shown, what is possible, and the file that asks.

        Without a value there is no choice of that name.
        """
        super().__init__(choice, value, possible, source)
        self.choice = choice
        self.value = value
        self.possible = possible
        self.source = source

    @property
    def problem(self) -> str:
        """What is wrong, without the names of the file and the choice."""
        if self.value and self.possible.startswith(self.value):
            return self.possible
        return f"{self.value or 'such a choice'} is not possible; {self.possible}"

    def __str__(self) -> str:
        """Give one line: ``loudness: -3 is not possible; it goes from -40 to -17 LUFS``."""
        return ": ".join(filter(None, (self.source, self.choice, self.problem)))


class LengthError(AudioguideError):
    """A length that a routine cannot have, with the nearest ones that it can."""

    def __init__(
        self, title: str, wanted: Samples, below: Samples | None, above: Samples | None, hint: str = ""
    ) -> None:
        """Take the routine's title, the asked length, the nearest possible ones on both sides, and what else fits."""
        super().__init__(title, wanted, below, above, hint)
        self.title = title
        self.wanted = wanted
        self.below = below
        self.above = above
        self.hint = hint

    def __str__(self) -> str:
        """Name the wish and what is possible instead."""
        wish = f"cannot make '{self.title}' last {format_duration(self.wanted)}"
        if self.below is not None and self.above is not None:
            can = f"nearest are {format_duration(self.below)} and {format_duration(self.above)}"
        elif self.above is not None:
            can = f"with this voice and guidance it lasts at least {format_duration(self.above)}"
        elif self.below is not None:
            can = f"with this voice and guidance it lasts at most {format_duration(self.below)}"
        else:
            can = "it can have no length at all"
        return f"{wish}: {can}" + (f"; {self.hint}" if self.hint else "")


class VoiceError(AudioguideError):
    """A voice is missing, unknown, cannot speak the language, or failed."""


class SoundError(AudioguideError):
    """A bed or a sound file is missing or cannot be read, or a session would be too loud."""


class EncoderError(AudioguideError):
    """A format is unknown or its encoder failed."""


class ShelfError(AudioguideError):
    """A session cannot be written, or would overwrite somebody's file."""


class SpeakerError(AudioguideError):
    """A speaker is missing, refuses, or does not play."""


class BusyError(SpeakerError):
    """Something plays already, which a session would replace."""

    def __init__(self, what: str, advice: str) -> None:
        """Take what plays, and what may be done."""
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        """Give one line: what plays, and what may be done."""
        return f"{self.what}; {self.advice}"


class TakenOverError(SpeakerError):
    """Somebody else plays on the speaker by now: what is theirs stays as it is."""


class PluginError(AudioguideError):
    """A plug-in is not installed, or does not load."""
