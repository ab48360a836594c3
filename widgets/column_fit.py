"""How wide the columns of a list are: texts are shown whole before room is left empty or columns leave the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFontMetrics

MOST = 60
"""Digits; a longer text does not make its column wider by itself."""
_CLOSING = "）)、，。；：％%》”"
"""Never at the beginning of a line."""


@dataclass(frozen=True)
class Need:
    """Pixels of one column.

    ``usual`` what its kind and its title in one line ask for · ``title`` the whole title in one line · ``folded`` the
    title in two lines · ``content`` the widest text shown · ``fixed`` the clerk dragged it to ``usual``.
    """

    usual: int
    title: int
    folded: int
    content: int
    fixed: bool = False


def fit(needs: Sequence[Need], room: int) -> tuple[list[int], bool]:
    """Widths for ``room`` pixels, and whether the titles go in two lines.

    With room to spare, columns whose texts are cut grow, those that lack least first. Without, titles fold and columns
    shrink to what they show: two more rows of words cost less than a column that has to be scrolled to.
    """
    widths = [need.usual for need in needs]
    folded = sum(widths) > room and any(not need.fixed for need in needs)
    if folded:
        widths = [
            need.usual if need.fixed else min(need.usual, max(need.folded, need.content or need.usual))
            for need in needs
        ]
    spare = room - sum(widths)
    wish = [need.usual if need.fixed else max(need.content, 0 if folded else need.title) for need in needs]
    for at in sorted(range(len(needs)), key=lambda at: wish[at] - widths[at]):
        lack = wish[at] - widths[at]
        if lack <= 0:
            continue
        if spare <= 0:
            break
        widths[at] += min(lack, spare)
        spare -= min(lack, spare)
    return widths, folded


def fold(title: str, measure: QFontMetrics) -> tuple[str, str]:
    """A title in two lines of nearly the same width; a short one stays in one (the second is then empty)."""
    if len(title) < 4:
        return title, ""
    places = [at for at in range(2, len(title) - 1) if _may_break(title, at)]
    if not places:
        return title, ""
    unit = title.find("（")

    def cost(at: int) -> int:
        wide = max(measure.horizontalAdvance(title[:at]), measure.horizontalAdvance(title[at:]))
        # 人口数 / （人） reads better than 人口 / 数（人）, if it is not much wider.
        return wide - (measure.horizontalAdvance("国") if at == unit else 0)

    best = min(places, key=cost)
    return title[:best], title[best:]


def _may_break(title: str, at: int) -> bool:
    before, after = title[at - 1], title[at]
    if after in _CLOSING or before in "（(《“":
        return False
    return not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum())


def widest(texts: Sequence[str], measure: QFontMetrics) -> int:
    """Pixels of the widest text; only the longest few are measured."""
    # In letters: a Chinese character is three bytes and takes the place of two.
    by_length = sorted(set(texts), key=lambda text: len(text) + len(text.encode()))[-3:]
    return max((measure.horizontalAdvance(text) for text in by_length), default=0)
