"""附件: byte-exact in and out, kept by backups, undone and restored like records, and never a program."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from models import attachment, backup, contents, database, history, ledger_file, record, settings, timeline
from models.attachment import New
from models.database import Trouble
from models.operation import blockers, undo, undo_last
from models.record import Refused
from ui import cli

SEEDS = Path(__file__).parents[3] / "shared" / "data" / "seeds"
PASSWORD = "qinghe-2026"


@pytest.fixture
def home(tmp_path):
    """A household in an encrypted file."""
    ledger_file.create(tmp_path / "青禾乡.db", PASSWORD)
    village = record.save("village", {"name": "上庄村"}).id
    return record.save("household", {"village": village, "head": "张三"}).id


def add(home, *files, **more):
    return attachment.add("household", home, [New(Path(f), **more) if isinstance(f, Path) else f for f in files])


def bytes_of(home):
    return {one.name: contents.read(one.sha256) for one in attachment.of_record(home)}


# --- in and out -------------------------------------------------------------------------------------------------------


def test_damaged_text_of_the_seeds_is_kept_byte_exact(home, tmp_path):
    source = SEEDS / "T21_损坏编码文本.txt"
    truth = json.loads((SEEDS / "truth.json").read_text("utf-8"))
    wanted = next(one for one in truth["expectations"] if one["test"] == "T21")["expected"]
    assert not add(home, source).problems
    one = attachment.of_record(home)[0]
    assert {"bytes": one.size, "sha256": one.sha256} == wanted
    written = attachment.save_to(one, tmp_path)
    assert written.read_bytes() == source.read_bytes() and written.name == source.name


@pytest.mark.parametrize("size", [1, contents.PIECE - 1, contents.PIECE, contents.PIECE + 1, 3 * contents.PIECE + 7])
def test_any_size_comes_out_as_it_went_in(home, size, tmp_path):
    data = os.urandom(size)
    (tmp_path / "a.jpg").write_bytes(data)
    add(home, tmp_path / "a.jpg")
    assert bytes_of(home) == {"a.jpg": data}
    assert b"".join(contents.pieces(hashlib.sha256(data).hexdigest())) == data


def test_names_with_spaces_and_emoji_stay(home, tmp_path):
    name = "入户 照片 😀（张三家）.jpg"
    (tmp_path / name).write_bytes(b"x" * 99)
    add(home, tmp_path / name)
    one = attachment.of_record(home)[0]
    assert one.name == name
    (tmp_path / "out").mkdir()
    assert attachment.save_to(one, tmp_path / "out").name == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a/b:c?.jpg", "a_b_c_.jpg"), ("CON.txt", "_CON.txt"), ("表.  ", "表"), ("长" * 300 + ".pdf", "长" * 65 + ".pdf")],
)
def test_written_names_suit_every_system(name, safe):
    assert attachment.safe_name(name) == safe


def test_same_file_is_stored_once_and_not_twice_in_one_record(home, tmp_path):
    data = os.urandom(300_000)
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(data)
    assert add(home, tmp_path / "a.jpg").operation
    size = sum(file.stat().st_size for file in contents.folder().iterdir())
    again = add(home, tmp_path / "b.jpg")
    assert not again.operation and "已经有一份" in again.problems[0].text
    other = record.save("household", {"village": 1, "head": "李四"}).id
    assert add(other, tmp_path / "b.jpg").operation
    assert sum(file.stat().st_size for file in contents.folder().iterdir()) == size
    assert attachment.total() == 300_000


def test_contents_are_encrypted_on_the_disk(home, tmp_path):
    (tmp_path / "a.txt").write_bytes("绝密的申请书".encode() * 500)
    add(home, tmp_path / "a.txt")
    for file in contents.folder().iterdir():
        assert "绝密".encode() not in file.read_bytes()
        assert not file.read_bytes().startswith(b"SQLite format 3")


def test_containers_that_are_full_rest(home, tmp_path, monkeypatch):
    monkeypatch.setattr(contents, "FULL", 400_000)
    for at in range(4):
        (tmp_path / f"{at}.jpg").write_bytes(os.urandom(300_000))
        add(home, tmp_path / f"{at}.jpg")
    assert len(list(contents.folder().iterdir())) == 2
    assert len(bytes_of(home)) == 4


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["报表.exe", "照片.jpg.EXE", "a.bat", "宏.vbs", "快捷.lnk", "安装.msi", "x.exe. "])
def test_programs_are_refused_in_words(home, name):
    done = add(home, New(b"hello", name))
    assert not done.operation and "不能作附件" in done.problems[0].text


def test_a_renamed_program_is_refused_and_a_picture_is_not(home):
    done = add(home, New(b"MZ\x90\x00" + b"0" * 90, "照片.jpg"), New(b"\xff\xd8\xff\xe0" + b"0" * 90, "真照片.jpg"))
    assert "其实是Windows 程序" in done.problems[0].text
    assert [one.name for one in attachment.of_record(home)] == ["真照片.jpg"]


def test_the_limit_is_20_mb_and_a_setting(home, tmp_path):
    with (tmp_path / "大.pdf").open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)
    done = add(home, tmp_path / "大.pdf")
    assert not done.operation and "上限" in done.problems[0].text
    settings.attachment_max.put(21)
    assert add(home, tmp_path / "大.pdf").operation
    with (tmp_path / "刚好.pdf").open("wb") as file:
        file.truncate(20 * 1024 * 1024)
    settings.attachment_max.put(20)
    assert add(home, tmp_path / "刚好.pdf").operation


def test_the_total_is_warned_of_and_taken(home):
    settings.attachment_total.put(1)
    assert not add(home, New(os.urandom(900_000), "a.jpg")).problems
    done = add(home, New(os.urandom(900_000), "b.jpg"))
    assert done.operation and done.problems[0].level == "warn" and "提醒线" in done.problems[0].text


def test_empty_files_folders_and_lost_records_are_refused(home, tmp_path):
    assert "是空的" in add(home, New(b"", "a.txt")).problems[0].text
    assert "是文件夹" in add(home, tmp_path).problems[0].text
    assert "读不出来" in add(home, tmp_path / "没有.txt").problems[0].text
    with pytest.raises(Refused, match="已被删除"):
        attachment.add("household", 999_999, [New(b"x", "a.txt")])


# --- history ----------------------------------------------------------------------------------------------------------


def test_adding_and_removing_can_be_undone_and_redone(home):
    number = add(home, New(b"1", "a.txt"), New(b"2", "b.txt")).operation
    undo_last()
    assert not attachment.of_record(home)
    undo(history.next_redo().id, "redo")
    assert bytes_of(home) == {"a.txt": b"1", "b.txt": b"2"}
    attachment.remove([attachment.of_record(home)[0].id])
    assert [one.name for one in attachment.of_record(home)] == ["b.txt"]
    undo_last()
    assert bytes_of(home) == {"a.txt": b"1", "b.txt": b"2"}
    assert history.operation_row(number).title == "给农户添加附件“a.txt”等 2 份"


def test_removed_ones_can_be_put_back(home):
    add(home, New(b"1", "a.txt", category="01", note="原件在村里"))
    attachment.remove([attachment.of_record(home)[0].id])
    ((id, values),) = attachment.removed([home])
    attachment.put_back(id, values)
    one = attachment.of_record(home)[0]
    assert (one.name, one.category_text, one.note, contents.read(one.sha256)) == ("a.txt", "申请书", "原件在村里", b"1")
    assert not attachment.removed([home])


def test_deleted_with_the_record_and_restored_with_it(home):
    add(home, New(b"1", "a.txt"), New(b"2", "b.txt"))
    attachment.remove([attachment.of_record(home)[1].id])
    record.delete("household", [home])
    assert not attachment.of_record(home)
    gone = next(line for line in timeline.lines("household", home) if line.change.action == "delete" and not line.whose)
    from models.operation import restore

    restore("household", home, timeline.before(gone.change))
    assert bytes_of(home) == {"a.txt": b"1"}, "what was removed before stays removed"


def test_undoing_a_deletion_brings_record_and_attachments(home):
    add(home, New(b"1", "a.txt"))
    number = record.delete("household", [home])
    undo(number)
    assert bytes_of(home) == {"a.txt": b"1"}


def test_a_new_record_with_a_later_attachment_is_not_undone_silently(home):
    saved = record.save("household", {"village": 1, "head": "王五"})
    assert not blockers(saved.operation)
    attachment.add("household", saved.id, [New(b"1", "a.txt")])
    assert any("添加了 1 份附件" in text for text in blockers(saved.operation))


def test_history_of_the_record_tells_of_attachments(home):
    add(home, New(b"1", "a.txt"))
    id = attachment.of_record(home)[0].id
    attachment.change(id, {"category": "02"})
    attachment.remove([id])
    told = [(line.whose, line.label, line.new or line.old) for line in timeline.lines("household", home)]
    assert ("附件 a.txt", "删除", "a.txt") in told
    assert ("附件 a.txt", "附件类别", "入户照片") in told


def test_an_attachment_of_a_deleted_record_is_not_put_back_alone(home):
    add(home, New(b"1", "a.txt"))
    attachment.remove([attachment.of_record(home)[0].id])
    ((id, values),) = attachment.removed([home])
    record.delete("household", [home])
    with pytest.raises(Refused, match="请先恢复那一条"):
        attachment.put_back(id, values)


# --- backups, passwords, copies ---------------------------------------------------------------------------------------


def test_backup_and_restore_bring_back_what_was_lost(home, tmp_path):
    data = os.urandom(700_000)
    add(home, New(data, "a.jpg"))
    made = backup.make("手动")
    attachment.remove([attachment.of_record(home)[0].id])
    shutil.rmtree(contents.folder())
    backup.restore(made)
    assert bytes_of(home) == {"a.jpg": data}
    assert list(contents.folder().iterdir()), "fetched from among the backups"


def test_a_second_backup_copies_only_what_grew(home, monkeypatch):
    monkeypatch.setattr(contents, "FULL", 400_000)
    for _ in range(2):
        add(home, New(os.urandom(500_000), f"{_}.jpg"))
    backup.make("手动")
    place = backup.folder() / contents.IN_BACKUPS
    before = {file.name: file.stat().st_ino for file in place.iterdir()}
    add(home, New(os.urandom(500_000), "neu.jpg"))
    backup.make("手动")
    after = {file.name: file.stat().st_ino for file in place.iterdir()}
    assert len(after) == len(before) + 1 and before.items() <= after.items()


def test_a_changed_password_changes_no_container(home):
    add(home, New(b"1", "a.txt"))
    path = database.State.path
    before = [file.read_bytes() for file in contents.folder().iterdir()]
    database.set_password("neu-passwort-9")
    assert [file.read_bytes() for file in contents.folder().iterdir()] == before
    ledger_file.close()
    ledger_file.open_existing(path, "neu-passwort-9")
    assert bytes_of(home) == {"a.txt": b"1"}


def test_a_file_that_goes_back_before_its_first_attachment_and_forth_again(home):
    early = backup.make("手动")
    add(home, New(b"1", "a.txt"))
    late = backup.make("手动")
    backup.restore(early)
    assert not attachment.of_record(home)
    add(home, New(b"2", "b.txt"))
    assert bytes_of(home) == {"b.txt": b"2"}
    backup.restore(late)
    assert bytes_of(home) == {"a.txt": b"1"}


def test_an_encrypted_copy_has_them_too(tmp_path):
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "上庄村"}).id
    attachment.add("village", village, [New(b"1", "a.txt")])
    database.save_encrypted(tmp_path / "b.db", PASSWORD)
    ledger_file.close()
    ledger_file.open_existing(tmp_path / "b.db", PASSWORD)
    assert bytes_of(village) == {"a.txt": b"1"}


def test_the_second_place_gets_them(home, tmp_path):
    from models import paths

    (tmp_path / "u").mkdir()
    paths.remember(backup_place=str(tmp_path / "u"))
    add(home, New(b"1", "a.txt"))
    assert not backup.keep("手动")
    assert list((tmp_path / "u").rglob(f"*{contents.SUFFIX}"))


def test_lost_contents_are_a_sentence_and_found_by_the_self_check(home, capsys, tmp_path):
    add(home, New(b"1", "a.txt"))
    path = database.State.path
    shutil.rmtree(contents.folder())
    with pytest.raises(contents.LostContent, match="青禾乡的附件"):
        contents.read(attachment.of_record(home)[0].sha256)
    ledger_file.close()
    (tmp_path / "pw").write_text(PASSWORD)
    assert cli.main(["self-check", "--db", str(path), "--password-file", str(tmp_path / "pw")]) == 1
    assert "附件“a.txt”内容不在或已损坏" in capsys.readouterr().out


def test_a_full_disk_adds_nothing(home, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(contents, "put", full)
    with pytest.raises(Trouble, match="磁盘空间"):
        add(home, New(b"1", "a.txt"))
    assert not attachment.of_record(home)


# --- by command -------------------------------------------------------------------------------------------------------


@pytest.fixture
def closed(tmp_path):
    """A closed plain file with a household: (path, uid)."""
    ledger_file.create(tmp_path / "a.db")
    village = record.save("village", {"name": "上庄村"}).id
    id = record.save("household", {"village": village, "head": "张三"}).id
    uid = record.load(record.ledger("household"), [id])[id]["uid"]
    ledger_file.close()
    return tmp_path / "a.db", uid


def test_commands_put_in_and_write_out(closed, tmp_path, capsys):
    path, uid = closed
    source = tmp_path / "入户 照片 😀.jpg"
    source.write_bytes(os.urandom(5000))
    (tmp_path / "坏.exe").write_bytes(b"MZ")
    run = ["--db", str(path)]
    assert (
        cli.main(["attach", "household", uid, str(source), str(tmp_path / "坏.exe"), "--category", "入户照片", *run])
        == 1
    )
    told = capsys.readouterr()
    assert "已添加“入户 照片 😀.jpg”" in told.out and "不能作附件" in told.err
    assert cli.main(["attach", "household", uid, str(tmp_path / "坏.exe"), *run]) == 2
    assert cli.main(["attachments", "household", uid, "--out", str(tmp_path / "出"), *run]) == 0
    assert (tmp_path / "出" / source.name).read_bytes() == source.read_bytes()
    assert cli.main(["attachments", "household", uid, "--all", "--out", str(tmp_path / "出.zip"), *run]) == 0
    import zipfile

    with zipfile.ZipFile(tmp_path / "出.zip") as file:
        assert file.namelist() == [f"农户 张三/{source.name}"]
    assert cli.main(["attachments", "household", "falsch", *run]) == 2


@pytest.mark.skipif(not hasattr(__import__("signal"), "SIGKILL"), reason="Windows has no kill -9")
def test_kill_9_while_adding_leaves_all_or_nothing(closed, tmp_path):
    import random
    import signal
    import subprocess
    import sys
    import time

    path, uid = closed
    files = []
    for at in range(12):
        files.append(tmp_path / f"{at}.jpg")
        files[-1].write_bytes(os.urandom(1_500_000))
    command = [sys.executable, "-m", "ui.cli", "attach", "household", uid, *map(str, files), "--db", str(path)]
    draw = random.Random(9)
    outcomes = set()
    for _ in range(6):
        process = subprocess.Popen(
            command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        deadline = time.monotonic() + 20
        while not list(tmp_path.glob("a的附件/*")) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(draw.uniform(0, 0.6))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        ledger_file.open_existing(path)
        items = attachment.all_items()
        assert len(items) in (0, 12)
        outcomes.add(len(items))
        assert not list(contents.faults(attachment.sums()))
        assert not database.integrity_faults()
        if items:
            undo_last()
        ledger_file.close()
    assert cli.main(["attach", "household", uid, *map(str, files), "--db", str(path)]) == 0
    assert 0 in outcomes


def test_the_card_of_a_record_names_its_attachments_but_not_in_public(home):
    from models.reports.lists import record_card

    assert "附件" not in dict(record_card("household", home).sections)
    add(home, New(b"1", "申请书.pdf", category="01"))
    assert dict(record_card("household", home).sections)["附件"] == (("共 1 份", "申请书：申请书.pdf"),)
    assert "附件" not in dict(record_card("household", home, masked=True).sections)
