"""疑点清单 (domain.md §17): what 体检 found and is still open, village by village, with room to answer.

The rules are loaded by the functions: the list of all reports is read at every start and must not wait for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models import clock
from models.reports.check import heads, persons
from models.reports.returns.base import Cell, Head, ReturnTable, Row, Scope, report
from models.reports.returns.period import NONE

if TYPE_CHECKING:
    from models.rules.check.runs import Item

HEADS = (
    Head("户编号", width=20, personal=True),
    Head("户主", width=8),
    Head("姓名", width=8),
    Head("证件号码", width=20, personal=True),
    Head("级别", width=7),
    Head("规则编号", width=12),
    Head("疑点内容", width=44, personal=True),
    Head("责任人", width=9),
    Head("整改情况", width=18),
    Head("整改日期", width=10),
)


@report("R29", "check_list", "体检疑点清单", NONE, ("check_run", "household", "member"), "体检后发各村整改")
def check_list(scope: Scope) -> Sequence[ReturnTable]:
    """One table per village that has open findings."""
    from models.rules.check import worklist
    from models.rules.check.runs import items, last_run

    found = items(ids=worklist.ids(worklist.Choice(village=scope.village), clock.today()))
    last = last_run()
    said = f"体检日期：{last.date} {last.time[:5]}" if last is not None else "还没有体检过：先在“首页 › 体检”里查一次。"
    if not found:
        return (ReturnTable(HEADS, (), title="体检疑点清单", notes=(said,)),)
    places = {one.finding.place for one in found}
    order = [name for name in scope.villages.values() if name in places]
    order += sorted(places - set(order))
    return [_table(place, [one for one in found if one.finding.place == place], said) for place in order]


def _table(place: str, mine: Sequence[Item], said: str) -> ReturnTable:
    from models.rules.check import SEVERITIES

    names, homes = persons(one.finding for one in mine), heads(one.finding for one in mine)
    rows = [_row(one, names, homes) for one in mine]
    title = f"{place}体检疑点清单" if place else "体检疑点清单（没有写明村）"
    by = "，".join(
        f"{text} {many} 处"
        for level, text in SEVERITIES.items()
        if (many := sum(one.finding.severity == level for one in mine))
    )
    return ReturnTable(
        HEADS, tuple(rows), title=title, unit_text="单位：处", notes=(said, f"共 {len(mine)} 处：{by}。"), row_mm=9.0,
        footer=("核实人", "村负责人", "整改日期"),
    )  # fmt: skip


def _row(one: Item, names: dict[tuple[str, int], str], homes: dict[int, str]) -> Row:
    from models.rules.check import SEVERITIES

    found = one.finding
    opened = (found.ledger, found.record)
    texts = (
        found.household_no, homes.get(found.household or 0, ""), names.get(opened, ""), found.id_no,
        SEVERITIES[found.severity], ",".join(found.also) or found.rule, found.text, one.person, "", "",
    )  # fmt: skip
    return Row(tuple(Cell(text, record=opened) for text in texts))


@report("R30", "check_rules", "体检规则表", NONE, ("check_run",), "给村里和上级看：查什么、依据什么、怎么改")
def check_rules(scope: Scope) -> ReturnTable:
    """Every rule in force, with what to do."""
    from models.rules.check import OWNERS, RULES, SCOPES, SEVERITIES

    wide = (12, 24, 8, 8, 8, 18, 40)
    titles = ("编号", "规则", "对象", "级别", "责任", "依据", "怎么改")
    heads_ = tuple(Head(title, width=width) for title, width in zip(titles, wide, strict=True))
    rows = []

    for one in RULES.values():
        texts = (one.id, one.title, SCOPES[one.scope], SEVERITIES[one.severity], OWNERS[one.owner], one.basis, one.do)
        rows.append(Row(tuple(Cell(text) for text in texts)))
    return ReturnTable(heads_, tuple(rows), unit_text="", notes=(f"共 {len(rows)} 条规则。",))
