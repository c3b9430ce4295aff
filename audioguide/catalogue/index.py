"""What is in a finished catalogue: a file for programs and one for spreadsheets."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from audioguide.catalogue.destination import Destination
from audioguide.catalogue.making import Task
from audioguide.errors import ShelfError
from audioguide.model.session import INDEX, Session
from audioguide.rendering.manifest import Document
from audioguide.units import SAMPLE_RATE, milliseconds, seconds

JSON, CSV = f"{INDEX}.json", f"{INDEX}.csv"

_OF = "index_of"
"""The first key. The word audioguide is not near it: a manifest of a session would be looked for."""


def write_index(destination: Destination, catalogue: str, made: Iterable[tuple[Task, Session]]) -> None:
    """Write both files, in the order of the rows.

    Args:
        destination: where the sessions are.
        catalogue: the name of its file.
        made: every session, with what was asked for.

    Raises:
        ShelfError: they cannot be written.
    """
    entries = [_entry(task, session) for task, session in made]
    document = {_OF: Path(catalogue).name, "sample_rate": SAMPLE_RATE, "sessions": entries}
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    destination.write(CSV, _table(entries).encode())
    destination.write(JSON, text.encode())


def check_index(destination: Destination, catalogue: str) -> None:
    """Check that no index would be replaced but that of the same catalogue.

    Raises:
        ShelfError: there is another.
    """
    wanted = f'{{\n "{_OF}": {json.dumps(Path(catalogue).name, ensure_ascii=False)},'
    for file, beginning in ((JSON, wanted.encode()), (CSV, b"id,file,")):
        if destination.beginning(file, len(beginning)) not in (None, beginning):
            what = f"'{destination.full(file)}' is of something else than '{catalogue}'"
            msg = f"{what}; take another folder, or --force to write over it"
            raise ShelfError(msg)


def remove_index(destination: Destination) -> None:
    """Remove both files: what they list is about to change.

    Raises:
        ShelfError: they cannot be removed.
    """
    for file in (JSON, CSV):
        destination.remove(file)


def _entry(task: Task, session: Session) -> Document:
    return {
        "id": task.row.name,
        "file": task.file,
        "choices": {name: option.text for name, option in task.row.options.items()},
        "sha256": session.digest,
        "length_samples": session.length,
        "loudness_lufs": round(session.loudness, 2),
        "chapters": [
            {"title": one.title, "start_ms": milliseconds(one.start), "end_ms": milliseconds(one.end)}
            for one in session.chapters
        ],
    }


def _table(entries: Iterable[Document]) -> str:
    """Return the index as CSV: a column a choice, the length in seconds, the titles of the chapters."""
    rows = [
        {
            "id": one["id"],
            "file": one["file"],
            **one["choices"],
            "sha256": one["sha256"],
            "seconds": f"{seconds(one['length_samples']):.3f}",
            "loudness_lufs": one["loudness_lufs"],
            "chapters": "; ".join(chapter["title"] for chapter in one["chapters"]),
        }
        for one in entries
    ]
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
