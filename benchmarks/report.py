"""What run.py has measured: kept in results.json, told as tables in docs/performance.md, drawn in its picture."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("results.json")
PAGE, PICTURE = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.svg"
BEGIN, END = "<!-- tables by benchmarks/run.py -->", "<!-- end of the tables -->"
HEAD = "| | wall s | x LAME 5 | CPU s | x LAME 5 | peak MB | runs |\n|---|---|---|---|---|---|---|"

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
        for minutes, rows in sorted(results.items(), key=lambda item: float(item[0]))
    )
    RESULTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    page = PAGE.read_text("utf-8")
    told = f"{BEGIN}\n\n" + "\n\n".join(tables(results)) + f"\n\n{END}"
    PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: told, page, flags=re.DOTALL), "utf-8")
    PICTURE.write_text(picture(results), "utf-8")


def tables(results: Results) -> Iterator[str]:
    """Yield a table for each length."""
    for minutes, rows in sorted(results.items(), key=lambda item: float(item[0])):
        title = f"**{minutes} minutes, {rows['cues'][0]:.0f} cues**"
        told = [_row(name, rows[name]) for name in ORDER if name in rows]
        yield "\n".join([title, "", HEAD, *told])


def _row(name: str, row: Sequence[float]) -> str:
    wall, beside_wall, cpu, beside_cpu, peak, runs = row
    shown = f"**{name}**" if name == "audioguide, two cores" else name
    return f"| {shown} | {wall:.1f} | {beside_wall:.2f} | {cpu:.1f} | {beside_cpu:.2f} | {peak:.0f} | {runs:.0f} |"


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
    found = [rows[name][1] for _, rows in sorted(results.items(), key=lambda item: float(item[0])) if name in rows]
    return found[-1] if found else 0.0
