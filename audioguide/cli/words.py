"""``audioguide words``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from audioguide import repertoire
from audioguide.cli.called import show, tell
from audioguide.cli.options import OutputPath, option
from audioguide.cli.paths import spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.encoders.cue_file import cue_file
from audioguide.errors import AudioguideError, ShelfError
from audioguide.model.geometry import Side
from audioguide.model.script import Cue
from audioguide.pictures.cards import picture
from audioguide.rendering.cards import album
from audioguide.rendering.files import refuse_existing, refuse_special, writing
from audioguide.rendering.speak import speak_cues
from audioguide.rendering.word_sheet import word_sheet
from audioguide.repertoire.corrections import corrected
from audioguide.repertoire.folders import own_words, read_utf8, words_folders
from audioguide.repertoire.translations import TextRow, unread_copy
from audioguide.repertoire.trial import refuse_wrong_words
from audioguide.state.scratch import scratch_folder
from audioguide.voices.choose import AUTO, choose

NEW = "new"
"""In place of a language: make a folder for one."""


@click.command("words")
@click.argument("language", metavar="LANGUAGE|new")
@click.argument("code", required=False)
@option("--from", "start", verb="words", metavar="LANGUAGE", default="en", help="With new: whose words to begin with.")
@option("--only", metavar="FILE", help="With LANGUAGE: only this file of words: strokes-legs.")
@option("--voice", default=AUTO, show_default=True, help="With LANGUAGE: a name from `voices`; none for no sound.")
@option(
    "--corrections",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With LANGUAGE: put the corrections that you saved on the page into its words.",
)
@option(
    "-o",
    "--output",
    verb="words",
    type=OutputPath(file=False, folder=True),
    help="The folder to write  [words-LANGUAGE].",
)
@option("--force", is_flag=True, help="Overwrite files that exist.")
def command(
    language: str,
    code: str | None,
    *,
    start: str,
    only: str | None,
    voice: str,
    corrections: Path | None,
    output: Path | None,
    force: bool,
) -> None:
    """Write the words of LANGUAGE beside the English: a page to read, hear and correct in a browser.

    `--corrections FILE` puts what was corrected there into words of your own, which replace the built-in ones.
    `new CODE --from LANGUAGE` makes a folder for a language of your own, which every verb knows from then on.
    """
    if language == NEW:
        if code is None:
            raise click.UsageError("new needs the code of a language: audioguide words new ca")
        _new(code, start)
        return
    if code is not None:
        msg = f"'{code}' is one word too many; for a language of your own: audioguide words new {code}"
        raise click.UsageError(msg)
    if corrections is not None:
        _correct(language, corrections)
        return
    rows = _chosen(repertoire.translation(language), only)
    folder = output or Path(f"words-{language}")
    refuse_existing(folder, force=force, instead="another folder with -o")
    sounds = {} if voice == "none" else _spoken(rows, language, voice)
    pictures = _pictures(rows, language)
    page = word_sheet(language, rows, _addresses(sounds), _addresses(pictures))
    files = dict([*sounds.values(), *pictures.values()])
    _write_folder(folder, {**files, "index.html": page.encode()})
    for row in (one for one in rows if one.stale):
        tell(f"the English has changed: {row.file}.{row.place}")
    unread = sum(row.unread for row in rows)
    show(f"{folder / 'index.html'}  {len(rows)} texts, {unread} of them wait for an instructor; open it in a browser")


def _chosen(rows: Sequence[TextRow], only: str | None) -> Sequence[TextRow]:
    known = dict.fromkeys(row.file for row in rows)
    if only is not None and only not in known:
        msg = f"there is no file of words '{only}'; there are {', '.join(known)}"
        raise AudioguideError(msg)
    return [row for row in rows if only in (None, row.file)]


_Files = dict[str, tuple[str, bytes]]
"""By what it belongs to: the path of a file in the folder, and what stands in it."""


def _addresses(files: _Files) -> dict[str, str]:
    return {what: name for what, (name, _) in files.items()}


def _spoken(rows: Sequence[TextRow], language: str, voice: str) -> _Files:
    """Speak every text into a file of its own.

    Raises:
        AudioguideError: the language has no word for the baby.
    """
    if (phrases := repertoire.phrases().get(language)) is None:
        msg = f"there is no phrases.yaml in '{words_folders()[language]}', where the word for the baby is"
        msg = f"{msg}; copy that of another language and translate it, or take --voice none"
        raise AudioguideError(msg)
    baby = phrases.baby
    said = {text: text.replace("{baby}", baby) for row in rows for text in row.words}
    said = {text: spoken for text, spoken in said.items() if re.search(r"\w", spoken)}
    with ProgressLine() as line:
        clips = speak_cues(
            [Cue(text=text, role="cue") for text in said.values()],
            choose(voice, language),
            spoken_cues(),
            language=language,
            progress=line,
        )
    found: _Files = {}
    for number, (text, spoken) in enumerate(said.items(), start=1):
        found[text] = f"spoken/{number}.mp3", cue_file(clips[spoken].sound, "MP3", clips.credit)
    return found


def _pictures(rows: Sequence[TextRow], language: str) -> _Files:
    """Draw every stroke that the rows speak of."""
    strokes = repertoire.strokes()
    drawings, found = album(""), _Files()
    for name in dict.fromkeys(row.place.split(".")[0] for row in rows if row.file.startswith("strokes-")):
        stroke = strokes[name]
        side: Side = "right" if stroke.sides == "each" else "midline"
        drawn = picture(stroke, side, drawings, title=stroke.name.say(language))
        found[name] = f"pictures/{name}.svg", drawn.encode()
    return found


def _new(code: str, start: str) -> None:
    """Copy the words of a language into the user's folder, none of them read by an instructor."""
    if not re.fullmatch(r"[a-z]{2,3}", code):
        msg = f"'{code}' is not a language code; write two or three lower-case letters: ca"
        raise click.BadParameter(msg, param_hint="CODE")
    folders = words_folders()
    if start not in repertoire.languages():
        msg = f"there are no whole words in '{start}'; there are {', '.join(repertoire.languages())}"
        raise AudioguideError(msg)
    target = own_words() / code
    if target.exists():
        msg = f"'{target}' exists; change the words there, or move it away"
        raise ShelfError(msg)
    _write_folder(target, _encoded(unread_copy(folders["en"], folders[start])))
    tell(f"{target}  now change the words there; then: audioguide render everyday --language {code}", err=False)
    tell(f"to read them beside the English: audioguide words {code}", err=False)


def _correct(language: str, corrections: Path) -> None:
    """Put corrections into the user's folder of words of a language; where there is none, into a copy of ours."""
    rows = repertoire.translation(language)
    ours = words_folders()[language]
    files = {file.name: read_utf8(file, str(file)) for file in ours.iterdir() if file.name.endswith(".yaml")}
    by_name = {name.removesuffix(".yaml"): text for name, text in files.items()}
    try:
        text = corrections.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"'{corrections}' cannot be read: {getattr(error, 'strerror', 'it is not a text in UTF-8')}"
        raise AudioguideError(msg) from error
    changed = {f"{name}.yaml": now for name, now in corrected(str(corrections), text, by_name, rows).items()}
    refuse_wrong_words(language, changed)
    target = own_words() / language
    if not changed:
        tell("nothing to correct: it all stands there already", err=False)
        return
    added = "" if target.exists() else "; it takes the place of the built-in words"
    _write_folder(target, _encoded(changed if target.exists() else files | changed))
    tell(f"{target}  corrected: {', '.join(changed)}{added}", err=False)


def _encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()}


def _write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder whole or not at all, or files into one that exists, each of them whole.

    Raises:
        ShelfError: it cannot be written.
    """
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        # A folder that exists may be on another disk than the one above it: a link, or a stick.
        with scratch_folder(target if target.is_dir() else target.parent) as unfinished:
            for name, content in files.items():
                (unfinished / name).parent.mkdir(exist_ok=True)
                (unfinished / name).write_bytes(content)
            if not target.exists():
                unfinished.replace(target)
                return
            refuse_special(*(target / name for name in files))
            for name in files:  # from here on nothing takes any room
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (unfinished / name).replace(target / name)
