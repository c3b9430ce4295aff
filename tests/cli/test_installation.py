"""What is said where packages are missing or of another version, and with which command that is mended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fakes.program import call

from audioguide import __main__
from audioguide.cli import BUG, FAILED, surroundings
from audioguide.plugins import requirements
from audioguide.plugins.requirements import Unmet, uninstall_command, unmet_requirements

OLD_CLICK = Unmet(requirement="click>=8.4", installed="8.1.8")
PAGE = (Path(__file__).parents[2] / "docs" / "trouble.md").read_text("utf-8")


def test_an_old_package_is_named_with_what_installs_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "version", lambda name: {"click": "8.1.8", "soco": "0.1"}.get(name, "99"))
    monkeypatch.setattr(requirements, "extras", lambda: ("sonos",))
    monkeypatch.setattr(requirements, "requires", lambda _: ["click>=8.4", 'soco>=0.30; extra == "sonos"', "numpy>=1"])
    assert unmet_requirements() == (OLD_CLICK, Unmet(requirement="soco>=0.30", installed="0.1"))
    (state, _, remark), _ = surroundings.packages()
    assert state == "!!"
    assert remark.startswith("click 8.1.8 is installed, and audioguide needs click>=8.4: ")
    assert remark.endswith(" 'click>=8.4'")


def test_each_requirement_is_judged_by_its_own_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {"espeakng-loader": "0.2.5", "misaki": ""}
    needs = ["espeakng-loader>=0.2.4", 'misaki>=0.9; extra == "kokoro"', 'espeakng-loader==0.2.4; extra == "kokoro"']
    monkeypatch.setattr(requirements, "version", here.__getitem__)
    monkeypatch.setattr(requirements, "extras", lambda: ("kokoro",))
    monkeypatch.setattr(requirements, "requires", lambda _: needs)
    assert unmet_requirements() == ()  # the extra is not here, and what it would need does not count
    here["misaki"] = "0.9"
    assert unmet_requirements() == (Unmet(requirement="espeakng-loader==0.2.4", installed="0.2.5"),)


def test_what_is_missing_is_named_but_for_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = ["no-such-package>=1", 'nor-this; extra == "sonos"', 'nor-that; extra == "dev"', "nor-here; os_name == 'x'"]
    monkeypatch.setattr(requirements, "requires", lambda _: needs)
    assert [str(one) for one in unmet_requirements()] == [
        "no-such-package is not installed, and audioguide needs no-such-package>=1"
    ]
    monkeypatch.setitem(sys.modules, "packaging.requirements", None)
    assert unmet_requirements() == (Unmet(requirement="packaging", installed=""),)


def test_this_very_installation_is_whole() -> None:
    assert unmet_requirements() == ()


def test_a_bug_of_an_old_package_is_not_called_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.plugins.requirements.unmet_requirements", lambda: (OLD_CLICK,))
    monkeypatch.setattr("audioguide.repertoire.routines", lambda: 1 / 0)
    run = call("list", "routines")
    assert run.code == FAILED
    first, second, third = run.err.splitlines()
    assert first == "this installation is not whole: click 8.1.8 is installed, and audioguide needs click>=8.4"
    assert second.startswith("fix it with: ")
    assert second.endswith(" 'click>=8.4'")
    assert third.startswith("If it is the same then (ZeroDivisionError: division by zero), please report it with what ")
    report = Path(third.split()[-1])
    assert "Traceback" in report.read_text("utf-8")
    report.unlink()


def test_a_bug_of_what_was_never_installed_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirements, "requires", lambda name: 1 / 0 if name else None)
    monkeypatch.setattr("audioguide.repertoire.routines", lambda: {"y": 1}["x"])
    run = call("list", "routines")
    assert run.code == BUG
    assert run.err.startswith("audioguide has a bug (KeyError: 'x'); this is not your mistake.")
    Path(run.err.split()[-1]).unlink()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "there is not enough memory for it"),
        (
            RuntimeError("can't start new thread"),
            "the system cannot start another thread: memory or a limit is used up",
        ),
    ],
)
def test_too_little_memory_is_no_bug(monkeypatch: pytest.MonkeyPatch, error: Exception, said: str) -> None:
    def no_room() -> None:
        raise error

    monkeypatch.setattr("audioguide.repertoire.routines", no_room)
    run = call("list", "routines")
    assert (run.code, run.err) == (
        FAILED,
        f"{said}; close other programs, or use --workers 1 where a verb has it\n",
    )


class CannotLoad:
    """The command line with a Click that is so old that a type of its has no parameters."""

    @property
    def main(self) -> None:
        raise TypeError("type 'Choice' is not subscriptable")


@pytest.mark.parametrize(("command_line", "error"), [(None, ImportError), (CannotLoad(), TypeError)])
def test_a_package_without_which_it_cannot_start(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, command_line: object, error: type[Exception]
) -> None:
    monkeypatch.setitem(sys.modules, "audioguide.cli", command_line)
    monkeypatch.setattr(requirements, "unmet_requirements", lambda: (OLD_CLICK,))
    with pytest.raises(SystemExit) as left:
        __main__.main()
    assert left.value.code == FAILED
    assert capsys.readouterr().err.startswith("this installation is not whole: click 8.1.8 is installed")
    monkeypatch.setattr(requirements, "unmet_requirements", lambda: ())
    with pytest.raises(error):
        __main__.main()


WITHOUT_PACKAGES = """\
import sys


class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "audioguide", "pip"}:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)


sys.meta_path.insert(0, Nothing())
from audioguide.__main__ import main

main()
"""


def test_where_no_package_is_here_at_all_it_says_so() -> None:
    run = subprocess.run([sys.executable, "-c", WITHOUT_PACKAGES], capture_output=True, encoding="utf-8", check=False)
    first, second = run.stderr.splitlines()
    assert run.returncode == FAILED
    assert first == "this installation is not whole: packaging is not installed, and audioguide needs packaging"
    assert second.startswith("fix it with: ")


def test_a_python_that_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    monkeypatch.setattr(sys, "version", "3.10.13 (main)")
    with pytest.raises(SystemExit, match=r"^audioguide needs Python 3\.11 or newer, and this is 3\.10\.13; get one"):
        __main__.main()
    assert "`... needs Python 3.11 or newer, and this is 3.10.13`" in PAGE


def test_what_uninstalls_is_what_installs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: object())
    assert uninstall_command("loud") == f"{sys.executable} -m pip uninstall loud"
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda name: name)
    assert uninstall_command("loud") == f"uv pip uninstall --python {sys.executable} loud"
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (tmp_path / "pipx_metadata.json").touch()
    assert uninstall_command("loud") == f"pipx runpip {tmp_path.name} uninstall loud"
