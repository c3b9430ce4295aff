#!/usr/bin/env python3
"""Makes the typeface of cards, pages and pictures: Nunito, with the letters of the languages that audioguide speaks.

npm pack @fontsource/nunito && tar xzf fontsource-nunito-*.tgz
uv run --with fonttools,brotli python scripts/make_fonts.py package
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "audioguide" / "pictures" / "fonts"
WEIGHTS = {"regular": 400, "bold": 700}
MOST_BYTES = 60_000
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x2018, 0x201F),  # quotation marks
    *(0x152, 0x153, 0x178, 0x2009, 0x2013, 0x2014, 0x2022, 0x2026, 0x202F, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2212),
)
"""Latin of western Europe, its quotation marks, dashes and thin spaces."""


def main() -> None:
    """Cut the letters out of each weight, for browsers (WOFF2) and for PDF (TrueType)."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source = Path(sys.argv[1])
    for name, weight in WEIGHTS.items():
        for suffix, flavor in ((".woff2", "woff2"), (".ttf", None)):
            font = TTFont(source / "files" / f"nunito-latin-{weight}-normal.woff2", recalcTimestamp=False)
            cut = Subsetter(Options(layout_features=["kern", "liga", "lnum", "mark", "ccmp"], notdef_outline=True))
            cut.populate(unicodes=LETTERS)
            cut.subset(font)
            _rename(font, name.capitalize())
            font.flavor = flavor
            target = FONTS / f"nunito-{name}{suffix}"
            font.save(target)
            size = target.stat().st_size
            print(f"{target.name}  {size // 1000} kB")
            if size > MOST_BYTES:
                sys.exit(f"{target.name} is larger than {MOST_BYTES // 1000} kB")
    (FONTS / "OFL.txt").write_text((source / "LICENSE").read_text("utf-8"), "utf-8")


def _rename(font: TTFont, style: str) -> None:
    """Name a weight by its family and style alone; it was cut from a variable font, and is named after its lightest."""
    table = font["name"]
    table.names = [one for one in table.names if one.nameID in (0, 5)]
    for number, text in {
        1: "Nunito",
        2: style,
        3: f"Nunito {style} 3.602",
        4: f"Nunito {style}",
        6: f"Nunito-{style}",
    }.items():
        table.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    main()
