"""For all tests: the configuration of this computer is never touched, and no file stays open."""

import datetime
import shutil

import pytest
from pytestqt.qtbot import QtBot

from models import clock, database, ledger_file, sample
from tests import new_file
from widgets import messages

TODAY = datetime.date(2026, 7, 1)

# A busy machine is no failure: what a test waits for has only to come, and those who pass wait no longer for it.
QtBot.waitUntil.__kwdefaults__["timeout"] = 20_000


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """A configuration folder of its own for each test."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("BANGFU_HOME", str(home))
    yield home
    database.close_file()
    clock.freeze(None)


shown_dialogs: list[str] = []


def _note(dialog):
    shown_dialogs.append(f"{dialog.windowTitle()}：{getattr(dialog, 'text', '')}")
    dialog.deleteLater()
    return False


# For the whole run, not test by test: work that ends after its test must not wait for a click that never comes.
messages.run = _note


@pytest.fixture(autouse=True)
def no_surprising_dialogs():
    """A message that no test expects fails a test."""
    shown_dialogs.clear()
    yield
    assert not shown_dialogs, f"a message nobody expected: {shown_dialogs}"


# Also for the whole run, so that fixtures of any scope and the program's own calls get it.
ledger_file.create = new_file.create


@pytest.fixture
def made_by_the_program(monkeypatch):
    """New files are made by the program as for a clerk, migration by migration, not copied."""
    monkeypatch.setattr(ledger_file, "create", new_file.really_create)


@pytest.fixture(scope="session")
def township(tmp_path_factory):
    """The closed file of the sample township, 示例（青禾乡）; copy it before you write."""
    path = tmp_path_factory.mktemp("township") / "示例.db"
    sample.build(path)
    ledger_file.close()
    return path


@pytest.fixture(scope="session")
def filled_file(township, tmp_path_factory):
    """A closed file in which every ledger holds records, the sample's and more; copy it before you write."""
    from tests import factory

    clock.freeze(TODAY)
    path = tmp_path_factory.mktemp("filled") / "a.db"
    shutil.copyfile(township, path)
    return factory.filled_file(path)


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
