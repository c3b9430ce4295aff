"""Which day it is: for the date in a session's tags, for the turn of the day, and for the ages of babies."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from audioguide.errors import ChoiceError

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable of https://reproducible-builds.org/specs/source-date-epoch/: seconds since 1970."""


def today() -> date:
    """Return the day where the family is, or the one that `SOURCE_DATE_EPOCH` names.

    Raises:
        ChoiceError: the variable holds something else.
    """
    return day_of_build() or local_day()


def local_day() -> date:
    """Return the day where the family is."""
    return date.today()  # noqa: DTZ011 - not in UTC


def day_of_build() -> date | None:
    """Return the day that `SOURCE_DATE_EPOCH` names, in UTC; None where it is not set.

    Raises:
        ChoiceError: the variable holds something else.
    """
    wanted = os.environ.get(EPOCH)
    if wanted is None:
        return None
    try:
        return datetime.fromtimestamp(int(wanted), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise ChoiceError(EPOCH, wanted, "it is a whole number of seconds since 1970") from error
