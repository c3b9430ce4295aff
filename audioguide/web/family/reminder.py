"""A reminder for the calendar of a phone: every day at one time, with the address of the page (RFC 5545)."""

from __future__ import annotations

from datetime import date, time

_MINUTES = 30
"""For so long the evening is marked."""


def reminder(at: time, first: date, summary: str, address: str) -> str:
    """Return an iCalendar file with one event that comes back every day, at the time of wherever the phone is.

    Args:
        at: the time of the day.
        first: the first day.
        summary: what the calendar shows.
        address: of the page.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//audioguide//EN",
        "BEGIN:VEVENT",
        "UID:evening@audioguide",  # another time takes the place of the one before
        f"DTSTAMP:{first:%Y%m%d}T000000Z",
        f"DTSTART:{first:%Y%m%d}T{at:%H%M}00",
        f"DURATION:PT{_MINUTES}M",
        "RRULE:FREQ=DAILY",
        f"SUMMARY:{_escaped(summary)}",
        f"URL:{address}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:PT0S",
        f"DESCRIPTION:{_escaped(summary)}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    return "\r\n".join(part for line in lines for part in _folded(line))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> list[str]:
    """Cut a line into parts of at most 60 characters; those after the first begin with a space."""
    return [line[:60], *(f" {line[start : start + 59]}" for start in range(60, len(line), 59))]
