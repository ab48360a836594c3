"""红黑榜 (domain.md §13.2): as little as can be said of a person, and only for a time."""

import re
from collections.abc import Iterator

from models.checking import in_order
from models.fields import ChoiceField, DateField, NameField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import Record, Values

NUMBERS = re.compile(r"\d{11}")
"""A run of digits as long as a phone: nothing that hangs on a wall needs it."""


class HonorRoll(Record):
    """One entry on either side."""

    village = of_village(required=True)
    period = TextField("期次", shown=True, width=10, synonyms=("批次",))
    side = ChoiceField("红黑榜", "roll_side", required=True, shown=True, synonyms=("榜别", "类别"))
    subject = NameField("上榜对象", required=True, shown=True, personal=True, synonyms=("姓名", "户主姓名", "对象"))
    reason = TextField("事由", required=True, shown=True, width=24, synonyms=("原因", "事迹"))
    decided_by = NameField("评定单位", shown=True, synonyms=("评定机构",))
    published_from = DateField("公布日期", shown=True)
    published_to = DateField("撤榜日期", shown=True, help="黑榜要写明公布到哪一天")
    removed_on = DateField("实际撤下日期", shown=True)
    rectified = TextField("整改情况", long=True)

    class Meta:
        """Storage."""

        table_name = "honor_roll"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A black entry says when it comes down; no entry tells a number of anybody."""
        if values["side"] == "02" and values["published_from"] and not values["published_to"]:
            yield Problem("黑榜要写明撤榜日期，不能长期公布", "published_to")
        yield from in_order(cls, values, "published_from", "published_to")
        if values["removed_on"] and values["published_from"] and values["removed_on"] < values["published_from"]:
            yield Problem("实际撤下早于公布", "removed_on")
        for name in ("subject", "reason", "rectified"):
            if NUMBERS.search(values[name] or ""):
                yield Problem("榜上不写证件号码、电话和银行卡号，请删去", name)


LEDGER = register(
    Ledger(
        HonorRoll,
        "红黑榜",
        display="subject",
        order=40,
        keys=(("village", "period", "side", "subject"),),
        sort=("-published_from", "village.seq"),
        search=("subject", "reason", "village"),
        filters=("village", "side", "published_from"),
        synonyms=("红黑榜", "道德红黑榜"),
        hint="上榜的事记一条；黑榜只写必要的内容，到期撤下。",
    )
)
