"""The words of a language as a page in two columns, which somebody who speaks it corrects in a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from audioguide.repertoire.translations import TextRow

_HEAD = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{language}: words to read</title>
<style>
body {{ font: 17px/1.5 Georgia, serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #33302c;
 background: #fffaf3; }}
table {{ border-collapse: collapse; width: 100%; }}
td, th {{ border-bottom: 1px solid #e4dccf; padding: .5rem; text-align: left; vertical-align: top; width: 42%; }}
td:last-child, th:last-child {{ width: 16%; }}
small {{ color: #6f675c; }}
p[contenteditable] {{ margin: 0 0 .3rem; padding: .2rem; }}
p[contenteditable].changed {{ background: #f3e2c7; }}
tr.stale td:first-child {{ border-left: 4px solid #b0563b; }}
img {{ width: 100%; max-width: 11rem; }}
button {{ font: inherit; padding: .4rem 1rem; position: sticky; top: .5rem; }}
</style></head><body>
<h1>{language}: words to read</h1>
<p>{counts} Change what is wrong in the right column, then keep your corrections: they are a small text file, and go
nowhere by themselves.</p>
<button type="button" id="keep">Keep my corrections</button>
"""
_TAIL = """\
<script>
const texts = [...document.querySelectorAll("[data-place]")];
texts.forEach(one => { one.dataset.was = one.textContent;
  one.addEventListener("input", () => one.classList.toggle("changed", one.textContent !== one.dataset.was)); });
document.getElementById("keep").addEventListener("click", () => {
  const lines = texts.filter(one => one.textContent !== one.dataset.was)
    .map(one => `${one.dataset.place}\\n- ${one.dataset.was}\\n+ ${one.textContent.trim().replace(/\\s+/g, " ")}\\n`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines.join("\\n")], {type: "text/plain"}));
  link.download = `corrections-${document.querySelector("table").dataset.language}.txt`;
  link.click();
});
</script>
</body></html>
"""


def word_sheet(language: str, rows: Sequence[TextRow], sounds: Mapping[str, str], pictures: Mapping[str, str]) -> str:
    """Return the page.

    Args:
        language: of the right column.
        rows: what stands in it.
        sounds: by text, the address of the file that speaks it; a text without one has no link.
        pictures: by the id of a stroke, the address of its picture, which stands beside its first text.
    """
    stale, unread = (sum(flags) for flags in ([row.stale for row in rows], [row.unread for row in rows]))
    counts = f"{len(rows)} texts, of which {unread} wait for somebody who teaches in this language."
    if stale:
        counts += f" Of {stale} the English has changed since: they have a mark at the left."
    parts = [_HEAD.format(language=escape(language), counts=counts), _table_head(language)]
    left = dict(pictures)
    for row in rows:
        picture = left.pop(row.place.split(".")[0], None)
        parts.append(_row(row, language, sounds, picture))
    return "".join([*parts, "</table>\n", _TAIL])


def _table_head(language: str) -> str:
    code = escape(language)
    return f'<table data-language="{code}"><tr><th>English</th><th>{code}</th><th></th></tr>\n'


def _row(row: TextRow, language: str, sounds: Mapping[str, str], picture: str | None) -> str:
    texts = "".join(
        f'<p contenteditable lang="{escape(language)}" data-place="{escape(place)}">{escape(text)}</p>'
        + (f'<a href="{escape(sounds[text])}">hear it</a>' if text in sounds else "")
        for place, text in zip(row.places, row.words, strict=True)
    )
    drawn = f'<img src="{escape(picture)}" alt="" loading="lazy">' if picture else ""
    kind = ' class="stale"' if row.stale else ""
    source = f"{escape(row.english)}<br><small>{escape(f'{row.file}.{row.place}')}</small>"
    return f"<tr{kind}><td>{source}</td><td>{texts}</td><td>{drawn}</td></tr>\n"
