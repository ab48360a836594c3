"""收入: one household's income sheets, filled in like a spreadsheet, with the result in large figures below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import clock, query, settings
from models.codes import code_list
from models.kinds import Fault
from models.ledger import ledger
from models.ledgers.households._income import ANNUAL
from models.query import Selection
from models.record import Draft, Refused, Values, blank, load, save
from models.rules import income
from ui.pages.base import PageWidget
from ui.pages.income_choice import SheetChoice, boxed_button
from ui.pages.income_grid import IncomeGrid
from ui.pages.income_model import PART, SheetModel
from ui.pages.income_result import ResultBand
from ui.unsaved_question import SAVE, STAY, ask_unsaved
from widgets import messages
from widgets.composing import Composing
from widgets.flow import FlowLayout, labelled
from widgets.look import letters, make_primary
from widgets.one_line import OneLine

NAME = "income_sheet"
NARROW = 100
"""Letters below which tools show only their pictures."""


class IncomePage(PageWidget):
    """The sheets of one household; ``household`` its id, ``id`` the sheet's, 0 while new."""

    watched = ("household", "member", NAME, "monitor_line", "episode", "distribution", "sale_household")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.household = 0
        self.id = 0
        self.revision: int | None = None
        self.stored: Values = {}
        self.sheet = SheetModel(self)
        self.grid = IncomeGrid(self.sheet, self)
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.period = OneLine(self)
        self.period.setProperty("role", "soft")
        self.choice = SheetChoice(self)
        self.which, self.new = self.choice.which, self.choice.new
        self.which.activated.connect(self._choose)
        self.copy = boxed_button(self, "照抄上年", "copy", self.copy_before)
        self.copy.setToolTip("把上年的金额和算法填进还空着的行，再改不同的")
        self.print = boxed_button(self, "算账单…", "print", self.print_sheet)
        self.print.setToolTip("打印这一份收入表，带签字栏（Ctrl+P）")
        self.parts = QCheckBox("显示补贴分项", self)
        self.parts.setToolTip("生态补偿金和其他转移性收入由哪几项组成")
        self.parts.toggled.connect(self.grid.show_parts)
        self.keep = QPushButton("保存", self)
        self.keep.setToolTip("保存（Ctrl+S）")
        self.keep.clicked.connect(self.save)
        make_primary(self.keep)
        self.persons = self._box("年度家庭人口数", 4, "persons")
        self.collector = self._box("信息采集人", 10, "collector")
        self.date = self._box("采集日期", 11, "date")
        self.signed = QCheckBox("农户已签字", self)
        self.signed.toggled.connect(lambda on: self.sheet.set_values({"signed": on or None}))
        self.said = QLabel(self)
        self.result = ResultBand(self)
        self.none = QLabel(self)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.setProperty("role", "soft")
        self.none.hide()
        self.sheet.altered.connect(self._altered)
        for check in (self.signed, self.parts):
            check.setMinimumHeight(self.which.sizeHint().height())
        for keys, do in (("Ctrl+S", self.save), ("Ctrl+P", self.print_sheet)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        self._lay_out()
        self.setFocusProxy(self.grid)

    def _box(self, label: str, width: int, field: str) -> QLineEdit:
        box = QLineEdit(self)
        box.setAccessibleName(label)
        box.setFixedWidth(letters(self, width) + 24)
        box.composing = Composing(box)  # type: ignore[attr-defined]
        box.textEdited.connect(lambda text: self._typed(field, box, text))
        box.editingFinished.connect(lambda: self._show_box(field, box))
        box.returnPressed.connect(self.grid.first)
        return box

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.period, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.said)
        for widget in (self.parts, self.copy, self.print, self.keep):
            head.addWidget(widget)
        tools = QFrame(self)
        flow = FlowLayout(tools, 8)
        for text, inner in (
            ("", self.which), ("", self.new), ("年度家庭人口", self.persons), ("采集人", self.collector),
            ("采集日期", self.date), ("", self.signed),
        ):  # fmt: skip
            flow.addWidget(labelled(text, inner, tools))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 4, 12, 8)
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addWidget(tools)
        whole.addWidget(self.grid, 1)
        whole.addWidget(self.none, 1)
        whole.addWidget(self.result)

    # --- which sheet ---

    def load(self, id: int) -> None:
        """Show the newest annual sheet of a household, or begin this year's."""
        if self.household and id != self.household and not self.can_close():
            return
        self.household, self.id, self.stored, self._stale = id, 0, {}, False
        self._read(newest=True)
        self.grid.first()

    def refresh(self) -> None:
        """What changed elsewhere; entries that are not saved stay."""
        if self.household and not self.dirty:
            self._read(newest=False)

    def _read(self, *, newest: bool) -> None:
        homes = load(ledger("household"), [self.household])
        gone = self.household not in homes
        for one in (self.grid, self.result, self.which, self.keep):
            one.setVisible(not gone)
        self.none.setVisible(gone)
        if gone:
            self.none.setText("这一户已被删除。可在“全部操作记录”里恢复。")
            return
        self.home = homes[self.household]
        place = query.label_of(ledger("village"), self.home["village"])
        self.title.setText(f"{self.home['head'] or '未填户主'}家的收入")
        self.title.setToolTip(f"{place}{self.home['group'] or ''}")
        found = self._sheets()
        if newest and self.id not in found:
            self.id = next((id for id, row in found.items() if row["kind"] == ANNUAL), next(iter(found), 0))
        self.choice.fill(found, self.id, self.begin)
        if self.id in found:
            self._show(found[self.id], found)
        else:
            self._begin(ANNUAL, found)

    def _sheets(self) -> dict[int, Values]:
        chosen = Selection(NAME, order=("-year", "kind", "-period_end")).where("household", "in", [self.household])
        ids = list(query.ids(chosen))
        rows = load(ledger(NAME), ids)
        return {id: rows[id] for id in ids}

    def _choose(self, at: int) -> None:
        id = self.which.itemData(at)
        if id == self.id:
            return
        if not self.can_close():
            self.which.setCurrentIndex(self.which.findData(self.id))
            return
        self.id = id
        self._read(newest=False)
        self.grid.first()

    def begin(self, kind: str, year: int | None = None) -> None:
        """Begin a new sheet."""
        if self.can_close():
            self.id = 0
            found = self._sheets()
            self.choice.fill(found, self.id, self.begin)
            self._begin(kind, found, year)
            self.grid.first()

    def _begin(self, kind: str, found: dict[int, Values], year: int | None = None) -> None:
        of = ledger(NAME)
        values = {**blank(of), "household": self.household, "kind": kind}
        if kind == ANNUAL:
            values["year"] = year or income.collection_window(clock.today())[0]
        else:
            values["date"] = clock.today_text()
            values["episode"] = self._last_episode()
        values["persons"] = self.home["members_year"] or self.home["members_now"] or None
        values["collector"] = str(settings.operator.get() or "") or None
        of.model.complete(values)
        of.model.check_among([Draft(of, values)])
        self.revision = None
        self._show(values, found)

    def _last_episode(self) -> int | None:
        """The last time this household was put under monitoring."""
        chosen = Selection("episode", order=("-recognised_on",)).where("household", "in", [self.household])
        return next(iter(query.ids(chosen, limit=1)), None)

    def _show(self, values: Values, found: dict[int, Values]) -> None:
        self.revision = values.get("revision") if self.id else None
        own = {name: values[name] for name in ledger(NAME).fields}
        annual = {row["year"]: row for row in found.values() if row["kind"] == ANNUAL}
        before = annual.get((own["year"] or 0) - 1)
        facts = income.facts_of([self.household], own["year"] or clock.today().year).get(self.household)
        self.stored = dict(own)
        at = self.grid.currentIndex()
        place = (at.row(), at.column()) if at.isValid() else None
        self.sheet.show(own, before, facts)
        if place is not None:
            self.grid.setCurrentIndex(self.sheet.index(*place))
        for field, box in (("persons", self.persons), ("collector", self.collector), ("date", self.date)):
            self._show_box(field, box)
        self.signed.blockSignals(True)
        self.signed.setChecked(bool(own["signed"]))
        self.signed.blockSignals(False)
        word = code_list("income_kind").label(own["kind"])
        start, end = own["period_start"] or "", own["period_end"] or ""
        called = f"{own['year'] or ''} 年度" if own["kind"] == ANNUAL else f"{own['year'] or ''} 年 · {word}"
        self.period.setText(f"{called} · {start} 至 {end}" if end else called)
        self.copy.setEnabled(bool(before))
        filled = any(own[row.field] is not None for row in self.sheet.rows if row.kind == PART)
        self.parts.setChecked(filled)
        self.grid.show_parts(self.parts.isChecked())
        self._altered()

    # --- typing ---

    def _typed(self, field: str, box: QLineEdit, text: str) -> None:
        try:
            value = ledger(NAME).fields[field].kind.typed(text)
        except Fault:
            box.setProperty("state", "error")
        else:
            box.setProperty("state", "")
            self.sheet.set_values({field: value})
        box.style().polish(box)

    def _show_box(self, field: str, box: QLineEdit) -> None:
        value = self.sheet.values[field]
        box.setText("" if value is None else ledger(NAME).fields[field].kind.edit_text(value))
        box.setProperty("state", "")
        box.style().polish(box)

    def _altered(self) -> None:
        self.result.show(self.sheet.values, self.sheet.before, self.sheet.facts, self.sheet.others())
        self._say("还没有保存" if self.dirty else "", "warn")

    def _say(self, text: str, role: str) -> None:
        self.said.setText(text)
        self.said.setProperty("role", role)
        self.said.style().polish(self.said)

    def copy_before(self) -> None:
        """Last year's amounts and notes into blank lines."""
        count = self.sheet.copy_before()
        self._say(f"照抄了 {count} 项，请逐项核对", "warn")

    # --- saving ---

    @property
    def dirty(self) -> bool:
        """Whether something is not saved."""
        return any(self.stored.get(name) != value for name, value in self.sheet.values.items()) or bool(
            self.sheet.faults
        )

    def save(self) -> bool:
        """Write the sheet; what stands in the way is told."""
        self.grid.finish(keep=True)
        if self.sheet.faults:
            messages.tell(self, "没有保存", "有的金额看不懂，已用红字写在那一行的后面，改好再保存。")
            return False
        values = self.sheet.values
        if not self.id and not self.dirty and not any(values[row.field] for row in self.sheet.rows if row.field):
            self._say("一项收入也没有填，没有保存", "warn")
            return False
        changed = {n: v for n, v in values.items() if self.stored.get(n) != v} if self.id else dict(values)
        if not changed:
            self._say("没有改动", "soft")
            return True
        title = f"{'修改' if self.id else '新增'}{self.home['head'] or ''}家 {values['year']} 年度收入"
        # What is stored counts as unchanged while the others hear of it.
        kept, self.stored = self.stored, dict(values)
        try:
            done = save(NAME, changed, id=self.id or None, revision=self.revision, title=title)
        except Refused as refused:
            self.stored = kept
            messages.tell(self, "没有保存", "这份收入表没有保存，请改好再存。", refused.problems)
            return False
        self.id = done.id
        self._read(newest=False)
        self._say("已保存", "good")
        return True

    def can_close(self) -> bool:
        """Ask about entries that are not saved; a new sheet in which nothing was typed is no loss."""
        self.grid.finish(keep=True)
        if not self.household or not self.dirty:
            return True
        answer = ask_unsaved(self, ledger(NAME))
        if answer == STAY:
            return False
        if answer == SAVE:
            return self.save()
        self.sheet.show(self.stored, self.sheet.before, self.sheet.facts)
        return True

    def print_sheet(self) -> None:
        """The 算账单 before printing; what is not saved is saved first."""
        if self.dirty and not self.save():
            return
        if not self.id:
            self._say("先填好保存，再打印", "warn")
            return
        from models.reports.income_paper import income_card
        from models.reports.lists import paper_settings, remember_paper
        from models.reports.paper import PaperSettings, render
        from widgets.print_preview import PrintPreview

        id = self.id
        preview = PrintPreview(
            lambda paper: render((income_card(id),), paper),
            f"{self.home['head'] or ''}家算账单",
            paper_settings(NAME),
            on_settings=lambda kept: remember_paper(NAME, PaperSettings.from_dict(kept)),
            locked=("watermark",) if settings.sample.get() else (),
            parent=self.window(),
        )
        messages.run(preview)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a small screen the result takes one small line and the tools show their pictures: lines stay visible."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        low, narrow = self.height() < metrics.height() * 26, self.width() < metrics.horizontalAdvance("0") * NARROW
        self.result.set_small(low)
        self.grid.set_low(low)
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in (self.copy, self.print):
            button.setToolButtonStyle(alone if narrow else beside)
