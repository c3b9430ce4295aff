"""The pages for people, against the program."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import cast

import click
import pytest
import soundfile
from fakes.program import all_commands

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.cli import VERBS, cli
from audioguide.model.choices import CHOICE_KINDS, Choices
from audioguide.model.geometry import parse_path, resolve
from audioguide.model.routine import GUIDANCE_LEVELS, Routine, StrokeStep
from audioguide.model.shapes import SHAPES
from audioguide.planning.finder import estimated
from audioguide.planning.good import is_good
from audioguide.planning.planner import plan
from audioguide.planning.tailor import missing_parts
from audioguide.reader import read, read_catalogue, read_course, read_recipe, read_shared, tables
from audioguide.rendering.cards import cards_page
from audioguide.rendering.find import is_bed, is_catalogue, is_for_use
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import Request, prepare
from audioguide.rendering.speak import speak
from audioguide.units import Samples

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md")))

GUIDES = tuple(page for page in PAGES if page.name != "design.md")
"""In the design a command stands for all of its kind: with brackets, bars, and dots for the rest."""

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
each_guide = pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)


@pytest.fixture(scope="module")
def make_docs() -> Iterator[ModuleType]:
    spec = spec_from_file_location("make_docs", ROOT / "scripts" / "make_docs.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules["make_docs"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["make_docs"]


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands(page: Path) -> Iterator[str]:
    """Every call of the program: indented, in a block for the shell, or in the middle of a sentence."""
    text = page.read_text("utf-8")
    lines = [line for kind in ("sh", "powershell") for block in blocks(page, kind) for line in block.splitlines()]
    lines += re.findall(r"^    (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    lines += re.findall(r"`(audioguide [^`]+)`", text)
    for line in lines:
        called = line.strip().removeprefix("python3 scripts/")
        if called.partition("#")[0].strip() == "audioguide":
            continue  # alone: the page
        if called.startswith("audioguide ") and called.split()[1] in (*VERBS, "--help"):
            yield called
        else:
            assert not called.startswith("audioguide "), f"no such verb: {called}"


def test_what_comes_from_the_code_is_up_to_date(make_docs: ModuleType) -> None:
    """Otherwise: python scripts/make_docs.py."""
    for name, marks in make_docs.MADE.items():
        page = (DOCS / name).read_text("utf-8")
        for mark, make in marks.items():
            assert make_docs.put(page, mark, make()) == page
    assert (DOCS / "paths.svg").read_text("utf-8") == make_docs.paths()


def test_a_page_needs_its_marks(make_docs: ModuleType) -> None:
    with pytest.raises(ValueError, match="0 places for 'keys'"):
        make_docs.put("no marks", "keys", "text")


def test_the_repertoire_has_a_row_for_every_routine_and_guidance() -> None:
    """Otherwise: python scripts/make_docs.py --repertoire."""
    page = (DOCS / "repertoire.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| ([a-z]+) \|", page, re.MULTILINE)
    assert rows == [(name, guidance) for name in repertoire.routines() for guidance in GUIDANCE_LEVELS]


def test_every_language_is_measured_in_a_row() -> None:
    """Otherwise: python benchmarks/languages.py --doc."""
    page = (DOCS / "languages.md").read_text("utf-8")
    table = page.split("<!-- python benchmarks/languages.py --doc -->")[1].split("<!-- end -->")[0]
    assert sorted(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == sorted(repertoire.languages())


@pytest.mark.parametrize("name", tables.__all__)
def test_every_key_is_explained(name: str) -> None:
    page = "".join((DOCS / page).read_text("utf-8") for page in ("routine-format.md", "catalogues.md"))
    found = getattr(tables, name)
    tables_of = found.values() if isinstance(found, dict) else found if isinstance(found, tuple) else (found,)
    for table in tables_of:
        for key in table.keys:
            assert f"`{key.name}`" in page
            assert f"| {key.doc} | `{key.name}: {key.example}` |" in page


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_shown(verb: str) -> None:
    assert any(command.split()[1] == verb for page in GUIDES for command in commands(page))


def test_every_option_is_explained() -> None:
    shown = "\n".join(page.read_text("utf-8") for page in GUIDES)
    for verb, command in all_commands():
        for option in command.params:
            if isinstance(option, click.Option):
                for name in (*option.opts, *option.secondary_opts):
                    assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", shown), f"{verb} {name}"


def test_every_choice_is_explained_with_its_words() -> None:
    page = (DOCS / "options.md").read_text("utf-8")
    for name, kind in CHOICE_KINDS.items():
        assert f"--{name.replace('_', '-')}" in page
        for word in kind.words:
            assert re.search(rf"[` ]{word}[`:, ]", page), f"{name} {word}"


@each_page
def test_every_routine_on_a_page_is_read_and_drawn(page: Path) -> None:
    vocabulary = repertoire.vocabulary()
    vocabulary = replace(vocabulary, beds=(*vocabulary.beds, "ocean"))
    shared = [block for block in blocks(page, "yaml") if is_for_use(block)]
    for block in blocks(page, "yaml"):
        if block in shared:
            assert read_shared(block, source=page.name, vocabulary=vocabulary)
        elif "\nevenings:" in block:
            course = read_course(block, source=page.name)
            assert not missing_parts(course, repertoire.routine(course.routine))
        elif is_bed(block):
            assert read_recipe(block, source=page.name).layers
        elif is_catalogue(block):
            assert any(read_catalogue(block, source=page.name).rows())
        else:
            found = read(block, source=page.name, vocabulary=vocabulary, beside=lambda name: (name, shared[0]))
            assert cards_page(page.stem, found, found.language).count("<svg") >= len(strokes_of(found))


def strokes_of(routine: Routine) -> set[str]:
    return {step.stroke.id for section in routine.sections for step in section.steps if isinstance(step, StrokeStep)}


@each_guide
def test_every_command_on_a_page_can_be_given(page: Path) -> None:
    for line in commands(page):
        words = shlex.split(re.split(r"[|>&]", line)[0], comments=True)[1:]
        with contextlib.suppress(click.exceptions.Exit), redirected():
            cli.make_context("audioguide", words)
            command = cli.get_command(click.Context(cli), words[0])
            assert command
            if isinstance(command, click.Group):
                words = words[1:]
                command = command.commands[words[0]]
            command.make_context(words[0], words[1:])


@contextlib.contextmanager
def redirected() -> Iterator[None]:
    """Keep help that is shown from the test's own output."""
    with contextlib.redirect_stdout(None):
        yield


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text):
        name, _, place = target.partition("#")
        found = page.parent / name if name else page
        assert target.startswith("https://") or found.exists(), target
        assert not place or place in headings(found), target


def headings(page: Path) -> list[str]:
    """The places of a page that a link may lead to."""
    found = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in found]


def test_every_page_is_linked_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert all(f"(docs/{page.name})" in readme for page in DOCS.glob("*.md"))


def test_the_readme_is_short_and_begins_with_something_to_hear_and_the_page() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(readme.split()) <= 700
    first = readme[: readme.index("<img")]
    called = re.findall(r"^    python3 scripts/audioguide (\w+)", first, re.MULTILINE)
    assert called == ["serve", "render"]
    assert re.search(r"^    python3 scripts/audioguide +# the page", first, re.MULTILINE)
    assert "(docs/sample.mp3)" in first
    assert "\n    python3 scripts/check\n" in readme


def test_the_readme_counts_right() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"{len(repertoire.routines())} routines and {len(repertoire.vocabulary().strokes)} strokes" in readme


def test_the_sample_is_small_and_its_ends_are_soft() -> None:
    sound, rate = soundfile.read(DOCS / "sample.mp3", always_2d=True)
    assert (DOCS / "sample.mp3").stat().st_size < 800_000
    assert 45.0 <= len(sound) / rate < 45.1
    assert abs(sound).max() < 10 ** (-3 / 20)
    for end in (sound[: rate // 10], sound[-rate // 10 :]):
        assert abs(end).max() < 10 ** (-60 / 20)


def test_pictures_are_shown_and_small() -> None:
    shown = set[Path]()
    for page in (ROOT / "README.md", DOCS / "speakers.md"):
        names = re.findall(r'<img src="([^"]+)"[^>]* alt="[^"]+"', page.read_text("utf-8"))
        shown |= {page.parent / name for name in names}
    assert shown == set((DOCS / "pictures").iterdir())
    for path in shown:
        content = path.read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) < 150_000


@pytest.mark.real
def test_every_session_on_a_page_is_possible(tmp_path: Path) -> None:
    """Planned with the voice that is included, at the length and with the choices that are shown."""
    cache = Cache(tmp_path)
    planned = [timeline_of(request, speak(request, cache)) for request in shown_sessions()]
    assert len(planned) > 60


def shown_sessions() -> Iterator[Request]:
    """Every session of a built-in routine or course, by the commands that make one."""
    for line in sorted({line for page in GUIDES for line in commands(page) if "--help" not in line}):
        verb, *words = shlex.split(line, comments=True)[1:]
        if verb in ("render", "plan", "play", "pack", "again", "course"):
            command = cli.get_command(click.Context(cli), verb)
            assert command
            given = command.make_context(verb, words).params
            chosen = {name: given[name] for name in CHOICE_KINDS if name in given and name not in ("voice", "bed")}
            if verb == "course":
                made: list[tuple[str | None, Samples | None]] = [*evenings(given["start"], given["lengths"])]
            elif verb == "again":
                made = [(re.sub(r"-\d+m$", "", given["session"]), given["length"])]
            else:
                made = [(given.get("routine") or given.get("what"), given["length"])]
            for routine, length in made:
                if routine is None or routine.partition(":")[0] in (*repertoire.routines(), *repertoire.courses()):
                    yield prepare(routine, **cast("Choices", {**chosen, "length": length}))


def evenings(course: str, lengths: tuple[Samples, ...]) -> Iterator[tuple[str, Samples | None]]:
    """Each evening of a built-in course, and how long it is asked to be: all alike, each as told, or by itself."""
    if course in repertoire.courses():
        count = len(repertoire.course(course).evenings)
        wanted = lengths if len(lengths) == count else (*lengths, None)[:1] * count
        yield from ((f"{course}:{number}", length) for number, length in enumerate(wanted, 1))


def test_every_path_on_the_teachers_page_is_one() -> None:
    text = (DOCS / "teachers.md").read_text("utf-8")
    shapes = "|".join(SHAPES)
    written = re.findall(rf"`((?:{shapes})\([^`]*\))`", text)
    written += re.findall(r"^    (poly\(.*)$", text, re.MULTILINE)
    known = repertoire.vocabulary().landmarks
    for path in written:
        assert all(place in known for point in parse_path(path).landmarks for place in resolve(point, "both"))
    assert {part.name for path in written for lane in parse_path(path).lanes for part in lane} == set(SHAPES)


@pytest.mark.skipif(not shutil.which("sh"), reason="needs a Unix shell")
@pytest.mark.parametrize("made", ["course", "pack"])
def test_a_loop_over_families_leaves_nobody_out(made: str, tmp_path: Path) -> None:
    names = ["Mia", "Mary Ann", "Zoë O'Neil"]
    (tmp_path / "families.txt").write_text("\n".join(names), "utf-8")  # no editor has to end the last line
    (loop,) = (block for block in blocks(DOCS / "teachers.md", "sh") if f"audioguide {made} " in block)
    shell = ["sh", "-c", f"""audioguide() {{ printf '%s\\n' "$@"; }}\n{loop}"""]
    words = subprocess.run(shell, cwd=tmp_path, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()
    assert [after for word, after in pairwise(words) if word == "--baby"] == names
    assert words.count("Mary Ann.zip" if made == "pack" else "courses/Mary Ann") == 1


def test_a_loop_is_the_same_in_powershell() -> None:
    unix, windows = ("".join(blocks(DOCS / "teachers.md", kind)) for kind in ("sh", "powershell"))
    calls = re.findall(r"^    audioguide .*$", unix, re.MULTILINE)
    assert [call.replace("$baby", "$_") for call in calls] == re.findall(r"^    audioguide .*$", windows, re.MULTILINE)


def test_so_many_lines_are_to_be_recorded_as_is_told() -> None:
    assert "`everyday` has about sixty short lines" in (DOCS / "recording-your-voice.md").read_text("utf-8")
    assert 55 <= len({cue.text for cue in prepare("everyday", voice="system").script.cues}) <= 65


def test_every_length_that_parents_are_told_to_try_is_good_and_as_advised() -> None:
    text = (DOCS / "parents.md").read_text("utf-8").split("## How long")[1].split("##")[0]
    tried = [shlex.split(row) for row in re.findall(r"`([a-z-]+ --length [^`]*)`", text)]
    assert len(tried) >= 6
    for name, *options in tried:
        wish = dict(zip([one[2:] for one in options[::2]], options[1::2], strict=True))
        request = prepare(name, **cast("Choices", wish))
        assert is_good(plan(request.script, estimated(request.script), request.length)), name
    longest = [int(minutes) for minutes in re.findall(r"(\d+) (?:minutes )?(?:before|later)", text)]
    assert longest == [repertoire.advice().longest(age) for age in (0.0, 6.0, 13.1, 26.1)]


def test_decisions_are_numbered_in_turn() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    assert all(page.read_text("utf-8").startswith(f"# {int(page.name[:4])}. ") for page in pages)


def drawing() -> list[tuple[str, int, str]]:
    """Return each room of the drawing in docs/design.md with its floor and what is said of it."""
    text = (DOCS / "design.md").read_text("utf-8")
    rows = re.findall(r"^[├└]── (\w+)(?:\.py|/) +(\d+)  (.*)$", text, re.MULTILINE)
    return [(room, int(floor), said) for room, floor, said in rows]


def contract(kind: str) -> dict[str, list[str]]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return next(one for one in contracts if one["type"] == kind)


def test_the_house_is_drawn_as_it_is_built() -> None:
    rooms = [room for room in contract("layers")["layers"] if room != "__main__"]
    assert [(room, floor) for room, floor, _ in drawing()] == [
        (room, len(rooms) - 1 - depth) for depth, room in enumerate(rooms)
    ]
    landing = {path.name for path in (ROOT / "audioguide").iterdir() if path.name != "__pycache__"}
    assert len(landing) <= 24
    assert {Path(name).stem for name in landing} == {*rooms, "__init__", "__main__", "py"}


def test_what_is_called_pure_is_held_to_be_pure() -> None:
    """A room that is pure as a whole ends in the word; a part of a room says so behind its name."""
    whole = {f"audioguide.{room}" for room, _, said in drawing() if said.endswith("pure")}
    parts = {"audioguide.speech.text", "audioguide.speech.languages", "audioguide.web.feed"}
    parts |= {f"audioguide.web.making.{name}" for name in ("estimate", "jobs", "occasions")}
    tables = {"audioguide.rendering.captions", "audioguide.rendering.playlist"}
    assert set(contract("forbidden")["source_modules"]) == whole | parts | tables
