"""The form by keyboard, as a clerk uses it."""

import contextlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow

from models import history, query, record
from models.ledger import ledger, ledgers
from models.query import Selection
from tests.factory import valid_values
from tests.widgets.form_samples import HEAD, SON, WIFE, commit, compose, control, enter, keys, press, show, villages
from widgets import messages
from widgets.record_form import RecordForm

__all__ = ["villages"]


@pytest.fixture
def form(qtbot, villages):
    made = show(qtbot, RecordForm())
    yield made
    made._forget()


def focused(form):
    """The field or roster that has the focus."""
    widget = QApplication.focusWidget()
    return next((n for n, r in form.pane.rows.items() if r.isAncestorOf(widget)), None) or next(
        (n for n, t in form.tables.items() if t.isAncestorOf(widget)), type(widget).__name__
    )


def people(home):
    found = list(query.ids(Selection("member", order=("seq",)).where("household", "in", [home])))
    return query.texts("member", ("name", "relation", "sex", "birth", "age", "seq"), found).values()


def add_person(name, relation, number):
    """Four cells and Enter through the rest of the row."""
    keys(name)
    enter()
    keys(relation)
    enter()
    enter()  # 性别 follows from the number
    keys(number)
    enter()


def household(form, villages):
    """A household with three people, typed without a mouse."""
    form.start("household")
    keys("500100")
    enter(2)
    keys("下庄")
    enter()
    assert form.pane.rows["village"].editor.value() == villages["下庄村"]
    press(Qt.Key.Key_F6)
    assert focused(form) == "member"
    add_person("张大山", "1", HEAD)
    press(Qt.Key.Key_Insert)
    add_person("李桂花", "2", WIFE)
    press(Qt.Key.Key_Insert)
    add_person("张小明", "3", SON)
    control(Qt.Key.Key_S)
    assert form.id is not None, [r.problem.text() for r in form.pane.rows.values()]
    return form.id


def test_a_household_with_three_members_by_keyboard_only(form, villages):
    home = household(form, villages)
    assert [list(person) for person in people(home)] == [
        ["张大山", "户主", "男", "1970-01-10", "55", "1"],
        ["李桂花", "配偶", "女", "1972-02-11", "53", "2"],
        ["张小明", "之子", "男", "1995-03-12", "30", "3"],
    ]
    assert query.texts("household", ("head", "head_id_no", "members_now"), [home])[home] == ["张大山", HEAD, "3"]
    assert [row.kind for row in history.operations(1)] == ["form"]
    assert not form.is_dirty()


def test_birth_sex_and_age_follow_while_typing(form):
    form.start("household")
    press(Qt.Key.Key_F6)
    add_person("张大山", "1", HEAD)
    table = form.tables["member"]
    row = table.rows.rows[0]
    assert (row.values["birth"], row.values["sex"]) == ("1970-01-10", "1")
    form.check_now()
    assert row.computed["age"] == 55
    assert form.pane.rows["head"].editor.text() == "张大山"
    assert form.pane.rows["head"].editor.read_only()
    assert "名单带出" in form.pane.rows["head"].help.text()


def test_reorder_remove_save_and_reopen(form, villages):
    home = household(form, villages)
    form.go_to(form.tables["member"])
    press(Qt.Key.Key_Down, times=2)
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_Down)
    control(Qt.Key.Key_Delete)
    table = form.tables["member"]
    assert [(row.values["name"], row.removed) for row in table.rows.rows] == [
        ("张大山", False),
        ("张小明", False),
        ("李桂花", True),
    ]
    control(Qt.Key.Key_Delete)
    assert not table.rows.rows[2].removed
    control(Qt.Key.Key_Delete)
    control(Qt.Key.Key_S)
    assert [person[0] for person in people(home)] == ["张大山", "张小明"]
    form.start("household", home)
    assert [row.values["name"] for row in form.lists["member"]] == ["张大山", "张小明"]
    assert not form.is_dirty()


def test_a_number_half_typed_above_gives_way_to_the_roster(form, villages):
    form.start("household")
    enter(2)
    keys("下庄")
    enter(3)
    assert focused(form) == "head_id_no"
    keys("3zu")
    press(Qt.Key.Key_F6)
    add_person("张大山", "1", HEAD)
    form.check_now()
    assert form.pane.rows["head_id_no"].editor.value() == HEAD
    control(Qt.Key.Key_S)
    assert form.id is not None and len(people(form.id)) == 1


def test_two_heads_are_refused_at_the_cell_and_above_the_roster(form, villages):
    form.start("household", None, {"village": villages["下庄村"]})
    press(Qt.Key.Key_F6)
    add_person("张大山", "1", HEAD)
    press(Qt.Key.Key_Insert)
    add_person("张小明", "1", SON)
    assert form.save() is False
    table = form.tables["member"]
    assert "2 个户主" in table.whole.text()
    assert "这一户已经有户主了" in table.words.text()
    assert "项要改" in form.open_items.text()
    assert (table.grid.currentIndex().row(), focused(form)) == (1, "member")
    assert query.count(Selection("household")) == 0


def test_a_household_without_head_is_told_so_and_saved(form, villages):
    form.start("household", None, {"village": villages["下庄村"]})
    press(Qt.Key.Key_F6)
    add_person("张小明", "3", SON)
    form.check_now()
    assert "还没有户主" in form.tables["member"].whole.text()
    assert form.save()


def test_the_first_invalid_field_gets_the_focus(form):
    form.start("household")
    keys("7")
    control(Qt.Key.Key_S)
    assert focused(form) == "village"
    assert form.pane.rows["village"].problem.text() == "错误：行政村没有填"
    assert form.open_items.text() == "还有 1 项要改"


def test_an_empty_required_field_is_not_blamed_before_it_was_visited(form):
    form.start("household")
    assert not form.pane.rows["village"].problem.text()


def test_enter_and_tab_walk_on_and_back(form):
    form.start("household")
    walked = [focused(form)]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Enter):
        press(key)
        walked.append(focused(form))
    assert walked == ["hh_no", "local_no", "village", "group"]
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert focused(form) == "local_no"


def test_an_empty_roster_is_passed_with_enter(form):
    form.start("household")
    press(Qt.Key.Key_F6)
    assert len(form.lists["member"]) == 1
    enter()
    assert (focused(form), form.lists["member"]) == ("help_pair", [])
    enter()
    assert focused(form) == "house_area"


def test_an_id_already_in_the_ledger_offers_to_open_it(form, villages, qtbot):
    household(form, villages)
    person = query.ids(Selection("member").where("id_no", "=", SON))[0]
    form.start("member")
    row = form.pane.rows["id_no"]
    row.editor.focus_end()
    keys(SON)
    enter()
    assert "打开 张小明（下庄村）" in row.offer.text()
    assert "已经登记在另一名在册人员名下" in row.problem.text()
    row.editor.focus_end()
    with qtbot.waitSignal(form.record_requested) as asked:
        press(Qt.Key.Key_F3)
    assert asked.args == ["member", person]


def test_a_number_of_another_household_typed_into_the_roster_offers_its_owner(form, villages, qtbot):
    household(form, villages)
    person = query.ids(Selection("member").where("id_no", "=", SON))[0]
    form.start("household", None, {"village": villages["上庄村"]})
    press(Qt.Key.Key_F6)
    add_person("王五", "1", SON)
    form.check_now()
    assert "打开 张小明（下庄村）" in form.tables["member"].words.text()
    with qtbot.waitSignal(form.record_requested) as asked:
        press(Qt.Key.Key_F3)
    assert asked.args == ["member", person]


def test_while_an_input_method_composes_nothing_is_saved_checked_or_left(form, villages, qtbot):
    form.start("household", None, {"village": villages["下庄村"]})
    form.pane.rows["head"].editor.focus_end()
    form.check_now()
    checks = []
    form.check_now = lambda: checks.append(1)
    compose("zhang")
    control(Qt.Key.Key_S)
    enter()
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Tab)
    control(Qt.Key.Key_N)
    form._edited()
    qtbot.wait(350)
    assert (focused(form), form.id, checks) == ("head", None, [])
    commit("张")
    assert form.pane.rows["head"].editor.text() == "张"
    qtbot.wait(350)
    assert checks
    del form.check_now
    enter()
    assert focused(form) == "head_id_no"


def test_price_times_quantity_follows_and_follows_again_until_typed_over(form, villages):
    form.start("sale")
    pane = form.pane
    for name, text in (("qty", "12"), ("price", "3.5"), ("unit", "市斤")):
        pane.rows[name].editor.focus_end()
        keys(text)
        enter()
    assert (pane.rows["amount"].editor.value(), pane.rows["unit"].editor.text()) == (42_00, "斤")
    pane.rows["qty"].editor.box.setFocus()
    pane.rows["qty"].editor.box.selectAll()
    keys("10")
    enter()
    assert pane.rows["amount"].editor.value() == 35_00
    pane.rows["amount"].editor.box.setFocus()
    keys("36")
    enter()
    pane.rows["qty"].editor.box.setFocus()
    keys("20")
    enter()
    assert pane.rows["amount"].editor.value() == 36_00
    form.check_now()
    assert "数量×单价=70.00" in pane.rows["amount"].problem.text()


def test_a_vague_amount_keeps_its_qualifier(form, villages):
    form.start("ce_entry", None, {"village": villages["上庄村"], "year": 2024})
    form.pane.rows["amount"].editor.box.setFocus()
    keys("20余")
    enter()
    assert form.save()
    assert record.load(ledger("ce_entry"), [form.id])[form.id]["amount_q"] == "ge"
    assert form.pane.rows["amount"].editor.text() == "20"


def test_lower_categories_are_offered_under_the_chosen_one(form):
    form.start("project")
    form.pane.rows["cat1"].editor.set_value("P1")
    form.pane._narrow_levels()
    editor = form.pane.rows["cat2"].editor
    codes = editor.kind.codes
    assert {codes.get(option.key).parent for option in editor.options("")} == {"P1"}


def test_payments_are_typed_below_the_fund_line_and_saved_together(form):
    form.start("project")
    form.pane.rows["name"].editor.focus_end()
    keys("人饮工程")
    form.go_to(form.tables["fund_line"])
    keys("1")  # 资金来源
    enter(2)
    keys("30")
    enter()
    table = form.tables["fund_line"]
    inner = table.inner["payment"]
    inner.arrive()
    keys("20250402")
    enter()
    keys("120000")
    enter()
    form.check_now()
    assert table.rows.rows[0].computed["balance"] == 18_000_000
    assert form.save(), table.words.text()
    assert query.texts("project", ("paid", "funds_total"), [form.id])[form.id] == ["12.00", "30.00"]
    assert [row.values["amount"] for row in form.lists["fund_line"][0].details["payment"]] == [12_000_000]
    assert len([row for row in history.operations() if row.kind == "form" and "project" in row.ledgers]) == 1


def test_copy_from_the_record_before(form, villages):
    form.start("household", None, {"village": villages["石桥村"], "group": "三组"})
    assert form.save()
    control(Qt.Key.Key_N)
    assert (form.id, form.pane.rows["group"].editor.text()) == (None, "")
    form.pane.rows["group"].editor.focus_end()
    control(Qt.Key.Key_D)
    assert form.pane.rows["group"].editor.text() == "三组"


def test_esc_asks_before_anything_is_lost(form, villages, qtbot, monkeypatch):
    form.start("household")
    closed = []
    form.closed.connect(lambda: closed.append(1))
    keys("5001")
    answers = [False, True]
    asked = []
    monkeypatch.setattr(messages, "ask", lambda *a, **k: asked.append(a) or answers.pop(0))
    press(Qt.Key.Key_Escape)
    assert (closed, form.pane.rows["hh_no"].editor.text()) == ([], "5001")
    press(Qt.Key.Key_Escape)
    assert (closed, form.pane.rows["hh_no"].editor.text(), len(asked)) == ([1], "", 2)
    press(Qt.Key.Key_Escape)
    assert len(asked) == 2


def test_another_save_in_between_is_told_and_nothing_overwritten(form, villages):
    id = record.save("household", {"village": villages["上庄村"], "head": "张三"}).id
    form.start("household", id)
    record.save("household", {"phone": "13800001234"}, id=id)
    form.pane.rows["group"].editor.focus_end()
    keys("2")
    assert form.save() is False
    assert "又被修改过" in form.banner.text()
    assert record.load(ledger("household"), [id])[id]["group"] is None


def test_printing_saves_first(form, villages, qtbot):
    form.start("household", None, {"village": villages["上庄村"], "head": "张三"})
    with qtbot.waitSignal(form.print_requested) as asked:
        control(Qt.Key.Key_P)
    assert asked.args == ["household", form.id]


def test_columns_follow_the_width(form, qtbot):
    form.start("household")
    form.resize(940, 600)
    qtbot.waitUntil(lambda: form.pane.columns == 2)
    form.resize(620, 600)
    qtbot.waitUntil(lambda: form.pane.columns == 1)


def test_the_forms_keys_go_before_the_shortcuts_of_the_window(form, villages, qtbot):
    window = show(qtbot, QMainWindow())
    window.setCentralWidget(form)
    taken = []
    for key in ("Ctrl+S", "Ctrl+N", "Esc", "Insert", "Ctrl+D"):
        action = QAction(window)
        action.setShortcut(key)
        action.triggered.connect(lambda _=False, key=key: taken.append(key))
        window.addAction(action)
    form.start("household", None, {"village": villages["上庄村"]})
    control(Qt.Key.Key_S)
    control(Qt.Key.Key_D)
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_Insert)
    control(Qt.Key.Key_D)
    assert (taken, query.count(Selection("household"))) == ([], 1)
    # Not takeCentralWidget(): PySide would still take the form for the window's and bury it with the window.
    form.setParent(None)


def _valid(of):
    """Values of the first number whose linked records suit the ledger: school aid is for students of a trade only."""
    for serial in range(7, 27):
        with contextlib.suppress(AssertionError):
            return valid_values(of, serial)
    raise AssertionError(of.name)


@pytest.mark.parametrize("name", [one.name for one in ledgers()])
def test_every_ledger_goes_through_its_form_unchanged(form, name):
    of = ledger(name)
    values = _valid(of)
    made = record.save(name, values).id
    stored = record.load(of, [made])[made]
    form.start(name, made)
    assert {n: v for n, v in form.pane.values().items() if n in of.fields} == {n: stored[n] for n in form.pane.rows}
    assert not form.is_dirty()
    for row in form.pane.rows.values():
        if not row.editor.read_only() and row.field.kind.name != "link":
            # Typing the same again must give the same; a linked record is picked, its name need not be unique.
            text = row.editor.text()
            row.editor.set_typed(text)
    assert form.pane.values() == {n: stored[n] for n in form.pane.rows}
    assert form.save()
    after = record.load(of, [made])[made]
    assert {n: v for n, v in after.items() if n != "revision"} == {n: v for n, v in stored.items() if n != "revision"}


def test_the_group_offers_those_the_village_lists_and_keeps_what_is_typed(form, villages):
    record.save("village", {"groups": "一组、二组\n桥头院子，二组"}, id=villages["下庄村"])
    form.start("household", None, {"village": villages["下庄村"]})
    editor = form.pane.rows["group"].editor
    editor.box.setFocus()
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [one.key for one in editor.popup.options] == ["一组", "二组", "桥头院子"]
    press(Qt.Key.Key_Escape)
    keys("qt")
    press(Qt.Key.Key_Down)
    enter()
    assert editor.text() == "桥头院子" and not editor.popup.isVisible()
    editor.box.setFocus()
    editor.box.selectAll()
    keys("组")
    assert [one.key for one in editor.popup.options] == ["一组", "二组"]
    enter()
    assert form.pane.values()["group"] == "组"
    form.start("household", None, {"village": villages["上庄村"]})
    editor.box.setFocus()
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert not editor.popup.isVisible()
