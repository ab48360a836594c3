"""项目阶段看板 (domain.md §9.3): a column per stage; cards go on or back by key or by drag, with date and document."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from models import clock, query
from models.kinds import Money
from models.query import Selection
from models.record import Refused
from models.rules import stages
from ui.pages.base import PageWidget
from ui.pages.board_move import MoveDialog
from ui.printing import preview
from widgets import messages
from widgets.look import PAPER, icon, letters

LATE = "#FBE9E7"
PROJECT = Qt.ItemDataRole.UserRole
HINT = "← → 换列，↑ ↓ 选项目，Ctrl+→ 进到下一阶段，Ctrl+← 退回（要写原因），Enter 打开；也可以用鼠标拖"
PADDING = 20
PATHS = ("name", "places", "investment", "progress", "stage", "end_plan", "start_plan")


class Column(QListWidget):
    """The cards of one stage. ``dropped(id, stage)``: a card came here; ``go(by)``, ``step(by)``: to a neighbour."""

    dropped = Signal(int, str)
    go = Signal(int)
    step = Signal(int)
    opened = Signal(int)

    def __init__(self, stage: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.setAccessibleName(title)
        self.setWordWrap(True)
        self.setSpacing(3)
        self.setUniformItemSizes(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setObjectName("board")
        self.itemActivated.connect(lambda item: self.opened.emit(item.data(PROJECT)))

    def chosen(self) -> int | None:
        """The project under the cursor."""
        item = self.currentItem()
        return None if item is None else int(item.data(PROJECT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk over the columns; with Ctrl they take the card along."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if by and held == Qt.KeyboardModifier.ControlModifier:
            self.step.emit(by)
        elif by and held == Qt.KeyboardModifier.NoModifier:
            self.go.emit(by)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """A card from another column: it moves when the move is written, not before."""
        source: Any = event.source()
        if isinstance(source, Column) and source is not self and source.chosen() is not None:
            self.dropped.emit(source.chosen(), self.stage)
        # Qt would take the card out of the other column by itself.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()


class BoardPage(PageWidget):
    """The board of one year, or of all."""

    watched = ("project", "project_step", "project_place", "fund_line")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.year = QComboBox(self)
        self.year.setAccessibleName("项目年度")
        self.year.currentIndexChanged.connect(lambda _at: self.refresh())
        self.summary, self.note = QLabel(self), QLabel(self)
        self.summary.setProperty("role", "soft")
        self.note.setProperty("role", "good")
        hint = QLabel(HINT, self)
        hint.setProperty("role", "small")
        head = QHBoxLayout()
        head.addWidget(self.year)
        head.addWidget(self.summary)
        head.addStretch(1)
        head.addWidget(self.note)
        self.print_button = QPushButton(icon("print"), "打印…", self)
        self.print_button.setToolTip("按阶段列出这些项目，打印、存 PDF（Ctrl+P）")
        self.print_button.clicked.connect(self.print)
        head.addWidget(self.print_button)
        QShortcut(
            QKeySequence("Ctrl+P"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        ).activated.connect(self.print)
        self.columns = [Column(code, text, self) for code, text in stages.stages()]
        self.heads = [QLabel(self) for _ in self.columns]
        inside = QWidget(self)
        self.row = QHBoxLayout(inside)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        for at, column in enumerate(self.columns):
            self.row.addLayout(self._framed(at, column))
        self.row.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.addLayout(head)
        box.addWidget(self.area, 1)
        box.addWidget(hint)

    def _framed(self, at: int, column: Column) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(4)
        self.heads[at].setProperty("role", "heading")
        box.addWidget(self.heads[at])
        box.addWidget(column, 1)
        column.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        column.dropped.connect(self.bring)
        column.go.connect(lambda by: self._walk(at, by))
        column.step.connect(lambda by: self._step(at, by))
        column.opened.connect(lambda id: self.record_requested.emit("project", id))
        return box

    # --- what is shown ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the projects anew; the cursor stays on its project."""
        self._list_years()
        focus = next((one for one in self.columns if one.hasFocus()), None)
        kept = None if focus is None else focus.chosen()
        chosen = self._chosen()
        cards: dict[str, list[tuple[int, tuple[Any, ...]]]] = {}
        dropped = without = 0
        for id, row in query.each(chosen, PATHS, raw=True):
            stage = row[4]
            dropped += stage == stages.DROPPED
            without += stage is None
            cards.setdefault(stage or "01", []).append((id, row))
        for column, head in zip(self.columns, self.heads, strict=True):
            self._fill(column, head, cards.get(column.stage, []))
        told = f"共 {sum(len(one) for one in cards.values())} 个项目"
        told += f"，终止 {dropped} 个不在看板上" if dropped else ""
        self.summary.setText(told + (f"，{without} 个没填阶段，放在谋划" if without else ""))
        if kept is not None:
            self._put_cursor(kept)

    def _chosen(self) -> Selection:
        found = Selection("project", order=("code", "name"))
        year = self.year.currentData()
        return found if year is None else found.where("year", "=", year)

    def print(self) -> None:
        """Ctrl+P: the projects of the board stage by stage, with what is late."""
        from models.reports.board_paper import board_table

        chosen = self._chosen()
        preview(self, "project_board", "项目阶段一览表", lambda: (board_table(chosen),))

    def _list_years(self) -> None:
        found = sorted({year for year in query.distinct(Selection("project"), "year") if year}, reverse=True)
        if [self.year.itemData(at) for at in range(self.year.count())] == [None, *found]:
            return
        self.year.blockSignals(True)
        before = self.year.currentData()
        self.year.clear()
        self.year.addItem("全部年度", None)
        for year in found:
            self.year.addItem(f"{year}年", year)
        # The running year's projects are what is worked on.
        at = self.year.findData(before if before in found else clock.today().year)
        self.year.setCurrentIndex(max(0, at))
        self.year.blockSignals(False)

    def _fill(self, column: Column, head: QLabel, cards: list[tuple[int, tuple[Any, ...]]]) -> None:
        wide = letters(self, 26) if cards else letters(self, 10)
        head.setText(f"{stages.label(column.stage)}　{len(cards)}" if cards else stages.label(column.stage))
        head.setFixedWidth(wide)
        column.setFixedWidth(wide)
        column.clear()
        for id, row in cards:
            item = QListWidgetItem(self._text(row), column)
            item.setData(PROJECT, id)
            item.setBackground(QColor(LATE if _late(row) else PAPER))
            item.setToolTip(row[0])
            item.setSizeHint(QSize(wide - 20, self._height(item.text(), wide - 20 - PADDING)))

    def _height(self, text: str, width: int) -> int:
        """Room for the whole text, however many lines its words take at this width."""
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        return self.fontMetrics().boundingRect(0, 0, width, 10_000, int(flags), text).height() + PADDING

    @staticmethod
    def _text(row: tuple[Any, ...]) -> str:
        name, places, investment, progress, stage, end_plan, start_plan = row
        facts = [places or "", f"{Money('万元').to_text(investment)} 万元" if investment else ""]
        due = f"\n进度 {(progress or 0) / 100:g}%" if stage in ("06", "07") else ""
        if _late(row):
            begun = (stage or "01") >= "06"
            due += f"\n逾期：应 {(end_plan if begun else start_plan)[5:]} {'完工' if begun else '开工'}"
        return f"{name}\n{'　'.join(one for one in facts if one)}{due}"

    # --- keys and moves ---------------------------------------------------------------------------------------------

    def focusInEvent(self, event: Any) -> None:
        """The keys go to the first column with a card."""
        super().focusInEvent(event)
        first = next((one for one in self.columns if one.count()), self.columns[0])
        self._enter(first)

    def _enter(self, column: Column) -> None:
        column.setFocus()
        if column.currentRow() < 0 and column.count():
            column.setCurrentRow(0)
        self.area.ensureWidgetVisible(column, 20, 0)

    def _walk(self, at: int, by: int) -> None:
        rest = range(at + by, len(self.columns) if by > 0 else -1, by)
        target = next((self.columns[one] for one in rest if self.columns[one].count()), None)
        if target is not None:
            self._enter(target)

    def _step(self, at: int, by: int) -> None:
        id = self.columns[at].chosen()
        if id is not None and 0 <= at + by < len(self.columns):
            self.bring(id, self.columns[at + by].stage)

    def _put_cursor(self, id: int) -> None:
        for column in self.columns:
            for at in range(column.count()):
                if column.item(at).data(PROJECT) == id:
                    column.setCurrentRow(at)
                    self._enter(column)

    def bring(self, id: int, stage: str) -> None:
        """Ask for the day, the document and a reason where one is needed, and write the move."""
        dialog = MoveDialog(id, stage, self)
        while messages.run(dialog):
            try:
                stages.move(id, stage, dialog.date(), doc_no=dialog.doc_no(), reason=dialog.reason())
            except Refused as error:
                dialog.tell(str(error))
                continue
            self.note.setText(f"已到“{stages.label(stage)}”，可按 Ctrl+Z 撤销")
            self.refresh()
            # After the window has taken the focus back from the question.
            QTimer.singleShot(0, self, lambda: self._put_cursor(id))
            return


def _late(row: tuple[Any, ...]) -> bool:
    """Whether the planned start or end is over and the stage not reached."""
    stage, today = row[4] or "01", clock.today_text()
    if stage < "06":
        return bool(row[6] and row[6] < today)
    return stage < "08" and bool(row[5] and row[5] < today)
