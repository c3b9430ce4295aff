"""The list of lines to read: ``lines.csv`` for programs and spreadsheets, ``lines.txt`` to print."""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audioguide.errors import SoundError, VoiceError
from audioguide.speech.text import normalize, phrases
from audioguide.state.scratch import write_whole
from audioguide.state.shell import command_line

LIST = "lines.csv"
PAGE = "lines.txt"

_COLUMNS = ("number", "file", "seconds", "text")
_READING_WPM = 130.0
"""Words a minute of somebody who reads to a baby."""
_NO_SOUND = {".csv", ".txt", ".json", ".pdf", ".zip", ".ods", ".xlsx"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something to read aloud."""

    number: int
    """From 1. It never changes, so recordings stay where they belong when lines are added."""
    text: str
    seconds: float
    """What fits. Longer is possible, but then the words crowd out the quiet."""

    @property
    def file(self) -> str:
        """The name of its recording without the ending: ``012 hip to ankle one hand``."""
        words = re.sub(r"[^\w\s]", "", self.text).casefold().split()
        return " ".join([f"{self.number:03d}", *words[:5]])

    @property
    def usual(self) -> float:
        """How many seconds most people take."""
        return (self.seconds - 1) / 1.5


def add_lines(folder: Path, texts: Iterable[str], language: str) -> tuple[Line, ...]:
    """Add what is not yet in a folder's list, and make the folder where there is none.

    Returns:
        The lines with these texts, in this order; the list may hold more, of other routines.

    Raises:
        VoiceError: the list cannot be read or written.
    """
    known = {line.text: line for line in (read_lines(folder) if (folder / LIST).exists() else ())}
    wanted = tuple(dict.fromkeys(unicodedata.normalize("NFC", text) for text in texts))
    number = max((line.number for line in known.values()), default=0)
    for text in wanted:
        if text not in known:
            number += 1
            known[text] = Line(number=number, text=text, seconds=_seconds(text, language))
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(_COLUMNS)
    writer.writerows((line.number, line.file, f"{line.seconds:g}", line.text) for line in known.values())
    _write(folder / LIST, table.getvalue())
    return tuple(known[text] for text in wanted)


def read_lines(folder: Path) -> tuple[Line, ...]:
    """Read a folder's list.

    Raises:
        VoiceError: there is none, or it is something else.
    """
    try:
        text = (folder / LIST).read_text("utf-8-sig")
    except FileNotFoundError as error:
        target = command_line([str(folder)])
        msg = f"'{folder}' has no list of lines; make it with: audioguide record ROUTINE --to {target}"
        raise VoiceError(msg) from error
    except (OSError, UnicodeDecodeError) as error:
        msg = f"'{folder / LIST}' cannot be read: {error}"
        raise VoiceError(msg) from error
    # Spreadsheets in half of Europe put semicolons.
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    try:
        return tuple(
            Line(
                number=int(row["number"]),
                text=unicodedata.normalize("NFC", row["text"]),
                seconds=float(row["seconds"].replace(",", ".")),
            )
            for row in table
        )
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        msg = f"'{folder / LIST}' is not the list that `audioguide record` wrote (line {table.line_num})"
        raise VoiceError(msg) from error


def write_page(folder: Path, lines: Sequence[Line], recorded: Collection[int]) -> Path:
    """Write the lines for somebody to read aloud; those with a number in `recorded` are ticked off."""
    minutes = math.ceil(sum(line.usual for line in lines) / 60)
    head = f"""\
{len(lines)} lines, about {minutes} {"minute" if minutes == 1 else "minutes"} of speech.

Read each line the way you speak to your baby, slowly, in a quiet room, a hand's width from the microphone.
The seconds tell how long it may take. A slip of the tongue does not matter: read that line once more.

On a phone: either one recording for each line, named by its number (7.m4a), or all of them in one go,
with three seconds of silence between two lines.
"""
    rows = (
        f"{'x' if line.number in recorded else ' '} {line.number:4d}  {line.seconds:3.0f} s   {line.text}"
        for line in lines
    )
    _write(folder / PAGE, f"{head}\n" + "\n\n".join(rows) + "\n")
    return folder / PAGE


def recordings_in(folder: Path) -> Mapping[int, tuple[Path, ...]]:
    """Find the recordings in a folder by the number in their name; several of one line, the newest first.

    A name that begins with a number, or that has only one: ``7.m4a``, ``007 hold 2.wav``, ``New Recording 7.m4a``.

    Raises:
        SoundError: the folder cannot be read.
    """
    try:
        return _numbered(folder)
    except OSError as error:
        msg = f"'{folder}' cannot be read: {error.strerror}"
        raise SoundError(msg) from error


def _numbered(folder: Path) -> Mapping[int, tuple[Path, ...]]:
    found: dict[int, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        numbers = re.findall(r"\d+(?!\w)", path.stem)  # the 10 of everyday-10m.mp3 is none
        clear = len(numbers) == 1 or path.stem[:1].isdigit()
        if numbers and clear and path.is_file() and path.suffix.lower() not in _NO_SOUND and path.name[0] != ".":
            found.setdefault(int(numbers[0]), []).append(path)
    return {
        number: tuple(sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True))
        for number, paths in found.items()
    }


def _seconds(text: str, language: str) -> float:
    parts = phrases(normalize(text, language, {}), language)
    usual = sum(part.words * 60 / _READING_WPM + part.pause for part in parts)
    return math.ceil(1.5 * usual + 1)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode("utf-8-sig"))  # with the mark that spreadsheets and Windows look for
    except OSError as error:
        msg = f"cannot write '{path}': {error.strerror}"
        raise VoiceError(msg) from error
