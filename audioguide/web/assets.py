"""The page that makes and plays: its HTML with the words of a language, and the files that it loads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from audioguide.model.choices import CHOICE_KINDS

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; media-src 'self'; "
    "img-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Nothing inline, nothing from elsewhere."""
_TYPES = MappingProxyType(
    {
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
        "webmanifest": "application/manifest+json",
        "woff2": "font/woff2",
        "png": "image/png",
        "wav": "audio/wav",
    }
)
_FONTS = ("nunito-regular.woff2", "nunito-bold.woff2")
_PAGE = files("audioguide.web").joinpath("page")


@cache
def page(language: str = "en") -> bytes:
    """Return the HTML of the page, with all its words in it."""
    from jinja2 import BaseLoader, Environment, StrictUndefined  # noqa: PLC0415 - imported late: the words need no template

    environment = Environment(loader=BaseLoader(), autoescape=True, undefined=StrictUndefined)
    template = environment.from_string(_PAGE.joinpath("index.html").read_text("utf-8"))
    longest_name = CHOICE_KINDS["baby"].choice.longest
    return template.render(words=dict(words(language)), language=language, longest_name=longest_name).encode()


def language_for(accepted: str) -> str:
    """Return the first language of an ``Accept-Language`` header that the page has words in; else English."""
    codes = [one.partition(";")[0].partition("-")[0].strip().lower() for one in accepted.split(",")]
    return next((code for code in codes if f"{code}.json" in _languages()), "en")


@cache
def _languages() -> frozenset[str]:
    return frozenset(file.name for file in _PAGE.joinpath("words").iterdir())


@cache
def words(language: str) -> Mapping[str, str]:
    """Return the words of the page in a language, by their keys."""
    found: dict[str, str] = json.loads(_PAGE.joinpath("words", f"{language}.json").read_text("utf-8"))
    return MappingProxyType(found)


def words_for(language: str) -> tuple[str, Mapping[str, str]]:
    """Return the words for a session in a language, and theirs; English where the page has none in it."""
    known = language if f"{language}.json" in _languages() else "en"
    return known, words(known)


def asset(name: str) -> tuple[bytes, str] | None:
    """Return a file of the page and its media type; None where there is none of this name."""
    kind = _TYPES.get(name.rpartition(".")[2])
    return (_read(name), kind) if kind is not None and name in _names() else None


@cache
def _read(name: str) -> bytes:
    """Read one of those that there are: a cache of whatever is asked for would grow without end."""
    folder = files("audioguide.pictures.fonts") if name in _FONTS else _PAGE
    return folder.joinpath(name).read_bytes()


@cache
def _names() -> frozenset[str]:
    """Name everything that may be asked for: no path is made of anything else."""
    return frozenset({*_FONTS, *(file.name for file in _PAGE.iterdir() if file.is_file())} - {"index.html"})
