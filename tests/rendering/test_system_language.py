"""`--language auto`: the language of the computer, where it has all words."""

from __future__ import annotations

from pathlib import Path

import pytest

import audioguide as ag
from audioguide import repertoire
from audioguide.rendering import system_language as module
from audioguide.rendering.request import prepare
from audioguide.rendering.system_language import system_languages


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows keeps it elsewhere")
@pytest.mark.parametrize(
    ("variables", "codes"),
    [
        ({"LANG": "de_DE.UTF-8"}, ["de"]),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "pt_BR.UTF-8"}, ["pt"]),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "fr"}, ["fr"]),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "fr", "LANGUAGE": "nl:pt_BR:en"}, ["nl", "pt", "en"]),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": ""}, ["de"]),
        ({"LANG": "C.UTF-8"}, []),
        ({"LANG": "POSIX"}, []),
        ({}, []),
    ],
)
def test_it_is_read_as_other_programs_read_it(
    variables: dict[str, str], codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert list(system_languages()) == codes


@pytest.mark.parametrize(
    ("system", "spoken"), [(["en"], "en"), (["fi"], "en"), ([], "en"), (["nl"], "en"), (["nl", "de", "fr"], "de")]
)
def test_without_all_words_it_is_english(system: list[str], spoken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "system_languages", lambda: system)
    found = prepare("express", language="auto")
    assert found.script.language == found.asked["language"] == spoken


@pytest.mark.parametrize("language", [code for code in repertoire.languages() if code != "en"])
def test_a_computer_of_a_language_that_has_all_words_speaks_it(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "system_languages", lambda: (language,))
    assert prepare("express", language="auto").script.language == language


def test_every_way_to_a_session_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "system_languages", lambda: ("de",))
    text = "version: 1\ntitle: {en: Feet, de: Füße}\nsections: [{title: {en: A, de: Zwei}, steps: [{rest: 5s}]}]\n"
    script = ag.write_script(ag.read(text), language="auto")
    assert (script.language, script.title) == ("de", "Füße")
    both, english = tmp_path / "both.yaml", tmp_path / "english.yaml"
    both.write_text(text, "utf-8")
    english.write_text("version: 1\ntitle: Feet\nsections: [{title: A, steps: [{rest: 5s}]}]\n", "utf-8")
    assert ag.check(both, language="auto") == ag.check("five-evenings:2", language="auto") == ()
    with pytest.raises(ag.RoutineError, match=r"english\.yaml:2: title has no words in 'de'"):
        ag.check(english, language="auto")
