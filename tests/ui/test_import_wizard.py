import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from models import ledger_file, query, record
from models.exchange import foreign
from models.exchange.read import open_book
from models.ledger import ledger
from models.query import Selection
from tests.models.exchange.books import book, state
from ui.import_columns import LEFT_ALONE
from ui.import_wizard import CHOOSE, RECEIPT, REVIEW, ImportWizard
from widgets import jobs, messages

PEOPLE = ["户编号", "行政村", "姓名", "证件号码", "与户主关系", "鞋码"]
ROWS = [
    ["0100", "青山村", "欧阳昌林", "500297197305061358", "户主", 3000],
    ["0100", "青山村", "陈军", "500297198911028114", "其他", None],
    ["0200", "石桥村", "丁昌", "500297196104060911", "户主", None],
]


@pytest.fixture
def file(qtbot, tmp_path):
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


def settle(qtbot, wizard=None):
    qtbot.waitUntil(lambda: not jobs.busy() and (wizard is None or not wizard.checking), timeout=20_000)


def opened(qtbot, *files, name=None):
    wizard = ImportWizard(None, name, files)
    qtbot.addWidget(wizard)
    wizard.show()
    settle(qtbot)
    return wizard


@pytest.fixture
def table(file, monkeypatch):
    monkeypatch.setitem(foreign._MARKS, "种子发放", ("种子品名",))
    seeds = [["种子品名", "户主姓名"], ["玉米", "乙"]]
    return book(file / "花名册.xlsx", 成员=[["花名册"], PEOPLE, *ROWS], 种子=seeds)


def test_it_starts_with_choosing_and_says_what_can_be_read(qtbot, file):
    wizard = opened(qtbot)
    assert wizard.pages.currentIndex() == CHOOSE and wizard.focusWidget() is wizard.choose
    assert not wizard.go.isVisible()


def test_every_row_is_shown_with_its_verdict_before_anything_is_written(qtbot, table):
    before = state()
    wizard = opened(qtbot, table)
    assert wizard.pages.currentIndex() == REVIEW and state() == before
    assert [wizard.sheets.item(at).text().split("\n")[1:] for at in range(2)] == [
        ["成员", "家庭成员，3 行，有误 1"],
        ["种子", "没有对应的台账（像是“种子发放”的表），没有导入"],
    ]
    model = wizard.rows.model
    shown = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert [row[:2] for row in shown] == [["3", "新增"], ["4", "新增"], ["5", "有误"]]
    assert "证件号码第 18 位应为" in shown[2][2]
    assert model.index(2, 6).data(Qt.ItemDataRole.BackgroundRole) is not None
    assert wizard.go.text() == "写入 2 行" and "表头在第 2 行，数据在第 3–5 行" in wizard.where.text()


def test_verdict_buttons_narrow_the_rows(qtbot, table):
    wizard = opened(qtbot, table)
    assert {button.text() for button in wizard.rows.buttons.values()} == {
        "全部 3",
        "新增 2",
        "更新 0",
        "不变 0",
        "有误 1",
        "跳过 0",
    }
    qtbot.mouseClick(wizard.rows.buttons["error"], Qt.MouseButton.LeftButton)
    assert wizard.rows.model.rowCount() == 1 and wizard.rows.model.index(0, 0).data() == "5"


def test_space_leaves_a_row_out_and_takes_it_in_again(qtbot, table):
    wizard = opened(qtbot, table)
    view = wizard.rows.table
    view.setFocus()
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    settle(qtbot, wizard)
    assert wizard.rows.model.index(1, 1).data() == "跳过" and wizard.go.text() == "写入 1 行"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    settle(qtbot, wizard)
    assert wizard.go.text() == "写入 2 行"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    settle(qtbot, wizard)
    wizard.go.click()
    settle(qtbot)
    assert ledger("member").model.select().count() == 1
    assert wizard.receipt_page.table.item(0, 8).text() == "1"


def test_writing_gives_a_receipt_and_undo_brings_everything_back(qtbot, table):
    before = state()
    wizard = opened(qtbot, table)
    wizard.go.click()
    settle(qtbot)
    page = wizard.receipt_page
    assert wizard.pages.currentIndex() == RECEIPT and "有 1 行没有写入" in page.title.text()
    assert [page.table.item(0, column).text() for column in range(9)] == [
        "花名册.xlsx", "成员", "家庭成员", "3", "2", "0", "0", "1", "0",
    ]  # fmt: skip
    assert page.problems.item(0).text().startswith("第 5 行 证件号码")
    assert ledger("member").model.select().count() == 2
    page.undo.click()
    assert state() == before and "已撤销" in page.title.text() and not page.undo.isEnabled()


def test_failed_rows_are_saved_as_a_workbook(qtbot, table, file, monkeypatch):
    out = file / "有误"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    wizard = opened(qtbot, table)
    wizard.go.click()
    settle(qtbot)
    wizard.receipt_page.save.click()
    sheet = open_book(out.with_suffix(".xlsx"))[0]
    _, header, *rows = sheet.rows()
    assert header == [*PEOPLE, "问题说明"] and [row[-1] for row in rows[:2]] == ["已导入", "已导入"]
    assert rows[2][2] == "丁昌" and "证件号码第 18 位应为" in rows[2][-1]


def pick(qtbot, view, index, letters):
    """Open a cell's list by Enter, narrow it by initials, take what is first."""
    view.setFocus()
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    editor = view.open_editor()
    qtbot.keyClicks(editor.box, letters)
    qtbot.keyClick(editor.box, Qt.Key.Key_Return)


def test_a_column_is_corrected_and_tried_out_again(qtbot, table):
    wizard = opened(qtbot, table)
    view, model = wizard.columns.table, wizard.columns.model
    wizard.parts.setCurrentWidget(wizard.columns)
    assert model.index(5, 3).data() == LEFT_ALONE and "1 列不导入" in wizard.parts.tabText(1)
    pick(qtbot, view, model.index(5, 3), "wgysr")
    settle(qtbot, wizard)
    assert model.index(5, 3).data() == "务工月收入" and model.index(5, 4).data() == "元"
    assert wizard.parts.tabText(1) == "列对应"
    pick(qtbot, view, model.index(5, 4), "wy")
    settle(qtbot, wizard)
    wizard.go.click()
    settle(qtbot)
    (id,) = query.ids(Selection("member").where("name", "=", "欧阳昌林"))
    assert record.load(ledger("member"), [id])[id]["monthly_wage"] == 3000 * 1_000_000


def test_a_sheet_can_go_to_another_ledger_or_nowhere(qtbot, table):
    wizard = opened(qtbot, table)
    wizard.which.setCurrentIndex(0)
    wizard.which.activated.emit(0)
    settle(qtbot)
    assert not wizard.go.isEnabled() and "没有导入" in wizard.sheets.item(0).text()


def test_what_changes_is_shown_as_old_and_new(qtbot, file):
    record.save("village", {"name": "青山村", "households": 300})
    wizard = opened(qtbot, book(file / "村.xlsx", 村=[["行政村", "总户数（户）"], ["青山村", 310]]))
    model = wizard.rows.model
    assert [model.index(0, column).data() for column in (1, 2)] == ["更新", "总户数：300 → 310"]


def test_files_can_be_dropped(qtbot, table):
    wizard = opened(qtbot)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(table))])
    wizard.dropEvent(
        QDropEvent(
            QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    settle(qtbot)
    assert wizard.pages.currentIndex() == REVIEW


def test_an_unreadable_file_is_told_and_another_can_be_chosen(qtbot, file, monkeypatch):
    told = []
    monkeypatch.setattr(messages, "show_error", lambda parent, error: told.append(str(error)))
    (file / "表.et").write_bytes(b"x")
    wizard = opened(qtbot, file / "表.et")
    assert wizard.pages.currentIndex() == CHOOSE and "另存为" in told[0]


def test_the_imported_records_are_opened_in_their_list(qtbot, table):
    wizard = opened(qtbot, table)
    wizard.go.click()
    settle(qtbot)
    with qtbot.waitSignal(wizard.selection_requested) as caught:
        wizard.receipt_page.open.click()
    assert caught.args[0].ledger == "member" and query.count(caught.args[0]) == 2


def test_the_whole_way_by_keyboard(qtbot, table, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(table)], ""))
    wizard = opened(qtbot)
    qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Space)
    settle(qtbot)
    assert wizard.focusWidget() is wizard.rows.table
    for _ in range(12):
        if wizard.focusWidget() is wizard.go:
            break
        qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Tab)
    assert wizard.focusWidget() is wizard.go
    qtbot.keyClick(wizard.go, Qt.Key.Key_Return)
    settle(qtbot)
    assert wizard.pages.currentIndex() == RECEIPT
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()
