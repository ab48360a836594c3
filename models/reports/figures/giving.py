"""Figures of gifts, condolence and what units brought (domain.md §13.5–13.6, §18; T10, B21, B22, B27, E11)."""

from __future__ import annotations

from collections.abc import Iterator

from models import query
from models.ledger import ledger
from models.query import Selection
from models.reports.figures.base import (
    MONEY,
    Measure,
    Part,
    Scope,
    breakdown,
    by_name,
    figure,
    percent,
    total,
    wan,
    whole,
)

GIFT, COORDINATED, LOAN = "domain.md §13.5", "domain.md §13.6", "seeds-map.md B22"


def dated(ledger: str, path: str) -> Measure:
    """A measure over dated records that may name a village."""
    return Measure(ledger, path, (), "village", "date", "village", "date")


GIVEN, SPENT = dated("donation", "value_yuan"), dated("issue", "value")
total("donation_total", "捐赠总额", "万元", GIVEN, "收到的捐赠之和，物资按折合金额", GIFT, MONEY)
breakdown("donation_by_kind", "捐赠", "万元", GIVEN, "kind", "按捐赠类别合计", GIFT, MONEY)
by_name("donation_by_donor", "捐赠", "万元", GIVEN, "donor", "按捐赠单位（个人）合计", "seeds-map.md B1、B16", MONEY)
total("issue_total", "慰问和发放", "万元", SPENT, "发放款物折合金额之和", GIFT, MONEY)
total("issue_persons", "慰问和发放人数", "人", dated("issue", "persons"), "发放人数之和", GIFT)


@figure("giving_total", "捐赠与慰问合计", "万元", "捐赠总额 + 本单位慰问（不出自捐赠的发放）", GIFT)
def giving_total(scope: Scope) -> Iterator[Part]:
    """Both together, kept apart above: what was handed out of a gift is not counted twice (T10)."""
    gifts = whole(GIVEN, scope)
    own = SPENT.selection(scope).where("donation", "blank")
    spent = query.totals(own, ("value",))["value"]
    records = gifts.records + query.count(own)
    if records:
        note = "捐赠和慰问分账，这里只是两数相加"
        yield Part(
            wan(gifts.total + spent), gifts.selection, records, village=scope.village, year=scope.year, note=note
        )


@figure("donation_issued_rate", "捐赠物资已发放率", "%", "发出去的折合金额 ÷ 收到的捐赠 × 100", GIFT)
def donation_issued_rate(scope: Scope) -> Iterator[Part]:
    """Value handed out of gifts over the value of the gifts."""
    gifts = whole(GIVEN, scope)
    out = query.totals(SPENT.selection(scope).where("donation", "filled"), ("value",))["value"]
    if gifts.total and out:
        yield Part(percent(out, gifts.total), gifts.selection, gifts.records, village=scope.village, year=scope.year)


total("match_total", "协调资金", "万元", dated("match", "value"), "协调金额之和，不含银行贷款", COORDINATED, MONEY)
by_name(
    "match_by_unit",
    "协调资金",
    "万元",
    dated("match", "value"),
    "unit",
    "按对接单位合计协调金额",
    "seeds-map.md B1、B21",
    MONEY,
)
breakdown("match_by_kind", "对接协调", "件", dated("match", ""), "kind", "按对接类别数件数", COORDINATED)
total(
    "loan_support_total",
    "银行贷款支持",
    "万元",
    Measure("loan_support", "amount", (), "", "date", "", "date"),
    "贷款金额之和；是要还的钱，不与帮扶资金合计",
    LOAN,
    MONEY,
)
by_name(
    "loan_support_by_bank",
    "银行贷款支持",
    "万元",
    Measure("loan_support", "amount", (), "", "date", "", "date"),
    "bank",
    "按银行合计贷款金额",
    LOAN,
    MONEY,
)


@figure(
    "match_by_level",
    "协调资金（按单位层级）",
    "万元",
    "按对接单位在“帮扶单位”里登记的隶属关系合计协调金额",
    "seeds-map.md C16",
)
def match_by_level(scope: Scope) -> Iterator[Part]:
    """What units of each level brought; units that are not registered come last."""
    kind = ledger("org").fields["level"].kind
    levels = {name: level for _, (name, level) in query.each(Selection("org"), ("name", "level")) if level}
    selection = dated("match", "value").selection(scope).where("unit", "filled")
    found: dict[str, list[query.Group]] = {}
    for one in query.groups(selection, ("unit",), ("value",)):
        found.setdefault(levels.get(one.key[0], ""), []).append(one)
    for level in sorted(found, key=lambda code: (not code, code)):
        chosen = selection.where("unit", "in", [one.key[0] for one in found[level]])
        text, records = kind.to_text(level) if level else "未登记", sum(one.count for one in found[level])
        value = wan(sum(one.sums[0] for one in found[level]))
        yield Part(value, chosen, records, level or "blank", text, scope.village, scope.year)
