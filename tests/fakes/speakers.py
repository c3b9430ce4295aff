"""A speaker in memory, and a kind of them: time passes when one looks at it, and it remembers what it was told."""

from __future__ import annotations

from dataclasses import replace

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Speaker, Status
from audioguide.units import Samples, samples

NURSERY = Device(
    speaker="fake", name="Nursery", address="fake://nursery", host="10.0.0.9", model="Fake One", identity="uuid:1"
)
OTHER = replace(NURSERY, name="Kitchen", model="Fake Two", identity="uuid:2")
COMPUTER = Device(speaker="fake", name="this computer", address="here", host="", model="here")


class FakeSpeaker:
    """It plays a second further at each look, unless it is told to behave badly."""

    fetches = True

    def __init__(self, *, volume: float | None = 0.6, steps: int = 100, device: Device = NURSERY) -> None:
        self.device = device
        self.abilities: frozenset[Ability] = frozenset({"pause", "seek", "volume"})
        self.told: list[object] = []
        self.level, self.steps = volume, steps
        self.state = "stopped"
        self.position = Samples(0)
        self.length = Samples(0)
        self.now = 0.0
        self.pace = 1.0
        """Seconds that it plays between two looks."""
        self.fetched = False
        self.deaf = False
        """Does not fetch."""
        self.stuck_at: float | None = None
        """Seconds, at which it has lost the network."""
        self.stopped_at: float | None = None
        """Seconds, at which somebody stops it."""
        self.away: tuple[float, float] = (0.0, 0.0)
        """From when to when it does not answer, on its clock."""
        self.loads: tuple[float, float] = (0.0, 0.0)
        """From when to when it loads, on its clock, and does not tell where it is."""
        self.taken_at: float | None = None
        """Seconds, at which somebody plays something else on it."""
        self.taken_after: float | None = None
        """The same, by its clock."""
        self.loaded: str | None = None
        self.stubborn = False
        """Keeps its volume."""

    def clock(self) -> float:
        return self.now

    def play(self, sound: Sound) -> None:
        self.told.append(("play", self.level))
        self.state, self.position, self.length = "playing", Samples(0), sound.length
        self.fetched, self.loaded = not self.deaf, sound.url

    def pause(self) -> None:
        self.told.append("pause")
        self.state = "paused"

    def resume(self) -> None:
        self.told.append("resume")
        self.state = "playing"

    def seek(self, position: Samples) -> None:
        self.told.append(("seek", position / 44_100))
        self.position = position

    def stop(self) -> None:
        self.told.append("stop")
        self.state = "stopped"

    def status(self) -> Status:
        self.now += 1
        if self.away[0] <= self.now < self.away[1]:
            msg = "'Nursery' does not answer"
            raise SpeakerError(msg)
        if self.loads[0] <= self.now < self.loads[1]:
            return Status(state="loading", position=Samples(0), loaded=self.loaded)
        stuck = self.stuck_at is not None and self.position >= samples(self.stuck_at)
        if self.state == "playing" and self.fetched and not stuck:
            self.position = Samples(self.position + samples(self.pace))
        if self.taken_at is not None and self.position >= samples(self.taken_at):
            self.loaded = "http://radio"
        if self.position > self.length or (self.stopped_at is not None and self.position >= samples(self.stopped_at)):
            self.state, self.position = "stopped", Samples(0)
        if self.taken_after is not None and self.now >= self.taken_after:
            self.loaded, self.state = "http://radio", "playing"
        states = {"playing": "playing", "paused": "paused", "stopped": "stopped"}
        return Status(state=states[self.state], position=self.position, loaded=self.loaded)  # type: ignore[arg-type]

    def volume(self) -> float | None:
        return self.level

    def set_volume(self, level: float) -> None:
        self.told.append(("volume", level))
        if self.stubborn:
            return
        self.level = round(level * self.steps) / self.steps

    def close(self) -> None:
        self.told.append("close")


class GoneSpeaker(FakeSpeaker):
    """It has been unplugged."""

    def set_volume(self, level: float) -> None:
        msg = f"'Nursery' does not answer to {level}"
        raise SpeakerError(msg)


class DumbSpeaker(FakeSpeaker):
    """Its volume can only be set."""

    def volume(self) -> None:
        return None


class NotingSpeaker(FakeSpeaker):
    """It notes what it is given, and plays fast."""

    def __init__(self) -> None:
        super().__init__()
        self.pace = 12
        self.given: list[Sound] = []

    def play(self, sound: Sound) -> None:
        self.given.append(sound)
        super().play(sound)


class PolledSpeaker(FakeSpeaker):
    """Somebody else asks it, and seldom: for some seconds after `play` it tells of what played before."""

    def __init__(self, before: Status, *, told_for: float, calls_it: str | None = None) -> None:
        super().__init__()
        self.before, self.told_for, self.calls_it = before, told_for, calls_it
        """Seconds, and its own name for what it was given."""

    def play(self, sound: Sound) -> None:
        super().play(sound)
        self.loaded = self.calls_it or sound.url

    def status(self) -> Status:
        now = super().status()
        if self.now > self.told_for:
            return now
        since = samples(self.now) if self.before.state == "playing" else 0
        return replace(self.before, position=Samples(self.before.position + since))


class Kind:
    """A protocol whose speakers are a list."""

    def __init__(self) -> None:
        self.there: list[Device] = [COMPUTER, NURSERY]
        self.searches: list[str | None] = []
        self.is_shy = False
        """Whether its speakers do not say who they are when one connects."""

    def __call__(self, device: Device) -> Speaker:
        for one in self.there:
            if one.address == device.address:
                return FakeSpeaker(volume=0.2, device=replace(one, identity="") if self.is_shy else one)
        msg = f"'{device.name}' does not answer"
        raise SpeakerError(msg)

    def discover(self, within: float, host: str | None = None) -> tuple[Device, ...]:
        assert within < 3
        self.searches.append(host)
        return tuple(one for one in self.there if host in (None, one.host))
