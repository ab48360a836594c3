"""The money of a project (domain.md §9.2, §9.5), in SQL, and the columns of foreign tables that are its sources."""

from typing import Any

from peewee import Case, fn

from models.fields import Computed, MoneyField
from models.kinds import Money, Percent
from models.ledger import Spread, ledger

_LEVELS = {
    "F1": "中央 中央级",
    "F2": "省级 省 省本级 自治区 自治区级",
    "F3": "市级 市 市本级 州级 地市级",
    "F4": "县级 县 县本级 区级 县区级 区县级 县（区）级",
}
_PURSES = (
    "资金 财政 衔接 财政衔接 专项 补助 "
    "财政资金 衔接资金 财政衔接资金 衔接补助资金 专项资金 财政专项资金 补助资金 配套资金 配套"
)
_OTHERS = {
    "F5": "统筹整合 涉农整合资金 统筹整合涉农资金 整合资金 统筹整合财政涉农资金",
    "F6": "东西部协作 东西协作资金 东西部协作帮扶资金 协作资金 对口协作资金",
    "F7": "定点帮扶 定点帮扶单位资金 帮扶单位资金 帮扶单位投入 单位帮扶资金",
    "F8": "债券 地方政府债券 地方债券 地方债 政府债券 一般债券",
    "F9": "行业资金 行业部门 部门资金 行业部门投入",
    "F10": "彩票公益 福彩公益金",
    "F11": "社会帮扶 社会捐赠 社会资金 社会捐赠资金 社会帮扶捐赠 社会帮扶、捐赠 社会投入 社会帮扶（捐赠）",
    "F12": "银行贷款资金 信贷资金 金融贷款 贷款资金",
    "F13": "群众自筹 自筹（投劳） 业主自筹 村级自筹 群众自筹资金 自筹投入 企业自筹 农户自筹",
    "FX": "其他来源 其它资金 其他来源资金 其他渠道资金",
}


def _said() -> dict[str, str]:
    """中央衔接资金, 省级财政资金, 县级配套 … and what else counties call the sources, with their codes."""
    levels = {
        f"{level}{purse}": code
        for code, words in _LEVELS.items()
        for level in words.split()
        for purse in _PURSES.split()
    }
    return levels | {word: code for code, words in _OTHERS.items() for word in words.split()}


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
        **_said(),
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
