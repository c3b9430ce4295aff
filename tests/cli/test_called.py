"""Sentences on a terminal: lines end between words, and a command stays whole."""

from __future__ import annotations

import pytest

from audioguide.cli.called import CALLED_AS, tell, wrapped

SENTENCE = "a PDF of the cards needs typst; install it with: audioguide add pdf; or print the page"


def test_lines_end_between_words() -> None:
    assert wrapped(SENTENCE, 30).split("\n") == [
        "a PDF of the cards needs",
        "typst; install it with:",
        "audioguide add pdf; or print",
        "the page",
    ]


def test_elsewhere_it_is_one_line() -> None:
    assert wrapped(SENTENCE, 0) == SENTENCE


@pytest.mark.parametrize(
    "sentence",
    [
        "play it: audioguide play 'our evening; 10m' --volume 20",
        "see 'audioguide list sessions --json'",
        "`audioguide record everyday --to mum` makes it",
    ],
)
def test_a_command_is_whole_and_as_it_was_typed(sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CALLED_AS, "python3 scripts/audioguide")
    typed = sentence.replace("audioguide", "python3 scripts/audioguide")
    command = typed[typed.index("python3") :].split("` ")[0].removesuffix("'" if "see" in typed else "")
    assert any(command in line for line in wrapped(sentence, 20).split("\n"))
    assert wrapped(sentence, 0) == typed


def test_no_sentence_moves_the_cursor_or_turns_the_line_around(capsys: pytest.CaptureFixture[str]) -> None:
    tell("no \x1b]0;owned\x07 in 'a\u202eb\udcff.mp3'\nand a line", err=False)
    assert capsys.readouterr().out == "no \\x1b]0;owned\\x07 in 'a\\u202eb\\udcff.mp3'\nand a line\n"
