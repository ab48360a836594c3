"""今日待办: what is due, by village, person or subject; opens records, prints slips, takes results back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import clock, database, settings
from models.pinyin import initials
from models.reports import slips, wording
from models.reports.slips import Home
from models.rules import todos as rules
from models.rules.todos import Todo
from ui import due_reading
from ui.pages import Page
from ui.pages.base import PageWidget, fill_box
from ui.pages.todo_model import BY_PERSON, BY_SUBJECT, BY_VILLAGE, PERSON, PLACE, TEXT, WHAT, WHEN, WHO, TodoModel
from widgets import messages
from widgets.flow import FlowLayout
from widgets.grouped_table import GroupedTable
from widgets.look import icon, letters, make_primary

GROUPINGS = (("按村", BY_VILLAGE), ("按责任人", BY_PERSON), ("按事项", BY_SUBJECT))
WIDTHS = {WHEN: 10, WHAT: 20, WHO: 10, PERSON: 10, PLACE: 10}
ANYBODY = "所有责任人"
NARROW = 110
"""Letters below which the list of subjects gives way."""


class TodosPage(PageWidget):
    """Subjects with their counts at the left, the to-dos at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.watched = tuple(rules.watched())
        self.every: list[Todo] = []
        self._asked = ""
        self.shown: list[Todo] = []
        self.homes: dict[int, Home] = {}
        self.title = QLabel("今日待办", self)
        self.title.setProperty("role", "title")
        self.day = QLabel(self)
        self.day.setProperty("role", "soft")
        self.subjects = QListWidget(self)
        self.subjects.setAccessibleName("事项")
        self.subjects.setIconSize(QSize(self.fontMetrics().height() - 2, self.fontMetrics().height() - 2))
        self.subjects.currentRowChanged.connect(lambda _: self._narrow())
        self.by = QComboBox(self)
        self.by.setAccessibleName("分组")
        for text, key in GROUPINGS:
            self.by.addItem(text, key)
        self.by.activated.connect(lambda _: self._narrow())
        self.village = QComboBox(self)
        self.village.setAccessibleName("村")
        self.person = QComboBox(self)
        self.person.setAccessibleName("责任人")
        self.person.setMinimumWidth(letters(self, 18))
        self.village.activated.connect(lambda _: self._narrow())
        self.person.activated.connect(lambda _: self._narrow())
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("户主、内容")
        self.search.setAccessibleName("查找")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(letters(self, 22))
        self.search.textChanged.connect(lambda _: self._narrow())
        self._make_table()
        self.slip = QPushButton(icon("print"), "打印走访单", self)
        self.slip.setToolTip("按村排成 A4，每户留出手写的地方（Ctrl+P）")
        self.slip.clicked.connect(self.print)
        self.results = QPushButton(icon("edit"), "录入走访结果", self)
        self.results.setToolTip("照走访单上的编号一户一户录（Ctrl+N）")
        self.results.clicked.connect(self.key_in)
        self.line = QLabel(self)
        self.line.setProperty("role", "soft")
        self._lay_out()
        for keys, do in (("Ctrl+P", self.print), ("Ctrl+N", self.key_in), ("F5", self.refresh)):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    def _make_table(self) -> None:
        self.model = TodoModel(self)
        self.table = GroupedTable(self.model, "待办", WIDTHS, TEXT, self)
        self.table.opened.connect(lambda one: self.record_requested.emit(one.ledger, one.record))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.day, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        head.addWidget(self.results)
        head.addWidget(self.slip)
        make_primary(self.slip, False)
        chosen = FlowLayout(gap=8)
        for one in (self.by, self.village, self.person, self.search, self.line):
            one.setFixedHeight(self.search.sizeHint().height())
            chosen.addWidget(one)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(chosen)
        right.addWidget(self.table, 1)
        self.subjects.setFixedWidth(letters(self, 32))
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.subjects)
        body.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(body, 1)
        self.setFocusProxy(self.table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window leaves the room to the sentences; 按事项 groups by what the hidden list would choose."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().horizontalAdvance("0") * NARROW
        if narrow == self.subjects.isHidden():
            return
        self.subjects.setVisible(not narrow)
        if narrow and self.subjects.currentRow() > 0:
            self.subjects.setCurrentRow(0)
        self._narrow()

    # --- reading ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Work everything out anew."""
        if not self.every:
            self.line.setText("正在算今天该办的事…")
        due_reading.read(self, self._take, lambda error: messages.show_error(self.window(), error), named=True)

    def _take(self, due: due_reading.Due) -> None:
        if not database.is_open():  # it was closed while this was worked out
            return
        today = clock.today()
        self.every, self.homes = list(due[0]), due[1]
        self.day.setText(wording.long_date(today.isoformat()))
        fill_box(
            self.village, [(settings.township.get() or "全乡", None), *((n, i) for i, n in wording.villages().items())]
        )
        people = sorted({one.person for one in self.every if one.person}, key=lambda name: (initials(name), name))
        fill_box(self.person, [(ANYBODY, None), *((name, name) for name in people)])
        self._count()
        self._narrow()
        if self._asked:
            self.show_subject(self._asked)

    def _count(self) -> None:
        kept = self.subjects.currentItem()
        key = kept.data(Qt.ItemDataRole.UserRole) if kept is not None else ""
        self.subjects.blockSignals(True)
        self.subjects.clear()
        late = sum(one.late > 0 for one in self.every)
        self._subject("", f"全部　{len(self.every):,}", f"过了期限的 {late:,} 件")
        for one, many, past in rules.counts(self.every):
            tip = f"{rules.LEVELS[one.level]}；过了期限的 {past:,} 件"
            self._subject(one.name, f"{one.title}　{many:,}", tip, "error" if one.level == rules.URGENT else "")
        rows = [self.subjects.item(at).data(Qt.ItemDataRole.UserRole) for at in range(self.subjects.count())]
        self.subjects.setCurrentRow(rows.index(key) if key in rows else 0)
        self.subjects.blockSignals(False)

    def _subject(self, key: str, text: str, tip: str, picture: str = "") -> None:
        item = QListWidgetItem(text)
        item.setToolTip(tip)
        item.setData(Qt.ItemDataRole.UserRole, key)
        if picture:
            item.setIcon(icon(picture))
        self.subjects.addItem(item)

    def _narrow(self) -> None:
        item = self.subjects.currentItem()
        wanted = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        village, person, text = self.village.currentData(), self.person.currentData(), self.search.text().strip()
        self.shown = [
            one
            for one in self.every
            if (not wanted or one.subject == wanted)
            and (village is None or one.village == village)
            and (person is None or one.person == person)
            and (not text or self._holds(one, text))
        ]
        by = self.by.currentData()
        self.model.show_todos(self.shown, by, self.homes, wording.villages(), clock.today_text())
        self.table.span_headings()
        self.table.setColumnHidden(PLACE, by == BY_VILLAGE)
        self.table.setColumnHidden(PERSON, by == BY_PERSON)
        self.table.setColumnHidden(WHAT, by == BY_SUBJECT or bool(wanted) or self.subjects.isHidden())
        self.table.setColumnHidden(WHO, not any(one.household for one in self.shown))
        self.slip.setEnabled(bool(self.shown))
        self.line.setText(self._said())

    def _said(self) -> str:
        if not self.every:
            return "今天没有要办的事"
        if not self.shown:
            return "没有符合条件的"
        late = sum(one.late > 0 for one in self.shown)
        return f"{len(self.shown):,} 件，其中 {late:,} 件过了期限；回车打开"

    def _holds(self, one: Todo, text: str) -> bool:
        home = self.homes.get(one.household or 0)
        name = home.head if home is not None else ""
        return text in one.text or text in name or text.lower() in initials(name)

    # --- keys and clicks ----------------------------------------------------------------------------------------

    def current(self) -> Todo | None:
        """The to-do under the cursor."""
        one: Todo | None = self.table.current()
        return one

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()
        self.search.selectAll()

    def show_subject(self, name: str) -> None:
        """Choose one subject; "" for all. What is still being worked out is chosen when it is there."""
        self._asked = name if not self.every else ""
        for at in range(self.subjects.count()):
            if self.subjects.item(at).data(Qt.ItemDataRole.UserRole) == name:
                self.subjects.setCurrentRow(at)

    # --- out and back -------------------------------------------------------------------------------------------

    def print(self) -> None:
        """Ctrl+P: what is shown as slips, one village after the other."""
        from models.reports.paper import render
        from widgets.print_preview import PrintPreview

        if not self.shown:
            return
        found, person = list(self.shown), self.person.currentData() or ""
        messages.run(
            PrintPreview(
                lambda how: render(slips.visit_slips(found, person), how),
                "走访单",
                slips.slip_settings(),
                hidden=("total_first", "page_totals"),
                locked=("watermark",) if settings.sample.get() else (),
                parent=self.window(),
            )
        )

    def key_in(self) -> None:
        """Ctrl+N: results by the numbers on the slips."""
        from ui.dialogs.visit_results import VisitResults

        messages.run(VisitResults(self.window()))


PAGE = Page("todos", "今日待办", TodosPage, tab="home", order=20, tip="今天该办、快到期和过了期限的事")
