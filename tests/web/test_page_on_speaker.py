"""One tap on the page, and a real speaker of the house plays the session: gmediarender in a private network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.browser import DRIVER, opened
from fakes.home import Workshop, home
from fakes.noise import correlation
from fakes.nursery import BYTES, Nursery, household
from fakes.waiting import until

from audioguide.units import SAMPLE_RATE
from audioguide.web.family.diary import Diary

if TYPE_CHECKING:
    from fakes.network import Network

pytestmark = [pytest.mark.real, pytest.mark.skipif(not DRIVER, reason="needs chromium-driver")]
LENGTH, GOODBYE = 40, 16
"""Seconds: as the timeline of the workshop."""
WHAT = "return document.getElementById('what').textContent.endsWith('Plays on: Nursery, {} %')"
NURSERY = "[...document.querySelectorAll('#on label')].find(one => one.textContent.startsWith('Nursery'))"


def heard_from(second: float, nursery: Nursery) -> tuple[float, float]:
    """Return how well what was heard from a second on fits the session, and which second of the session that is."""
    part = nursery.heard()[int(second * SAMPLE_RATE) :][: 2 * SAMPLE_RATE]
    fit, place = correlation(part, nursery.ours())
    return fit, place / SAMPLE_RATE


def test_begin_on_the_page_is_the_session_on_the_speaker(
    network: Network, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fakes.nursery.LENGTH", LENGTH)
    monkeypatch.setattr("audioguide.web.family.diary.LEAST_SECONDS", 1)
    folder = tmp_path_factory.mktemp("h")
    with household("dlna", network, folder) as nursery:
        workshop = Workshop(sound=(folder / "noise.mp3").read_bytes())
        with home(folder, workshop, registry=nursery.registry) as one, opened() as phone:
            with nursery.speaker() as speaker:
                speaker.set_volume(0.7)
            phone.open(one.address)
            phone.until("return document.getElementById('sentence').textContent")
            phone.tap("Look for speakers")
            until(lambda: phone.run(f"return {NURSERY}"))
            phone.run(f"{NURSERY}.querySelector('input').click()")
            workshop.let()
            phone.tap("Begin")
            until(lambda: phone.run(WHAT.format(25)))
            until(lambda: nursery.heard_bytes > 4 * BYTES)
            assert nursery.volume == pytest.approx(0.25, abs=0.02)
            phone.tap("Enough")
            until(lambda: phone.run("return document.getElementById('chapter').textContent == 'Goodbye'"))
            before = nursery.heard_bytes
            until(lambda: nursery.heard_bytes > before + 4 * BYTES)
            phone.run("document.getElementById('leave').click()")
            until(lambda: phone.run("return !document.getElementById('elsewhere').hidden"))
            one.post("playing/command", command="stop")
            until(lambda: phone.run("return document.getElementById('elsewhere').hidden"))
            until(lambda: nursery.volume == pytest.approx(0.7, abs=0.02))
        (evening,) = Diary(one.state / "diary.jsonl").entries()
        fit, begun = heard_from(1.5, nursery)
        assert fit > 0.9
        assert 0.5 < begun < 4
        fit, later = heard_from(before / BYTES + 1.5, nursery)
        assert fit > 0.9
        assert GOODBYE <= later < GOODBYE + 12
    assert evening.stopped_at == "Right leg"
