"""Letters as a Word file that the clerk goes on writing in: text and tables in the type of GB/T 9704 (domain.md §15.1).

A document of this kind needs four small parts in a zip; a library for it would be larger than the whole room.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from models.reports.paper import PaperLetter, PaperTable

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TWIPS = 56.7
"""Twentieths of a point in a millimetre."""
FONTS = {0: "仿宋", 1: "黑体", 2: "楷体", 9: "宋体"}
SMALL = 21
"""Half points of a table's text, 5号."""

_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/></Types>'
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
_FOOTER = (
    f'{_HEAD}<w:ftr xmlns:w="{_MAIN}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
)
_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="11906" w:h="16838"/>'
    f'<w:pgMar w:top="{round(37 * TWIPS)}" w:right="{round(26 * TWIPS)}" w:bottom="{round(35 * TWIPS)}" '
    f'w:left="{round(28 * TWIPS)}" w:header="850" w:footer="1400" w:gutter="0"/></w:sectPr>'
)


def write(letters: Sequence[PaperLetter], path: Path) -> None:
    """Write the letters, each from a new page. Raises OSError where the file cannot be written."""
    body = "".join(_letter(letter, bool(at)) for at, letter in enumerate(letters))
    document = (
        f'{_HEAD}<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"><w:body>{body}{_SECTION}</w:body></w:document>'
    )
    parts = {
        "[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "word/document.xml": document,
        "word/_rels/document.xml.rels": _DOCUMENT_RELS, "word/footer1.xml": _FOOTER,
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)


def _letter(letter: PaperLetter, later: bool) -> str:
    made = [_paragraph(letter.title, 9, 44, "center", new_page=later), _paragraph("", 0)]
    made += [_paragraph(text, level, indent=True) for level, text in letter.paragraphs]
    for table in letter.tables:
        made += [_paragraph(table.title, 1, 28, "center"), _table(table), _paragraph("", 0)]
    for text in (letter.signer, letter.date_text):
        if text:
            made.append(_paragraph(text, 0, align="right", from_right=True))
    return "".join(made)


def _paragraph(
    text: str, level: int, size: int = 32, align: str = "both", indent: bool = False, from_right: bool = False,
    new_page: bool = False,
) -> str:  # fmt: skip
    first = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if indent else ""
    last = '<w:ind w:rightChars="400" w:right="1280"/>' if from_right else ""
    page = "<w:pageBreakBefore/>" if new_page else ""
    keep = "<w:keepNext/>" if level in (1, 2) else ""
    height = 579 if size <= 32 else 720
    return (
        f'<w:p><w:pPr>{keep}{page}<w:spacing w:line="{height}" w:lineRule="exact"/>{first}{last}'
        f'<w:jc w:val="{align}"/></w:pPr>{_run(text, level, size)}</w:p>'
    )


def _run(text: str, level: int, size: int) -> str:
    if not text:
        return ""
    name, bold = FONTS[level], "<w:b/>" if level == 9 else ""
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}"/>{bold}<w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def _table(table: PaperTable) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    total = sum(column.width for column in table.columns)
    widths = [round(8845 * column.width / total) for column in table.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = _row([column.title for column in table.columns], ["center"] * len(widths), 1, True)
    aligns = [column.align for column in table.columns]
    rows: Iterable[Sequence[str]] = [*table.rows, *([] if table.total is None else [table.total])]
    body = "".join(_row(row, aligns, 0) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{sides}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{heads}{body}</w:tbl>"
    )


def _row(texts: Sequence[str], aligns: Sequence[str], level: int, head: bool = False) -> str:
    cells = "".join(
        f'<w:tc><w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{_run(text, level, SMALL)}</w:p></w:tc>'
        for text, align in zip(texts, aligns, strict=True)
    )
    repeated = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
    return f"<w:tr>{repeated}{cells}</w:tr>"
