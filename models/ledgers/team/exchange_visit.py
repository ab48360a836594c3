"""观摩交流 (seeds-map.md C4, C5): visits among villages and townships to see what others do."""

from collections.abc import Iterator

from models.fields import ChoiceField, DateField, DecimalField, IntegerField, NameField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record, Values


class ExchangeVisit(Record):
    """One site seen on one day."""

    date = DateField("观摩日期", required=True, shown=True, future=False, synonyms=("日期", "时间", "交流日期"))
    title = NameField("观摩主题", required=True, shown=True, width=22, synonyms=("主题", "活动名称", "交流主题"))
    kind = ChoiceField("观摩类型", "exchange_kind", required=True, shown=True, synonyms=("类型",))
    site = NameField("观摩点", shown=True, width=16, synonyms=("观摩地点", "交流地点", "点位"))
    village = of_village(synonyms=("所在村", "观摩村", "村"), help="观摩点在本乡镇的哪个村；去外地的不填")
    organiser = NameField("组织单位", shown=True, width=16, synonyms=("主办单位",))
    persons = IntegerField("参加人数", unit="人", shown=True, synonyms=("人数",))
    score = DecimalField("评分", unit="分", places=1, total=False, high=100, shown=True, synonyms=("得分", "赛绩得分"))
    learned = TextField("经验做法", long=True, synonyms=("学习收获", "可借鉴的做法"))
    remark = TextField("备注", long=True)
    initials = InitialsField("title")

    class Meta:
        """Storage."""

        table_name = "exchange_visit"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Somewhere was seen; a contest has a score."""
        if not values["site"] and values["village"] is None:
            yield Problem("没有填看了哪里：写观摩点，或选行政村", "site", "warn")
        if values["kind"] == "02" and values["score"] is None:
            yield Problem("观摩赛绩没有填评分", "score", "warn")


LEDGER = register(
    Ledger(
        ExchangeVisit,
        "观摩交流",
        display="title",
        order=29,
        counter="次",
        keys=(("date", "title", "site", "village", "organiser"),),
        sort=("-date",),
        search=("title", "initials", "site", "village", "organiser"),
        filters=("date", "kind", "village"),
        synonyms=("观摩交流", "观摩", "交流学习"),
        hint="组团服务的观摩、赛绩和外出学习，每看一个点记一条。",
    )
)
