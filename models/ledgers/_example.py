"""样板台账：物资发放。复制本文件改成自己的台账，步骤见 docs/adding-a-ledger.md。

文件名以 _ 开头的不会被载入，所以样板自己不出现在程序里；复制到某个文件夹（也就是窗口的某一页）里才算数。
列表、表单、筛选、导入、导出、打印、历史都由下面这些说明自动得出，别处不用改。
"""

from collections.abc import Iterator, Sequence

from models.checking import in_order
from models.fields import (
    ChoiceField,
    DateField,
    IntegerField,
    LinkField,
    MoneyField,
    NameField,
    TextField,
    YesNoField,
)
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.record import Draft, Record, Values

# 表单里的分组标题；同一组的字段写在一起，顺序就是表单里的顺序
WHAT, RECEIPT = "发放", "签收"


class Handout(Record):
    """One thing handed out to one household."""

    # 一行一个字段：左边是标识（英文，存进数据库，定了就不改），右边第一个参数是屏幕和表头上的名称。
    # shown 列表里默认显示；required 必填；synonyms 别人的表里可能叫什么，导入时据此认列；unit 单位，跟在名称后面。
    household = LinkField(Household, "农户", required=True, shown=True, group=WHAT, synonyms=("户主", "户主姓名"))
    date = DateField(
        "发放日期", required=True, shown=True, future=False, group=WHAT, synonyms=("日期", "时间", "领取日期")
    )
    item = NameField("物资名称", required=True, shown=True, group=WHAT, synonyms=("物资", "品名"))
    quantity = IntegerField("数量", low=1, shown=True, group=WHAT)
    # 钱一律存成“分”，unit 决定按元还是按万元显示
    value = MoneyField("折合金额", unit="元", shown=True, group=WHAT, synonyms=("折价", "价值"))
    # 选项来自 models/codes/lists/ 里的同名文件；没有合适的就在那里加一个
    donor_kind = ChoiceField("捐赠单位性质", "buyer_kind", shown=True, group=WHAT)
    donor = NameField("捐赠单位", group=WHAT)
    signed = YesNoField("是否签收", shown=True, group=RECEIPT)
    signed_on = DateField("签收日期", future=False, group=RECEIPT)
    remark = TextField("备注", long=True, group=RECEIPT)

    class Meta:
        """Storage."""

        # 数据表的名字，也是命令行里台账的名字；全程序里不能重复
        table_name = "handout"

    # 下面三样都可以没有，用不着就删掉。

    @classmethod
    def complete(cls, values: Values) -> None:
        """Fill in what follows from the record's own values, before the checks."""
        if values.get("signed_on") and values.get("signed") is None:
            values["signed"] = True

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """What is wrong within one record: an error keeps it from being saved, a "warn" only asks."""
        # 常用的检查（日期先后、其中不超过合计、不重复、跟着所选的农户填村……）在 models/checking.py 里都有
        yield from in_order(cls, values, "date", "signed_on")
        if values["signed"] is False:
            yield Problem("还没有签收", "signed", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """What is wrong between records; called once for all of them, also when thousands are imported."""
        seen: set[tuple[object, ...]] = set()
        for draft in drafts:
            key = tuple(draft.values[name] for name in ("household", "date", "item"))
            if key in seen:
                draft.warn("同一户同一天同一样物资写了两次", "item")
            seen.add(key)


LEDGER = register(
    Ledger(
        Handout,
        "物资发放",
        # 一条记录用哪个字段来称呼
        display="item",
        # 在这一页里排第几
        order=60,
        # 导入时凭什么认出是同一条，可靠的写在前面
        keys=(("household", "date", "item"),),
        # 默认排序，前面加 - 是从大到小；可以用 village.seq 这样的路径走到别的台账
        sort=("-date", "household"),
        # 搜索框找哪些字段、筛选栏先摆哪些
        search=("household", "item", "donor"),
        filters=("date", "item", "donor_kind", "household.village"),
        # 列表默认显示哪些列；不写就是上面 shown 的那些
        columns=("date", "household.village", "household", "item", "quantity", "value", "donor_kind", "signed"),
        # 别人的工作表可能叫什么名字
        synonyms=("物资发放", "慰问物资", "物资"),
        # 列表还空着时的一句话
        hint="每户每样物资记一条；折合金额自动合计。",
    )
)
