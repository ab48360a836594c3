import subprocess
import sys
import time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from tests.widgets.chart_samples import SAMPLES, VILLAGES, chart
from widgets.chart import REST_MS, ChartGrid, ChartPanel

BARS, PIE = SAMPLES[0], next(one for one in SAMPLES if one.kind == "pie")


@pytest.fixture
def panel(qtbot):
    widget = ChartPanel(BARS)
    qtbot.addWidget(widget)
    widget.resize(600, 320)
    widget.show()
    qtbot.waitUntil(lambda: widget.draws == 1)
    return widget


def centre(panel: ChartPanel, index: int) -> QPoint:
    return panel._rect(panel.hits()[index]).center().toPoint()


def test_matplotlib_is_imported_with_the_first_chart_only():
    code = "import sys, widgets.chart; print('matplotlib' in sys.modules, 'reportlab' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False False"


def test_it_draws_once_and_shows_the_bitmap_again(panel, qtbot):
    begin = time.perf_counter()
    panel._draw()
    drawn = time.perf_counter() - begin
    before = panel.draws
    begin = time.perf_counter()
    for _ in range(5):
        panel.repaint()
    assert panel.draws == before
    assert (time.perf_counter() - begin) / 5 < 0.2 * drawn  # measured 0.01 to 0.03; the machine may be busy


def test_equal_data_is_not_drawn_again(panel, qtbot):
    panel.set_data(chart("各村农户数", "bar", VILLAGES, [("户数", (52, 61, 38, 47, 55, 49))]))
    panel.repaint()
    assert panel.draws == 1
    panel.set_data(chart("各村农户数", "bar", VILLAGES, [("户数", (52, 61, 38, 47, 55, 50))]))
    panel.repaint()
    assert panel.draws == 2


def test_a_new_size_is_drawn_when_it_has_come_to_rest(panel, qtbot):
    for width in range(610, 700, 10):
        panel.resize(width, 320)
        panel.repaint()
    assert panel.draws == 1
    qtbot.waitUntil(lambda: panel.draws == 2, timeout=REST_MS * 20)


def test_a_click_opens_what_is_behind_the_bar(panel, qtbot):
    with qtbot.waitSignal(panel.opened) as opened:
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=centre(panel, 2))
    assert opened.args == [("各村农户数", 0, 2)]
    with qtbot.assertNotEmitted(panel.opened, wait=50):
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))


def test_bars_that_open_nothing_do_not_look_as_if_they_did(qtbot, panel):
    panel.set_data(chart("空", "bar", VILLAGES, [("户数", (1,) * 6)], where={}))
    place = centre(panel, 0)
    qtbot.mouseMove(panel, place)
    assert panel.cursor().shape() != Qt.CursorShape.PointingHandCursor
    with qtbot.assertNotEmitted(panel.opened, wait=50):
        qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=place)


def test_the_mouse_points_and_tells_the_value(panel, qtbot):
    place = centre(panel, 1)
    assert panel.hit_at(QPointF(place)) == 1
    assert panel._tip(1).startswith("石板村：61户")
    qtbot.mouseMove(panel, place + QPoint(1, 1))
    qtbot.mouseMove(panel, place)
    qtbot.waitUntil(lambda: panel.cursor().shape() == Qt.CursorShape.PointingHandCursor)


def test_keys_walk_the_bars_and_open_them(panel, qtbot):
    panel.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(panel, key)
    assert panel.accessibleDescription() == "石板村：61户"
    with qtbot.waitSignal(panel.opened) as opened:
        qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert opened.args == [("各村农户数", 0, 1)]
    qtbot.keyClick(panel, Qt.Key.Key_End)
    qtbot.keyClick(panel, Qt.Key.Key_Right)
    assert panel.accessibleDescription() == "龙塘口村：49户"


def test_the_mark_is_visible(panel, qtbot):
    panel.activateWindow()
    panel.setFocus()
    qtbot.waitUntil(panel.hasFocus)
    plain = panel.grab().toImage()
    qtbot.keyClick(panel, Qt.Key.Key_Right)
    assert panel.grab().toImage() != plain


def test_keys_walk_slices_in_the_order_of_the_names(qtbot, panel):
    panel.set_data(PIE)
    assert [hit.label for hit in panel.hits()] == [0, 1, 2, 3, 4]


def test_screen_readers_get_name_and_values(panel):
    assert panel.accessibleName() == "图表：各村农户数"
    assert "清溪村：52户；石板村：61户" in panel.accessibleDescription()


def test_an_empty_chart_has_nothing_to_walk(qtbot, panel):
    panel.set_data(chart("空", "bar", (), [("户数", ())], empty_text="还没有登记农户"))
    panel.repaint()
    qtbot.keyClick(panel, Qt.Key.Key_Right)
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert panel.accessibleDescription() == "还没有登记农户"


def test_the_bitmap_has_the_pixels_of_the_screen(panel, qtbot, monkeypatch):
    monkeypatch.setattr(ChartPanel, "devicePixelRatioF", lambda self: 2.0)
    panel.ensure_drawn()
    assert panel._pixmap.width() == pytest.approx(2 * (panel.width() - 8), abs=2)
    assert panel._pixmap.devicePixelRatio() == 2.0


def test_menu_copies_saves_and_prints(panel, qtbot, monkeypatch, tmp_path):
    printed = []
    panel.printer = lambda parent, charts: printed.append(charts)
    actions = {action.text(): action for action in panel.menu().actions() if action.text()}
    assert list(actions) == ["复制图片", "存为图片…", "存为 PDF…", "打印…"]
    actions["复制图片"].trigger()
    assert QGuiApplication.clipboard().image().width() > 1000
    for text, name in (("存为图片…", "a.png"), ("存为 PDF…", "b")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / name), ""))
        actions[text].trigger()
    assert QImage(str(tmp_path / "a.png")).width() > 1500
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF")
    actions["打印…"].trigger()
    assert printed == [[BARS]]


def test_charts_are_previewed_on_one_page_and_the_settings_kept(qtbot, monkeypatch, tmp_path):
    from models import database, ledger_file, settings
    from models.reports.lists import paper_settings
    from widgets import chart_output, messages

    shown = []

    def run(preview):
        qtbot.addWidget(preview)
        preview.show()
        qtbot.waitUntil(lambda: preview.result_shown is not None, timeout=20_000)
        shown.append((preview.result_shown.pages, preview.settings(), preview.panel._watermark.isEnabled()))
        preview.panel._landscape.setCurrentText("横向")
        qtbot.waitUntil(lambda: preview.settings().landscape is True)
        qtbot.waitUntil(lambda: not preview._working, timeout=20_000)
        preview.close()

    monkeypatch.setattr(messages, "run", run)
    ledger_file.create(tmp_path / "a.db")
    settings.sample.put(True)
    chart_output.preview(None, SAMPLES[:4])
    assert shown[0][0] == 1 and shown[0][1].watermark == "示例" and not shown[0][2]
    assert paper_settings("charts").landscape is True
    assert database.is_open()


class TestGrid:
    @pytest.fixture
    def grid(self, qtbot):
        grid = ChartGrid()
        qtbot.addWidget(grid)
        grid.resize(1366, 620)
        grid.set_charts(SAMPLES[:4])
        grid.show()
        qtbot.waitUntil(lambda: all(panel.draws for panel in grid.panels()))
        return grid

    def test_four_charts_fill_the_window(self, grid):
        rects = [panel.geometry() for panel in grid.panels()]
        assert len({rect.x() for rect in rects}) == len({rect.y() for rect in rects}) == 2
        assert all(grid.viewport().rect().contains(rect) for rect in rects)
        assert [chart.name for chart in grid.charts()] == [chart.name for chart in SAMPLES[:4]]

    def test_a_narrow_window_has_one_column_and_scrolls(self, grid, qtbot):
        grid.resize(500, 620)
        qtbot.waitUntil(lambda: len({panel.x() for panel in grid.panels()}) == 1)
        assert grid.verticalScrollBar().maximum() > 0
        assert grid.horizontalScrollBar().maximum() == 0

    def test_only_changed_charts_are_drawn_again(self, grid, qtbot):
        before = [panel.draws for panel in grid.panels()]
        changed = chart("各村农户数", "bar", VILLAGES, [("户数", (1, 2, 3, 4, 5, 6))])
        grid.set_charts([changed, *SAMPLES[1:4]])
        grid.grab()
        assert [panel.draws - old for panel, old in zip(grid.panels(), before, strict=True)] == [1, 0, 0, 0]
        grid.set_charts([SAMPLES[3], SAMPLES[1]])
        grid.grab()
        assert [panel.data.name for panel in grid.panels()] == [SAMPLES[3].name, SAMPLES[1].name]

    def test_opened_passes_through(self, grid, qtbot):
        panel = grid.panels()[1]
        with qtbot.waitSignal(grid.opened) as opened:
            panel.open(0)
        assert opened.args == [(SAMPLES[1].name, 0, 0)]

    def test_shown_again_without_drawing(self, grid, qtbot):
        draws = [panel.draws for panel in grid.panels()]
        grid.hide()
        grid.show()
        grid.grab()
        assert [panel.draws for panel in grid.panels()] == draws
