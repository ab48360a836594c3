"""The money of a project (domain.md §9.2, §9.5), in SQL, and the columns of foreign tables that are its sources."""

from typing import Any

from peewee import Case, fn

from models.fields import Computed, MoneyField
from models.kinds import Money, Percent
from models.ledger import Spread, ledger

FUNDS = Spread(
    "project.funds",
    "fund_line",
    "source",
    "amount",
    {
        "中央资金": "F1",
        "中央": "F1",
        "省级资金": "F2",
        "省级": "F2",
        "市级资金": "F3",
        "市级": "F3",
        "县级资金": "F4",
        "县级": "F4",
        "统筹整合资金": "F5",
        "东西部协作资金": "F6",
        "定点帮扶资金": "F7",
        "债券资金": "F8",
        "行业部门资金": "F9",
        "彩票公益金": "F10",
        "社会帮扶资金": "F11",
        "捐赠资金": "F11",
        "银行贷款": "F12",
        "自筹资金": "F13",
        "自筹": "F13",
        "其他资金": "FX",
    },
)
"""One fund line per source; header text → code of the source."""


def received(model: Any) -> Any:
    """SQL for 分 of all fund lines that have been handed down."""
    line = ledger("fund_line").model.alias()
    return fn.COALESCE(
        line.select(fn.SUM(line.amount)).where(line.project == model.id, line.received_on.is_null(False)), 0
    )


def funds(model: Any) -> Any:
    """SQL for 分 of all fund lines."""
    line = ledger("fund_line").model.alias()
    return fn.COALESCE(line.select(fn.SUM(line.amount)).where(line.project == model.id), 0)


def investment(model: Any) -> Any:
    """SQL for 分 of the planned total, else of all fund lines (domain.md §9.2: they should be equal)."""
    line = ledger("fund_line").model.alias()
    return fn.COALESCE(model.budget_total, line.select(fn.SUM(line.amount)).where(line.project == model.id))


def paid(model: Any) -> Any:
    """SQL for 分 of all payments."""
    line, payment = ledger("fund_line").model.alias(), ledger("payment").model.alias()
    return fn.COALESCE(
        payment.select(fn.SUM(payment.amount))
        .join(line, on=(payment.fund_line == line.id))
        .where(line.project == model.id),
        0,
    )


def pay_rate(model: Any) -> Any:
    """SQL for paid ÷ received in 1/100 of a percent, half up; blank when nothing was received (domain.md §9.5)."""
    in_hand = received(model)
    return Case(None, ((in_hand > 0, (paid(model) * 20000 + in_hand) / (in_hand * 2)),), None)


def sums(group: str) -> dict[str, Any]:
    """Money of the lines, handed down and paid, by contract and settled; a Block."""
    return {
        "budget_total": MoneyField(
            "计划总投资",
            unit="万元",
            shown=True,
            group=group,
            synonyms=("总投资", "投资", "概算总投资", "项目总投资", "投资额"),
        ),
        "funds_total": Computed("资金合计", Money("万元"), funds, group=group),
        "investment": Computed("投资合计", Money("万元"), investment, group=group),
        "received": Computed(
            "到位资金",
            Money("万元"),
            received,
            group=group,
            shown=True,
            synonyms=("资金到位", "已到位资金", "到位金额"),
        ),
        "paid": Computed(
            "累计支出",
            Money("万元"),
            paid,
            group=group,
            shown=True,
            synonyms=("已支出资金", "支出资金", "累计支出资金", "已支出"),
        ),
        "pay_rate": Computed(
            "支出率", Percent(None), pay_rate, group=group, shown=True, synonyms=("支出进度", "资金支出率", "支付进度")
        ),
        "contract_amount": MoneyField("合同金额", unit="万元", group=group),
        "settled_amount": MoneyField("结算金额", unit="万元", group=group, synonyms=("审定金额",)),
    }
