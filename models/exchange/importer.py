"""The door for tables: ``prepare`` recognises files, ``preview`` tries them row by row, ``run`` writes them.

One file is one operation: all of its sheets or, when it is cancelled or the program dies, nothing. A preview is the
same work in a transaction that is taken back, so that it never says anything else than the import does.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from models import backup, options
from models.database import release_pages, small_cache
from models.exchange import layouts, new_options
from models.exchange.corrections import Corrections, correct
from models.exchange.error_cells import UNCALCULATED
from models.exchange.find import WITHIN
from models.exchange.headers import plain
from models.exchange.match import Mapping, choose
from models.exchange.melt import melt
from models.exchange.national import batch
from models.exchange.national.layout import Layout, layout_of, mapping_of
from models.exchange.read import Row, Sheet, open_book
from models.exchange.receipt import Receipt, SheetReceipt
from models.exchange.recognise import tables_of, understand, without_table
from models.exchange.sheet_import import SheetImport
from models.exchange.table import Table
from models.fields import LinkField
from models.ledger import Ledger, ledger, ledger_of
from models.writer import Cancelled, Operation

CHUNK, ALONE = 1_000, 500
"""Rows at a time; fewer, which the processor's cache holds, where no other ledger is asked for each chunk."""
PROBLEMS, DONE = "问题说明", "已导入"
"""The column that a returned table has at its right, and what it says of rows that are in already."""
Progress = Callable[[int, int, str], bool]


@dataclass
class SheetPlan:
    """A sheet as it was recognised; ``mapping`` may be corrected, rows in ``skip`` are left out.

    ``corrections``: what was decided in the preview. ``returned``: the column of 问题说明 in a table that was given
    back to be mended, else 0; ``sheet_width`` the columns that hold anything near the header. ``layout``: it is one
    of the national system's sheets, which fills several ledgers; its columns are fixed.
    """

    sheet: Sheet
    table: Table | None
    mapping: Mapping
    skip: set[int] = field(default_factory=set)
    corrections: Corrections = field(default_factory=Corrections)
    returned: int = 0
    sheet_width: int = 0
    layout: Layout | None = None

    @property
    def ledger(self) -> Ledger | None:
        """Where its rows go; None: it is left alone."""
        return self.mapping.ledger if self.table is not None else None

    def choose_ledger(self, name: str | None) -> None:
        """Correct the ledger by hand; the columns are matched anew. None leaves the sheet alone."""
        if self.table is None:
            return
        self.corrections.forget_records()
        self.layout = None
        if name is None:
            self.mapping = Mapping(None, [*self.mapping.columns], "按您的选择，没有导入")
        else:
            names = (self.sheet.name, self.table.title)
            self.mapping = layouts.recall(self.table, [ledger(name)], names) or choose(
                self.table, [ledger(name)], names
            )


@dataclass
class FilePlan:
    """A file as it was recognised."""

    path: Path
    sheets: list[SheetPlan]

    @property
    def ready(self) -> list[SheetPlan]:
        """Sheets to import, what others link to before them."""
        return sorted((one for one in self.sheets if one.ledger is not None), key=lambda one: _depth(one.ledger))

    @property
    def is_national(self) -> bool:
        """Whether a sheet of it is one of the national system's."""
        return any(one.layout is not None and one.ledger is not None for one in self.sheets)

    def as_it_stands(self) -> FilePlan:
        """A copy that later decisions do not change, for a preview that runs beside the clerk's work."""
        return FilePlan(self.path, [
            replace(
                one,
                mapping=replace(one.mapping, columns=[*one.mapping.columns]),
                skip={*one.skip},
                corrections=one.corrections.copy(),
            )
            for one in self.sheets
        ])  # fmt: skip


def _depth(of: Ledger | None) -> int:
    # Villages, households, projects; then members, fund lines; then payments, and posts whose holder is a member.
    return 0 if of is None else max((1 + _depth(other) for other in _linked(of)), default=0)


def _linked(of: Ledger) -> Iterator[Ledger]:
    for one in of.fields.values():
        if isinstance(one, LinkField) and one.rel_model is not of.model:
            yield ledger_of(one.rel_model)


def prepare(files: Path | str | Sequence[Path | str], ledger_name: str | None = None) -> list[FilePlan]:
    """Recognise the tables of files; ``ledger_name`` takes them all for tables of that ledger. Raises Trouble."""
    many = [Path(one) for one in ([files] if isinstance(files, Path | str) else files)]
    # What calamine needs for a moment is a part more than what stays: the largest file first, while there is room.
    largest_first = sorted(range(len(many)), key=lambda at: _size(many[at]), reverse=True)
    release_pages()
    with _quiet_gc():
        plans = {at: _prepare(many[at], ledger_name) for at in largest_first}
    return [plans[at] for at in range(len(many))]


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _prepare(path: Path, name: str | None) -> FilePlan:
    return FilePlan(path, [plan for sheet in open_book(path) for plan in _plans(sheet, path.stem, name)])


def _plans(sheet: Sheet, stem: str, name: str | None) -> list[SheetPlan]:
    tables = tables_of(sheet)
    if not tables:
        return [SheetPlan(sheet, None, Mapping(None, [], without_table(sheet)))]
    among = None if name is None else [ledger(name)]
    width = max((len(row) for row in sheet.head(WITHIN)), default=0)
    plans = []
    for table in tables:
        returned = _take_problems_out(table)
        layout = layout_of(table) if name is None and not sheet.hidden else None
        mapping = mapping_of(layout, table.headers) if layout is not None else understand(table, stem, among)
        if mapping.ledger is not None and layout is None and not _keeps_anything(mapping):
            mapping = Mapping(None, mapping.columns, "里面的数由程序按登记的算出，不用导入")
        plans.append(SheetPlan(sheet, table, mapping, returned=returned, sheet_width=width, layout=layout))
    return plans


def _keeps_anything(mapping: Mapping) -> bool:
    """Whether a table says anything of its own ledger that is stored, and not only what follows from other records."""
    own = [one.target for one in mapping.columns if one.target is not None and not one.target.distance]
    return not own or any(target.writable or target.across for target in own)


def _take_problems_out(table: Table) -> int:
    """Leave out the column in which this program wrote what is wrong; its number from 1, 0 when there is none."""
    column = next((one.column for one in table.headers if plain(one.levels[-1]) == PROBLEMS), 0)
    if column and len(table.headers) > 1:
        table.headers = [one for one in table.headers if one.column != column]
    return column


def _still_open(plan: SheetPlan, numbers: Sequence[int], rows: list[Row]) -> tuple[Sequence[int], list[Row]]:
    """Rows of a returned table that are not in yet."""
    at = plan.returned - 1
    if at < 0:
        return numbers, rows
    kept = [(number, row) for number, row in zip(numbers, rows, strict=True) if at >= len(row) or row[at] != DONE]
    return [number for number, _ in kept], [row for _, row in kept]


def _chunks(plan: SheetPlan) -> Iterator[tuple[Sequence[int], list[Row]]]:
    """The rows of a sheet as they were mended, without those that are in already."""
    assert plan.table is not None
    mended = plan.corrections.cells
    targets = [one.target for one in plan.mapping.columns if one.target is not None]
    alone = plan.layout is None and not any("." in one.path or one.spread or one.across for one in targets)
    for numbers, rows in plan.table.chunks(ALONE if alone else CHUNK):
        numbers, rows = _still_open(plan, numbers, rows)
        _tell_uncalculated(plan.sheet.uncalculated, numbers, rows)
        correct(mended, numbers, rows)
        yield numbers, rows
        rows.clear()


def _tell_uncalculated(places: dict[int, list[int]], numbers: Sequence[int], rows: list[Row]) -> None:
    """Put a mark where a record has a formula without a result, which must not count as not filled."""
    if not places:
        return
    for number, row in zip(numbers, rows, strict=True):
        for column in places.get(number, ()):
            if column <= len(row) and row[column - 1] == "":
                row[column - 1] = UNCALCULATED


class _TryOnly(Exception):
    """Takes a preview back."""


def batches(plans: Sequence[FilePlan]) -> list[list[FilePlan]]:
    """What is written as one operation: the files of the national system together, any other by itself."""
    national = [plan for plan in plans if plan.is_national]
    return [one for one in (national, *([plan] for plan in plans if not plan.is_national)) if one]


def preview(plans: Sequence[FilePlan], progress: Progress | None = None) -> Receipt:
    """What an import would do, with a verdict for every row; nothing is written. Raises Trouble, Cancelled."""
    receipt = Receipt(dry=True)
    for some in batches(plans):
        with contextlib.suppress(_TryOnly), _quiet_gc(), small_cache(), _operation(some) as operation:
            receipt.sheets += _write(some, operation, progress, "正在核对", keep_rows=True, dry=True)
            raise _TryOnly
    return receipt


def run(
    plans: Sequence[FilePlan],
    progress: Progress | None = None,
    choices: dict[tuple[str, int], Iterable[int]] | None = None,
    *,
    back_up: bool = True,
    keep_rows: bool = False,
) -> Receipt:
    """Import recognised files. ``choices``: sheet rows to leave out by (file name, sheet index).

    Raises Trouble, Cancelled; then nothing of the file at hand is written.
    """
    receipt = Receipt()
    if back_up and any(plan.ready for plan in plans):
        receipt.backup = backup.make("导入前")
    for some in batches(plans):
        for plan in some:
            for sheet in plan.sheets:
                sheet.skip = sheet.skip | set((choices or {}).get((plan.path.name, sheet.sheet.index), ()))
        with _quiet_gc(), small_cache(), _operation(some) as operation:
            sheets = _write(some, operation, progress, "正在导入", keep_rows=keep_rows)
        receipt.sheets += sheets
        if operation.number:
            receipt.operations.append(operation.number)
    return receipt


def _operation(plans: Sequence[FilePlan]) -> Operation:
    names = "、".join(plan.path.name for plan in plans)
    ready = [one for plan in plans for one in plan.ready]
    titles = dict.fromkeys(one.layout.title if one.layout else one.ledger.title for one in ready if one.ledger)
    return Operation("import", f"导入{'、'.join(titles)}：{names}", names)


@contextlib.contextmanager
def _quiet_gc() -> Iterator[None]:
    # Hundreds of thousands of short-lived rows make the collector run for nothing.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _write(
    plans: Sequence[FilePlan],
    operation: Operation,
    progress: Progress | None,
    word: str,
    *,
    keep_rows: bool,
    dry: bool = False,
) -> list[SheetReceipt]:
    ready = [(plan, one) for plan in plans for one in plan.ready]
    total = sum(max(0, one.sheet.height - one.table.header_rows[1]) for _, one in ready if one.table is not None)
    done = 0

    def step(file: str, rows: int) -> None:
        nonlocal done
        done += rows
        if progress is not None and not progress(done, max(total, done), f"{word} {file}"):
            raise Cancelled

    receipts = {id(one): _receipt(plan, one) for plan in plans for one in plan.sheets}
    if not dry:
        _write_options(ready, operation, receipts)
    national = [
        batch.Work(
            one.layout,
            one.table,
            receipts[id(one)],
            one.skip | one.corrections.left_out,
            _chunks(one),
            one.corrections.decided,
        )
        for _, one in ready
        if one.layout is not None and one.table is not None
    ]
    if national:
        batch.write(national, operation, step, keep_rows=keep_rows)
    for plan, one in ready:
        if one.layout is None and one.table is not None:
            receipt = receipts[id(one)]
            chunks, receipt.mapping = melt(_chunks(one), one.table, one.mapping, (one.sheet.name, plan.path.stem))
            _write_sheet(one, receipt, chunks, operation, partial(step, plan.path.name), keep_rows)
    return list(receipts.values())


def _write_options(
    ready: Sequence[tuple[FilePlan, SheetPlan]], operation: Operation, receipts: dict[int, SheetReceipt]
) -> None:
    """First the words that lists to choose from take in: undone, they go last."""
    for _, one in ready:
        if (words := one.corrections.options) and (count := new_options.write(operation, words)):
            receipts[id(one)].created[options.NAME] = count


def _receipt(plan: FilePlan, one: SheetPlan) -> SheetReceipt:
    rows = one.table.header_rows if one.table else None
    why = "" if one.ledger is not None else one.mapping.why
    return SheetReceipt(plan.path.name, one.sheet.name, one.sheet.index, one.mapping, rows, why=why)


def _write_sheet(
    one: SheetPlan,
    receipt: SheetReceipt,
    chunks: Iterator[tuple[Sequence[int], list[Row]]],
    operation: Operation,
    step: Callable[[int], None],
    keep_rows: bool,
) -> None:
    assert one.table is not None
    names = (one.table.title, *one.table.above, one.sheet.name, Path(receipt.file).stem)
    work = SheetImport(
        receipt.mapping,
        receipt,
        operation,
        keep_rows=keep_rows,
        skip=one.skip,
        decisions=one.corrections,
        names=names,
        foot=one.table.foot,
    )
    for numbers, rows in chunks:
        work.chunk(numbers, rows)
        step(len(rows))
    receipt.data_rows = one.table.data_rows
    receipt.created |= work.linker.created
    if work.decisions.created:
        receipt.created["decision"] = work.decisions.created
    receipt.close()
