"""The HTTP server, and its thread."""

from __future__ import annotations

import errno
import secrets
import socket
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

import uvicorn

from audioguide.errors import ShelfError
from audioguide.web.address import LOOPBACK
from audioguide.web.app import make_app
from audioguide.web.connections import BoundedProtocol
from audioguide.web.library import Library

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

_WAITING = 512
"""Connections that may wait until they are accepted; the system refuses more."""
_ACCEPTED_AT_ONCE = 4
"""In one turn of the loop: a thousand at once would keep a listener waiting."""
_SHUTDOWN_TIMEOUT_SECONDS = 5.0
"""Connections that are still open then are cut off."""


class _Listening(socket.socket):
    """A socket at which many may wait, and few are accepted at a time: for asyncio these are one number."""

    def listen(self, accepted_at_once: int = 0, /) -> None:  # noqa: ARG002 - asyncio tells it, and keeps to it
        """Let as many wait as we wish."""
        super().listen(_WAITING)


class Server:
    """A context manager that serves a library in a background thread."""

    def __init__(
        self,
        library: Library,
        *,
        host: str = LOOPBACK,
        port: int = 0,
        token: str | None = None,
        announced: str | None = None,
        page: Sequence[BaseRoute] = (),
        before_exit: Callable[[], object] = lambda: None,
    ) -> None:
        """Take what is served, and where.

        Args:
            library: the sessions.
            host: the address to listen on.
            port: 0 is any free one.
            token: in all URLs; None is a new one.
            announced: the address in all URLs, where it is another: a router or a container is between.
            page: the routes of the page that makes and plays; without them there is a player alone.
            before_exit: called when it ends, while it still answers.
        """
        self._library, self._page, self._host, self._port = library, page, host, port
        self._before_exit = before_exit
        self._announced = announced or host
        self._token = token or secrets.token_hex(16)  # 128 bits
        self._fetched: set[str] = set()

    def __enter__(self) -> Self:
        """Listen and serve.

        Raises:
            ShelfError: the address or the port cannot be bound.
        """
        try:
            family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
            created = socket.create_server((self._host, self._port), family=family)
        except OSError as error:
            is_elsewhere = isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL
            advice = "this computer has no such address" if is_elsewhere else "take another --port"
            msg = f"cannot serve at {self._host}, port {self._port}: {error.strerror}; {advice}"
            if error.errno == errno.EADDRINUSE:
                taken = f"port {self._port} is taken, by a page that is open already or by another program"
                msg = f"{taken}; take another --port, or --port 0 for any that is free"
            raise ShelfError(msg) from error
        self._socket = _Listening(fileno=created.detach())
        # Accepted sockets inherit it; asyncio does not set it here, and Nagle would delay a response by 40 ms.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._port = self._socket.getsockname()[1]
        self._server = uvicorn.Server(
            uvicorn.Config(
                make_app(self._library, self.address, self._fetched.add, self._page),
                access_log=False,
                backlog=_ACCEPTED_AT_ONCE,
                http=BoundedProtocol,
                lifespan="off",
                loop="asyncio",  # another would take the few that are accepted at once for those that may wait
                log_config=None,
                log_level="error",  # what strangers send is none of ours
                server_header=False,
                timeout_graceful_shutdown=1,
                ws="none",
            )
        )
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._before_exit()
        self._server.should_exit = True
        self._thread.join(_SHUTDOWN_TIMEOUT_SECONDS)
        self._socket.close()

    @property
    def address(self) -> str:
        """The base URL: ``http://10.0.0.5:8765/token/``."""
        host = f"[{self._announced}]" if ":" in self._announced else self._announced
        return f"http://{host}:{self._port}/{self._token}/"

    def has_fetched(self, key: str) -> bool:
        """Whether the sound file of an episode has been requested."""
        return key in self._fetched

    def wait(self) -> None:
        """Block until the process is interrupted."""
        while self._thread.is_alive():
            self._thread.join(0.5)
