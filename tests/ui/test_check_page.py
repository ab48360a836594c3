"""体检 in the window, by keys: run, read, mend at the field, let pass, print; the list follows at once."""

import datetime
import io

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from models import advice, clock, ledger_file, query, record
from models.ledger import ledger
from models.query import Selection
from models.rules.check import runs, worklist
from tests.models.rules.test_check_runs import RULE, code, family
from ui.check import page as check_page
from ui.check import reading
from ui.check.model import BY_PERSON, BY_RULE
from ui.check.page import EXEMPT, OPEN, CheckPage
from ui.dialogs.exempt import Exempt
from ui.main_window import MainWindow
from widgets import jobs, messages
from widgets.grouped_table import Heading

TODAY = datetime.date(2026, 6, 30)


@pytest.fixture
def town(tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "a.db")
    made = []
    for seq, (name, head) in enumerate((("甲村", "测大山"), ("乙村", "测长河")), 1):
        village = record.save("village", {"name": name, "seq": seq}).id
        made.append(family(village, head, 1 + 2 * seq))
    yield made
    advice._advisers.clear()


@pytest.fixture
def window(town, qtbot):
    made = MainWindow()
    qtbot.addWidget(made)
    made.start()
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.open_page("check")
    qtbot.waitUntil(lambda: made.findChild(CheckPage) is not None and made.findChild(CheckPage).isVisible())
    return made


def run_all(window, qtbot):
    page = window.findChild(CheckPage)
    # Shortcuts are heard in the active window only.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: bool(page.shown) and page.run_button.isEnabled(), timeout=60_000)
    # Without a window manager nobody makes the window active again after the dialog with the progress.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.table.setFocus()
    return page


def only(page, rule):
    for at in range(page.entries.count()):
        if page.entries.item(at).data(Qt.ItemDataRole.UserRole) == rule:
            page.entries.setCurrentRow(at)
            return
    raise AssertionError(f"{rule} is not in the list")


def choose(box, value):
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_before_the_first_run_the_page_says_what_to_press(window):
    page = window.findChild(CheckPage)
    assert "F5" in page.line.text() and not page.print_button.isEnabled()


def test_from_the_finding_to_mended_by_keys(window, town, qtbot):
    page = run_all(window, qtbot)
    only(page, RULE)
    assert [line.text for line in page.model.lines if isinstance(line, Heading)] == ["甲村", "乙村"]
    assert "怎么改" in page.rule_do.text() and RULE in page.rule_basis.text()
    (_, child), (_, other) = town
    page.table.setFocus()
    assert page.table.current().finding.record == child
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    form = window.page("member").holder.form
    assert form.id == child
    editor = form.pane.rows["school_state"].editor
    assert editor.isAncestorOf(window.focusWidget()), "the cursor stands in the field to mend"
    assert "学前" in form.pane.rows["school_state"].problem.text(), "the rule is told beside the field"
    editor.set_value(code("school_state", "小学"))
    QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    window.open_page("check")
    qtbot.waitUntil(lambda: all(one.finding.record != child for one in page.shown))
    assert page.table.current().finding.record == other, "the next one has come into its place"
    choose(page.which, runs.MENDED)
    assert [one.finding.record for one in page.shown] == [child]


def test_ctrl_e_lets_a_finding_pass_with_reason_and_evidence(window, town, qtbot, monkeypatch):
    page = run_all(window, qtbot)
    only(page, RULE)
    asked = []

    def answer(dialog):
        assert isinstance(dialog, Exempt)
        dialog.save()
        asked.append(dialog.error.text())
        dialog.editors["reason"].set_value("随父母在外地读学前班")
        dialog.editors["evidence"].set_value("幼儿园证明")
        dialog.save_button.click()
        assert dialog.result() == Exempt.DialogCode.Accepted
        return True

    monkeypatch.setattr(messages, "run", answer)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked and asked[0], "without a reason it says what is missing"
    qtbot.waitUntil(lambda: len(page.shown) == 1)
    choose(page.which, EXEMPT)
    assert [one.finding.record for one in page.shown] == [town[0][1]]
    assert page.model.text(page.shown[0], 6) == "已豁免"
    assert query.count(Selection("check_exemption")) == 1


def test_groups_levels_villages_and_search_narrow_the_list(window, town, qtbot):
    page = run_all(window, qtbot)
    every = len(page.shown)
    choose(page.by, BY_RULE)
    headings = [line.text for line in page.model.lines if isinstance(line, Heading)]
    assert len(headings) == page.entries.count() - 1
    choose(page.by, BY_PERSON)
    assert [line.text for line in page.model.lines if isinstance(line, Heading)] == ["没有定责任人"]
    page.village.setCurrentIndex(1)
    page.village.activated.emit(1)
    assert 0 < len(page.shown) < every
    assert {one.finding.place for one in page.shown} == {"甲村"}
    page.search.setText("cds")
    assert page.shown and all(page.model.head(one) == "测大山" for one in page.shown)
    page.search.setText("没有这个人")
    assert not page.shown and page.line.text() == "没有符合条件的"
    choose(page.which, OPEN)


def test_the_list_is_printed_and_stored_village_by_village(window, town, qtbot, monkeypatch, tmp_path):
    page = run_all(window, qtbot)
    seen = []
    monkeypatch.setattr(messages, "run", lambda dialog: seen.append(dialog.windowTitle()))
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert seen and "疑点清单" in seen[0]
    from models.reports import returns

    pdf = returns.paper(returns.build("check_list")).pdf
    text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(io.BytesIO(pdf)))
    assert "甲村体检疑点清单" in text.replace("\n", "") and "5_17_001" in text
    target = tmp_path / "疑点.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    page.export_button.click()
    qtbot.waitUntil(target.exists, timeout=20_000)
    qtbot.waitUntil(lambda: "已存为" in page.line.text(), timeout=20_000)
    import python_calamine

    sheets = python_calamine.CalamineWorkbook.from_path(str(target)).sheet_names
    assert len(sheets) == 2 and any("甲村" in name for name in sheets)


def test_the_page_reads_no_more_findings_than_its_limit(window, town, qtbot, monkeypatch):
    page = run_all(window, qtbot)
    whole = list(page.shown)
    monkeypatch.setattr(reading, "LIMIT", 3)
    read = []
    finding = runs._finding
    monkeypatch.setattr(runs, "_finding", lambda facts: read.append(facts) or finding(facts))
    page.refresh()
    assert len(read) == 3 < len(whole) and page.shown == whole[:3]
    assert page.line.text() == f"显示前 3 条，共 {len(whole):,} 条，请按村或规则筛选"
    assert page.entries.item(0).text() == f"{len(whole):,}　全部", "what is not shown is counted all the same"
    only(page, RULE)
    assert {one.finding.record for one in page.shown} == {child for _, child in town}
    assert "显示前" not in page.line.text()


def test_much_is_read_on_the_worker_and_the_last_choice_is_shown(window, town, qtbot, monkeypatch):
    page = run_all(window, qtbot)
    whole = list(page.shown)
    monkeypatch.setattr(worklist, "FEW", 0)
    page.refresh()
    assert page.line.text() == "正在读疑点…" and page.shown == whole, "the window goes on meanwhile"
    choose(page.village, page.village.itemData(1))
    page.search.setText("测大")
    qtbot.waitUntil(lambda: page.line.text() != "正在读疑点…", timeout=20_000)
    assert {one.finding.place for one in page.shown} == {"甲村"}
    only(page, RULE)
    qtbot.waitUntil(lambda: [one.finding.record for one in page.shown] == [town[0][1]], timeout=20_000)
    monkeypatch.setattr(check_page, "MOST_OUT", 1)
    told = []
    monkeypatch.setattr(messages, "tell", lambda _parent, _title, text: told.append(text))
    page.print()
    page.export()
    assert len(told) == 2 and all("一次最多出 1 处" in text for text in told)


def test_the_person_responsible_narrows_list_and_counts(window, town, qtbot):
    helper = record.save("helper", {"name": "测帮扶"}).id
    record.save("help_pair", {"helper": helper, "household": town[1][0], "start": "2024-01"})
    page = run_all(window, qtbot)
    every = page.total
    choose(page.person, "测帮扶")
    assert 0 < len(page.shown) < every and {one.person for one in page.shown} == {"测帮扶"}
    assert page.entries.item(0).text() == f"{len(page.shown):,}　全部"
    choose(page.person, None)
    assert len(page.shown) == every


def test_the_list_from_above_is_gone_through_on_the_worker_and_ticked_off(window, town, qtbot, monkeypatch):
    (home, child), (other, _) = town
    values = {"content": "满7岁的儿童仍登记学前", "rule": "5_17_001", "issued_on": "2026-06-01"}
    doubt, still = (record.save("doubt", {**values, "household": one}).id for one in (home, other))
    record.save("member", {"school_state": code("school_state", "小学")}, id=child)
    asked = []
    monkeypatch.setattr(messages, "ask", lambda *words: asked.append(words[2]) or True)
    window.findChild(CheckPage).doubts_button.click()
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert "待核实的 2 条" in asked[0] and "已经查不到的 1 条" in asked[0]
    qtbot.waitUntil(lambda: not jobs.busy())  # what was agreed to is written on the worker too
    states = {id: row["state"] for id, row in record.load(ledger("doubt"), [doubt, still]).items()}
    assert states == {doubt: "02", still: "01"}
