"""A list as a Word file: title, what was chosen, units, the table with 合计, who signs (domain.md §15.2)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from models.reports.paper import PaperColumn, PaperTable
from models.reports.word import FOOTER_LINK, TWIPS, paragraph, save, table

NARROW = 64
"""Letters that fit beside each other on an upright page."""
_SHORT, _LONG, _MARGIN = 11906, 16838, round(15 * TWIPS)


def write(made: PaperTable, path: Path) -> None:
    """Write the list; a wide one lies across the page. Raises OSError where the file cannot be written."""
    wide = sum(column.width for column in made.columns) > NARROW
    across, down = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    lies = ' w:orient="landscape"' if wide else ""
    section = (
        f'<w:sectPr>{FOOTER_LINK}<w:pgSz w:w="{across}" w:h="{down}"{lies}/><w:pgMar w:top="{_MARGIN}" '
        f'w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}" w:header="500" w:footer="500" w:gutter="0"/>'
        "</w:sectPr>"
    )
    lines = [paragraph(made.title, 9, 36, "center")]
    if made.subtitle:
        lines.append(paragraph(made.subtitle, 0, 24, "center"))
    reporter = f"填报单位：{made.reporter}" if made.reporter else ""
    above = "\u3000\u3000".join(text for text in (reporter, made.date_text, made.unit_text) if text)
    if above:
        lines.append(paragraph(above, 0, 21))
    lines.append(table(_numbered(made), across - 2 * _MARGIN))
    lines += [paragraph(text, 0, 21) for text in made.notes]
    lines.append(paragraph("单位负责人：\u3000\u3000\u3000\u3000审核人：\u3000\u3000\u3000\u3000填表人：", 0, 21))
    save(path, "".join(lines), section)


def _numbered(made: PaperTable) -> PaperTable:
    """With a number for each row, where the paper has one."""
    if not made.serial:
        return made
    serial = PaperColumn("序号", 4, "center")
    rows = [("" if at in made.strong else str(at + 1), *row) for at, row in enumerate(made.rows)]
    total = None if made.total is None else ("", *made.total)
    return replace(made, columns=(serial, *made.columns), rows=rows, total=total)
