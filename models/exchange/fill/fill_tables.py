"""The tables of a form: rows of records, of villages, of codes, and their sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from models import query
from models.codes import code_list
from models.codes.code_list import Code
from models.exchange.fill import sources
from models.exchange.fill.continued import parts_of, sums_all
from models.exchange.fill.counts import ONCE, SUM, Count, any_of, conditions, names_year, parse, printed
from models.exchange.fill.counts import values as counted
from models.exchange.fill.desk import EMPTY, NOT_PUBLIC, Desk, whole
from models.exchange.fill.grid import TABLE, Cell, Edits, Grid, Shown
from models.exchange.fill.layout import Area
from models.exchange.fill.order import in_order
from models.exchange.fill.plan import CODES, PRINTED, RECORDS, SIGNED, UNKNOWN, VILLAGES, AreaPlan
from models.exchange.fill.rates import rates_of
from models.exchange.fill.records import Values
from models.exchange.fill.scope import path_to
from models.exchange.fill.sources import COUNT, DAY_STATE, SERIAL_NUMBER, Source, kind_of, scale_of
from models.exchange.headers import plain
from models.exchange.table import Header
from models.ledger import Ledger, ledger
from models.selection import Selection

Cells = dict[int, tuple[Source, Shown, tuple[str, int] | None]]
"""{column: (source, value, record)} of one row."""


_TITLE_WORDS = ("外出务工", "务工", "残疾人", "在校生", "劳动力")


class Tables:
    """Fills the tables of a form."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._legend: dict[str, str] | None = None
        self._carried: dict[int, dict[int, Decimal]] = {}

    def fill(self, one: AreaPlan) -> None:
        """Fill one table."""
        if one.why:
            self.desk.open(
                one.area.grid, "", one.area.title or "、".join(h.text for h in one.area.headers[:4]), one.why
            )
            return
        parts = parts_of(self.desk.plan.areas, one)
        rows = list(self._rows(one, parts))
        area = one.area
        edits = self.desk.result.edits[area.grid.index]
        extra = len(rows) - area.capacity
        if one.rows != PRINTED and not area.fixed:
            if extra > 0 and not area.endless:
                model = area.last if area.grid.kind == TABLE else area.first
                edits.inserts[area.last] = (extra, model, area.first)
        elif extra > 0:
            rows = rows[: area.capacity]
        # Rows of areas above this one may have been put in before: places are those of the finished form.
        above = edits.moved(area.first) - area.first
        sums: dict[int, Decimal] = {}
        seen: set[int] = set()
        for at, cells in rows:
            for header in area.headers:
                blank = self._template(area.grid, min(at, area.last) if at > area.last else at, header.column, one)
                source, value, owner = cells.get(header.column, (None, None, None))
                if source is None or value is None:
                    continue
                # Numbers printed in the blank's rows go on in those that are put in.
                if not blank.blank and not (source.kind == SERIAL_NUMBER and at > area.last and not blank.formula):
                    continue
                seen.add(header.column)
                self.desk.put(area.grid, at + above, header.column, source, value, owner)
                if isinstance(value, int | Decimal) and self._adds(one, source):
                    sums[header.column] = sums.get(header.column, Decimal(0)) + Decimal(value)
        carried = self._carried.setdefault(id(parts[0]), {})
        for column, amount in sums.items():
            carried[column] = carried.get(column, Decimal(0)) + amount
        self._totals(one, edits, carried if sums_all(self._total_text(area)) else sums)
        self._open_columns(one, seen, bool(rows))
        if not rows and one is parts[0]:
            self.desk.open(area.grid, "", area.title or area.headers[0].text, "没有符合条件的记录，没有填")

    @staticmethod
    def _template(grid: Grid, row: int, column: int, one: AreaPlan) -> Cell:
        """The cell of the blank that a row's cell is or is copied from."""
        if row <= one.area.last:
            return grid.at(row, column)
        return grid.at(one.area.last if grid.kind == TABLE else one.area.first, column)

    def _adds(self, one: AreaPlan, source: Source) -> bool:
        return source.kind == COUNT or (source.kind != SERIAL_NUMBER and kind_of(one.base, source).can_total)

    @staticmethod
    def _total_text(area: Area) -> str:
        """What the row of sums is called."""
        return next((cell.text for cell in area.grid.row(area.total) if cell.text.strip()), "") if area.total else ""

    def _totals(self, one: AreaPlan, edits: Edits, sums: dict[int, Decimal]) -> None:
        """Sums, and rates of sums, in a total row that has no formulas of its own."""
        area = one.area
        if not area.total:
            return
        rates = rates_of(one, self._ids(one.base), self.desk.scope) if one.rows == RECORDS and one.ledger else {}
        for header in area.headers:
            cell = area.grid.at(area.total, header.column)
            if cell.blank and header.column in sums:
                value = sums[header.column]
                row = edits.moved(area.total)
                self.desk.put(
                    area.grid, row, header.column, one.columns[header.column] or Source(COUNT), whole(value), None
                )
            elif cell.blank and header.column in rates:
                source, rate = rates[header.column]
                shown = self.desk.of_kind(kind_of(one.base, source), rate, cell, header, area.unit)
                if shown is not None:
                    self.desk.put(area.grid, edits.moved(area.total), header.column, source, shown, None)

    def _open_columns(self, one: AreaPlan, seen: set[int], rows: bool) -> None:
        area = one.area
        for header in area.headers:
            cells = [area.grid.at(row, header.column) for row in range(area.first, area.last + 1)]
            if all(not cell.blank for cell in cells) or header.column in seen:
                continue
            source = one.columns.get(header.column)
            if source is None:
                reason = SIGNED if header.is_remark and plain(header.levels[-1]) != "备注" else UNKNOWN
            elif self.desk.hidden(one.base, source):
                reason = NOT_PUBLIC
            else:
                reason = EMPTY if rows else ""
            if reason:
                self.desk.open(area.grid, area.grid.name_of(area.first, header.column), header.text, reason)

    def _rows(self, one: AreaPlan, parts: list[AreaPlan]) -> Iterator[tuple[int, Cells]]:
        """(row of the area as if it were long enough, {column: (source, value, record)})."""
        if one.rows == RECORDS:
            before = next(at for at, other in enumerate(parts) if other is one)
            skip = sum(other.area.capacity for other in parts[:before])
            yield from self._records(one, skip, one.area.capacity if one is not parts[-1] else None)
        else:
            yield from self._summary(one)

    def _records(self, one: AreaPlan, skip: int, most: int | None) -> Iterator[tuple[int, Cells]]:
        """``skip`` records stand in the parts of the list above; this part takes ``most``, the last one the rest."""
        of, area = one.base, one.area
        ids = self._ids(of)[skip : None if most is None else skip + most]
        self.desk.result.records += len(ids)
        values = Values(of, ids, self.desk.scope)
        rows = self._printed_rows(one, of, ids) if area.fixed else list(enumerate(ids, area.first))
        for number, (at, id) in enumerate(rows, skip + 1):
            cells: Cells = {}
            for header in area.headers:
                source = one.columns.get(header.column)
                if source is None:
                    continue
                if source.kind == SERIAL_NUMBER:
                    cells[header.column] = (source, number, None)
                    continue
                cell = self._template(area.grid, at, header.column, one)
                value = self._shown(of, source, values.at(source, id), cell, header, area.unit)
                if value is not None:
                    cells[header.column] = (source, value, values.owner(source, id))
            yield at, cells

    def _printed_rows(self, one: AreaPlan, of: Ledger, ids: list[int]) -> list[tuple[int, int]]:
        """Rows whose name the form already has: only those records, each in its row."""
        names = {row[0]: id for id, row in query.texts(of.name, (of.display,), ids).items()}
        return [(at, names[text]) for at, text in one.area.fixed.items() if text in names]

    def _ids(self, of: Ledger) -> list[int]:
        """Records for the rows: of the form's one record where it has one, else all in scope."""
        chosen = self.desk.scope.selection(of, dated=self.desk.anchor is None)
        of_one = False
        if self.desk.anchor is not None:
            chosen, of_one = self._of_anchor(of, chosen)
        chosen = self._said_in_title(of, chosen)
        if of.name == "member":
            chosen = chosen.where("state", "not in", ["03"])
        return in_order(of, self.desk.scope.ids_of(of, chosen), of_one)

    def _said_in_title(self, of: Ledger, chosen: Selection) -> Selection:
        """脱贫户花名册 lists 脱贫户 only, 务工台账 those who work away; what was left out is noted."""
        title, home = self.desk.plan.title, path_to(of, "household")
        if self.desk.anchor is not None or home is None:
            return chosen
        path = f"{home}.hh_type" if home else "hh_type"
        said = any(one.path.endswith("hh_type") for one in chosen.filters)
        if not said and ("脱贫户" in title or "脱贫人口" in title):
            chosen = chosen.where(path, "in", ["01"])
            self.desk.note("标题说的是脱贫户，只列了户类型是脱贫户的")
        for word in _TITLE_WORDS if of.name == "member" else ():
            understood = conditions(of, word)
            if word in title and understood is not None and understood[0]:
                for one in understood[0]:
                    chosen = chosen.where(
                        one.path, one.op, list(one.value) if isinstance(one.value, tuple) else one.value
                    )
                self.desk.note(f"标题说的是“{word}”，只列了这样的人")
                break
        return chosen

    def _of_anchor(self, of: Ledger, chosen: Selection) -> tuple[Selection, bool]:
        anchor = ledger(self.desk.plan.anchor)
        assert self.desk.anchor is not None and self.desk.values is not None
        chosen = Selection(of.name)
        ways = [(path_to(of, anchor.name), self.desk.anchor)]
        for node in (sources.PLAN, sources.EPISODE):
            owner = self.desk.values.owner(Source(sources.FIELD, node), self.desk.anchor)
            if owner is not None:
                ways.append((path_to(of, owner[0]), owner[1]))
        if anchor.name == "household":
            # A plan's measures, not those of an earlier plan.
            ways.reverse()
            ways.sort(key=lambda way: way[0] != "plan")
        for path, id in ways:
            if path and query.count(chosen.where(path, "in", [id])):
                return chosen.where(path, "in", [id]), True
        home = path_to(of, "household")
        if home and self.desk.scope.household is not None:
            return chosen.where(home, "in", [self.desk.scope.household]), True
        return chosen.where("uid", "in", [""]) if "uid" in of.fields else chosen.where(of.display, "in", []), True

    def _summary(self, one: AreaPlan) -> Iterator[tuple[int, Cells]]:
        of, area = ledger(one.ledger), one.area
        keys = self._keys(one, of)
        first = next((h for h in area.headers if not h.is_serial), area.headers[0])
        known: dict[int, tuple[Source, Count, dict[Any, int]]] = {}
        for header in area.headers:
            source = one.columns.get(header.column)
            if source is not None and source.kind == COUNT and (of_column := self._counted(one, source, header, keys)):
                known[header.column] = (source, *of_column)
        self.desk.result.records += len(keys)
        for number, (at, key, text) in enumerate(keys, 1):
            cells: Cells = {}
            village = ("village", key) if one.rows == VILLAGES else None
            for header in area.headers:
                source = one.columns.get(header.column)
                if source is not None and source.kind == SERIAL_NUMBER:
                    cells[header.column] = (source, number, None)
                elif header.column == first.column and source is not None:
                    cells[header.column] = (source, text, village)
                elif header.column in known:
                    source, count, found = known[header.column]
                    value = self._amount(ledger(count.ledger), count, found.get(key, 0), header, area.unit)
                    cells[header.column] = (source, value, village)
            yield at, cells

    def _counted(
        self, one: AreaPlan, source: Source, header: Header, keys: list[tuple[int, Any, str]]
    ) -> tuple[Count, dict[Any, int]] | None:
        """What a column of a summary counts, and {key: how many}; None where nothing has been written down."""
        of, scope = ledger(source.path), self.desk.scope
        count = parse(of, header, one.area.unit, loose=source.path == one.ledger)
        if count is None:
            return None
        if names_year(count):
            if not any_of(count, scope):
                return None
        elif not count.periods and not scope.ids_of(of, scope.selection(of, dated=True)):
            return None  # zeros would say that there was nothing
        if one.rows != PRINTED:
            by = one.by if of.name == one.ledger else path_to(of, "village") or ""
            return count, counted(count, scope, by, [key for _, key, _ in keys])
        meaning = printed(of, [text for _, text, _ in keys], bool(one.area.total))
        if any(f.path in ONCE.values() for filters in meaning.values() for f in filters):
            self.desk.note("有几个风险的户，按第一个（主要）风险统计，每户只算一次")
        return count, {text: counted(count, scope, "", [None], filters)[None] for text, filters in meaning.items()}

    def _amount(self, of: Ledger, count: Count, value: int, header: Header, unit: str) -> Shown:
        if count.measure != SUM:
            return value
        kind = of.column(count.path).kind
        scale = scale_of(kind, header, unit) or getattr(kind, "step", None) or 1
        return whole(Decimal(value) / scale)

    def _keys(self, one: AreaPlan, of: Ledger) -> list[tuple[int, Any, str]]:
        """Rows of a summary: (row, key, text)."""
        area = one.area
        if one.rows == VILLAGES:
            chosen = Selection("village")
            ids = self.desk.scope.ids_of(ledger("village"), chosen)
            names = {id: row[0] for id, row in query.texts("village", ("name",), ids).items()}
            if area.fixed:
                by_name = {plain(name): id for id, name in names.items()}
                return [(at, by_name[plain(text)], text) for at, text in area.fixed.items() if plain(text) in by_name]
            return [(at, id, names[id]) for at, id in enumerate(ids, area.first)]
        if one.rows == CODES:
            kind = of.column(one.by).kind
            present = set(query.distinct(self.desk.scope.selection(of), one.by))
            codes = [code for code in kind.codes.codes if code.code in present]  # type: ignore[attr-defined]
            return [(at, code.code, code.label) for at, code in enumerate(codes, area.first)]
        meaning = printed(of, area.fixed.values(), bool(area.total))
        for at, text in area.fixed.items():
            if text not in meaning:
                self.desk.open(area.grid, area.grid.name_of(at, area.headers[0].column), text, UNKNOWN)
        return [(at, text, text) for at, text in area.fixed.items() if text in meaning]

    def _shown(self, of: Ledger, source: Source, value: Any, cell: Cell, header: Header, unit: str) -> Shown | None:
        if value is None or self.desk.hidden(of, source):
            return None
        if source.kind == COUNT:
            count = parse(ledger(source.path), header) if not source.code else None
            return self._amount(ledger(source.path), count, value, header, unit) if count is not None else int(value)
        if source.kind == DAY_STATE:
            return "".join(self._symbols(cell).get(code, "") for code in str(value).split(",")) or None
        return self.desk.of_kind(kind_of(of, source), value, cell, header, unit)

    def _symbols(self, cell: Cell) -> dict[str, str]:
        """What the form writes for a state of attendance: as its legend says, else the usual sign, else the word."""
        if self._legend is None:
            codes = code_list("attendance_state")
            texts = "　".join(c.text for grid in self.desk.plan.grids for c in grid.cells.values() if len(c.text) > 6)
            self._legend = {code.code: _symbol(code, texts) for code in codes.codes}
        return self._legend


def _symbol(code: Code, texts: str) -> str:
    """The sign for a state: 在岗“√”, √在岗, 在岗：√ in the form's legend, else the first of the list's own signs."""
    words = "|".join(re.escape(word) for word in (code.label, *code.aliases) if len(word) > 1)
    sign = r"([^\w\s：:、，,；;“”\"'()（）]|休|假|差|旷|公|训|培)"
    for pattern in (rf"(?:{words})[“\"：:（(]*{sign}", rf"{sign}[”\"：:）)—-]*\s*(?:为|表示)?(?:{words})"):
        if match := re.search(pattern, texts):
            return match[1]
    return next((word for word in code.aliases if len(word) == 1), code.label)
