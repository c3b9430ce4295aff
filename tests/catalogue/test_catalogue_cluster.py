"""A Dask cluster makes the same sessions; whoever dies there, nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Self

import pytest
from fakes.catalogues import NAMES, SIX, digests, write_catalogue

from audioguide.cache import Cache
from audioguide.catalogue.build import build_catalogue
from audioguide.catalogue.cluster import cluster
from audioguide.errors import AudioguideError, ChoiceError, PluginError

pytestmark = pytest.mark.filterwarnings("ignore")  # those of Dask


def end(program: subprocess.Popen[bytes]) -> None:
    """End a program; a worker may wait for a scheduler that is dead."""
    program.terminate()
    try:
        program.wait(20)
    except subprocess.TimeoutExpired:
        program.kill()


@contextmanager
def programs(told: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler and two workers, as they are started by hand; the scheduler's address and program."""
    from distributed import Client  # noqa: PLC0415 - slow to load

    dask, quiet = [sys.executable, "-m", "dask"], ["--no-dashboard", "--scheduler-file", str(told)]
    with ExitStack() as running:

        def started(*command: str) -> subprocess.Popen[bytes]:
            program = running.enter_context(subprocess.Popen([*dask, *command, *quiet], stderr=subprocess.DEVNULL))
            running.callback(end, program)
            return program

        scheduler = started("scheduler", "--host", "127.0.0.1", "--port", "0")
        started("worker", "--nworkers", "2", "--nthreads", "1")
        with Client(scheduler_file=str(told), timeout="60s", set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield json.loads(told.read_text("utf-8"))["address"], scheduler


def test_without_the_extra_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(PluginError, match="not installed; install it with: audioguide add catalogue"), cluster("x"):
        pass


class Client:
    """Dask's, whose executor is another one."""

    executor: Executor

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def nthreads(self) -> list[str]:
        return ["a worker"]

    def get_executor(self, *, pure: bool) -> Executor:
        assert not pure
        return self.executor


class Broken(Executor):
    """Fails, as a cluster does."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def submit(self, *_: object, **__: object) -> Future[object]:  # type: ignore[override]  # never mind what
        future = Future[object]()
        future.set_exception(self.error)
        return future


def fail() -> None:
    raise RuntimeError("a bug of ours")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (CancelledError(), "the scheduler has gone; what was made is kept"),
        (RuntimeError("Error during deserialization"), r"the cluster failed \(RuntimeError: Error during deserial"),
        (ImportError("no module named audioguide"), r"the cluster failed \(ImportError: no module"),
    ],
)
def test_a_cluster_that_fails_is_told(error: BaseException, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Client=Client))
    monkeypatch.setattr(Client, "executor", Broken(error), raising=False)
    with cluster("x") as executor, pytest.raises(AudioguideError, match=told):
        executor.submit(fail).result()


def test_a_bug_of_ours_is_no_failure_of_the_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Client=Client))
    monkeypatch.setattr(Client, "executor", ThreadPoolExecutor(1), raising=False)
    with cluster("x") as executor, pytest.raises(RuntimeError, match="a bug of ours") as caught:
        executor.submit(fail).result()
    assert "in fail" in caught.value.__notes__[0]
    with pytest.raises(ZeroDivisionError), cluster("x"):
        _ = 1 / 0
    with pytest.raises(RuntimeError, match="here"), cluster("x"):
        raise RuntimeError("here")


@pytest.mark.real
def test_an_address_without_a_scheduler_or_without_workers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster  # noqa: PLC0415 - slow to load

    monkeypatch.setattr("audioguide.catalogue.cluster._PATIENCE", "1s")
    for address in ("tcp://127.0.0.1:1", "here"):
        with pytest.raises(ChoiceError, match=f"scheduler: '{address}' is not possible; no scheduler of Dask"):
            cluster(address).__enter__()
    with (
        LocalCluster(n_workers=0, dashboard_address=None) as empty,
        pytest.raises(ChoiceError, match=r"it has no worker; start one: .* -m dask worker tcp://"),
    ):
        cluster(empty.scheduler_address).__enter__()


@pytest.mark.real
@pytest.mark.skipif(sys.platform == "win32", reason="there a process is not killed by a signal")
def test_the_sessions_are_those_of_a_plain_loop_whoever_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster  # noqa: PLC0415 - slow to load

    monkeypatch.setattr("audioguide.catalogue.build.AHEAD", 2)  # when the first is made, some are not even asked for
    file, cache = write_catalogue(tmp_path, f"{SIX}format: flac\n"), Cache(tmp_path / "cache")
    build_catalogue(str(file), tmp_path / "loop", cache, workers=1)

    def built(address: str, at_first: Callable[[], object]) -> int:
        """Build, and do something when the first session is made; return how many were there before."""

        def progress(what: str, done: int, _of: int, _at: str) -> None:
            if (what, done) == ("making", 1):
                at_first()

        states = build_catalogue(str(file), tmp_path / "out", cache, workers=1, scheduler=address, progress=progress)
        return states["made"]

    with (
        programs(tmp_path / "scheduler.json") as (address, scheduler),
        pytest.raises(AudioguideError, match="the scheduler has gone; what was made is kept"),
    ):
        built(address, scheduler.kill)
    assert not (tmp_path / "out" / "index.json").exists()
    made = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.flac")}
    assert made
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
        worker = next(iter(local.workers.values()))
        assert built(local.scheduler_address, lambda: os.kill(worker.pid, signal.SIGKILL)) == len(made)
    assert all(path.stat().st_mtime_ns == when for path, when in made.items())  # those are not made again
    assert digests(tmp_path / "out") == digests(tmp_path / "loop")
    assert list(digests(tmp_path / "out")) == sorted(NAMES)
    assert (tmp_path / "out" / "index.json").read_bytes() == (tmp_path / "loop" / "index.json").read_bytes()
