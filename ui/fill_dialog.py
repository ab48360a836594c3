"""Fill the county's form: choose the blank, see it filled, correct by pointing, choose for whom, save, open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from models.exchange.fill.desk import Filled, FilledCell, Open
from models.exchange.fill.form import SUFFIXES, Form, fill, read_form
from models.exchange.fill.grid import Edits, Grid
from models.exchange.fill.offers import Offer, general, offers
from models.exchange.fill.scope import Scope
from models.exchange.fill.sources import Source
from models.kinds import Fault
from models.ledger import ledger
from models.selection import Selection
from ui.fill_kept import KeptBar
from ui.fill_output import OutputBar
from ui.fill_scope import ScopeBar
from ui.fill_side import FillSide
from widgets import messages
from widgets.form_grid import FILLED, OPEN, FormGrid
from widgets.jobs import run_job
from widgets.look import icon, letters, lines, make_primary

FILES = f"空表 ({' '.join('*' + one for one in SUFFIXES)})"
CHOOSE, REVIEW = range(2)
Place = tuple[str, int, int]
"""("area", number, column) or ("spot", number, 0)."""


class FillDialog(QDialog):
    """``selection``: the list the clerk came from · ``record`` (ledger, id) it is to be about · ``file`` a blank."""

    record_requested = Signal(str, int)

    def __init__(
        self,
        parent: QWidget | None,
        selection: Selection | None = None,
        record: tuple[str, int] | None = None,
        file: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.selection, self.about = selection, record
        self.form: Form | None = None
        self.filled: Filled | None = None
        self.place: Place | None = None
        self.changed = False
        self.setWindowTitle("填县里的表")
        self.setAcceptDrops(True)
        self.setSizeGripEnabled(True)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self._choose_page())
        self.pages.addWidget(self._review_page())
        self.output = OutputBar(self, self._now)
        self.back, self.go, self.open_file = self.output.back, self.output.go, self.output.open_file
        self.summary = self.output.summary
        self.back.clicked.connect(lambda: self._turn(CHOOSE))
        self.output.leave.clicked.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.setSpacing(12)
        box.addWidget(self.pages, 1)
        box.addWidget(self.output)
        self._turn(CHOOSE)
        self.resize(self.sizeHint())
        if file is not None:
            self.read(file)

    def sizeHint(self) -> QSize:
        """Most of the screen: a form wants room."""
        return QSize(letters(self, 175), lines(self, 42))

    # --- pages --------------------------------------------------------------------------------------------------

    def _choose_page(self) -> QWidget:
        page = QWidget(self)
        picture = QLabel(page)
        picture.setPixmap(icon("form").pixmap(48, 48))
        title = QLabel("把县里发的空表拖到这里", page)
        title.setProperty("role", "title")
        words = QLabel(
            "能填 .xlsx 和 .docx。表头、要填的格、要打勾的框，程序自己认；\n"
            "字体、边框、合并的格、公式、打印设置原样不动。\n"
            "看不准的一律不填，列出来给您；签字、盖章的地方留空。\n"
            "填过一次的表，下个月一打开就认得。",
            page,
        )
        words.setProperty("role", "soft")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = QPushButton("选择空表…", page)
        make_primary(self.choose)
        self.choose.clicked.connect(self.choose_file)
        self.kept = KeptBar(page)
        box = QVBoxLayout(page)
        box.setSpacing(12)
        box.addStretch(1)
        for one in (picture, title, words, self.choose):
            box.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        box.addWidget(self.kept)
        return page

    def _review_page(self) -> QWidget:
        page = QWidget(self)
        self.scope = ScopeBar(page)
        self.scope.changed.connect(self.work)
        self.tabs = QTabBar(page)
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(lambda _: self._show_grid())
        self.grid = FormGrid(page)
        self.grid.place_chosen.connect(self._choose_place)
        self.side = FillSide(page)
        self.side.source_chosen.connect(self._correct)
        self.side.record_wanted.connect(self._show_record)
        self.side.open_chosen.connect(self._go_to_open)
        left = QWidget(page)
        inner = QVBoxLayout(left)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self.tabs)
        inner.addWidget(self.grid, 1)
        split = QSplitter(Qt.Orientation.Horizontal, page)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.side)
        split.setStretchFactor(0, 4)
        split.setStretchFactor(1, 1)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.scope)
        box.addWidget(split, 1)
        return page

    def _turn(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self.output.turn(self.form if page == REVIEW else None)
        self.kept.refresh()
        (self.choose if page == CHOOSE else self.grid).setFocus()

    # --- the blank ----------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the dropped file."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.read(files[0])

    def choose_file(self) -> None:
        """Ask for the blank."""
        file, _ = QFileDialog.getOpenFileName(self, "选择空表", "", f"{FILES};;所有文件 (*)")
        if file:
            self.read(Path(file))

    def read(self, file: Path) -> None:
        """Open a blank and fill it for what is chosen."""

        def done(form: Form) -> None:
            self.form, self.changed, self.place = form, False, None
            self.output.saved = None
            self.scope.load(form.plan, self.selection, self.about)
            self.filled = None  # nothing to show while the tabs change
            while self.tabs.count():
                self.tabs.removeTab(0)
            for grid in self._grids():
                self.tabs.addTab(grid.name)
            self.tabs.setVisible(self.tabs.count() > 1)
            self.tabs.setCurrentIndex(0)
            # A bar without tabs has no height, and does not grow by itself.
            self.tabs.setFixedHeight(self.tabs.sizeHint().height())
            self.setWindowTitle(f"填县里的表 — {file.name}")
            self._turn(REVIEW)
            self.work()

        run_job(self, "读空表", lambda _progress: read_form(file), done)

    def _grids(self) -> list[Grid]:
        assert self.form is not None
        return [one for one in self.form.grids if any(cell.text.strip() for cell in one.cells.values())]

    # --- filling ------------------------------------------------------------------------------------------------

    def work(self) -> None:
        """Fill anew for what is chosen and how the places are understood."""
        form, scope, shape = self.form, self.scope.scope(), self.scope.shape.currentData()
        if form is None:
            return

        def failed(error: BaseException) -> None:
            if not isinstance(error, Fault):
                messages.show_error(self, error)
                return
            self._show(
                Filled({grid.index: Edits() for grid in form.grids}, open=[Open("", "", "还没有填", str(error))])
            )

        run_job(self, "填表", lambda _progress: fill(form, scope, shape), self._show, failed)

    def _show(self, filled: Filled) -> None:
        self.filled = filled
        self.side.show_open(filled.open, filled.notes)
        assert self.form is not None
        self.output.show_filled(self.form, filled)
        self._show_grid()

    def _show_grid(self) -> None:
        if self.form is None or self.filled is None:
            return
        grid = self._grid()
        edits = self.filled.edits[grid.index]
        marks = dict.fromkeys((*edits.values, *edits.splices, *edits.pictures), FILLED)
        names = {one.cell for one in self.filled.open if one.sheet == grid.name and one.cell}
        for cell in grid.cells.values():
            row = edits.moved(cell.row)
            if grid.name_of(row, cell.column) in names or grid.name_of(cell.row, cell.column) in names:
                marks.setdefault((row, cell.column), OPEN)
        self.grid.load(grid, edits, marks)

    def _grid(self) -> Grid:
        return self._grids()[max(self.tabs.currentIndex(), 0)]

    # --- pointing -----------------------------------------------------------------------------------------------

    def _choose_place(self, row: int, column: int) -> None:
        self.place = None
        if self.form is None or self.filled is None:
            return
        grid, plan = self._grid(), self.form.plan
        edits = self.filled.edits[grid.index]
        cell = self._cell_at(grid, row, column)
        source_row = edits.blank_row(row)
        for at, one in enumerate(plan.areas):
            area = one.area
            if area.grid is not grid or not (area.header_rows[0] <= source_row <= area.last):
                continue
            header = next((h for h in area.headers if grid.at(area.header_rows[1], h.column).column <= column
                           <= grid.at(area.header_rows[1], h.column).last_column), None)  # fmt: skip
            if header is not None:
                self.place = ("area", at, header.column)
                self.side.show_place(
                    header.text, one.columns.get(header.column), cell, self._offers(one.base.name if one.ledger else "")
                )
                return
        for at, spot in enumerate(plan.spots):
            target = spot.spot.cell
            inside = any(
                one.row <= source_row <= one.last_row and one.column <= column <= one.last_column
                for one in (target, *spot.spot.parts)
            )
            if spot.spot.grid is grid and inside and (self.place is None or spot.source is None):
                self.place = ("spot", at, 0)
                label = spot.spot.label or target.text.strip()[:16]
                cell = cell or self._cell_at(grid, row, target.column)
                self.side.show_place(label, spot.source, cell, self._offers(plan.anchor))
        if self.place is None:
            self.side.show_nothing()

    def _cell_at(self, grid: Grid, row: int, column: int) -> FilledCell | None:
        assert self.filled is not None
        return next((c for c in self.filled.cells if (c.grid, c.row, c.column) == (grid.index, row, column)), None)

    @staticmethod
    def _offers(name: str) -> tuple[Offer, ...]:
        return (*(offers(ledger(name)) if name else ()), *general())

    def _correct(self, source: Source | None) -> None:
        """What the clerk pointed out; remembered when the form is saved."""
        if self.form is None or self.place is None:
            return
        kind, at, column = self.place
        if kind == "area":
            self.form.plan.set_column(at, column, source)
        else:
            self.form.plan.set_spot(at, source)
        self.changed = True
        self.work()
        self.grid.setFocus()

    def _go_to_open(self, one: Open) -> None:
        if self.form is None or not one.cell:
            return
        for at, grid in enumerate(self._grids()):
            if grid.name != one.sheet:
                continue
            self.tabs.setCurrentIndex(at)
            edits = self.filled.edits[grid.index] if self.filled else Edits()
            for cell in grid.cells.values():
                row = edits.moved(cell.row)
                if one.cell in (grid.name_of(row, cell.column), grid.name_of(cell.row, cell.column)):
                    self.grid.go(row, cell.column)
                    return

    def _show_record(self, name: str, id: int) -> None:
        self.accept()
        self.record_requested.emit(name, id)

    def _now(self) -> tuple[Form, Filled, Scope, str] | None:
        """The form as it is filled now, for whom, and how ID numbers are written; None before there is one."""
        if self.form is None or self.filled is None:
            return None
        return self.form, self.filled, self.scope.scope(), self.scope.shape.currentData()
