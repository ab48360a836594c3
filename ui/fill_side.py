"""Beside the form: what the chosen place gets and from which record, other fields to choose, and what stays open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from models.exchange.fill.desk import FilledCell, Open
from models.exchange.fill.offers import Offer
from models.exchange.fill.sources import INCOME, Source
from models.pinyin import initials
from widgets.look import icon, letters
from widgets.search_box import SearchBox

OFFER = Qt.ItemDataRole.UserRole


class FillSide(QWidget):
    """``source_chosen(Source or None)`` for the chosen place, ``record_wanted(ledger, id)``, ``open_chosen(Open)``."""

    source_chosen = Signal(object)
    record_wanted = Signal(str, int)
    open_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offers: tuple[Offer, ...] = ()
        self.source: Source | None = None
        self._cell: FilledCell | None = None
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.title.setWordWrap(True)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.record = QPushButton(icon("link"), "", self)
        self.record.clicked.connect(self._open_record)
        self.search = SearchBox("改填别的：输入字段名或拼音首字母", self)
        self.search.searched.connect(self._narrow)
        self.search.left_down.connect(self._go_down)
        self.search.enter_goes_on = True
        self.choices = QListWidget(self)
        self.choices.setAccessibleName("可以填的内容")
        self.choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.choices.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.choices.itemActivated.connect(self._take)
        self.choices.itemClicked.connect(self._take)
        self.leave = QPushButton("这里不填", self)
        self.leave.clicked.connect(lambda: self.source_chosen.emit(None))
        self.head = QLabel("没有填的", self)
        self.head.setProperty("role", "heading")
        self.open = QListWidget(self)
        self.open.setAccessibleName("没有填的")
        self.open.setWordWrap(True)
        self.open.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.open.currentItemChanged.connect(self._open_changed)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.title)
        box.addWidget(self.words)
        box.addWidget(self.record, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.search)
        box.addWidget(self.choices, 3)
        box.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignLeft)
        box.addSpacing(8)
        box.addWidget(self.head)
        box.addWidget(self.open, 2)
        self.setMinimumWidth(letters(self, 38))
        self.show_nothing()

    def show_nothing(self) -> None:
        """No place is chosen, or one that the blank has filled itself."""
        self.title.setText("点一格，看它从哪里来")
        self.words.setText("浅蓝的已填好，浅黄的没有填。认得不对的，点它，再从下面选。")
        self._cell = None
        self.record.hide()
        self._mapping(False)

    def show_place(self, label: str, source: Source | None, cell: FilledCell | None, offers: tuple[Offer, ...]) -> None:
        """A place: its label on the form, what it gets, and what else it may get."""
        self.title.setText(label or "（没有名称的一格）")
        found = next((one for one in offers if source is not None and _same(one.source, source)), None)
        what = f"{found.group} · {found.label}" if found else source.label if source is not None else "不填"
        value = cell.value if cell is not None else ""
        self.words.setText(f"填的是：{what}" + (f"\n这一格：{value}" if value else ""))
        self._cell = cell if cell is not None and cell.ledger else None
        self.record.setVisible(self._cell is not None)
        if self._cell is not None:
            said = f"来自：{self._cell.name}"
            self.record.setText(self.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, letters(self, 30)))
            self.record.setToolTip(f"打开{self._cell.name}")
        self.offers, self.source = offers, source
        self._mapping(True)
        self.search.clear()
        self.search.show_text("")
        self._narrow("")

    def show_open(self, found: list[Open], notes: Sequence[str] = ()) -> None:
        """What stays open; above it how the form was understood."""
        self.open.blockSignals(True)
        self.open.clear()
        for text in notes:
            self.open.addItem(QListWidgetItem(f"说明：{text}"))
        for one in found:
            place = f"{one.sheet} {one.cell}".strip()
            item = QListWidgetItem(f"{one.label}（{place}）\n{one.reason}" if place else f"{one.label}\n{one.reason}")
            item.setData(OFFER, one)
            self.open.addItem(item)
        self.open.blockSignals(False)
        self.head.setText(f"没有填的 {len(found)} 处" if found else "都填上了")

    def _mapping(self, on: bool) -> None:
        for one in (self.search, self.choices, self.leave):
            one.setEnabled(on)
        if not on:
            self.choices.clear()

    def _narrow(self, text: str) -> None:
        wanted = text.strip().lower()
        self.choices.clear()
        for one in self.offers:
            words = f"{one.label} · {one.group}"
            plain = f"{one.label}{one.group}".lower()
            if wanted and wanted not in plain and wanted not in initials(one.label).lower():
                continue
            item = QListWidgetItem(words)
            item.setData(OFFER, one)
            self.choices.addItem(item)
            if self.source is not None and _same(one.source, self.source):
                self.choices.setCurrentItem(item)
        if wanted and self.choices.count():
            self.choices.setCurrentRow(0)

    def _go_down(self) -> None:
        if self.choices.count():
            self.choices.setCurrentRow(max(self.choices.currentRow(), 0))
            self.choices.setFocus()

    def _take(self, item: QListWidgetItem) -> None:
        one = item.data(OFFER)
        if isinstance(one, Offer):
            self.source_chosen.emit(one.source)

    def _open_record(self) -> None:
        if self._cell is not None:
            self.record_wanted.emit(self._cell.ledger, self._cell.record)

    def _open_changed(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None and isinstance(item.data(OFFER), Open):
            self.open_chosen.emit(item.data(OFFER))


def _same(one: Source, other: Source) -> bool:
    # The year of an income is part of the form's words, not of the field.
    codes = (one.code, other.code) if one.node != INCOME else ("", "")
    return (one.kind, one.node, one.path, codes[0]) == (other.kind, other.node, other.path, codes[1])
