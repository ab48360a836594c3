"""联农带农 (domain.md §9.7): how a project lets households earn, household by household or as a count."""

from collections.abc import Iterator

from models.fields import ChoiceField, CodeField, IntegerField, LinkField, MoneyField, TextField, YearField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.ledgers.projects.project import Project
from models.record import Record, Values


class Linkage(Record):
    """One way for one household, or for a number of them."""

    project = LinkField(Project, "项目", required=True, cascade=True, width=24)
    way = ChoiceField("带动方式", "linkage_way", required=True, shown=True)
    household = LinkField(Household, "农户", shown=True, help="只知道户数的，不选农户，填户数")
    households = IntegerField("户数", unit="户", shown=True)
    poor_households = IntegerField("其中脱贫户、监测户", unit="户", shown=True)
    year = YearField("年度", shown=True)
    amount = MoneyField("增收金额", shown=True)
    contract_no = CodeField("合同或协议号", shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "linkage"

    @classmethod
    def complete(cls, values: Values) -> None:
        """A named household is one."""
        if values.get("household") is not None and values.get("households") is None:
            values["households"] = 1

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A household or a number of them; 其中 ≤ total."""
        if values["household"] is None and not values["households"]:
            yield Problem("选农户，或填户数", "households")
        if values["household"] is not None and (values["households"] or 1) != 1:
            yield Problem("选了农户的，户数只能是 1", "households")
        if (values["poor_households"] or 0) > (values["households"] or 0):
            yield Problem("其中脱贫户、监测户超过户数", "poor_households")


LEDGER = register(
    Ledger(
        Linkage,
        "联农带农",
        display="way",
        master="project",
        order=36,
        counter="笔",
        keys=(("project", "way", "household", "year", "contract_no"),),
        columns=("project", "way", "household", "households", "poor_households", "year", "amount", "contract_no"),
        sort=("project", "way"),
        search=("project", "household", "contract_no"),
        filters=("project.year", "way", "year"),
        hint="项目带动了哪些农户、怎样带动、增收多少；一户可以有几种方式，户数按户不重复。",
    )
)
