"""Editors in which a person types: text, numbers, money, dates and long text."""

from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from models import clock
from models.capital import capital
from models.kinds import MISSING, Money
from widgets.composing import composing
from widgets.editors import Editor
from widgets.look import icon

WEEKDAYS = "一二三四五六日"
# Kinds of digits and Latin letters: a Chinese input method would only be in the way; full-width digits are taken too.
_PLAIN = ("code", "id_number", "phone", "bank", "int", "year", "decimal", "money", "percent", "date")


class LineEditor(Editor):
    """One line of text: text, names, codes, ID numbers, phones, bank accounts."""

    box: QLineEdit

    def make_box(self) -> QWidget:
        """A line."""
        line = QLineEdit(self)
        if self.kind.align == "right":
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if self.kind.name in _PLAIN:
            line.setInputMethodHints(
                Qt.InputMethodHint.ImhPreferLatin
                | Qt.InputMethodHint.ImhNoPredictiveText
                | Qt.InputMethodHint.ImhNoAutoUppercase
            )
        if self.field.required and not self.compact:
            line.setPlaceholderText("必填")
        line.textEdited.connect(self._typed)
        return line

    def text(self) -> str:
        """What is typed."""
        return self.box.text()

    def show_text(self, text: str) -> None:
        """Put a text in."""
        self.box.setText(text)
        self.box.setCursorPosition(0)

    def _typed(self) -> None:
        if not self.composing.active:
            self.note_edit()

    def focus_end(self) -> None:
        """Focus, caret behind the text."""
        super().focus_end()
        self.box.deselect()
        self.box.end(False)


class LongTextEditor(Editor):
    """Several lines; Enter goes on, Ctrl+Enter begins a new line, Tab leaves."""

    box: QPlainTextEdit

    def make_box(self) -> QWidget:
        """A box of three lines."""
        text = QPlainTextEdit(self)
        text.setTabChangesFocus(True)
        text.setFixedHeight(QFontMetrics(text.font()).lineSpacing() * 3 + 20)
        text.setPlaceholderText("Ctrl+Enter 换行")
        text.textChanged.connect(self._typed)
        self._quiet = False
        return text

    def text(self) -> str:
        """What is typed."""
        return self.box.toPlainText()

    def show_text(self, text: str) -> None:
        """Put a text in."""
        self._quiet = True
        self.box.setPlainText(text)
        self._quiet = False

    def _typed(self) -> None:
        if not self._quiet and not composing(self.box):
            self.note_edit()

    def own_key(self, event: QKeyEvent) -> bool:
        """Ctrl+Enter: a new line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.box.insertPlainText("\n")
            return True
        return False

    def focus_end(self) -> None:
        """Focus, caret behind the text."""
        super().focus_end()
        cursor = self.box.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.box.setTextCursor(cursor)


class NumberEditor(LineEditor):
    """A number, right aligned; full-width digits are taken."""

    def entered(self) -> None:
        """Ready to be typed over."""
        self.box.selectAll()


class MoneyEditor(NumberEditor):
    """An amount; while focused it shows the 大写 and the other unit under itself."""

    def __init__(self, field: Any, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(field, parent, compact=compact)
        self.hint = QLabel(self)
        self.hint.setProperty("role", "small")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        # The line keeps its height when it is empty, so that the fields below do not jump as one passes through.
        self.hint.setText(" ")
        self.hint.setVisible(not compact)
        if not compact:
            self.column.addWidget(self.hint)
        self.box.textChanged.connect(self._hint)

    def entered(self) -> None:
        """Select all, show the hint."""
        super().entered()
        self._hint()

    def leave(self) -> None:
        """Take the hint away."""
        self.hint.setText(" ")

    def _hint(self) -> None:
        if not self.compact and self.box.hasFocus():
            self.hint.setText(self.hint_text() or " ")

    def hint_text(self) -> str:
        """叁拾万元整 ＝ 300,000.00 元 for 30 in 万元."""
        value, _ = self.read()
        if value is None or value is MISSING:
            return ""
        other = "元" if self.kind.unit == "万元" else "万元"
        return f"{capital(int(value))} ＝ {Money(other).to_text(int(value))} {other}"


class DateEditor(LineEditor):
    """A date: 20240318, 240318, 3.18, 18; Ctrl+; today; Alt+↓ a calendar; the weekday stands behind it."""

    def __init__(self, field: Any, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(field, parent, compact=compact)
        self.day = QLabel(self)
        self.day.setProperty("role", "small")
        self.day.setVisible(not compact)
        if not compact:
            self.day.setMinimumWidth(self.fontMetrics().horizontalAdvance("星期三"))
            self.line.addWidget(self.day)
        self.box.textChanged.connect(self._weekday)
        if not compact:
            action = self.box.addAction(icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
            action.setToolTip("选日期（Alt+↓）")
            action.triggered.connect(self.open_calendar)
        self._calendar: _Calendar | None = None

    def _weekday(self) -> None:
        value, _ = self.read()
        full = isinstance(value, str) and len(value) == 10
        self.day.setText(f"星期{WEEKDAYS[datetime.date.fromisoformat(value).weekday()]}" if full else "")

    def own_key(self, event: QKeyEvent) -> bool:
        """Ctrl+; and Alt+↓."""
        modifiers = event.modifiers()
        if (
            event.key() in (Qt.Key.Key_Semicolon, Qt.Key.Key_Colon) and modifiers & Qt.KeyboardModifier.ControlModifier
        ) or event.text() in (";", "；"):
            self.put(clock.today_text())
            return True
        if event.key() == Qt.Key.Key_Down and modifiers & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return True
        return False

    def put(self, day: str) -> None:
        """Take a day as if it had been typed; a month field gets the month."""
        self.box.setText(day[:7] if self.kind.precision == "month" else day)
        self.note_edit()

    def open_calendar(self) -> None:
        """Show the small calendar under the line."""
        if self._calendar is None:
            self._calendar = _Calendar(self)
        value, _ = self.read()
        day = QDate.fromString(value, "yyyy-MM-dd") if isinstance(value, str) and len(value) == 10 else QDate()
        today = clock.today()
        self._calendar.open_at(day if day.isValid() else QDate(today.year, today.month, today.day))


class _Calendar(QFrame):
    """A month to pick a day from: arrows move, Enter takes, Esc closes."""

    def __init__(self, editor: DateEditor) -> None:
        super().__init__(editor, Qt.WindowType.Popup)
        self.editor = editor
        self.setFrameShape(QFrame.Shape.StyledPanel)
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 4, 4, 4)
        self.month = QCalendarWidget(self)
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setAccessibleName("日历")
        box.addWidget(self.month)
        # Enter and double click send both signals; the first one closes, so the second finds nothing to do.
        self.month.activated.connect(self.take)
        self.month.clicked.connect(self.take)
        self.month.installEventFilter(self)

    def open_at(self, day: QDate) -> None:
        """Show the month of ``day`` under the editor."""
        self.month.setSelectedDate(day)
        self.move(self.editor.box.mapToGlobal(QPoint(0, self.editor.box.height())))
        self.show()
        self.month.setFocus()

    def take(self, day: QDate) -> None:
        """The day was chosen."""
        if self.isVisible():
            self.close()
            self.editor.put(day.toString("yyyy-MM-dd"))
            self.editor.focus_end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.close()
            self.editor.focus_end()
            return True
        return False
