"""A Sonos player: gmediarender behind a shim on port 1400, which answers what Sonos answers besides.

Run as a program: NAME ADDRESS ROOM, which is another room that it plays together with, or nothing. AVTransport and
RenderingControl are passed on; SSDP, the household, the state of the zones and the descriptions are its own.
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.error import HTTPError
from xml.sax.saxutils import escape

from fakes.network import Network, ip
from fakes.receivers import Receiver, gmediarender, running

INNER, PORT = "10.97.0.1", 49494
GROUP, EVERYBODY = "239.255.255.250", ("", 1900)
UID = "RINCON_48A6B8000001{:02X}01400"
PLAYER, RENDERER = "urn:schemas-upnp-org:device:ZonePlayer:1", "urn:schemas-upnp-org:device:MediaRenderer:1"
OWN = {
    "GetHouseholdID": "<CurrentHouseholdID>Sonos_nursery</CurrentHouseholdID>",
    "GetOutputFixed": "<CurrentFixed>0</CurrentFixed>",
}
CONTROLS = {
    "AVTransport": "rendertransport1",
    "RenderingControl": "rendercontrol1",
    "ConnectionManager": "renderconnmgr1",
}
"""The services, and where gmediarender has them."""
ARGUMENT = (
    "<argument><name>{}</name><direction>{}</direction><relatedStateVariable>Volume</relatedStateVariable></argument>"
)
ACTION = "<action><name>{}</name><argumentList>{}</argumentList></action>"
ACTIONS = {
    "DeviceProperties": ACTION.format("GetHouseholdID", ARGUMENT.format("CurrentHouseholdID", "out")),
    "ZoneGroupTopology": ACTION.format("GetZoneGroupState", ARGUMENT.format("ZoneGroupState", "out")),
    "RenderingControl": ACTION.format(
        "GetOutputFixed", ARGUMENT.format("InstanceID", "in") + ARGUMENT.format("CurrentFixed", "out")
    ),
}
SCPD = '<?xml version="1.0"?><scpd xmlns="urn:schemas-upnp-org:service-1-0"><actionList>'
SCPD_END = (
    "</actionList><serviceStateTable><stateVariable><name>Volume</name><dataType>string</dataType></stateVariable>"
    "</serviceStateTable></scpd>"
)
SERVICE = (
    "<service><serviceType>urn:schemas-upnp-org:service:{0}:1</serviceType><serviceId>urn:upnp-org:serviceId:{0}"
    "</serviceId><controlURL>/MediaRenderer/{0}/Control</controlURL><eventSubURL>/MediaRenderer/{0}/Event</eventSubURL>"
    "<SCPDURL>/xml/{0}1.xml</SCPDURL></service>"
)


@contextlib.contextmanager
def sonos(network: Network, name: str, heard: Path, together: str = "") -> Iterator[Receiver]:
    """Start one in the network; the renderer behind it is at a cable that leads nowhere."""
    with network.port() as port:
        ip(port.space, "link add r0 type veth peer name r1")
        ip(port.space, "link set r1 up")
        ip(port.space, f"addr add {INNER}/24 dev r0")
        ip(port.space, "link set r0 up")
        with gmediarender(port, "r0", "behind", heard, "-p", str(PORT)):
            program = [sys.executable, "-m", "fakes.sonos", name, port.address, together]
            with running([*port.inside, "env", f"PYTHONPATH={Path(__file__).parent.parent}", *program]):
                yield Receiver(name=name, heard=heard, port=port)


class Shim(BaseHTTPRequestHandler):
    """What is on port 1400."""

    name: ClassVar[str]
    address: ClassVar[str]
    together: ClassVar[str]

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        own = re.fullmatch(r"/xml/(DeviceProperties|ZoneGroupTopology)1\.xml", self.path)
        service = re.fullmatch(r"/xml/(AVTransport|RenderingControl|ConnectionManager)1\.xml", self.path)
        if self.path == "/xml/device_description.xml":
            self._answer(200, self._description().encode())
        elif own:
            self._answer(200, f"{SCPD}{ACTIONS[own[1]]}{SCPD_END}".encode())
        elif service:
            self._pass_on(f"/upnp/{CONTROLS[service[1]].rstrip('1')}SCPD.xml", None)
        else:
            self._answer(404, b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        action = self.headers["SOAPACTION"].strip('"').rpartition("#")[2]
        answer = self._zones() if action == "GetZoneGroupState" else OWN.get(action)
        service = re.fullmatch(r"/MediaRenderer/(AVTransport|RenderingControl|ConnectionManager)/Control", self.path)
        if answer is not None:
            self._answer(200, enveloped(action, answer).encode())
        elif service:
            self._pass_on(f"/upnp/control/{CONTROLS[service[1]]}", body)
        else:
            self._answer(500, b"")

    def _pass_on(self, path: str, body: bytes | None) -> None:
        action = self.headers.get("SOAPACTION", "").strip('"')  # gmediarender wants the quotes that soco leaves out
        headers = {"SOAPACTION": f'"{action}"', "Content-Type": 'text/xml; charset="utf-8"'} if body else {}
        request = urllib.request.Request(f"http://{INNER}:{PORT}{path}", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - ours
                content = answer.read()
                if path.endswith("rendercontrolSCPD.xml"):
                    content = content.replace(b"</actionList>", ACTIONS["RenderingControl"].encode() + b"</actionList>")
                self._answer(answer.status, content)
        except HTTPError as error:
            self._answer(error.code, error.read())

    def _answer(self, code: int, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", 'text/xml; charset="utf-8"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _description(self) -> str:
        own, uid = f"{self.address} - Sonos One - {uid_of(self.address)}", uid_of(self.address)
        common = f"<friendlyName>{own}</friendlyName><manufacturer>Sonos, Inc.</manufacturer>"
        common += "<modelName>Sonos One</modelName>"
        services = "".join(SERVICE.format(name) for name in CONTROLS)
        return (
            '<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major><minor>0'
            f"</minor></specVersion><device><deviceType>{PLAYER}</deviceType>{common}<roomName>{escape(self.name)}"
            f"</roomName><serialNum>48-A6-B8-00-00-01:1</serialNum><UDN>uuid:{uid}</UDN><deviceList><device><deviceType>"
            f"{RENDERER}</deviceType>{common}<UDN>uuid:{uid}_MR</UDN><serviceList>{services}</serviceList></device>"
            "</deviceList></device></root>"
        )

    def _zones(self) -> str:
        uid = uid_of(self.address)
        place = "http://{}:1400/xml/device_description.xml"
        member = '<ZoneGroupMember UUID="{}" Location="{}" ZoneName="{}" BootSeq="1"/>'
        members = member.format(uid, place.format(self.address), escape(self.name))
        if self.together:
            members += member.format(f"{uid}9", place.format("10.98.0.99"), escape(self.together))
        group = f'<ZoneGroup Coordinator="{uid}" ID="{uid}:1">{members}</ZoneGroup>'
        state = f"<ZoneGroupState><ZoneGroups>{group}</ZoneGroups></ZoneGroupState>"
        return f"<ZoneGroupState>{escape(state)}</ZoneGroupState>"


def uid_of(address: str) -> str:
    return UID.format(int(address.rpartition(".")[2]))


def enveloped(action: str, answer: str) -> str:
    return (
        '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<u:{action}Response xmlns:u="urn:sonos">{answer}</u:{action}Response></s:Body></s:Envelope>'
    )


def found(address: str) -> None:
    """Answer those who search for Sonos players, or for renderers: a Sonos is one, too."""
    uid = uid_of(address)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        line.bind(EVERYBODY)
        line.setsockopt(
            socket.IPPROTO_IP,
            socket.IP_ADD_MEMBERSHIP,
            struct.pack("4s4s", socket.inet_aton(GROUP), socket.inet_aton(address)),
        )
        while True:
            text, asker = line.recvfrom(2048)
            for target, usn in ((PLAYER, uid), (RENDERER, f"{uid}_MR")):
                if text.startswith(b"M-SEARCH") and target.encode() in text:
                    place = f"LOCATION: http://{address}:1400/xml/device_description.xml"
                    server = "SERVER: Linux UPnP/1.0 Sonos/85.0-64200 (ZPS12)"
                    rest = f"ST: {target}\r\nUSN: uuid:{usn}::{target}\r\nX-RINCON-HOUSEHOLD: Sonos_nursery"
                    head = "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age = 1800\r\nEXT:"
                    line.sendto(f"{head}\r\n{place}\r\n{server}\r\n{rest}\r\n\r\n".encode(), asker)


def ready() -> bool:
    """Whether gmediarender describes itself by now."""
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{INNER}:{PORT}/description.xml", timeout=5):
        return True
    return False


def main(name: str, address: str, together: str) -> None:
    Shim.name, Shim.address, Shim.together = name, address, together
    while not ready():
        time.sleep(0.05)
    with ThreadingHTTPServer((address, 1400), Shim) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found(address)


if __name__ == "__main__":
    main(*sys.argv[1:])
