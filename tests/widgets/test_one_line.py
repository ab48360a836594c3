"""A line of words that gives way."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from widgets.one_line import OneLine


def test_it_gives_way_to_its_neighbours_and_says_all_in_its_tip(qtbot):
    whole = QWidget()
    qtbot.addWidget(whole)
    title, line = QLabel("陈若溪家的收入", whole), OneLine(whole)
    text = "2025 年度 · 2024-10-01 至 2025-09-30"
    line.setText(text)
    box = QHBoxLayout(whole)
    box.addWidget(title)
    box.addWidget(line, 1)
    whole.resize(900, 40)
    whole.show()
    qtbot.waitExposed(whole)
    assert line.shown() == text
    whole.resize(title.sizeHint().width() + 120, 40)
    qtbot.waitUntil(lambda: line.width() < 120)
    assert line.shown().endswith("…") and text.startswith(line.shown()[:-1]) and line.toolTip() == text
    assert title.width() >= title.sizeHint().width()
    assert not line.grab().isNull()
