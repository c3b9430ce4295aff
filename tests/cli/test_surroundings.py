"""What `audioguide doctor` says of folders, disks, the network and sound, and with which command they are mended."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fakes.program import call

from audioguide.cache import Cache
from audioguide.cli import FAILED, surroundings

NO_HOME = "nobody knows where it is, so no session can be made"
REST_OF_FULL = "so no session can be kept here: audioguide render everyday -o {}/everyday.mp3"
PAGE = (Path(__file__).parents[2] / "docs" / "trouble.md").read_text("utf-8")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of our own, with room in it: cache, state and temporary files, and somebody who is in `here`."""
    for name in ("home", "here", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(sys, "platform", "linux")
    free_space(monkeypatch, 1e9)
    return tmp_path


def free_space(monkeypatch: pytest.MonkeyPatch, default: float, **others: float) -> None:
    """Let folders of these names have so many bytes free, and all others the default."""

    def usage(path: Path) -> SimpleNamespace:
        return SimpleNamespace(free=others.get(Path(path).name, default))

    monkeypatch.setattr("shutil.disk_usage", usage)


def folders() -> dict[str, tuple[str, str]]:
    return {what: (state, remark) for state, what, remark in surroundings.folders()}


def test_all_folders_are_well(place: Path) -> None:
    assert {state for state, _ in folders().values()} == {"ok"}
    assert folders()["cache"] == ("ok", f"{place / 'cache'}, 1.0 GB free")
    assert sorted(path.name for path in place.iterdir()) == ["here", "home", "temporary"]


def test_each_folder_needs_room_for_what_is_kept_there(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free_space(monkeypatch, 6e7)
    assert {what for what, (state, _) in folders().items() if state == "!!"} == {"folder", "temporary"}
    free_space(monkeypatch, 2e6)
    assert folders()["state"] == ("ok", f"{place / 'state'}, 0.0 GB free")


def test_without_a_home_the_rest_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    free_space(monkeypatch, 1e9, here=0)
    assert [what for what, (state, _) in folders().items() if state == "!!"] == ["folder"]
    for kind in ("cache", "data", "state"):
        monkeypatch.delenv(f"AUDIOGUIDE_{kind.upper()}", raising=False)
        monkeypatch.setattr(f"platformdirs.user_{kind}_path", homeless)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(place / "temporary"))
    assert folders() == {
        "home": ("!!", f"{NO_HOME}: export HOME={place / 'temporary'}"),
        "folder": ("!!", f"{place / 'here'}: 0.0 GB are free on this disk, {REST_OF_FULL.format(place / 'temporary')}"),
        "temporary": ("ok", f"{place / 'temporary'}, 1.0 GB free"),
    }
    assert not [*surroundings.kept_cues()]
    assert f"`!! home: {NO_HOME}`" in PAGE
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(place / "cache"))
    without = "so the page does not open, and no speaker is remembered"
    assert folders()["home"] == ("!!", f"nobody knows where it is, {without}: export HOME={place / 'temporary'}")


@pytest.mark.usefixtures("place")
def test_doctor_without_a_home_looks_at_all_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where there is neither `HOME` nor a user of that number."""
    for kind in ("cache", "data", "state"):
        monkeypatch.delenv(f"AUDIOGUIDE_{kind.upper()}", raising=False)
        monkeypatch.setattr(f"platformdirs.user_{kind}_path", lambda *_, **__: Path("~/.kept"))
    monkeypatch.setattr("audioguide.cli.doctor._voices", lambda: iter(()))
    run = call("doctor")
    assert (run.code, run.err) == (FAILED, "")
    broken = [line for line in run.out.splitlines() if line.startswith("!!")]
    assert [line.split()[1] for line in broken] == ["home"]
    assert all(f" {what} " in run.out for what in ("audioguide", "routines", "formats", "folder", "network", "page"))


@pytest.mark.parametrize("broken", ["no-such-folder", "file"])
def test_where_the_folder_for_temporary_files_is_none_pythons_own_counts(
    place: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    (place / "file").touch()
    monkeypatch.setenv("TMPDIR", str(place / broken))
    monkeypatch.setattr(tempfile, "tempdir", str(place / "home"))
    assert folders()["temporary"] == ("ok", f"{place / 'home'}, 1.0 GB free")


def test_what_looks_around_loads_no_server() -> None:
    code = "import sys, audioguide.cli.surroundings; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert not {"uvicorn", "starlette", "audioguide.web.server"} & set(run.stdout.split())


def test_a_full_disk_names_another(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free_space(monkeypatch, 1e9, temporary=4e7, here=0)
    full = "0.0 GB are free on this disk, so no session can be"
    assert folders()["temporary"] == ("!!", f"{place / 'temporary'}: {full} made: export TMPDIR={place / 'home'}")
    assert folders()["folder"] == (
        "!!",
        f"{place / 'here'}: {full} kept here: audioguide render everyday -o {place / 'home'}/everyday.mp3",
    )
    assert f"`!! temporary: {full} made`" in PAGE


def test_on_windows_no_quotes_become_part_of_a_variable(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("my home", "cache"):
        (place / name).mkdir()
    monkeypatch.setattr(Path, "home", lambda: place / "my home")
    monkeypatch.setattr(sys, "platform", "win32")
    free_space(monkeypatch, 1e9, here=0, temporary=0, cache=0)
    roomy = place / "my home"
    assert folders()["temporary"][1].endswith(f'made: set "TEMP={roomy}"')
    assert folders()["cache"][1].endswith(f'takes longer: set "AUDIOGUIDE_CACHE={roomy / "audioguide-cache"}"')
    assert folders()["folder"][1].endswith(f'audioguide render everyday -o "{roomy / "everyday.mp3"}"')
    monkeypatch.setattr(sys, "platform", "linux")
    assert folders()["cache"][1].endswith(f"takes longer: export AUDIOGUIDE_CACHE='{roomy}/audioguide-cache'")


@pytest.mark.usefixtures("place")
def test_a_disk_that_is_full_everywhere_is_emptied_where_that_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    free_space(monkeypatch, 0)
    assert folders()["temporary"][1].endswith("no session can be made: delete there what you no longer need")
    monkeypatch.setattr(Cache, "size", lambda _: 300_000_000)
    assert folders()["temporary"][1].endswith("no session can be made: audioguide cache clean")


def test_a_home_that_may_only_be_read_names_another(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = tempfile.TemporaryFile
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(place / "home" / ".local" / "state"))

    def refused(*, dir: Path, **other: Any) -> Any:  # noqa: A002 - as it is called there
        if Path(dir).name == "home":
            raise OSError(30, "Read-only file system")
        if Path(dir).name == "here":
            raise PermissionError(13, "Permission denied")
        return real(dir=dir, **other)

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(place / "temporary"))
    state, remark = folders()["state"]
    assert state == "!!"
    assert remark.endswith(f"no speaker is remembered: export AUDIOGUIDE_STATE={place / 'temporary'}/audioguide-state")
    assert ": read-only file system, so the page does not open, and" in remark
    assert "`!! state: read-only file system, so the page does not open`" in PAGE
    assert folders()["folder"][1].startswith(f"{place / 'here'}: nothing can be written there, so no session can be")


def test_no_temporary_folder_at_all_is_no_bug(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.delenv("TMPDIR")
    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    assert folders()["temporary"] == ("ok", f"{place / 'here'}, 1.0 GB free")


def test_a_file_in_the_place_of_the_cache_is_put_aside(place: Path) -> None:
    (place / "cache").touch()
    trouble = "'cache' is not a folder, so nothing that was spoken is kept"
    assert folders()["cache"] == (
        "!!",
        f"{place / 'cache'}: {trouble}, and every session takes longer: mv {place / 'cache'} {place / 'cache'}.old",
    )
    assert f"`!! cache: {trouble.replace('cache', 'audioguide')}`" in PAGE


def test_cues_that_were_cut_short_are_counted(place: Path) -> None:
    cache = Cache(place / "cache")
    for key in ("aa11", "bb22"):
        cache.put(key, b"spoken")
    kept = place / "cache" / "aa" / "aa11"
    kept.write_bytes(kept.read_bytes()[:-1])
    said = "1 of them are damaged, and made again when needed"
    assert [*surroundings.kept_cues()] == [("-", "spoken cues", f"{said}: audioguide cache clean")]
    cache.clean()
    assert [*surroundings.kept_cues()] == [("ok", "spoken cues", "0 MB of them are kept")]
    assert f"`- spoken cues: {said.replace('1', '3', 1)}`" in PAGE


def test_a_network_and_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setattr(surroundings, "PORT", other.getsockname()[1])
        monkeypatch.setattr(surroundings, "address_towards", lambda: "127.0.0.1")
        (state, _, none), (_, _, taken) = surroundings.network()
    assert state == "-"
    assert none.startswith("this computer is in none; sessions are made and heard here all the same; ")
    assert none.endswith("then: audioguide speakers")
    assert taken.endswith(
        "is taken: by your page, which is open already, or by another program; then: audioguide serve --port 0"
    )
    monkeypatch.setattr(surroundings, "PORT", 0)
    monkeypatch.setattr(surroundings, "address_towards", lambda: "10.0.0.5")
    assert [*surroundings.network()] == [
        ("ok", "network", "phones and speakers reach this computer at 10.0.0.5"),
        ("ok", "page", "port 0 is free for it: audioguide serve"),
    ]


def test_a_sound_device(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert surroundings.has_sound_device()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert not surroundings.has_sound_device()
    (tmp_path / "pipewire-0").touch()
    assert surroundings.has_sound_device()
