"""报表: all reports by number and name, one of them before the eyes, and out of it paper, Excel and the records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from models import clock, database, settings
from models.pinyin import initials
from models.reports import closing, returns, wording
from models.reports.closing.store import Closing
from models.reports.report_set import Wanted
from models.reports.returns import period as periods
from models.reports.returns import workbook
from models.reports.returns.base import Cell, Made, Report, ReturnLetter, ReturnTable
from ui.pages.base import PageWidget
from ui.pages.reports_set import SetTools
from ui.pages.reports_source import ClosingChoice, ReportSearch, arrow, file_name
from ui.printing import preview_made
from widgets import messages
from widgets.chart_output import ask_path
from widgets.flow import FlowLayout
from widgets.jobs import run_job
from widgets.letter_view import LetterView
from widgets.look import icon, letters, make_primary
from widgets.report_view import ReportView

ALL = "全乡"
SOON_MS = 300
NARROW = 110
"""Letters below which the list of reports gives way."""


class ReportsPage(PageWidget):
    """The list of reports at the left, the chosen one at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.made: Made | None = None
        self.period = periods.usual(periods.NONE, clock.today())
        self._every = [(one, initials(one.title).lower()) for one in returns.reports()]
        self._turn = 0
        self._building = False
        self._after: Callable[[], None] | None = None
        self._make_list()
        self._make_head()
        self.sheets = QTabBar(self)
        self.sheets.setDrawBase(False)
        self.sheets.setExpanding(False)
        self.sheets.setUsesScrollButtons(True)
        self.sheets.setAccessibleName("这份报表的各张表")
        self.sheets.currentChanged.connect(self._show_table)
        self.line = QLabel(self)
        self.line.setProperty("role", "soft")
        self.line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        # Said only when it takes a moment: most reports are there at once.
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(lambda: self.line.setText("正在算这份报表…"))
        self.whole = SetTools(self.list, self._for_set, lambda text: self.line.setText(text), self)
        self.view = ReportView(self)
        self.view.opened.connect(self._open)
        self.letter = LetterView(self)
        self.letter.opened.connect(self._open)
        self.letter.hide()
        self.notes = QLabel(self)
        self.notes.setProperty("role", "soft")
        self.notes.setWordWrap(True)
        self._lay_out()
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print)
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self.export)
        QShortcut(QKeySequence("Ctrl+Shift+P"), self).activated.connect(self.whole.print)
        self._narrow("")

    def _make_list(self) -> None:
        self.list = QListWidget(self)
        self.search = ReportSearch(self.list, self)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._enter)
        self.list.setAccessibleName("报表")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(lambda *_: self._chosen())
        self.list.itemActivated.connect(lambda _: self._enter())

    def _make_head(self) -> None:
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.when = QLineEdit(self)
        self.when.setAccessibleName("期间")
        self.when.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.when.setFixedWidth(letters(self, 22))
        self.when.editingFinished.connect(self._typed)
        self.before = arrow(self, "back", "上一期（Alt+PageUp）", "Alt+PgUp", lambda: self._move(-1))
        self.after = arrow(self, "next", "下一期（Alt+PageDown）", "Alt+PgDown", lambda: self._move(1))
        self.village = QComboBox(self)
        self.village.setAccessibleName("村")
        self.village.activated.connect(lambda _: self._build())
        self.source = ClosingChoice(self)
        self.source.activated.connect(lambda _: self._build())
        self.public = QCheckBox("公示版", self)
        self.public.setToolTip("去掉证件号码、电话、健康等不能公开的列")
        self.public.toggled.connect(lambda _: self._build())
        self.preview = QPushButton("打印预览", self)
        self.preview.setToolTip("打印、存 PDF（Ctrl+P）")
        self.preview.clicked.connect(self.print)
        make_primary(self.preview)
        self.excel = QPushButton(icon("export"), "Excel…", self)
        self.excel.setToolTip("存成排好版的 Excel 表（Ctrl+E）")
        self.excel.clicked.connect(self.export)
        self.word = QPushButton("Word…", self)
        self.word.setToolTip("存成 Word 文件，接着改")
        self.word.clicked.connect(self.write)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setContentsMargins(12, 12, 8, 12)
        side.setSpacing(8)
        side.addWidget(self.search)
        side.addWidget(self.list, 1)
        side.addWidget(self.whole.about)
        self.left_side = left = QWidget(self)
        left.setLayout(side)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.title, 1)
        first.addWidget(self.preview)
        first.addWidget(self.whole.button)
        first.addWidget(self.excel)
        first.addWidget(self.word)
        chosen = FlowLayout(gap=8)
        for one in (self.before, self.when, self.after, self.village, self.source, self.public):
            one.setFixedHeight(self.when.sizeHint().height())
            chosen.addWidget(one)
        right = QVBoxLayout()
        right.setContentsMargins(8, 12, 16, 12)
        right.setSpacing(8)
        right.addLayout(first)
        right.addLayout(chosen)
        right.addWidget(self.sheets)
        right.addWidget(self.line)
        right.addWidget(self.view, 1)
        right.addWidget(self.letter, 1)
        right.addWidget(self.notes)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left)
        whole.addLayout(right, 1)
        self.setFocusProxy(self.search)
        QWidget.setTabOrder(self.search, self.list)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window leaves the room to the table."""
        super().resizeEvent(event)
        wide = self.width() > self.fontMetrics().horizontalAdvance("0") * NARROW
        self.left_side.setFixedWidth(letters(self, 40 if wide else 26))

    # --- the list -----------------------------------------------------------------------------------------------

    def _narrow(self, text: str) -> None:
        wanted, kept = text.strip().lower(), self.report()
        self.list.blockSignals(True)
        self.list.clear()
        for one, short in self._every:
            if wanted in one.title or wanted in short or wanted in one.number.lower():
                item = QListWidgetItem(f"{one.number}　{one.title}")
                item.setToolTip(f"{one.title}\n{one.note}" if one.note else one.title)
                SetTools.tick(item, one.name)
                self.list.addItem(item)
        rows = [self.list.item(at).data(Qt.ItemDataRole.UserRole) for at in range(self.list.count())]
        self.list.setCurrentRow(rows.index(kept.name) if kept is not None and kept.name in rows else 0)
        self.list.blockSignals(False)
        if rows and self.report() is not kept:
            self._chosen()

    def _enter(self) -> None:
        (self.view if self.letter.isHidden() else self.letter).setFocus()

    def report(self) -> Report | None:
        """The report chosen in the list."""
        item = self.list.currentItem()
        return None if item is None else returns.find(item.data(Qt.ItemDataRole.UserRole))

    def choose(self, name: str) -> None:
        """Choose a report by name."""
        self.search.clear()
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentRow(at)

    def focus_search(self) -> None:
        """Ctrl+F: look for a report."""
        self.search.setFocus()
        self.search.selectAll()

    def _chosen(self) -> None:
        one = self.report()
        if one is not None and one.period != self.period.kind:
            self.period = periods.usual(one.period, clock.today())
        self._build()

    # --- the scope ----------------------------------------------------------------------------------------------

    def _move(self, step: int) -> None:
        self.period = self.period.moved(step)
        self._build()

    def _typed(self) -> None:
        one = self.report()
        if one is None or self.when.text().strip() == self._period_text():
            return
        try:
            self.period = periods.parse(one.period, self.when.text(), clock.today())
        except periods.WrongPeriod as error:
            self.line.setText(str(error))
            self.when.setProperty("state", "error")
            self.when.style().polish(self.when)
            return
        self._build()

    def _period_text(self) -> str:
        return self.period.last if self.period.kind == periods.DAY else self.period.text

    def refresh(self) -> None:
        """Read the villages and the report anew."""
        names, kept = wording.villages(), self.village.currentData()
        self.village.clear()
        self.village.addItem(settings.township.get() or ALL, None)
        for id, name in names.items():
            self.village.addItem(name, id)
        self.village.setCurrentIndex(max(0, self.village.findData(kept)))
        self._build()

    def _build(self) -> None:
        one = self.report()
        dated = one is not None and one.period != periods.NONE
        for widget in (self.before, self.when, self.after):
            widget.setVisible(dated)
        self.when.setText(self._period_text())
        self.when.setProperty("state", "")
        self.when.style().polish(self.when)
        if one is None or not database.is_open() or not self.isVisible():
            return
        self._turn += 1
        self._building = True
        self._soon.start()
        turn, key = self._turn, self.period.key
        closed = self._offer_closings(one)
        village, public = self.village.currentData(), self.public.isChecked()

        def done(made: Made) -> None:
            if turn == self._turn:
                self._built()
                self._show(made)
                self._go_on()

        def failed(error: BaseException) -> None:
            # The file may have been closed, or another report chosen, while it was made.
            if turn == self._turn and database.is_open():
                self._built()
                self._after = None
                messages.show_error(self.window(), error)

        def work(_: Any) -> Made:
            if closed is not None:
                return closing.report(closed, one.name, public)
            return returns.build(one.name, key, village, public)

        run_job(self, one.title, work, done, failed, quiet=True)

    def _built(self) -> None:
        self._building = False
        self._soon.stop()

    def _go_on(self) -> None:
        after, self._after = self._after, None
        if after is not None:
            after()

    def _is_there(self, after: Callable[[], None]) -> bool:
        """Whether the report chosen is made; else ``after`` is done as soon as it is, and never to the one before."""
        self._after = after if self._building else None
        return not self._building and self.made is not None

    def _offer_closings(self, one: Report) -> Closing | None:
        closed = self.source.offer(one.name, self.period.key)
        # A closing holds the whole township.
        self.village.setEnabled(closed is None)
        if closed is not None:
            self.village.setCurrentIndex(0)
        return closed

    # --- what is shown ------------------------------------------------------------------------------------------

    def _show(self, made: Made) -> None:
        self.made = made
        self.title.setText(f"{made.report.number}　{made.report.title}")
        self.title.setToolTip(made.report.note)
        kept = self.sheets.currentIndex()
        self.sheets.blockSignals(True)
        while self.sheets.count():
            self.sheets.removeTab(0)
        shown: list[ReturnLetter | ReturnTable] = [*made.letters, *made.tables]
        for part in shown:
            self.sheets.addTab(part.title.removeprefix(wording.township()))
        self.sheets.setCurrentIndex(kept if 0 < kept < len(shown) else 0)
        self.sheets.blockSignals(False)
        self.sheets.setVisible(len(shown) > 1)
        self.excel.setEnabled(bool(made.tables))
        self.word.setVisible(bool(made.letters))
        self._show_table()

    def _show_table(self, _at: int = 0) -> None:
        made = self.made
        if made is None:
            return
        shown = [*made.letters, *made.tables]
        at = self.sheets.currentIndex()
        part = shown[at] if 0 <= at < len(shown) else None
        table = part if isinstance(part, ReturnTable) else None
        letter = part if isinstance(part, ReturnLetter) else None
        self.view.show_table(table)
        self.letter.show_letter(letter)
        self.view.setVisible(letter is None)
        self.letter.setVisible(letter is not None)
        self.notes.setVisible(table is not None and bool(table.notes))
        if letter is not None:
            self.line.setText("蓝色的数点开就是它背后的记录；要改文字，存成 Word 再改")
        elif table is None:
            cards = len(made.parts)
            self.line.setText(
                f"每户一页，共 {cards} 页：点“打印预览”看。" if cards else "没有要填的，请换一期或换一个村。"
            )
        else:
            told = "没有记录，请换一期或换一个村" if not table.rows else "蓝色的数点开就是它背后的记录"
            self.line.setText("　".join(part for part in (table.date_text, table.unit_text, told) if part))
            self.notes.setText("\n".join(table.notes))

    def _open(self, cell: Cell) -> None:
        if cell.where is not None and cell.text not in ("", "0"):
            self.selection_requested.emit(cell.where)
        elif cell.record is not None:
            self.record_requested.emit(*cell.record)

    # --- out ----------------------------------------------------------------------------------------------------

    def print(self) -> None:
        """Ctrl+P: the report before printing."""
        if self._is_there(self.print) and self.made is not None:
            preview_made(self, self.made, extra=(("存 Excel…", self.export),) if self.made.tables else ())

    def _for_set(self) -> Wanted:
        return Wanted(self.period, self.village.currentData(), self.public.isChecked(), self.source.number())

    def suggested(self, ending: str = ".xlsx") -> str:
        """A file name that says which report of when."""
        made = self.made
        assert made is not None
        return file_name(made, self.source.number())

    def export(self) -> None:
        """Ctrl+E: the report as a workbook."""
        made = self.made
        if not self._is_there(self.export) or made is None or not made.tables:
            return
        path = ask_path(self, "存成 Excel", self.suggested(""), "Excel 工作簿 (*.xlsx)", ".xlsx")
        if path is None:
            return

        def done(rows: Any) -> None:
            self.line.setText(f"已存为“{path.name}”，{rows} 行。")

        run_job(self, "存成 Excel", lambda _: workbook.write(made, path, returns.paper_settings(made)), done)

    def write(self) -> None:
        """The text of the report as a Word file."""
        made = self.made
        if not self._is_there(self.write) or made is None or not made.letters:
            return
        path = ask_path(self, "存成 Word", self.suggested(""), "Word 文档 (*.docx)", ".docx")
        if path is None:
            return
        run_job(self, "存成 Word", lambda _: returns.word(made, path),
                lambda _: self.line.setText(f"已存为“{path.name}”。"))  # fmt: skip
