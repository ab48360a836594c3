"""A block of cells for the clipboard, so that Excel and WPS keep ID numbers as text and numbers as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QMimeData

from models.kinds import Date, Kind

_TEXT_CELL = " style=\"mso-number-format:'\\@'\""


def copy_text(kind: Kind, value: Any) -> str:
    """A stored value as a cell gets it: numbers without separators, all else as shown."""
    if value is None:
        return ""
    return kind.edit_text(value) if kind.numeric else kind.to_text(value)


def _stays_text(kind: Kind, text: str) -> bool:
    # A full date may become a date cell; "2024-03" and every code must not be "corrected" by Excel.
    return not kind.numeric and not (isinstance(kind, Date) and len(text) == 10)


def as_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Lines of cells between tabs; cells with line ends, tabs or quotes are quoted as Excel does."""
    return "\r\n".join("\t".join(_quoted(cell) for cell in row) for row in rows) + "\r\n"


def _quoted(cell: str) -> str:
    if any(sign in cell for sign in '\t\r\n"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def as_html(kinds: Sequence[Kind], rows: Sequence[Sequence[str]], header: Sequence[str] = ()) -> str:
    """A table whose text cells carry the text format."""
    # Its list of all letters of the world is long, and nobody copies while the program starts.
    from html import escape

    parts = ['<html><head><meta charset="utf-8"></head><body><table>']
    if header:
        parts.append("<tr>" + "".join(f"<th>{escape(title)}</th>" for title in header) + "</tr>")
    for row in rows:
        cells = (
            f"<td{_TEXT_CELL if _stays_text(kind, cell) else ''}>{escape(cell).replace(chr(10), '<br>')}</td>"
            for kind, cell in zip(kinds, row, strict=True)
        )
        parts.append(f"<tr>{''.join(cells)}</tr>")
    return "".join([*parts, "</table></body></html>"])


def block(kinds: Sequence[Kind], values: Sequence[Sequence[Any]], header: Sequence[str] = ()) -> QMimeData:
    """The block as plain text and as a table; ``values`` in stored form, None blank."""
    rows = [[copy_text(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in values]
    data = QMimeData()
    data.setText(as_tsv([list(header), *rows] if header else rows))
    data.setHtml(as_html(kinds, rows, header))
    return data
