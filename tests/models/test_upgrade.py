"""Copies made before an upgrade: without a password, whole, never twice the same, never of a file in use."""

import shutil

import pytest
from filelock import FileLock

from models import backup, clock, ledger_file, paths, upgrade
from models.database import FileInUse, database
from ui import cli

SECRET = "青禾-8866"


@pytest.fixture
def encrypted(tmp_path):
    path = tmp_path / "台账 2026.db"
    ledger_file.create(path, SECRET)
    ledger_file.close()
    paths.remember_file(path)
    return path


def test_an_encrypted_file_is_copied_without_its_password_and_listed_as_a_backup(encrypted):
    made, failed = upgrade.copy_recent()
    assert failed == []
    assert [one.path for one in backup.listing(encrypted)] == made
    assert backup.listing(encrypted)[0].why == "升级前"
    assert backup.verify(made[0], SECRET) and not backup.verify(made[0], "别的")


def test_the_same_contents_are_not_copied_again(encrypted):
    assert len(upgrade.copy_recent()[0]) == 1
    assert upgrade.copy_recent() == ([], [])


def test_what_a_crash_left_in_the_log_is_in_the_copy(encrypted, tmp_path):
    ledger_file.open_existing(encrypted, SECRET)
    database.execute_sql("CREATE TABLE last_words (text TEXT)")
    crashed = tmp_path / "断电.db"
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{encrypted}{suffix}", f"{crashed}{suffix}")
    ledger_file.close()
    copy = upgrade.copy_closed(crashed)
    ledger_file.open_existing(copy, SECRET)
    assert "last_words" in database.get_tables()


def test_a_file_in_use_is_refused_and_named(encrypted):
    with FileLock(f"{encrypted}.lock"):
        with pytest.raises(FileInUse):
            upgrade.copy_closed(encrypted)
        made, failed = upgrade.copy_recent()
    assert made == [] and encrypted.name in failed[0]
    assert backup.listing(encrypted) == []


def test_a_file_that_is_gone_does_not_hinder(encrypted):
    encrypted.unlink()
    assert upgrade.copy_recent() == ([], [])


def test_a_copy_that_does_not_hold_the_same_is_removed(encrypted, monkeypatch):
    monkeypatch.setattr(shutil, "copyfile", lambda source, target: target.write_bytes(b"half"))
    made, failed = upgrade.copy_recent()
    assert made == [] and "不一样" in failed[0]
    assert list(backup.folder(encrypted).iterdir()) == []


def test_a_second_copy_of_a_changed_file_stands_beside_the_first(encrypted):
    upgrade.copy_recent()
    clock.freeze(clock.today().replace(year=clock.today().year + 1))
    ledger_file.open_existing(encrypted, SECRET)
    database.execute_sql("CREATE TABLE later (text TEXT)")
    ledger_file.close()
    upgrade.copy_recent()
    assert len(backup.listing(encrypted)) == 2


def test_the_command_says_what_it_made(encrypted, capsys):
    assert cli.main(["before-upgrade"]) == 0
    out = capsys.readouterr()
    assert "升级前.bak" in out.out and out.err == ""
    with FileLock(f"{encrypted}.lock"):
        assert cli.main(["before-upgrade", "--json"]) == 1
    assert encrypted.name in capsys.readouterr().out
