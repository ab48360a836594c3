"""Works out what every place of a form gets, and where each value comes from."""

from __future__ import annotations

from dataclasses import replace

from models import query
from models.exchange.fill import sources
from models.exchange.fill.desk import Ambiguous, Desk, Filled
from models.exchange.fill.fill_spots import Spots
from models.exchange.fill.fill_tables import Tables
from models.exchange.fill.plan import Plan
from models.exchange.fill.records import Values
from models.exchange.fill.scope import LATEST, Scope, path_to
from models.exchange.fill.sources import Source
from models.kinds import Fault
from models.ledger import Ledger, ledger


def work_out(plan: Plan, scope: Scope, shape: str = "whole") -> Filled:
    """Values for every place of a plan. Raises Ambiguous and Fault with a sentence for the clerk."""
    desk = Desk(plan, scope, shape)
    # A form that bears a month or a year holds what belongs to it.
    times = {one.source.kind for one in plan.spots if one.source is not None}
    scope.said |= {"month", "day", "year"} if sources.MONTH in times else {"year"} if sources.YEAR in times else set()
    if plan.anchor:
        _find_anchor(desk, ledger(plan.anchor))
    tables, spots = Tables(desk), Spots(desk)
    for area in plan.areas:
        tables.fill(area)
    for spot in plan.spots:
        spots.fill(spot)
    _name_records(desk.result)
    if unused := scope.unused():
        raise Fault(f"条件“{'、'.join(unused)}”用不上：这张表涉及的台账没有这个字段，没有填表")
    return desk.result


def _find_anchor(desk: Desk, of: Ledger) -> None:
    ids = desk.scope.ids_of(of, desk.scope.selection(of))
    if len(ids) > 1 and "month" in desk.scope.said and "date" in of.fields:
        ids = desk.scope.ids_of(of, desk.scope.selection(of, dated=True))
    if desk.scope.record in ids:
        ids = [desk.scope.record]
    if len(ids) > 1 and (called := desk.scope.called(of)):
        ids = [id for id in ids if id in called] or ids
    if len(ids) > 1 and of.name in LATEST and desk.scope.household is not None:
        ids = [max(ids)]
    if not ids:
        raise Ambiguous(f"没有符合条件的{of.title}，没有填表。请检查条件，或先登记。")
    if len(ids) > 1:
        texts = query.texts(of.name, (of.display,), ids[:5])
        names = "、".join(row[0] for row in texts.values() if row[0])
        raise Ambiguous(
            f"这张表一次填一{of.counter}{of.title}，符合条件的有 {len(ids)} {of.counter}（{names}……）。"
            f"请说明是哪一{of.counter}。"
        )
    desk.anchor = ids[0]
    desk.values = Values(of, ids, desk.scope)
    home = path_to(of, "household")
    if home and desk.scope.household is None:
        desk.scope.household = query.rows(of.name, (home,), ids, raw=True)[ids[0]][0]
    if of.name == "household":
        desk.scope.household = ids[0]
    if of.name == "project":
        desk.scope.project = ids[0]
    _set_day(desk, of, ids[0])


def _set_day(desk: Desk, of: Ledger, id: int) -> None:
    """The day of a form that bears its own date: ages and 上年度 are those of that day."""
    if "year" in of.fields and (year := query.rows(of.name, ("year",), [id])[id][0]):
        desk.scope.year = int(year)
    if "day" in desk.scope.said:
        return
    bearers = [Source(sources.FIELD, sources.BASE, "date")] if "date" in of.fields else []
    bearers += [
        source
        for source in (one.source for one in desk.plan.spots)
        if source is not None and source.node in (sources.BASE, sources.PLAN) and source.path in ("made_on", "date")
    ]
    assert desk.values is not None
    for source in bearers:
        value = desk.values.at(source, id)
        if value and len(value) == 10:
            desk.scope.day, desk.scope.year, desk.scope.month = value, int(value[:4]), value[:7]
            desk.values = Values(of, [id], desk.scope)
            return


def _name_records(result: Filled) -> None:
    """What each source record is called, all of a ledger at once."""
    wanted: dict[str, set[int]] = {}
    for one in result.cells:
        if one.ledger:
            wanted.setdefault(one.ledger, set()).add(one.record)
    names: dict[tuple[str, int], str] = {}
    for name, ids in wanted.items():
        of = ledger(name)
        home = path_to(of, "household")
        paths = (of.display,) if not home else (f"{home}.head", of.display)
        for id, texts in query.texts(name, paths, sorted(ids)).items():
            names[name, id] = f"{of.title} {' '.join(dict.fromkeys(text for text in texts if text))}".strip()
    result.cells = [replace(one, name=names.get((one.ledger, one.record), "")) for one in result.cells]
