"""Every option of every verb is an environment variable too, and its help shows which."""

from __future__ import annotations

import re
from collections import defaultdict

import click
import pytest
from click.shell_completion import ShellComplete
from fakes.program import all_commands, call

from audioguide.cli import USAGE, cli

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
    "catalogue check": ["all.yaml"],
    "catalogue build": ["all.yaml"],
    "catalogue status": ["all.yaml"],
}
"""The arguments without which a verb does not begin."""


def options_of(command: click.Command) -> list[click.Option]:
    return [one for one in command.params if isinstance(one, click.Option)]


COMMANDS = dict(all_commands())
OPTIONS = [(verb, one) for verb, command in COMMANDS.items() for one in options_of(command)]


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
    assert option.envvar in (f"AUDIOGUIDE_{flag}", f"AUDIOGUIDE_{verb.partition(' ')[0].upper()}_{flag}")
    assert isinstance(option.envvar, str)
    monkeypatch.setenv("AUDIOGUIDE_RECORD_TO", "mum")  # which `record` needs
    monkeypatch.setenv("AUDIOGUIDE_CATALOGUE_TO", "sessions")  # likewise
    monkeypatch.setenv(option.envvar, value_for(option))
    context = COMMANDS[verb].make_context(verb, [*MISSING.get(verb, ()), *(["."] if verb == "serve" else [])])
    assert context.get_parameter_source(option.name or "") is click.core.ParameterSource.ENVIRONMENT
    assert context.params[option.name or ""] not in (None, False, ())


@pytest.mark.parametrize("verb", COMMANDS)
def test_the_help_shows_the_variables(verb: str) -> None:
    shown = re.sub(r"\s+", " ", call(*verb.split(), "--help").out)
    for option in (one for one in options_of(COMMANDS[verb]) if not one.hidden):
        assert re.search(rf"env var: {option.envvar}[\];]", shown)


def test_a_shell_completes_the_verbs_of_a_verb_and_their_options() -> None:
    shell = ShellComplete(cli, {}, "audioguide", "_AUDIOGUIDE_COMPLETE")
    verbs = [one.value for one in shell.get_completions(["catalogue"], "")]
    assert verbs == ["build", "check", "status"]
    for verb in verbs:
        wanted = {name for option in options_of(COMMANDS[f"catalogue {verb}"]) for name in option.opts}
        assert wanted < {one.value for one in shell.get_completions(["catalogue", verb], "--")}
    assert [one.type for one in shell.get_completions(["catalogue", "build"], "")] == ["file"]


def test_a_verb_that_a_verb_has_not_is_answered_with_those_that_it_has() -> None:
    found = call("catalogue", "make", "all.yaml")
    assert found.code == USAGE
    assert "there is no verb 'catalogue make'; there are build, check, status" in found.err


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
    assert shown.index("--guidance") < shown.index("The family:") < shown.index("--baby") < shown.index(f"{heads[2]}:")
