"""The looks of the program: font, palette, style sheet and icons, all from resources."""

from __future__ import annotations

from functools import cache
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QStyleFactory, QWidget

from resources import FONT_BOLD, FONT_FAMILY, FONT_REGULAR, ROOT

SMALLEST, USUAL, LARGEST = 9, 10, 14
PREFERRED = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
INK, SOFT, LINE, GROUND, PAPER = "#1F2329", "#5F6670", "#D5DAE0", "#F4F6F8", "#FFFFFF"
ACCENT, PALE, DANGER, CAUTION, GOOD = "#2F5D8C", "#E3ECF5", "#A8322A", "#8A5A00", "#2F6B3A"


@cache
def icon(name: str) -> QIcon:
    """The line icon of that name from resources/icons."""
    return QIcon(str(ROOT / "icons" / f"{name}.svg"))


def has_icon(name: str) -> bool:
    """Whether there is an icon of that name."""
    return (ROOT / "icons" / f"{name}.svg").is_file()


@cache
def family() -> str:
    """The font of the screen: the system's Chinese font where it has one, else the one shipped with the program."""
    have = set(QFontDatabase.families())
    for name in PREFERRED:
        if name in have:
            return name
    for path in (FONT_REGULAR, FONT_BOLD):
        QFontDatabase.addApplicationFont(str(path))
    return FONT_FAMILY


def letters(widget: QWidget, count: int) -> int:
    """Pixels for ``count`` Latin letters (a Chinese one takes two), at most what the screen has.

    Measured by a digit: the average width that fonts tell is that of a Chinese character in some of them.
    """
    wanted = widget.fontMetrics().horizontalAdvance("0") * count
    return min(wanted, widget.screen().availableGeometry().width() * 9 // 10)


def lines(widget: QWidget, count: int) -> int:
    """Pixels for ``count`` lines of text, at most what the screen has."""
    wanted = widget.fontMetrics().height() * count
    return min(wanted, widget.screen().availableGeometry().height() * 17 // 20)


def make_primary(button: QAbstractButton, on: bool = True) -> None:
    """Give the button that goes on the accent colour; works on buttons that are shown already."""
    button.setProperty("primary", on)
    button.style().unpolish(button)
    button.style().polish(button)


def palette() -> QPalette:
    """Light colours on every system, so that a dark desktop does not leave grey text on grey."""
    colours = QPalette(QColor(GROUND))
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, GROUND),
        (role.Base, PAPER),
        (role.AlternateBase, "#F8F9FB"),
        (role.Button, "#FFFFFF"),
        (role.WindowText, INK),
        (role.Text, INK),
        (role.ButtonText, INK),
        (role.ToolTipBase, "#FFFFFF"),
        (role.ToolTipText, INK),
        (role.Highlight, ACCENT),
        (role.HighlightedText, "#FFFFFF"),
        (role.PlaceholderText, "#7A828C"),
        (role.Link, ACCENT),
        (role.Mid, LINE),
    ):
        colours.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        colours.setColor(QPalette.ColorGroup.Disabled, which, QColor("#8B929B"))
    return colours


def style_sheet(points: int) -> str:
    """resources/style.qss with its sizes worked out from the base font, in points."""
    text = (ROOT / "style.qss").read_text("utf-8")
    return Template(text).substitute(
        ink=INK, soft=SOFT, line=LINE, ground=GROUND, paper=PAPER, accent=ACCENT, pale=PALE, danger=DANGER,
        caution=CAUTION, good=GOOD, small=points - 1, base=points, large=points + 2, title=points + 5,
        figure=points + 10, family=family(), icons=(ROOT / "icons").as_posix(),
    )  # fmt: skip


def apply(application: QApplication, points: int = USUAL) -> None:
    """Give the whole program its looks at a base font of ``points`` (9–14)."""
    points = min(LARGEST, max(SMALLEST, points))
    application.setStyle(QStyleFactory.create("Fusion"))
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Light)
    application.setPalette(palette())
    font = QFont(family(), points)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(font)
    application.setStyleSheet(style_sheet(points))
    application.setWindowIcon(icon("app"))
