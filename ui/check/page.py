"""体检: runs the check rules in the background; a worklist from which each finding is mended, let pass or printed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import clock
from models.pinyin import initials
from models.query import Selection
from models.reports import returns, wording
from models.reports.check import heads, persons
from models.rules.check import OWNERS, RULES, SEVERITIES, doubts, hints, ledgers_read, runs
from models.rules.check.rule import ERROR
from models.rules.check.runs import FRESH, MENDED, STILL, Item
from ui.check.model import (
    BY_PERSON,
    BY_RULE,
    BY_VILLAGE,
    HEAD,
    LEVEL,
    NAME,
    PERSON,
    PLACE,
    STATE,
    TEXT,
    CheckModel,
    Names,
)
from ui.pages.base import PageWidget, fill_box
from ui.printing import preview_made
from widgets import messages
from widgets.chart_output import ask_path
from widgets.flow import FlowLayout
from widgets.grouped_table import GroupedTable
from widgets.jobs import run_job
from widgets.look import icon, letters, make_primary

GROUPINGS = (("按村", BY_VILLAGE), ("按责任人", BY_PERSON), ("按规则", BY_RULE))
OPEN, EXEMPT = "open", "exempt"
SHOWN = (("没改的", OPEN), ("新增", FRESH), ("仍存在", STILL), ("已整改", MENDED), ("已豁免", EXEMPT))
WIDTHS = {LEVEL: 8, HEAD: 9, NAME: 9, PERSON: 9, PLACE: 10, STATE: 9}
ANYBODY = "所有责任人"
WORDS = ("豁免…", "核对上级清单", "历次", "存成 Excel", "打印…")
NARROW = 110
"""Letters below which the list of rules gives way."""


class CheckPage(PageWidget):
    """Rules with their counts at the left, the findings at the right, what to do about one below."""

    watched = tuple(sorted(ledgers_read() | {"check_run", "check_exemption", "help_pair", "helper", "local_norm"}))

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.every: list[Item] = []
        self.shown: list[Item] = []
        self.names = Names()
        self.kept: Item | None = None
        self.title = QLabel("体检", self)
        self.title.setProperty("role", "title")
        self.said = QLabel(self)
        self.said.setProperty("role", "soft")
        self._make_lists()
        self._make_buttons()
        self.model = CheckModel(self)
        self.table = GroupedTable(self.model, "疑点", WIDTHS, TEXT, self)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentChanged.connect(lambda now, _: self._explain(self.model.thing(now.row())))
        self.line = QLabel(self)
        self.line.setProperty("role", "soft")
        self._make_card()
        self._lay_out()
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, do in (("F5", self.start), ("Ctrl+P", self.print), ("Ctrl+E", self.exempt)):
            QShortcut(QKeySequence(keys), self, context=inside).activated.connect(do)

    def _make_lists(self) -> None:
        self.rules = QListWidget(self)
        self.rules.setAccessibleName("规则")
        self.rules.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rules.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.rules.setIconSize(QSize(self.fontMetrics().height() - 2, self.fontMetrics().height() - 2))
        self.rules.currentRowChanged.connect(lambda _: self._narrow())
        self.by, self.which, self.level, self.village, self.person = (QComboBox(self) for _ in range(5))
        named = (self.by, "分组"), (self.which, "情况"), (self.level, "级别"), (self.village, "村")
        for box, name in (*named, (self.person, "责任人")):
            box.setAccessibleName(name)
            box.activated.connect(lambda _, box=box: self._counted(box))
        fill_box(self.by, GROUPINGS)
        fill_box(self.which, SHOWN)
        fill_box(self.level, [("所有级别", None), *((text, level) for level, text in SEVERITIES.items())])
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("户主、姓名、内容")
        self.search.setAccessibleName("查找")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(letters(self, 20))
        self.search.textChanged.connect(lambda _: self._narrow())

    def _make_buttons(self) -> None:
        def button(picture: str, text: str, tip: str, do: Any) -> QPushButton:
            made = QPushButton(icon(picture) if picture else QIcon(), text, self)
            made.setToolTip(tip)
            made.clicked.connect(do)
            return made

        self.run_button = button("", "开始体检", "把全部规则查一遍（F5）", self.start)
        make_primary(self.run_button)
        self.exempt_button = button("ok", "豁免…", "确实没有错的：写明原因、依据和有效期（Ctrl+E）", self.exempt)
        self.doubts_button = button("list", "核对上级清单", "县里发来的疑点，改好了的自动勾掉", self.tick_off)
        self.print_button = button("print", "打印…", "按村印出疑点清单（Ctrl+P）", self.print)
        self.export_button = button("export", "存成 Excel", "每村一张工作表", self.export)
        self.trend_button = button("chart", "历次", "每次查到多少、改了多少", self._trend)

    def _make_card(self) -> None:
        self.card = QFrame(self)
        self.card.setProperty("card", True)
        self.rule_title = QLabel(self.card)
        self.rule_title.setProperty("role", "heading")
        self.rule_title.setWordWrap(True)
        self.rule_do = QLabel(self.card)
        self.rule_do.setWordWrap(True)
        self.rule_basis = QLabel(self.card)
        self.rule_basis.setProperty("role", "soft")
        self.rule_basis.setWordWrap(True)
        box = QVBoxLayout(self.card)
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(4)
        for one in (self.rule_title, self.rule_do, self.rule_basis):
            box.addWidget(one)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.said, 1, Qt.AlignmentFlag.AlignBottom)
        self.said.setMinimumWidth(1)
        self.buttons = (
            self.exempt_button, self.doubts_button, self.trend_button, self.export_button, self.print_button
        )  # fmt: skip
        for button in (*self.buttons, self.run_button):
            head.addWidget(button)
        chosen = FlowLayout(gap=8)
        for one in (self.which, self.by, self.level, self.village, self.person, self.search, self.line):
            one.setFixedHeight(self.search.sizeHint().height())
            chosen.addWidget(one)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(chosen)
        right.addWidget(self.table, 1)
        right.addWidget(self.card)
        self.rules.setFixedWidth(letters(self, 38))
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.rules)
        body.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(body, 1)
        self.setFocusProxy(self.table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window leaves the room to the sentences: no list of rules, pictures without words on the buttons."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().horizontalAdvance("0") * NARROW
        if narrow == self.rules.isHidden():
            return
        self.rules.setVisible(not narrow)
        if narrow and self.rules.currentRow() > 0:
            self.rules.setCurrentRow(0)
        for button, words in zip(self.buttons, WORDS, strict=True):
            button.setText("" if narrow else words)
            button.setAccessibleName(words)
        self.rule_title.setHidden(narrow)
        self.rule_basis.setHidden(narrow)

    # --- reading ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look again at what changed since, and show what is open."""
        try:
            current = runs.catch_up()
            self.every = runs.items()
        except Exception as error:
            messages.show_error(self.window(), error)
            return
        villages = wording.villages()
        findings = [one.finding for one in self.every]
        self.names = Names(heads(findings), persons(findings), list(villages.values()))
        fill_box(self.village, [("所有村", None), *((name, id) for id, name in villages.items())])
        people = sorted({one.person for one in self.every if one.person}, key=lambda name: (initials(name), name))
        fill_box(self.person, [(ANYBODY, None), *((name, name) for name in people)])
        self.said.setText(_told(current))
        self._count()
        self._narrow()

    def _counted(self, box: QComboBox) -> None:
        if box is not self.by:
            self._count()
        self._narrow()

    def _chosen(self) -> list[Item]:
        which, level = self.which.currentData(), self.level.currentData()
        village, person = self.village.currentData(), self.person.currentData()
        return [
            one
            for one in self.every
            if _is(one, which)
            and level in (None, one.finding.severity)
            and village in (None, one.finding.village)
            and person in (None, one.person)
        ]

    def _count(self) -> None:
        kept = self.rules.currentItem()
        key = kept.data(Qt.ItemDataRole.UserRole) if kept is not None else ""
        chosen = self._chosen()
        many: dict[str, int] = {}
        for one in chosen:
            many[one.finding.rule] = many.get(one.finding.rule, 0) + 1
        self.rules.blockSignals(True)
        self.rules.clear()
        self._entry("", f"{len(chosen):,}　全部", "所有规则查到的", "")
        for id, rule in sorted(RULES.items(), key=lambda pair: (list(SEVERITIES).index(pair[1].severity), pair[0])):
            if id in many:
                tip = f"{rule.title}：{SEVERITIES[rule.severity]}，{OWNERS[rule.owner]}级整改"
                self._entry(id, f"{many[id]:,}　{rule.title}", tip, "error" if rule.severity == ERROR else "")
        keys = [self.rules.item(at).data(Qt.ItemDataRole.UserRole) for at in range(self.rules.count())]
        self.rules.setCurrentRow(keys.index(key) if key in keys else 0)
        self.rules.blockSignals(False)

    def _entry(self, key: str, text: str, tip: str, picture: str) -> None:
        item = QListWidgetItem(text)
        item.setToolTip(tip)
        item.setData(Qt.ItemDataRole.UserRole, key)
        if picture:
            item.setIcon(icon(picture))
        self.rules.addItem(item)

    def _narrow(self) -> None:
        item = self.rules.currentItem()
        rule = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        text, by = self.search.text().strip(), self.by.currentData()
        before = self.table.current() or self.kept
        self.shown = [
            one for one in self._chosen() if rule in ("", one.finding.rule) and (not text or self._holds(one, text))
        ]
        row = self.table.currentIndex().row()
        self.model.show_items(self.shown, by, self.names)
        self.table.span_headings()
        for column, hidden in ((PLACE, by == BY_VILLAGE), (PERSON, by == BY_PERSON)):
            self.table.setColumnHidden(column, hidden)
        self._stay(before, row)
        self.line.setText(self._said())
        self._explain(self.table.current())
        for one in (self.print_button, self.export_button):
            one.setEnabled(any(_is(item, OPEN) for item in self.every))

    def _stay(self, before: Item | None, row: int) -> None:
        """Keep the cursor on its finding; when that is mended, on what has come into its place."""
        if before is None or not self.shown:
            return
        at = self.model.row_of(before)
        if at >= 0:
            self.table.go_to(at)
            return
        at = min(max(row, 1), self.model.rowCount() - 1)
        self.table.go_to(at if self.model.thing(at) is not None else at - 1 if at > 1 else 1)

    def _said(self) -> str:
        if runs.last_run() is None:
            return "还没有体检过：按 F5 把全部规则查一遍"
        if not self.every:
            return "没有查到疑点"
        if not self.shown:
            return "没有符合条件的"
        return f"{len(self.shown):,} 处；回车打开改，Ctrl+E 豁免"

    def _holds(self, one: Item, text: str) -> bool:
        names = (self.model.head(one), self.model.person(one))
        low = text.lower()
        return text in one.finding.text or any(text in name or low in initials(name).lower() for name in names if name)

    def _explain(self, one: Item | None) -> None:
        self.exempt_button.setEnabled(one is not None and not one.exempt and one.state != MENDED)
        self.card.setVisible(one is not None)
        if one is None:
            return
        rule = RULES.get(one.finding.rule)
        self.rule_title.setText(one.finding.text)
        self.rule_do.setText(f"怎么改：{rule.do}" if rule is not None else "这条规则已经没有了，下次体检不再列出。")
        also = f"；对应上级规则 {'、'.join(one.finding.also)}" if one.finding.also else ""
        basis = f"依据：{rule.basis}；" if rule is not None and rule.basis else ""
        owner = f"；由{OWNERS[rule.owner]}级整改" if rule is not None else ""
        self.rule_basis.setText(f"{basis}规则 {one.finding.rule}{also}{owner}")

    # --- keys and clicks ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """F5: run everything in the background; afterwards the list is against this run."""

        def work(progress: Any) -> int:
            number = runs.start(progress)
            hints.warm()
            return number

        def done(_number: Any) -> None:
            self.refresh()
            self.table.setFocus()

        self.run_button.setEnabled(False)
        job = run_job(self, "体检", work, done)
        job.finished.connect(lambda: self.run_button.setEnabled(True))

    def _open(self, one: Item) -> None:
        self.kept = one
        self.field_requested.emit(one.finding.ledger, one.finding.record, one.finding.field)

    def exempt(self) -> None:
        """Ctrl+E: let the finding under the cursor pass."""
        from ui.dialogs.exempt import Exempt

        one = self.table.current()
        if one is not None and self.exempt_button.isEnabled():
            called = self.model.person(one) or self.model.head(one) or one.finding.place
            messages.run(Exempt(one, called, self.window()))

    def tick_off(self) -> None:
        """Tick off in 疑点清单 what our rules no longer find, after asking."""
        tick = doubts.look()
        open_ones = len(tick.mended) + len(tick.still) + len(tick.unknown)
        if not open_ones:
            messages.tell(
                self, "核对上级清单", "疑点清单里没有待核实的。县里发来的清单，从“监测帮扶 › 疑点清单 › 导入”读进来。"
            )
            return
        said = (
            f"待核实的 {open_ones} 条里：已经查不到的 {len(tick.mended)} 条，还查得到的 {len(tick.still)} 条，"
            f"没有对应规则或没有对上农户的 {len(tick.unknown)} 条（要人工核实）。"
        )
        if not tick.mended:
            messages.tell(self, "核对上级清单", said)
        elif messages.ask(self, "核对上级清单", f"{said}\n把查不到的勾成“已整改”吗？可以撤销。", "勾掉", "不勾"):
            doubts.tick_off(tick)

    def _trend(self) -> None:
        self.selection_requested.emit(Selection("check_run"))

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()
        self.search.selectAll()

    # --- out ----------------------------------------------------------------------------------------------------

    def _made(self) -> Any:
        return returns.build("check_list", village=self.village.currentData())

    def print(self) -> None:
        """Ctrl+P: the list of each village, or of the one chosen."""
        if self.print_button.isEnabled():
            preview_made(self, self._made())

    def export(self) -> None:
        """One worksheet per village."""
        from models.reports.returns import workbook

        path = ask_path(self, "存成 Excel", f"体检疑点清单{clock.today_text()}", "Excel 工作簿 (*.xlsx)", ".xlsx")
        if path is None:
            return
        made = self._made()

        def done(rows: Any) -> None:
            self.line.setText(f"已存为“{path.name}”，{rows} 行")

        run_job(self, "存成 Excel", lambda _: workbook.write(made, path, returns.paper_settings(made)), done)


def _is(one: Item, which: str) -> bool:
    if which == MENDED or one.state == MENDED:
        return which == one.state
    if which == EXEMPT or one.exempt:
        return one.exempt and which == EXEMPT
    return which in (OPEN, one.state)


def _told(current: bool) -> str:
    last = runs.last_run()
    if last is None:
        return "按规则把户、人、监测、务工、村的信息查一遍，赶在检查以前改好"
    said = f"上次 {last.date} {last.time[:5]}：新增 {last.fresh:,}、已整改 {last.mended:,}、仍存在 {last.still:,}"
    return said if current else f"{said}；以后改动很多，请重新体检"
