"""The 算账单 of a household: every item with how it was reckoned, the result, and lines to sign on (A4)."""

from __future__ import annotations

from collections.abc import Iterator

from models import query, settings
from models.codes import code_list
from models.ledger import ledger
from models.ledgers.households._income import ANNUAL, DERIVED, SUMS
from models.ledgers.households._income_items import ITEMS
from models.query import Selection
from models.record import Values, load
from models.reports import wording
from models.reports.paper import PaperCard, PaperColumn, PaperTable
from models.rules import income

SIGNATURES = ("户主（签字、按手印）", "信息采集人", "村（社区）审核", "乡镇审核", "日期")
_GROUPS = (("wage", "一"), ("business", "二"), ("property", "三"), ("transfer", "四"), ("cost", "五"))
_APART = ("cost_aid", "industry_award", "job_award", "F", "G")


def income_card(id: int) -> PaperCard:
    """One sheet on a form. Raises LookupError with a sentence when it is gone."""
    of = ledger("income_sheet")
    found = load(of, [id])
    if id not in found:
        raise LookupError("这份收入表已被删除，不能打印。")
    values = found[id]
    home = load(ledger("household"), [values["household"]])[values["household"]]
    place = query.label_of(ledger("village"), home["village"])
    before = _before(values)
    facts = income.facts_of([values["household"]], values["year"]).get(values["household"])
    line = facts.line if facts is not None else None
    kind = "年度" if values["kind"] == ANNUAL else f"年，{code_list('income_kind').label(values['kind'])}"
    columns = (
        PaperColumn("项目", 22),
        PaperColumn("金额（元）", 12, "right"),
        PaperColumn("怎么算的", 34),
        PaperColumn("上年（元）", 12, "right"),
    )
    return PaperCard(
        title=f"{wording.township()}农户家庭收入算账单",
        subtitle=f"（{values['year']}{kind}，{values['period_start'] or ''}至{values['period_end'] or ''}）",
        reporter=str(settings.reporter.get()),
        date_text=wording.date_text(),
        sections=(
            (
                "农户",
                (
                    ("户主", home["head"] or ""),
                    ("户编号", home["hh_no"] or ""),
                    ("住址", f"{place}{home['group'] or ''}"),
                    ("年度家庭人口", f"{values['persons']} 人" if values["persons"] else ""),
                    ("信息采集人", values["collector"] or ""),
                    ("采集日期", values["date"] or ""),
                ),
            ),
        ),
        tables=(
            PaperTable("收入和支出", columns, tuple(_lines(values, before)), unit_text="单位：元", serial=False),
            PaperTable(
                "结果",
                (PaperColumn("指标", 26), PaperColumn("金额（元）", 14, "right"), PaperColumn("算法和对照", 40)),
                tuple(_result(values, before, line)),
                unit_text="单位：元",
                serial=False,
            ),
        ),
        signatures=SIGNATURES,
    )


def _before(values: Values) -> Values:
    chosen = Selection("income_sheet").where("household", "in", [values["household"]]).where("kind", "in", [ANNUAL])
    ids = query.ids(chosen.where("year", "=", values["year"] - 1))
    return load(ledger("income_sheet"), ids)[ids[0]] if ids else {}


def _text(fen: int | None) -> str:
    return "" if fen is None else f"{fen / 100:,.2f}"


def _lines(values: Values, before: Values) -> Iterator[tuple[str, str, str, str]]:
    """Groups with the items that were filled now or a year ago; all of them for a sheet to be filled by hand."""
    fields = ledger("income_sheet").fields
    empty = all(values[name] is None for name in (*ITEMS, *DERIVED))

    def line(name: str, label: str) -> tuple[str, str, str, str]:
        return (label, _text(values[name]), values.get(f"{name}_note") or "", _text(before.get(name)))

    def wanted(name: str) -> bool:
        return values[name] is not None or before.get(name) is not None

    for total, mark in _GROUPS:
        yield line(total, f"{mark}、{fields[total].label}")
        for at, name in enumerate(SUMS[total], 1):
            if empty or wanted(name):
                yield line(name, f"{at}．{fields[name].label}")
            for part in SUMS.get(name, ()):
                if wanted(part):
                    yield line(part, f"其中：{fields[part].label}")
    if any(map(wanted, _APART)):
        yield ("六、单列（不计入年收入）", "", "", "")
        for at, name in enumerate(filter(wanted, _APART), 1):
            yield line(name, f"{at}．{fields[name].label}")


def _result(values: Values, before: Values, line: int | None) -> Iterator[tuple[str, str, str]]:
    yield ("年收入", _text(values["total"]), "一＋二＋三＋四")
    yield ("家庭纯收入", _text(values["net"]), "年收入－生产经营性支出")
    rate = income.growth(income.per_head(values), income.per_head(before) if before else None)
    against = f"上年 {_text(before['net_pc'])}，增幅 {float(rate):.2f}%" if rate is not None else ""
    persons = f"÷ {values['persons']} 人" if values["persons"] else ""
    yield ("家庭人均纯收入", _text(values["net_pc"]), "；".join(part for part in (persons, against) if part))
    said = income.standing(values, line)
    yield ("本年度监测线", _text(line), f"人均{said}监测线" if line is not None and len(said) < 4 else said)
    if values["F"] is not None or values["G"] is not None:
        yield ("纳入监测的人均收入参考", _text(values["ref_pc"]), "（家庭纯收入＋理赔收入－合规自付支出）÷ 人口")
