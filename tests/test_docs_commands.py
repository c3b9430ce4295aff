"""The commands on the pages for people, against the program."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import cast

import click
import pytest
from fakes.docs import DOCS, GUIDES, blocks, commands
from fakes.program import all_commands

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.cli import VERBS, cli
from audioguide.model.choices import CHOICE_KINDS, Choices
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import Request, prepare
from audioguide.rendering.speak import speak
from audioguide.units import Samples


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_shown(verb: str) -> None:
    assert any(command.split()[1] == verb for page in GUIDES for command in commands(page))


def test_every_option_is_explained_where_its_verb_is() -> None:
    """By one of its names; and each name somewhere. A choice of a session is the same with every verb."""
    pages = [page.read_text("utf-8") for page in GUIDES]
    sections = [section for page in pages for section in re.split(r"^(?=#+ )", page, flags=re.MULTILINE)]
    for verb, command in all_commands():
        beside = "\n".join(one for one in sections if re.search(rf"(audioguide |`){verb}\b", one))
        for option in command.params:
            if isinstance(option, click.Option):
                names = (*option.opts, *option.secondary_opts)
                assert option.name in CHOICE_KINDS or any(is_named(name, beside) for name in names), (verb, names)
                for name in names:
                    assert any(is_named(name, page) for page in pages), (verb, name)


def test_the_design_names_every_option_beside_its_verb() -> None:
    """A choice of a session is named once, with ``render``."""
    text = (DOCS / "design.md").read_text("utf-8").partition("## 8.")[2].partition("## 9.")[0]
    typed = [call.removeprefix("audioguide ") for call in re.findall("`([^`\n]+)`", text)]
    for verb, command in all_commands():
        names = (verb, verb.split()[-1])  # the second of two rows or calls may leave out `catalogue`
        beside = "\n".join(call for call in typed if any(re.match(rf"{name}\b", call) for name in names))
        for option in command.params:
            if isinstance(option, click.Option) and (verb == "render" or option.name not in CHOICE_KINDS):
                assert any(is_named(name, beside) for name in option.opts), (verb, option.opts)


def is_named(option: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text) is not None


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
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
