"""Settings: what was kept is what is found, whoever else is reading."""

import threading

import pytest

from models import database, ledger_file, settings


@pytest.fixture
def file(tmp_path):
    ledger_file.create(tmp_path / "a.db")


def test_a_thread_that_began_to_read_before_brings_nothing_old_back(file):
    settings.put("tried", 1)
    began, kept, found = threading.Event(), threading.Event(), []

    def read():
        with database.database.obj.connection_context(), database.database.obj.atomic():
            list(settings.SettingRow.select())
            began.set()
            kept.wait(10)
            found.append(settings.get("tried"))

    thread = threading.Thread(target=read)
    thread.start()
    assert began.wait(10)
    settings.put("tried", 2)
    kept.set()
    thread.join(10)
    assert found == [2] and settings.get("tried") == 2


def test_what_is_forgotten_or_rolled_back_is_not_found(file):
    settings.put("tried", 1)
    with pytest.raises(RuntimeError), database.database.atomic():
        settings.put("tried", 2)
        assert settings.get("tried") == 2
        raise RuntimeError
    assert settings.get("tried") == 1
    settings.put("tried", None)
    assert settings.get("tried", "nothing") == "nothing"


def test_another_file_has_its_own(file, tmp_path):
    settings.put("tried", 1)
    ledger_file.close()
    ledger_file.create(tmp_path / "b.db")
    assert settings.get("tried") is None
