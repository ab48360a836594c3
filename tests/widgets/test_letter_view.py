"""A written report: its numbers are links that keys reach."""

from PySide6.QtCore import Qt

from models.query import Selection
from models.reports.returns.base import Cell, Paragraph, ReturnLetter, Said
from widgets.letter_view import LetterView


def test_numbers_are_reached_by_tab_and_opened_by_enter(qtbot):
    view = LetterView()
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    many = Said("走访", Cell("2", 2, Selection("visit")), "次")
    none = Said("捐赠", Cell("0", 0, Selection("donation")), "笔")
    last = Said("会议", Cell("3", 3, Selection("meeting")), "次")
    letter = ReturnLetter((Paragraph(("走访<农户>", many, "，捐赠", none, "。", last)),), "总结", signer="清溪乡")
    view.show_letter(letter)
    text = view.toPlainText()
    assert "走访<农户>2次，捐赠0笔。3次" in text and text.startswith("总结") and text.endswith("清溪乡")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args[0].where == Selection("meeting"), "a number without records is no link"
    view.show_letter(None)
    assert not view.toPlainText() and not view.cells
