"""不在表里的人: whom an earlier export of the national system named and a later one does not; marked one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models import clock, record
from models.codes import code_list
from models.exchange.national.missing import Missing
from models.ledger import ledger
from models.ledgers.households._member import LEFT
from models.record import Refused
from widgets.editors import Editor, editor_for
from widgets.grouped_table import GroupedModel, GroupedTable
from widgets.look import GOOD, SOFT, letters, make_primary

HEAD, NAME, RELATION, NUMBER, STATE = range(5)
WIDTHS = {HEAD: 10, NAME: 10, RELATION: 12, STATE: 16}
LEAVING = "自然减少"


def _coming(code: str) -> str | None:
    """The name of a reason for coming, None for one for leaving."""
    found = next((one for one in code_list("state_reason").codes if one.code == code), None)
    return found.label if found is not None and "increase" in (found.code, found.parent) else None


class MissingModel(GroupedModel):
    """The people by village; ``marked`` those whose leaving was put down."""

    columns = ("户主", "姓名", "与户主关系", "户编号", "情况")
    counter = "人"

    def __init__(self, found: Sequence[Missing], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marked: set[int] = set()
        groups: dict[str, list[Missing]] = {}
        for one in found:
            groups.setdefault(one.place, []).append(one)
        self.show_groups(groups, groups)

    def text(self, thing: Missing, column: int) -> str:
        """The text of a cell."""
        state = LEAVING if thing.member in self.marked else "整户不在表里" if thing.whole else "本人不在表里"
        return (thing.head, thing.name, thing.relation, thing.household_no, state)[column]

    def colour(self, thing: Missing, column: int) -> QColor | None:
        """Who is done steps back."""
        if thing.member not in self.marked:
            return None
        return QColor(GOOD if column == STATE else SOFT)

    def mark(self, row: int) -> None:
        """This one is done."""
        self.marked.add(self.thing(row).member)
        self.dataChanged.emit(self.index(row, 0), self.index(row, STATE))


class MissingPeople(QDialog):
    """The list above, why and when the one under the cursor left below; nothing is deleted."""

    def __init__(self, found: Sequence[Missing], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("不在表里的人")
        note = QLabel(
            "台账里有、这份表里没有，都留着。核实后确实减少的，选原因和日期，登记自然减少；记录不会删除，可以撤销。",
            self,
        )
        note.setWordWrap(True)
        self.model = MissingModel(found, self)
        self.table = GroupedTable(self.model, "不在表里的人", WIDTHS, NUMBER, self)
        self.table.span_headings()
        self.table.opened.connect(lambda _: self.editors["state_reason"].setFocus())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._offer())
        fields = ledger("member").fields
        self.editors: dict[str, Editor] = {
            name: editor_for(fields[name], self, compact=True) for name in ("state_reason", "state_on")
        }
        self.editors["state_on"].set_value(clock.today_text())
        self.mark_button = QPushButton(f"登记{LEAVING}", self)
        self.mark_button.setToolTip("登记光标所在的这个人（Ctrl+S）")
        self.mark_button.setAutoDefault(False)
        self.mark_button.clicked.connect(self.mark)
        make_primary(self.mark_button)
        close = QPushButton("关闭", self)
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        self.line = QLabel(self)
        self.line.setWordWrap(True)
        self.line.setProperty("role", "error")
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.mark)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for name, editor in self.editors.items():
            foot.addWidget(QLabel(fields[name].label, self))
            editor.setFixedWidth(letters(self, 18))
            foot.addWidget(editor)
        foot.addWidget(self.mark_button)
        foot.addWidget(self.line, 1)
        foot.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.setSpacing(12)
        box.addWidget(note)
        box.addWidget(self.table, 1)
        box.addLayout(foot)
        self.resize(letters(self, 110), letters(self, 62))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._offer()

    def _offer(self) -> None:
        one = self.table.current()
        self.mark_button.setEnabled(one is not None and one.member not in self.model.marked)

    def mark(self) -> None:
        """Put down that the person under the cursor left; the cursor goes on to the next."""
        row, one = self.table.currentIndex().row(), self.table.current()
        if one is None or not self.mark_button.isEnabled():
            return
        values = {"state": LEFT}
        for name, editor in self.editors.items():
            value, fault = editor.read()
            if fault is not None or not value:
                self.line.setText(fault.text if fault is not None else "请选减少的原因和日期")
                editor.setFocus()
                return
            values[name] = value
        if (reason := _coming(values["state_reason"])) is not None:
            self.line.setText(f"“{reason}”是增加的原因，请选减少的原因")
            self.editors["state_reason"].setFocus()
            return
        try:
            record.save("member", values, id=one.member)
        except Refused as refused:
            self.line.setText("；".join(problem.text for problem in refused.problems if problem.level == "error"))
            return
        self.line.setText("")
        self.model.mark(row)
        self.table.step(1)
        self._offer()
        self.table.setFocus()
