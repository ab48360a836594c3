"""A written report on the screen: the text as it will be printed, its numbers as links to the records behind them."""

from __future__ import annotations

import html

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QTextBrowser, QWidget

from models import query
from models.reports.returns.base import Cell, ReturnLetter, Said
from widgets.look import LINE

_TAGS = {0: "p", 1: "h3", 2: "h4"}


class LetterView(QTextBrowser):
    """Tab goes from number to number, Enter opens its records; the tip says how many there are."""

    opened = Signal(object)
    """The Cell whose number was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("报表正文")
        self.setOpenLinks(False)
        self.cells: list[Cell] = []
        self.anchorClicked.connect(self._open)
        self.highlighted.connect(self._tell)

    def show_letter(self, letter: ReturnLetter | None) -> None:
        """Show this letter; None shows nothing."""
        self.cells = []
        parts = [] if letter is None else [f'<h2 align="center">{html.escape(letter.title)}</h2>']
        for paragraph in letter.paragraphs if letter is not None else ():
            said = "".join(self._piece(one) for one in paragraph.pieces)
            tag = _TAGS[paragraph.level]
            indent = ' style="text-indent:2em; line-height:165%"' if not paragraph.level else ""
            parts.append(f"<{tag}{indent}>{said}</{tag}>")
        if letter is not None:
            for table in letter.tables:
                rows = [[column.title for column in table.columns], *table.rows]
                body = "".join(
                    "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in rows
                )
                parts.append(
                    f"<h4>{html.escape(table.title)}</h4>"
                    f'<table border="1" cellspacing="0" cellpadding="4" style="border-color:{LINE}">{body}</table>'
                )
            foot = "<br>".join(html.escape(text) for text in (letter.signer, letter.date_text) if text)
            parts.append(f'<p align="right" style="line-height:165%">{foot}</p>')
        self.setHtml("".join(parts))
        self.document().setDocumentMargin(self.fontMetrics().height() * 1.5)

    def _piece(self, one: str | Said) -> str:
        if isinstance(one, str):
            return html.escape(one)
        text = html.escape(f"{one.cell.text}{one.unit}")
        if one.cell.where is None or not one.cell.value:
            return text
        self.cells.append(one.cell)
        return f'<a href="#{len(self.cells) - 1}" style="text-decoration:none">{text}</a>'

    def _cell(self, url: QUrl) -> Cell | None:
        at = url.fragment()
        return self.cells[int(at)] if at.isdigit() and int(at) < len(self.cells) else None

    def _open(self, url: QUrl) -> None:
        cell = self._cell(url)
        if cell is not None:
            self.opened.emit(cell)

    def _tell(self, url: QUrl) -> None:
        cell = self._cell(url)
        behind = 0 if cell is None or cell.where is None else query.count(cell.where)
        self.setToolTip(f"背后有 {behind} 条记录，点开可看" if behind else "")
