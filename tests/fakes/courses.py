"""Every evening of a course at once."""

from __future__ import annotations

from audioguide.model.course import Course
from audioguide.model.routine import Routine
from audioguide.planning.tailor import evening


def evenings_of(course: Course, routine: Routine) -> tuple[Routine, ...]:
    return tuple(evening(course, routine, number) for number, _ in enumerate(course.evenings, 1))
