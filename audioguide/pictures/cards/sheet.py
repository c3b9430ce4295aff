"""A page of words to print: HTML and PDF, in the colours of the cards."""

from __future__ import annotations

from dataclasses import asdict
from html import escape

from audioguide.model.sheet import Sheet, SheetBlock
from audioguide.pictures.cards.printed import TYPST_PAPER, Paper, typeset
from audioguide.pictures.fonts import FAMILY, STACK, faces


def sheet_page(sheet: Sheet) -> str:
    """Write a sheet as one HTML page without outside resources."""
    title, language = escape(sheet.title), escape(sheet.language)
    note = f"<p>{escape(sheet.note)}</p>\n" if sheet.note else ""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{faces()}{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{note}"
        f"{_table(sheet)}<main>\n{''.join(map(_block, sheet.blocks))}</main>\n</body>\n</html>\n"
    )


def sheet_pdf(sheet: Sheet, *, paper: Paper = "a4") -> bytes:
    """Write a sheet as a PDF; the same sheet makes the same bytes.

    Raises:
        PluginError: Typst is not installed.
        AudioguideError: Typst's own fonts lack a letter.
    """
    return typeset(_LAYOUT, {**asdict(sheet), "font": FAMILY, "paper": TYPST_PAPER[paper]})


def _block(block: SheetBlock) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in block.lines)
    return f'<section class="{block.mark}">\n<h2>{escape(block.title)}</h2>\n<ul>{lines}</ul>\n</section>\n'


def _table(sheet: Sheet) -> str:
    if not sheet.columns:
        return ""
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in sheet.columns)
    empty = "<td></td>" * (len(sheet.columns) - 1)
    rows = "".join(f'<tr><th scope="row">{escape(row)}</th>{empty}</tr>\n' for row in sheet.rows)
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"


_STYLE = """
:root { --ink: #3b2d27; --soft: #70523f; --line: #e6cdb9; --go: #0b5a62; --rest: #a86b12; --stop: #b4472a; }
* { box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: #fbf3ea; color: var(--ink);
  font: 1rem/1.45 STACK; }
h1 { font-size: 1.7rem; margin: .2rem 0; } h2 { font-size: 1.1rem; margin: 0 0 .4rem; }
p { color: var(--soft); max-width: 46rem; }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: .9rem; }
section { background: #fff; border: 1px solid var(--line); border-left-width: .5rem; border-radius: .6rem;
  padding: .8rem; break-inside: avoid; }
.go { border-left-color: var(--go); } .rest { border-left-color: var(--rest); }
.stop { border-left-color: var(--stop); }
ul { margin: 0; padding-left: 1.1rem; }
table { width: 100%; border-collapse: collapse; margin: .8rem 0; background: #fff; }
th, td { border: 1px solid var(--line); padding: .35rem; text-align: left; font-size: .85rem; }
tbody tr { height: 2.2rem; break-inside: avoid; } tbody th { font-weight: 400; white-space: nowrap; }
@page { margin: 12mm; }
@media print { body { padding: 0; max-width: none; background: #fff; font-size: 10pt; } }
""".replace("STACK", STACK)

_LAYOUT = r"""
#let sheet = json(bytes(sys.inputs.document))
#let inks = (go: rgb("#0b5a62"), rest: rgb("#a86b12"), stop: rgb("#b4472a"))
#let (ink, soft, line) = (rgb("#3b2d27"), rgb("#70523f"), rgb("#e6cdb9"))
#set document(title: sheet.title, date: none)
#set page(paper: sheet.paper, margin: 14mm)
#set text(font: (sheet.font, "Libertinus Serif"), lang: sheet.language, size: 11pt, fill: ink)
#set par(leading: 0.55em, spacing: 0.7em)
#show heading: set block(above: 0mm, below: 3.4mm)

#heading(level: 1, text(19pt, sheet.title))
#text(fill: soft, sheet.note)
#v(2mm)
#if sheet.columns != () {
  set text(8.6pt)
  table(
    columns: (auto,) + (1fr,) * (sheet.columns.len() - 1),
    rows: (auto,) + (8.4mm,) * sheet.rows.len(),
    align: left + horizon,
    stroke: 0.4pt + line,
    table.header(..sheet.columns.map(strong)),
    ..sheet.rows.map(row => (row,) + ([],) * (sheet.columns.len() - 1)).flatten(),
  )
  v(2mm)
}
#let small = sheet.columns != ()
#grid(columns: (1fr, 1fr), gutter: 4mm, ..sheet.blocks.map(block => std.block(
  width: 100%, breakable: false, stroke: (left: 2mm + inks.at(block.mark), rest: 0.4pt + line), radius: 1.5mm,
  inset: (left: 5mm, rest: 3mm),
  text(if small { 9pt } else { 12pt }, {
    heading(level: 2, text(1.1em, block.title))
    list(spacing: 0.7em, ..block.lines)
  }),
)))
"""
