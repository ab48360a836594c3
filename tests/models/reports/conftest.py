"""An open, empty ledger file for tests of figures, charts and lists."""

import datetime

import pytest

from models import clock, ledger_file


@pytest.fixture
def book(tmp_path):
    clock.freeze(datetime.date(2026, 11, 24))
    ledger_file.create(tmp_path / "a.db")
    yield tmp_path
    ledger_file.close()
    clock.freeze(None)
