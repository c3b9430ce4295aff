"""What no installation has tried is told, and has to be known."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SKIPS = Path(__file__).parents[2] / "scripts" / "skips"
HERE = """\
<testsuites><testsuite>
<testcase classname="tests.test_one" name="test_both"/>
<testcase classname="tests.test_one" name="test_there"><skipped message="no pipes"/></testcase>
<testcase classname="tests.test_one" name="test_volume[local]"><skipped message="there is only one"/></testcase>
<testcase classname="" name="tests.test_voice"><skipped message="collection skipped">no voice</skipped></testcase>
{}
</testsuite></testsuites>
"""
THERE = """\
<testsuites><testsuite>
<testcase classname="tests.test_one" name="test_there"/>
<testcase classname="tests.test_voice" name="test_it"/>
</testsuite></testsuites>
"""


def skips(folder: Path, more: str, *others: str) -> tuple[int, list[str]]:
    files = [folder / f"{number}.xml" for number in range(1 + len(others))]
    for file, text in zip(files, (HERE.format(more), *others), strict=True):
        file.write_text(text, "utf-8")
    run = subprocess.run([sys.executable, SKIPS, *files], capture_output=True, text=True, check=False)
    return run.returncode, run.stdout.splitlines()


def test_what_was_tried_in_one_installation_was_tried(tmp_path: Path) -> None:
    assert skips(tmp_path, "", THERE) == (0, [])


def test_what_was_tried_in_none_has_to_be_known(tmp_path: Path) -> None:
    code, said = skips(tmp_path, "")
    assert code == 1
    assert said[-2:] == [
        "skipped everywhere, and that is not known: tests.test_one::test_there: no pipes",
        "skipped everywhere, and that is not known: tests.test_voice: no voice",
    ]


def test_what_is_known_is_told_all_the_same(tmp_path: Path) -> None:
    reason = "there is no Python 3.8 to 3.10 here: AN OLD PYTHON WAS NOT TRIED"
    old = f'<testcase classname="tests.test_one" name="test_old"><skipped message="{reason}"/></testcase>'
    assert skips(tmp_path, old, THERE) == (0, [f"NOT TRIED, 1 of the tests: {reason}"])
