"""The whole way by keys: paste, mend, import, take back, import again, fill the county's form, see it on paper."""

import io

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from models import query
from models.exchange.fill import memory
from models.exchange.fill.paper import office
from models.query import Selection
from tests.models.exchange.books import state
from ui.fill_dialog import REVIEW as FILLED
from ui.fill_dialog import FillDialog
from ui.import_wizard import RECEIPT, REVIEW
from widgets import jobs, messages
from widgets.print_preview import PrintPreview

from .test_import_mending import HEADERS, IDS, ROWS, file, key, mend, opened, verdicts  # noqa: F401

CONTROL = Qt.KeyboardModifier.ControlModifier


def pasted(qtbot):
    """The block on the clipboard, pasted and mended: a wrong number and a word where a figure belongs."""
    data = QMimeData()
    data.setText("\n".join("\t".join(row) for row in [HEADERS, *ROWS]) + "\n")
    QGuiApplication.clipboard().setMimeData(data)
    wizard = opened(qtbot, name="member")
    key(qtbot, wizard, Qt.Key.Key_V, modifier=CONTROL)
    assert wizard.pages.currentIndex() == REVIEW
    for text in ("1", IDS[1], "3000"):
        key(qtbot, wizard, Qt.Key.Key_F8)
        mend(qtbot, wizard, text)
        if text == "1":
            key(qtbot, wizard, Qt.Key.Key_F4)  # the same in all other cells
    return wizard


def blank(path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    for row in (["______村家庭成员花名册"], ["序号", "户编号", "姓名", "身份证号", "健康状况", "县里编号"]):
        sheet.append(row)
    for row in range(3, 5):
        for column in range(1, 7):
            sheet.cell(row, column).number_format = "@"
    sheet.append(["填表人："])
    sheet.column_dimensions["D"].width = 24
    book.save(path)
    return path


def settled(qtbot):
    qtbot.waitUntil(lambda: not jobs.busy(), timeout=60_000)


def test_from_a_pasted_block_to_the_county_form_on_paper(qtbot, file, monkeypatch):  # noqa: F811
    before = state()
    wizard = pasted(qtbot)
    assert verdicts(wizard) == ["新增"] * 4
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=CONTROL)
    assert wizard.pages.currentIndex() == RECEIPT and query.count(Selection("member")) == 4
    wizard.receipt_page.undo.setFocus()
    key(qtbot, wizard, Qt.Key.Key_Space)
    assert state() == before
    wizard.close()
    wizard = pasted(qtbot)
    key(qtbot, wizard, Qt.Key.Key_Return, modifier=CONTROL)
    assert query.count(Selection("member")) == 4
    wizard.close()

    form, out = blank(file / "空表.xlsx"), file / "空表_已填.xlsx"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(form), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    dialog = FillDialog(None)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    qtbot.keyClick(dialog.choose, Qt.Key.Key_Space)
    settled(qtbot)
    assert dialog.pages.currentIndex() == FILLED and dialog.filled.records == 4
    # The column that nobody knows: pointed at, and told what it is.
    dialog.side.open.setFocus()
    qtbot.keyClick(dialog.side.open, Qt.Key.Key_Down)
    assert dialog.side.title.text() == "县里编号"
    dialog.side.search.setFocus()
    qtbot.keyClicks(dialog.side.search, "hlx")
    qtbot.keyClick(dialog.side.search, Qt.Key.Key_Return)
    labels = [dialog.side.choices.item(at).text() for at in range(dialog.side.choices.count())]
    wanted = next(at for at, text in enumerate(labels) if text.startswith("户类型"))
    dialog.side.choices.setCurrentRow(wanted)
    qtbot.keyClick(dialog.side.choices, Qt.Key.Key_Return)
    settled(qtbot)
    qtbot.keyClick(dialog.go, Qt.Key.Key_Space)
    settled(qtbot)
    assert out.is_file() and out.name in dialog.summary.text() and len(memory.kept()) == 1

    shown = []
    monkeypatch.setattr(messages, "run", lambda one: shown.append(one))
    told = []
    monkeypatch.setattr(messages, "show_error", lambda _parent, error: told.append(str(error)))
    qtbot.keyClick(dialog.output.paper, Qt.Key.Key_Space)
    settled(qtbot)
    if office() is None:
        assert "输出为 PDF" in told[0] and not shown
        return
    (preview,) = shown
    assert isinstance(preview, PrintPreview) and not told
    qtbot.addWidget(preview)
    preview.show()
    qtbot.waitUntil(lambda: preview.result_shown is not None, timeout=20_000)
    assert "共 1 页" in preview.words.text() and not preview.panel.isVisible()
    text = "".join(page.extract_text() for page in pdf_pages(preview.result_shown.pdf))
    assert all(row[2] in text and number in text for row, number in zip(ROWS, IDS, strict=False))
    preview.close()


def pdf_pages(data):
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(data)).pages
