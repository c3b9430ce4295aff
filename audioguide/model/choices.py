"""What may be chosen for a session: one typed list, with the words, bounds and default of each choice.

`rendering.request.prepare`, Python, the command line and a session's manifest all take their choices from here: the
options of the command line are made from this list, and `complete` refuses the same things wherever they come from.

Without ``from __future__ import annotations``: the types are read when this module is loaded, and as text they would
have to be compiled for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import NoneType
from typing import Annotated, Any, Literal, TypedDict, cast, get_args, get_origin, get_type_hints

from audioguide.errors import ChoiceError
from audioguide.model.afterwards import Afterwards
from audioguide.model.choice import READERS, Choice, shown, word
from audioguide.model.routine import Aim, Direction, FirstSide, Guidance, Preparation, ToneStyle
from audioguide.units import Samples, Weeks, parse_age

AUTO_LANGUAGE = "auto"
"""That of the system."""
SPEECH_LUFS = -18.0
"""What clips are levelled to, in LUFS; a session may be asked for another loudness, and all else moves with it."""
OLDEST_CHILD = parse_age("18y")


class Choices(TypedDict, total=False):
    """The choices of a session. None is the same as leaving one out."""

    length: Annotated[
        Samples | timedelta | str | None,
        Choice(metavar="TIME", help="10m, 10m30s, 10 (minutes).", otherwise="the routine's own length"),
    ]
    """How long the massage is: text as on the command line, or a `timedelta`; inside, in samples."""
    guidance: Annotated[
        Guidance | None,
        Choice(
            help="How many words you hear.",
            otherwise="practised; in a course, what the course says",
            worded=True,
        ),
    ]
    """How much is spoken at most."""
    voice: Annotated[
        str | None,
        Choice(help="A name from `list voices`, auto, or recorded:FOLDER.", otherwise="the routine's, or auto"),
    ]
    """A voice's name, ``auto`` for the most pleasant one, or ``recorded:FOLDER``."""
    language: Annotated[
        str | None,
        Choice(
            metavar="CODE",
            help="Language of the words: en, or auto for the system's.",
            otherwise="the routine's",
            worded=True,
        ),
    ]
    """A code of two letters, ``en``; ``auto`` for the language of the system, where it has all words."""
    bed: Annotated[
        str | None, Choice(help="The background sound: a name from `list beds`, or a file.", otherwise="the routine's")
    ]
    """The name of a bed, or the path of a recipe or a recording."""
    afterwards: Annotated[
        Afterwards | str | None,
        Choice(
            metavar="BED:TIME",
            help="After a bedtime massage a background goes on, for 30 minutes at most, and fades: ocean:30m.",
            worded=True,
        ),
    ]
    """A bed that goes on alone after a massage for sleep, and for how long, 1m to 30m: ``ocean:30m``."""
    tones: Annotated[
        ToneStyle | None, Choice(help="How the tones of the strokes sound.", otherwise="the routine's, or soft")
    ]
    """How the sound of the strokes is."""
    loudness: Annotated[
        float,
        Choice(
            default=SPEECH_LUFS,
            lowest=-40.0,
            highest=-17.0,
            unit="LUFS",
            help="Loudness of the voice in LUFS; everything else follows. -22 suits a quiet house.",
        ),
    ]
    """LUFS of the voice, -40 to -17; everything else keeps its distance to it."""
    preparation: Annotated[
        Preparation | None,
        Choice(
            help="What is said beforehand: a chapter, one line or nothing.",
            otherwise="full with learn, else short",
            worded=True,
        ),
    ]
    """How much is said before the massage."""
    baby: Annotated[str | None, Choice(metavar="NAME", longest=40, help="What the voice calls your baby.", worded=True)]
    """A name for "your baby", at most 40 characters."""
    age: Annotated[
        Weeks | str | None,
        Choice(
            metavar="AGE",
            lowest=0.0,
            highest=OLDEST_CHILD,
            unit="weeks",
            help="6w, 4m (months) or 1y, from the due date: leaves out what is too early.",
            worded=True,
        ),
    ]
    """The baby's age from the due date: text as on the command line; inside, in weeks."""
    direction: Annotated[
        Direction,
        Choice(
            default="traditional",
            help="Long strokes both ways, as taught; or only towards the heart.",
            worded=True,
        ),
    ]
    """Which way long strokes run."""
    first_side: Annotated[FirstSide, Choice(default="right", help="The baby's side that comes first.", worded=True)]
    """The baby's side that comes first."""
    oil: Annotated[
        bool | None,
        Choice(help="With oil, or without.", otherwise="with, from one month on", worded=True),
    ]
    """Whether there is oil; default: the advice on oil is spoken."""
    aim: Annotated[Aim | None, Choice(help="Picks a routine for it, where none is named.", worded=True)]
    """Picks a routine, where none is named."""
    rhymes: Annotated[
        bool,
        Choice(default=False, help="Short rhymes and hums in place of some offers.", worded=True),
    ]
    """Whether short rhymes and hums are said in place of some offers to look or talk."""
    turn: Annotated[
        int | Literal["today"],
        Choice(
            default=0,
            lowest=0,
            highest=999_999_999,
            metavar="NUMBER",
            help="A number that changes which questions, offers and thanks you hear; today: others every day.",
            worded=True,
        ),
    ]
    """Where checks, offers and thanks begin, which are taken in turn: a whole number from 0, or ``today``, which
    `prepare` makes the number of the day."""
    parts: Annotated[
        tuple[str, ...], Choice(default=(), metavar="A,B", help="Only these body parts: legs,tummy.", worded=True)
    ]
    """Only these body parts."""
    skip: Annotated[tuple[str, ...], Choice(default=(), metavar="A,B", help="All but these body parts.", worded=True)]
    """All but these body parts."""
    one_hand: Annotated[
        bool, Choice(default=False, help="Seated, with one hand; what takes two is left out.", worded=True)
    ]
    """Whether it is done seated and with one hand."""
    from_part: Annotated[
        str | None,
        Choice(
            metavar="PART", flag="from", help="Begins at this body part, after asking your baby again.", worded=True
        ),
    ]
    """The body part at which the session begins, where another one stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a choice may be: the type of its value and what is known of it besides."""

    type: Any
    """A type without None: ``str``, ``bool``, ``float``, ``int``, `Samples`, `Weeks`, names, or a ``Literal``."""
    choice: Choice

    @property
    def words(self) -> tuple[str, ...]:
        """The words to choose from; none where it is free."""
        return get_args(self.type) if get_origin(self.type) is Literal else ()


def _kinds() -> Mapping[str, Kind]:
    kinds = {}
    for name, hint in get_type_hints(Choices, include_extras=True).items():
        annotated, choice = get_args(hint)
        types = [one for one in get_args(annotated) if one is not NoneType]
        union = types and get_origin(annotated) not in (Literal, tuple)
        kinds[name] = Kind(type=types[0] if union else annotated, choice=choice)
    return kinds


CHOICE_KINDS: Mapping[str, Kind] = _kinds()
"""Every choice by its name, in the order of `Choices`."""

DECIDED_BY_COURSE = ("length", "aim", "parts", "skip", "from_part")
"""The choices that a course makes itself, evening by evening."""


def complete(choices: Mapping[str, object], source: str = "") -> Choices:
    """Check what was chosen and fill in the default of everything else.

    Args:
        choices: by name.
        source: the file that they come from, for the error.

    Returns:
        Every choice; lengths in samples, ages in weeks.

    Raises:
        ChoiceError: a choice is unknown, or its value is not possible.
    """
    for name in choices:
        if name not in CHOICE_KINDS:
            raise ChoiceError(name, "", f"there are {', '.join(CHOICE_KINDS)}", source)
    return cast("Choices", {name: check(name, choices.get(name), source) for name in CHOICE_KINDS})


def check(name: str, value: object, source: str = "") -> Any:  # noqa: ANN401 - as the choice is typed
    """Return the value of a choice as it is used inside: text is read, None becomes the default.

    Raises:
        ChoiceError: the value is not possible.
    """
    kind = CHOICE_KINDS[name]
    if value is None:
        return kind.choice.default
    try:
        return word(value, kind.words) if kind.words else READERS[kind.type](value, kind.choice)
    except ValueError as error:
        raise ChoiceError(name, shown(value), str(error), source) from None
    except OverflowError:
        raise ChoiceError(name, shown(value), "it is too large a number", source) from None
