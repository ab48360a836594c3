"""What was understood of a file, as plain data: tables, columns, values and problems in the words of fields.json."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from models.exchange.finish import context
from models.exchange.match import Column, Mapping
from models.exchange.read import column_letters, open_book
from models.exchange.recognise import tables_of, understand
from models.exchange.table import Table
from models.exchange.values import SheetValues
from models.exchange.vocabulary import ledger_name, name_there, type_of
from models.kinds import Choice, Choices, Kind, Money, Scaled, Vague, Year


def predict(path: Path | str) -> dict[str, Any]:
    """The tables of a file; ``rows`` hold values as fields.json has them, a value that cannot be stored is left out.

    Raises Trouble when the file cannot be read.
    """
    path = Path(path)
    tables = [table for sheet in open_book(path) for table in tables_of(sheet)]
    return {"file": path.name, "tables": [_table(one, understand(one, path.stem), path.stem) for one in tables]}


def _table(table: Table, mapping: Mapping, stem: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sheet": table.sheet.index,
        "ledger": None if mapping.ledger is None else ledger_name(mapping.ledger.name),
        "header": list(table.header_rows),
        "columns": [],
        "rows": [],
    }
    if mapping.ledger is None:
        return told | {"why": mapping.why}
    known = [one for one in mapping.columns if one.target is not None and type_of(one.target.name)]
    told["columns"] = [_column(one, known) for one in known if not one.header.virtual]
    several = {one["col"] for one in told["columns"] if "n" in one.get("key", {})}
    several -= {column_letters(one.header.column) for one in known if one.target is not None and one.target.across}
    values = SheetValues(table, mapping)
    told["context"] = context(table, mapping, (table.sheet.name, stem))
    for row in values.rows():
        cells: dict[str, Any] = {}
        group: dict[str, Any] = {}
        for one in known:
            value = row.values.get(one.header.column)
            if value is not None and one.target is not None:
                if one.header.virtual:
                    group[name_there(one.target.name)] = as_data(one, value)
                else:
                    told_value = as_data(one, value)
                    if isinstance(told_value, list) and (
                        column_letters(one.header.column) in several or type_of(one.target.name) != "multi"
                    ):
                        told_value = "、".join(told_value)
                    cells[column_letters(one.header.column)] = told_value
        line: dict[str, Any] = {"r": row.number, "v": cells}
        if group:
            line["x"] = group
        if row.notes:
            line["problems"] = [
                {"col": note.column or None, "level": note.level, "text": note.text} for note in row.notes
            ]
        told["rows"].append(line)
    told["data"] = list(table.data_rows or (table.header_rows[1] + 1, table.header_rows[1]))
    return told


def _column(one: Column, among: list[Column]) -> dict[str, Any]:
    assert one.target is not None
    told: dict[str, Any] = {
        "col": column_letters(one.header.column),
        "field": name_there(one.target.name),
        "status": "sure" if one.sure else "guess",
    }
    if one.scale is not None:
        told["unit"] = {100: "元", 1_000_000: "万元", 10_000_000_000: "亿元"}[one.scale]
    if one.key:
        told["key"] = one.key
    elif one.target.spread is not None:
        told["key"] = {one.target.spread.by: one.target.code}
    elif one.target.shared:
        same = [other for other in among if other.target is not None and other.target.key == one.target.key]
        if len(same) > 1:
            told["key"] = {"n": same.index(one) + 1}
    return told


def as_data(column: Column, value: Any) -> Any:
    """A stored value as fields.json has it: codes as their labels, decimals as text, 分 as a number."""
    assert column.target is not None
    kind: Kind = column.kind
    plain = _plain(kind, value)
    if isinstance(kind, Money) and type_of(column.target.name) in ("price", "dec"):
        plain = _decimal(int(value), 100)
    if isinstance(value, Vague):
        return {"v": plain, "q": value.qualifier}
    return plain


def _plain(kind: Kind, value: Any) -> Any:
    if isinstance(kind, Choices):
        return [kind.codes.label(code) for code in value.split(",")]
    if isinstance(kind, Choice):
        return kind.codes.label(value)
    if isinstance(kind, Year):
        return str(value)
    if isinstance(kind, Money):
        return int(value)
    if isinstance(kind, Scaled):
        return _decimal(int(value), kind.step)
    return int(value) if type(value) is Vague else value


def _decimal(value: int, step: int) -> str:
    number = Decimal(value) / step
    return f"{number.normalize():f}" if number else "0"
