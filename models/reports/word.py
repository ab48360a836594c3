"""The parts of a Word file: paragraphs and tables in the types of GB/T 9704 (domain.md §15.1), packed.

A document of this kind needs four small parts in a zip; a library for it would be larger than the whole room.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from models.reports.paper import PaperTable

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
FOOTER_LINK = '<w:footerReference w:type="default" r:id="rId1"/>'


def save(path: Path, body: str, section: str) -> None:
    """Write a document of a body and the properties of its pages. Raises OSError where it cannot be written."""
    document = f'{_HEAD}<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"><w:body>{body}{section}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "word/document.xml": document,
        "word/_rels/document.xml.rels": _DOCUMENT_RELS, "word/footer1.xml": _FOOTER,
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)


def paragraph(
    text: str, level: int, size: int = 32, align: str = "both", indent: bool = False, from_right: bool = False,
    new_page: bool = False,
) -> str:  # fmt: skip
    """One paragraph; ``level`` as in PaperLetter (9: a title), ``size`` in half points."""
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
        f'<w:szCs w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
    )


def table(made: PaperTable, width: int = 8845) -> str:
    """A table as wide as the page, ``width`` twentieths of a point; its header is repeated on every page."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    total = sum(column.width for column in made.columns)
    widths = [round(width * column.width / total) for column in made.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = _row([column.title for column in made.columns], ["center"] * len(widths), 1, True)
    aligns = [column.align for column in made.columns]
    rows: Iterable[Sequence[str]] = [*made.rows, *([] if made.total is None else [made.total])]
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
