"""Which built-in routines match what a family asks for: each is planned, with nothing spoken."""

from __future__ import annotations

from typing import cast

from audioguide.errors import AudioguideError
from audioguide.model.choices import Choices
from audioguide.model.routine import Routine
from audioguide.model.script import Script
from audioguide.planning.finder import matching_routines
from audioguide.planning.tailor import parts_of, tailor
from audioguide.rendering.find import built_in, phrases_in
from audioguide.units import Samples, Weeks, format_age, format_duration


def best_match(asked: Choices) -> Routine:
    """Return the built-in routine that fits the aim, the age and the length best.

    Raises:
        AudioguideError: none fits.
    """
    language, aim = asked["language"] or "en", asked["aim"]
    age, length = cast("Weeks | None", asked["age"]), cast("Samples | None", asked["length"])
    found = matching_routines(
        built_in(language),
        phrases_in(language),
        language=language,
        guidance=asked["guidance"] or "practised",
        aim=aim,
        age=age,
        length=length,
    )
    if not found:
        wishes = (
            f"the aim {aim}" if aim else "",
            f"a baby of {format_age(age)}" if age is not None else "",
            f"a length of {format_duration(length)}" if length is not None else "",
            f"the language {language}" if language != "en" else "",
        )
        msg = f"no routine fits {', '.join(filter(None, wishes))}; see 'audioguide list routines'"
        raise AudioguideError(msg)
    return found[0]


def others_as_long(routine: Routine, script: Script, length: Samples | None) -> str:
    """Name what can last as long as a routine cannot: another one, or a single part of it; empty where nothing can."""
    language, guidance = script.language, script.guidance
    phrases = phrases_in(language)
    others = matching_routines(built_in(language), phrases, language=language, guidance=guidance, length=length)
    names = [f"'{other.id}'" for other in others if other.id != routine.id and routine.ritual][:2]
    for part in parts_of(routine):
        alone, _ = tailor(routine, {}, parts=[part])
        if matching_routines([alone], phrases, language=language, guidance=guidance, length=length):
            names.append(f"--parts {part}")
            break
    return f"{' or '.join(names)} can last {format_duration(length)}" if names and length is not None else ""
