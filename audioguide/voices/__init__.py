"""Voices: one file an engine. They do not know each other."""

from types import MappingProxyType

NO_TELEMETRY_ENV = MappingProxyType({"ORT_DISABLE_TELEMETRY": "1"})
"""Environment variables that must be set before an engine is loaded, in every process that may load one.

From 1.29 on, onnxruntime reports to its maker. Its Python call that forbids this comes too late.
"""


def engine_of(identity: str) -> str:
    """Return the name of the engine, with which a voice's identity begins."""
    return identity.partition(" ")[0].partition("/")[0]
