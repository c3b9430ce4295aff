"""The day that is in the tags of the sessions of a catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.catalogues import SIX, write_catalogue

from audioguide.catalogue.making import date_of
from audioguide.catalogue.opening import open_catalogue
from audioguide.errors import ChoiceError


def test_the_day_is_that_of_the_file_or_of_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = open_catalogue(str(write_catalogue(tmp_path)))
    none = open_catalogue(str(write_catalogue(tmp_path, SIX.replace("date: 2027-03-01\n", ""))))
    assert date_of(none) == ""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1830000000")
    assert (date_of(mine), date_of(none)) == ("2027-03-01", "2027-12-28")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(ChoiceError, match="SOURCE_DATE_EPOCH: today is not possible"):
        date_of(none)
