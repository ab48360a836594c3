import datetime
import shutil
import subprocess
import sys

import pytest

from models import backup, clock, ledger_file, migrate, paths, record, settings
from models.database import DiskFull, State, Trouble, WrongPassword, database, is_plain, set_password
from models.ledger import ledger

PASSWORDS = pytest.mark.parametrize("password", ["", "青禾'乡2025"])


def village(name: str) -> int:
    return record.save("village", {"name": name}).id


def names() -> list[str]:
    model = ledger("village").model
    return [row.name for row in model.select().order_by(model.seq)]


@PASSWORDS
def test_what_was_changed_after_a_backup_is_gone_after_restore_and_kept_aside(tmp_path, password):
    ledger_file.create(tmp_path / "台账.db", password)
    village("清溪村")
    made = backup.make("手动")
    village("石板村")
    assert backup.counts(made)["village"] == 1 and backup.counts()["village"] == 2
    safety = backup.restore(made)
    assert names() == ["清溪村"]
    assert backup.counts(safety)["village"] == 2
    assert is_plain(made) == is_plain(safety) == (not password)
    assert State.path == tmp_path / "台账.db"
    # 恢复以后能接着写，也能再恢复回去
    village("陶化村")
    backup.restore(safety)
    assert names() == ["清溪村", "石板村"]


@PASSWORDS
def test_nothing_new_no_new_backup_but_any_setting_counts(tmp_path, password):
    ledger_file.create(tmp_path / "台账.db", password)
    assert backup.make("启动") is not None
    assert backup.make("退出") is None
    settings.operator.put("张三")
    assert backup.make("退出") is not None
    settings.operator.put("李四")
    assert backup.make("退出") is not None
    assert backup.make("手动") is not None


def test_a_backup_from_before_a_new_password_needs_the_old_one(tmp_path):
    ledger_file.create(tmp_path / "台账.db", "旧密码1")
    village("清溪村")
    made = backup.make("手动")
    set_password("新密码2")
    with pytest.raises(WrongPassword, match="现在的数据没有改动"):
        backup.restore(made)
    assert names() == ["清溪村"]
    backup.restore(made, "旧密码1")
    assert names() == ["清溪村"]
    ledger_file.close()
    ledger_file.open_existing(tmp_path / "台账.db", "旧密码1")


def test_a_spoiled_backup_changes_nothing(tmp_path):
    ledger_file.create(tmp_path / "台账.db")
    village("清溪村")
    made = backup.make("手动")
    made.write_bytes(made.read_bytes()[:5000] + b"\xff" * 3000)
    with pytest.raises(Trouble, match="没有恢复"):
        backup.restore(made)
    assert names() == ["清溪村"]


def test_a_full_disk_while_restoring_leaves_the_file_open_as_it_was(tmp_path, monkeypatch):
    ledger_file.create(tmp_path / "台账.db", "密码12345")
    made = backup.make("手动")
    village("清溪村")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.shutil, "copyfile", full)
    with pytest.raises(Trouble, match="没有改动"):
        backup.restore(made)
    assert names() == ["清溪村"]


def test_a_backup_that_cannot_be_brought_up_to_date_is_not_left_in_place(tmp_path, monkeypatch):
    ledger_file.create(tmp_path / "台账.db", "密码12345")
    made = backup.make("手动")
    village("清溪村")

    def refuse():
        raise Trouble("升级后的台账没有通过检查")

    monkeypatch.setattr(migrate, "bring_up", refuse)
    with pytest.raises(Trouble, match="没有通过检查"):
        backup.restore(made)
    assert names() == ["清溪村"]


@PASSWORDS
def test_a_damaged_file_is_replaced_by_a_backup_and_kept(tmp_path, password):
    path = tmp_path / "台账.db"
    ledger_file.create(path, password)
    village("清溪村")
    made = backup.make("手动")
    ledger_file.close()
    path.write_bytes(b"\0" * 9000)
    aside = backup.replace_damaged(path, made, password)
    assert aside.read_bytes() == b"\0" * 9000
    ledger_file.open_existing(path, password)
    assert names() == ["清溪村"]


def test_the_second_place_gets_a_copy_once_and_only_when_it_is_there(tmp_path):
    ledger_file.create(tmp_path / "台账.db")
    stick = tmp_path / "U盘"
    paths.remember(backup_place=str(stick))
    failed = backup.keep("手动")
    assert len(failed) == 1 and "本机的备份已经做好" in failed[0]
    assert len(backup.listing()) == 1
    stick.mkdir()
    # 没有新的改动，后插上的 U 盘也补上
    assert backup.keep("退出") == []
    assert [path.name for path in (stick / "台账的备份").iterdir()] == [backup.listing()[0].path.name]
    assert backup.copy_to_second_place() is None


def test_a_backup_that_fails_is_a_sentence_not_an_exception(tmp_path, monkeypatch):
    ledger_file.create(tmp_path / "台账.db")

    def full(*_):
        raise DiskFull("磁盘空间已满")

    monkeypatch.setattr(backup, "copy_open_file", full)
    assert backup.keep("退出") == ["磁盘空间已满"]
    assert backup.listing() == []


def test_backups_of_another_file_in_the_folder_are_left_alone(tmp_path):
    ledger_file.create(tmp_path / "台账.db")
    made = backup.make("手动")
    shutil.copy(made, made.with_name("别的_20200101-000000_手动.bak"))
    assert [one.path for one in backup.listing()] == [made]


def test_thinning_keeps_days_weeks_months():
    today = datetime.date(2025, 11, 20)
    many = [
        backup.Backup(paths.Path(f"{day}-{hour}"), datetime.datetime(2025, 11, 20, hour) - datetime.timedelta(day), "")
        for day in range(400)
        for hour in (9, 17)
    ]
    gone = set(backup.thin(many, today))
    kept = [one for one in many if one not in gone]
    days = sorted({one.at.date() for one in kept}, reverse=True)
    assert len([one for one in kept if (today - one.at.date()).days < 2]) == 4
    assert days[:7] == [today - datetime.timedelta(day) for day in range(7)]
    assert len({(day.year, day.month) for day in days}) == backup.MONTHLY
    assert len(kept) <= 4 + backup.DAILY + backup.WEEKLY + backup.MONTHLY


def test_two_backups_in_one_second_do_not_overwrite_each_other(tmp_path):
    clock.freeze(datetime.datetime(2025, 3, 1, 9))
    ledger_file.create(tmp_path / "台账.db")
    assert backup.make("手动") != backup.make("手动")
    assert len(backup.listing()) == 2


def test_a_wrong_password_writes_nothing_to_the_console(tmp_path):
    path = tmp_path / "台账.db"
    ledger_file.create(path, "密码12345")
    ledger_file.close()
    script = (
        "import sys\nfrom models import ledger_file\nfrom models.database import WrongPassword\n"
        "try:\n    ledger_file.open_existing(sys.argv[1], 'x')\nexcept WrongPassword:\n    print('ok')\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("ok", "")
    assert database.obj.is_closed()
