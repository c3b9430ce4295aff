"""A search by multicast DNS, for the protocols that announce themselves so."""

from __future__ import annotations

import contextlib
import logging
import time

from zeroconf import DNSQuestionType, ServiceBrowser, ServiceInfo, ServiceStateChange, Zeroconf

log = logging.getLogger(__name__)

_ANSWERS_WITHIN_MILLISECONDS = 3000
"""A responder keeps silent for a second about what it has just told everybody (RFC 6762, 6)."""


def browse(service: str, within: float) -> list[ServiceInfo]:
    """Return what announces a service, ``_googlecast._tcp.local.``, after `within` seconds; none without a network.

    It is asked at once and after a second, and the answers are asked to go to everybody: one to us alone goes to one of
    all the programs that listen at port 5353 of this computer, seldom to ours.
    """
    names: set[str] = set()

    def on_service(name: str, state_change: ServiceStateChange, **_: object) -> None:
        if state_change is not ServiceStateChange.Removed:
            names.add(name)

    try:
        with contextlib.closing(Zeroconf()) as network:
            browser = ServiceBrowser(network, service, handlers=[on_service], question_type=DNSQuestionType.QM)
            time.sleep(within)
            browser.cancel()
            found = (network.get_service_info(service, name, _ANSWERS_WITHIN_MILLISECONDS) for name in sorted(names))
            return [info for info in found if info]
    except OSError as error:
        log.debug("no search: %r", error)
        return []
