"""Import in one dialog: choose files, see what was recognised and every row's verdict, write, get a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models import operation
from models.exchange import importer, layouts
from models.exchange.importer import FilePlan, SheetPlan
from models.exchange.national.missing import Missing
from models.exchange.read import SUFFIXES
from models.exchange.receipt import ERROR, NEW, UPDATE, Receipt
from models.ledger import ledger
from models.selection import Selection
from ui.import_receipt import ReceiptPage
from ui.import_return import save_failed
from ui.import_review import Reviewed, ReviewPage
from ui.import_start import NOTHING_COPIED, StartPage, copied_files, dropped_files
from widgets import messages
from widgets.jobs import Job, Progress, run_job
from widgets.look import letters, lines, make_primary

FILES = f"表格文件 ({' '.join('*' + one for one in SUFFIXES)})"
CHOOSE, REVIEW, RECEIPT = range(3)


class ImportWizard(QDialog):
    """``ledger_name``: take every table for one of that ledger; None: recognise it. ``files`` are read at once.

    ``selection_requested(Selection)``: show the imported records; the window it belongs to does so by itself.
    """

    selection_requested = Signal(object)

    def __init__(
        self, parent: QWidget | None, ledger_name: str | None = None, files: Sequence[Path | str] = ()
    ) -> None:
        super().__init__(parent)
        self.ledger_name = ledger_name
        self.plans: list[FilePlan] = []
        self.checking = self._again = False
        self._said = ""
        self._closed = False
        self._job: Job | None = None
        self.trial: Receipt | None = None
        self.receipt: Receipt | None = None
        self.setWindowTitle(f"从表格导入{ledger(ledger_name).title}" if ledger_name else "从表格导入")
        window = parent.window() if parent is not None else None
        if isinstance(window, QWidget) and (show := getattr(window, "open_selection", None)) is not None:
            self.selection_requested.connect(show)
        self.setAcceptDrops(True)
        self.setSizeGripEnabled(True)
        self.pages = QStackedWidget(self)
        self.start = StartPage(self)
        self.choose = self.start.choose
        self.start.files_wanted.connect(self.choose_files)
        self.start.paste_wanted.connect(self.paste)
        self.start.layouts_wanted.connect(self.show_layouts)
        self.pages.addWidget(self.start)
        self.review = ReviewPage(self)
        self.review.decided.connect(self._decided)
        self.review.corrected.connect(self._corrected)
        self.review.ledger_chosen.connect(self._other_ledger)
        self.sheets, self.which, self.where = self.review.sheets, self.review.which, self.review.where
        self.rows, self.columns, self.parts = self.review.rows, self.review.columns, self.review.parts
        self.pages.addWidget(self.review)
        self.receipt_page = ReceiptPage(self)
        self.receipt_page.undo_wanted.connect(self.undo)
        self.receipt_page.save_wanted.connect(self.save_failed)
        self.receipt_page.open_wanted.connect(self.open_records)
        self.pages.addWidget(self.receipt_page)
        self.back = QPushButton("换文件", self)
        self.back.clicked.connect(lambda: self._turn(CHOOSE))
        self.go = QPushButton(self)
        make_primary(self.go)
        self.go.clicked.connect(self.write)
        self.leave = QPushButton("取消", self)
        self.leave.clicked.connect(self.reject)
        self.summary = QLabel(self)
        self.missing = QPushButton(self)
        self.missing.setToolTip("上次的导出里有、这份表里没有的人：都留着，可以逐个登记自然减少")
        self.missing.clicked.connect(self.show_missing)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.back)
        line.addWidget(self.summary)
        line.addWidget(self.missing)
        line.addStretch(1)
        line.addWidget(self.leave)
        line.addWidget(self.go)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.setSpacing(12)
        box.addWidget(self.pages, 1)
        box.addLayout(line)
        for button in (self.back, self.leave, self.missing):
            button.setAutoDefault(False)
        self._turn(CHOOSE)
        self.resize(self.sizeHint())  # left to itself Qt would take two thirds of the screen at most
        if files:
            self.read(files)

    def sizeHint(self) -> QSize:
        """Most of the screen: a table wants room."""
        return QSize(letters(self, 170), lines(self, 42))

    # --- pages --------------------------------------------------------------------------------------------------

    def _turn(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self.back.setVisible(page == REVIEW)
        self.go.setVisible(page == REVIEW)
        self.summary.setVisible(page == REVIEW)
        self._offer_missing()
        self.leave.setText("关闭" if page == RECEIPT else "取消")
        {CHOOSE: self.choose, REVIEW: self.rows.table, RECEIPT: self.receipt_page.open}[page].setFocus()

    # --- files --------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the dropped files."""
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.read(files)

    def choose_files(self) -> None:
        """Ask for files."""
        files, _ = QFileDialog.getOpenFileNames(self, "选择要导入的表格", "", f"{FILES};;所有文件 (*)")
        if files:
            self.read(files)

    def paste(self) -> None:
        """Read what was copied in WPS or Excel."""
        if self.pages.currentIndex() != CHOOSE:
            return
        files = copied_files()
        if files:
            self.read(files)
        else:
            messages.tell(self, "没有可以粘贴的表格", NOTHING_COPIED)

    def show_layouts(self) -> None:
        """The list of remembered layouts."""
        from ui.dialogs.layouts import LayoutsDialog

        messages.run(LayoutsDialog(self))

    def read(self, files: Sequence[Path | str]) -> None:
        """Recognise files and try them out."""

        def work(progress: Progress) -> tuple[list[FilePlan], Receipt]:
            plans = importer.prepare(list(files), self.ledger_name)
            return plans, importer.preview(plans, progress)

        def done(answer: tuple[list[FilePlan], Receipt]) -> None:
            self.plans, self.trial = answer
            self._show(-1)
            self._turn(REVIEW)

        run_job(self, "读取表格", work, done)

    def try_out(self) -> None:
        """Try again after the table was given to another ledger: nothing can be done before the answer is there."""
        run_job(self, "核对", lambda progress: importer.preview(self.plans, progress), self._tried)

    def _decided(self) -> None:
        self._said = ""
        self.check_again()

    def check_again(self) -> None:
        """Check all rows again beside the clerk's work: a mended cell may matter to other rows."""
        if self.checking:
            self._again = True
            self._sum_up()
            return
        self.checking = True
        self._sum_up()
        plans = [plan.as_it_stands() for plan in self.plans]
        self._job = run_job(
            self, "核对", lambda progress: importer.preview(plans, progress), self._checked, self._failed, quiet=True
        )

    def done(self, answer: int) -> None:
        """Closed: nobody waits for a check any more."""
        self._closed = True
        if self._job is not None:
            self._job.cancel()
        super().done(answer)

    def _checked(self, trial: Receipt) -> None:
        if self._closed:
            return
        self.checking = False
        if self._again:
            self._again = False
            self.check_again()
        elif self.pages.currentIndex() == REVIEW:
            self._tried(trial)

    def _failed(self, error: BaseException) -> None:
        if self._closed:
            return
        self.checking = self._again = False
        self._sum_up()
        messages.show_error(self, error)

    def _tried(self, trial: Receipt) -> None:
        self.trial = trial
        self._show(self.sheets.currentRow())

    def _show(self, at: int) -> None:
        self.review.load(self._all(), at)
        self._sum_up()

    def _corrected(self, again: bool) -> None:
        if again:
            self._decided()

    # --- review -------------------------------------------------------------------------------------------------

    def _all(self) -> list[Reviewed]:
        """Every sheet with what the last check found."""
        if self.trial is None:
            return []
        # In the order in which they are tried: files of the national system come first, as one operation.
        plans = [(plan, one) for some in importer.batches(self.plans) for plan in some for one in plan.sheets]
        return [(plan, one, receipt) for (plan, one), receipt in zip(plans, self.trial.sheets, strict=True)]

    def _other_ledger(self, name: str | None) -> None:
        _, plan, _ = self._all()[self.sheets.currentRow()]
        plan.choose_ledger(name)
        self.try_out()

    def _to_write(self) -> int:
        return sum(
            1
            for _, plan, receipt in self._all()
            if plan.ledger is not None
            for row in receipt.rows
            if row.verdict in (NEW, UPDATE) and row.row not in plan.skip
        )

    def _sum_up(self) -> None:
        count = self._to_write()
        self.go.setText(f"写入 {count:,} 行")
        self.go.setToolTip("Ctrl+回车")
        self.go.setEnabled(bool(count) and not self.checking)
        counted = "正在核对…" if self.checking else self.trial.text() if self.trial is not None else ""
        self.summary.setText(f"{self._said}{counted}")
        self._offer_missing()

    def _offer_missing(self) -> None:
        many = len(self._missing())
        self.missing.setText(f"不在表里的 {many:,} 人…")
        self.missing.setVisible(bool(many) and self.pages.currentIndex() != CHOOSE)

    def _missing(self) -> list[Missing]:
        found = self.receipt or self.trial
        return found.missing if found is not None else []

    def show_missing(self) -> None:
        """Who was in an earlier export and is not in this one."""
        from ui.dialogs.missing import MissingPeople

        messages.run(MissingPeople(self._missing(), self))

    # --- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the whole window, where nothing in it takes them first."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        work = {
            (Qt.Key.Key_Z, True): lambda: self._step_back(1 if shift else -1),
            (Qt.Key.Key_Y, True): lambda: self._step_back(1),
            (Qt.Key.Key_V, True): self.paste,
            (Qt.Key.Key_Return, True): self._go,
            (Qt.Key.Key_Enter, True): self._go,
            (Qt.Key.Key_F8, False): lambda: self._problem(-1 if shift else 1),
            (Qt.Key.Key_F9, False): self._confirm_all,
        }.get((Qt.Key(event.key()), control))
        if work is None:
            super().keyPressEvent(event)
        else:
            work()

    def _reviewed(self) -> SheetPlan | None:
        """The sheet in front, while it is reviewed."""
        every = self._all()
        at = self.sheets.currentRow()
        return every[at][1] if self.pages.currentIndex() == REVIEW and 0 <= at < len(every) else None

    def _step_back(self, by: int) -> None:
        """Take the last decision back, or make it again."""
        plan = self._reviewed()
        if plan is None:
            return
        title = plan.corrections.undo() if by < 0 else plan.corrections.redo()
        if title:
            self.rows.forget_last()
            self._said = f"已{'撤销' if by < 0 else '重做'}：{title}。"
            self.check_again()

    def _problem(self, by: int) -> None:
        if self._reviewed() is not None:
            self.parts.setCurrentWidget(self.rows)
            self.rows.step(by)

    def _confirm_all(self) -> None:
        if self._reviewed() is not None:
            self.columns.confirm_all()

    def _go(self) -> None:
        if self.pages.currentIndex() == REVIEW and self.go.isEnabled():
            self.write()

    def _open_question(self) -> int | None:
        """The first sheet with columns that nobody confirmed yet."""
        for at, (_, plan, _) in enumerate(self._all()):
            if plan.ledger is not None and any(not one.sure and one.target for one in plan.mapping.columns):
                return at
        return None

    # --- writing ------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Import what was reviewed; columns that ask for a look come first."""
        if (at := self._open_question()) is not None:
            self.sheets.setCurrentRow(at)
            self.parts.setCurrentWidget(self.columns)
            self.columns.go_to_question()
            return

        def done(receipt: Receipt) -> None:
            self.receipt = receipt
            self._remember()
            self.receipt_page.load(receipt)
            self._turn(RECEIPT)

        run_job(self, "导入", lambda progress: importer.run(self.plans, progress), done)

    def undo(self) -> None:
        """Take the import back, its last file first."""
        if self.receipt is None:
            return
        try:
            for number in reversed(self.receipt.operations):
                operation.undo(number)
        except Exception as error:
            messages.show_error(self, error)
            return
        self.receipt_page.undone()

    def _remember(self) -> None:
        """The layouts that were imported as confirmed; their next tables ask nothing."""
        for plan, one, receipt in self._all():
            if one.table is None or one.ledger is None or one.layout is not None:
                continue  # left alone, or a sheet of the national system, which is known anyhow
            if receipt.counts[ERROR] < receipt.counts.total():
                layouts.remember(one.table, one.mapping, one.table.title or one.sheet.name or plan.path.stem)

    def save_failed(self) -> None:
        """Ask where to, and give the failed rows back."""
        if self.receipt is not None and (told := save_failed(self, self.receipt, self.plans)):
            self.receipt_page.words.setText(told)

    def open_records(self) -> None:
        """Show the records that were written, in their list."""
        if self.receipt is None or not self.receipt.operations:
            return
        sheet = next(
            (one for one in self.receipt.sheets if one.counts[NEW] + one.counts[UPDATE]), self.receipt.sheets[0]
        )
        self.accept()
        if sheet.mapping.ledger is not None:
            number = self.receipt.operations[0]
            self.selection_requested.emit(Selection(sheet.mapping.ledger.name).where("last_operation", "=", number))
