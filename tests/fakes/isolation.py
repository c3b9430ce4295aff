"""Keeps tests apart from whoever runs them, before anything of audioguide is imported.

None of their variables counts but those that say what to test with. What is kept, and what any program leaves among
the temporary files, lies in a folder that is removed after the run.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

TOLD = {"AUDIOGUIDE_OTHER_PYTHONS"}
RUN = "PYTEST_AUDIOGUIDE_FOLDER"
"""Names the folder of a run to its workers."""

for name in [name for name in os.environ if name.startswith("AUDIOGUIDE_") and name not in TOLD]:
    del os.environ[name]
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())  # pytest keeps the last three, to look at
    _folder = tempfile.TemporaryDirectory(prefix="audioguide-tests-", ignore_cleanup_errors=True)
    os.environ[RUN] = _folder.name
_run = Path(os.environ[RUN])
_own = _run / os.environ.get("PYTEST_XDIST_WORKER", "alone")
os.environ["AUDIOGUIDE_CACHE"] = str(_run / "cache")  # several programs may share one
os.environ["AUDIOGUIDE_STATE"] = str(_own / "state")
os.environ["AUDIOGUIDE_WORDS"] = str(_own / "words")
for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):  # of Linux and macOS, and of Windows: added voices
    os.environ[name] = str(_own / "data")
_temporary = _run / "t"  # short: sockets have names of 107 characters at most
_temporary.mkdir(exist_ok=True)
os.environ["TMPDIR"] = tempfile.tempdir = str(_temporary)
