"""What a finished session was asked for: to make it again with a change."""

from __future__ import annotations

import json

from audioguide.errors import ShelfError
from audioguide.model.choices import Choices, complete
from audioguide.model.session import Session


def asked_of(session: Session) -> tuple[str, Choices]:
    """Read from a manifest which routine and which choices a session was made from.

    Raises:
        ShelfError: the manifest does not tell.
        ChoiceError: it asks for something that is not possible.
    """
    asked = json.loads(session.manifest.read_text("utf-8")).get("asked")
    routine = asked.pop("routine", None) if isinstance(asked, dict) else None
    if not isinstance(routine, str):
        msg = f"'{session.path}' does not tell which file it was made from; make it anew with 'audioguide render'"
        raise ShelfError(msg)
    return routine, complete(asked, source=str(session.manifest))
