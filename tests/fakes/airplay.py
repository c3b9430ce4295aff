"""A real AirPlay receiver with a bus and a name service of its own. Nothing of it is seen outside its place.

Needs dbus-daemon, avahi-daemon and shairport-sync.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from fakes.network import Network
from fakes.receivers import Receiver, needed, running
from fakes.waiting import until

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/>
<allow send_type="signal"/><allow send_requested_reply="true" send_type="method_return"/>
<allow send_requested_reply="true" send_type="error"/><allow receive_type="method_call"/>
<allow receive_type="method_return"/><allow receive_type="error"/><allow receive_type="signal"/></policy></busconfig>
"""
_NAMES = """[server]
host-name={host}
use-ipv6=no
allow-interfaces=d0
[publish]
publish-hinfo=no
publish-workstation=no
"""
_RECEIVER = """general = {{ name = "{name}"; output_backend = "pipe"; mdns_backend = "avahi"; {more} }};
pipe = {{ name = "{folder}/pipe"; }};
"""


@contextlib.contextmanager
def airplay(network: Network, name: str, heard: Path, more: str = "") -> Iterator[Receiver]:
    """Start shairport-sync.

    Args:
        network: where.
        name: what the household calls it.
        heard: the file for what it plays, in a folder for all that it needs.
        more: settings of its section ``general``.
    """
    with contextlib.ExitStack() as started:
        port, folder = started.enter_context(network.port()), heard.parent
        for file, text in (("bus.conf", _BUS), ("names.conf", _NAMES), ("receiver.conf", _RECEIVER)):
            (folder / file).write_text(text.format(folder=folder, host=port.space, name=name, more=more))
        os.mkfifo(folder / "pipe")
        held = os.open(folder / "pipe", os.O_RDWR)  # so that the end of one stream is not the end of the pipe
        started.callback(os.close, held)
        heard.touch()
        keep = (f"if={folder}/pipe", f"of={heard}", "bs=4096", "oflag=append", "conv=notrunc", "status=none")
        started.enter_context(running([needed("dd"), *keep]))
        bus = [needed("dbus-daemon"), f"--config-file={folder}/bus.conf", "--nofork", "--nopidfile"]
        started.enter_context(running([*port.inside, *bus]))
        until((folder / "bus").exists)
        where = ["env", f"DBUS_SYSTEM_BUS_ADDRESS=unix:path={folder}/bus"]
        # avahi-daemon allows one of itself for each folder /run: this one has its own.
        alone = f"mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon && exec {needed('avahi-daemon')} "
        alone += f"--no-drop-root --no-chroot --no-rlimits -f {folder}/names.conf"
        started.enter_context(running([*port.inside, *where, "sh", "-c", alone]))
        speaker = [needed("shairport-sync"), "-c", f"{folder}/receiver.conf"]
        started.enter_context(running([*port.inside, *where, *speaker]))
        yield Receiver(name=name, heard=heard, port=port)
