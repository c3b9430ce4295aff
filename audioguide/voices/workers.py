"""The processes in which an engine speaks, seen from this one; `worker` is what runs in each.

One ends when its voice is released, when it takes too long, and with this program, however that ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import weakref
from concurrent.futures import CancelledError
from contextlib import ExitStack
from threading import BoundedSemaphore, Event, Lock, Timer
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from audioguide.errors import VoiceError
from audioguide.state.scratch import scratch_folder
from audioguide.voices import NO_TELEMETRY_ENV

if TYPE_CHECKING:
    from audioguide.model.audio import Mono


class Workers:
    """As many processes of one engine as speak at the same time; thread-safe."""

    def __init__(self, engine: str, language: str, variant: str, *, most: int, patience: float) -> None:
        """Take what `plugins.find` makes the voice from, the most processes, and seconds for a phrase."""
        self._what = (engine, language, variant)
        self._patience = patience
        self._places = BoundedSemaphore(most)
        self._lock = Lock()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._released = 0

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase; see `plugins.Voice`.

        Raises:
            CancelledError: they were released meanwhile.
        """
        released = self._released
        with self._places:
            worker = self._taken(released)
            try:
                spoken = worker.speak(text, rate)
            except BaseException as error:
                if not self._put_away(worker, released, fit=False) and isinstance(error, VoiceError):
                    raise CancelledError from error
                raise
            self._put_away(worker, released, fit=True)
            return spoken

    def release(self) -> None:
        """End all, also those that are speaking."""
        with self._lock:
            self._released += 1
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.interrupt()
        for worker in idle:
            worker.end()

    def _taken(self, released: int) -> _Worker:
        """Take a worker that has nothing to do, or start one."""
        with self._lock:
            if self._released != released:
                raise CancelledError
            worker = self._idle.pop() if self._idle else _Worker(*self._what, patience=self._patience)
            self._busy.add(worker)
        return worker

    def _put_away(self, worker: _Worker, released: int, *, fit: bool) -> bool:
        """Keep a worker that may speak again, and end another; return whether the voice was not released meanwhile."""
        with self._lock:
            current = self._released == released
            self._busy.discard(worker)
            if fit and current:
                self._idle.append(worker)
        if not (fit and current):
            worker.end()
        return current


class _Worker:
    """The other process. It ends with this object and with this program."""

    def __init__(self, engine: str, language: str, variant: str, *, patience: float) -> None:
        self._engine = engine
        self._patience = patience
        held = ExitStack()
        try:
            folder = held.enter_context(scratch_folder())
            arguments = (engine, language, variant, str(patience), str(folder))
            self._process = subprocess.Popen(  # noqa: S603 - our own program; a shell has no part in it
                # -P: a file in the user's folder must not pass for a module.
                [sys.executable, "-P", "-m", "audioguide.voices.worker", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **NO_TELEMETRY_ENV},
            )
        except OSError as error:
            held.close()
            raise VoiceError(_not_started(engine, error)) from error
        self.end = weakref.finalize(self, _end, self._process, held)

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        head, pcm = self._asked(json.dumps({"text": text, "rate": rate}, allow_nan=False).encode("ascii") + b"\n")
        if "error" in head:
            raise VoiceError(head["error"])
        return np.frombuffer(pcm, "<f4").astype(np.float32), head["sample_rate"]

    def interrupt(self) -> None:
        """End the process, so that whoever waits for it waits no longer."""
        self._process.kill()

    def _asked(self, request: bytes) -> tuple[dict[str, Any], bytes]:
        requests: IO[bytes] = self._process.stdin  # type: ignore[assignment]  # it is a pipe
        answers: IO[bytes] = self._process.stdout  # type: ignore[assignment]  # likewise
        late = Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        alarm = Timer(self._patience, give_up)
        alarm.start()
        try:
            requests.write(request)
            requests.flush()
            head = json.loads(answers.readline())
            pcm = answers.read(head["bytes"])
            if len(pcm) == head["bytes"]:
                return head, pcm
        except (OSError, ValueError):  # the pipe is broken, or what came through it was cut short
            pass
        finally:
            alarm.cancel()
        raise VoiceError(self._stopped(late=late.is_set()))

    def _stopped(self, *, late: bool) -> str:
        if late:
            return f"the voice '{self._engine}' said nothing for {self._patience:g} seconds"
        self._process.kill()  # an engine that only closed the pipe
        return f"the voice '{self._engine}' stopped in the middle of a phrase (status {self._process.wait()})"


def _not_started(engine: str, error: OSError) -> str:
    return f"the voice '{engine}' cannot be started: {error}"


def _end(process: subprocess.Popen[bytes], held: ExitStack) -> None:
    process.kill()
    process.communicate()
    held.close()
