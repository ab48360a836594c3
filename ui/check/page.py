"""体检: runs the check rules in the background; a worklist from which each finding is mended, let pass or printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from models import clock, database
from models.query import Selection
from models.reports import returns
from models.rules.check import OWNERS, RULES, SEVERITIES, doubts, hints, ledgers_read, runs, worklist
from models.rules.check.rule import ERROR
from models.rules.check.runs import FRESH, MENDED, STILL, Item
from models.rules.check.worklist import EXEMPT, OPEN
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
)
from ui.check.reading import Part, Reading, Wanted, overview, some
from ui.pages.base import fill_box
from ui.pages.worklist import WorklistPage
from ui.printing import preview_made
from widgets import messages
from widgets.chart_output import ask_path
from widgets.jobs import run_job
from widgets.look import icon, make_primary

GROUPINGS = (("按村", BY_VILLAGE), ("按责任人", BY_PERSON), ("按规则", BY_RULE))
SHOWN = (("没改的", OPEN), ("新增", FRESH), ("仍存在", STILL), ("已整改", MENDED), ("已豁免", EXEMPT))
WIDTHS = {LEVEL: 8, HEAD: 9, NAME: 9, PERSON: 9, PLACE: 10, STATE: 9}
MOST_OUT = 50_000
"""Findings that are printed or stored at once: 3,000 pages, more than any office sends out."""
WORDS = ("豁免…", "核对上级清单", "历次", "存成 Excel", "打印…")


class CheckPage(WorklistPage):
    """Rules with their counts at the left, the findings at the right, what to do about one below."""

    watched = tuple(sorted(ledgers_read() | {"check_run", "check_exemption", "help_pair", "helper", "local_norm"}))

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("体检", "规则", GROUPINGS, parent)
        self.reading = Reading()
        self.shown: list[Item] = []
        self.total = 0
        self._asked = 0
        self._renewing = False
        self.kept: Item | None = None
        self.which, self.level = self.box("情况"), self.box("级别")
        fill_box(self.which, SHOWN)
        fill_box(self.level, [("所有级别", None), *((text, level) for level, text in SEVERITIES.items())])
        self.search.setPlaceholderText("户主、姓名、内容")
        self._make_buttons()
        self.model = CheckModel(self)
        self.make_table(self.model, "疑点", WIDTHS, TEXT)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentChanged.connect(lambda now, _: self._explain(self.model.thing(now.row())))
        self._make_card()
        boxes = (self.which, self.by, self.level, self.village, self.person)
        self.lay_out(38, 20, (*self.buttons, self.run_button), boxes, self.card)
        self.shortcuts(("F5", self.start), ("Ctrl+P", self.print), ("Ctrl+E", self.exempt))

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
        self.buttons = (
            self.exempt_button, self.doubts_button, self.trend_button, self.export_button, self.print_button
        )  # fmt: skip

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

    def when_narrow(self, narrow: bool) -> None:
        """Pictures without words on the buttons, and of the card only what to do."""
        for button, words in zip(self.buttons, WORDS, strict=True):
            button.setText("" if narrow else words)
            button.setAccessibleName(words)
        self.rule_title.setHidden(narrow)
        self.rule_basis.setHidden(narrow)

    # --- reading ------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look again at what changed since, and show what is open."""

        def work() -> Reading:
            current = runs.catch_up()
            return overview(wanted, current)

        wanted = self.chosen()
        self._renewing = True
        self._read(work, self._show_overview)

    def _show_overview(self, reading: Reading) -> None:
        self._renewing = False
        self.reading = reading
        self.fill_choices("所有村", reading.persons)
        self.said.setText(_told(reading.current))
        self.said.setToolTip(self.said.text())
        self._count()
        self.narrow()

    def box_chosen(self, box: QComboBox) -> None:
        """The rules are counted among what the boxes leave."""
        if box is self.person:
            self.refresh()
            return
        if box is not self.by:
            self._count()
        self.narrow()

    def chosen(self) -> Wanted:
        """What the boxes and the search say."""
        return Wanted(
            self.which.currentData(), self.level.currentData(), self.village.currentData(), self.person.currentData(),
            self.entry(), self.search.text().strip(),
        )  # fmt: skip

    def _count(self) -> None:
        choice = self.chosen().choice({})
        many: dict[str, int] = {}
        for one in self.reading.counts:
            if one.is_one(choice):
                many[one.rule] = many.get(one.rule, 0) + one.many
        found = [("", f"{sum(many.values()):,}　全部", "所有规则查到的", "")]
        for id, rule in sorted(RULES.items(), key=lambda pair: (list(SEVERITIES).index(pair[1].severity), pair[0])):
            if id in many:
                tip = f"{rule.title}：{SEVERITIES[rule.severity]}，{OWNERS[rule.owner]}级整改"
                picture = "error" if rule.severity == ERROR else ""
                found.append((id, f"{many[id]:,}　{rule.title}", tip, picture))
        self.show_entries(found)

    def narrow(self) -> None:
        """Read and show the findings that are chosen, not more than LIMIT of them."""
        if self._renewing:
            # 正在重新数，数完了就按这时选的列
            return
        wanted, people = self.chosen(), self.reading.people
        self._read(lambda: some(wanted, people), self._show)

    def _read(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """At once where it is little, else on the worker; only the last that was asked for is shown."""
        self._asked += 1
        asked = self._asked

        def failed(error: BaseException) -> None:
            if isValid(self) and asked == self._asked:
                self._renewing = False
                self.line.setText("没有读出来")
                messages.show_error(self.window(), error)

        def arrived(result: Any) -> None:
            if isValid(self) and asked == self._asked and database.is_open():
                done(result)

        try:
            light = worklist.is_light()
            result = work() if light else None
        except Exception as error:
            failed(error)
            return
        if light:
            arrived(result)
            return
        self.line.setText("正在读疑点…")
        # 又选了别的，没轮到的就不读了
        run_job(self, "体检", lambda _: work() if asked == self._asked else None, arrived, failed, quiet=True)

    def _show(self, part: Part) -> None:
        before = self.table.current() or self.kept
        self.shown, self.total, by = part.items, part.total, self.by.currentData()
        row = self.table.currentIndex().row()
        self.model.show_items(self.shown, by, part.names)
        self.table.span_headings()
        for column, hidden in ((PLACE, by == BY_VILLAGE), (PERSON, by == BY_PERSON)):
            self.table.setColumnHidden(column, hidden)
        self._stay(before, row)
        self.line.setText(self._said())
        self._explain(self.table.current())
        for one in (self.print_button, self.export_button):
            one.setEnabled(self._open_count(None) > 0)

    def _open_count(self, village: int | None) -> int:
        choice = worklist.Choice(village=village)
        return sum(one.many for one in self.reading.counts if one.is_one(choice))

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
        if not self.reading.counts and self.person.currentData() is None:
            return "没有查到疑点"
        if not self.shown:
            return "没有符合条件的"
        if self.total > len(self.shown):
            return f"显示前 {len(self.shown):,} 条，共 {self.total:,} 条，请按村或规则筛选"
        return f"{len(self.shown):,} 处；回车打开改，Ctrl+E 豁免"

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

        def work(progress: Any) -> doubts.Tick:
            progress(0, 0, "正在逐条核对")
            return doubts.look()

        run_job(self, "核对上级清单", work, self._offer)

    def _offer(self, tick: doubts.Tick) -> None:
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
            run_job(self, "核对上级清单", lambda _: doubts.tick_off(tick), lambda _number: None)

    def _trend(self) -> None:
        self.selection_requested.emit(Selection("check_run"))

    # --- out ----------------------------------------------------------------------------------------------------

    def _too_many(self, title: str) -> bool:
        """Tell when the list is longer than anybody can use."""
        village = self.village.currentData()
        many = self._open_count(village)
        if many > MOST_OUT:
            then = "请先选一个村。" if village is None else "请先按规则成批改掉一些。"
            messages.tell(self, title, f"没改的有 {many:,} 处，一次最多出 {MOST_OUT:,} 处。{then}")
        return many > MOST_OUT

    def print(self) -> None:
        """Ctrl+P: the list of each village, or of the one chosen."""
        if not self.print_button.isEnabled() or self._too_many("打印"):
            return
        village = self.village.currentData()
        if worklist.is_light():
            preview_made(self, _made(village))
            return

        def work(progress: Any) -> Any:
            progress(0, 0, "正在列出疑点")
            return _made(village)

        run_job(self, "打印", work, lambda made: preview_made(self, made))

    def export(self) -> None:
        """One worksheet per village."""
        from models.reports.returns import workbook

        if self._too_many("存成 Excel"):
            return
        path = ask_path(self, "存成 Excel", f"体检疑点清单{clock.today_text()}", "Excel 工作簿 (*.xlsx)", ".xlsx")
        if path is None:
            return
        village = self.village.currentData()

        def work(progress: Any) -> int:
            progress(0, 0, "正在列出疑点")
            made = _made(village)
            return workbook.write(made, path, returns.paper_settings(made))

        def done(rows: Any) -> None:
            self.line.setText(f"已存为“{path.name}”，{rows} 行")

        run_job(self, "存成 Excel", work, done)


def _made(village: int | None) -> Any:
    return returns.build("check_list", village=village)


def _told(current: bool) -> str:
    last = runs.last_run()
    if last is None:
        return "按规则把户、人、监测、务工、村的信息查一遍，赶在检查以前改好"
    said = f"上次 {last.date} {last.time[:5]}：新增 {last.fresh:,}、已整改 {last.mended:,}、仍存在 {last.still:,}"
    return said if current else f"{said}；以后改动很多，请重新体检"
