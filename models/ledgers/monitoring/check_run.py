"""体检记录 (domain.md §17): one line for each run of the check rules: how much was found, new, mended, still there."""

from models.fields import CodeField, DateField, IntegerField, LinkField, TextField
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.record import Record

WHEN, FOUND, CHANGE = "体检", "查到", "和上次比"


class CheckRun(Record):
    """One run; the findings themselves are kept by ``models.rules.check.runs``."""

    date = DateField("体检日期", required=True, shown=True, future=False, group=WHEN)
    time = CodeField("体检时间", shown=True, group=WHEN, help="几点几分；一天可以查几次")
    village = LinkField(Village, "只查的村", shown=True, group=WHEN, help="空着是全乡一起查的")
    rules = IntegerField("用的规则", low=0, unit="条", total=False, shown=True, group=WHEN)
    errors = IntegerField("错误", low=0, unit="处", total=False, shown=True, group=FOUND)
    reds = IntegerField("需说明", low=0, unit="处", total=False, shown=True, group=FOUND)
    warns = IntegerField("提醒", low=0, unit="处", total=False, shown=True, group=FOUND)
    exempt = IntegerField("其中已豁免", low=0, unit="处", total=False, shown=True, group=FOUND)
    fresh = IntegerField("新增", low=0, unit="处", total=False, shown=True, group=CHANGE)
    mended = IntegerField("已整改", low=0, unit="处", total=False, shown=True, group=CHANGE)
    still = IntegerField("仍存在", low=0, unit="处", total=False, shown=True, group=CHANGE)
    remark = TextField("备注", long=True, group=CHANGE)

    class Meta:
        """Storage."""

        table_name = "check_run"


LEDGER = register(
    Ledger(
        CheckRun,
        "体检记录",
        display="date",
        order=92,
        keys=(("date", "time"),),
        sort=("-date", "-time"),
        search=("date",),
        filters=("date", "village"),
        columns=("date", "time", "village", "rules", "errors", "reds", "warns", "exempt", "fresh", "mended", "still"),
        hint="在“首页 › 体检”里查一次，这里就多一条；看数字是多了还是少了。",
    )
)
