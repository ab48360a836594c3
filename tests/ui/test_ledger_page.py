import io

import pypdf
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent

from models import history, operation, query, record, settings
from models.ledger import ledger
from models.query import Filter, Selection
from tests.widgets import list_samples
from ui import form_holder, ledger_actions
from ui.bulk_edit import BulkEditDialog, bulk_fields
from ui.export_dialog import ExportDialog
from ui.ledger_page import LedgerPage
from ui.unsaved_question import DROP, SAVE, STAY, UnsavedQuestion
from widgets import messages

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def homes(tmp_path):
    return list_samples.make(tmp_path / "t.db")


def shown_page(qtbot, name="household", width=1366):
    page = LedgerPage(name)
    qtbot.addWidget(page)
    page.resize(width, 640)
    page.show()
    page.activateWindow()
    return page


@pytest.fixture
def page(qtbot, homes):
    return shown_page(qtbot)


@pytest.fixture
def answers(monkeypatch):
    """What ``messages.ask`` answers, and what was asked and told."""
    said = {"yes": True, "asked": [], "told": []}

    def ask(_parent, title, text, yes="确定", no="取消", *, safe=False):
        said["asked"].append(text)
        return said["yes"]

    monkeypatch.setattr(messages, "ask", ask)
    monkeypatch.setattr(messages, "tell", lambda *parts: said["told"].append(parts[1:]))
    return said


def test_an_empty_ledger_says_what_it_is_for_and_how_to_begin(qtbot, tmp_path):
    list_samples.make(tmp_path / "t.db", households=0)
    page = shown_page(qtbot)
    assert page.stack.currentWidget() is page.empty and page.conditions.isHidden()
    words = [label.text() for label in page.empty.findChildren(type(page.counter))]
    assert ledger("household").hint in words and "还没有登记农户" in words and "户编号" in words
    assert page.empty.sample.isVisible()
    page.empty.new.click()
    assert page.form.isVisibleTo(page)
    page.empty.resize(page.empty.sample.sizeHint().width() // 2, 400)
    assert not page.empty.sample.isVisible() and page.empty.new.isVisible()


def test_every_ledger_has_a_page_and_a_sample_row(qtbot, homes):
    from models.ledger import ledgers

    for of in ledgers():
        page = shown_page(qtbot, of.name)
        assert page.counter.text().startswith("显示 ") and page.counter.text().endswith(of.counter)


def test_the_count_says_how_many_of_how_many(qtbot, page):
    assert page.counter.text() == "显示 12 / 共 12 户"
    page.filters.set_one(Filter("hh_type", "in", ["01"]))
    assert page.counter.text() == "显示 4 / 共 12 户"
    page.table.select_rows()
    qtbot.keyClick(page.table, Qt.Key.Key_A, CTRL)
    assert page.counter.text() == "显示 4 / 共 12 户，选中 4 户"


def test_the_search_line_narrows_after_a_pause_and_finds_nothing_politely(qtbot, page):
    page.focus_search()
    qtbot.keyClicks(page.search, "0050003")
    qtbot.waitUntil(lambda: page.shown == 0, timeout=20_000)
    page.search.setText("没有这一户")
    qtbot.waitUntil(lambda: "没有这一户" in page.nothing.words.text(), timeout=20_000)
    assert page.stack.currentWidget() is page.nothing
    page.nothing.clear.click()
    assert page.shown == 12 and page.stack.currentWidget() is page.pane and page.search.text() == ""


def test_nothing_is_searched_while_an_input_method_composes(qtbot, page):
    page.search.setFocus()
    QCoreApplication.sendEvent(page.search, QInputMethodEvent("hu", []))
    qtbot.keyClick(page.search, Qt.Key.Key_N, CTRL)
    qtbot.wait(250)
    assert page.shown == 12 and page.form is None
    done = QInputMethodEvent("", [])
    done.setCommitString("测户甲")
    QCoreApplication.sendEvent(page.search, done)
    qtbot.waitUntil(lambda: page.shown == 2, timeout=20_000)


def test_filters_order_and_columns_are_remembered(qtbot, page):
    page.filters.set_one(Filter("hh_type", "in", ["02"]))
    page.table.set_columns(("head", "hh_type"))
    page.table.sort_by("head", "-head")
    page.table.remember()
    again = shown_page(qtbot)
    assert again.filters.filters() == (Filter("hh_type", "in", ["02"]),)
    assert again.table.visible_columns() == ("head", "hh_type")
    assert again.selection() == Selection("household", "", (Filter("hh_type", "in", ["02"]),), ("-head",))
    assert again.shown == 4


def test_a_saved_list_brings_its_conditions_back(qtbot, page):
    page.filters.set_one(Filter("hh_type", "in", ["02"]))
    page.lists.save_as("一般的")
    page.clear_conditions()
    assert page.shown == 12
    page.lists._tabs[1][1].click()
    assert page.shown == 4 and page.filters.filters() == (Filter("hh_type", "in", ["02"]),)


def test_show_selection_sets_search_filters_and_order(page, homes):
    wanted = Selection("household", "测户", (Filter("village", "in", [homes[0]["石桥村"]]),), ("-hh_no",))
    page.show_selection(wanted)
    assert page.selection() == wanted and page.shown == 3 and page.search.text() == "测户"
    assert "石桥村" in page.filters.chip("village").text()
    page.show_selection(Selection("household"))
    assert page.shown == 12


def test_changes_elsewhere_arrive_and_hidden_pages_wait(qtbot, page, homes):
    page.table.go_to(homes[1][7])
    record.delete("household", [homes[1][0]])
    qtbot.waitUntil(lambda: page.total == 11, timeout=20_000)
    assert page.table.current_id() == homes[1][7]
    page.hide()
    record.delete("household", [homes[1][1]])
    qtbot.wait(50)
    assert page.total == 11
    page.show()
    assert page.total == 10


# --- delete -------------------------------------------------------------------------------------------------------


def test_delete_asks_deletes_the_selected_and_can_be_taken_back(qtbot, page, homes, answers):
    page.table.select_block([1, 2], [0])
    ids = page.table.selected_ids()
    answers["yes"] = False
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert query.count(Selection("household")) == 12 and "2 户" in answers["asked"][0]
    answers["yes"] = True
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert not set(ids) & set(query.ids(Selection("household")))
    assert page.told.text() == "已删除 2 户农户。"
    page.undo.click()
    assert set(ids) <= set(query.ids(Selection("household")))
    qtbot.waitUntil(lambda: page.total == 12, timeout=20_000)


def test_what_others_need_is_not_deleted(qtbot, homes, answers):
    page = shown_page(qtbot, "village")
    page.table.go_to(homes[0]["青禾村"])
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert query.count(Selection("village")) == 4
    assert answers["told"][0][0] == "没有删除" and answers["told"][0][2]


# --- bulk edit ----------------------------------------------------------------------------------------------------


def changed_group(word):
    return sorted(query.ids(Selection("household", filters=(Filter("group", "=", word),))))


def bulk(qtbot, page, selected=()):
    dialog = BulkEditDialog(page, page.of, page.table.ids(), selected, page.total)
    qtbot.addWidget(dialog)
    line = dialog.lines()[0]
    line.choice.setCurrentIndex([field.name for field in bulk_fields(page.of)].index("group"))
    return dialog, line


def test_bulk_edit_changes_exactly_the_filtered_records_and_is_one_operation(qtbot, page):
    page.filters.set_one(Filter("hh_type", "in", ["02"]))
    wanted = sorted(page.table.ids())
    dialog, line = bulk(qtbot, page)
    line.editor.set_typed("新组")
    assert "当前筛选出的 4 户（共 12 户）" in dialog.sentence.text()
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        dialog.go.click()
    assert changed_group("新组") == wanted and len(wanted) == 4
    assert history.operation_row(dialog.operation).edited == 4 and "Ctrl+Z" in dialog.result_text
    operation.undo_last()
    assert changed_group("新组") == []
    assert query.count(Selection("household", filters=(Filter("group", "blank"),))) == 0


def test_bulk_edit_offers_the_selected_records(qtbot, page, homes):
    dialog, line = bulk(qtbot, page, homes[1][3:6])
    line.editor.set_typed("选中组")
    assert dialog.some.isChecked() and dialog.go.text() == "修改 3 户"
    dialog.all.setChecked(True)
    assert dialog.go.text() == "修改 12 户"
    dialog.some.setChecked(True)
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        dialog.go.click()
    assert changed_group("选中组") == sorted(homes[1][3:6])


def test_bulk_edit_needs_a_value_and_can_clear(qtbot, page):
    dialog, line = bulk(qtbot, page)
    dialog.go.click()
    assert "没有填新值" in dialog.fault.text() and dialog.operation == 0
    line.blank.setChecked(True)
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        dialog.go.click()
    assert query.count(Selection("household", filters=(Filter("group", "blank"),))) == 12


def test_a_refused_bulk_edit_changes_nothing_and_says_why(qtbot, page, homes, answers):
    record.save("household", {"unsafe_house": False}, id=homes[1][0])
    page.refresh()
    dialog, line = bulk(qtbot, page)
    line.choice.setCurrentIndex([field.name for field in bulk_fields(page.of)].index("unsafe_grade"))
    code = ledger("household").column("unsafe_grade").kind.options[0].code
    line.editor.set_value(code)
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(answers["told"]), timeout=20_000)
    title, _text, problems = answers["told"][0]
    assert title == "没有修改" and len(problems) == 1
    assert query.count(Selection("household", filters=(Filter("unsafe_grade", "filled"),))) == 0
    assert dialog.isEnabled() and dialog.operation == 0


def test_each_field_is_offered_once(qtbot, page):
    dialog, _line = bulk(qtbot, page)
    second = dialog.add_line()
    assert second.field.name != "group" and len(dialog.lines()) == 2
    second.remove.click()
    assert len(dialog.lines()) == 1
    assert {"hh_no", "head_id_no", "initials", "bank_account"}.isdisjoint(f.name for f in bulk_fields(page.of))


# --- the form -----------------------------------------------------------------------------------------------------


def test_a_record_opens_beside_the_list_and_in_its_place_when_narrow(qtbot, page, homes):
    page.table.go_to(homes[1][4])
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.form.id == homes[1][4] and page.form.isVisible()
    assert page.sides.sizes()[0] >= form_holder.TABLE_ROOM
    page.resize(820, 600)
    qtbot.waitUntil(lambda: not page.stack.isVisible(), timeout=20_000)
    page.form.closed.emit()
    assert page.stack.isVisible() and not page.form.isVisible()


def test_a_form_in_place_of_the_list_gets_the_room_of_the_lists_tools(qtbot, page, homes):
    page.resize(1366, 640)
    page.open_record(homes[1][4])
    assert page.conditions.isVisible() and page.head.isVisible()
    page.resize(810, 640)
    assert page.stack.isHidden() and page.conditions.isHidden() and page.head.isVisible()
    page.resize(810, 380)
    assert page.head.isHidden()
    page.focus_search()
    assert page.search.hasFocus() and page.head.isVisible() and page.conditions.isVisible() and page.form.isHidden()
    page.open_record(homes[1][4])
    assert page.head.isHidden() and page.conditions.isHidden() and page.form.isVisible()
    page.holder.close()
    assert page.head.isVisible() and page.conditions.isVisible() and page.table.isVisible()


def test_saving_in_the_form_shows_in_the_list_and_offers_undo(qtbot, page, homes):
    page.open_record(homes[1][2])
    page.form.pane.rows["group"].editor.set_typed("九组")
    assert page.form.is_dirty() and page.form.save()
    assert changed_group("九组") == [homes[1][2]]
    assert page.table.current_id() == homes[1][2]
    assert page.told.text() == "已保存。" and not page.undo.isHidden()


def test_ctrl_n_starts_a_new_record(qtbot, page):
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus, timeout=20_000)
    qtbot.keyClick(page.table, Qt.Key.Key_N, CTRL)
    assert page.form is not None and page.form.isVisible() and page.form.id is None


def test_a_new_record_belongs_where_the_list_was_narrowed_to(qtbot, page):
    village = query.ids(Selection("village"))[0]
    page.filters.set_filters((Filter("village", "in", [village]), Filter("hh_type", "in", ["01"])))
    page.new_record()
    assert page.form.pane.values()["village"] == village and page.form.pane.values()["hh_type"] is None
    assert not page.form.is_dirty()
    page.new_record({"village": None})
    assert page.form.pane.values()["village"] is None
    page.filters.set_filters((Filter("village", "in", list(query.ids(Selection("village"))[:2])),))
    page.new_record()
    assert page.form.pane.values()["village"] is None


@pytest.mark.parametrize(
    ("answer", "leaves", "kept"), [(SAVE, True, "八组"), (DROP, True, "3组"), (STAY, False, "3组")]
)
def test_leaving_an_unsaved_form_asks(qtbot, page, homes, monkeypatch, answer, leaves, kept):
    asked = []
    monkeypatch.setattr(form_holder, "ask_unsaved", lambda *_: asked.append(1) or answer)
    page.open_record(homes[1][2])
    assert page.can_close() and not asked
    page.form.pane.rows["group"].editor.set_typed("八组")
    assert page.can_close() is leaves and asked
    page.form.revert()
    assert query.texts("household", ("group",), [homes[1][2]])[homes[1][2]] == [kept]


def test_the_question_has_three_answers(qtbot, homes):
    for button, answer in (("yes", SAVE), ("drop", DROP), ("no", STAY)):
        dialog = UnsavedQuestion(None, ledger("household"))
        qtbot.addWidget(dialog)
        getattr(dialog, button).click()
        assert dialog.answer == answer


def test_deleting_the_open_record_closes_its_form(qtbot, page, homes, answers):
    page.open_record(homes[1][5])
    page.table.go_to(homes[1][5])
    ledger_actions.delete(page)
    assert not page.form.isVisible() and homes[1][5] not in query.ids(Selection("household"))


def test_a_record_of_another_ledger_is_passed_on(qtbot, page, homes):
    page.open_record(homes[1][0])
    with qtbot.waitSignal(page.record_requested, timeout=500) as told:
        page.form.record_requested.emit("village", homes[0]["青禾村"])
    assert told.args == ["village", homes[0]["青禾村"]]
    page.form.record_requested.emit("household", homes[1][1])
    assert page.form.id == homes[1][1]


# --- charts, export -----------------------------------------------------------------------------------------------


def test_a_click_on_a_bar_narrows_the_list(qtbot, page):
    page.show_charts()
    assert page.charts.isVisible() and page.actions_by_name["chart"].isChecked()
    charts = [data for data in page.charts.charts() if data.where]
    assert charts
    (series, label), target = next(iter(charts[0].where.items()))
    page.charts.opened.emit(target)
    assert page.shown == charts[0].series[series].values[label] < 12
    with qtbot.waitSignal(page.selection_requested, timeout=500):
        page.charts.opened.emit(Selection("member"))
    page.toggle_charts()
    assert not page.charts.isVisible()


def test_the_export_dialog_leaves_personal_columns_out_of_the_public_version(qtbot, page):
    dialog = ExportDialog(page, page.of, ("head", "head_id_no", "bank_account"), 12)
    qtbot.addWidget(dialog)
    assert dialog.columns() == ("head", "head_id_no", "bank_account") and not dialog.masked()
    assert dialog.inside.isChecked() and dialog.shown.isChecked()
    dialog.public.setChecked(True)
    assert dialog.columns() == ("head",) and "户主证件号码、银行卡号" in dialog.left_out.text()
    assert "公示" in dialog.suggested() and dialog.suggested().endswith(".xlsx")
    dialog.every.setChecked(True)
    assert "hh_no" in dialog.columns()


def test_export_writes_exactly_the_filtered_records(qtbot, page, tmp_path, monkeypatch):
    from python_calamine import CalamineWorkbook

    path = tmp_path / "出.xlsx"
    page.filters.set_one(Filter("hh_type", "in", ["03"]))

    def choose(dialog):
        dialog.path = path
        return True

    monkeypatch.setattr(messages, "run", choose)
    ledger_actions.export(page)
    qtbot.waitUntil(lambda: "已导出 4 户" in page.told.text(), timeout=20_000)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert sum("测户" in str(row) for row in rows) == 4
    assert page.undo.text() == "打开文件"


def test_print_previews_the_filtered_list_and_the_record(qtbot, page, homes, monkeypatch):
    page.filters.set_one(Filter("hh_type", "in", ["03"]))
    previews = []
    monkeypatch.setattr(messages, "run", lambda dialog: previews.append(dialog) or True)
    ledger_actions.print_list(page)
    ledger_actions.print_record(page, "household", homes[1][0])
    for preview in previews:
        qtbot.addWidget(preview)
    texts = []
    for preview in previews:
        made = preview._make(preview.settings())
        pages = pypdf.PdfReader(io.BytesIO(made.pdf)).pages
        texts.append("".join(one.extract_text() for one in pages))
    assert all(f"00500{at:04d}" in texts[0] for at in (2, 5, 8, 11)) and "005000003" not in texts[0]
    assert "测户甲" in texts[1]


def test_the_tool_bar_is_reached_by_keyboard_and_says_its_keys(page):
    tips = {name: action.toolTip() for name, action in page.actions_by_name.items()}
    assert "Ctrl+N" in tips["add"] and "Ctrl+P" in tips["print"] and "Delete" in tips["delete"]
    keys = [action.shortcut().toString() for action in page.actions_by_name.values() if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_settings_are_not_touched_by_looking(qtbot, homes):
    page = shown_page(qtbot)
    page.hide()
    assert settings.get("lists.household") is None


def test_lists_and_filters_share_a_row_and_the_tools_keep_their_room(page):
    chip = page.filters.chip("village")
    tab = page.lists._tabs[0][1]
    assert chip.mapTo(page, chip.rect().center()).y() == tab.mapTo(page, tab.rect().center()).y()
    assert page.bar.width() >= page.bar.sizeHint().width() and page.bar.height() <= 44
    page.resize(page.bar.sizeHint().width() + page.search.minimumWidth() + 40, 600)
    assert page.bar.width() >= page.bar.sizeHint().width()
