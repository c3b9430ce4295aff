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
.stop { border-left-color: var(--stop); } .help { border: .25rem solid var(--stop); }
.help h2 { margin: -.8rem -.8rem .6rem; padding: .4rem .8rem; background: var(--stop); color: #fff; }
.help h2::before { content: "! "; }
ul { margin: 0; padding-left: 1.1rem; }
table { width: 100%; border-collapse: collapse; margin: .8rem 0; background: #fff; }
th, td { border: 1px solid var(--line); padding: .35rem; text-align: left; font-size: .85rem; }
tbody tr { height: 2.2rem; break-inside: avoid; } tbody th { font-weight: 400; white-space: nowrap; }
@page { margin: 12mm; }
@media print { body { padding: 0; max-width: none; background: #fff; font-size: 10pt; } tbody tr { height: 15mm; }
  body:not(:has(table)) { font-size: 14pt; } main { grid-template-columns: 1fr 1fr; } }
""".replace("STACK", STACK)

_LAYOUT = r"""
#let sheet = json(bytes(sys.inputs.document))
#let inks = (go: rgb("#0b5a62"), rest: rgb("#a86b12"), stop: rgb("#b4472a"), help: rgb("#b4472a"))
#let (ink, soft, line) = (rgb("#3b2d27"), rgb("#70523f"), rgb("#e6cdb9"))
#let fills-in = sheet.columns != ()
#let (margin, inset) = if fills-in { (8mm, 2mm) } else { (14mm, 3mm) }
#let (beside, gap) = if fills-in { (3, 3mm) } else { (2, 4mm) }
#set document(title: sheet.title, date: none)
#set page(paper: sheet.paper, margin: margin)
#set text(font: (sheet.font, "Libertinus Serif"), lang: sheet.language, size: 11pt, fill: ink)
#set par(leading: 0.55em, spacing: 0.7em)
#show heading: set block(above: 0mm, below: 3.4mm)

#let head = pad(bottom: if fills-in { 0mm } else { 3mm }, {
  heading(level: 1, text(19pt, sheet.title))
  text(fill: soft, if fills-in { 8.6pt } else { 12pt }, sheet.note)
})

// Where help is called for, a frame and a filled title say so without colour, too.
#let one(part, size, height) = {
  let (mark, help) = (inks.at(part.mark), part.mark == "help")
  let title = heading(level: 2, text(1.1em, part.title))
  block(
    width: 100%, height: height, breakable: false, radius: 1.5mm, inset: (left: 2mm + inset, rest: inset),
    stroke: if help { 2.4pt + mark } else { (left: 2mm + mark, rest: 0.4pt + line) },
    text(size, {
      if help {
        show heading: set block(below: 0mm)
        let exclaimed = grid(columns: (auto, 1fr), column-gutter: 2mm, text(1.4em, weight: "bold", "!"), title)
        block(width: 100%, fill: mark, inset: 1.6mm, below: 3mm, text(white, exclaimed))
      } else { title }
      list(spacing: 0.7em, ..part.lines)
    }),
  )
}

#let blocks(size, rows, height) = grid(
  columns: (1fr,) * beside, rows: rows, gutter: gap, ..sheet.blocks.map(part => one(part, size, height)),
)

#let diary() = block(height: 100%, {
  set text(8.6pt)
  table(
    columns: (auto,) + (1fr,) * (sheet.columns.len() - 1),
    rows: (auto,) + (1fr,) * sheet.rows.len(),
    align: left + horizon,
    stroke: 0.4pt + line,
    table.header(..sheet.columns.map(strong)),
    ..sheet.rows.map(row => (row,) + ([],) * (sheet.columns.len() - 1)).flatten(),
  )
})

// The page is full: a table takes the room there is, and without one the letters are as large as they can be.
#context if fills-in {
  grid(rows: (auto, 1fr, auto), row-gutter: 2mm, head, diary(), blocks(8pt, auto, auto))
} else {
  let (wide, high) = (page.width - 2 * margin, page.height - 2 * margin)
  let rows = calc.ceil(sheet.blocks.len() / beside)
  let tall(size) = calc.max(..sheet.blocks.map(part => {
    measure(block(width: (wide - gap) / beside, one(part, size, auto))).height
  }))
  let needed(size) = measure(block(width: wide, head)).height + rows * (tall(size) + gap)
  let sizes = range(16, 9, step: -1).map(points => points * 1pt)
  let size = sizes.find(size => needed(size) <= high)
  if size == none {
    head + blocks(sizes.last(), auto, auto)  // further pages: smaller letters are not read at a glance
  } else {
    grid(rows: (auto, 1fr), head, blocks(size, (1fr,) * rows, 100%))
  }
}
"""
