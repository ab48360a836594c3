"""Puts rows of the seed workbooks' truth into an open file through the record door, so that figures can be checked."""

import functools
import json
from decimal import Decimal
from pathlib import Path

import pytest

from models import query, record
from models.kinds import Money
from models.ledger import ledger, ledgers
from models.query import Selection

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "seeds"


def require():
    """Skip when the seed data do not lie beside the repository."""
    if not (FOLDER / "truth.json").exists():
        pytest.skip("没有种子数据（../shared/data/seeds），跳过")


@functools.cache
def expectations():
    if not (FOLDER / "truth.json").exists():
        return []
    return json.loads((FOLDER / "truth.json").read_text("utf-8"))["expectations"]


@functools.cache
def ours():
    return {of.name for of in ledgers()}


def load(file, *sheets):
    """Write the rows of these sheets (all when none is named) whose ledger we keep."""
    truth = json.loads((FOLDER / file.replace(".xlsx", ".truth.json")).read_text("utf-8"))
    lines = (FOLDER / file.replace(".xlsx", ".records.jsonl")).read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    for sheet in truth["sheets"]:
        if sheets and sheet["name"] not in sheets:
            continue
        for at, table in enumerate(sheet["tables"]):
            if table["ledger"] in ours():
                for row in rows:
                    if (row["s"], row["t"]) == (sheet["index"], at):
                        _write(table, row["v"])


def _write(table, cells):
    by_ledger = {}
    for column in table["columns"]:
        raw = cells.get(column["col"])
        head, _, name = (column.get("field") or "").partition(".")
        if raw in (None, "") or not name:
            continue
        if head == "region":
            head, name = table["ledger"], name
        if head not in ours():
            continue
        if head == "project" and name == "funds":
            source = dict(ledger("project").spread[0].headers)[column["header"].partition("（")[0]]
            if raw:
                by_ledger.setdefault("funds", []).append((source, raw))
            continue
        values = by_ledger.setdefault(head, {})
        if isinstance(raw, dict):
            values[name], values[f"{name}_q"] = raw["v"], raw["q"]
            continue
        field = ledger(head).fields.get(name)
        if field is not None:
            values[name] = _value(field, raw)
    _save(table["ledger"], by_ledger)


def _value(field, raw):
    if isinstance(field.kind, Money) and isinstance(raw, int):
        return raw
    if field.kind.name == "link":
        return _linked(field, raw)
    if field.kind.name == "yesno" and isinstance(raw, bool):
        return raw
    return field.kind.parse("、".join(raw) if isinstance(raw, list) else raw)


def _linked(field, text):
    name = field.kind.ledger
    display = ledger(name).display
    found = query.ids(Selection(name).where(display, "=", text))
    return found[0] if found else record.save(name, {display: text}).id


def _save(main, by_ledger):
    if main == "payment" or "fund_line" in by_ledger:
        project = by_ledger.pop("project", {})
        found = query.ids(Selection("project").where("name", "=", project["name"]))
        id = found[0] if found else record.save("project", project).id
        if main == "payment":
            line = query.ids(Selection("fund_line").where("project", "in", [id]))[0]
            record.save("payment", {**by_ledger["payment"], "fund_line": line})
        else:
            record.save("fund_line", {**by_ledger["fund_line"], "project": id})
        return
    funds = by_ledger.pop("funds", [])
    if "household" in ledger(main).fields and "household" in by_ledger:
        number = by_ledger["household"].get("hh_no")
        by_ledger[main]["household"] = query.ids(Selection("household").where("hh_no", "=", number))[0]
    id = record.save(main, by_ledger[main]).id
    for source, amount in funds:
        record.save("fund_line", {"project": id, "source": source, "amount": amount})


def number(text):
    """The exact number of a figure's value."""
    return Decimal(str(text).replace(",", ""))
