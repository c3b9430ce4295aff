"""``audioguide again``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from audioguide.choices import check
from audioguide.cli.choices import requested, session_choices
from audioguide.cli.making import divided, make, making_choices
from audioguide.cli.places import OUTPUT
from audioguide.errors import ShelfError
from audioguide.manifest import read_document
from audioguide.renderer import identity_of
from audioguide.session import Session
from audioguide.shelf import session_at


@click.command("again", short_help="Make a session again, with a change.")
@click.argument("session")
@session_choices
@making_choices
@click.pass_context
def command(ctx: click.Context, /, session: str, **choices: Any) -> None:  # noqa: ANN401 - they go on as they are
    """Make SESSION again with what you change: a file, or a name of `audioguide list sessions`.

    Call it in the folder in which the session was made: a routine or a voice of one's own is looked for there.
    """
    known = _found(session)
    asked, making = divided(choices)
    asked = asked_again(
        known, asked, [name for name in asked if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    )
    request = requested(**asked)
    if making["output"] is None and making["format_name"] in (None, known.path.suffix[1:]):
        # Without a change it is the session itself, whatever its name.
        same = identity_of(request) == known.identity
        making["output"], making["format_name"] = (known.path if same else known.path.parent), known.path.suffix[1:]
    make(request, asked, **making)


def asked_again(session: Session, choices: Mapping[str, Any], changed: Collection[str]) -> dict[str, Any]:
    """Return the routine and the choices of a session, with what is changed now.

    Args:
        session: says in its manifest what was asked for.
        choices: all of them, as they are now.
        changed: the names of those that count; of the others only where the manifest does not know them.

    Raises:
        ShelfError: the manifest does not say what was asked for, or something else.
        ChoiceError: it says something that is not possible.
    """
    kept = _kept(session)
    if unknown := kept.keys() - choices.keys() - {"routine"}:
        known = ", ".join(sorted({"routine", *choices}))
        msg = f"{session.manifest}: there is no choice {min(unknown)!r}; there are {known}"
        raise ShelfError(msg)
    asked = {**choices, **kept, **{name: choices[name] for name in changed}}
    check(asked, source=str(session.manifest))
    return {name: tuple(value) if isinstance(value, list) else value for name, value in asked.items()}


def _found(name: str) -> Session:
    """Find a session by its file, or by its name in output/."""
    path = Path(name)
    if (session := session_at(path)) is not None:
        return session
    for manifest in sorted(OUTPUT.glob("*.json")):
        session = session_at(manifest)
        if session is not None and name in (session.path.name, session.path.stem):
            return session
    msg = f"there is no session '{name}'; see 'audioguide list sessions'"
    raise ShelfError(msg)


def _kept(session: Session) -> dict[str, Any]:
    """What was asked for when it was made."""
    try:
        asked = read_document(session.manifest.read_text("utf-8")).get("asked")
    except (OSError, ValueError):
        asked = None  # it lies under another name than the sound
    if not isinstance(asked, dict) or "routine" not in asked:
        msg = f"'{session.manifest}' does not tell what was asked for; make it anew with 'audioguide render'"
        raise ShelfError(msg)
    return asked
