import pytest
from PySide6.QtCore import QItemSelectionModel, QModelRoleData, QModelRoleDataSpan, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from models import record, settings
from models.ledger import ledger
from models.query import Filter, Selection
from tests.widgets import list_samples
from widgets import table_copy, table_menu
from widgets.column_picker import ColumnPicker
from widgets.record_model import FIRST, RecordModel
from widgets.record_table import RecordTable
from widgets.table_pane import TablePane

HOUSEHOLDS = Selection("household", order=("hh_no",))
COLUMNS = ("hh_no", "village", "head", "members_now", "arable_mu")


@pytest.fixture
def homes(tmp_path):
    return list_samples.make(tmp_path / "t.db")


@pytest.fixture
def table(qtbot, homes):
    shown = RecordTable()
    qtbot.addWidget(shown)
    shown.resize(1000, 500)
    settings.put("table.household", {"columns": list(COLUMNS)})
    shown.set_selection(HOUSEHOLDS)
    shown.show()
    shown.setFocus()
    return shown


def text(table, row, path):
    return table.model().index(row, table.records.paths.index(path)).data()


def test_the_model_keeps_qts_rules(homes, qtmodeltester):
    model = RecordModel()
    model.show(HOUSEHOLDS, COLUMNS)
    qtmodeltester.check(model)


def test_the_model_keeps_qts_rules_through_resets_and_late_rows(qtbot, tmp_path):
    _villages, ids = list_samples.make(tmp_path / "t.db", FIRST + 50)
    model = RecordModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(HOUSEHOLDS, COLUMNS)
    assert model.rowCount() == FIRST and not model.complete
    qtbot.waitSignal(model.loaded, timeout=2000).wait()
    assert list(model.ids) == ids
    record.delete("household", ids[:3])
    assert model.reread() and model.rowCount() == len(ids) - 3
    model.set_paths(("head",))
    assert model.columnCount() == 1 and tester.model() is model


def test_a_hundred_rows_are_one_query(tmp_path):
    list_samples.make(tmp_path / "t.db", 120)
    model = RecordModel()
    model.show(HOUSEHOLDS, COLUMNS)
    with list_samples.statements() as seen:
        shown = [model.index(row, column).data() for row in range(100) for column in range(len(COLUMNS))]
    assert len(seen) == 1 and len(shown) == 500 and all(isinstance(one, str) for one in shown)
    with list_samples.statements() as seen:
        model.index(50, 0).data()
        model.index(110, 0).data()
        model.index(7, 0).data()
    assert len(seen) == 1


def test_the_first_paint_counts_nothing(tmp_path):
    list_samples.make(tmp_path / "t.db", FIRST + 5)
    model = RecordModel()
    with list_samples.statements() as seen:
        model.show(HOUSEHOLDS, COLUMNS)
    assert len(seen) == 1 and "COUNT" not in seen[0].upper() and "LIMIT" in seen[0].upper()


def test_links_show_names_and_numbers_have_separators(table):
    assert text(table, 1, "village") == "陶化村"
    assert text(table, 4, "arable_mu") == "5"
    assert text(table, 1, "arable_mu") == "1.25"


def test_a_click_on_a_header_sorts_up_down_and_back(table, homes):
    at = COLUMNS.index("members_now")
    head = table.head
    orders = []
    for _ in range(3):
        head.last_clicked = at
        if head.sortIndicatorSection() != at:
            head.setSortIndicator(at, Qt.SortOrder.AscendingOrder)
        elif head.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder:
            head.setSortIndicator(at, Qt.SortOrder.DescendingOrder)
        else:
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        orders.append((table.selection().order, text(table, 0, "members_now")))
    assert orders == [(("members_now",), "1"), (("-members_now",), "7"), ((), "1")]


def press(qtbot, table, path, held=Qt.KeyboardModifier.NoModifier):
    head = table.head
    at = table.records.paths.index(path)
    x = head.sectionViewportPosition(at) + head.sectionSize(at) // 2
    place = head.viewport().rect().center()
    place.setX(x)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, held, place)


def test_shift_click_adds_a_second_key(qtbot, table):
    press(qtbot, table, "village")
    press(qtbot, table, "members_now", Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, table, "members_now", Qt.KeyboardModifier.ShiftModifier)
    assert table.selection().order == ("village", "-members_now")
    titles = [table.records.headerData(at, Qt.Orientation.Horizontal) for at in range(len(COLUMNS))]
    assert "行政村 ↑1" in titles and any(title.endswith("↓2") for title in titles)
    press(qtbot, table, "head")
    assert table.selection().order == ("head",)


def test_refresh_keeps_the_record_the_selection_and_the_place(qtbot, tmp_path):
    _, ids = list_samples.make(tmp_path / "t.db", 150)
    table = RecordTable()
    qtbot.addWidget(table)
    table.resize(600, 200)
    table.set_selection(HOUSEHOLDS)
    table.show()
    table.go_to(ids[100])
    table.select_block([100, 101, 102], [0, 1])
    table.verticalScrollBar().setValue(98)
    record.delete("household", ids[10:20])
    record.save("household", {"head": "测户新"}, id=ids[101])
    table.refresh()
    assert table.current_id() == ids[100]
    assert table.selected_ids() == ids[100:103]
    assert table.ids()[table.rowAt(0)] == ids[98]
    assert text(table, 91, "head") == "测户新"


def test_refresh_without_moves_leaves_the_selection_alone(table, homes):
    table.select_block([2, 3], [1])
    record.save("household", {"head": "测户新"}, id=homes[1][2])
    table.refresh()
    assert table.selected_ids() == homes[1][2:4] and text(table, 2, "head") == "测户新"


def test_a_deleted_current_record_hands_over_to_its_row(table, homes):
    table.go_to(homes[1][5])
    record.delete("household", [homes[1][5]])
    table.refresh()
    assert table.current_id() == homes[1][6]


def test_rows_deleted_behind_our_back_show_a_mark(tmp_path):
    _, ids = list_samples.make(tmp_path / "t.db", 5)
    model = RecordModel()
    model.show(HOUSEHOLDS, COLUMNS)
    record.delete("household", [ids[1]])
    assert model.index(1, 0).data() == "…" and model.index(2, 0).data() == "005000002"


def test_copy_gives_text_for_excel(table):
    table.select_block([1, 2], [0, 3, 4])
    table.copy()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "005000001\t2\t1.25\r\n005000002\t3\t2.5\r\n"
    assert "<td style=\"mso-number-format:'\\@'\">005000001</td><td>2</td>" in data.html()


def test_copy_with_header_follows_the_dragged_order(table):
    table.head.moveSection(0, 2)
    table.select_block([0], [0, 1])
    table.copy(with_header=True)
    assert QGuiApplication.clipboard().text() == "行政村\t户编号\r\n青禾村\t005000000\r\n"


def test_cells_with_line_ends_stay_one_cell():
    assert table_copy.as_tsv([["甲\n乙", '他说"好"', "丙"]]) == '"甲\n乙"\t"他说""好"""\t丙\r\n'


def test_money_is_copied_without_separators():
    kind = ledger("project").column("budget_total").kind
    assert kind.to_text(123_456_700_00) == "12,345.67" and table_copy.copy_text(kind, 123_456_700_00) == "12345.67"


def test_keys_move_and_select_as_in_a_spreadsheet(qtbot, table, homes):
    ids, model = homes[1], table.model()
    table.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == ids[:2] and table.selected_columns() == [0, 1]
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (11, 4)
    assert table.selected_ids() == [ids[11]]
    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert table.current_id() == ids[0]
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.currentIndex().column() == 0
    qtbot.keyClick(table, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_columns() == [0, 1, 2, 3, 4] and table.selected_rows() == [0]
    table.select_block([0], [2])
    qtbot.keyClick(table, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_columns() == [2] and len(table.selected_rows()) == 12
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_ids() == ids


def test_ctrl_end_reaches_rows_that_are_not_read_yet(qtbot, tmp_path):
    _, ids = list_samples.make(tmp_path / "t.db", FIRST + 20)
    table = RecordTable()
    qtbot.addWidget(table)
    table.set_selection(HOUSEHOLDS)
    assert not table.records.complete
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert table.current_id() == ids[-1]


def test_enter_f2_and_double_click_open_and_typing_does_nothing(qtbot, table, homes):
    opened = []
    table.opened.connect(opened.append)
    table.setCurrentIndex(table.model().index(3, 0))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_5, Qt.Key.Key_X):
        qtbot.keyClick(table, key)
    place = table.visualRect(table.model().index(4, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [homes[1][3], homes[1][3], homes[1][4]]
    assert text(table, 3, "hh_no") == "005000003"


def test_delete_and_insert_ask_the_page(qtbot, table):
    with qtbot.waitSignal(table.delete_asked, timeout=500):
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    with qtbot.waitSignal(table.new_asked, timeout=500):
        qtbot.keyClick(table, Qt.Key.Key_Insert)


def test_columns_widths_and_order_come_back(qtbot, table):
    table.set_columns(("head", "hh_no", "village.seq"))
    table.setColumnWidth(0, 173)
    table.head.moveSection(2, 0)
    table.sort_by("head", "-head")
    table.remember()
    again = RecordTable()
    qtbot.addWidget(again)
    again.set_selection(Selection("household"))
    assert again.visible_columns() == ("village.seq", "head", "hh_no")
    assert again.columnWidth(1) == 173
    assert again.selection().order == ("-head",)
    assert again.head.sortIndicatorSection() == 1


def test_columns_that_are_gone_are_left_out(qtbot, homes):
    settings.put("table.household", {"columns": ["head", "no_such"], "sort": ["-nothing"], "widths": {"head": "wide"}})
    table = RecordTable()
    qtbot.addWidget(table)
    table.set_selection(Selection("household"))
    assert table.visible_columns() == ("head",) and table.selection().order == ()


def test_hiding_and_adding_columns(table):
    table.hide_column("village")
    assert "village" not in table.visible_columns()
    picker = ColumnPicker(table.records.of, table.visible_columns())
    told = []
    picker.ticks_changed.connect(lambda path, on: told.append((path, on)))
    picker.search.show_text("")
    picker._find("乡镇")
    found = picker.tree.findItems("乡镇", Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)
    assert found and not found[0].isHidden()
    found[0].setCheckState(0, Qt.CheckState.Checked)
    assert told == [("village.township", True)]
    table.reset_columns()
    assert table.visible_columns() == ledger("household").default_columns


def test_totals_stand_under_their_columns_and_count_only_own_ones(qtbot, homes):
    pane = TablePane()
    qtbot.addWidget(pane)
    settings.put("table.household", {"columns": ["head", "members_now", "village.households", "arable_mu"]})
    pane.resize(700, 400)
    pane.table.set_selection(Selection("household", filters=(Filter("members_now", "<=", 2),)))
    pane.show()
    assert pane.totals.texts() == {1: "6", 3: "20"}
    assert "6" in pane.totals.accessibleDescription()
    before = pane.totals.grab().toImage()
    pane.table.setColumnWidth(0, 300)
    assert pane.totals.grab().toImage() != before


def test_numbers_shown_and_all(qtbot, table):
    told = []
    table.counted.connect(lambda *numbers: told.append(numbers))
    table.set_selection(Selection("household", filters=(Filter("members_now", "=", 1),)))
    assert told[-1] == (2, 12)


def test_filter_by_the_value_of_a_cell(table, homes):
    villages, _ids = homes
    table.setCurrentIndex(table.model().index(1, COLUMNS.index("village")))
    assert table_menu.same_value(table) == Filter("village", "in", [villages["陶化村"]])
    table.setCurrentIndex(table.model().index(1, COLUMNS.index("head")))
    assert table_menu.same_value(table) == Filter("head", "=", "测户乙")
    table.set_columns(("safe_water", "hh_no", "phone"))
    table.setCurrentIndex(table.model().index(1, 0))
    assert table_menu.same_value(table) == Filter("safe_water", "in", [False])
    table.setCurrentIndex(table.model().index(1, 2))
    assert table_menu.same_value(table) == Filter("phone", "blank")


def test_the_menus_say_what_they_do(table):
    header = [action.text() for action in table_menu.header_menu(table, 1).actions() if action.text()]
    cells = [action.text() for action in table_menu.cell_menu(table).actions() if action.text()]
    assert "隐藏“行政村”" in header and "选择要显示的列…" in header
    assert "连同表头复制" in cells and "打开" in cells


def test_selecting_nothing_copies_nothing(table):
    QGuiApplication.clipboard().setText("原来的")
    table.selectionModel().select(table.model().index(0, 0), QItemSelectionModel.SelectionFlag.Clear)
    table.clearSelection()
    table.copy()
    assert QGuiApplication.clipboard().text() == "原来的"


def test_all_roles_at_once_say_the_same_as_one_by_one(homes):
    model = RecordModel()
    model.show(HOUSEHOLDS, COLUMNS)
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole, Qt.ItemDataRole.DecorationRole)
    for column in range(len(COLUMNS)):
        for role in roles:
            one = QModelRoleData(int(role))
            one.setData("left over")
            model.multiData(model.index(4, column), QModelRoleDataSpan(one))
            assert one.data() == model.index(4, column).data(role)


def test_equal_titles_say_whose_they_are(table):
    table.set_columns(("remark", "village.remark", "village.seq"))
    assert table.records.titles == ("备注", "行政村的备注", "排列顺序")
    table.select_block([0], [0, 1])
    table.copy(with_header=True)
    assert QGuiApplication.clipboard().text().startswith("备注\t行政村的备注\r\n")
