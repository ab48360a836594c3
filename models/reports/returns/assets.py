"""Project assets: by village and class, by owner and class, the register, the year's earnings (R17); domain.md §9.8."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models import kinds, query
from models.codes import code_list
from models.query import Selection
from models.reports.returns.base import TOTAL, Cell, Head, ReturnTable, Row, Scope, figure, report, shown
from models.reports.returns.period import YEAR
from models.reports.returns.shapes import Column, Measure, count, listing, total, village_summary, worked

WAN, YUAN = kinds.Money("万元"), kinds.Money("元")
OPERATING = "01"
EARNED = "收益（元）"


@report("R17", "asset_register", "帮扶项目资产台账及收益分配表", YEAR, ("asset", "asset_income"), "每半年或每年报")
def asset_register(scope: Scope) -> Sequence[ReturnTable]:
    """Assets formed by the end of the year: per village, per owner, one by one; then what they earned in the year."""
    chosen = Selection("asset", order=("village.seq", "code", "name")).where("formed_on", "<=", scope.period.last)
    year = Selection("asset_income", order=("asset.village.seq", "asset.name")).where(
        "year", "=", scope.period.year
    )  # fmt: skip
    by_village = village_summary(scope, [*_columns(chosen)], title="帮扶项目资产汇总表（按村）")
    here = scope.here(chosen)
    return by_village, _by_owner(here), _register(scope, here), _earnings(scope, scope.here(year, "asset.village"))


def _classes(chosen: Selection) -> Iterator[tuple[str, Selection]]:
    for one in code_list("asset_class").codes:
        yield one.label, chosen.where("asset_class", "in", [one.code])
    if query.count(chosen.where("asset_class", "blank")):
        yield "未填类别", chosen.where("asset_class", "blank")


def _columns(chosen: Selection) -> Iterator[Measure]:
    for label, part in (("合计", chosen), *_classes(chosen)):
        yield count("数量", part, group=label)
        yield total("原值", part, "value", group=label)
    idle = chosen.where("state", "in", ["02", "03"])
    yield count("低效、闲置", idle)
    yield count("没有确权", chosen.where("owner_level", "blank"))


def _by_owner(chosen: Selection) -> ReturnTable:
    """Owner × class, each with the number and the original value, as the district's example gives it."""
    groups = [("合计", chosen), *_classes(chosen)]
    owners = [(one.label, [one.code]) for one in code_list("asset_owner").codes]
    rows = [
        Row((Cell(label), *_pairs(part.where("owner_level", "in", codes) for _, part in groups)))
        for label, codes in owners
    ]
    if query.count(chosen.where("owner_level", "blank")):
        rows.append(Row((Cell("没有确权"), *_pairs(part.where("owner_level", "blank") for _, part in groups))))
    heads = [Head("所有权", width=12)]
    for label, _ in groups:
        heads += [Head("数量", label, 7.0, "right", adds=True, number_format="0"),
                  Head("原值", label, 11.0, "right", adds=True, number_format=WAN.number_format)]  # fmt: skip
    whole = Row((Cell("合计"), *_pairs(part for _, part in groups)), TOTAL)
    return ReturnTable(
        tuple(heads),
        tuple(rows),
        whole,
        total_first=True,
        title="帮扶项目资产汇总表（按所有权）",
        unit_text="单位：项、万元",
    )


def _pairs(parts: Iterator[Selection]) -> Iterator[Cell]:
    for part in parts:
        yield figure(query.count(part), part)
        yield shown(WAN, query.totals(part, ("value",))["value"], part)


def _register(scope: Scope, chosen: Selection) -> ReturnTable:
    return listing(scope, chosen, (
        "village", "code", Column("name", width=20), Column("asset_class", width=9), Column("project", width=18),
        Column("built_on", "购建时间", width=9), Column("qty", width=7), Column("unit", width=5),
        Column("value", "原值", "价值（万元）", 10), Column("net_value", "净值", "价值（万元）", 10),
        Column("owner_level", "层级", "所有权", 6), Column("owner", "所有权人", "所有权", 12),
        Column("user", "使用权人（经营主体）", width=12), Column("beneficiary", width=10),
        Column("keeper", "管护责任人", width=9), Column("state", width=7), Column("inspected_on", "检查日期", width=10),
    ), title="帮扶项目资产台账", notes=("说明：截至期末形成的资产；购建时间没有填的也列入。",))  # fmt: skip


def _earnings(scope: Scope, year: Selection) -> ReturnTable:
    """Earnings of the year with what is not shared out yet, and the operating assets that earned nothing."""
    paths = ("actual", "shared")
    rest = {id: (actual or 0) - (shared or 0) for id, (actual, shared) in query.each(year, paths, raw=True)}
    operating = scope.here(Selection("asset")).where("asset_class", "in", [OPERATING])
    operating = operating.where("formed_on", "<=", scope.period.last)
    earned = {row[0] for _, row in query.each(year, ("asset",), raw=True)}
    silent = [id for id in query.ids(operating) if id not in earned]
    notes: tuple[str, ...] = ("说明：未分配 = 实际收益 − 已分配；经营和分配情况每年至少公示一次。",)
    if silent:
        notes = (*notes, f"经营性资产 {query.count(operating)} 项，其中 {len(silent)} 项本年没有登记收益。")
    return listing(scope, year, (
        "asset.village", Column("asset", width=22), Column("asset.asset_class", "资产类别", width=9),
        Column("asset.user", "经营主体", width=14), Column("asset.contract_no", "合同号", width=12),
        Column("expected", "预期", EARNED), Column("actual", "实际", EARNED), Column("shared", "已分配", EARNED),
        worked("未分配", rest, YUAN, group=EARNED),
        Column("received_on", "到账日期", width=10), Column("published_on", "公示日期", width=10),
    ), title="帮扶项目资产收益分配表", notes=notes)  # fmt: skip
