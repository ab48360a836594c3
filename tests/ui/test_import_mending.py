"""The preview by keys: paste, mend, decide, write, take back."""

import dataclasses
import datetime

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from models import clock, ledger_file, query, record
from models.exchange import layouts
from models.exchange.read import open_book
from models.id_number import check_digit
from models.ledger import ledger
from models.query import Selection
from tests.models.exchange.books import SHARED, book, state
from ui.dialogs.layouts import LayoutsDialog
from ui.import_row_model import CHECKING, MARKS
from ui.import_start import PASTED
from ui.import_wizard import CHOOSE, RECEIPT, REVIEW, ImportWizard
from ui.ledger_page import LedgerPage
from widgets import jobs, messages

HEADERS = ["户编号", "行政村", "姓名", "证件号码", "与户主关系", "健康状况", "务工月收入"]


def number(first17):
    return first17 + check_digit(first17)


IDS = [number(f"5002971973{at:02}05135") for at in range(1, 10)]
BAD = IDS[1][:17] + ("0" if IDS[1][17] != "0" else "1")
ROWS = [
    ["0100", "青山村", "张甲", IDS[0], "户主", "好", "3000"],
    ["0100", "青山村", "李乙", BAD, "其他", "好", "三千左右"],
    ["0200", "青山村", "王丙", IDS[2], "户主", "健康", "2000"],
    ["0200", "青山村", "赵丁", IDS[3], "其他", "好", "1500"],
]


@pytest.fixture
def file(qtbot, tmp_path):
    clock.freeze(datetime.date(2026, 7, 1))
    ledger_file.create(tmp_path / "台账.db")
    return tmp_path


def settle(qtbot, wizard):
    qtbot.waitUntil(lambda: not jobs.busy() and not wizard.checking, timeout=20_000)


def opened(qtbot, *files, name=None):
    wizard = ImportWizard(None, name, files)
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    settle(qtbot, wizard)
    return wizard


@pytest.fixture
def wizard(qtbot, file):
    wizard = opened(qtbot, book(file / "花名册.xlsx", 成员=[HEADERS, *ROWS]))
    wizard.rows.table.setFocus()
    return wizard


def key(qtbot, wizard, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for one in keys:
        assert wizard.focusWidget() is not None, "no widget has the focus"
        qtbot.keyClick(wizard.focusWidget(), one, modifier)
    settle(qtbot, wizard)


def go(wizard, row, header):
    model = wizard.rows.model
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    wizard.rows.table.go_to(row, titles.index(header))
    return wizard.rows.table.currentIndex()


def mend(qtbot, wizard, text):
    """F2, type over what is there, Enter."""
    view = wizard.rows.table
    qtbot.keyClick(view, Qt.Key.Key_F2)
    box = view.open_editor().box
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle(qtbot, wizard)


def verdicts(wizard):
    model = wizard.rows.model
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def test_the_next_problem_is_found_by_key_and_mended_in_place(qtbot, wizard):
    view, model = wizard.rows.table, wizard.rows.model
    assert verdicts(wizard) == ["有误"] * 2 + ["新增", "有误"] and wizard.go.text() == "写入 1 行"
    key(qtbot, wizard, Qt.Key.Key_F8)
    assert view.currentIndex().row() == 0 and view.currentIndex().data() == "好"
    key(qtbot, wizard, Qt.Key.Key_F8)
    assert (view.currentIndex().row(), view.currentIndex().data()) == (1, BAD)
    assert "证件号码第 18 位应为" in wizard.rows.panel.told.text()
    mend(qtbot, wizard, IDS[1])
    assert (
        view.currentIndex().data() == IDS[1]
        and view.currentIndex().data(Qt.ItemDataRole.BackgroundRole) != MARKS["error"]
    )
    assert f"原来是“{BAD}”" in view.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    key(qtbot, wizard, Qt.Key.Key_F8)
    assert view.currentIndex().data() == "好" and view.currentIndex().row() == 1
    key(qtbot, wizard, Qt.Key.Key_F8, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert view.currentIndex().row() == 0
    assert model.rowCount() == 4


def test_the_same_correction_goes_to_all_equal_cells_and_is_undone_as_one_step(qtbot, wizard):
    go(wizard, 0, "健康状况")
    mend(qtbot, wizard, "1")
    panel = wizard.rows.panel
    assert panel.repeat.isVisible() and panel.repeat.text() == "同样改正其余 2 处（F4）"
    assert verdicts(wizard)[0] == "新增"
    key(qtbot, wizard, Qt.Key.Key_F8)
    key(qtbot, wizard, Qt.Key.Key_F4)
    assert verdicts(wizard) == ["新增", "有误", "新增", "新增"] and not panel.repeat.isVisible()
    key(qtbot, wizard, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert verdicts(wizard) == ["新增", "有误", "新增", "有误"] and "已撤销：同样改正 2 处" in wizard.summary.text()
    key(qtbot, wizard, Qt.Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
    assert verdicts(wizard)[3] == "新增"
    key(qtbot, wizard, Qt.Key.Key_Z, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert verdicts(wizard)[0] == "有误" and go(wizard, 0, "健康状况").data() == "好"


def test_what_was_typed_is_checked_with_its_row_at_once(qtbot, wizard):
    """A mended cell may matter to another row: here the second of two equal numbers."""
    go(wizard, 3, "健康状况")
    mend(qtbot, wizard, "1")
    go(wizard, 2, "证件号码")
    view = wizard.rows.table
    qtbot.keyClick(view, Qt.Key.Key_F2)
    box = view.open_editor().box
    box.selectAll()
    qtbot.keyClicks(box, IDS[3])
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert verdicts(wizard)[2] == CHECKING and not wizard.go.isEnabled()
    settle(qtbot, wizard)
    assert "与第 4 行重复" in wizard.rows.model.index(3, 2).data()


def test_a_text_that_cannot_be_read_stays_as_typed_and_stays_wrong(qtbot, wizard):
    index = go(wizard, 1, "务工月收入")
    mend(qtbot, wizard, "3k")
    assert index.data() == "3k" and "“3k”" in wizard.rows.panel.told.text()
    key(qtbot, wizard, Qt.Key.Key_Delete)
    assert index.data() == "" and "“3k”" not in wizard.rows.panel.told.text()
    qtbot.keyClick(wizard.rows.table, Qt.Key.Key_F2)
    box = wizard.rows.table.open_editor().box
    qtbot.keyClicks(box, "77")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    settle(qtbot, wizard)
    assert index.data() == "" and wizard.isVisible()


def test_narrowed_to_what_is_wrong_mended_rows_stay_in_sight(qtbot, wizard):
    wizard.rows.show_only("error")
    assert wizard.rows.model.rowCount() == 3
    go(wizard, 0, "健康状况")
    mend(qtbot, wizard, "1")
    assert wizard.rows.model.rowCount() == 3 and verdicts(wizard)[0] == "新增"
    wizard.rows.show_only("error")
    assert wizard.rows.model.rowCount() == 2


def test_an_update_shows_old_and_new_in_its_cell_and_can_be_added_instead(qtbot, file):
    village = record.save("village", {"name": "青山村"}).id
    record.save("member", {"name": "张甲", "birth": "1973-01-05", "village": village, "health": "1"})
    rows = [["姓名", "出生日期", "行政村", "务工月收入"], ["张甲", "1973-01-05", "青山村", 3000]]
    wizard = opened(qtbot, book(file / "a.xlsx", 成员=rows))
    wizard.rows.table.setFocus()
    index = go(wizard, 0, "务工月收入")
    assert verdicts(wizard) == ["更新"] and index.data() == "（空） → 3,000.00"
    key(qtbot, wizard, Qt.Key.Key_F6)
    assert verdicts(wizard) == ["新增"] and wizard.rows.panel.fate.currentText().startswith("作为新增")
    key(qtbot, wizard, Qt.Key.Key_F6)
    assert verdicts(wizard) == ["更新"]
    key(qtbot, wizard, Qt.Key.Key_Space)
    assert verdicts(wizard) == ["跳过"] and not wizard.go.isEnabled()


@pytest.fixture
def namesakes(file):
    village = record.save("village", {"name": "青山村"}).id
    return [
        record.save("member", {"name": "李平", "birth": "1990-01-01", "village": village, "nation": nation}).id
        for nation in ("01", "06")
    ]


def test_people_alike_stand_side_by_side_to_choose_from(qtbot, file, namesakes):
    rows = [["姓名", "出生日期", "行政村", "务工月收入"], ["李平", "1990-01-01", "青山村", 3000]]
    wizard = opened(qtbot, book(file / "a.xlsx", 成员=rows))
    wizard.rows.table.setFocus()
    table = wizard.rows.panel.table
    assert verdicts(wizard) == ["有误"] and "有 2 条家庭成员" in wizard.rows.panel.question.text()
    assert [table.item(row, 1).text() for row in range(3)] == ["李平"] * 3
    key(qtbot, wizard, Qt.Key.Key_F7)
    assert wizard.focusWidget() is table
    key(qtbot, wizard, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert verdicts(wizard) == ["更新"] and wizard.rows.model.rows[0].id == namesakes[1]
    assert wizard.focusWidget() is wizard.rows.table and not wizard.rows.panel.answers.isVisible()


def test_a_new_row_can_be_said_to_be_a_stored_record(qtbot, file, namesakes):
    rows = [["姓名", "证件号码", "行政村"], ["李平", IDS[4], "青山村"]]
    wizard = opened(qtbot, book(file / "a.xlsx", 成员=rows))
    wizard.rows.table.setFocus()
    assert verdicts(wizard) == ["新增"]
    key(qtbot, wizard, Qt.Key.Key_F7)
    assert wizard.rows.panel.table.rowCount() == 3
    key(qtbot, wizard, Qt.Key.Key_Escape)
    assert wizard.focusWidget() is wizard.rows.table and wizard.isVisible() and verdicts(wizard) == ["新增"]
    key(qtbot, wizard, Qt.Key.Key_F7)
    key(qtbot, wizard, Qt.Key.Key_2)
    assert wizard.rows.model.fate(wizard.rows.model.rows[0]) == namesakes[1]


def test_for_a_damaged_number_the_person_of_that_name_is_offered(qtbot, file):
    village = record.save("village", {"name": "青山村"}).id
    record.save("member", {"name": "张甲", "id_no": IDS[5], "village": village})
    rows = [["姓名", "证件号码", "务工月收入"], ["张甲", IDS[5][:15] + "000", 3000]]
    wizard = opened(qtbot, book(file / "a.xlsx", 成员=rows))
    wizard.rows.table.setFocus()
    assert verdicts(wizard) == ["有误"] and "前 15 位相同" in wizard.rows.panel.question.text()
    key(qtbot, wizard, Qt.Key.Key_F7)
    key(qtbot, wizard, Qt.Key.Key_Return)
    assert verdicts(wizard) == ["更新"] and go(wizard, 0, "证件号码").data() == IDS[5]


def test_columns_that_ask_for_a_look_come_before_writing_and_are_confirmed_by_one_key(qtbot, file):
    headers = ["户编号", "行政村", "姓名", "证件号码", "健康状况"]
    wizard = opened(qtbot, book(file / "a.xlsx", 成员=[headers, [*ROWS[0][:4], "健康"]]), name="member")
    columns = wizard.columns.model.columns
    columns[2] = dataclasses.replace(columns[2], sure=False)
    wizard.try_out()
    settle(qtbot, wizard)
    count = len(wizard.columns.model.open_questions())
    assert f"{count} 列请确认" in wizard.parts.tabText(1)
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert wizard.pages.currentIndex() == REVIEW and wizard.parts.currentWidget() is wizard.columns
    assert wizard.focusWidget() is wizard.columns.table
    assert wizard.columns.table.currentIndex().row() == wizard.columns.model.open_questions()[0]
    key(qtbot, wizard, Qt.Key.Key_F9)
    assert wizard.columns.model.open_questions() == [] and wizard.parts.tabText(1) == "列对应"
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert wizard.pages.currentIndex() == RECEIPT
    again = opened(qtbot, book(file / "b.xlsx", 成员=[headers, [*ROWS[2][:4], "健康"]]))
    assert again.columns.model.open_questions() == [] and "按记住的表样" in again.columns.asks.text()
    assert layouts.layouts()[0].ledger == "member"


def test_the_year_of_the_title_can_be_corrected(qtbot, file):
    rows = [["2024年度村集体经济收入"], ["行政村", "收入项目", "金额（元）"], ["青山村", "门面出租", 5000]]
    wizard = opened(qtbot, book(file / "a.xlsx", 村=rows), name="ce_entry")
    editor = wizard.columns.constants["year"]
    assert editor.text() == "2024"
    wizard.parts.setCurrentWidget(wizard.columns)
    editor.box.setFocus()
    editor.box.selectAll()
    qtbot.keyClicks(editor.box, "2023")
    qtbot.keyClick(editor.box, Qt.Key.Key_Return)
    settle(qtbot, wizard)
    assert wizard.isVisible() and wizard.pages.currentIndex() == REVIEW
    assert wizard.columns.constants["year"] is editor and wizard.focusWidget() is editor.box
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    stored = record.load(ledger("ce_entry"), query.ids(Selection("ce_entry")))
    assert [one["year"] for one in stored.values()] == [2023]


def test_without_a_table_on_the_clipboard_it_says_what_to_do(qtbot, file, monkeypatch):
    told = []
    monkeypatch.setattr(messages, "tell", lambda parent, title, text, *more: told.append(text))
    QGuiApplication.clipboard().setText("只有一句话")
    wizard = opened(qtbot)
    key(qtbot, wizard, Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    assert wizard.pages.currentIndex() == CHOOSE and "按 Ctrl+C 复制" in told[0]


def test_a_block_pasted_on_a_ledgers_list_is_taken_for_that_ledger(qtbot, file, monkeypatch):
    taken = []
    monkeypatch.setattr(messages, "run", lambda dialog: taken.append(dialog))
    QGuiApplication.clipboard().setText("姓名\t证件号码\n张甲\t" + IDS[0] + "\n")
    page = LedgerPage("member")
    qtbot.addWidget(page)
    page.show()

    def paste():
        page.activateWindow()
        page.stack.currentWidget().setFocus()
        qtbot.waitUntil(lambda: page.isActiveWindow() and page.stack.isAncestorOf(QApplication.focusWidget()))
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    paste()
    (wizard,) = taken
    qtbot.addWidget(wizard)
    settle(qtbot, wizard)
    assert wizard.ledger_name == "member" and wizard.plans[0].path.stem == PASTED and verdicts(wizard) == ["新增"]
    QGuiApplication.clipboard().setText("一句话")
    paste()
    assert len(taken) == 1 and "剪贴板里没有表格" in page.told.text()


def test_a_block_of_a_page_keeps_its_merged_cells(qtbot, file):
    rows = [("0100", "张甲", IDS[0], "户主"), ("", "李乙", IDS[1], "其他")]
    cells = "".join(
        "<tr>" + (f'<td rowspan="2">{no}</td>' if no else "") + "".join(f"<td>{one}</td>" for one in rest) + "</tr>"
        for no, *rest in rows
    )
    data = QMimeData()
    head = "<tr><td>户编号<td>姓名<td>证件号码<td>与户主关系</tr>"
    data.setHtml(f"<html><meta charset=gb2312><body><table>{head}{cells}</table></body></html>")
    data.setText("另一段文字")
    QGuiApplication.clipboard().setMimeData(data)
    wizard = opened(qtbot, name="member")
    key(qtbot, wizard, Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    shown = [row.texts[:3] for row in wizard.rows.model.rows]
    assert shown == [["0100", "张甲", IDS[0]], ["0100", "李乙", IDS[1]]] and verdicts(wizard) == ["新增"] * 2


def test_a_sheet_of_the_national_system_is_shown_and_its_columns_are_fixed(qtbot, file):
    path = SHARED / "national" / "sample" / "（自定义）行政村信息.xlsx"
    if not path.is_file():
        pytest.skip("the sample of the national exports does not lie beside the repository")
    wizard = opened(qtbot, path)
    wizard.rows.table.setFocus()
    model = wizard.rows.model
    assert set(verdicts(wizard)) == {"新增"} and all(model.index(0, at).data() is not None for at in range(3, 8))
    columns = wizard.columns.model
    assert not columns.flags(columns.index(3, 3)) & Qt.ItemFlag.ItemIsEditable
    assert columns.index(3, 3).data().endswith("）")
    key(qtbot, wizard, Qt.Key.Key_Space)
    assert verdicts(wizard)[0] == "跳过" and wizard.trial.counts["skipped"] == 1


def test_what_is_being_typed_outlives_a_check(qtbot, wizard):
    go(wizard, 1, "务工月收入")
    view = wizard.rows.table
    qtbot.keyClick(view, Qt.Key.Key_F2)
    box = view.open_editor().box
    box.selectAll()
    qtbot.keyClicks(box, "12")
    wizard.check_again()
    settle(qtbot, wizard)
    qtbot.keyClicks(box, "34")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle(qtbot, wizard)
    assert go(wizard, 1, "务工月收入").data() == "1234"


def test_remembered_layouts_are_renamed_handed_on_taken_over_and_forgotten(qtbot, file, monkeypatch):
    wizard = opened(qtbot, book(file / "花名册.xlsx", 成员=[HEADERS, ROWS[2]]))
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    dialog = LayoutsDialog(None)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = [dialog.table.item(0, column).text() for column in range(5)]
    assert texts == ["成员", "家庭成员", "7 列", "7 列", "1 次"]
    dialog.table.item(0, 0).setText("花名册2026")
    assert layouts.layouts()[0].name == "花名册2026"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file / "表样"), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file / "表样.json"), ""))
    monkeypatch.setattr(messages, "ask", lambda *_, **__: True)
    dialog.hand_on.click()
    assert (file / "表样.json").is_file() and "已把 1 个表样" in dialog.words.text()
    dialog.forget.click()
    assert layouts.layouts() == [] and not dialog.hand_on.isEnabled()
    dialog.take_over.click()
    assert [one.name for one in layouts.layouts()] == ["花名册2026"] and "导入了 1 个表样" in dialog.words.text()


def test_paste_mend_write_return_and_undo_by_keys_alone(qtbot, file, monkeypatch):
    before = state()
    data = QMimeData()
    data.setText("\n".join("\t".join(row) for row in [HEADERS, *ROWS]) + "\n")
    QGuiApplication.clipboard().setMimeData(data)
    wizard = opened(qtbot, name="member")
    key(qtbot, wizard, Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    assert wizard.pages.currentIndex() == REVIEW and wizard.plans[0].path.stem == PASTED
    assert wizard.focusWidget() is wizard.rows.table
    key(qtbot, wizard, Qt.Key.Key_F8)
    mend(qtbot, wizard, "1")
    key(qtbot, wizard, Qt.Key.Key_F4)
    key(qtbot, wizard, Qt.Key.Key_F8)
    mend(qtbot, wizard, IDS[1])
    assert verdicts(wizard) == ["新增", "有误", "新增", "新增"]
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert wizard.pages.currentIndex() == RECEIPT and query.count(Selection("member")) == 3
    page = wizard.receipt_page
    assert wizard.receipt.counts["error"] == 1 and wizard.receipt.operations
    out = file / "待改.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.save.setFocus()
    key(qtbot, wizard, Qt.Key.Key_Space)
    header, row = open_book(out)[0].rows()
    assert header[-1] == "问题说明" and row[2:4] == ["李乙", IDS[1]] and "“三千左右”不是数字" in row[-1]
    page.undo.setFocus()
    key(qtbot, wizard, Qt.Key.Key_Space)
    assert state() == before
