"""What a finished session was asked for: to make it again with a change."""

from __future__ import annotations

from typing import Unpack

from audioguide.errors import ChoiceError, ShelfError
from audioguide.model.choice import LONGEST_TEXT, shown
from audioguide.model.choices import Choices
from audioguide.model.session import Session
from audioguide.rendering.manifest import read_document
from audioguide.rendering.request import resolved


def asked_again(session: Session, **changed: Unpack[Choices]) -> tuple[str, Choices]:
    """Read from a manifest which routine and which choices a session was made from.

    Args:
        session: one that was finished.
        changed: what is to be different now.

    Returns:
        The routine's name or file, and every choice.

    Raises:
        ShelfError: the manifest does not say what was asked for.
        ChoiceError: it says something that is not possible.
    """
    source = str(session.manifest)
    try:
        asked = read_document(session.manifest.read_text("utf-8")).get("asked")
    except (OSError, ValueError):
        asked = None  # it lies under another name than the sound
    if not isinstance(asked, dict) or "routine" not in asked:
        msg = f"'{source}' does not tell what was asked for; make it anew with 'audioguide render'"
        raise ShelfError(msg)
    routine = asked.pop("routine")
    if routine is None:
        msg = f"'{source}' was made in Python from a routine that is in no file; make it again there"
        raise ShelfError(msg)
    if not isinstance(routine, str):
        msg = f"it is a text of one line, of at most {LONGEST_TEXT} characters"
        raise ChoiceError("routine", shown(routine), msg, source)
    return routine, resolved({**asked, **changed}, source)
