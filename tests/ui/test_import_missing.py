"""Whom a later export of the national system names no more: listed before and after, marked one by one by keys."""

import pytest
from PySide6.QtCore import Qt

from models import clock, ledger_file
from models.exchange import importer
from models.ledger import ledger
from models.record import load
from models.rules.check import check_household
from tests.conftest import TODAY
from tests.models.exchange.books import book
from tests.ui.test_import_wizard import opened, settle
from ui.dialogs.missing import STATE, MissingPeople
from ui.import_wizard import RECEIPT
from widgets import messages

HEADERS = ["村", "户编号", "户类型", "人编号", "姓名", "与户主关系", "证件号码", "监测对象类别", "风险是否已消除",
           "识别监测时间", "综合保障"]  # fmt: skip
PEOPLE = [
    ["甲村", "0101", "脱贫户", "010101", "测大山", "户主", "500297197305061358", "", "", "", ""],
    ["甲村", "0101", "脱贫户", "010102", "测小山", "之子", "50029719990102", "", "", "", ""],
    ["甲村", "0102", "脱贫户", "010201", "测长河", "户主", "500297198911028114", "", "", "", ""],
]


def export(folder, rows):
    return book(folder / "监测对象信息.xlsx", 表=[["监测对象信息"], ["截止 2026-06-30"], HEADERS, *rows])


@pytest.fixture
def wizard(qtbot, tmp_path):
    clock.freeze(TODAY)
    ledger_file.create(tmp_path / "台账.db")
    importer.run(importer.prepare([export(tmp_path, PEOPLE)]), back_up=False)
    return opened(qtbot, export(tmp_path, PEOPLE[:1]))


def test_who_is_not_in_the_sheet_is_marked_one_by_one_by_keys(wizard, qtbot, monkeypatch):
    assert wizard.missing.isVisible() and wizard.missing.text() == "不在表里的 2 人…"
    assert not wizard.go.isEnabled(), "nothing differs"
    shown = []

    def work(dialog):
        assert isinstance(dialog, MissingPeople)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        model, table = dialog.model, dialog.table
        assert [model.text(model.thing(at), STATE) for at in (1, 2)] == ["本人不在表里", "整户不在表里"]
        assert table.current().name == "测小山"
        qtbot.keyClick(table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert "原因" in dialog.line.text() and not model.marked
        dialog.editors["state_reason"].set_value("11")
        qtbot.keyClick(table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert "“新生”是增加的原因" in dialog.line.text() and not model.marked
        dialog.editors["state_reason"].set_value("23")
        qtbot.keyClick(table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert dialog.line.text() == "" and model.text(model.thing(1), STATE) == "自然减少"
        assert table.current().name == "测长河" and dialog.mark_button.isEnabled()
        shown.append(dialog)

    monkeypatch.setattr(messages, "run", work)
    wizard.missing.click()
    assert shown
    people = {one["name"]: one for one in load(ledger("member"), range(1, 9)).values()}
    assert people["测小山"]["state"] == "03" and people["测小山"]["state_on"] == TODAY.isoformat()
    assert people["测长河"]["state"] == "01" and len(people) == 3
    # Whoever has left is checked no more: the short number was his.
    home = people["测大山"]["household"]
    assert "K01" not in {one.rule for one in check_household(home)}


def test_the_receipt_offers_the_list_too(wizard, qtbot, tmp_path):
    changed = [*PEOPLE[0]]
    changed[4] = "测大河"
    wizard.read([export(tmp_path, [changed])])
    settle(qtbot, wizard)
    wizard.go.click()
    settle(qtbot, wizard)
    assert wizard.pages.currentIndex() == RECEIPT and wizard.missing.isVisible()
    listed = [wizard.receipt_page.problems.item(at).text() for at in range(wizard.receipt_page.problems.count())]
    assert any("1 户、2 人，都留着" in text for text in listed)
