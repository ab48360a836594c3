"""Letters as a Word file that the clerk goes on writing in, in the types of GB/T 9704 (domain.md §15.1)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from models.reports.paper import PaperLetter
from models.reports.word import FOOTER_LINK, TWIPS, paragraph, save, table

_SECTION = (
    f'<w:sectPr>{FOOTER_LINK}<w:pgSz w:w="11906" w:h="16838"/>'
    f'<w:pgMar w:top="{round(37 * TWIPS)}" w:right="{round(26 * TWIPS)}" w:bottom="{round(35 * TWIPS)}" '
    f'w:left="{round(28 * TWIPS)}" w:header="850" w:footer="1400" w:gutter="0"/></w:sectPr>'
)


def write(letters: Sequence[PaperLetter], path: Path) -> None:
    """Write the letters, each from a new page. Raises OSError where the file cannot be written."""
    save(path, "".join(_letter(letter, bool(at)) for at, letter in enumerate(letters)), _SECTION)


def _letter(letter: PaperLetter, later: bool) -> str:
    made = [paragraph(letter.title, 9, 44, "center", new_page=later), paragraph("", 0)]
    made += [paragraph(text, level, indent=True) for level, text in letter.paragraphs]
    for one in letter.tables:
        made += [paragraph(one.title, 1, 28, "center"), table(one), paragraph("", 0)]
    for text in (letter.signer, letter.date_text):
        if text:
            made.append(paragraph(text, 0, align="right", from_right=True))
    return "".join(made)
