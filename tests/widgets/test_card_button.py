from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from widgets import look
from widgets.card_button import CardButton


def test_a_card_keeps_the_room_of_its_words_however_little_there_is(qtbot):
    application = QApplication.instance()
    look.apply(application, 10)
    try:
        area, inside = QScrollArea(), QWidget()
        qtbot.addWidget(area)
        area.setWidgetResizable(True)
        box, card = QVBoxLayout(inside), CardButton(inside)
        box.addWidget(card)
        labels = [QLabel("农户 300", card) for _ in range(4)]
        lines = QVBoxLayout(card)
        for label in labels:
            lines.addWidget(label)
        card.let_through(*labels)
        area.setWidget(inside)
        area.resize(200, 40)
        area.show()
        qtbot.waitUntil(lambda: all(label.height() >= label.sizeHint().height() for label in labels))
        with qtbot.waitSignal(card.clicked):
            card.click()
    finally:
        application.setStyleSheet("")
