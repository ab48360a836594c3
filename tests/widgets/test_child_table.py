"""The roster's grid by key presses."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from models import form_rows
from models.ledger import ledger
from tests.widgets.form_samples import HEAD, SON, WIFE, commit, compose, control, enter, keys, press, show, villages
from widgets import messages
from widgets.child_table import ChildTable
from widgets.roster_model import parse_block, roster_columns

__all__ = ["villages"]


@pytest.fixture
def table(qtbot, villages):
    made = show(qtbot, ChildTable(ledger("member")), 1100, 400)
    made.set_rows([])
    made.arrive()
    return made


def cell(table, row, name):
    return table.rows.text(table.rows.rows[row], name)


def test_columns_leave_out_what_comes_from_the_master():
    assert roster_columns(ledger("member"))[:4] == ["name", "relation", "sex", "id_no"]
    assert roster_columns(ledger("payment"))[0] == "date"


def test_enter_walks_the_row_and_opens_a_new_one_at_the_end(table):
    keys("张三")
    enter()
    grid = table.grid
    assert table.rows.names[grid.currentIndex().column()] == "relation"
    grid.setCurrentIndex(table.rows.index(0, table.rows.names.index("state")))
    press(Qt.Key.Key_Tab)
    assert (len(table.rows.rows), grid.currentIndex().row(), grid.currentIndex().column()) == (2, 1, 0)


def test_typing_replaces_and_escape_gives_up(table):
    keys("zhang")
    press(Qt.Key.Key_Escape)
    assert cell(table, 0, "name") == ""
    keys("李四")
    enter()
    assert cell(table, 0, "name") == "李四"


def test_a_check_while_a_cell_is_typed_in_takes_nothing_away(table):
    keys("张")
    table.tell([])  # what the form does a quarter of a second after the cell before was left
    keys("三")
    assert table.grid.open_editor() is not None and table.grid.open_editor().text() == "张三"
    press(Qt.Key.Key_Return)
    assert cell(table, 0, "name") == "张三"


def test_composing_in_a_closed_cell_opens_it_and_enter_belongs_to_the_input_method(table):
    compose("zhang")
    enter()
    press(Qt.Key.Key_Tab)
    assert table.grid.currentIndex().column() == 0
    commit("张")
    compose("san")
    enter()
    commit("三")
    enter()
    assert cell(table, 0, "name") == "张三"
    assert table.grid.currentIndex().column() == 1


def test_a_block_from_excel_is_pasted_and_bad_cells_are_marked(table):
    QGuiApplication.clipboard().setText(
        f"张大山\t户主\t\t{HEAD}\r\n李桂花\t配偶\t女\t{WIFE}\r\n张小明\t长子\t男\t{SON[:-1]}0\r\n王五\t不明\t男\t\r\n"
    )
    control(Qt.Key.Key_V)
    assert [cell(table, at, "name") for at in range(4)] == ["张大山", "李桂花", "张小明", "王五"]
    assert [cell(table, at, "relation") for at in range(4)] == ["户主", "配偶", "之子", "不明"]
    assert (cell(table, 0, "sex"), cell(table, 0, "birth")) == ("男", "1970-01-10")
    if SON[-1] != "0":
        assert set(table.rows.rows[2].bad) == {"id_no"}
    assert set(table.rows.rows[3].bad) == {"relation"}
    index = table.rows.index(3, table.rows.names.index("relation"))
    assert "错误" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.DecorationRole) is not None
    table.tell([])
    assert "第 4 行“与户主关系”错误" in table.words.text()


def test_read_only_columns_are_passed_over_when_pasting(table):
    table.grid.setCurrentIndex(table.rows.index(0, table.rows.names.index("birth")))
    QGuiApplication.clipboard().setText("1980-05-01\t99\t汉族")
    control(Qt.Key.Key_V)
    assert (cell(table, 0, "birth"), cell(table, 0, "age"), cell(table, 0, "nation")) == ("1980-05-01", "", "汉族")


def test_copying_gives_the_block_back(table):
    table.rows.put_texts(0, 0, [["张三", "户主"], ["李四", "配偶"]])
    table.grid.selectAll()
    control(Qt.Key.Key_C)
    block = parse_block(QGuiApplication.clipboard().text())
    assert [row[:2] for row in block] == [["张三", "户主"], ["李四", "配偶"]]


def test_cells_of_several_lines_survive_the_clipboard():
    assert parse_block('a\t"一\n二"\n\n') == [["a", "一\n二"]]


def test_copy_from_above_today_and_clear(table):
    table.rows.put_texts(0, 0, [["张三", "", "", "", "", "", "汉族"], ["李四"]])
    nation, birth = (table.rows.names.index(name) for name in ("nation", "birth"))
    table.grid.setCurrentIndex(table.rows.index(1, nation))
    control(Qt.Key.Key_D)
    assert cell(table, 1, "nation") == "汉族"
    table.grid.setCurrentIndex(table.rows.index(1, birth))
    control(Qt.Key.Key_Semicolon)
    assert cell(table, 1, "birth") == "2025-06-01"
    press(Qt.Key.Key_Delete)
    assert cell(table, 1, "birth") == ""


def test_removed_rows_stay_struck_through_and_come_back(table):
    table.rows.put_texts(0, 0, [["张三"], ["李四"]])
    table.grid.setCurrentIndex(table.rows.index(1, 0))
    control(Qt.Key.Key_Delete)
    assert table.rows.rows[1].removed
    assert table.rows.index(1, 0).data(Qt.ItemDataRole.FontRole).strikeOut()
    assert "保存时删除 1 人" in table.count.text()
    assert not table.rows.flags(table.rows.index(1, 0)) & Qt.ItemFlag.ItemIsEditable
    control(Qt.Key.Key_Delete)
    assert not table.rows.rows[1].removed


def test_rows_move_and_their_order_is_written(table):
    table.rows.put_texts(0, 0, [["张三"], ["李四"], ["王五"]])
    table.grid.setCurrentIndex(table.rows.index(2, 0))
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, times=2)
    assert [(row.values["name"], draft.values["seq"]) for row, draft in form_rows.drafts(table.rows.rows)] == [
        ("王五", 1),
        ("张三", 2),
        ("李四", 3),
    ]


def test_the_full_form_of_a_row(table, monkeypatch):
    keys("张三")
    enter()

    def fill(dialog):
        pane = dialog.pane
        assert "household" not in pane.rows and "village" not in pane.rows and "seq" not in pane.rows
        assert pane.rows["name"].editor.text() == "张三"
        pane.rows["remark"].editor.set_value("长期在外")
        pane.rows["phone"].editor.set_typed("abc")
        return True

    monkeypatch.setattr(messages, "run", fill)
    press(Qt.Key.Key_F4)
    row = table.rows.rows[0]
    assert (row.values["remark"], row.bad) == ("长期在外", {"phone": "abc"})
    monkeypatch.setattr(messages, "run", lambda dialog: dialog.pane.rows["name"].editor.set_value("赵六") or False)
    press(Qt.Key.Key_F4)
    assert row.values["name"] == "张三"


def test_the_grid_does_not_take_the_forms_keys(table):
    got = []
    table.keyPressEvent = lambda event: got.append(event.key())
    control(Qt.Key.Key_S)
    press(Qt.Key.Key_Escape)
    assert table.grid.open_editor() is None
    assert QApplication.focusWidget() is table.grid


def test_leaving_drops_an_empty_row(table):
    gone = []
    table.passed.connect(lambda part, by: gone.append(by))
    enter()
    assert (gone, table.rows.rows) == ([1], [])
