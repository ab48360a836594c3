"""Each editor by key presses: what is typed, what is stored, what is said."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QLineEdit

from models import clock, fields
from models.kinds import Fault
from models.ledger import ledgers
from tests.widgets.form_samples import TODAY, commit, compose, control, enter, keys, press, show
from widgets.composing import composing
from widgets.editors import Editor, editor_for


@pytest.fixture
def make(qtbot):
    """An editor of a field, focused, with the keys that reach the form around it."""
    clock.freeze(TODAY)

    def made(field, **more):
        field.name = "x"
        editor = show(qtbot, editor_for(field, **more), 320, 60)
        editor.box.setFocus()
        editor.passed = []
        editor.on_key = lambda event: note(editor, event.key())
        return editor

    return made


def note(editor, key):
    """Keys as the form around gets them, without Ctrl and Alt themselves."""
    if key not in (Qt.Key.Key_Alt, Qt.Key.Key_Control):
        editor.passed.append(key)
    return key in (Qt.Key.Key_Return, Qt.Key.Key_Tab)


ALT = Qt.KeyboardModifier.AltModifier


def typed(editor, text):
    editor.box.setFocus()
    editor.box.selectAll()
    keys(text)
    enter()
    editor.settle()
    return editor.value()


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("20240318", "2024-03-18", "2024-03-18"),
        ("240318", "2024-03-18", "2024-03-18"),
        ("3.18", "2025-03-18", "2025-03-18"),
        ("18", "2025-06-18", "2025-06-18"),
        ("２０２４０３１８", "2024-03-18", "2024-03-18"),
    ],
)
def test_dates_in_short_forms(make, text, value, shown):
    editor = make(fields.DateField("日期"))
    assert (typed(editor, text), editor.text()) == (value, shown)


def test_a_date_says_its_weekday_and_a_month_is_kept_with_a_warning(make):
    editor = make(fields.DateField("日期"))
    typed(editor, "20240318")
    assert editor.day.text() == "星期一"
    typed(editor, "2024-03")
    assert (editor.value(), editor.day.text()) == ("2024-03", "")


def test_control_semicolon_is_today_and_alt_down_a_calendar(make):
    editor = make(fields.DateField("日期"))
    control(Qt.Key.Key_Semicolon)
    assert editor.value() == "2025-06-01"
    press(Qt.Key.Key_Down, ALT)
    calendar = editor._calendar
    assert calendar.isVisible() and calendar.month.selectedDate() == QDate(2025, 6, 1)
    calendar.take(QDate(2025, 6, 9))
    assert (editor.value(), calendar.isVisible()) == ("2025-06-09", False)


def test_money_shows_capitals_and_the_other_unit_while_focused(make):
    editor = make(fields.MoneyField("金额", unit="万元"))
    keys("３０．５")
    assert editor.hint.text() == "叁拾万伍仟元整 ＝ 305,000.00 元"
    assert typed(editor, "30.5") == 305_000_00
    assert editor.box.alignment() & Qt.AlignmentFlag.AlignRight
    editor.leave()
    assert editor.hint.text() == " "


def test_a_text_that_is_no_number_stays_and_is_a_fault(make):
    editor = make(fields.IntegerField("人口", unit="人"))
    keys("多人")
    editor.settle()
    with pytest.raises(Fault, match="不是整数"):
        editor.value()
    assert editor.text() == "多人"


@pytest.mark.parametrize(
    ("text", "label"),
    [("1", "户主"), ("2", "配偶"), ("12", "之母"), ("zze", "之侄儿"), ("儿媳", "之儿媳"), ("妻子", "配偶")],
)
def test_a_choice_by_number_initials_text_or_alias(make, text, label):
    editor = make(fields.ChoiceField("关系", "relation"))
    assert editor.kind.to_text(typed(editor, text)) == label
    assert editor.text() == label


def test_the_list_opens_with_alt_down_and_is_walked_with_arrows(make):
    editor = make(fields.ChoiceField("性别", "sex"))
    press(Qt.Key.Key_Down, ALT)
    assert editor.popup.isVisible()
    assert [option.texts[0] for option in editor.popup.options] == ["男", "女"]
    press(Qt.Key.Key_Down, times=2)
    enter()
    assert (editor.value(), editor.popup.isVisible(), editor.passed) == ("2", False, [Qt.Key.Key_Return])


def test_escape_closes_the_list_only(make):
    editor = make(fields.ChoiceField("性别", "sex"))
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Escape)
    assert (editor.popup.isVisible(), editor.passed) == (False, [])


def test_an_unclear_word_is_a_fault_and_not_guessed(make):
    editor = make(fields.ChoiceField("关系", "relation"))
    editor.set_typed("孙")
    with pytest.raises(Fault):
        editor.value()


def test_several_choices_typed_or_ticked(make):
    editor = make(fields.ChoicesField("健康", "health"))
    assert typed(editor, "残疾、长期慢性病") == "02,04"
    editor.set_value(None)
    press(Qt.Key.Key_Down, ALT)
    keys("4")
    keys("2")
    assert (editor.value(), editor.text()) == ("02,04", "长期慢性病、残疾")
    keys("4")
    enter()
    assert (editor.value(), editor.popup.isVisible()) == ("02", False)


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("0", False), ("2", False), ("是", True), ("否", False), ("y", True)]
)
def test_yes_no_by_one_key(make, text, value):
    editor = make(fields.YesNoField("是否"))
    keys(text)
    editor.settle()
    assert (editor.value(), editor.text()) == (value, "是" if value else "否")
    editor.box.clear()
    editor.note_edit()
    assert editor.value() is None


def test_long_text_keeps_lines_and_enter_goes_on(make):
    editor = make(fields.TextField("备注", long=True))
    keys("一组")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    keys("二组")
    enter()
    assert (editor.value(), editor.passed) == ("一组\n二组", [Qt.Key.Key_Return])


@pytest.mark.parametrize("kind", ["IdField", "PhoneField", "CodeField", "DateField", "IntegerField"])
def test_fields_of_digits_ask_the_input_method_to_stay_away(make, kind):
    editor = make(getattr(fields, kind)("号码"))
    assert editor.box.inputMethodHints() & Qt.InputMethodHint.ImhPreferLatin
    assert not make(fields.NameField("名称")).box.inputMethodHints() & Qt.InputMethodHint.ImhPreferLatin


def test_while_composing_no_signal_no_key_and_no_shortcut(make, qtbot):
    editor = make(fields.PersonField("姓名"))
    edits = []
    editor.edited.connect(lambda: edits.append(editor.text()))
    compose("zhang")
    enter()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Escape)
    control(Qt.Key.Key_S)
    assert (edits, editor.passed, composing()) == ([], [], True)
    commit("张")
    assert (edits, composing()) == (["张"], False)
    enter()
    assert editor.passed == [Qt.Key.Key_Return]


def test_a_composition_given_up_ends_composing(make):
    editor = make(fields.PersonField("姓名"))
    compose("zh")
    compose("")
    assert not composing()
    assert editor.text() == ""


def test_set_problem_marks_the_box_and_takes_the_mark_away(make):
    editor = make(fields.PhoneField("电话"))
    editor.set_problem("error", "位数不对")
    assert (editor.box.property("state"), editor.box.toolTip()) == ("error", "位数不对")
    editor.set_problem("")
    assert (editor.box.property("state"), editor.box.toolTip()) == ("", "")


def test_left_is_sent_once_and_only_after_a_change(make, qtbot):
    editor = make(fields.NameField("名称"))
    other = QLineEdit(editor)
    other.show()
    told = []
    editor.left.connect(lambda: told.append(editor.text()))
    for text in ("", "合作社", ""):
        editor.box.setFocus()
        keys(text)
        other.setFocus()
    assert told == ["合作社"]


def test_five_methods_and_a_name_for_screen_readers_in_every_editor(make, qtbot):
    seen = set()
    clock.freeze(datetime.date(2025, 6, 1))
    for of in ledgers():
        for field in of.fields.values():
            if field.kind.name in seen:
                continue
            seen.add(field.kind.name)
            editor = editor_for(field)
            qtbot.addWidget(editor)
            editor.set_value(None)
            assert (editor.value(), editor.text()) == (None, "")
            editor.set_problem("warn", "看一下")
            editor.focus_end()
            assert isinstance(editor, Editor) and editor.box.accessibleName() == field.title
    assert len(seen) > 10


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fen=st.integers(min_value=0, max_value=10**13))
def test_every_amount_goes_through_its_editor(make, fen):
    clock.freeze(TODAY)
    for unit in ("元", "万元"):
        field = fields.MoneyField("金额", unit=unit)
        field.name = "x"
        editor = editor_for(field)
        editor.set_value(fen)
        text = editor.text()
        editor.set_typed(text)
        assert editor.value() == fen
        editor.deleteLater()
