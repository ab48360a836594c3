"""土地流转 (seeds-map.md C8, C10): land let by households or a village; rent feeds income item C2."""

from collections.abc import Iterator

from models.checking import in_order
from models.fields import CodeField, DateField, DecimalField, LinkField, MoneyField, NameField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.ledgers.households.household import Household
from models.record import Record, Values


class LandTransfer(Record):
    """One contract."""

    village = of_village()
    household = LinkField(Household, "流出农户", shown=True, help="出租方是登记过的农户时选，租金可带入家庭收入")
    lessor = NameField("出租方", shown=True, width=16, synonyms=("流出方",))
    lessee = NameField("承租方", required=True, shown=True, width=16, synonyms=("流入方", "经营主体"))
    area_mu = DecimalField("流转面积", unit="亩", shown=True, synonyms=("面积",))
    use = NameField("用途", shown=True)
    rent = MoneyField("年租金", shown=True, synonyms=("租金",))
    start = DateField("开始日期", shown=True, synonyms=("流转开始",))
    end = DateField("结束日期", shown=True, synonyms=("到期日期",))
    contract_no = CodeField("合同号")
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "land_transfer"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """An area above zero; dates in order."""
        if values["area_mu"] == 0:
            yield Problem("流转面积是 0，请核对", "area_mu", "warn")
        yield from in_order(cls, values, "start", "end")


LEDGER = register(
    Ledger(
        LandTransfer,
        "土地流转",
        display="lessee",
        order=30,
        counter="宗",
        keys=(("contract_no",), ("village", "lessor", "lessee", "area_mu", "start")),
        sort=("village.seq", "lessee"),
        search=("lessee", "lessor", "village", "household", "contract_no"),
        filters=("village", "start", "end"),
        synonyms=("土地流转", "土地流转台账"),
        hint="每份流转合同记一条，到期提醒，按村合计面积。",
    )
)
