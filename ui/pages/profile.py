"""户情: one page per household that reads everything the ledgers know of it, and leads to the records behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models import database
from models.contents import LostContent
from models.exchange import documents
from models.ledger import ledger
from models.reports import profile
from models.reports.profile import Profile, income, needs
from models.reports.profile.needs import Measure
from ui.pages.base import PageWidget
from ui.pages.profile_parts import Card, Documents, Lamps, RelatedLine
from widgets import messages, reading
from widgets.attachment_view import AttachmentView, show_copy
from widgets.chart import ChartPanel
from widgets.line_table import LineTable, Row
from widgets.look import icon
from widgets.one_line import OneLine

CHART_MS = 120
"""A household must stay this long before its chart is drawn: leafing through many does not wait for it."""
ALL = ""


class ProfilePage(PageWidget):
    """Page Up and Page Down leaf through the list it was opened from; Enter opens what stands behind a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.profile: Profile | None = None
        self._asked: reading.Question | None = None
        self.masked = False
        self.setAcceptDrops(True)
        self.name, self.state, self.place = OneLine(self), OneLine(self), QLabel(self)
        self.name.setProperty("role", "title")
        self.facts = QLabel(self)
        self.facts.setWordWrap(True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.place.setProperty("role", "soft")
        self.lamps = Lamps(self)
        self.related = RelatedLine(self)
        self.members = LineTable("家庭成员", profile_heads(), 7, self)
        self.needs = LineTable("风险和措施", ("风险", "措施类别", "落实", "责任人", "内容"), 8, self)
        self.events = LineTable("大事记", ("日期", "事项", "内容"), 10, self)
        self.documents = Documents(self)
        self.chart = ChartPanel(None, self)
        self.adder = AttachmentView(self)
        self.adder.hide()
        self._chart_later = QTimer(self, singleShot=True, interval=CHART_MS)
        self._chart_later.timeout.connect(self._draw)
        self._lay_out()
        self._connect()

    # --- layout ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inside = QWidget(self)
        grid = QGridLayout(inside)
        grid.setContentsMargins(12, 8, 12, 12)
        grid.setSpacing(8)
        self.member_card = Card("家庭成员", self)
        self.member_card.box.addWidget(self.members)
        self.income_card = Card("人均纯收入", self)
        self.chart.setMinimumHeight(self.fontMetrics().height() * 11)
        self.income_card.box.addWidget(self.chart, 1)
        self.income_card.box.addStretch()
        self.needs_card = Card("风险和措施", self)
        self.needs_card.box.addWidget(self.needs)
        self.needs_card.box.addStretch(1)
        self.event_card = Card("大事记", self)
        self.filter = QComboBox(self)
        self.filter.setAccessibleName("只看哪一类")
        self.event_card.head.addWidget(self.filter)
        self.event_card.box.addWidget(self.events)
        self.document_card = Card("资料", self)
        self.add_button = QPushButton(icon("add"), "添加…", self)
        self.zip_button = QPushButton(icon("export"), "存成一个压缩包…", self)
        for button in (self.add_button, self.zip_button):
            button.setProperty("flat", True)
            self.document_card.head.addWidget(button)
        self.document_card.box.addWidget(self.documents)
        self.related_card = Card("相关台账", self)
        self.related_card.box.addWidget(self.related)
        grid.addWidget(self._head(), 0, 0, 1, 2)
        grid.addWidget(self.member_card, 1, 0, 1, 2)
        grid.addWidget(self.income_card, 2, 0)
        grid.addWidget(self.needs_card, 2, 1)
        grid.addWidget(self.event_card, 3, 0, 1, 2)
        grid.addWidget(self.document_card, 4, 0, 1, 2)
        grid.addWidget(self.related_card, 5, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(6, 1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self.setFocusProxy(self.members)

    def _head(self) -> QWidget:
        card = QFrame(self)
        card.setProperty("card", True)
        self.back_button = QPushButton("上一户", card)
        self.back_button.setToolTip("列表里的上一户（Page Up）")
        self.on_button = QPushButton("下一户", card)
        self.on_button.setToolTip("列表里的下一户（Page Down）")
        self.form_button = QPushButton(icon("edit"), "打开表单", card)
        self.form_button.setToolTip("改这一户的内容")
        self.print_button = QPushButton(icon("print"), "一户一档", card)
        self.print_button.setProperty("opens", True)
        self.print_button.setToolTip("打印这一户或列表里各户的档案（Ctrl+P）")
        self.print_menu = QMenu(card)
        self.print_one = self.print_menu.addAction("打印这一户…")
        self.print_all = self.print_menu.addAction("")
        self.fill_one = self.print_menu.addAction("为这一户填县里的表…")
        self.print_menu.addSeparator()
        self.with_pictures = self.print_menu.addAction("附上照片")
        self.public = self.print_menu.addAction("公示版（个人信息、收入、风险不印）")
        for action in (self.with_pictures, self.public):
            action.setCheckable(True)
        self.print_button.setMenu(self.print_menu)
        self.mask_box = QCheckBox("遮住号码", card)
        self.mask_box.setToolTip("旁边有人看屏幕时：证件号码、电话只留几位，健康等不显示")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.name)
        line.addWidget(self.state)
        line.addStretch(1)
        line.addWidget(self.mask_box)
        line.addWidget(self.form_button)
        line.addWidget(self.print_button)
        line.addWidget(self.place)
        line.addWidget(self.back_button)
        line.addWidget(self.on_button)
        box = QVBoxLayout(card)
        box.setContentsMargins(16, 8, 16, 12)
        box.setSpacing(8)
        box.addLayout(line)
        box.addWidget(self.facts)
        box.addWidget(self.lamps)
        return card

    def _connect(self) -> None:
        for table in (self.members, self.needs, self.events):
            table.opened.connect(self.record_requested)
        self.lamps.opened.connect(self.record_requested)
        self.related.chosen.connect(self.selection_requested)
        self.chart.opened.connect(lambda target: self.record_requested.emit("income_sheet", target))
        self.documents.wanted.connect(self._open_document)
        self.filter.activated.connect(lambda _: self._show_events())
        self.mask_box.toggled.connect(self._mask)
        self.form_button.clicked.connect(lambda: self.record_requested.emit("household", self.id))
        self.add_button.clicked.connect(self.adder.choose)
        self.zip_button.clicked.connect(self.save_documents)
        self.print_one.triggered.connect(lambda _=False: self.print_files([self.id]))
        self.fill_one.triggered.connect(lambda _=False: self.fill_form())
        self.print_all.triggered.connect(lambda _=False: self.print_files(list(self.among())))
        printing = QShortcut(QKeySequence("Ctrl+P"), self)
        printing.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        printing.activated.connect(lambda: self.print_files([self.id]))
        self.back_button.clicked.connect(lambda: self.leaf(-1))
        self.on_button.clicked.connect(lambda: self.leaf(1))
        for key, by in (("PgUp", -1), ("PgDown", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.leaf(by))

    # --- what is shown --------------------------------------------------------------------------------------------

    def load(self, id: int) -> None:
        """Show a household."""
        if id != self.id:
            self.area.verticalScrollBar().setValue(0)
            self.filter.clear()
        self.id, self._stale = id, True
        if self.isVisible():
            self._renew()

    def refresh(self) -> None:
        """Read everything anew; a household that was deleted meanwhile leads back to the list."""
        if not self.id:
            return
        try:
            found = profile.read(self.id, self.masked)
        except LookupError:
            self.left.emit()
            return
        self.profile = found
        self._show_head(found)
        digit = self.fontMetrics().horizontalAdvance("0")
        self.members.show_rows(
            [Row(one.ledger, one.id, one.texts, "soft" if one.gone else "") for one in found.members], digit * 24
        )
        self.members.setVisible(bool(found.members))
        here = sum(not one.gone for one in found.members)
        self.member_card.remark.setText(f"在册 {here} 人" if found.members else "")
        self.member_card.say_empty("" if found.members else "还没有登记家庭成员。点“打开表单”，在“家庭成员”里登记。")
        self._show_needs(found)
        self._fill_filter(found)
        self._show_events()
        self._show_documents(found)
        self.related_card.setVisible(bool(found.related))
        self.related.show_related(found.related)
        self.income_card.remark.setText("；".join(income.remarks(found.years)))
        self.income_card.remark.setProperty("role", "error" if found.years and found.years[-1].below else "soft")
        self.income_card.remark.style().polish(self.income_card.remark)
        self.chart.setVisible(bool(found.years))
        self.income_card.say_empty("" if found.years else "还没有登记年度家庭收入。")
        self._chart_later.start()

    def _show_head(self, found: Profile) -> None:
        self.name.setText(found.name)
        self.state.setText(found.state)
        self.state.setProperty("role", "warn" if found.needs.episode else "soft")
        self.state.style().polish(self.state)
        self.facts.setText("　　".join(f"{label}：{text}" for label, text in found.facts))
        self.lamps.show_lamps(found.lamps)
        self.lamps.setVisible(bool(found.lamps))
        self.among_changed()

    def among_changed(self) -> None:
        """Say which of the list's households this is, and whether there is one before and after it."""
        ids = self.among()
        at = ids.index(self.id) if self.id in ids else -1
        self.place.setText(f"{at + 1:,} / {len(ids):,}" if at >= 0 else "")
        self.back_button.setEnabled(at > 0)
        self.on_button.setEnabled(0 <= at < len(ids) - 1)
        self.print_all.setText(f"打印列表里的 {len(ids):,} 户，每户另起一页…")
        self.print_all.setVisible(len(ids) > 1)

    def _show_needs(self, found: Profile) -> None:
        rows: list[Row] = []
        for risk in found.needs.risks:
            mine = [_measure(risk.title, one) for one in risk.measures]
            if risk.hole:
                link = ("episode", found.needs.episode or 0)
                rows.append(Row(*link, (risk.title, "没有对应的帮扶措施", "", "", ""), "bad"))
            rows += mine
        rows += [_measure("", one) for one in found.needs.others]
        holes = sum(risk.hole for risk in found.needs.risks)
        self.needs.show_rows(rows, self.fontMetrics().horizontalAdvance("0") * 22)
        self.needs.setVisible(bool(rows))
        self.needs_card.remark.setText(f"{holes} 项风险没有措施" if holes else "")
        self.needs_card.remark.setProperty("role", "error" if holes else "soft")
        self.needs_card.remark.style().polish(self.needs_card.remark)
        self.needs_card.say_empty("" if rows else "没有登记风险，也没有帮扶措施。")

    def _fill_filter(self, found: Profile) -> None:
        chosen = self.filter.currentData()
        counts: dict[str, tuple[str, int]] = {}
        for one in found.events:
            title, count = counts.get(one.ledger, (one.kind.partition("·")[0], 0))
            counts[one.ledger] = (title, count + 1)
        self.filter.clear()
        self.filter.addItem(f"全部 {len(found.events):,}", ALL)
        for name, (title, count) in sorted(counts.items(), key=lambda pair: -pair[1][1]):
            self.filter.addItem(f"{title} {count:,}", name)
        self.filter.setCurrentIndex(max(0, self.filter.findData(chosen)))
        self.filter.setVisible(len(counts) > 1)

    def _show_events(self) -> None:
        assert self.profile is not None
        wanted = self.filter.currentData() or ALL
        shown = [one for one in self.profile.events if wanted in (ALL, one.ledger)]
        rows = [Row(one.ledger, one.id, (one.date, one.kind, one.text)) for one in shown]
        self.events.show_rows(rows, self.fontMetrics().horizontalAdvance("0") * 30)
        self.events.setVisible(bool(rows))
        self.event_card.say_empty("" if rows else "还没有走访、监测等有日期的记录。")

    def _show_documents(self, found: Profile) -> None:
        self.adder.owner, self.adder.owner_id = "household", self.id
        self.documents.show_items(found.documents, documents.names_of(found.documents))
        self.documents.setVisible(bool(found.documents))
        self.zip_button.setEnabled(bool(found.documents))
        self.document_card.remark.setText(f"{len(found.documents)} 份" if found.documents else "")
        text = "还没有资料。把照片、扫描件拖到这一页，或点“添加…”。成员、走访、监测记录里的附件也列在这里。"
        self.document_card.say_empty("" if found.documents else text)

    def _draw(self) -> None:
        if self.profile is None or not database.is_open():
            return
        years, village = self.profile.years, self.profile.village

        def make() -> Any:
            return income.chart(income.with_means(years, village))

        if self._asked is not None:
            self._asked.drop()
        if reading.is_light():
            self.chart.set_data(make())
        else:
            self._asked = reading.ask(self, make, self.chart.set_data)

    def _mask(self, on: bool) -> None:
        self.masked = on
        self.refresh()

    # --- what is done ---------------------------------------------------------------------------------------------

    def leaf(self, by: int) -> None:
        """The previous or the next household of the list."""
        ids = self.among()
        if self.id in ids and 0 <= (at := ids.index(self.id) + by) < len(ids):
            self.load(ids[at])

    def _open_document(self, one: Any) -> None:
        try:
            show_copy(one)
        except (LostContent, OSError) as error:
            messages.show_error(self, error)

    def fill_form(self) -> None:
        """Fill the county's blank form for this household."""
        from ui.fill_dialog import FillDialog

        dialog = FillDialog(self, None, ("household", self.id))
        dialog.record_requested.connect(self.record_requested)
        messages.run(dialog)

    def print_files(self, ids: Sequence[int]) -> None:
        """Preview 一户一档 of these households, one after the other."""
        from models.reports.profile.dossier import blocks
        from ui.printing import preview

        public, pictures = self.public.isChecked(), self.with_pictures.isChecked()
        preview(self, "household.dossier", "一户一档", lambda: tuple(blocks(ids, public, pictures)))

    def save_documents(self) -> None:
        """All documents as one zip file, sorted by record."""
        from pathlib import Path

        from PySide6.QtWidgets import QFileDialog

        from models.attachment import safe_name
        from widgets.jobs import run_job

        if self.profile is None:
            return
        start = safe_name(f"{self.profile.name}的资料.zip")
        name, _ = QFileDialog.getSaveFileName(self, "存成一个压缩包", start, "压缩包 (*.zip)")
        if not name:
            return
        groups = documents.by_record(self.profile.documents)
        target = Path(name if name.lower().endswith(".zip") else f"{name}.zip")

        def done(written: documents.Written) -> None:
            lost = f"\n有 {len(written.lost)} 份的内容没有找到：{'、'.join(written.lost)}" if written.lost else ""
            messages.tell(self, "存好了", f"已把 {written.files} 份资料存成“{target.name}”。{lost}")

        run_job(self, "存出资料", lambda progress: documents.write_zip(groups, target, progress), done)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the page."""
        self.adder.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """They become attachments of the household."""
        self.adder.dropEvent(event)


def profile_heads() -> tuple[str, ...]:
    """Headers of the members, short where a household is meant anyway."""
    return tuple(title.removeprefix("家庭成员").removeprefix("与户主") for title in profile.member_heads())


def _measure(risk: str, one: Measure) -> Row:
    said = dict(zip(needs.shown(ledger("measure")), one.texts, strict=True))
    done = " ".join(part for part in (said.get("status"), said.get("done_on")) if part)
    texts = (risk, said.get("group", ""), done, said.get("responsible_person", ""), said.get("content", ""))
    return Row("measure", one.id, texts, "" if one.counts else "soft")
