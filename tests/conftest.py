"""For all tests: the configuration of this computer is never touched, and no file stays open."""

import pytest

from models import clock, database


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """A configuration folder of its own for each test."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("BANGFU_HOME", str(home))
    yield home
    database.close_file()
    clock.freeze(None)
