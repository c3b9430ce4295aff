#!/usr/bin/env python3
"""Writes the parts of docs/ that come from the code, between their marks, and draws the paths.

python scripts/make_docs.py                 keys (of catalogues, too), landmarks, contact, paths
python scripts/make_docs.py --repertoire    also the lengths of the built-in routines: speaks every cue, so it
                                            takes some minutes
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.cli.paths import spoken_cues
from audioguide.errors import LengthError
from audioguide.model.geometry import parse_path, trace
from audioguide.model.routine import GUIDANCE_LEVELS, Routine
from audioguide.model.timeline import Pause, Timeline
from audioguide.planning.finder import estimated
from audioguide.planning.good import good_lengths, is_good
from audioguide.planning.planner import Planner
from audioguide.planning.scriptwriter import write_script
from audioguide.reader import tables
from audioguide.reader.fields import Table
from audioguide.reader.tables import (
    CATALOGUE,
    COURSE,
    EVENING,
    GROUP,
    LAYER,
    ONE_HAND,
    RECIPE,
    RITUAL,
    ROUTINE,
    SECTION,
    SHARED,
    SOUNDS,
    STEPS,
    STROKE,
    THOUGHT,
    VARY,
)
from audioguide.rendering.request import prepare
from audioguide.rendering.speak import speak
from audioguide.units import SAMPLE_RATE, format_duration, samples

DOCS = Path(__file__).parent.parent / "docs"
MINUTES = (5, 10, 15, 20, 30)
VOICE = "hibari"

DRAWN = (
    "hold(sternum_mid,navel)",
    "line(hip_R,ankle_R)",
    "poly(rib_low_R,rib_low_L,tummy_low_L)",
    "arc(navel,13,7,5,cw)",
    "arc2(face.cheek_R,face.cheek_L)",
    "circle(face.jaw_R,4,both,2)",
    "coil(face.jaw_hinge_R,face.jaw_front_R,4,both,2)",
    "wring(hip_R,ankle_R)",
    "roll(knee_R,ankle_R)",
    "press(hip_R,ankle_R,5)",
    "walk(waist_R,waist_L,8)",
    "zigzag(back.nape,back.bottom,26,6)",
    "comb(back.nape,back.bottom)",
)
"""Every shape that has a place on the body."""


def keys() -> str:
    """Return every key of every file, as Markdown."""
    others = [table for table in vars(tables).values() if isinstance(table, Table)]
    elsewhere = (ROUTINE, SECTION, GROUP, STROKE, ONE_HAND, SHARED, CATALOGUE, VARY)
    of_users = (COURSE, EVENING, THOUGHT, RITUAL, RECIPE, LAYER, *SOUNDS)
    own = [table for table in others if table not in (*elsewhere, *of_users)]
    lines = [
        *_table(ROUTINE, 2),
        *_table(SECTION, 2),
        *_table(GROUP, 2),
        "## A step",
        "",
        "Each step has one of these three keys, and may have the others of its kind.",
        "",
        *(line for table in STEPS.values() for line in _table(table, 3)),
        *_table(STROKE, 2),
        *_table(ONE_HAND, 2),
        *_table(SHARED, 2),
        *_table(RITUAL, 2),
        *(line for table in (COURSE, EVENING, THOUGHT) for line in _table(table, 2)),
        *(line for table in (RECIPE, LAYER, *SOUNDS) for line in _table(table, 2)),
        "## The repertoire's own files",
        "",
        "The built-in content in `audioguide/repertoire/` is read the same way. These tables are for those who work on",
        "audioguide itself.",
        "",
        *(line for table in own for line in _table(table, 3)),
    ]
    return "\n".join(lines)


def catalogue() -> str:
    """Return the keys of a catalogue, as Markdown."""
    return "\n".join([*_table(CATALOGUE, 2), *_table(VARY, 2)])


def _table(table: Table, depth: int) -> Iterator[str]:
    yield f"{'#' * depth} {table.what[:1].upper()}{table.what[1:]}{table.which}"
    yield ""
    yield "| key | value | what it does | example |"
    yield "|---|---|---|---|"
    for key in table.keys:
        name = f"**`{key.name}`**" if key.required else f"`{key.name}`"
        says = re.sub(r"(?:(?<=list of )|(?<=names with ))an? ((?:regular )?\w+)", r"\1s", key.kind.says)
        yield f"| {name} | {says} | {key.doc} | `{key.name}: {key.example}` |"
    yield ""


def landmarks() -> str:
    """Return the names of all landmarks, a line for each view, as Markdown."""
    views: dict[str, dict[str, None]] = {}
    for one in repertoire.vocabulary().landmarks.values():
        name = re.sub("_[RL]$", "_{S}", one.name)
        views.setdefault(one.view, {})[name] = None
    views = {"front": views.pop("front"), **views}
    rows = [f"| {view} | {', '.join(f'`{name}`' for name in names)} |" for view, names in views.items()]
    return "\n".join(["| view | points |", "|---|---|", *rows, ""])


def lengths() -> str:
    """Return the lengths of every built-in routine at every guidance, as Markdown; speaks what is not kept yet."""
    cache = spoken_cues()
    rows = [row for name in repertoire.routines() for row in _lengths(repertoire.routine(name), cache)]
    head = ["| routine | guidance | shortest | good | own | longest | spoken |", "|---|---|--:|--:|--:|--:|--:|"]
    return "\n".join([*head, *rows, ""])


def _lengths(routine: Routine, cache: Cache) -> Iterator[str]:
    for guidance in GUIDANCE_LEVELS:
        request = prepare(routine, guidance=guidance, voice=VOICE)
        clips = speak(request, cache).lengths
        planner = Planner(request.script, clips)
        ends = (planner.shortest, planner.own, planner.longest)
        shortest, own, longest = (format_duration(length) for length in ends)
        good = " to ".join(format_duration(length) for length in good_lengths(request.script, clips) or ())
        share = 100 * planner.plan().spoken_share
        print(routine.id, guidance, shortest, good, own, longest, f"{share:.0f} %", file=sys.stderr)
        yield f"| `{routine.id}` | {guidance} | {shortest} | {good} | {own} | {longest} | {share:.0f} % |"


def contact() -> str:
    """Return what practised sessions of some lengths have, as Markdown; lengths are estimated from the words."""
    lines = [
        "| routine | minutes | good | offers | checks | speech | pauses | longest pause |",
        "|---|--:|---|--:|--:|--:|--:|--:|",
    ]
    for name in repertoire.routines():
        script = write_script(repertoire.routine(name), repertoire.vocabulary().phrases["en"])
        planner = Planner(script, estimated(script))
        for minutes in MINUTES:
            with suppress(LengthError):
                timeline = planner.plan(samples(60.0 * minutes))
                lines.append(f"| `{name}` | {minutes} | {_contact(timeline)} |")
    return "\n".join([*lines, ""])


def _contact(timeline: Timeline) -> str:
    roles = Counter(say.role for say in timeline.says)
    speech = sum(say.end - say.start for say in timeline.says) / timeline.length
    longest = max(event.end - event.start for event in timeline.events if isinstance(event, Pause)) / SAMPLE_RATE
    shares = f"{100 * speech:.0f} % | {100 * timeline.quiet_share:.0f} %"
    good = "yes" if is_good(timeline) else "no"
    return f"{good} | {roles['prompt']} | {roles['check']} | {shares} | {longest:.0f} s"


CELL = (180, 150)
"""Width and height of a drawing, in pixels."""

TIP = """\
<defs>
<marker id="tip" viewBox="0 0 10 10" refX="7" refY="5" markerWidth="5" markerHeight="5" orient="auto">
<path d="M0 0 10 5 0 10z" fill="#b0563b"/>
</marker>
</defs>"""
"""The head of an arrow."""


def paths() -> str:
    """Draw an example of each shape, as SVG."""
    columns = 4
    width, height = CELL[0] * columns, CELL[1] * -(-len(DRAWN) // columns)
    cells = [
        f'<g transform="translate({CELL[0] * (index % columns)} {CELL[1] * (index // columns)})">{_drawn(path)}</g>'
        for index, path in enumerate(DRAWN)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
            f'<rect width="{width}" height="{height}" fill="#fffaf3"/>',
            TIP,
            *cells,
            "</svg>\n",
        ]
    )


def _drawn(path: str) -> str:
    """Draw one path: its landmarks as rings, the way of the hand as an arrow, presses and steps as dots."""
    ((part,),) = parse_path(path).lanes
    vocabulary = repertoire.vocabulary().landmarks
    places = [vocabulary[name if "." in name else f"front.{name}"] for name in part.points]
    ((way,),) = trace(parse_path(path), "midline", vocabulary)
    rings = [(place.x, place.y) for place in places]
    x, y, scale = _fit((*way.points, *rings))

    def at(point: tuple[float, float]) -> tuple[str, str]:
        return f"{CELL[0] / 2 + (point[0] - x) * scale:.1f}", f"{70 + (point[1] - y) * scale:.1f}"

    marks = [f'<circle cx="{at(one)[0]}" cy="{at(one)[1]}" r="4" fill="none" stroke="#7d8597"/>' for one in rings]
    if part.name == "hold":
        dots = [(rings, 9.0)]
    elif part.name in ("press", "walk"):
        (ax, ay), (bx, by) = rings
        steps = round(part.numbers[0])
        dots = [([(ax + (bx - ax) * n / (steps - 1), ay + (by - ay) * n / (steps - 1)) for n in range(steps)], 4.0)]
    else:
        dots = []
        line = " ".join(",".join(at(point)) for point in way.points)
        marks.append(
            f'<polyline points="{line}" fill="none" stroke="#b0563b" stroke-width="3" marker-end="url(#tip)"/>'
        )
    for points, radius in dots:
        marks += [f'<circle cx="{at(one)[0]}" cy="{at(one)[1]}" r="{radius:g}" fill="#b0563b"/>' for one in points]
    marks.append(f'<text x="{CELL[0] / 2:g}" y="140" font-size="9" text-anchor="middle">{path}</text>')
    return "".join(marks)


def _fit(points: tuple[tuple[float, float], ...]) -> tuple[float, float, float]:
    """Return the middle of the points, and the scale at which they fill a cell."""
    xs, ys = zip(*points, strict=True)
    scale = min(110 / max(1.0, max(xs) - min(xs)), 90 / max(1.0, max(ys) - min(ys)))
    return (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2, scale


MADE: dict[str, dict[str, Callable[[], str]]] = {
    "catalogues.md": {"catalogue": catalogue},
    "routine-format.md": {"keys": keys},
    "repertoire.md": {"contact": contact},
    "teachers.md": {"landmarks": landmarks},
}
"""What goes where, by page and mark."""


def put(page: str, mark: str, text: str) -> str:
    """Return a page with `text` between the marks of that name."""
    pattern = rf"(<!-- made by scripts/make_docs\.py: {mark} -->\n).*?(<!-- end -->)"
    found, count = re.subn(pattern, lambda marks: f"{marks[1]}\n{text}\n{marks[2]}", page, flags=re.DOTALL)
    if count != 1:
        msg = f"the page has {count} places for '{mark}'"
        raise ValueError(msg)
    return found


def main() -> None:
    """Bring the pages up to date."""
    made = MADE | (
        {"repertoire.md": {"contact": contact, "lengths": lengths}} if "--repertoire" in sys.argv[1:] else {}
    )
    for name, marks in made.items():
        page = DOCS / name
        for mark, make in marks.items():
            page.write_text(put(page.read_text("utf-8"), mark, make()), "utf-8")
        print(page.relative_to(DOCS.parent))
    (DOCS / "paths.svg").write_text(paths(), "utf-8")


if __name__ == "__main__":
    main()
