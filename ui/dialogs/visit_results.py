"""Results of visits keyed back by the numbers on the slip, or by names: who, what was found, next household."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import clock, query, record
from models.kinds import MISSING, Fault
from models.ledger import ledger
from models.query import Selection
from models.record import Refused
from models.reports import slips, wording
from models.rules.todos import Todo, todos
from widgets import messages
from widgets.editors import Editor, editor_for
from widgets.look import letters, lines, make_primary

KEPT = ("date", "kind", "visitors")
"""Fields that stay for the next household."""
ASKED = ("date", "kind", "visitors", "findings", "problems", "solved")


MOST = 3
"""So many households of one name are told apart."""


def _found(text: str) -> list[int]:
    """The households meant by a number of the slip (it is theirs alone), or by a name or its initials."""
    if text.isdigit():
        return [int(text)] if len(text) <= 12 and slips.homes([int(text)]) else []
    if not text:
        return []
    named = list(query.ids(Selection("household").where("head", "=", text)))
    return named if len(named) == 1 else list(query.ids(Selection("household", search=text)))


class VisitResults(QDialog):
    """Type the number printed on the slip or a name, then what was found; 保存 goes on. ``saved`` the visits made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("录入走访结果")
        self.saved: list[int] = []
        self.home: int | None = None
        self._due: dict[int, list[Todo]] = {}
        for one in todos(clock.today()):
            if one.household is not None:
                self._due.setdefault(one.household, []).append(one)
        self._names = wording.villages()
        self.number = QLineEdit(self)
        self.number.setPlaceholderText("走访单上的编号，或户主姓名、拼音首字母")
        self.number.setAccessibleName("编号或户主")
        self.number.textChanged.connect(self._look)
        self.number.returnPressed.connect(self._to_fields)
        self.who = QLabel(self)
        self.who.setWordWrap(True)
        self.who.setMinimumHeight(lines(self, 4))
        self.who.setAlignment(Qt.AlignmentFlag.AlignTop)
        fields = ledger("visit").fields
        self.editors: dict[str, Editor] = {
            name: editor_for(fields[name], self, compact=name == "findings") for name in ASKED
        }
        self.editors["date"].set_value(clock.today_text())
        self.editors["kind"].set_value("02")
        self._helper = ""
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.done_list = QListWidget(self)
        self.done_list.setAccessibleName("已录入的")
        self.done_list.hide()
        self.done_list.setMaximumHeight(lines(self, 6))
        self.done_list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out(fields)
        self._look("")

    def _lay_out(self, fields: dict[str, Any]) -> None:
        card = QFrame(self)
        card.setProperty("card", True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(12, 8, 12, 8)
        inner.addWidget(self.who)
        form = QFormLayout()
        form.setSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.addRow("编号或户主", self.number)
        form.addRow("", card)
        for name, editor in self.editors.items():
            form.addRow(fields[name].label, editor)
            editor.on_key = self._key
        self.save_button = QPushButton("保存，录下一户", self)
        make_primary(self.save_button)
        self.save_button.setAutoDefault(False)
        self.save_button.setToolTip("Ctrl+S")
        self.save_button.clicked.connect(self.save)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        close = QPushButton("关闭", self)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.error, 1)
        buttons.addWidget(self.save_button)
        buttons.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addLayout(form)
        box.addLayout(buttons)
        box.addWidget(self.done_list)
        self.setMinimumWidth(letters(self, 84))
        self.number.setFocus()

    # --- which household ----------------------------------------------------------------------------------------

    def _look(self, text: str) -> None:
        self.error.clear()
        found = _found(text.strip())
        homes = slips.homes(found[:MOST])
        self.home = found[0] if len(found) == 1 and homes else None
        self.save_button.setEnabled(self.home is not None)
        if self.home is None:
            self.who.setText(self._hint(text.strip(), found, homes))
            return
        id, home = self.home, homes[self.home]
        place = f"{self._names.get(home.village or 0, '')}{home.group}"
        due = "\n".join(f"□ {one.text}" for one in self._due.get(id, ())) or "这一户现在没有待办。"
        self.who.setText(f"{home.head}　{place}　{home.family}\n{due}")
        helper = next((one.person for one in self._due.get(id, ()) if one.person), "")
        # What the clerk typed stays for all; what the program filled in follows the household.
        if helper and self.editors["visitors"].text().strip() in ("", self._helper):
            self.editors["visitors"].set_value(helper)
            self._helper = helper

    def _hint(self, text: str, found: list[int], homes: dict[int, slips.Home]) -> str:
        """What to do while no single household is meant; several are told apart by their numbers."""
        if not text:
            return "打上编号或户主，这里显示是哪一户、要办什么事。"
        if not homes:
            return "没有这个编号的农户，请核对走访单。" if text.isdigit() else "没有叫这个名字的户主，请核对。"
        each = [f"{id}　{one.head}　{self._names.get(one.village or 0, '')}{one.group}" for id, one in homes.items()]
        more = f"……共 {len(found):,} 户，再打一个字" if len(found) > len(each) else "打前面的编号选一户"
        return "\n".join([*each, more])

    def _to_fields(self) -> None:
        if self.home is None:
            self.error.setText("请先打上编号或户主，选定一户。")
            return
        first = "findings" if self.editors["visitors"].text().strip() else "visitors"
        self.editors[first].setFocus()

    def _key(self, event: Any) -> bool:
        """Enter goes on to the next field, from the last one it saves."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        names = [*self.editors]
        at = next((at for at, name in enumerate(names) if self.editors[name].box.hasFocus()), len(names) - 1)
        if at + 1 < len(names):
            self.editors[names[at + 1]].focus_end()
        else:
            self.save()
        return True

    # --- writing ------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write the visit, say so, and go on to the next number."""
        if self.home is None:
            self.error.setText("请先打上编号或户主，选定一户。")
            self.number.setFocus()
            return
        values: dict[str, Any] = {"household": self.home}
        for name, editor in self.editors.items():
            value, fault = editor.read()
            if value is MISSING:
                assert isinstance(fault, Fault)
                self.error.setText(fault.text)
                editor.set_problem("error", fault.text)
                editor.focus_end()
                return
            editor.set_problem("")
            values[name] = value
        try:
            done = record.save("visit", values, title="录入走访结果")
        except Refused as refused:
            self.error.setText("；".join(problem.text for problem in refused.problems if problem.level == "error"))
            return
        except Exception as error:
            messages.show_error(self, error)
            return
        self.saved.append(done.id)
        doubts = "；".join(problem.text for problem in done.problems)
        line = self.who.text().partition("\n")[0]
        self.done_list.show()
        self.done_list.insertItem(0, f"{self.home}　{line}{f'　提醒：{doubts}' if doubts else ''}")
        for name, editor in self.editors.items():
            if name not in KEPT:
                editor.set_value(None)
        self._due.pop(self.home, None)
        self.number.clear()
        self.number.setFocus()
