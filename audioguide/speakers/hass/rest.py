"""Home Assistant's REST interface (developers.home-assistant.io, REST API): five calls, and the token for them.

The token opens the whole house. So its user says which Home Assistant has made it, and no other address is sent it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import keyring
import requests
from keyring.errors import KeyringError

from audioguide.errors import SpeakerError
from audioguide.speakers.errors import speaker_errors, unreachable
from audioguide.state.shell import command_line

TOKEN_VARIABLE = "AUDIOGUIDE_HASS_TOKEN"  # noqa: S105 - the name of a variable
URL_VARIABLE = "AUDIOGUIDE_HASS_URL"
_IN_KEYRING = {TOKEN_VARIABLE: "home-assistant", URL_VARIABLE: "home-assistant-url"}
"""Under which names the keyring of the system has them."""
_TIMEOUT_SECONDS = 5.0
_SERVICE_TIMEOUT_SECONDS = 15.0
"""Home Assistant waits up to ten seconds for what it has called."""
_UNRESPONSIVE_TIMEOUT_SECONDS = 1.0
"""After a request has failed: stop and the volume are still sent, but must not take long. No search is shorter."""


def _setting(variable: str) -> str:
    """Return how a user sets something, as the end of a sentence: in a variable, or in the keyring."""
    keep = command_line([sys.executable, "-m", "keyring", "set", "audioguide", _IN_KEYRING[variable]])
    return f"set {variable} or: {keep}"


_NO_TOKEN = f"make a long-lived token in your profile there, and {_setting(TOKEN_VARIABLE)}"
NO_HOME = f"tell its address, such as http://10.0.0.5:8123: {_setting(URL_VARIABLE)}"


def token() -> str:
    """Return the user's token; empty where there is none. It is never in a file."""
    return _kept(TOKEN_VARIABLE)


def home() -> str:
    """Return the address of the Home Assistant that has made the token; empty where the user has told none."""
    base = _kept(URL_VARIABLE).rstrip("/")
    return base if not base or "://" in base else f"http://{base}"


def _kept(variable: str) -> str:
    """Return what is in a variable, or in the keyring."""
    if chosen := os.environ.get(variable):
        return chosen
    with contextlib.suppress(KeyringError):  # a computer without one
        return keyring.get_password("audioguide", _IN_KEYRING[variable]) or ""
    return ""


class HomeAssistant:
    """One Home Assistant. Its clock is not ours: `now` tells its time."""

    def __init__(self, base: str, name: str, within: float = _SERVICE_TIMEOUT_SECONDS) -> None:
        """Take its address, ``http://10.0.0.5:8123``, what is asked for there, for errors, and until when it answers.

        Raises:
            SpeakerError: there is no token, or none for this address.
        """
        self._base, self._name, self._token = base, name, token()
        if base != home():
            msg = f"'{name}' is behind Home Assistant at {base}, for which there is no token; if it is yours, {NO_HOME}"
            raise SpeakerError(msg)
        if not self._token:
            msg = f"'{name}' is behind Home Assistant at {base}, which wants a token: {_NO_TOKEN}"
            raise SpeakerError(msg)
        self._longest = max(within, _UNRESPONSIVE_TIMEOUT_SECONDS)
        self._ahead = -time.time()
        """Seconds that its clock is ahead of ours."""
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy between two devices of one house

    @property
    def now(self) -> float:
        """Its time, in seconds since 1970."""
        return time.time() + self._ahead

    def config(self) -> dict[str, Any]:
        """Return what it says of itself."""
        found: dict[str, Any] = self._ask("GET", "config")
        return found

    def states(self) -> list[dict[str, Any]]:
        """Return the state of every entity."""
        found: list[dict[str, Any]] = self._ask("GET", "states")
        return found

    def state(self, entity: str) -> dict[str, Any]:
        """Return the state of an entity.

        Raises:
            SpeakerError: there is none of this name, or it is not connected with Home Assistant at the moment.
        """
        found: dict[str, Any] = self._ask("GET", f"states/{entity}")
        if found["state"] == "unavailable":
            msg = f"'{self._name}' is not reached by Home Assistant ({entity} is unavailable); is it on?"
            raise SpeakerError(msg)
        return found

    def call(self, service: str, entity: str, **data: object) -> None:
        """Call a service of media players. Its answer tells nothing: 200 also for a dead address or a wrong name."""
        self._ask("POST", f"services/media_player/{service}", {"entity_id": entity, **data}, _SERVICE_TIMEOUT_SECONDS)

    def close(self) -> None:
        """Disconnect."""
        self._session.close()

    def _ask(
        self, method: str, path: str, data: dict[str, Any] | None = None, timeout: float = _TIMEOUT_SECONDS
    ) -> Any:  # noqa: ANN401 - JSON
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            with speaker_errors(self._name, (requests.RequestException, ValueError), lambda name, _: unreachable(name)):
                answer = self._session.request(
                    method, f"{self._base}/api/{path}", json=data, headers=headers, timeout=min(timeout, self._longest)
                )
                found = answer.json() if answer.ok else None
        except SpeakerError:
            self._longest = _UNRESPONSIVE_TIMEOUT_SECONDS
            raise
        self._longest = _SERVICE_TIMEOUT_SECONDS
        self._note_time(answer)
        if not answer.ok:
            raise SpeakerError(self._refusal(answer, path))
        return found

    def _note_time(self, answer: requests.Response) -> None:
        """Learn how far its clock is ahead: it tells whole seconds, rounded down, so that the most is the nearest."""
        with contextlib.suppress(KeyError, ValueError):
            told = parsedate_to_datetime(answer.headers["Date"]).replace(tzinfo=UTC).timestamp()
            self._ahead = max(self._ahead, told - time.time())

    def _refusal(self, answer: requests.Response, path: str) -> str:
        if answer.status_code == requests.codes.unauthorized:
            return f"Home Assistant at {self._base} does not accept the token: {_NO_TOKEN}"
        if answer.status_code == requests.codes.not_found:
            return f"Home Assistant at {self._base} has no '{path.rpartition('/')[2]}' any more"
        return f"'{self._name}' refuses (Home Assistant answers {answer.status_code} to {path})"
