"""今日待办: what is due, by village, person or subject; opens records, prints slips, takes results back."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from models import clock, database, settings
from models.pinyin import initials
from models.reports import slips, wording
from models.reports.slips import Home
from models.rules import todos as rules
from models.rules.todos import Todo
from ui import due_reading
from ui.pages.todo_model import BY_PERSON, BY_SUBJECT, BY_VILLAGE, PERSON, PLACE, TEXT, WHAT, WHEN, WHO, TodoModel
from ui.pages.worklist import WorklistPage
from widgets import messages
from widgets.look import icon, make_primary

GROUPINGS = (("按村", BY_VILLAGE), ("按责任人", BY_PERSON), ("按事项", BY_SUBJECT))
MOST = 5_000
"""To-dos that are listed at once."""
WIDTHS = {WHEN: 10, WHAT: 20, WHO: 10, PERSON: 10, PLACE: 10}


class TodosPage(WorklistPage):
    """Subjects with their counts at the left, the to-dos at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("今日待办", "事项", GROUPINGS, parent)
        self.watched = tuple(rules.watched())
        self.every: list[Todo] = []
        self._asked = ""
        self.shown: list[Todo] = []
        self.homes: dict[int, Home] = {}
        self.search.setPlaceholderText("户主、内容")
        self.model = TodoModel(self)
        self.make_table(self.model, "待办", WIDTHS, TEXT)
        self.table.opened.connect(lambda one: self.record_requested.emit(one.ledger, one.record))
        self.slip = QPushButton(icon("print"), "打印走访单", self)
        self.slip.setToolTip("按村排成 A4，每户留出手写的地方（Ctrl+P）")
        self.slip.clicked.connect(self.print)
        make_primary(self.slip, False)
        self.results = QPushButton(icon("edit"), "录入走访结果", self)
        self.results.setToolTip("照走访单上的编号一户一户录（Ctrl+N）")
        self.results.clicked.connect(self.key_in)
        self.lay_out(32, 22, (self.results, self.slip), (self.by, self.village, self.person))
        self.shortcuts(("Ctrl+P", self.print), ("Ctrl+N", self.key_in), ("F5", self.refresh))

    def when_narrow(self, narrow: bool) -> None:
        """按事项 groups by what the hidden list would choose."""
        self.narrow()

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
        self.every, self.homes = list(due.found), due.homes
        self.said.setText(wording.long_date(today.isoformat()))
        self.fill_choices(settings.township.get() or "全乡", (one.person for one in self.every))
        self._count(due)
        self.narrow()
        if self._asked:
            self.show_subject(self._asked)

    def _count(self, due: due_reading.Due) -> None:
        found = [("", f"全部　{len(self.every):,}", f"过了期限的 {due.late:,} 件", "")]
        for one, many, past in due.counts:
            tip = f"{rules.LEVELS[one.level]}；过了期限的 {past:,} 件"
            found.append((one.name, f"{one.title}　{many:,}", tip, "error" if one.level == rules.URGENT else ""))
        self.show_entries(found)

    def narrow(self) -> None:
        """Show the to-dos that are chosen."""
        wanted = self.entry()
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
        self.model.show_todos(self.shown[:MOST], by, self.homes, wording.villages(), clock.today_text())
        self.table.span_headings()
        self.table.setColumnHidden(PLACE, by == BY_VILLAGE)
        self.table.setColumnHidden(PERSON, by == BY_PERSON)
        self.table.setColumnHidden(WHAT, by == BY_SUBJECT or bool(wanted) or self.entries.isHidden())
        self.table.setColumnHidden(WHO, not any(one.household for one in self.shown))
        self.slip.setEnabled(bool(self.shown))
        self.line.setText(self._said())

    def _said(self) -> str:
        if not self.every:
            return "今天没有要办的事"
        if not self.shown:
            return "没有符合条件的"
        late = sum(one.late > 0 for one in self.shown)
        told = f"{len(self.shown):,} 件，其中 {late:,} 件过了期限"
        if len(self.shown) > MOST:
            return f"显示前 {MOST:,} 件，共 {told}，请按村或事项筛选"
        return f"{told}；回车打开"

    def _holds(self, one: Todo, text: str) -> bool:
        home = self.homes.get(one.household or 0)
        name = home.head if home is not None else ""
        return text in one.text or text in name or text.lower() in initials(name)

    # --- keys and clicks ----------------------------------------------------------------------------------------

    def current(self) -> Todo | None:
        """The to-do under the cursor."""
        one: Todo | None = self.table.current()
        return one

    def show_subject(self, name: str) -> None:
        """Choose one subject; "" for all. What is still being worked out is chosen when it is there."""
        self._asked = name if not self.every else ""
        self.choose_entry(name)

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
