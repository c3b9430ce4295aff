"""Keeps tests apart from whoever runs them, before anything of audioguide is imported.

None of their variables counts but those that say what to test with, and what is kept lies in a folder that is removed
after the run.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

TOLD = {"AUDIOGUIDE_OTHER_PYTHONS"}
RUN = "PYTEST_AUDIOGUIDE_FOLDER"
"""Names the folder of a run to its workers."""

for name in [name for name in os.environ if name.startswith("AUDIOGUIDE_") and name not in TOLD]:
    del os.environ[name]
if "PYTEST_XDIST_WORKER" not in os.environ:
    _folder = TemporaryDirectory(prefix="audioguide-tests-", ignore_cleanup_errors=True)
    os.environ[RUN] = _folder.name
_run = Path(os.environ[RUN])
_own = _run / os.environ.get("PYTEST_XDIST_WORKER", "alone")
os.environ["AUDIOGUIDE_CACHE"] = str(_run / "cache")  # several programs may share one
os.environ["AUDIOGUIDE_STATE"] = str(_own / "state")
os.environ["AUDIOGUIDE_WORDS"] = str(_own / "words")
