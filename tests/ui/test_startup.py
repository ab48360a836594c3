import gc
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from PySide6.QtCore import Qt

from models import backup, database, ledger_file, paths, record, settings
from models.ledger import ledger
from ui import startup
from ui.dialogs import opening
from ui.dialogs.backups import BackupsDialog
from ui.dialogs.first_run import FirstRun
from ui.dialogs.new_password import recovery_sheet, strength
from ui.dialogs.opening import ChoiceDialog, PasswordDialog, open_ledger
from widgets import messages

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "qinghe-2026"


@pytest.fixture
def answers(qtbot, monkeypatch):
    """Dialogs are answered by functions, in order; each gets the dialog. All seen dialogs are returned."""
    queue, seen = [], []

    def take(dialog):
        qtbot.addWidget(dialog)
        seen.append(dialog)
        answer = queue.pop(0) if queue else None
        assert answer is not None, f"nobody expected {dialog.windowTitle()}: {getattr(dialog, 'text', '')}"
        answer(dialog)
        return dialog.result() == dialog.DialogCode.Accepted

    monkeypatch.setattr(messages, "run", take)
    yield queue, seen
    assert not queue, "a dialog did not come"


def press(label):
    def answer(dialog):
        assert isinstance(dialog, ChoiceDialog)
        buttons = {button.text(): button for button in dialog.findChildren(opening.QPushButton)}
        assert label in buttons, f"{list(buttons)}: {dialog.text}"
        buttons[label].click()

    return answer


def typed(*passwords):
    def answer(dialog):
        assert isinstance(dialog, PasswordDialog)
        for password in passwords:
            dialog.edit.setText(password)
            dialog.yes.click()

    return answer


def yes(dialog):
    dialog.yes.click()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "台账.db"
    ledger_file.create(path, PASSWORD)
    record.save("village", {"name": "清溪村"})
    backup.make("手动")
    ledger_file.close()
    return path


def test_the_right_password_opens_and_is_remembered(answers, file):
    answers[0].append(typed(PASSWORD))
    assert open_ledger(None, file)
    assert database.State.path == file and paths.recent_files() == [file]


def test_a_wrong_password_says_how_many_tries_are_left(answers, file):
    def answer(dialog):
        typed("falsch")(dialog)
        assert "还可以试 2 次" in dialog.fault.text() and not dialog.fault.isHidden()
        assert dialog.edit.selectedText() == "falsch"
        typed("", PASSWORD)(dialog)

    answers[0].append(answer)
    assert open_ledger(None, file)


def test_after_three_wrong_ones_a_sentence_with_ways_on(answers, file):
    answers[0].extend([typed("a", "b", "c"), press("再试一次"), typed(PASSWORD)])
    assert open_ledger(None, file)
    assert "三次密码都不对" in answers[1][1].text and "没有改动" in answers[1][1].text


def test_cancelling_the_password_opens_nothing(answers, file):
    answers[0].append(lambda dialog: dialog.reject())
    assert not open_ledger(None, file)
    assert not database.is_open() and paths.recent_files() == []


def test_the_capital_lock_is_noticed(qtbot, file):
    dialog = PasswordDialog(None, file.name, lambda password: None)
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.edit, "a")
    assert dialog.capitals.isHidden()
    qtbot.keyClick(dialog.edit, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    if sys.platform != "win32":
        from PySide6.QtCore import QEvent
        from PySide6.QtGui import QKeyEvent

        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier, "B")
        dialog.edit.keyPressEvent(event)
        assert not dialog.capitals.isHidden()


def test_a_file_that_is_gone_can_be_looked_for(answers, file, monkeypatch):
    elsewhere = file.with_name("搬走的.db")
    shutil.move(file, elsewhere)
    monkeypatch.setattr(opening, "pick_file", lambda *_: elsewhere)
    answers[0].extend([press("浏览…"), typed(PASSWORD)])
    assert open_ledger(None, file)
    assert "找不到" in answers[1][0].text
    assert database.State.path == elsewhere


def test_a_damaged_file_comes_back_from_a_backup(answers, tmp_path):
    path = tmp_path / "台账.db"
    ledger_file.create(path)
    for number in range(300):
        record.save("village", {"name": f"第{number}村"})
    backup.make("手动")
    ledger_file.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))

    def choose(dialog):
        assert isinstance(dialog, BackupsDialog) and dialog.table.rowCount() == 1
        dialog.go.click()

    answers[0].extend([press("从备份恢复…"), choose, yes, yes])
    assert open_ledger(None, path)
    assert "已损坏" in answers[1][0].text
    assert ledger("village").model.select().count() == 300
    assert len(list(tmp_path.glob("台账_损坏_*.db"))) == 1


def test_an_encrypted_file_with_a_broken_head_comes_back_with_its_password(answers, file):
    file.write_bytes(b"\xa5" * file.stat().st_size)
    answers[0].extend(
        [
            typed(PASSWORD, PASSWORD, PASSWORD),
            press("从备份恢复…"),
            lambda dialog: dialog.go.click(),
            typed(PASSWORD),
            yes,
            yes,
            typed(PASSWORD),
        ]
    )
    assert open_ledger(None, file)
    assert ledger("village").model.select().count() == 1


def test_a_file_in_use_elsewhere_says_so_and_can_be_tried_again(answers, file):
    lock = FileLock(f"{file}.lock")
    lock.acquire()

    def closed_there(dialog):
        lock.release()
        press("再试一次")(dialog)

    answers[0].extend([typed(PASSWORD), closed_there, typed(PASSWORD)])
    assert open_ledger(None, file)
    assert "另一个窗口" in answers[1][1].text


def test_a_newer_file_is_not_opened(answers, file):
    ledger_file.open_existing(file, PASSWORD)
    history = database.database.obj
    table = next(name for name in history.get_tables() if "migration" in name)
    columns = [column.name for column in history.get_columns(table)]
    row = dict(zip(columns, history.execute_sql(f'SELECT * FROM "{table}" LIMIT 1').fetchone(), strict=True))
    row |= {"name": "9999_future"} | ({"id": 9999} if "id" in row else {})
    marks = ", ".join("?" * len(row))
    names = ", ".join(f'"{name}"' for name in row)
    history.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))
    ledger_file.close()
    answers[0].extend([typed(PASSWORD), press("先不打开")])
    assert not open_ledger(None, file)
    assert "更新版本" in answers[1][1].text
    assert not database.is_open()


def test_a_full_disk_is_said_and_can_be_tried_again(answers, file, monkeypatch):
    calls = []
    real = ledger_file.open_existing

    def full_once(*given):
        calls.append(given)
        if len(calls) == 1:
            raise database.explain(sqlite3.OperationalError("database or disk is full"), file)
        return real(*given)

    monkeypatch.setattr(opening.ledger_file, "open_existing", full_once)
    answers[0].extend([typed(PASSWORD), press("再试一次"), typed(PASSWORD)])
    assert open_ledger(None, file)
    assert "磁盘空间已满" in answers[1][1].text


def test_a_file_on_a_stick_is_copied_before_it_is_opened(answers, file, monkeypatch):
    monkeypatch.setattr(paths, "on_network_or_stick", lambda path: path == file)
    answers[0].extend([press("复制到本机再打开"), typed(PASSWORD)])
    assert open_ledger(None, file)
    assert database.State.path == paths.ledger_folder() / file.name
    assert file.exists()


def test_an_empty_file_is_called_damaged(answers, tmp_path):
    path = tmp_path / "空.db"
    path.touch()
    answers[0].append(press("先不打开"))
    assert not open_ledger(None, path)
    assert "是空的" in answers[1][0].text


# --- first run --------------------------------------------------------------------------------------------------


def test_enter_goes_from_field_to_field_and_a_closed_way_says_why(qtbot, tmp_path):
    wizard = FirstRun(None)
    qtbot.addWidget(wizard)
    wizard.show()
    qtbot.waitExposed(wizard)
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    wizard.start.ways["blank"].click()
    place = wizard.place
    assert "填了乡镇" in place.why.text() and not place.isComplete()
    qtbot.keyClicks(place.county, "yunshan")
    qtbot.keyClick(place.county, Qt.Key.Key_Return)
    assert place.township.hasFocus()
    qtbot.keyClicks(place.township, "qinghe")
    assert place.why.text() == "" and place.isComplete()
    qtbot.keyClick(place.township, Qt.Key.Key_Return)
    assert place.villages.hasFocus() and wizard.currentPage() is place
    taken = tmp_path / "已有.db"
    taken.touch()
    place.file.setText(str(taken))
    place.file.textEdited.emit(str(taken))
    assert "已经有“已有.db”这个文件" in place.why.text() and not place.isComplete()


def test_first_run_makes_an_encrypted_file_with_the_villages_in_order(answers, made_by_the_program, tmp_path):
    def fill(wizard):
        assert isinstance(wizard, FirstRun)
        wizard.restart()
        wizard.start.ways["blank"].click()
        assert not wizard.place.isComplete()
        wizard.place.township.setText("青禾乡")
        wizard.place.county.setText("云山县")
        wizard.place.villages.setPlainText("石板村\n清溪村")
        wizard.next()
        wizard.password.fields.first.setText("short")
        wizard.password.fields.second.setText("short")
        assert not wizard.password.isComplete()
        wizard.password.fields.first.setText(PASSWORD)
        wizard.password.fields.second.setText(PASSWORD + "x")
        assert not wizard.password.isComplete() and "不一样" in wizard.password.fields.same.text()
        wizard.password.fields.second.setText(PASSWORD)
        assert wizard.password.isComplete()
        wizard.next()
        wizard.backups.second.setText(str(tmp_path))
        wizard.accept()

    answers[0].append(fill)
    assert startup.open_something(None) == "blank"
    path = paths.ledger_folder() / "青禾乡帮扶台账.db"
    assert database.State.path == path and database.State.encrypted
    model = ledger("village").model
    assert [row.name for row in model.select().order_by(model.seq)] == ["石板村", "清溪村"]
    assert settings.reporter.get() == "青禾乡人民政府"
    assert paths.backup_place() == tmp_path and paths.recent_files() == [path]


def test_the_sample_opens_without_a_password(answers, made_by_the_program):
    answers[0].append(lambda wizard: wizard.take("sample"))
    assert startup.open_something(None) == "sample"
    assert settings.sample.get() and not database.State.encrypted
    assert database.State.path.name == "示例（青禾乡）.db"


def test_the_last_file_is_opened_without_asking_which(answers, file):
    paths.remember_file(file)
    answers[0].append(typed(PASSWORD))
    assert startup.open_something(None) == "opened"


def test_giving_up_ends_the_program(answers):
    answers[0].append(lambda wizard: wizard.reject())
    assert startup.open_something(None) == ""


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("1234567", "太短"),
        ("12345678", "偏弱"),
        ("aaaaaaaaaaaa", "偏弱"),
        ("abcd1234", "中等"),
        ("abcd-1234-efgh", "较强"),
    ],
)
def test_how_strong_a_password_is(password, word):
    assert strength(password)[1].startswith(word)


def test_the_recovery_sheet_says_what_it_is_for(tmp_path):
    text = recovery_sheet(tmp_path / "青禾乡帮扶台账.db", "青禾乡", PASSWORD)
    assert PASSWORD in text and "青禾乡帮扶台账.db" in text and "保险柜" in text and str(tmp_path) not in text


# --- main.py ----------------------------------------------------------------------------------------------------


def test_nothing_heavy_is_imported_before_the_window_is_seen(tmp_path):
    ledger_file.create(tmp_path / "台账.db")
    record.save("village", {"name": "清溪村"})
    ledger_file.close()
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from models import ledger_file, log\n"
        "from ui import startup\n"
        "app = startup.application()\n"
        "ledger_file.open_existing(Path(sys.argv[1]))\n"
        "from ui.main_window import MainWindow\n"
        "window = MainWindow()\n"
        "heavy = {'matplotlib', 'numpy', 'pypinyin', 'reportlab', 'pypdfium2', 'python_calamine', 'rapidfuzz'}\n"
        "heavy |= {'xlsxwriter', 'ssl'}\n"
        "def seen():\n"
        "    print(sorted(heavy & set(sys.modules)))\n"
        "    app.quit()\n"
        "window.first_painted.disconnect()\n"
        "window.first_painted.connect(seen)\n"
        "window.show()\n"
        "app.exec()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "台账.db")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_modules_are_imported_without_pyside_looking_into_them():
    code = "import builtins, ui.startup; print(builtins.__import__ is builtins.__orig_import__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.strip() == "True", done.stderr


def test_garbage_is_looked_for_again_when_the_program_has_settled(qtbot, monkeypatch):
    monkeypatch.setattr(startup, "SETTLED_MS", 50)
    try:
        startup.hurry()
        assert not gc.isenabled()
        qtbot.waitUntil(gc.isenabled)
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
        gc.enable()


def test_help_comes_in_utf8_whatever_the_console_speaks():
    import os

    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    command = [sys.executable, str(ROOT / "main.py"), "--help"]
    done = subprocess.run(command, capture_output=True, env=environment, cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 0
    assert "import" in done.stdout.decode("utf-8")


def test_a_backup_is_opened_as_a_copy_and_stays_what_it_was(answers, filled):
    queue, seen = answers
    made = backup.make("手动")
    ledger_file.close()
    before = made.read_bytes()
    queue.append(lambda dialog: dialog.accept())
    copy = opening.from_backup(None, made)
    assert copy.parent == filled.parent and copy.suffix == ".db"
    ledger_file.open_existing(copy)
    ledger_file.close()
    assert made.read_bytes() == before and made.name in seen[0].text
    queue.append(lambda dialog: dialog.accept())
    assert opening.from_backup(None, made).stem == f"{made.stem}（2）"


def test_a_backup_is_left_alone_when_the_clerk_says_no(answers, filled):
    made = backup.make("手动")
    ledger_file.close()
    files = set(filled.parent.iterdir())
    answers[0].append(lambda dialog: dialog.reject())
    assert opening.from_backup(None, made) is None
    assert set(filled.parent.iterdir()) == files
