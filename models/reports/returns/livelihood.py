"""Work (R09, R11), public posts (R10), school aid (R12), loans (R13), courses (R27); domain.md §8, §14."""

from __future__ import annotations

from collections.abc import Sequence

from models import kinds, query
from models.codes import code_list, words
from models.query import Selection
from models.reports.returns.base import ReturnTable, Scope, report
from models.reports.returns.period import DAY, MONTH, YEAR
from models.reports.returns.shapes import Column, count, hand, listing, total, village_summary, worked

YUAN = kinds.Money("元")
PLACED = ("village.seq", "group", "person")
SIGNED_MM = 9.0
"""Height of a row that is signed by hand."""


class Single(kinds.Money):
    """Money in 元 that adds up to nothing: a wage."""

    def __init__(self) -> None:
        super().__init__("元")
        self.can_total = False


def _lasting(scope: Scope, selection: Selection, start: str = "start") -> Selection:
    """Those that had begun by the end of the period and had not ended before it."""
    chosen = scope.here(selection).where(start, "<=", scope.period.last)
    return chosen.where("until", ">=", scope.period.first[:7]) if scope.period.first else chosen


# --- work -------------------------------------------------------------------------------------------------------------


@report("R09", "work_month", "务工就业台账", MONTH, ("work_record", "post"), "每月报")
def work_month(scope: Scope) -> Sequence[ReturnTable]:
    """Who was at work in the month: per village and scope, then the list."""
    chosen = _lasting(scope, Selection("work_record", order=PLACED))
    groups = [(code.label, chosen.where("scope", "in", [code.code])) for code in code_list("work_scope")]
    local = chosen.where("channel", "in", ["02"])
    posts = _lasting(scope, Selection("post"))
    summary = village_summary(
        scope,
        [
            count("合计", chosen, group="务工", unit="人次"),
            *(count(label, one, group="务工", unit="人次") for label, one in groups),
            count("未填", chosen.where("scope", "blank"), group="务工", unit="人次"),
            count("其中帮扶车间", local, group="务工", unit="人次"),
            count("公益性岗位", posts, unit="人"),
            total("交通补助", chosen.where("traffic_applied", "in", [True]), "traffic_subsidy"),
        ],
        title="务工就业汇总表",
    )
    wages = {
        id: values[0] for id, values in query.each(chosen.where("monthly_wage", "filled"), ("monthly_wage",), raw=True)
    }
    mean = YUAN.to_text(round(sum(wages.values()) / len(wages))) if wages else "—"
    records = listing(scope, chosen, (
        "village", "group", "person", "id_no", "phone", Column("scope", width=9), Column("place", width=16), "employer",
        Column("channel", width=10), worked("月收入（元）", wages, Single(), width=10),
        Column("start", "开始", width=8), Column("end", "结束", width=8), Column("confirmed", "最近核实", width=9),
    ), notes=(f"说明：这个月里在务工的都列出，共 {len(query.ids(chosen))} 人次，月收入平均 {mean} 元。",))  # fmt: skip
    return summary, records


@report("R11", "traffic_subsidy", "外出务工交通补助申报表", YEAR, ("work_record",), "每年报")
def traffic_subsidy(scope: Scope) -> ReturnTable:
    """Those who asked for the subsidy of the year, with room to sign."""
    chosen = _lasting(scope, Selection("work_record", order=PLACED)).where("traffic_applied", "in", [True])
    return listing(scope, chosen, (
        "village", "group", "person", "id_no", "phone", Column("place", width=16), Column("scope", width=9), "employer",
        Column("start", "开始务工", width=9), Column("lasting", "务工月数", width=6),
        Column("traffic_subsidy", "补助金额（元）", width=10), "member.bank_account", hand("本人签字", 10),
    ), subtotal="village", row_mm=SIGNED_MM)  # fmt: skip


# --- posts ------------------------------------------------------------------------------------------------------------


@report("R10", "post_month", "公益性岗位台账", MONTH, ("post",), "每月报")
def post_month(scope: Scope) -> ReturnTable:
    """The posts of the month."""
    chosen = _lasting(scope, Selection("post", order=PLACED))
    return listing(scope, chosen, (
        "village", "group", "person", "id_no", Column("age", width=6), "name", Column("kind", width=8),
        Column("agreement_no", width=12), "start", "end", "fund_source", Column("monthly_subsidy", width=10),
        Column("paid_months", width=8), Column("amount", width=11), Column("assessment", width=8),
    ), subtotal="village")  # fmt: skip


@report("R10", "post_pay", "公益性岗位补贴发放表", MONTH, ("post",), "每月发放时签字")
def post_pay(scope: Scope) -> ReturnTable:
    """The sheet on which the month's subsidy is signed for."""
    chosen = _lasting(scope, Selection("post", order=PLACED))
    monthly = {
        id: row[0] for id, row in query.each(chosen.where("monthly_subsidy", "filled"), ("monthly_subsidy",), raw=True)
    }
    return listing(scope, chosen, (
        "village", "person", "id_no", "name", Column("member.bank_account", "银行卡号"),
        worked("本月补贴（元）", monthly, YUAN, width=11), hand("领取人签字", 14), hand("备注", 10),
    ), subtotal="village", row_mm=SIGNED_MM)  # fmt: skip


# --- school aid -------------------------------------------------------------------------------------------------------


def term_of(day: str) -> tuple[int, str]:
    """(first year of the school year, code of the term) in which a day lies."""
    year, month = int(day[:4]), int(day[5:7])
    if month >= 9:
        return year, "02"
    return (year - 1, "02") if month <= 2 else (year - 1, "01")


@report("R12", "yulu_roster", "雨露计划补助名册", DAY, ("yulu",), "每学期报")
def yulu_roster(scope: Scope) -> ReturnTable:
    """The students of the term in which the day lies."""
    year, term = term_of(scope.period.last)
    order = ("village.seq", "group", "student")
    chosen = scope.here(Selection("yulu", order=order)).where("year", "=", year).where("term", "in", [term])
    return listing(scope, chosen, (
        "village", "group", Column("household", "户主"), "student", "id_no", Column("school", width=18),
        Column("level", width=8), Column("major", width=10), Column("enrol_no", width=14),
        Column("amount", "补助金额（元）", width=11), Column("account_name", width=8), "account",
        Column("status", "状态", width=8), hand("签字", 10),
    ), row_mm=SIGNED_MM,
        subtitle=f"（{year}—{year + 1}学年{code_list('school_term').label(term)}学期）")  # fmt: skip


# --- loans ------------------------------------------------------------------------------------------------------------


@report("R13", "loan_month", "小额信贷台账", MONTH, ("loan",), "每月报")
def loan_month(scope: Scope) -> Sequence[ReturnTable]:
    """Contracts that ran in the month: per village, then the list; called as credit was called then."""
    chosen = _lasting(scope, Selection("loan", order=("village.seq", "due")))
    open_now = chosen.where("balance", ">=", 1)
    called = words(scope.period.last)["credit"]
    measures = [
        count("笔数", chosen, unit="笔"),
        total("贷款金额", chosen, "amount"),
        total("贷款余额", chosen, "balance"),
        count("笔数", chosen.where("overdue", "in", [True]), group="逾期", unit="笔"),
        total("余额", chosen.where("overdue", "in", [True]), "balance", group="逾期"),
        count("本月到期", scope.during(open_now, "due"), unit="笔"),
        total("已贴息金额", chosen, "subsidy_paid"),
    ]
    summary = village_summary(scope, measures, title=f"{called}汇总表")
    records = listing(scope, chosen, (
        "village", "group", "borrower", "id_no", Column("bank", width=14), Column("contract_no", width=14),
        Column("amount", width=11), Column("rate", width=7), "purpose", "start", "due",
        Column("balance", width=11), Column("subsidy_paid", width=10), Column("overdue", "逾期", width=5), "repaid_on",
        Column("alert", width=11),
    ), title=f"{called}台账", subtotal="village",
        notes=("说明：贷款余额、逾期和到期提醒是填表这一天的情况。",))  # fmt: skip
    return summary, records


# --- courses ----------------------------------------------------------------------------------------------------------


@report("R27", "training_month", "培训情况表", MONTH, ("training",), "每月报")
def training_month(scope: Scope) -> ReturnTable:
    """The month's courses; what the year has come to so far stands below."""
    chosen = scope.here(scope.during(Selection("training", order=("start",)), "start"))
    year = scope.here(scope.this_year(Selection("training"), "start"))
    sums = query.totals(year, ("sessions", "person_times", "cost_yuan"))
    cost = YUAN.to_text(sums["cost_yuan"])
    note = f"本年累计：{sums['sessions']} 期，{sums['person_times']} 人次，经费 {cost} 元。"
    return listing(scope, chosen, (
        Column("start", "开始日期"), Column("title", width=24), Column("kind", width=12), "village",
        Column("place", width=14), Column("organiser", width=14), Column("trainer", width=10),
        Column("sessions", width=7), Column("headcount", width=8), Column("person_times", width=8),
        Column("hours", width=8), Column("certificate_count", width=8), Column("cost_yuan", width=10),
    ), notes=(note, "说明：人次按每期实到累加；人数一人只算一次。"))  # fmt: skip
