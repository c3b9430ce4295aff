"""Every option of every verb is an environment variable too, and its help shows which."""

from __future__ import annotations

import re
from collections import defaultdict

import click
import pytest
from fakes.program import call

from audioguide.cli import VERBS, cli

SAMPLES = {
    "AGE": "6w",
    "BABY": "Mia",
    "LENGTH": "10m",
    "LOUDNESS": "-20",
    "PARTS": "legs",
    "SKIP": "face",
    "TURN": "2",
    "VOICE": "system",
    "BED": "ocean",
    "AFTERWARDS": "ocean:30m",
    "LANGUAGE": "en",
}
"""Values of the choices that are neither words nor numbers."""

MISSING = {
    "add": ["pdf"],
    "list": ["beds"],
    "course": ["folder"],
    "again": ["session"],
    "say": ["Hello."],
    "new": ["ours"],
    "words": ["de"],
}
"""The arguments without which a verb does not begin."""


def command_of(verb: str) -> click.Command:
    command = cli.get_command(click.Context(cli), verb)
    assert command
    return command


def options_of(verb: str) -> list[click.Option]:
    return [one for one in command_of(verb).params if isinstance(one, click.Option)]


OPTIONS = [(verb, one) for verb in VERBS for one in options_of(verb)]


def flag_of(option: click.Option) -> str:
    return next(one for one in option.opts if one.startswith("--"))[2:]


def value_for(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return str(option.type.choices[0])
    if option.is_flag or isinstance(option.type, click.IntRange):
        return "1"
    if isinstance(option.type, click.Path) and option.type.exists:
        return "."
    return SAMPLES.get(flag_of(option).upper(), "something")


@pytest.mark.parametrize(("verb", "option"), OPTIONS, ids=[f"{verb} --{flag_of(one)}" for verb, one in OPTIONS])
def test_a_variable_stands_for_it(verb: str, option: click.Option, monkeypatch: pytest.MonkeyPatch) -> None:
    flag = flag_of(option).replace("-", "_").upper()
    assert option.envvar in (f"AUDIOGUIDE_{flag}", f"AUDIOGUIDE_{verb.upper()}_{flag}")
    assert isinstance(option.envvar, str)
    monkeypatch.setenv("AUDIOGUIDE_RECORD_TO", "mum")  # which `record` needs
    monkeypatch.setenv(option.envvar, value_for(option))
    context = command_of(verb).make_context(verb, [*MISSING.get(verb, ()), *(["."] if verb == "serve" else [])])
    assert context.get_parameter_source(option.name or "") is click.core.ParameterSource.ENVIRONMENT
    assert context.params[option.name or ""] not in (None, False, ())


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_shows_the_variables(verb: str) -> None:
    shown = re.sub(r"\s+", " ", call(verb, "--help").out)
    for option in options_of(verb):
        assert re.search(rf"env var: {option.envvar}[\];]", shown)


def test_a_variable_means_one_thing() -> None:
    meanings, verbs = defaultdict(set), defaultdict(list)
    for verb, option in OPTIONS:
        what = option.name if option.name != "lengths" else "length"  # a course takes one for each evening, too
        meanings[option.envvar].add((what, option.is_flag))
        verbs[option.envvar].append(verb)
    assert {name: meant for name, meant in meanings.items() if len(meant) > 1} == {}
    assert verbs["AUDIOGUIDE_OUTPUT"] == ["render", "again"]
    assert verbs["AUDIOGUIDE_HOST"] == ["speakers", "play", "doctor"]
    assert verbs["AUDIOGUIDE_SERVE_HOST"] == ["serve"]


@pytest.mark.parametrize("verb", ["render", "again", "course", "plan", "show", "pack", "record", "play"])
def test_the_help_of_a_verb_with_the_choices_has_groups(verb: str) -> None:
    heads = re.findall(r"^(\S.*):$", call(verb, "--help").out, re.MULTILINE)
    assert heads[:2] == ["The session", "The family"]
    assert len(heads) == 3
    shown = call(verb, "--help").out
    assert shown.index("--length") < shown.index("The family:") < shown.index("--baby") < shown.index(f"{heads[2]}:")
