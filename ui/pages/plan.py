"""一户一策: one household's risks against its measures, what is missing in words, and the measures to be kept up."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from models import clock, form_rows, query, record, rosters, settings
from models.ledger import ledger
from models.ledgers.monitoring.measure import FINISHED
from models.record import Refused, Values, load
from models.reports.plan_paper import current_plan
from models.rules import measure_facts
from models.rules import measures as rules
from ui.pages.base import PageWidget
from ui.pages.plan_matrix import MatrixTable
from ui.unsaved_question import SAVE, STAY, ask_unsaved
from widgets import messages
from widgets.child_table import ChildTable
from widgets.composing import composing
from widgets.look import ACCENT, CAUTION, DANGER, GOOD, SOFT, make_primary

CHECK_MS = 300
MOST_FINDINGS = 3


class PlanPage(PageWidget):
    """One household's plan. ``load`` takes the household."""

    watched = ("household", "member", "episode", "assist_plan", "measure", "helper", "help_pair", "work_record")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.home: int | None = None
        self.plan: Values = {}
        self.matrix: rules.Matrix | None = None
        self._family: measure_facts.Family | None = None
        self._rows: list[form_rows.FormRow] = []
        self._all_findings = False
        self._later = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._later.timeout.connect(self.check_now)
        self._build()
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (("Ctrl+S", self.save), ("F8", self.mark_done), ("Ctrl+P", self.print)):
            QShortcut(QKeySequence(keys), self, act, context=inside)

    def _build(self) -> None:
        self.who = QLabel(self)
        self.who.setProperty("role", "title")
        self.about = self._words()
        self.planned = self._words()
        self.lacks, self.findings = self._words(), self._words()
        self.findings.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.findings.linkActivated.connect(lambda _: self._show_all())
        self.grid = MatrixTable(self)
        self.grid.wanted.connect(self.add)
        self.items = ChildTable(ledger("measure"), self, check=self.check_now)
        self.items.edited.connect(self._edited)
        self.items.record_requested.connect(self.record_requested)
        self.items.passed.connect(self._passed)
        self.done = self._button("标为已落实", "F8", self.mark_done)
        self.keep = self._button("保存", "Ctrl+S", self.save)
        make_primary(self.keep)
        self.open_plan = self._button("计划内容", "", self._open_plan)
        buttons = QHBoxLayout()
        buttons.addWidget(self.who)
        buttons.addStretch(1)
        for one in (self.open_plan, self.done, self._button("打印", "Ctrl+P", self.print), self.keep):
            buttons.addWidget(one)
        inside = QWidget(self)
        box = QVBoxLayout(inside)
        box.setContentsMargins(16, 8, 16, 16)
        box.setSpacing(8)
        box.addLayout(buttons)
        for part in (self.about, self.planned, self.grid, self.lacks, self.findings, self.items):
            box.addWidget(part)
        box.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.setFocusProxy(self.grid)

    def _passed(self, _table: object, by: int) -> None:
        (self.keep if by > 0 else self.grid).setFocus()

    def _words(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        return label

    def _button(self, text: str, keys: str, act: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(f"{text}（{keys}）" if keys else "打开这份计划的表单：制定日期、目标、制定人、签字")
        button.clicked.connect(lambda: act())
        return button

    # --- reading ------------------------------------------------------------------------------------------------

    def load(self, id: int) -> None:
        """Show a household."""
        if self.can_close():
            self.home, self._all_findings = id, False
            self._renew()

    def refresh(self) -> None:
        """Read everything anew, unless something is being typed."""
        if self.home is None or self.is_dirty():
            return
        home = load(ledger("household"), [self.home]).get(self.home)
        if home is None:
            self.left.emit()
            return
        stored = rules.matrix(household=self.home)
        self._family = measure_facts.family(self.home)
        self.plan = current_plan(self.home, stored.episode)
        self._say_who(stored)
        self._load_rows(stored)
        self._show(stored)
        if not stored.risks:
            self.setFocusProxy(self.items.grid)

    def _say_who(self, stored: rules.Matrix) -> None:
        assert self.home is not None
        paths = ("head", "village", "group", "hh_type", "members_now", "helper", "helper.phone")
        head, village, group, kind, people, helper, phone = query.texts("household", paths, [self.home])[self.home]
        self.who.setText(f"{head or '未填户主'}（{village}{group}）")
        parts = [kind, f"{people or 0} 人", f"帮扶责任人 {helper} {phone}".strip() if helper else "没有帮扶责任人"]
        if stored.episode is not None:
            fields = ("category", "recognised_on", "state", "eliminated_on")
            category, since, state, gone = query.texts("episode", fields, [stored.episode])[stored.episode]
            parts[:0] = [category, f"{since or '未填时间'} 识别", f"{gone} 消除" if gone else state]
        else:
            parts.append("没有监测记录")
        self.about.setText(_soft(" · ".join(part for part in parts if part)))
        if self.plan:
            made = self.plan["made_on"] or "未填日期"
            goal = self.plan["goal"] or "还没有写目标"
            self.planned.setText(f"计划：{made} 制定，目标：{_plain(goal)}")
        else:
            self.planned.setText(_soft("还没有计划。登记措施后保存，就新建一份，制定日期是今天。"))
        self.open_plan.setVisible(bool(self.plan))

    def _load_rows(self, stored: rules.Matrix) -> None:
        """The measures of the plan, and those of the household that belong to no plan yet: a save takes them in."""
        of = ledger("measure")
        names = list(of.computed)
        mine = [one for one in stored.items if one.values["plan"] in (None, self.plan.get("id"))]
        ids = [one.id for one in mine]
        computed = query.rows(of.name, names, ids) if ids else {}
        self._rows = [
            form_rows.FormRow(
                of, {name: one.values[name] for name in of.fields}, one.id, dict(one.values), place=place,
                computed=dict(zip(names, computed[one.id], strict=True)),
            )
            for place, one in enumerate(mine)
        ]  # fmt: skip
        self._adopted = sum(one.values["plan"] is None for one in mine)
        self.items.set_rows(self._rows)

    # --- showing ------------------------------------------------------------------------------------------------

    def _live(self) -> list[rules.Item]:
        """The measures as they stand in the table, typed or stored."""
        return [
            rules.Item(row.id or -at - 1, row.values.get("group") or "", row.values.get("status") or "", row.values)
            for at, row in enumerate(self._rows)
            if not row.removed and not row.blank and row.values.get("group")
        ]

    def _show(self, stored: rules.Matrix | None = None) -> None:
        assert self.home is not None
        old = stored or self.matrix
        assert old is not None
        self.matrix = rules.build(self.home, old.episode, ",".join(old.risks), self._live())
        self.grid.show_matrix(self.matrix)
        if self.matrix.holes:
            lines = [f"<span style='color:{DANGER}'>✕ {_plain(self.matrix.sentence())}</span>"]
        elif self.matrix.risks:
            lines = [f"<span style='color:{GOOD}'>✓ 每一项风险都有措施对应。</span>"]
        elif self.matrix.episode is not None:
            lines = [f"<span style='color:{DANGER}'>✕ 监测记录里没有填致贫返贫风险，对不上措施。</span>"]
        else:
            lines = [_soft("这一户没有监测记录，没有风险要对应，只列措施。")]
        self.lacks.setText("<br>".join(lines))
        found = measure_facts.findings(self.matrix, self._family)
        colours = {measure_facts.RED: DANGER, measure_facts.WARN: CAUTION}
        said = [f"<span style='color:{colours[one.level]}'>• {_plain(one.text)}</span>" for one in found]
        if len(said) > MOST_FINDINGS and not self._all_findings:
            more = f"<a href='all' style='color:{ACCENT}'>再看 {len(said) - MOST_FINDINGS} 条提示</a>"
            said[MOST_FINDINGS:] = [more]
        self.findings.setText("<br>".join(said))
        self.findings.setVisible(bool(said))
        self.keep.setEnabled(self.is_dirty())

    def _show_all(self) -> None:
        self._all_findings = True
        self._show()

    def _edited(self) -> None:
        self.keep.setEnabled(self.is_dirty())
        if not composing():
            self._later.start()

    def check_now(self) -> None:
        """Ask what saving would say, and show it with the matrix of what is typed."""
        self._later.stop()
        if self.home is None or self.matrix is None:
            return
        drafts = self._drafts()
        answer = rosters.try_form(ledger("assist_plan"), self._values(), self.plan.get("id"), {"measure": drafts})
        form_rows.take_answers(self._rows, drafts)
        self.items.tell([one for one in answer.problems if one.field in ("", "measure")])
        self._show()

    # --- changing -----------------------------------------------------------------------------------------------

    def add(self, group: str = "") -> None:
        """A new measure of this group, ready to be typed."""
        self.items.grid.add_row()
        row = self._rows[self.items.grid.currentIndex().row()]
        if group:
            row.set("group", group)
            self.items.rows.refresh()
            name = "kind" if "kind" in self.items.rows.names else self.items.rows.names[0]
            at = self.items.grid.currentIndex()
            self.items.grid.setCurrentIndex(self.items.rows.index(at.row(), self.items.rows.names.index(name)))
            self.items.edited.emit()
        self.items.grid.setFocus()

    def mark_done(self) -> None:
        """F8: the current measure is done as of today; written at once."""
        self.items.grid.close_cell(keep=True)
        at = self.items.grid.currentIndex().row()
        if not 0 <= at < len(self._rows) or self._rows[at].removed or self._rows[at].blank:
            messages.tell(self, "没有选中措施", "请先在下面的措施表里选中一项，再按 F8 标为已落实。")
            return
        row = self._rows[at]
        row.set("status", FINISHED)
        if not row.values.get("done_on"):
            row.set("done_on", clock.today_text())
        self.items.rows.refresh()
        if self.save():
            self.items.grid.setCurrentIndex(self.items.rows.index(min(at, len(self._rows) - 1), 0))
            self.items.grid.setFocus()

    def is_dirty(self) -> bool:
        """Whether something was typed and is not saved."""
        return any(form_rows.changed([row]) for row in self._rows)

    def _values(self) -> Values:
        if self.plan:
            return {}
        assert self.matrix is not None
        return {"household": self.home, "episode": self.matrix.episode, "made_on": clock.today_text()}

    def _drafts(self) -> list[record.DetailDraft]:
        assert self.matrix is not None
        drafts = [draft for _, draft in form_rows.drafts(self._rows)]
        for draft in drafts:
            if draft.id is None:
                draft.values |= {"household": self.home, "episode": self.matrix.episode}
        return drafts

    def save(self) -> bool:
        """Ctrl+S: write all measures as one operation; False when something must be mended first."""
        if self.home is None or composing():
            return False
        self.items.grid.close_cell(keep=True)
        if not self.is_dirty():
            return True
        self.check_now()
        if any(row.bad for row in self._rows):
            self.items.show_wrong()
            return False
        title = f"{'修改' if self.plan else '新增'}一户一策“{self.who.text()}”"
        try:
            record.save(
                "assist_plan", self._values(), id=self.plan.get("id"), title=title, details={"measure": self._drafts()}
            )
        except Refused as refused:
            self.items.tell([one for one in refused.problems if one.field in ("", "measure")])
            if not self.items.show_wrong():
                messages.tell(self, "没有保存", str(refused))
            return False
        self._rows = []
        self._renew()
        return True

    def can_close(self) -> bool:
        """True when nothing is unsaved, or after 保存 or 放弃."""
        self.items.grid.close_cell(keep=True)
        if not self.is_dirty():
            return True
        answer = ask_unsaved(self, ledger("assist_plan"))
        if answer == STAY:
            return False
        if answer == SAVE:
            return self.save()
        self._rows = []
        self._renew()
        return True

    def _open_plan(self) -> None:
        if self.plan and self.can_close():
            self.record_requested.emit("assist_plan", self.plan["id"])

    def print(self) -> None:
        """Ctrl+P: the plan on paper, after saving."""
        from models.reports.lists import paper_settings, remember_paper
        from models.reports.paper import PaperSettings, render
        from models.reports.plan_paper import TITLE, plan_card
        from widgets.print_preview import PrintPreview

        if self.home is None or (self.is_dirty() and not self.save()):
            return
        home = self.home
        messages.run(
            PrintPreview(
                lambda paper: render((plan_card(home),), paper),
                TITLE,
                paper_settings("assist_plan"),
                on_settings=lambda kept: remember_paper("assist_plan", PaperSettings.from_dict(kept)),
                locked=("watermark",) if settings.sample.get() else (),
                parent=self.window(),
            )
        )


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _soft(text: str) -> str:
    return f"<span style='color:{SOFT}'>{_plain(text)}</span>"
