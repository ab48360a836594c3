"""What can be put on paper, as plain data, and the one way to make a PDF of it.

The PDF is the truth: the preview shows its pages and the printer prints them. reportlab is loaded only by `render`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

FOOTER = ("单位负责人", "审核人", "填表人", "联系电话", "报出日期")

Progress = Callable[[int, int, str], Any]
"""Called with (done, total, text); an answer of False stops the work."""


class PaperCancelled(Exception):
    """The person stopped the printing before the PDF was ready."""


@dataclass(frozen=True)
class PaperColumn:
    """One column of a table.

    width: wished width in characters (a Chinese character counts 2); align: left, right or center;
    group: text of the upper header row, shared by neighbours with the same text.
    """

    title: str
    width: float = 8.0
    align: str = "left"
    group: str = ""


@dataclass(frozen=True)
class PaperTable:
    """A list. `rows` may be a generator; `total` is the 合计 row; `keep`: the column whose runs stay together;
    `strong`: which rows are 小计, printed like the 合计 and without a number."""

    title: str
    columns: tuple[PaperColumn, ...]
    rows: Iterable[Sequence[str]]
    total: Sequence[str] | None = None
    subtitle: str = ""
    unit_text: str = ""
    reporter: str = ""
    date_text: str = ""
    serial: bool = True
    notes: tuple[str, ...] = ()
    keep: int | None = None
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PaperCard:
    """One record on a form: sections of (label, value) boxes in two columns, then its child tables and signatures."""

    title: str
    subtitle: str = ""
    reporter: str = ""
    date_text: str = ""
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    tables: tuple[PaperTable, ...] = ()
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperCover:
    """The first page of a file: a large title, what it is about as (label, text) lines, who keeps it at the foot."""

    title: str
    subtitle: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperLetter:
    """A text as official letters are set (GB/T 9704): paragraphs of (level, text) with level 0 for the body, 1 for 一、
    and 2 for （一）; then small tables; who signs and the day at the right foot."""

    title: str
    paragraphs: tuple[tuple[int, str], ...]
    tables: tuple[PaperTable, ...] = ()
    signer: str = ""
    date_text: str = ""


@dataclass(frozen=True)
class PaperCharts:
    """Several charts on one page; every chart is a single-page PDF and stays a vector drawing."""

    title: str
    charts: tuple[bytes, ...]
    subtitle: str = ""
    source: str = ""


@dataclass(frozen=True)
class PaperSettings:
    """How it is to be printed. Lengths in mm (margins: top, right, bottom, left), font size in points.

    landscape None: chosen by the width of the table. footer_every_page: signatures on every page, else on the last.
    """

    size: str = "A4"
    landscape: bool | None = None
    margins_mm: tuple[float, float, float, float] = (15.0, 12.0, 15.0, 15.0)
    font_size: float = 9.0
    rows_per_page: int | None = None
    total_first: bool = False
    min_row_mm: float = 7.0
    page_totals: bool = False
    header_text: str = ""
    watermark: str = ""
    footer: tuple[str, ...] = FOOTER
    footer_every_page: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The settings as JSON-able values."""
        values = asdict(self)
        values["margins_mm"] = list(self.margins_mm)
        values["footer"] = list(self.footer)
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any] | None) -> PaperSettings:
        """Settings from remembered values; what is unknown or out of range is left at its default."""
        known = {field.name for field in fields(cls)}
        good: dict[str, Any] = {}
        for name, value in (values or {}).items():
            if name in known:
                try:
                    good[name] = _checked(name, value)
                except (TypeError, ValueError):
                    continue
        return cls(**good)


@dataclass(frozen=True)
class PaperResult:
    """The finished PDF; `clipped`: titles of columns that did not fit well; `warnings`: sentences for the preview."""

    pdf: bytes
    pages: int
    clipped: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def render(
    blocks: Sequence[PaperTable | PaperCard | PaperLetter | PaperCharts | PaperCover],
    settings: PaperSettings,
    progress: Progress | None = None,
) -> PaperResult:
    """Lay out the blocks, each from a new page, and return the PDF. Raises PaperCancelled when progress says False."""
    from models.reports.paper_card import lay_card
    from models.reports.paper_charts import lay_charts, merge_charts
    from models.reports.paper_cover import lay_cover
    from models.reports.paper_letter import lay_letter
    from models.reports.paper_pages import lay_table
    from models.reports.paper_sheet import Book

    book = Book(settings, progress)
    for done, block in enumerate(blocks):
        if len(blocks) > 1:
            book.tell(done, len(blocks), block.title)
        if isinstance(block, PaperTable):
            lay_table(book, block, alone=len(blocks) == 1)
        elif isinstance(block, PaperCard):
            lay_card(book, block)
        elif isinstance(block, PaperLetter):
            lay_letter(book, block)
        elif isinstance(block, PaperCharts):
            lay_charts(book, block)
        elif isinstance(block, PaperCover):
            lay_cover(book, block)
        else:
            raise TypeError(f"不能打印：{type(block).__name__}")
    pdf = merge_charts(book.finish(), book.overlays)
    return PaperResult(pdf, len(book.sheets), tuple(book.clipped), tuple(book.warnings))


def _checked(name: str, value: Any) -> Any:
    if name == "size":
        if value not in ("A4", "A3"):
            raise ValueError(value)
        return value
    if name == "landscape":
        return None if value is None else bool(value)
    if name == "margins_mm":
        margins = tuple(_within(float(part), 0, 60) for part in value)
        if len(margins) != 4:
            raise ValueError(value)
        return margins
    if name == "font_size":
        return _within(float(value), 6, 24)
    if name == "rows_per_page":
        return None if value is None else int(_within(int(value), 1, 200))
    if name == "min_row_mm":
        return _within(float(value), 3, 40)
    if name in ("total_first", "page_totals", "footer_every_page"):
        return bool(value)
    if name == "footer":
        if isinstance(value, str):
            raise ValueError(value)
        return tuple(str(part) for part in value)
    return str(value)


def _within(value: float, low: float, high: float) -> float:
    if not low <= value <= high:
        raise ValueError(value)
    return value
