"""A real browser without a window, by the W3C WebDriver protocol: JSON over HTTP."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, get_args

import httpx
import pytest

from fakes.waiting import PATIENCE

DRIVER = shutil.which("chromedriver")
Scheme = Literal["light", "dark"]
SCREENS = [(width, scheme) for width in (360, 1280) for scheme in get_args(Scheme)]
"""A small phone and a laptop, by day and by night."""
_HEIGHTS = {360: 640, 768: 1024, 1280: 800}
_AXE = os.environ.get("AXE_CORE")
"""The file axe.min.js of axe-core; `.ci/run` fetches it."""
_KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Space": " ", "Right": "\ue014", "Left": "\ue012", "Escape": "\ue00c"}


class Browser:
    """One tab, as a phone that is touched."""

    def __init__(self, client: httpx.Client) -> None:
        quiet = ["--headless=new", "--no-sandbox", "--mute-audio", "--autoplay-policy=no-user-gesture-required"]
        options = {"goog:chromeOptions": {"args": quiet}}
        answer = client.post("/session", json={"capabilities": {"alwaysMatch": options}}).raise_for_status()
        self._client, self._path = client, f"/session/{answer.json()['value']['sessionId']}"
        self.screen()

    def screen(self, width: int = 360, scheme: Scheme = "light") -> None:
        """Be a device of a width in CSS pixels, in a room that is lit or dark."""
        small = width < 700
        metrics = {"width": width, "height": _HEIGHTS[width], "deviceScaleFactor": 1, "mobile": small}
        self.devtools("Emulation.setDeviceMetricsOverride", **metrics)
        self.devtools("Emulation.setTouchEmulationEnabled", enabled=small)
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def command(self, name: str, **body: object) -> Any:
        return self._client.post(f"{self._path}/{name}", json=body).raise_for_status().json()["value"]

    def devtools(self, name: str, **params: object) -> Any:
        return self.command("goog/cdp/execute", cmd=name, params=params)

    def offline(self, *, yes: bool) -> None:
        """Lose the network, or have it back."""
        self.devtools("Network.enable")
        pace = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.devtools("Network.emulateNetworkConditions", offline=yes, **pace)

    def open(self, address: str) -> None:
        """Open a page, and wait until all of it is there: on a busy machine the driver comes back before that."""
        self.command("url", url=address)
        self.until("return document.readyState == 'complete'")

    def run(self, script: str, *args: object) -> Any:
        return self.command("execute/sync", script=script, args=args)

    def until(self, script: str, *args: object) -> Any:
        """Return what a script gives as soon as it gives anything."""
        end = time.monotonic() + PATIENCE
        while not (value := self.run(script, *args)) and time.monotonic() < end:
            time.sleep(0.02)
        assert value, f"{script}\non the page: {self.run('return document.body.innerText.slice(0, 500)')}"
        return value

    def tap(self, text: str) -> None:
        """Put a thumb on the visible button that says `text`, as soon as it is there."""
        x, y = self.until(
            "const b = [...document.querySelectorAll('button')].find(b => b.offsetParent && "
            "b.textContent.trim().startsWith(arguments[0])); if (!b) return null; "
            "b.scrollIntoView({block: 'nearest'}); const r = b.getBoundingClientRect(); "
            "return [r.x + r.width / 2, r.y + r.height / 2]",
            text,
        )
        moves = [
            {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        thumb = {"type": "pointer", "id": "thumb", "parameters": {"pointerType": "touch"}, "actions": moves}
        self.command("actions", actions=[thumb])

    def press(self, *names: str) -> None:
        """Press keys, one after the other."""
        moves = [{"type": kind, "value": _KEYS[name]} for name in names for kind in ("keyDown", "keyUp")]
        self.command("actions", actions=[{"type": "key", "id": "keyboard", "actions": moves}])

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Look at another tab meanwhile."""
        own = self._client.get(f"{self._path}/window").raise_for_status().json()["value"]
        self.command("window", handle=self.command("window/new", type="tab")["handle"])
        yield
        self._client.delete(f"{self._path}/window").raise_for_status()
        self.command("window", handle=own)

    def complaints(self) -> list[str]:
        """Return what axe-core finds wrong with what is seen: each rule with the first place that breaks it."""
        axe = Path(_AXE or pytest.skip("AXE_CORE names no axe-core: WHAT IS IN ANYBODY'S WAY WAS NOT LOOKED FOR"))
        self.run(axe.read_text("utf-8"))
        script = "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(r => done(r), done)"
        found: Mapping[str, Any] = self.command("execute/async", script=script, args=[])
        assert found["passes"], "no rule looked at anything"
        return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]

    def picture(self) -> bytes:
        return base64.b64decode(self._client.get(f"{self._path}/screenshot").json()["value"])

    def printed(self, width: float, height: float) -> bytes:
        """Print to PDF on paper of a size in inches."""
        answer = self.devtools("Page.printToPDF", paperWidth=width, paperHeight=height, printBackground=True)
        return base64.b64decode(answer["data"])

    def close(self) -> None:
        self._client.delete(self._path)


@contextmanager
def opened(environment: Mapping[str, str] | None = None) -> Iterator[Browser]:
    """Start a browser, and end it; with more in its environment than there is here."""
    command, own = [str(DRIVER), "--port=0"], os.environ | (environment or {})
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=own, text=True) as driver:
        try:
            port = _started(driver.stdout or ())
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
                browser = Browser(client)
                yield browser
                browser.close()
        finally:
            driver.terminate()


def _started(said: Iterable[str]) -> int:
    """Return the port that a driver has taken, once it says so."""
    for line in said:
        if found := re.search(r"started successfully on port (\d+)", line):
            return int(found[1])
    raise AssertionError("chromedriver does not start")
