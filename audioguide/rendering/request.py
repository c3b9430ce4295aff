"""What a family asks for: a routine, found and cut to them, as a script and with a voice.

read -> tailor -> script
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Unpack, cast

from audioguide import repertoire
from audioguide.errors import AudioguideError, ChoiceError
from audioguide.model.afterwards import Afterwards
from audioguide.model.choice import TODAY
from audioguide.model.choices import SPEECH_LUFS, Choices, complete
from audioguide.model.routine import Routine, SayStep, ToneStyle
from audioguide.model.script import Script
from audioguide.planning.scriptwriter import write_script
from audioguide.planning.tailor import tailor
from audioguide.plugins import Voice
from audioguide.rendering.find import built_in, find_routine, phrases_in
from audioguide.rendering.system_language import language_of
from audioguide.rendering.today import today
from audioguide.repertoire import beds
from audioguide.units import Samples, Weeks, format_age, format_duration, samples
from audioguide.voices.choose import choose

EVERYDAY = "everyday"
"""The routine for those who do not say which."""

SILENT_BED = "none"

INFORMATION = {"information": True}
"""Metadata of a field that is for people, and changes nothing of the sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A session before anything is spoken: what it will say, who will say it, over what."""

    routine: Routine
    script: Script
    voice: Voice
    bed: str
    """The name of a bed, or the path of a file."""
    length: Samples | None
    """The asked length; None is the routine's own."""
    tones: ToneStyle = "soft"
    loudness: float = SPEECH_LUFS
    """LUFS of the voice; everything else keeps its distance to it."""
    notes: tuple[str, ...] = field(default=(), metadata=INFORMATION)
    """What was left out or replaced for this family, for the parent."""
    asked: Mapping[str, object] = field(default_factory=dict, metadata=INFORMATION)
    """Every choice and the routine's name, as JSON can hold them: the manifest keeps them, to make it again with a
    change. The routine is None where it came from no file."""


def prepare(routine: str | Path | Routine | None = None, /, **choices: Unpack[Choices]) -> Request:
    """Decide everything that can be decided before a word is spoken.

    Args:
        routine: a built-in name, a file, an evening of a course (``five-evenings:2``) or a routine; left out: the
            built-in one that fits the aim, the age and the length best.
        choices: see `Choices`; what is left out is as the routine says.

    Raises:
        ChoiceError: a choice is not possible.
        RoutineError: the file has mistakes.
        SoundError: there is no such bed.
        AudioguideError: there is no such routine, it is not for that age or has no such part, or no voice speaks its
            language.
    """
    asked = resolved(choices)
    if isinstance(routine, Routine):
        found, name = routine, None
    elif routine is not None:
        found, name = find_routine(str(routine), asked["language"]), str(routine)
    else:
        found = _pick(asked)
        name = found.id
    tailored, script, notes = tailored_script(found, asked)
    length = cast("Samples | None", asked["length"]) or found.length
    notes += tuple(_long_for(script, asked, length))
    if routine is not None and asked["aim"] and asked["aim"] not in found.aims:
        what = f"'{found.id}' is for {', '.join(found.aims)}" if found.aims else f"'{found.id}' has no aim"
        notes += (f"{what}; --aim {asked['aim']} picks a routine where none is named",)
    return Request(
        routine=tailored,
        script=script,
        voice=choose(asked["voice"] or found.voice, script.language),
        bed=asked["bed"] or found.bed,
        length=length,
        tones=asked["tones"] or found.tones,
        loudness=asked["loudness"],
        notes=notes,
        asked={"routine": name, **asked, "afterwards": str(goes_on) if (goes_on := asked["afterwards"]) else None},
    )


def _long_for(script: Script, asked: Choices, length: Samples | None) -> Iterator[str]:
    """Yield a note where a session is longer than is advised at the baby's age; nothing is spoken to find out."""
    age = cast("Weeks | None", asked["age"])
    most = None if age is None else repertoire.advice().longest(age)
    if age is None or most is None:
        return
    lasts = length or _about(script)
    if lasts > samples(most * 60.0):
        about = "" if length else "about "
        yield f"{about}{format_duration(lasts)} is long for a baby of {format_age(age)}: up to {most:.0f}m is enough"


def _about(script: Script) -> Samples:
    """Return about how long a script lasts by itself."""
    from audioguide.planning.finder import estimated  # noqa: PLC0415 - imported late: mostly the length is asked for
    from audioguide.planning.planner import Planner  # noqa: PLC0415 - likewise

    return Planner(script, estimated(script)).own


def resolved(choices: Mapping[str, object], source: str = "") -> Choices:
    """Check and complete choices, with what the clock and the system say in place of ``today`` and ``auto``.

    The turn of today is the number of the day, the days since the year 1.

    Args:
        choices: by name.
        source: the file that they come from, for the error.

    Raises:
        ChoiceError: a choice is unknown, or its value is not possible.
    """
    asked = complete(choices, source)
    if asked["turn"] == TODAY:
        asked["turn"] = today().toordinal()
    asked["language"] = language_of(asked["language"])
    return asked


def tailored_script(routine: Routine, asked: Choices) -> tuple[Routine, Script, tuple[str, ...]]:
    """Cut a routine to a family and write its script.

    Args:
        routine: as its author wrote it.
        asked: every choice, from `resolved`.

    Returns:
        The routine that is left, its script, and what was left out or replaced, for the parent.

    Raises:
        SoundError: there is no such bed.
        AudioguideError: the routine is not for that age, has no such part, or there are no words in that language.
    """
    language = asked["language"] or routine.language
    age = cast("Weeks | None", asked["age"])
    phrases = phrases_in(language)
    _refuse_too_young(routine, language, age)
    afterwards = cast("Afterwards | None", asked["afterwards"])
    if afterwards:
        _refuse_afterwards(routine, afterwards, language)
    bed = asked["bed"] or routine.bed
    tempo = beds.tempo_of(bed) or routine.tempo
    tailored, notes = tailor(
        replace(routine, tempo=tempo),
        # Where all stay as they are taught, none is looked up.
        {} if asked["direction"] == "traditional" else {**repertoire.strokes(), **routine.strokes},
        parts=asked["parts"],
        skip=asked["skip"],
        from_part=asked["from_part"],
        age=age,
        direction=asked["direction"],
        one_hand=asked["one_hand"],
    )
    # In a course, each evening has checks, offers and thanks of its own, so that over the course all of them are heard.
    evenings_before = routine.series.number - 1 if routine.series else 0
    script = write_script(
        tailored,
        phrases,
        guidance=asked["guidance"] or routine.guidance,
        language=language,
        preparation=asked["preparation"],
        baby=asked["baby"],
        first_side=asked["first_side"],
        oil=_oil(tailored, age, asked["oil"]),
        turn=cast("int", asked["turn"]) + evenings_before,
        tones=(asked["tones"] or routine.tones) != "off",
        rhymes=asked["rhymes"],
        afterwards=afterwards,
    )
    if tempo != routine.tempo:
        notes += (f"the bed '{bed}' sets the pulse: {tempo:g} a minute instead of {routine.tempo:g}",)
    if asked["oil"] and not tailored.oil:
        with_one_hand = " with one hand" if routine.oil else ""
        notes += (f"'{routine.id}' is done without oil{with_one_hand}, so nothing is said of it",)
    return replace(tailored, pronounce={**phrases.pronounce, **tailored.pronounce}), script, notes


def _refuse_too_young(routine: Routine, language: str, age: float | None) -> None:
    """Refuse a routine that is for older babies, and name those that are not.

    Raises:
        AudioguideError: it is.
    """
    if age is None or age >= routine.from_age:
        return
    others = [other.id for other in built_in(language) if other.from_age <= age]
    msg = f"'{routine.id}' is for babies from {format_age(routine.from_age)}, counted from the due date"
    raise AudioguideError(f"{msg}; for yours there are {', '.join(others)}" if others else msg)


def goes_with_afterwards(routine: Routine) -> bool:
    """Whether a bed may go on after it: it is for sleep, and its ritual says what is to be known of that."""
    closing = routine.ritual.closing.steps if routine.ritual else ()
    says_so = any(isinstance(step, SayStep) and step.when == "afterwards" for step in closing)
    return "sleep" in routine.aims and says_so


def _refuse_afterwards(routine: Routine, afterwards: Afterwards, language: str) -> None:
    """Refuse a bed that goes on where a massage is not for sleep, or where the bed is silent.

    Raises:
        ChoiceError: it is.
        SoundError: there is no such bed.
    """
    if afterwards.bed == SILENT_BED:
        raise ChoiceError("afterwards", str(afterwards), "silence comes by itself; leave it out")
    beds.bed_file(afterwards.bed)
    if not goes_with_afterwards(routine):
        others = ", ".join(sorted(other.id for other in built_in(language) if goes_with_afterwards(other)))
        problem = f"only after a routine for sleep whose ritual says where the speaker stands, such as {others}"
        raise ChoiceError("afterwards", str(afterwards), problem)


def _pick(asked: Choices) -> Routine:
    """Pick the built-in routine that fits best; without any wish, everyday.

    Raises:
        AudioguideError: none fits.
    """
    if asked["aim"] is None and asked["age"] is None:
        return find_routine(EVERYDAY, asked["language"] or "en")
    from audioguide.rendering.matching import best_match  # noqa: PLC0415 - imported late: it plans each routine

    return best_match(asked)


def _oil(routine: Routine, age: float | None, oil: bool | None) -> bool | None:  # noqa: FBT001 - three answers
    """The family decides; where they do not, the ritual knows from which age on."""
    too_young = routine.ritual is not None and age is not None and age < routine.ritual.oil_from
    return False if oil is None and too_young else oil
