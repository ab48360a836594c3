"""Results of visits keyed back by the numbers on the slip, or by names: who, what was found, next household."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models import clock, query, record
from models.kinds import MISSING, Fault
from models.ledger import ledger
from models.query import Selection
from models.record import Refused
from models.reports import slips, wording
from models.rules.todos import Todo
from ui import due_reading
from widgets import messages
from widgets.editors import Editor, editor_for
from widgets.look import letters, lines, make_primary

KEPT = ("date", "kind", "visitors")
"""Fields that stay for the next household."""
ASKED = ("date", "kind", "visitors", "findings", "problems", "solved")
MOST = 6
"""So many households are offered at once."""
AT_MOST = 300
"""More are not put into order: who typed one letter goes on typing."""
FEW_ROWS, ROWS = 3, 7
"""Lines of the field that says which household it is: at least, and where there is room."""


def _found(text: str, village: int | None) -> list[int]:
    """The households meant by a number of the slip (it is theirs alone), or by a name or its initials.

    Heads before members of the family, and first the ``village`` of the household before: a day goes from door to door.
    """
    if text.isdigit() and len(text) <= 12 and slips.homes([int(text)]):
        return [int(text)]
    if not text:
        return []
    named = list(query.ids(Selection("household").where("head", "=", text)))
    if len(named) == 1:
        return named
    found = list(query.ids(Selection("household", search=text), AT_MOST))
    facts = query.rows("household", ("head", "initials", "village"), found, raw=True)

    def order(id: int) -> tuple[bool, bool, bool]:
        head, short, place = facts[id]
        return place != village, text not in (head, short), not (text in (head or "") or (short or "").startswith(text))

    return sorted(found, key=order)


class VisitEntry(QWidget):
    """Type the number printed on the slip or a name, then what was found; 保存 goes on. ``saved`` the visits made.

    ``opened(id)`` one of the visits made is wanted.
    """

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.saved: list[int] = []
        self.home: int | None = None
        self._village: int | None = None
        self._due: dict[int, list[Todo]] = {}
        self._names: dict[int, str] = {}
        self.number = QLineEdit(self)
        self.number.setPlaceholderText("走访单上的编号，或户主姓名、拼音首字母")
        self.number.setAccessibleName("编号或户主")
        self.number.textChanged.connect(self._look)
        self.number.returnPressed.connect(self._to_fields)
        self.number.installEventFilter(self)
        self.who = QLabel(self)
        self.who.setWordWrap(True)
        self.who.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.choices = QListWidget(self)
        self.choices.setAccessibleName("是哪一户")
        self.choices.setStyleSheet("QListWidget { border: none; }")
        self.choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.choices.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choices.itemClicked.connect(lambda _: self._take_choice())
        self.which = QStackedWidget(self)
        self.which.addWidget(self.who)
        self.which.addWidget(self.choices)
        fields = ledger("visit").fields
        self.editors: dict[str, Editor] = {
            name: editor_for(fields[name], self, compact=name in ("findings", "problems")) for name in ASKED
        }
        self.editors["date"].set_value(clock.today_text())
        self.editors["kind"].set_value("02")
        self._helper = ""
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.told = QLabel("还没有录入", self)
        self.told.setProperty("role", "soft")
        self.done_list = QListWidget(self)
        self.done_list.setAccessibleName("已录入的")
        self.done_list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.done_list.itemDoubleClicked.connect(lambda item: self.opened.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.done_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.save_button = QPushButton("保存，录下一户", self)
        make_primary(self.save_button)
        self.save_button.setAutoDefault(False)
        self.save_button.setToolTip("Ctrl+S")
        self.save_button.clicked.connect(self.save)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+S"), self, context=inside).activated.connect(self.save)
        self.setFocusProxy(self.number)
        self._lay_out(fields)
        self.read()

    def read(self) -> None:
        """Read anew what is due; what is typed stays."""
        self._names = wording.villages()
        due_reading.read(self, self._take_due, lambda error: messages.show_error(self.window(), error))

    def _take_due(self, due: due_reading.Due) -> None:
        self._due = {}
        for one in due.found:
            if one.household is not None:
                self._due.setdefault(one.household, []).append(one)
        if self.home is None:
            self._look(self.number.text())

    def is_dirty(self) -> bool:
        """Whether something was typed about a household that is not saved."""
        return any(bool(self.editors[name].text().strip()) for name in ASKED if name not in KEPT)

    def _lay_out(self, fields: dict[str, Any]) -> None:
        card = QFrame(self)
        card.setProperty("card", True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(12, 8, 12, 8)
        inner.addWidget(self.which)
        self.which.setMinimumHeight(lines(self, FEW_ROWS) + FEW_ROWS * 3)
        self.which.setMaximumHeight(lines(self, ROWS) + ROWS * 3)
        self.which.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        form = QFormLayout()
        form.setSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.addRow("编号或户主", self.number)
        form.addRow("", card)
        for editor in self.editors.values():
            editor.on_key = self._key
        # Side by side, so that a low screen shows the whole entry.
        when = QHBoxLayout()
        when.setSpacing(8)
        self.editors["date"].setMinimumWidth(letters(self, 26))
        when.addWidget(self.editors["date"], 1)
        when.addWidget(QLabel(fields["kind"].label, self))
        when.addWidget(self.editors["kind"], 1)
        form.addRow(fields["date"].label, when)
        for name in ASKED[2:]:
            form.addRow(fields[name].label, self.editors[name])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(form)

    # --- which household ----------------------------------------------------------------------------------------

    def _look(self, text: str) -> None:
        self.error.clear()
        found = _found(text.strip(), self._village)
        homes = slips.homes(found[:MOST])
        self._mean(found[0] if len(found) == 1 and homes else None)
        if self.home is not None:
            self._show_home(homes[self.home])
        elif homes:
            self._offer(found, homes)
        else:
            self.who.setText(self._hint(text.strip()))

    def _mean(self, home: int | None) -> None:
        self.home = home
        self.which.setCurrentWidget(self.who)
        self.save_button.setEnabled(home is not None)

    def _show_home(self, home: slips.Home) -> None:
        place = f"{self._names.get(home.village or 0, '')}{home.group}"
        due = self._due.get(self.home or 0, [])
        told = "\n".join(f"□ {one.text}" for one in due) or "这一户现在没有待办。"
        self.who.setText(f"{home.head}　{place}　{home.family}\n{told}")
        helper = next((one.person for one in due if one.person), "")
        # What the clerk typed stays for all; what the program filled in follows the household.
        if helper and self.editors["visitors"].text().strip() in ("", self._helper):
            self.editors["visitors"].set_value(helper)
            self._helper = helper

    def _hint(self, text: str) -> str:
        """What to do while no household is meant."""
        if not text:
            return "打上编号或户主，这里显示是哪一户、要办什么事。"
        return "没有这个编号的农户，请核对走访单。" if text.isdigit() else "没有叫这个名字的人，请核对。"

    def _offer(self, found: list[int], homes: dict[int, slips.Home]) -> None:
        """Several fit: a list to choose from by ↑ ↓ and Enter, or by the number in front."""
        self.choices.clear()
        for id in found[:MOST]:
            one = homes[id]
            item = QListWidgetItem(
                f"{id}　{one.head}　{self._names.get(one.village or 0, '')}{one.group}　{one.family}"
            )
            item.setData(Qt.ItemDataRole.UserRole, id)
            self.choices.addItem(item)
        how = "↑ ↓ 选一户，回车确定"
        if len(found) > MOST:
            many = f"{AT_MOST} 户以上" if len(found) == AT_MOST else f"共 {len(found)} 户"
            how += f"；{many}，可以再打一个字"
        self.choices.addItem(how)
        self.choices.item(self.choices.count() - 1).setFlags(Qt.ItemFlag.NoItemFlags)
        self.choices.setCurrentRow(0)
        self.which.setCurrentWidget(self.choices)

    def _take_choice(self) -> None:
        item = self.choices.currentItem()
        id = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if id is not None:
            self.error.clear()
            self._mean(id)
            self._show_home(slips.homes([id])[id])
            self._to_fields()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """↑ and ↓ in the first line go through the households that are offered."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            and self.which.currentWidget() is self.choices
        ):
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            self.choices.setCurrentRow(min(max(0, self.choices.currentRow() + by), self.choices.count() - 2))
            return True
        return super().eventFilter(watched, event)

    def _to_fields(self) -> None:
        if self.which.currentWidget() is self.choices:
            self._take_choice()
            return
        if self.home is None:
            self.error.setText("请先打上编号或户主，选定一户。")
            return
        first = "findings" if self.editors["visitors"].text().strip() else "visitors"
        self.editors[first].setFocus()

    def _key(self, event: Any) -> bool:
        """Enter goes on to the next field; from the last one, and where no problem was found, it saves."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        names = [*self.editors]
        at = next((at for at, name in enumerate(names) if self.editors[name].box.hasFocus()), len(names) - 1)
        none = names[at] == "problems" and not self.editors["problems"].text().strip()
        if at + 1 < len(names) and not none:
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
        one = slips.homes([self.home])[self.home]
        what = "　".join(f"{mark}：{text}" for mark, text in (("问题", values["problems"]), ("提醒", doubts)) if text)
        place = f"{self._names.get(one.village or 0, '')}{one.group}"
        item = QListWidgetItem(f"{one.head}　{place}　{what or values['findings'] or ''}")
        item.setData(Qt.ItemDataRole.UserRole, done.id)
        item.setToolTip("双击打开这次走访")
        self.done_list.insertItem(0, item)
        self.told.setText(f"已录入 {len(self.saved)} 户")
        self._village = one.village
        for name, editor in self.editors.items():
            if name not in KEPT:
                editor.set_value(None)
        self._due.pop(self.home, None)
        self.number.clear()
        self.number.setFocus()
