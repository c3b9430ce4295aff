"""A session as a speaker gets it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import httpx
from fakes.sessions import put_session
from fakes.speakers import NURSERY
from fakes.waiting import PATIENCE

from audioguide.web.feed import key_of
from audioguide.web.playing.serving import serving


def test_a_speaker_in_the_network_fetches_it(tmp_path: Path) -> None:
    session = put_session(tmp_path / "everyday.mp3", b"sound")
    with serving(session, NURSERY, "127.0.0.1") as served:
        pattern = rf"http://127\.0\.0\.1:\d+/[0-9a-f]{{32}}/{key_of(session)}\.mp3"
        assert re.fullmatch(pattern, served.sound.url)
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", served.sound.origin)
        assert not served.has_fetched()
        answer = httpx.get(served.sound.url, trust_env=False, timeout=PATIENCE)
        assert (answer.content, answer.headers["content-type"]) == (b"sound", served.sound.media_type)
        assert served.has_fetched()


def test_this_computer_is_given_the_file(tmp_path: Path) -> None:
    session = put_session(tmp_path / "everyday.mp3", b"sound")
    with serving(session, replace(NURSERY, host="")) as served:
        assert (served.sound.path, served.sound.url, served.has_fetched()) == (session.path, "", False)
