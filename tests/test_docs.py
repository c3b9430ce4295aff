"""The pages for people, against the program."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest
import soundfile
from fakes.docs import DOCS, PAGES, ROOT, blocks

from audioguide import repertoire
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
from audioguide.rendering.request import prepare

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
LINKED = (*PAGES, ROOT / "SECURITY.md", ROOT / "CHANGELOG.md", *sorted((DOCS / "decisions").glob("*.md")))
"""Every page that people come to by a link."""


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


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text):
        name, _, place = target.partition("#")
        found = page.parent / name if name else page
        assert target.startswith("https://") or found.exists(), target
        assert not place or place in headings(found), target


def headings(page: Path) -> list[str]:
    """The places of a page that a link may lead to."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in found]


def test_shortest_lengths_in_messages_are_those_of_the_repertoire() -> None:
    """The guidance is practised; otherwise: python scripts/make_docs.py --repertoire, and what it says."""
    table = (DOCS / "repertoire.md").read_text("utf-8")
    message = r"cannot make '([a-z-]+)' last \w+: with this voice and guidance it lasts at least (\w+)"
    told = [found for page in PAGES for found in re.findall(message, page.read_text("utf-8"))]
    assert len(told) == 2
    for name, shortest in told:
        assert f"| `{name}` | practised | {shortest} |" in table


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


def test_every_path_on_the_teachers_page_is_one() -> None:
    text = (DOCS / "teachers.md").read_text("utf-8")
    shapes = "|".join(SHAPES)
    written = re.findall(rf"`((?:{shapes})\([^`]*\))`", text)
    written += re.findall(r"^    (poly\(.*)$", text, re.MULTILINE)
    known = repertoire.vocabulary().landmarks
    for path in written:
        assert all(place in known for point in parse_path(path).landmarks for place in resolve(point, "both"))
    assert {part.name for path in written for lane in parse_path(path).lanes for part in lane} == set(SHAPES)


def test_what_is_for_the_first_weeks_strokes_no_tummy() -> None:
    (row,) = re.findall(r"^\| the first weeks \| (.*) \|$", (DOCS / "options.md").read_text("utf-8"), re.MULTILINE)
    typed = [shlex.split(command) for command in re.findall("`([a-z][^`]*)`", row)]
    assert [name for name, *_ in typed] == ["first-days", "through-clothes"]
    for name, *options in typed:
        passages = [passage for scene in prepare(name, **chosen(options)).script.scenes for passage in scene.passages]
        assert "tummy" not in {passage.stroke.part for passage in passages if passage.stroke}, name


def chosen(options: list[str]) -> Choices:
    """Read options that are typed with their values."""
    return cast("Choices", dict(zip([one[2:] for one in options[::2]], options[1::2], strict=True)))


def test_every_length_that_parents_are_told_to_try_is_good_and_as_advised() -> None:
    text = (DOCS / "parents.md").read_text("utf-8").split("## How long")[1].split("##")[0]
    tried = [shlex.split(row) for row in re.findall(r"`([a-z-]+ --length [^`]*)`", text)]
    assert len(tried) >= 6
    for name, *options in tried:
        request = prepare(name, **chosen(options))
        assert is_good(plan(request.script, estimated(request.script), request.length)), name
    longest = [int(minutes) for minutes in re.findall(r"(\d+) (?:minutes )?(?:before|later)", text)]
    assert longest == [repertoire.advice().longest(age) for age in (0.0, 6.0, 13.1, 26.1)]
