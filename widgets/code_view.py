"""One list to choose from, to be changed by key: add, rename, retire, order, delete, back to the official list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models import options
from models.codes import Code, CodeList, code_list
from models.query import Selection
from models.record import Refused
from widgets import messages
from widgets.flow import FlowLayout
from widgets.look import SOFT, letters, lines, make_primary

LABEL, ORIGIN, USED, ALSO = range(4)
HEADS = ("名称", "来源", "用到的记录", "也叫（导入时认）")
_CODE = int(Qt.ItemDataRole.UserRole)
OFFICIAL, LOCAL, RENAMED, RETIRED = "自带", "本地增加", "自带，改过名", "停用"


class CodeTree(QTreeWidget):
    """The codes of a list. ``asked(what)`` for a key that changes something."""

    asked = Signal(str)
    keys = {
        (Qt.Key.Key_Insert, Qt.KeyboardModifier.NoModifier): "add",
        (Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier): "add_below",
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier): "rename",
        (Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier): "call_also",
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier): "retire",
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier): "remove",
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier): "up",
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier): "down",
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier): "open",
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.NoModifier): "open",
    }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the list, but not while a name is being typed."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        what = self.keys.get((Qt.Key(event.key()), plain))
        if what is None or self.state() == QTreeWidget.State.EditingState:
            super().keyPressEvent(event)
        else:
            self.asked.emit(what)


class CodeView(QWidget):
    """``changed()`` after something was written · ``opened(Selection)`` the records that hold a code are wanted."""

    changed = Signal()
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.codes: CodeList | None = None
        self.uses: options.Uses = {}
        self.title, self.about, self.said = QLabel(self), QLabel(self), QLabel(self)
        self.title.setProperty("role", "heading")
        self.about.setProperty("role", "small")
        self.about.setWordWrap(True)
        self.said.setProperty("role", "good")
        self.said.setWordWrap(True)
        self.tree = CodeTree(self)
        self.tree.setObjectName("sheet")
        self.tree.setAccessibleName("选项")
        self.tree.setHeaderLabels(HEADS)
        self.tree.setUniformRowHeights(True)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        head = self.tree.header()
        head.setStretchLastSection(True)
        head.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Interactive)
        for column, width in ((LABEL, 34), (ORIGIN, 18), (USED, 14)):
            self.tree.setColumnWidth(column, letters(self, width))
        item = self.tree.headerItem()
        item.setTextAlignment(USED, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.acts: dict[str, Callable[[], None]] = {
            "add": self.add, "add_below": self.add_below, "rename": self.rename, "call_also": self.call_also,
            "retire": self.retire, "remove": self.remove, "up": lambda: self.step(-1), "down": lambda: self.step(1),
            "open": self.open,
        }  # fmt: skip
        self.buttons: dict[str, QPushButton] = {}
        self.bar = QWidget(self)
        flow = FlowLayout(self.bar)
        for what, text in (
            ("add", "新增（Insert）"), ("add_below", "新增下级（Shift+Insert）"), ("rename", "改名（F2）"),
            ("call_also", "也叫（Shift+F2）"), ("retire", "停用（空格）"), ("remove", "删除（Delete）"),
            ("up", "上移（Alt+↑）"), ("down", "下移（Alt+↓）"), ("open", "看记录（回车）"),
        ):  # fmt: skip
            self.buttons[what] = self._button(flow, text, self.acts[what])
        self.buttons["restore"] = self._button(flow, "整份恢复成自带的…", self.restore)
        make_primary(self.buttons["add"])
        self.tree.asked.connect(lambda what: self.acts[what]())
        self.tree.itemDoubleClicked.connect(lambda _item, column: self._edit(ALSO if column == ALSO else LABEL))
        self.tree.currentItemChanged.connect(lambda _now, _before: self._tell())
        self.tree.itemDelegate().commitData.connect(lambda _box: self._typed())
        self.tree.itemDelegate().closeEditor.connect(lambda _box, _hint: self._closed())
        self._new: tuple[str, str] | None = None
        self._column = LABEL
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 0, 0, 0)
        for widget in (self.title, self.about, self.bar):
            box.addWidget(widget)
        box.addWidget(self.tree, 1)
        box.addWidget(self.said)
        self.setFocusProxy(self.tree)

    def _button(self, flow: FlowLayout, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self.bar)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        flow.addWidget(button)
        return button

    # --- what is shown ----------------------------------------------------------------------------------------------

    def show_list(self, name: str, at: str = "") -> None:
        """Show a list, the cursor at a code; "" keeps its place."""
        same = self.codes is not None and self.codes.name == name
        kept = at or (self.current() if same else "")
        if not same:
            self.said.clear()
        self.codes, self.uses = code_list(name), options.uses(name)
        self._new = None
        where = "、".join(dict.fromkeys(of.title for of, _ in options.fields_of(name)))
        mine = sum(one.local for one in self.codes)
        added = f"，本地增加 {mine} 项" if mine else ""
        self.title.setText(f"{self.codes.title}（{len(self.codes) - mine} 项{added}）")
        told = [f"用在：{where or '还没有台账用它'}。", f"{self.codes.note}。" if self.codes.note else ""]
        self.about.setText("".join(told))
        self.tree.blockSignals(True)
        self.tree.clear()
        self.tree.setRootIsDecorated(options.depth(self.codes) > 1)
        self._fill(self.tree.invisibleRootItem(), "")
        self.tree.expandAll()
        self.tree.blockSignals(False)
        found = self._item(kept) or self.tree.topLevelItem(0)
        if found is not None:
            self.tree.setCurrentItem(found)
            self.tree.scrollToItem(found)
        self._tell()

    def _fill(self, parent: QTreeWidgetItem, code: str) -> None:
        assert self.codes is not None
        for one in self.codes.children(code):
            count = sum(self.uses.get(one.code, {}).values())
            also = "、".join(word for word in one.aliases if word != one.was)
            item = QTreeWidgetItem(parent, [one.label, _origin(one), str(count) if count else "", also])
            item.setData(LABEL, _CODE, one.code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setTextAlignment(USED, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(LABEL, f"{one.label}（{one.note}）" if one.note else one.label)
            item.setToolTip(ALSO, also)
            if one.was:
                item.setToolTip(ORIGIN, f"原来叫“{one.was}”，照样认")
            for column in range(len(HEADS)) if one.retired else (ORIGIN, ALSO):
                item.setForeground(column, QColor(SOFT))
            self._fill(item, one.code)

    def _item(self, code: str) -> QTreeWidgetItem | None:
        found = self.tree.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)
        return next((item for item in found if item.data(LABEL, _CODE) == code), None) if code else None

    def current(self) -> str:
        """The code under the cursor, "" without one."""
        item = self.tree.currentItem()
        return str(item.data(LABEL, _CODE) or "") if item is not None else ""

    def _one(self) -> Code | None:
        return self.codes.get(self.current()) if self.codes is not None else None

    def _tell(self) -> None:
        """The buttons say what they would do to the code under the cursor."""
        one = self._one()
        deep = self.codes is not None and one is not None and self.codes.level(one.code) < options.depth(self.codes)
        for what in ("rename", "call_also", "retire", "up", "down"):
            self.buttons[what].setEnabled(one is not None)
        self.buttons["add_below"].setVisible(self.codes is not None and options.depth(self.codes) > 1)
        self.buttons["add_below"].setEnabled(deep)
        self.buttons["remove"].setEnabled(one is not None and one.local)
        self.buttons["open"].setEnabled(one is not None and one.code in self.uses)
        self.buttons["retire"].setText("恢复使用（空格）" if one is not None and one.retired else "停用（空格）")
        self.buttons["restore"].setEnabled(self.codes is not None and options.is_changed(self.codes))

    # --- what is done -----------------------------------------------------------------------------------------------

    def _do(self, act: Callable[[], object], said: str, at: str = "") -> bool:
        """Write, say so and show the list anew; False when it was refused, which is told."""
        assert self.codes is not None
        try:
            found = act()
        except Refused as error:
            messages.tell(self, "选项表", str(error), error.problems)
            self.show_list(self.codes.name)
            return False
        self.show_list(self.codes.name, found if isinstance(found, str) else at)
        self.said.setText(f"{said}。可按 Ctrl+Z 撤销。")
        self.changed.emit()
        return True

    def add(self, wanted: str = "") -> None:
        """A new code under the one at the cursor; ``wanted`` a name for it."""
        one = self._one()
        self._begin(one.parent if one is not None else "", one.code if one is not None else "", wanted)

    def add_below(self) -> None:
        """A new code one level below the one at the cursor."""
        one = self._one()
        if self.codes is not None and one is not None and self.codes.level(one.code) < options.depth(self.codes):
            self._begin(one.code, "", "")

    def _begin(self, parent: str, after: str, wanted: str) -> None:
        above = self._item(parent) or self.tree.invisibleRootItem()
        beside = self._item(after)
        at = above.indexOfChild(beside) + 1 if beside is not None else above.childCount()
        # The last of a list is 其他: a new one goes before it.
        if beside is not None and beside.text(LABEL).startswith("其他"):
            at, after = at - 1, ""
        item = QTreeWidgetItem([wanted, LOCAL, "", ""])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        above.insertChild(at, item)
        above.setExpanded(True)
        self._new = (parent, after)
        self.tree.setCurrentItem(item)
        self.tree.scrollToItem(item)
        self._edit(LABEL)

    def _edit(self, column: int) -> None:
        item = self.tree.currentItem()
        if item is not None:
            self._column = column
            self.tree.editItem(item, column)

    def rename(self) -> None:
        """Type another name."""
        self._edit(LABEL)

    def call_also(self) -> None:
        """Type other spellings, with 、 between."""
        self._edit(ALSO)

    def _typed(self) -> None:
        """Write what was typed; the delegate has put it into the item."""
        item = self.tree.currentItem()
        if item is None or self.codes is None:
            return
        name, text, column = self.codes.name, item.text(self._column).strip(), self._column
        code, new, self._new = self.current(), self._new, None
        one = self.codes.get(code)

        def write() -> object:
            if new is not None:
                return options.add(name, text, *new)
            return (options.rename if column == LABEL else options.call_also)(name, code, text)

        if (column == LABEL and not text) or (one is not None and column == LABEL and text == one.label):
            self.show_list(name)
        else:
            # After the delegate is done with its editor: the list is built anew.
            _soon(self, lambda: self._do(write, f"增加了“{text}”" if new is not None else "改好了", code))

    def _closed(self) -> None:
        """A new line that was left without a name goes again."""
        if self._new is not None and self.codes is not None:
            self._new, name = None, self.codes.name
            _soon(self, lambda: self.show_list(name))
        self.tree.setFocus()

    def retire(self) -> None:
        """No longer offer the code at the cursor, or offer it again."""
        one = self._one()
        if one is not None and self.codes is not None:
            name = self.codes.name
            count = sum(self.uses.get(one.code, {}).values())
            kept = f"，{count} 条记录照样显示" if count else ""
            said = f"“{one.label}”{'又可以选了' if one.retired else f'不再供选{kept}'}"
            self._do(lambda: options.retire(name, one.code, not one.retired), said, one.code)

    def remove(self) -> None:
        """Delete the addition at the cursor; what is in use stays and says how often."""
        one = self._one()
        if one is not None and self.codes is not None:
            name = self.codes.name
            self._do(lambda: options.remove(name, one.code), f"“{one.label}”删除了")

    def step(self, by: int) -> None:
        """One place up or down."""
        one = self._one()
        if one is not None and self.codes is not None:
            name = self.codes.name
            try:
                if options.move(name, one.code, by):
                    self.show_list(name, one.code)
                    self.changed.emit()
            except Refused as error:
                messages.show_error(self, error)

    def restore(self) -> None:
        """Back to the official list, after a question that says what happens to what."""
        if self.codes is None:
            return
        name = self.codes.name
        text = f"“{self.codes.title}”的名称、次序和停用都恢复成自带的。本地增加的，没有记录在用的删除，在用的停用。"
        if messages.ask(self, "恢复成自带的", text, "恢复", "不恢复"):
            done: list[str] = []
            self._do(lambda: done.extend(options.restore(name)), "恢复了")
            self.said.setText("，".join(done) + "。可按 Ctrl+Z 撤销。")

    def open(self) -> None:
        """The records that hold the code at the cursor: of the ledger that has most of them."""
        counts = self.uses.get(self.current())
        if counts:
            (name, field), _ = max(counts.items(), key=lambda one: one[1])
            self.opened.emit(Selection(name).where(field, "in", [self.current()]))


class CodeDialog(QDialog):
    """One list, from a field whose value is missing in it; ``added`` the code that was added last."""

    def __init__(self, name: str, wanted: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("选项表")
        self.resize(letters(self, 110), lines(self, 28))
        self.before: Sequence[str] = [one.code for one in code_list(name)]
        self.name = name
        self.view = CodeView(self)
        self.view.show_list(name)
        self.view.buttons["open"].hide()
        close = QPushButton("关闭（Esc）", self)
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.addWidget(self.view, 1)
        box.addLayout(foot)
        self.view.tree.setFocus()
        if wanted:
            _soon(self, lambda: self.view.add(wanted))

    @property
    def added(self) -> str:
        """The code that is there now and was not before, "" when nothing was added."""
        fresh = [one.code for one in code_list(self.name).offered() if one.code not in self.before]
        return fresh[-1] if fresh else ""


def _origin(one: Code) -> str:
    word = LOCAL if one.local else RENAMED if one.was else OFFICIAL
    return f"{word}，{RETIRED}" if one.retired else word


def _soon(owner: QWidget, act: Callable[[], object]) -> None:
    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, owner, lambda: act())
