"""What to do about text that is no YAML: the parser's complaint, as a cure for somebody who writes routines."""

from __future__ import annotations

import re

import yaml

from audioguide.model.plain import ODD

CURLY_QUOTES = "\u201c\u201d\u201e\u201a\u2018\u2019\u00ab\u00bb"
_ODD = re.compile(f"[{ODD}]")
_PASTED = re.compile(r"^[ \t-]*\xa0", re.MULTILINE)
_BREAK = re.compile(r"\r\n|\r|\n")

_QUOTES = "put quotes around text with ': ' or a leading '{'"

_CURES = (
    ("mapping values are not allowed", _QUOTES),
    ("unexpected end of stream", "a quotation mark is opened here and never closed"),
    ("end of stream while scanning a quoted", "a quotation mark is opened here and never closed"),
    ("unknown escape character", "inside double quotes a backslash is special; use single quotes"),
    ("escape code", "inside double quotes a backslash is special; use single quotes"),
    ("expected ',' or ']'", "a '[' is not closed, or a ',' is missing; put quotes around text with a leading '['"),
    ("expected ',' or '}'", "a '{' is not closed, or a ',' is missing; put quotes around text with a leading '{'"),
    ("block sequence entries are not allowed", "a list starts on a line of its own: '- ' under the key"),
    (
        "could not find expected ':'",
        "a key needs ': ' after it; text that goes on in the next line is indented further",
    ),
    ("alphabetic or numeric character", "put quotes around text with a leading '*' or '&'"),
    ("tag", "put quotes around text with a leading '!'"),
)
"""Words in the parser's complaint (of libyaml or PyYAML), and the cure; the first that fits is taken."""

_MISFITS = ("did not find expected key", "did not find expected '-' indicator", "expected <block end>")
"""Something is where a key or an item should be: an indentation that fits nowhere, or text that goes on."""

_BEGUN = re.compile(r"(?:: |- ) *([\"'{\[])")
_UNQUOTED = {
    "'": "put double quotes around text with an apostrophe",
    '"': "put single quotes around text with double quotes in it",
    "{": _QUOTES,
    "[": "put quotes around text with a leading '['",
}
_KEY = re.compile(r"[ -]*\w+")
_WIDE = re.compile(r"^[ -]*\w+\uff1a")
"""A key with the colon of another keyboard."""
_CURLY = re.compile(f"(?:: |- ) *[{CURLY_QUOTES}]")
_STUCK = re.compile(r"^[ -]*\w+:\xa0", re.MULTILINE)
_COLUMNS = "the indentation fits no line above; keys that belong together start in the same column"


def odd(text: str) -> str:
    """Return the first character of a text that cannot be read or spoken; empty where there is none."""
    found = None if text.replace("\n", "").isprintable() else _ODD.search(text)  # which is quicker
    return f"U+{ord(found[0]):04X}" if found else ""


def odd_character(text: str) -> tuple[int, str] | None:
    """Find a character that YAML or a voice cannot take; return its line and what to do, or None."""
    if text.replace("\n", "").isprintable():
        return None
    if match := _ODD.search(text):
        code = f"U+{ord(match[0]):04X}"
        problem = f"the character {code} cannot be read or spoken; remove it, and save the file as UTF-8 text"
        return _line(text, match.start()), problem
    if match := _PASTED.search(text):
        problem = "the line is indented with no-break spaces (pasted from a page?); use ordinary spaces"
        return _line(text, match.end()), problem
    return None


def explain(error: Exception, text: str) -> tuple[int, str]:
    """Return the line of a syntax mistake and a sentence with its cure."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return 1, "this is not YAML: " + _QUOTES
    if stuck := _STUCK.search(text):
        return _line(text, stuck.start()), "this is not YAML: a no-break space follows the colon; use an ordinary one"
    problem = f"{error.problem or ''} {error.context or ''}"
    # What was opened and never closed is noticed further down; the mistake is where it was opened.
    opened = any(words in problem for words in ("quoted scalar", "expected ',' or", "could not find expected ':'"))
    mark = error.context_mark if opened and error.context_mark is not None else error.problem_mark
    lines = _BREAK.split(text.rstrip("\r\n"))
    line = min(mark.line, len(lines) - 1)
    if line and _WIDE.match(lines[line - 1]):
        line -= 1  # the key above was none, so the one below fits nowhere
        return line + 1, _cure(problem, lines[line], "")
    return line + 1, _cure(problem, lines[line][: mark.column], lines[line][mark.column :])


def _cure(problem: str, before: str, after: str) -> str:
    """Turn a complaint into a cure; `before` and `after` are the line around the place complained of."""
    if "\t" in before + after[:1] and not before.strip():
        return "the line is indented with a tab; use spaces"
    if _WIDE.match(before + after):
        return "this is not YAML: the colon is a full-width one; write ': '"
    if _CURLY.search(before + after):
        return 'this is not YAML: curly quotes hold no text together; write "'
    cure = next((cure for words, cure in _CURES if words in problem), problem.strip())
    if "cannot start any token" in problem and after:
        cure = f"put quotes around text with a leading '{after[0]}'"
    elif any(words in problem for words in _MISFITS):
        begun = _BEGUN.search(before + after)
        cure = _UNQUOTED[begun[1]] if begun else _COLUMNS
    elif "mapping values" in problem and _KEY.fullmatch(before):
        cure = f"{_COLUMNS}; text with ': ' needs quotes"
    return f"this is not YAML: {cure}"


def _line(text: str, position: int) -> int:
    return len(_BREAK.findall(text, 0, position)) + 1
