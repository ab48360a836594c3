"""三保障一览: villages × guarantees by the last checks, and what has to be seen to; every number opens its records."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models import clock, query
from models.codes import code_list
from models.ledgers.households._guarantees import SCHOOL
from models.query import Selection
from models.reports import wording
from models.rules import due
from models.rules.guarantees import DIMENSIONS, school_children
from ui.pages.base import PageWidget
from widgets import reading
from widgets.look import DANGER, SOFT

LATEST = Selection("guarantee_check", order=("village.seq", "household")).where("latest", "in", [True])
_WHERE = Qt.ItemDataRole.UserRole


class GuaranteesPage(PageWidget):
    """The state of all households at a glance."""

    watched = ("guarantee_check", "household", "member", "income_sheet", "insured_year", "village", "local_norm")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: reading.Question | None = None
        self.table = QTableWidget(self)
        self.table.setAccessibleName("各村三保障和饮水")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.activated.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self.list = QVBoxLayout()
        self.list.setSpacing(4)
        inside = QWidget(self)
        box = QVBoxLayout(inside)
        box.setContentsMargins(16, 12, 16, 16)
        box.setSpacing(8)
        box.addWidget(_title("各村三保障和饮水（按各户最近一次排查）", inside))
        self.said = QLabel("不达标的写红字；双击或按回车，打开这些户的排查记录。", inside)
        self.said.setProperty("role", "soft")
        box.addWidget(self.said)
        box.addWidget(self.table)
        box.addSpacing(8)
        box.addWidget(_title("要看一看的", inside))
        box.addLayout(self.list)
        box.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Count anew."""
        if self._asked is not None:
            self._asked.drop()
        if reading.is_light():
            self._show(_read())
        else:
            self._asked = reading.ask(self, _read, self._show)

    def _show(self, read: _Read) -> None:
        self._fill_table(read)
        self._fill_list(read)

    # --- villages × guarantees ---

    def _fill_table(self, read: _Read) -> None:
        codes = code_list("guarantee_dimension").codes
        homes, found, unchecked = read.homes, read.found, read.unchecked
        villages = {id: name for id, name in wording.villages().items() if id in homes}
        titles = ["行政村", "户数"]
        for one in codes:
            titles += [f"{one.label}\n{word}" for word in ("达标", "不达标", "未排查")]
        self.table.setColumnCount(len(titles))
        self.table.setHorizontalHeaderLabels(titles)
        self.table.setRowCount(len(villages) + (len(villages) > 1))
        rows: list[tuple[str, list[int]]] = [(name, [id]) for id, name in villages.items()]
        if len(rows) > 1:
            rows.append(("合计", list(villages)))
        for at, (name, ids) in enumerate(rows):
            here = Selection("household").where("village", "in", ids)
            self._put(at, 0, name, None)
            total = sum(homes.get(id, 0) for id in ids)
            self._put(at, 1, total, here)
            for step, one in enumerate(codes):
                chosen = LATEST.where("village", "in", ids).where("dimension", "in", [one.code])
                counts = {
                    result: sum(found.get((id, one.code, result), 0) for id in ids) for result in ("01", "02", "03")
                }
                column = 2 + 3 * step
                self._put(at, column, counts["01"], chosen.where("result", "in", ["01"]))
                self._put(at, column + 1, counts["02"], chosen.where("result", "in", ["02"]), red=True)
                left = sum(unchecked.get((id, one.code), 0) for id in ids)
                self._put(at, column + 2, left, None, soft=True)
            if name == "合计":
                self._strong(at)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("义务教育") + 20)
        height = header.sizeHint().height() + self.table.rowCount() * self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(height + self.table.horizontalScrollBar().sizeHint().height() + 4)

    def _put(
        self, row: int, column: int, value: str | int, where: Selection | None, *, red: bool = False, soft: bool = False
    ) -> None:
        item = QTableWidgetItem(str(value))
        if column:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if red and value:
            item.setForeground(QColor(DANGER))
            font = QFont(item.font())
            font.setBold(True)
            item.setFont(font)
        elif soft or value == 0:
            item.setForeground(QColor(SOFT))
        if where is not None and value:
            item.setData(_WHERE, where)
        self.table.setItem(row, column, item)

    def _strong(self, row: int) -> None:
        for column in range(self.table.columnCount()):
            item = self.table.item(row, column)
            if item is None:
                continue
            font = QFont(item.font())
            font.setBold(True)
            item.setFont(font)

    def _open(self, index: Any) -> None:
        where = index.data(_WHERE)
        if where is not None:
            self.selection_requested.emit(where)

    # --- what to see to ---

    def _fill_list(self, read: _Read) -> None:
        while self.list.count():
            old = self.list.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        for one, count in read.dues:
            self.list.addWidget(self._line(one, count))

    def _line(self, one: due.Due, count: int) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("card", True)
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(12)
        number = QLabel(str(count), frame)
        number.setProperty("role", "heading")
        if count and one.serious:
            number.setStyleSheet(f"color: {DANGER}")
        number.setMinimumWidth(self.fontMetrics().horizontalAdvance("00000"))
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        unit = {"household": "户", "guarantee_check": "户次"}.get(one.selection.ledger, "人")
        row.addWidget(number)
        row.addWidget(QLabel(f"{unit}　{one.text}", frame), 1)
        if count:
            button = QPushButton("查看名单", frame)
            button.setProperty("flat", True)
            button.setAccessibleName(f"查看名单：{one.text}")
            button.clicked.connect(lambda _=False, where=one.selection: self.selection_requested.emit(where))
            row.addWidget(button)
        return frame


class _Read(NamedTuple):
    """Households by village, checks by (village, guarantee, result), unchecked by (village, guarantee), and dues."""

    homes: dict[Any, int]
    found: dict[tuple[Any, ...], int]
    unchecked: dict[tuple[int, str], int]
    dues: list[tuple[due.Due, int]]


def _read() -> _Read:
    homes = {one.key[0]: one.count for one in query.groups(Selection("household"), ("village",))}
    found = {one.key: one.count for one in query.groups(LATEST, ("village", "dimension", "result"))}
    dues = [(one, one.count) for one in due.everything(clock.today())]
    return _Read(homes, found, _without_check(homes), dues)


def _without_check(homes: dict[Any, int]) -> dict[tuple[int, str], int]:
    """{(village, guarantee): households never checked}; for school only those with children of that age count."""
    children = {one.key for one in query.groups(school_children(clock.today()), ("household", "household.village"))}
    checked: dict[str, set[tuple[Any, ...]]] = {}
    for one in query.groups(LATEST, ("household", "village", "dimension")):
        checked.setdefault(one.key[2], set()).add(one.key[:2])
    left: dict[tuple[int, str], int] = {}
    for code in DIMENSIONS:
        done = checked.get(code, set())
        for village, count in homes.items():
            there = sum(1 for _, place in done if place == village)
            left[village, code] = max(0, count - there)
        if code == SCHOOL:
            left.update({(village, code): 0 for village in homes})
            for home, village in children - done:
                if home is not None:
                    left[village, code] = left.get((village, code), 0) + 1
    return left


def _title(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", "heading")
    return label
