from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Call the program where nothing is yet."""
    monkeypatch.chdir(tmp_path)
