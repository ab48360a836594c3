import datetime
import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from models import clock, ledger_file, record, sample, settings
from models.query import Selection, count
from ui.pages.home import HomePage
from ui.pages.home_cards import FitLine
from ui.pages.home_steps import STEPS, note_printed
from widgets.bridge import bridge
from widgets.chart import REST_MS


@pytest.fixture
def empty(qtbot, tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    ledger_file.create(tmp_path / "台账.db")
    settings.township.put("青禾乡")
    page = HomePage()
    qtbot.addWidget(page)
    bridge().changed.connect(page.changed)
    page.resize(1200, 700)
    page.show()
    qtbot.waitUntil(lambda: page.place.text() == "青禾乡")
    return page


@pytest.fixture
def filled(qtbot, township, tmp_path):
    clock.freeze(datetime.date(2026, 6, 30))
    path = tmp_path / sample.FILE_NAME
    shutil.copyfile(township, path)
    ledger_file.open_existing(path, check=False)
    page = HomePage()
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    qtbot.waitUntil(lambda: page.cards[0].value.text() != "")
    return page


def card(page, title):
    return next(one for one in page.cards if one.head.text() == title)


def test_the_cards_say_what_the_ledgers_hold(filled):
    assert (card(filled, "农户").value.text(), card(filled, "农户").unit.text()) == ("300", "户")
    people = count(Selection("member").where("state", "not in", ["03"]))
    assert card(filled, "农户").face.lines[0] == f"在册人口 {people:,} 人"
    assert card(filled, "项目").value.text() == "40"
    rate = float(card(filled, "资金支出率").value.text())
    lines = card(filled, "资金支出率").face.lines
    received, paid = (float(text.split()[1].replace(",", "")) for text in lines[1:])
    assert rate == pytest.approx(paid / received * 100, abs=0.01)
    assert lines[0].startswith("序时进度") and lines[0].endswith("%")
    assert "其中 2026年" in card(filled, "消费帮扶").face.lines[1]
    total, mean = card(filled, "村集体经济").value.text(), card(filled, "村集体经济").face.lines[1]
    assert float(mean.split()[1]) == pytest.approx(float(total) / 6, abs=0.01)


def test_a_card_opens_the_records_behind_it_with_the_mouse_or_the_keyboard(filled, qtbot):
    for title, name, number in (("农户", "household", 300), ("项目", "project", 40), ("消费帮扶", "sale", 600)):
        with qtbot.waitSignal(filled.selection_requested) as asked:
            card(filled, title).click()
        assert asked.args[0].ledger == name and count(asked.args[0]) == number
    card(filled, "农户").setFocus()
    with qtbot.waitSignal(filled.selection_requested):
        qtbot.keyClick(card(filled, "农户"), Qt.Key.Key_Space)
    assert "300户" in card(filled, "农户").accessibleName()


def test_charts_come_after_the_window_and_lead_to_records(filled, qtbot):
    assert filled.charts is None and not filled.print.isEnabled()
    filled.prepare_charts()
    qtbot.waitUntil(lambda: filled.charts is not None and bool(filled.charts.charts()), timeout=20_000)
    assert filled.print.isEnabled() and filled.waiting.isHidden()
    bars = [target for data in filled.charts.charts() for target in data.where.values()]
    assert bars and all(isinstance(target, Selection) for target in bars)
    with qtbot.waitSignal(filled.selection_requested) as asked:
        filled.charts.opened.emit(bars[0])
    assert asked.args == [bars[0]]


def test_a_chart_is_drawn_once_though_the_charts_bring_a_scroll_bar(filled, qtbot):
    filled.resize(1266, 617)
    qtbot.waitUntil(lambda: filled.area.viewport().height() == 617)
    assert not filled.area.verticalScrollBar().isVisible()
    filled.prepare_charts()
    qtbot.waitUntil(lambda: filled.charts is not None and all(one.draws for one in filled.charts.panels()))
    assert filled.area.verticalScrollBar().isVisible()
    qtbot.wait(3 * REST_MS)
    assert [one.draws for one in filled.charts.panels()] == [1, 1, 1, 1]
    assert filled.charts.panels()[-1].geometry().bottom() < filled.charts.viewport().height()


def test_an_empty_ledger_shows_dashes_and_the_first_steps(empty):
    assert card(empty, "项目").value.text() in ("—", "0")
    assert card(empty, "消费帮扶").value.text() in ("—", "0", "0.00")
    assert not empty.steps.isHidden()
    assert [button.isEnabled() for button in empty.steps._buttons] == [True] * len(STEPS)


def test_a_step_asks_for_its_page(empty, qtbot):
    for button, step in zip(empty.steps._buttons, STEPS, strict=True):
        with qtbot.waitSignal(empty.step_requested) as asked:
            button.click()
        assert asked.args == [step.ledger, step.what]


def test_done_steps_are_ticked_and_the_list_goes_when_all_are(empty, qtbot):
    village = record.save("village", {"name": "清溪村"}).id
    qtbot.waitUntil(lambda: not empty.steps._buttons[0].isEnabled())
    assert empty.steps._buttons[0].text() == "已完成"
    record.save("household", {"village": village, "head": "王某某"})
    record.save("project", {"name": "蓄水池", "year": 2026})
    product = record.save("product", {"name": "稻米"}).id
    record.save("sale", {"date": "2026-05-01", "product": product, "amount": 10000, "kind": "01"})
    qtbot.waitUntil(lambda: [one.isEnabled() for one in empty.steps._buttons] == [False] * 4 + [True])
    note_printed()
    empty.changed(frozenset())
    assert empty.steps.isHidden()


def test_the_latest_operations_are_listed_and_an_undone_one_says_so(empty, qtbot):
    from models import operation

    record.save("village", {"name": "清溪村"})
    operation.undo_last()
    texts = lambda: [label.text() for label in empty.findChildren(QLabel) if "清溪村" in label.text()]  # noqa: E731
    qtbot.waitUntil(lambda: len(texts()) == 2)
    assert sum("（已撤销）" in text for text in texts()) == 1


def test_a_hidden_home_page_reads_again_only_when_shown(empty, qtbot):
    empty.hide()
    record.save("village", {"name": "清溪村"})
    qtbot.wait(50)
    assert empty.steps._buttons[0].isEnabled()
    empty.show()
    qtbot.waitUntil(lambda: not empty.steps._buttons[0].isEnabled())


def test_a_card_says_as_much_as_its_width_bears(qtbot):
    line = FitLine()
    qtbot.addWidget(line)
    line.show()
    line.show_parts(("序时进度 58.33%", "到位 2,888.10 万元", "支出 1,966.44 万元"))
    line.resize(2_000, 20)
    assert line.text() == "序时进度 58.33% · 到位 2,888.10 万元 · 支出 1,966.44 万元"
    line.resize(line.fontMetrics().horizontalAdvance("序时进度 58.33% · 到位 2,888.10 万元") + 2, 20)
    assert line.text() == "序时进度 58.33% · 到位 2,888.10 万元"
    line.resize(10, 20)
    assert line.text() == "序时进度\n58.33%"  # on two lines rather than cut


def test_on_a_low_screen_all_four_charts_are_seen_at_once(filled, qtbot):
    filled.resize(1366, 640)
    filled.prepare_charts()
    qtbot.waitUntil(lambda: filled.charts is not None and len(filled.charts.panels()) == 4, timeout=20_000)
    lowest = filled.charts.panels()[-1]

    def all_seen():
        place = lowest.mapTo(filled.area.viewport(), lowest.rect().bottomLeft())
        return filled.area.verticalScrollBar().value() == 0 and place.y() <= filled.area.viewport().height()

    qtbot.waitUntil(all_seen)
