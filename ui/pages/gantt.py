"""项目甘特图 (domain.md §9.3): plan against fact of the projects filtered, page by page; Enter opens a project."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from models import clock, query, settings
from models.codes import code_list
from models.query import Selection
from models.reports import wording
from models.reports.chart_data import ChartData
from models.reports.charts import gantt
from models.reports.charts.gantt import DROPPED, FINISHED, Row
from models.reports.places import VILLAGE
from ui.pages.base import PageWidget
from ui.printing import preview
from widgets.chart import ChartPanel
from widgets.flow import FlowLayout
from widgets.look import icon, make_primary

PRINTED = 26
"""Projects on one sheet of paper."""
LEAST = 6
LATE, OPEN = "late", "open"
KEYS = "↑ ↓ 选项目，Enter 打开，PageUp、PageDown 翻页，Ctrl+P 打印"


class GanttPanel(ChartPanel):
    """The chart of one page; walking over its end asks for the next page."""

    def __init__(self, page: GanttPage) -> None:
        super().__init__(parent=page)
        self.page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PageUp, PageDown and the arrows at the ends turn the page."""
        key, last = event.key(), len(self.hits()) - 1
        if key == Qt.Key.Key_PageDown or (key == Qt.Key.Key_Down and self._marked == last >= 0):
            self.page.turn(1, first=True)
        elif key == Qt.Key.Key_PageUp or (key == Qt.Key.Key_Up and self._marked == 0):
            self.page.turn(-1, first=key == Qt.Key.Key_PageUp)
        else:
            super().keyPressEvent(event)


class GanttPage(PageWidget):
    """Filters above, the chart below, as many projects on a page as have room."""

    watched = ("project", "project_step", "project_progress", "project_place", "village")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.at = 0
        self._dropped = 0
        self.year, self.village, self.category, self.stage = (
            self._box(name) for name in ("项目年度", "村", "项目类型", "阶段")
        )
        self.summary = QLabel(self)
        self.summary.setProperty("role", "soft")
        self.before, self.after = (
            self._arrow("back", "上一页（PageUp）", -1),
            self._arrow("next", "下一页（PageDown）", 1),
        )
        self.where = QLabel(self)
        self.print_button = QPushButton("打印…", self)
        self.print_button.setToolTip("打印、存 PDF（Ctrl+P）")
        self.print_button.clicked.connect(self.print)
        make_primary(self.print_button)
        self.panel = GanttPanel(self)
        self.panel.printer = lambda _parent, _charts: self.print()
        self.panel.opened.connect(lambda id: self.record_requested.emit("project", id))
        hint = QLabel(KEYS, self)
        hint.setProperty("role", "small")
        chosen = FlowLayout(gap=8)
        for one in (self.year, self.village, self.category, self.stage):
            chosen.addWidget(one)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(chosen, 1)
        for widget in (self.before, self.where, self.after, self.print_button):
            head.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.addLayout(head)
        box.addWidget(self.summary)
        box.addWidget(self.panel, 1)
        box.addWidget(hint)
        QShortcut(
            QKeySequence("Ctrl+P"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        ).activated.connect(self.print)
        self.setFocusProxy(self.panel)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.activated.connect(lambda _at: self._read())
        return box

    def _arrow(self, picture: str, tip: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(picture))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setProperty("boxed", True)
        button.clicked.connect(lambda: self.turn(by, first=True))
        return button

    # --- what is shown ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read filters and projects anew; what was chosen stays chosen."""
        years = sorted({year for year in query.distinct(Selection("project"), "year") if year}, reverse=True)
        started = not self.year.count()
        self._offer(self.year, "全部年度", [(year, f"{year}年") for year in years])
        self._offer(self.village, settings.township.get() or "全乡", list(wording.villages().items()))
        cats = [(one.code, one.label) for one in code_list("project_cat").codes if not one.parent]
        self._offer(self.category, "全部类型", cats)
        stages = [(one.code, one.label) for one in code_list("project_stage").codes if one.code != DROPPED]
        self._offer(self.stage, "全部阶段", [(OPEN, "没有完工的"), (LATE, "逾期的"), *stages])
        if started:  # the running year's projects are what is worked on
            self.year.setCurrentIndex(max(0, self.year.findData(clock.today().year)))
        self._read()

    @staticmethod
    def _offer(box: QComboBox, every: str, found: list[tuple[Any, str]]) -> None:
        kept = box.currentData()
        box.clear()
        box.addItem(every, None)
        for value, text in found:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(kept)))

    def selection(self) -> Selection:
        """The projects that the filters ask for."""
        found = Selection("project")
        if (year := self.year.currentData()) is not None:
            found = found.where("year", "=", year)
        if (village := self.village.currentData()) is not None:
            found = found.where(VILLAGE, "in", [village])
        if (category := self.category.currentData()) is not None:
            found = found.where("cat1", "in", [category])
        if (stage := self.stage.currentData()) not in (None, LATE, OPEN):
            found = found.where("stage", "in", [stage])
        return found

    def _read(self) -> None:
        kept = self._current()
        chosen = self.selection()
        every = gantt.rows(chosen)
        asked = self.stage.currentData()
        if asked == LATE:
            every = [row for row in every if row.open]
        elif asked == OPEN:
            every = [row for row in every if not row.end_real and (row.stage or "01") < FINISHED]
        self._dropped = query.count(chosen.where("stage", "in", [DROPPED])) if asked is None else 0
        self.summary.setText(gantt.told(every, self._dropped))
        self.rows = [row for row in every if row.dated]
        at = next((at for at, row in enumerate(self.rows) if row.id == kept), 0)
        self.at = at // self._fits()
        self._show(at % self._fits() if kept is not None else -1)

    def _fits(self) -> int:
        """How many rows have room at a height that is read with ease."""
        size = self.fontMetrics().height()
        return max(LEAST, int((self.panel.height() - 8 * size) / (size * 1.75)))

    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.rows) // self._fits()))

    def _show(self, mark: int = -1) -> None:
        fits = self._fits()
        self.at = min(self.at, self.pages() - 1)
        wanted = self.rows[self.at * fits : (self.at + 1) * fits]
        made = replace(self.chart(wanted), title="", subtitle="")
        self.panel.set_data(replace(made, where={(0, at): row.id for at, row in enumerate(wanted)}))
        self.where.setText(f"第 {self.at + 1} / {self.pages()} 页")
        for button, there in ((self.before, self.at > 0), (self.after, self.at < self.pages() - 1)):
            button.setEnabled(there)
            button.setVisible(self.pages() > 1)
        self.where.setVisible(self.pages() > 1)
        self.print_button.setEnabled(bool(self.rows))
        if mark >= 0 and wanted:
            self.panel.ensure_drawn()
            self.panel.mark(min(mark, len(wanted) - 1))

    def _current(self) -> int | None:
        """The project under the mark."""
        data, at = self.panel.data, self.panel._marked
        return None if data is None or at < 0 else data.where.get((0, at))

    def chart(self, wanted: list[Row]) -> ChartData:
        """The chart of these rows, its axis that of all that are filtered."""
        said = [box.currentText() for box in (self.year, self.village, self.category, self.stage) if box.currentData()]
        text = "，".join([*said, gantt.told(self.rows, self._dropped)])
        made = gantt.picture(wanted, self.rows, "项目计划与实际进度", text)
        return replace(made, source=wording.source_line(), empty_text="没有填了日期的项目，请换一个条件")

    def turn(self, by: int, first: bool) -> None:
        """Show the next page or the one before; the mark goes to its first or last project."""
        if 0 <= self.at + by < self.pages():
            self.at += by
            self._show(0 if first else self._fits() - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer rows on a page."""
        super().resizeEvent(event)
        if self.rows and self.isVisible():
            self._show()

    # --- paper --------------------------------------------------------------------------------------------------------

    def print(self) -> None:
        """Ctrl+P: all pages of the projects filtered, on A4."""
        if self.rows:
            preview(self, "project_gantt", "项目甘特图", self.sheets)

    def sheets(self) -> list[Any]:
        """The pages on paper, each with its own axis line, all with the same scale."""
        from models.reports.paper import PaperCharts, PaperSettings
        from models.reports.paper_charts import cell_size_mm
        from widgets.chart_draw import chart_pdf

        size = cell_size_mm(1, PaperSettings(landscape=True))
        parts = [self.rows[at : at + PRINTED] for at in range(0, len(self.rows), PRINTED)]
        made = [self.chart(part) for part in parts]
        title = f"{wording.township()}{made[0].title}"
        return [
            PaperCharts(title, (chart_pdf(replace(one, title="", subtitle="", source=""), size),), one.subtitle,
                        one.source)
            for one in made
        ]  # fmt: skip
