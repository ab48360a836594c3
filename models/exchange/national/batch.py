"""The sheets of the national system that are taken in together: one operation, villages first, then households."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from models.exchange.cells import Note
from models.exchange.national import columns, missing
from models.exchange.national.entries import Book
from models.exchange.national.homes import Homes
from models.exchange.national.layout import Layout
from models.exchange.national.objects import Objects
from models.exchange.national.others import Surveys, Villages, Works
from models.exchange.national.places import Places
from models.exchange.national.sheet import Sheet
from models.exchange.read import Row
from models.exchange.receipt import SheetReceipt
from models.exchange.table import Table
from models.writer import Operation

KINDS: dict[str, type[Sheet]] = {
    columns.VILLAGE: Villages,
    columns.OBJECT: Objects,
    columns.SURVEY: Surveys,
    columns.WORK: Works,
    columns.PLAN: Works,
}


@dataclass
class Work:
    """A sheet to take in: the ``receipt`` to fill, sheet rows to ``skip``, its rows in ``chunks``.

    ``decided`` {sheet row: the id of the record that it is, None: a new one}, as the clerk said.
    """

    layout: Layout
    table: Table
    receipt: SheetReceipt
    skip: set[int]
    chunks: Iterator[tuple[Sequence[int], list[Row]]]
    decided: dict[int, int | None] = field(default_factory=dict)


def write(work: Iterable[Work], operation: Operation, step: Callable[[str, int], None], *, keep_rows: bool) -> None:
    """Take in sheets; ``step(file, rows)`` after every chunk."""
    book = Book(operation)
    places, homes = Places(book), Homes(book)
    listed: SheetReceipt | None = None
    last = ""
    for one in sorted(work, key=lambda one: one.layout.order):
        if one.layout.name == last:
            book.again()
        last = one.layout.name
        before, receipt = book.made.copy(), one.receipt
        kind = KINDS[one.layout.name]
        sheet = kind(
            one.layout, one.table, receipt, one.skip, book, places, homes, keep_rows=keep_rows, decided=one.decided
        )
        for numbers, rows in one.chunks:
            sheet.chunk(numbers, rows)
            step(receipt.file, len(rows))
        sheet.finish()
        operation.in_line("household", homes.made)
        receipt.data_rows = one.table.data_rows
        receipt.created = {
            name: count - before[name]
            for name, count in book.made.items()
            if count > before[name] and name != one.layout.of.name
        }
        if one.layout.name == columns.OBJECT:
            listed = receipt
        receipt.close()
    if listed is not None:
        _name_missing(book, listed)


def _name_missing(book: Book, receipt: SheetReceipt) -> None:
    """In the receipt of the last sheet of people: whom an earlier export had and these sheets have not."""
    receipt.missing = missing.find(book.present)
    if receipt.missing:
        text = missing.told(receipt.missing, len(book.present.homes))
        receipt.problems.append((0, Note("warn", "", "", text)))
