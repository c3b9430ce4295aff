"""What a contributor meets first: the one check, the hook, the forms for an issue."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], dict[str, list[str]]]:
    """What ``scripts/check`` would run."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    found: Callable[[list[str]], dict[str, list[str]]] = runpy.run_path(str(ROOT / "scripts" / "check"))["checks"]
    return found


def test_the_check_runs_everything(checks: Callable[[list[str]], dict[str, list[str]]]) -> None:
    speed = ["speed"] if sys.platform == "linux" else []
    assert list(checks([])) == ["lint", "format", "types", "floors", "tests", *speed]
    assert "--check" in checks([])["format"]
    assert "--fix" not in checks([])["lint"]


def test_the_quick_check_runs_no_tests(checks: Callable[[list[str]], dict[str, list[str]]]) -> None:
    assert list(checks(["--quick"])) == ["lint", "format", "types", "floors"]
    with pytest.raises(SystemExit, match="--quick runs no tests, so pytest cannot be given: -x"):
        checks(["--quick", "-x"])


def test_the_check_mends_when_asked(checks: Callable[[list[str]], dict[str, list[str]]]) -> None:
    assert "--fix" in checks(["--fix"])["lint"]
    assert "--check" not in checks(["--fix", "--quick"])["format"]


def test_what_follows_goes_to_pytest(checks: Callable[[list[str]], dict[str, list[str]]]) -> None:
    assert checks(["--fix", "tests/planning", "-x"])["tests"][-2:] == ["tests/planning", "-x"]


def test_the_rooms_that_are_run_to_the_last_branch_are_those_of_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    patterns = runpy.run_path(str(ROOT / "scripts" / "coverage"))["pure_rooms"]()
    assert {"audioguide/units.py", "audioguide/planning/*", "audioguide/speech/text.py"} <= set(patterns)
    files, folders = patterns[::2], patterns[1::2]
    for file, folder in zip(files, folders, strict=True):
        assert (ROOT / file).is_file() or list(ROOT.glob(folder))


def test_the_hook_is_the_check_of_this_folder() -> None:
    (repo,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert repo["repo"] == "local"
    assert [hook["entry"] for hook in repo["hooks"]] == ["python3 scripts/check --quick"]


@pytest.mark.parametrize("form", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.md")), ids=lambda form: form.stem)
def test_a_form_for_an_issue_says_what_it_is_for(form: Path) -> None:
    _, head, body = form.read_text("utf-8").split("---\n", 2)
    assert set(yaml.safe_load(head)) == {"name", "about"}
    assert body.strip()
