"""Somebody's own voice: a folder with a list of lines to read, and the recordings of them.

The folder is all there is: the list says what each number means, and a recording belongs to the line whose number is in
its name, whatever made it and in whatever format.
"""

from __future__ import annotations

from audioguide.speech.recordings.keeping import bring, keep
from audioguide.speech.recordings.lines import LIST, PAGE, Line, add_lines, read_lines, recordings_in, write_page
from audioguide.speech.recordings.takes import Take, faults, listen, speech_of, takes_in

__all__ = [
    "LIST",
    "PAGE",
    "Line",
    "Take",
    "add_lines",
    "bring",
    "faults",
    "keep",
    "listen",
    "read_lines",
    "recordings_in",
    "speech_of",
    "takes_in",
    "write_page",
]
