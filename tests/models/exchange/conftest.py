"""The ledger's state that the shared blanks are filled from, imported once for all tests."""

import json
import shutil

import pytest

from models import ledger_file
from models.exchange import importer

from .books import SHARED

BLANKS = SHARED / "books" / "templates"


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """The state in a closed file."""
    if not BLANKS.exists():
        pytest.skip("没有共用的空表数据")
    path = tmp_path_factory.mktemp("office") / "office.db"
    ledger_file.create(path)
    importer.run(importer.prepare(BLANKS / "state.xlsx"), back_up=False)
    ledger_file.close()
    return path


@pytest.fixture
def opened(office, tmp_path):
    """A copy of it, open."""
    path = tmp_path / "office.db"
    shutil.copyfile(office, path)
    ledger_file.open_existing(path, "", check=False)
    yield path
    ledger_file.close()


@pytest.fixture(scope="session")
def truth(office):
    """The state as it was written down for other programs."""
    return json.loads((BLANKS / "state.json").read_text("utf-8"))
