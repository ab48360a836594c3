"""What a report is: a description, a scope, and a table whose every figure knows the records behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from models.ledger import ledger
from models.query import Selection
from models.reports.paper import FOOTER, PaperCard, PaperLetter, PaperTable
from models.reports.returns.period import Period

ROUNDED = "注：因四舍五入，分项之和可能与合计略有出入。"
DATA, SUBTOTAL, TOTAL = "data", "subtotal", "total"


@dataclass(frozen=True)
class Scope:
    """What is asked for: a period, one village (None: all), inside or for the public; ``villages`` in order."""

    period: Period
    village: int | None
    villages: Mapping[int, str]
    public: bool = False

    def here(self, selection: Selection, path: str = "village") -> Selection:
        """Those of the village asked for; ``path`` leads to it."""
        return selection if self.village is None else selection.where(path, "in", [self.village])

    def during(self, selection: Selection, path: str) -> Selection:
        """Those whose date at ``path`` lies in the period."""
        return selection.where(path, "between", [self.period.first, self.period.last])

    def this_year(self, selection: Selection, path: str) -> Selection:
        """Those from 1 January to the end of the period: what cumulative columns count."""
        return selection.where(path, "between", [self.period.year_first, self.period.last])

    def until(self, selection: Selection, path: str) -> Selection:
        """Those whose date is not after the end of the period."""
        return selection.where(path, "<=", self.period.last)


@dataclass(frozen=True)
class Cell:
    """One figure or text. ``value`` is what a workbook gets (the text when None); ``where`` the records behind it,
    ``record`` the one record (ledger, id) that a click opens; ``stored`` the value in the unit it is kept in."""

    text: str = ""
    value: int | float | None = None
    where: Selection | None = None
    record: tuple[str, int] | None = None
    stored: Any = None


@dataclass(frozen=True)
class Head:
    """A column. ``group`` the text above it, shared by neighbours with the same · ``width`` in Latin letters ·
    ``personal`` left out of public versions · ``adds`` whether the rows add up to the 合计."""

    title: str
    group: str = ""
    width: float = 8.0
    align: str = "left"
    personal: bool = False
    adds: bool = False
    number_format: str = ""


@dataclass(frozen=True)
class Row:
    """Cells in the order of the heads; ``kind`` data or subtotal (小计)."""

    cells: tuple[Cell, ...]
    kind: str = DATA


@dataclass(frozen=True)
class ReturnTable:
    """One table of a report; what is left blank is filled in from the report's description by ``build``.

    ``total_first``: 合计 stands under the header unless the clerk sets it otherwise · ``keep`` the column whose runs
    stay on one page · ``row_mm`` least height of a row, more where people write by hand.
    """

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    total_first: bool = False
    title: str = ""
    subtitle: str = ""
    unit_text: str = ""
    reporter: str = ""
    date_text: str = ""
    notes: tuple[str, ...] = ()
    serial: bool = True
    keep: int | None = None
    row_mm: float = 7.0
    footer: tuple[str, ...] = FOOTER

    def public(self) -> ReturnTable:
        """Without the columns that no public list may have."""
        kept = [at for at, head in enumerate(self.heads) if not head.personal]
        if len(kept) == len(self.heads):
            return self

        def cut(row: Row) -> Row:
            return replace(row, cells=tuple(row.cells[at] for at in kept))

        return replace(
            self,
            heads=tuple(self.heads[at] for at in kept),
            rows=tuple(map(cut, self.rows)),
            total=None if self.total is None else cut(self.total),
            keep=kept.index(self.keep) if self.keep in kept else None,
        )

    def rounding_shows(self) -> bool:
        """Whether a column's printed figures add up to something else than its printed 合计."""
        if self.total is None:
            return False
        for at, head in enumerate(self.heads):
            wanted = number(self.total.cells[at].text)
            parts = [number(row.cells[at].text) for row in self.rows if row.kind == DATA]
            known = [part for part in parts if part is not None]
            if head.adds and wanted is not None and known and sum(known, Decimal(0)) != wanted:
                return True
        return False


@dataclass(frozen=True)
class Said:
    """A number in a sentence: what it is called, its cell with the records behind it, and its unit."""

    label: str
    cell: Cell
    unit: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Texts and numbers in their order; ``level`` 0 for the body, 1 for a heading 一、, 2 for （一）."""

    pieces: tuple[str | Said, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """As it is read."""
        return "".join(one if isinstance(one, str) else f"{one.cell.text}{one.unit}" for one in self.pieces)


@dataclass(frozen=True)
class ReturnLetter:
    """A written report: paragraphs whose numbers open their records, small tables, who signs and when."""

    paragraphs: tuple[Paragraph, ...]
    title: str = ""
    tables: tuple[PaperTable, ...] = ()
    signer: str = ""
    date_text: str = ""

    def paper(self) -> PaperLetter:
        """As paper and Word take it."""
        lines = tuple((one.level, one.text) for one in self.paragraphs)
        return PaperLetter(self.title, lines, self.tables, self.signer, self.date_text)


Part = ReturnTable | PaperCard | ReturnLetter
Make = Callable[[Scope], Part | Sequence[Part]]


@dataclass(frozen=True)
class Report:
    """A report's description: ``number`` R14 · ``name`` its identifier · ``period`` one of period.KINDS · ``ledgers``
    it is made from · ``note`` when it is handed in."""

    number: str
    name: str
    title: str
    period: str
    ledgers: tuple[str, ...]
    make: Make
    note: str = ""


@dataclass(frozen=True)
class Made:
    """A report made for a scope: tables, letters, or cards where each household has a page of its own."""

    report: Report
    scope: Scope
    parts: tuple[Part, ...] = field(default=())

    @property
    def tables(self) -> list[ReturnTable]:
        """The parts that are tables."""
        return [part for part in self.parts if isinstance(part, ReturnTable)]

    @property
    def letters(self) -> list[ReturnLetter]:
        """The parts that are written texts."""
        return [part for part in self.parts if isinstance(part, ReturnLetter)]


REGISTER: dict[str, Report] = {}


def report(
    number: str, name: str, title: str, period: str, ledgers: Iterable[str], note: str = ""
) -> Callable[[Make], Make]:
    """Take a function from a Scope to a ReturnTable (or several) in as a report."""

    def take(make: Make) -> Make:
        if name in REGISTER:
            raise ValueError(f"report {name!r} is defined twice")
        # Several tables may hang on one number of the catalogue: the clerk must be able to name each.
        before = sum(one.number.partition("-")[0] == number for one in REGISTER.values())
        REGISTER[name] = Report(
            f"{number}-{before + 1}" if before else number, name, title, period, tuple(ledgers), make, note
        )
        return make

    return take


def number(text: str) -> Decimal | None:
    """The value of a printed figure, None for other texts."""
    try:
        return Decimal(text.replace(",", "").removesuffix("%"))
    except InvalidOperation:
        return None


def figure(value: int, where: Selection | None = None) -> Cell:
    """A count."""
    return Cell(str(value), value, where)


def shown(kind: Any, value: Any, where: Selection | None = None) -> Cell:
    """A stored value of a kind; None stays blank."""
    if value is None:
        return Cell("", None, where)
    exported = kind.export(value) if kind.numeric else None
    return Cell(kind.to_text(value), exported if isinstance(exported, int | float) else None, where, stored=value)


def counters(*names: str) -> list[str]:
    """The words by which the records of these ledgers are counted, for the unit line."""
    return [ledger(name).counter for name in names]
