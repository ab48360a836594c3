"""For whom a form is filled: month, village, household, project, the one record, and how ID numbers are written."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from models import clock, query
from models.exchange.fill.plan import Plan
from models.exchange.fill.scope import Scope, path_to, read_scope
from models.ledger import ledger
from models.masking import SHAPES
from models.selection import Selection
from widgets.flow import FlowLayout, labelled
from widgets.link_picker import LinkPicker, identifying
from widgets.look import letters

MONTHS, MOST = 25, 300


class ScopeBar(QWidget):
    """``changed()`` when another selection is made. ``selection``: the records of a list that the clerk came from."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: Plan | None = None
        self.selection: Selection | None = None
        self.month = QComboBox(self)
        self.month.setAccessibleName("报表月份")
        self.month.addItem("（不限月份）", "")
        year, month = clock.today().year, clock.today().month
        for _ in range(MONTHS):
            self.month.addItem(f"{year}年{month}月", f"{year}-{month:02d}")
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        self.village = QComboBox(self)
        self.village.setAccessibleName("村")
        self.household = LinkPicker(ledger("visit").fields["household"], self)
        self.household.box.setAccessibleName("农户")
        self.household.box.setPlaceholderText("姓名、首字母或号码")
        self.project = LinkPicker(ledger("project_progress").fields["project"], self)
        self.project.box.setAccessibleName("项目")
        self.project.box.setPlaceholderText("名称、首字母或编号")
        self.record = QComboBox(self)
        self.shape = QComboBox(self)
        self.shape.setAccessibleName("证件号码")
        for key, words in SHAPES.items():
            self.shape.addItem(words, key)
        self.pairs: dict[str, QWidget] = {}
        flow = FlowLayout(self, gap=8)
        parts: list[tuple[str, QWidget]] = [
            ("月份", self.month), ("村", self.village), ("农户", self.household), ("项目", self.project),
            ("哪一条", self.record), ("证件号码", self.shape),
        ]  # fmt: skip
        for text, one in parts:
            pair = labelled(text, one, self)
            self.pairs[text] = pair
            flow.addWidget(pair)
        for wide in (self.household, self.project):
            wide.setMinimumWidth(letters(self, 20))
            wide.setMaximumWidth(letters(self, 26))
        self.record.setMaximumWidth(letters(self, 34))
        for box in (self.month, self.village, self.record, self.shape):
            box.activated.connect(lambda _: self.changed.emit())
        for picker in (self.household, self.project):
            picker.edited.connect(self._picked)

    def load(self, plan: Plan, selection: Selection | None, record: tuple[str, int] | None) -> None:
        """Offer what the form can be filled for."""
        self.plan, self.selection = plan, selection
        self.village.clear()
        self.village.addItem("全部", None)
        for id, texts in query.texts("village", ("name",), list(query.ids(Selection("village")))).items():
            self.village.addItem(texts[0], id)
        names = {plan.anchor, *(one.base.name for one in plan.areas if one.ledger)} - {""}
        home = any(path_to(ledger(name), "household") is not None for name in names)
        work = any(path_to(ledger(name), "project") is not None for name in names)
        self._show("农户", self.household, home)
        self._show("项目", self.project, work)
        if record is not None and record[0] in ("household", "project"):
            {"household": self.household, "project": self.project}[record[0]].set_value(record[1])
        of_one = bool(plan.anchor) and plan.anchor not in ("household", "project")
        self._show("哪一条", self.record, of_one)
        if of_one:
            label = self.pairs["哪一条"].findChild(QLabel)
            assert label is not None
            label.setText(f"哪一{ledger(plan.anchor).counter}")
            self.record.setAccessibleName(f"哪一{ledger(plan.anchor).counter}")
            self.list_records(record[1] if record is not None and record[0] == plan.anchor else None)

    def _show(self, name: str, one: QWidget, on: bool) -> None:
        self.pairs[name].setVisible(on)
        one.setVisible(on)

    def _picked(self) -> None:
        # A name that is still being typed means nobody yet.
        if any(picker.read()[1] is not None for picker in (self.household, self.project)):
            return
        if self.plan is not None and self.record.isVisibleTo(self):
            self.list_records(None)
        self.changed.emit()

    def list_records(self, chosen: int | None) -> None:
        """The records that the form may be about, for the household or project that is chosen."""
        assert self.plan is not None
        of = ledger(self.plan.anchor)
        scope = self.scope(with_record=False)
        ids = scope.ids_of(of, scope.selection(of))[:MOST]
        home = path_to(of, "household")
        paths = tuple(dict.fromkeys((of.display, *([f"{home}.head"] if home else []), *identifying(of)[1:])))
        texts = query.texts(of.name, paths, ids)
        self.record.clear()
        for id in ids:
            self.record.addItem(" ".join(text for text in texts[id] if text), id)
        self.record.setCurrentIndex(max(0, self.record.findData(chosen)))

    def scope(self, with_record: bool = True) -> Scope:
        """The selection as it is."""
        month = self.month.currentData()
        found = read_scope([f"period={month}"] if month else [], self.selection)
        found.village = self.village.currentData()
        found.household, found.project = (_value(one) for one in (self.household, self.project))
        if with_record and self.record.isVisibleTo(self):
            found.record = self.record.currentData()
        return found


def _value(picker: LinkPicker) -> Any:
    if picker.isHidden():
        return None
    value, fault = picker.read()
    return value if fault is None else None
