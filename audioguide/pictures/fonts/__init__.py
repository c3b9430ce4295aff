"""The typeface of everything that is read: Nunito (SIL Open Font License, OFL.txt), with the letters of western Europe.

Other scripts fall back to the fonts of the reader's device. `scripts/make_fonts.py` makes the files.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files

FAMILY = "Nunito"
STACK = f"{FAMILY}, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
"""For the ``font-family`` of a page."""
_WEIGHTS = {"regular": 400, "bold": 700}


@cache
def faces() -> str:
    """Return the typeface as CSS that needs nothing else: ``@font-face``, WOFF2 in it, some 35 kB."""
    return "\n".join(
        f"@font-face {{ font-family: {FAMILY}; font-weight: {weight}; font-display: swap; "
        f"src: url(data:font/woff2;base64,{b64encode(_file(f'nunito-{name}.woff2')).decode()}) format('woff2'); }}"
        for name, weight in _WEIGHTS.items()
    )


@contextmanager
def folder() -> Iterator[str]:
    """Open the folder of the TrueType files, for programs that set type by themselves."""
    with as_file(files(__name__)) as path:
        yield str(path)


def _file(name: str) -> bytes:
    return files(__name__).joinpath(name).read_bytes()
