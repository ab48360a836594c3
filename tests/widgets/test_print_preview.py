import io
import threading
import time

import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QLabel

from models.reports.paper import PaperCard, PaperResult, PaperSettings, render
from tests.models.reports.fictitious import people, picture, table
from widgets import messages, paper_output
from widgets.page_view import WHOLE
from widgets.pdf_pages import PdfPages
from widgets.print_preview import PrintPreview

ROWS = people(150)


def make(settings: PaperSettings) -> PaperResult:
    return render([table(ROWS)], settings)


def opened(qtbot, what=make, settings=None, **more) -> PrintPreview:
    preview = PrintPreview(what, "家庭成员台账", settings, **more)
    qtbot.addWidget(preview)
    preview.show()
    qtbot.waitUntil(lambda: preview.result_shown is not None and not preview._working)
    return preview


@pytest.fixture
def preview(qtbot):
    return opened(qtbot)


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : image.width()].astype(int)


def blurred(values: np.ndarray) -> np.ndarray:
    """Means of blocks of 12 x 12: what differs between two ways of drawing the edges of letters is gone."""
    rows, columns = (side // 12 * 12 for side in values.shape)
    return values[:rows, :columns].reshape(rows // 12, 12, columns // 12, 12).mean(axis=(1, 3))


def difference(one: np.ndarray, other: np.ndarray) -> float:
    rows, columns = (min(sides) for sides in zip(one.shape, other.shape, strict=True))
    return float(np.abs(blurred(one[:rows, :columns]) - blurred(other[:rows, :columns])).mean())


class TestPages:
    def test_it_opens_with_the_whole_first_page(self, preview):
        assert preview.view.mode() == WHOLE and preview.view.page == 0
        assert preview.focusWidget() is preview.view, "the arrow keys turn pages from the start"
        assert preview.view.count == preview.result_shown.pages > 5
        assert not preview.view.verticalScrollBar().maximum()
        assert preview.place.text() == f"第 1 页 共 {preview.view.count} 页"
        assert preview.words.text() == f"共 {preview.view.count} 页，被截断 0 列"

    def test_keys_turn_the_pages(self, preview, qtbot):
        last = preview.view.count - 1
        keys = [
            (Qt.Key.Key_Right, 1), (Qt.Key.Key_PageDown, 2), (Qt.Key.Key_Left, 1), (Qt.Key.Key_PageUp, 0),
            (Qt.Key.Key_Left, 0), (Qt.Key.Key_End, last), (Qt.Key.Key_Right, last), (Qt.Key.Key_Home, 0),
        ]  # fmt: skip
        for key, page in keys:
            qtbot.keyClick(preview.view, key)
            assert preview.view.page == page
            assert preview.thumbs.currentIndex().row() == page

    def test_a_thumbnail_shows_its_page(self, preview, qtbot):
        preview.thumbs.setCurrentIndex(preview.thumbs.model().index(3))
        assert preview.view.page == 3 and preview.place.text().startswith("第 4 页")

    def test_the_wheel_turns_and_with_ctrl_enlarges(self, preview, qtbot):
        def wheel(step, keys=Qt.KeyboardModifier.NoModifier):
            event = QWheelEvent(
                QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, step), Qt.MouseButton.NoButton, keys,
                Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            preview.view.wheelEvent(event)

        wheel(-120)
        assert preview.view.page == 1
        wheel(120)
        assert preview.view.page == 0
        before = preview.view.zoom()
        wheel(120, Qt.KeyboardModifier.ControlModifier)
        assert preview.view.zoom() > before and preview.view.page == 0
        assert preview.size_text.text() == f"{preview.view.zoom():.0%}"

    def test_shortcuts_enlarge(self, preview, qtbot):
        preview.activateWindow()
        preview.view.setFocus()
        qtbot.waitUntil(preview.view.hasFocus)
        before = preview.view.zoom()
        qtbot.keyClick(preview.view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
        assert preview.view.zoom() > before
        qtbot.keyClick(preview.view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
        assert preview.view.zoom() == pytest.approx(before)

    def test_what_is_shown_is_the_pdf(self, preview):
        seen = pixels(preview._pages.image(2, 100 / 72))
        true = picture(preview.result_shown.pdf, 3, 100).astype(int)
        assert abs(seen.shape[0] - true.shape[0]) <= 1
        assert difference(seen, true) < 0.75 * difference(seen, picture(preview.result_shown.pdf, 4, 100).astype(int))

    def test_turning_a_page_is_quick(self, preview):
        begin = time.perf_counter()
        for page in range(6):
            preview.view.turn_to(page)
            preview.view.grab()
        assert (time.perf_counter() - begin) / 6 < 0.5  # 0.03 s alone

    def test_few_pictures_are_kept(self):
        pages = PdfPages(make(PaperSettings()).pdf)
        for page in range(4):
            pages.image(page, 8.0)
        assert pages._pixels() < 90_000_000 and len(pages._kept) < 3


class TestSettings:
    def test_changes_are_shown_and_remembered(self, qtbot):
        kept = []
        preview = opened(qtbot, on_settings=kept.append)
        before = preview.result_shown
        preview.panel._landscape.setCurrentText("纵向")
        preview.panel._font.setValue(8.0)
        preview.panel._header.setFocus()
        qtbot.keyClicks(preview.panel._header, "abc")
        qtbot.waitUntil(lambda: preview.result_shown is not before and not preview._working)
        assert len(kept) == 1
        chosen = PaperSettings.from_dict(kept[0])
        assert (chosen.landscape, chosen.font_size, chosen.header_text) == (False, 8.0, "abc")
        page = PdfReader(io.BytesIO(preview.result_shown.pdf)).pages[0]
        assert page.mediabox.width < page.mediabox.height and "abc" in page.extract_text()

    @pytest.mark.parametrize(
        "settings",
        [
            PaperSettings(),
            PaperSettings(
                "A3", True, (10.0, 9.0, 8.0, 7.0), 10.5, 25, True, 9.0, True, "页眉", "示例", ("填表人", "日期"), True
            ),
        ],
    )
    def test_every_setting_survives_the_panel(self, qtbot, settings):
        assert opened(qtbot, settings=settings).panel.settings() == settings

    def test_the_usual_settings_come_back_but_the_watermark_stays(self, qtbot):
        preview = opened(qtbot, settings=PaperSettings("A3", font_size=12, watermark="示例"), locked=("watermark",))
        assert not preview.panel._watermark.isEnabled()
        preview.panel._restore()
        assert preview.panel.settings() == PaperSettings(watermark="示例")

    def test_settings_that_do_not_apply_are_not_shown(self, qtbot):
        preview = opened(qtbot, hidden=("rows_per_page", "footer"))
        labels = [label.text() for label in preview.panel.findChildren(QLabel)]
        assert "每页行数" not in labels and "签字栏" not in labels and "纸张" in labels
        assert preview.panel.settings() == PaperSettings()

    def test_the_page_stays_when_settings_change(self, preview, qtbot):
        preview.view.turn_to(3)
        before = preview.result_shown
        preview.panel._size.setCurrentText("A3")
        qtbot.waitUntil(lambda: preview.result_shown is not before)
        assert preview.view.page == min(3, preview.view.count - 1)


class TestWords:
    def test_slow_pages_say_so_and_do_not_block(self, qtbot):
        go = threading.Event()

        def slow(settings):
            go.wait(5)
            return make(settings)

        preview = PrintPreview(slow, "慢")
        qtbot.addWidget(preview)
        preview.show()
        qtbot.waitUntil(lambda: preview.view._busy == "正在排版…")
        assert not preview._print.isEnabled()
        go.set()
        qtbot.waitUntil(lambda: preview.result_shown is not None)
        assert preview.view._busy == "" and preview._print.isEnabled()

    def test_clipped_columns_and_warnings_are_said(self, qtbot):
        result = make(PaperSettings())
        bad = PaperResult(
            result.pdf, result.pages, ("证件号码",), ("最后一页只有一行", *(f"提示{n}" for n in range(5)))
        )
        preview = opened(qtbot, lambda settings: bad)
        text = preview.words.text()
        assert "被截断 1 列（证件号码）" in text and "注意：最后一页只有一行" in text and "另有 2 条提示" in text

    def test_a_failure_is_told_in_words(self, qtbot, monkeypatch):
        told = []
        monkeypatch.setattr(messages, "show_error", lambda parent, error: told.append(error))

        def broken(settings):
            raise OSError("盘满")

        preview = PrintPreview(broken, "坏")
        qtbot.addWidget(preview)
        preview.show()
        qtbot.waitUntil(lambda: bool(told))
        assert "没有排好" in preview.view._busy and not preview._pdf.isEnabled()

    def test_closing_while_working_is_harmless(self, qtbot):
        preview = PrintPreview(make, "关")
        preview.show()
        preview.reject()
        preview.deleteLater()
        qtbot.wait(300)


class TestOutput:
    def test_print_sends_the_pages_as_shown(self, preview, tmp_path):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "out.pdf"))
        printer.setResolution(150)
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(2, 3)
        assert preview.print_to(printer) == 2
        printed = (tmp_path / "out.pdf").read_bytes()
        pages = PdfReader(io.BytesIO(printed)).pages
        assert len(pages) == 2
        assert float(pages[0].mediabox.width) == pytest.approx(842, abs=2)
        paper, shown = picture(printed, 1, 100).astype(int), picture(preview.result_shown.pdf, 2, 100).astype(int)
        assert difference(paper, shown) < 0.75 * difference(
            paper, picture(preview.result_shown.pdf, 3, 100).astype(int)
        )

    def test_standing_and_lying_pages_keep_their_directions(self, qtbot, tmp_path):
        blocks = [PaperCard("农户", sections=(("甲", (("姓名", "王芳"),)),)), table(ROWS[:3])]
        preview = opened(qtbot, lambda settings: render(blocks, settings))
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "out.pdf"))
        printer.setResolution(100)
        assert preview.print_to(printer) == 2
        sizes = [page.mediabox for page in PdfReader(tmp_path / "out.pdf").pages]
        assert [size.width < size.height for size in sizes] == [True, False]

    def test_without_a_printer_there_is_a_way_out(self, preview, monkeypatch):
        told = []
        monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
        monkeypatch.setattr(messages, "tell", lambda parent, title, text: told.append(text))
        preview.print()
        assert "存为 PDF" in told[0]

    def test_a_dead_printer_is_told(self, preview, monkeypatch):
        told = []
        monkeypatch.setattr(messages, "tell", lambda parent, title, text: told.append(text))

        def dead(*_):
            raise OSError("打印机没有响应")

        monkeypatch.setattr(paper_output, "print_pages", dead)
        assert preview.print_to(QPrinter()) == 0
        assert "打印机没有响应" in told[0] and QGuiApplication.overrideCursor() is None

    def test_save_copy_and_pictures(self, preview, monkeypatch, tmp_path):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "名册"), ""))
        preview.save_pdf()
        assert (tmp_path / "名册.pdf").read_bytes() == preview.result_shown.pdf
        assert "已存到" in preview.words.text()
        preview.save_pictures(0, 0)
        assert QImage(str(tmp_path / "名册.png")).width() == pytest.approx(2339, abs=3)
        preview.save_pictures(0, 1)
        assert (tmp_path / "名册-第2页.png").exists()
        preview.copy()
        assert QGuiApplication.clipboard().image().width() == pytest.approx(2339, abs=3)

    def test_a_file_that_cannot_be_written_is_told(self, preview, monkeypatch, tmp_path):
        told = []
        monkeypatch.setattr(messages, "show_error", lambda parent, error: told.append(error))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "没有" / "a.pdf"), ""))
        preview.save_pdf()
        preview.save_pictures(0, 0)
        assert len(told) == 2

    def test_extra_buttons(self, qtbot):
        done = []
        preview = opened(qtbot, extra=[("存为 Excel…", lambda: done.append(1))])
        button = next(b for b in preview.findChildren(type(preview._print)) if b.text() == "存为 Excel…")
        button.click()
        assert done == [1]
