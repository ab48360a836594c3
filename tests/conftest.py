"""For all tests: the configuration of this computer is never touched, and no file stays open."""

import datetime
import shutil

import pytest

from models import clock, database, ledger_file

TODAY = datetime.date(2026, 7, 1)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """A configuration folder of its own for each test."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("BANGFU_HOME", str(home))
    yield home
    database.close_file()
    clock.freeze(None)


@pytest.fixture(autouse=True)
def no_surprising_dialogs(request, monkeypatch):
    """A message that no test expects fails it instead of waiting for a click that never comes."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    from widgets import messages

    shown = []

    def run(dialog):
        shown.append(f"{dialog.windowTitle()}：{getattr(dialog, 'text', '')}")
        dialog.deleteLater()
        return False

    monkeypatch.setattr(messages, "run", run)
    yield
    assert not shown, f"a message nobody expected: {shown}"


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory):
    """A closed file in which every ledger holds records: the sample township; copy it before you write."""
    from tests import factory

    clock.freeze(TODAY)
    return factory.filled_file(tmp_path_factory.mktemp("filled") / "a.db")


@pytest.fixture
def filled(filled_file, tmp_path):
    """A copy of the filled file, open, on a day shortly after its last record."""
    clock.freeze(TODAY)
    path = tmp_path / "copy.db"
    shutil.copyfile(filled_file, path)
    ledger_file.open_existing(path, check=False)
    return path


@pytest.fixture
def reading(filled_file):
    """The filled file itself, open, for tests that only read."""
    clock.freeze(TODAY)
    ledger_file.open_existing(filled_file, check=False)
    return filled_file
