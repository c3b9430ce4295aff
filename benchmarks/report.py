"""What run.py has measured: kept in results.json, told in docs/performance.md as tables, sentences and a picture."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import fill

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("results.json")
PAGE, PICTURE = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.svg"
BEGIN, END = "<!-- tables by benchmarks/run.py -->", "<!-- end of the tables -->"
HEAD = "| | wall s | x LAME 5 | CPU s | x LAME 5 | peak MB | runs |\n|---|---|---|---|---|---|---|"

WIDEST_LINE = 120
"""Of a page, in characters."""

ORDER = (
    "LAME 5 alone",
    "LAME 7 alone",
    "audioguide, one core",
    "audioguide, two cores",
    "ffmpeg",
    "ffmpeg, no loudnorm",
    "pydub",
    "audio-arrange",
)

Row = list[float]
"""Wall seconds, their ratio to those of LAME 5, CPU seconds, likewise, MB, and how many runs: all medians."""
Results = dict[str, dict[str, Row]]
"""By the minutes that a session lasts, and by who made it; ``cues`` has the number of cues in a row of its own."""

DRAWN: Mapping[str, str] = {
    "audioguide, two cores": "#b4552d",
    "audioguide, one core": "#d99a6c",
    "LAME 7 alone": "#8a8f98",
    "ffmpeg": "#3f6d8e",
    "ffmpeg, no loudnorm": "#86a9c2",
    "pydub": "#5d7f4e",
    "audio-arrange": "#84649b",
}
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 420, 64, 24, 200, 52
FONT = 'font-family="sans-serif" font-size="13" fill="#333"'


def read() -> Results:
    """Return what is kept."""
    found: Results = json.loads(RESULTS.read_text("utf-8"))
    return found


def publish(results: Results) -> None:
    """Keep the results, and write tables and picture anew."""
    lines = (
        f'  "{minutes}": {{\n'
        + ",\n".join(f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items())
        + "\n  }"
        for minutes, rows in by_length(results)
    )
    RESULTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    page = PAGE.read_text("utf-8")
    told = "\n\n".join((BEGIN, *tables(results), *sentences(results), END))
    PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: told, page, flags=re.DOTALL), "utf-8")
    PICTURE.write_text(picture(results), "utf-8")


def by_length(results: Results) -> list[tuple[str, dict[str, Row]]]:
    """Return what was measured at each length, the shortest first."""
    return sorted(results.items(), key=lambda item: float(item[0]))


def tables(results: Results) -> Iterator[str]:
    """Yield a table for each length."""
    for minutes, rows in by_length(results):
        title = f"**{minutes} minutes, {rows['cues'][0]:.0f} cues**"
        told = [_row(name, rows[name]) for name in ORDER if name in rows]
        yield "\n".join([title, "", HEAD, *told])


def _row(name: str, row: Sequence[float]) -> str:
    wall, beside_wall, cpu, beside_cpu, peak, runs = row
    shown = f"**{name}**" if name == "audioguide, two cores" else name
    return f"| {shown} | {wall:.1f} | {beside_wall:.2f} | {cpu:.1f} | {beside_cpu:.2f} | {peak:.0f} | {runs:.0f} |"


def sentences(results: Results) -> Iterator[str]:
    """Yield what the tables come to: LAME's part of our time, and what a minute of any longer session costs."""
    lengths = [minutes for minutes, _ in by_length(results)]
    costs = [{name: row[3] for name, row in rows.items() if name in ORDER} for _, rows in by_length(results)]
    lame = [100 * cost["LAME 7 alone"] / cost["audioguide, one core"] for cost in costs]
    # All but LAME stays as it is; and costs are multiples of LAME 5 alone, so that is 1.
    slower = [100 / (1 + cost["audioguide, one core"] - cost["LAME 7 alone"]) for cost in costs]
    yield fill(
        f"In sessions of {_listed(lengths)} minutes, LAME takes {_percent(lame)} of our CPU seconds on one core; at "
        f"quality 5 it would take {_percent(slower)}.",
        WIDEST_LINE,
    )
    if not lengths[1:]:
        return
    both = [cost["audioguide, two cores"] for cost in costs]
    less = [100 * (1 - cost / both[0]) for cost in both[1:]]
    yield fill(
        f"On two cores, a minute of a session of {_listed(lengths[1:])} minutes costs {_percent(less)} less CPU than a "
        f"minute of one of {lengths[0]}, each as a multiple of LAME 5 alone.",
        WIDEST_LINE,
    )


def _percent(shares: Sequence[float]) -> str:
    return f"{_listed([f'{share:.0f}' for share in shares])} %"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def picture(results: Results) -> str:
    """Draw wall time against length, as multiples of LAME 5 alone, both axes logarithmic: SVG."""
    lengths = sorted(map(float, results))
    ratios = [row[1] for rows in results.values() for name, row in rows.items() if name in DRAWN]
    lowest, highest = min(0.25, *ratios), max(16.0, *ratios)

    def x(minutes: float) -> float:
        first, last = math.log(lengths[0]), math.log(max(lengths[-1], lengths[0] + 1))
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log(minutes) - first) / (last - first)

    def y(ratio: float) -> float:
        share = (math.log(ratio) - math.log(lowest)) / (math.log(highest) - math.log(lowest))
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT}>',
        "<title>Wall time against length, as multiples of LAME 5 alone</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    parts += [
        f'<path d="M{LEFT} {y(ratio):.1f}H{WIDTH - RIGHT}" stroke="{"#333" if ratio == 1 else "#ddd"}"/>'
        f'<text x="{LEFT - 8}" y="{y(ratio) + 4:.1f}" text-anchor="end">{ratio:g} x</text>'
        for ratio in (0.25, 0.5, 1, 2, 4, 8, 16)
    ]
    parts += [
        f'<text x="{x(minutes):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{minutes:g} min</text>'
        for minutes in lengths
    ]
    parts.append(
        f'<text x="{LEFT}" y="{HEIGHT - 10}">Wall time as a multiple of LAME 5 alone, which is at 1 x; '
        "both axes are logarithmic</text>"
    )
    taken: list[float] = []
    for name, colour in sorted(DRAWN.items(), key=lambda one: -_last(results, one[0])):
        points = [
            (x(minutes), y(results[f"{minutes:g}"][name][1])) for minutes in lengths if name in results[f"{minutes:g}"]
        ]
        if not points:
            continue
        line = " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3.5" fill="{colour}"/>' for across, down in points]
        beside = max(points[-1][1] + 4, taken[-1] + 16 if taken else 0.0)
        taken.append(beside)
        parts.append(f'<text x="{WIDTH - RIGHT + 12}" y="{beside:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _last(results: Results, name: str) -> float:
    """Return the ratio at the longest session that it has made."""
    found = [rows[name][1] for _, rows in by_length(results) if name in rows]
    return found[-1] if found else 0.0
