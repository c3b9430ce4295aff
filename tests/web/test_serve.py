"""Sessions over HTTP: what speakers and phones ask for, and what nobody may have."""

from __future__ import annotations

import hashlib
import random
import socket
from collections.abc import Iterator
from pathlib import Path

import feedparser
import httpx
import pytest
from fakes.search import examples
from fakes.sessions import put_session
from fakes.waiting import PATIENCE
from hypothesis import given
from hypothesis import strategies as st

from audioguide.web.address import LOOPBACK
from audioguide.web.library import Library
from audioguide.web.server import Server

SOUND = random.Random(1).randbytes(100_000)  # noqa: S311 - not for secrets
KEY = hashlib.sha256(SOUND).hexdigest()[:32]


def put(folder: Path, sound: bytes = SOUND) -> Path:
    return put_session(folder / "everyday.mp3", sound).path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    put(folder)
    (folder / "secret.txt").write_text("not yours", "utf-8")
    return folder


@pytest.fixture(scope="module")
def server(shelf: Path) -> Iterator[Server]:
    with Server(Library(lambda: shelf.glob("*.json"))) as running:
        yield running


@pytest.fixture(scope="module")
def ask(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, trust_env=False, timeout=PATIENCE) as client:
        yield client


def test_a_sound_is_whole_and_says_so(ask: httpx.Client) -> None:
    answer = ask.get(f"{KEY}.mp3")
    assert answer.content == SOUND
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["content-length"] == "100000"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["transferMode.dlna.org"] == "Streaming"
    assert "DLNA.ORG_PN=MP3;DLNA.ORG_OP=01" in answer.headers["contentFeatures.dlna.org"]


def test_head_tells_the_same_without_the_sound(ask: httpx.Client) -> None:
    whole, head = ask.get(f"{KEY}.mp3"), ask.head(f"{KEY}.mp3")
    assert (head.status_code, head.content) == (200, b"")
    assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-0", 206, SOUND[:1]),
        ("bytes=500-999", 206, SOUND[500:1000]),
        ("bytes=99990-", 206, SOUND[99990:]),
        ("bytes=99990-200000", 206, SOUND[99990:]),
        ("bytes=-500", 206, SOUND[-500:]),
        ("bytes=-200000", 206, SOUND),
        ("Bytes = 5-9", 206, SOUND[5:10]),
        ("bytes=100000-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=9-5", 200, SOUND),
        ("bytes=0-4,10-14", 200, SOUND),
        ("bytes=a-b", 200, SOUND),
        ("bytes=", 200, SOUND),
        ("npt=10-", 200, SOUND),
        ("bytes=" + "9" * 5000 + "-", 200, SOUND),
    ],
)
def test_ranges(ask: httpx.Client, asked: str, status: int, part: bytes | None) -> None:
    answer = ask.get(f"{KEY}.mp3", headers={"Range": asked})
    assert answer.status_code == status
    assert part is None or answer.content == part
    assert status != 416 or answer.headers["content-range"] == "bytes */100000"


def test_who_has_it_is_told_that_nothing_has_changed(ask: httpx.Client) -> None:
    for name in (f"{KEY}.mp3", f"{KEY}.vtt", "feed.xml", "cover.png"):
        etag = ask.get(name).headers["etag"]
        for known in (etag, f'"other", W/{etag}', "*"):
            answer = ask.get(name, headers={"If-None-Match": known})
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
        assert ask.get(name, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "stale", ['"other"', f'W/"{hashlib.sha256(SOUND).hexdigest()}"', "Wed, 01 Jan 2020 00:00:00 GMT", "nonsense"]
)
def test_a_range_of_something_else_is_the_whole(ask: httpx.Client, stale: str) -> None:
    answer = ask.get(f"{KEY}.mp3", headers={"Range": "bytes=5-9", "If-Range": stale})
    assert (answer.status_code, answer.content) == (200, SOUND)
    etag = answer.headers["etag"]
    answer = ask.get(f"{KEY}.mp3", headers={"Range": "bytes=5-9", "If-Range": etag})
    assert (answer.status_code, answer.content) == (206, SOUND[5:10])


def test_a_cast_receiver_may_fetch_it_from_its_own_page(ask: httpx.Client) -> None:
    answer = ask.get(f"{KEY}.mp3", headers={"Origin": "https://www.gstatic.com", "Range": "bytes=0-4"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Content-Range" in answer.headers["access-control-expose-headers"]


def test_the_feed_leads_to_everything(ask: httpx.Client) -> None:
    (entry,) = feedparser.parse(ask.get("feed.xml").content).entries
    enclosure = entry.enclosures[0]
    assert int(enclosure["length"]) == len(ask.get(enclosure["href"]).content) == 100_000
    contents = ask.get(entry.podcast_chapters["url"]).json()
    assert [one["title"] for one in contents["chapters"]] == ["Right leg", "Goodbye"]
    assert ask.get(entry.podcast_transcript["url"]).text.startswith("WEBVTT\n")
    assert ask.get("cover.png").content.startswith(b"\x89PNG")


def test_what_the_feed_says_is_not_chosen_by_who_asks(server: Server, ask: httpx.Client) -> None:
    told = ask.get("feed.xml", headers={"Host": "elsewhere.example"}).text
    assert "elsewhere" not in told
    assert f"{server.address}{KEY}.mp3" in told


def test_every_answer_says_that_nothing_is_guessed_loaded_or_told_to_others(ask: httpx.Client) -> None:
    etag = ask.get("cover.png").headers["etag"]
    answers = [ask.get(name) for name in (f"{KEY}.mp3", "feed.xml", f"{KEY}.png", "nothing", "/")]
    answers += [ask.post("feed.xml"), ask.head(f"{KEY}.mp3"), ask.get("cover.png", headers={"If-None-Match": etag})]
    answers += [ask.get(f"{KEY}.mp3", headers={"Range": asked}) for asked in ("bytes=0-4", "bytes=100000-")]
    assert [one.status_code for one in answers] == [200, 200, 200, 404, 404, 405, 200, 304, 206, 416]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_only_sounds_are_served_and_none_through_a_link(tmp_path: Path) -> None:
    elsewhere, shelf = tmp_path / "elsewhere", tmp_path / "shelf"
    for folder in (elsewhere, shelf):
        folder.mkdir()
    library = Library(lambda: shelf.glob("*.json"))
    sound = put(shelf)
    assert [one.captioned for one in library.episodes()] == [True]
    for file in (sound.with_suffix(".vtt"), sound):
        file.replace(elsewhere / file.name)
        file.symlink_to(elsewhere / file.name)
        assert [one.captioned for one in library.episodes()] == ([False] if file != sound else [])
    sound.unlink()
    put_session(shelf / "notes.txt", b"not a sound")
    assert library.episodes() == ()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/feed.xml",
        "TOKEN/",
        f"/{KEY}.mp3",
        f"/wrong/{KEY}.mp3",
        "/wrong/",
        "TOKEN/secret.txt",
        "TOKEN/../secret.txt",
        "TOKEN/..%2fsecret.txt",
        "TOKEN/%2e%2e/%2e%2e/etc/passwd",
        "TOKEN/everyday.mp3",
        "TOKEN/everyday.json",
        f"TOKEN/{KEY}.json",
        f"TOKEN/{KEY}.mp3/",
        "TOKEN/feed.xml/",
        f"TOKEN/{KEY}.wav",
        f"TOKEN//{KEY}.mp3",
        "TOKEN/" + "0" * 32 + ".mp3",
        "TOKEN/docs",
        "/docs",
        "/openapi.json",
    ],
)
def test_everything_else_does_not_exist(server: Server, path: str) -> None:
    """As it goes over the wire: an HTTP library would tidy the dots away."""
    answer = raw(server, path.replace("TOKEN", "/" + server.address.split("/")[3]))
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert answer.endswith(b"Not Found")


def raw(server: Server, path: str, method: str = "GET") -> bytes:
    port = int(server.address.split(":")[2].split("/")[0])
    with socket.create_connection((LOOPBACK, port), timeout=PATIENCE) as line:
        line.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode("utf-8", "replace"))
        return b"".join(iter(lambda: line.recv(65536), b""))


@examples(200)
@given(path=st.text(st.characters(codec="latin-1", exclude_characters=" \r\n"), max_size=60))
def test_no_path_leaks_a_file(server: Server, path: str) -> None:
    for answer in (raw(server, "/" + path), raw(server, f"/{server.address.split('/')[3]}/x{path}")):
        assert answer.split(b" ")[1] in {b"400", b"404"}
        assert b"not yours" not in answer


def test_only_reading_is_possible(ask: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert ask.request(method, f"{KEY}.mp3").status_code == 405


def test_it_knows_what_was_fetched(server: Server, shelf: Path) -> None:
    with Server(Library(lambda: shelf.glob("*.json"))) as fresh:
        assert not fresh.has_fetched(KEY)
        httpx.head(f"{fresh.address}{KEY}.mp3", trust_env=False, timeout=PATIENCE)
        assert not fresh.has_fetched(KEY)
        httpx.get(f"{fresh.address}{KEY}.mp3", trust_env=False, timeout=PATIENCE)
        assert fresh.has_fetched(KEY)
    assert fresh.address.split("/")[3] != server.address.split("/")[3]


def test_what_changes_on_the_shelf_has_another_address(tmp_path: Path) -> None:
    library = Library(lambda: tmp_path.glob("*.json"))
    assert library.episodes() == ()
    path = put(tmp_path)
    assert library.episode(KEY)
    put(tmp_path, sound=b"fresh")
    assert not library.episode(KEY)
    assert [one.size for one in library.episodes()] == [5]
    path.unlink()
    assert library.episodes() == ()


def test_a_damaged_session_is_not_served(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = put(tmp_path)
    path.write_bytes(SOUND[:-1] + bytes([SOUND[-1] ^ 1]))
    with (
        Server(Library(lambda: tmp_path.glob("*.json"))) as running,
        httpx.Client(base_url=running.address, trust_env=False, timeout=PATIENCE) as client,
    ):
        assert client.get(f"{KEY}.mp3").status_code == 404
        assert KEY not in client.get("feed.xml").text
        put(tmp_path)
        assert client.get(f"{KEY}.mp3").content == SOUND
        path.write_bytes(SOUND[:-1])
        assert KEY not in client.get("feed.xml").text
    assert caplog.messages == [f"{path} is damaged and left out; make it again: audioguide again {path}"]
