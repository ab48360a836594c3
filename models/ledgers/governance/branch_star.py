"""星级支部 (domain.md §13.4): the year's score and stars of a party branch."""

from collections.abc import Iterator

from models.checking import in_order
from models.codes import norm
from models.days import days_of
from models.fields import ChoiceField, DateField, DecimalField, IntegerField, NameField, TextField, YearField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.base._usual import of_village
from models.record import InitialsField, Record, Values


class BranchStar(Record):
    """A branch in a year."""

    branch = NameField("党支部", required=True, shown=True, width=18, synonyms=("支部", "支部名称", "党组织"))
    village = of_village()
    year = YearField("年度", required=True, shown=True, synonyms=("年份",))
    score = DecimalField("得分", places=1, unit="分", high=1000, total=False, shown=True, synonyms=("分数", "考评得分"))
    stars = IntegerField("星级", low=1, high=5, unit="星", total=False, shown=True)
    public_from = DateField("公示开始", shown=True)
    public_to = DateField("公示结束", shown=True)
    level = ChoiceField("评定级别", "honor_level")
    remark = TextField("备注", long=True)
    initials = InitialsField("branch")

    class Meta:
        """Storage."""

        table_name = "branch_star"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Publicity in order and long enough (domain.md §13.4)."""
        yield from in_order(cls, values, "public_from", "public_to")
        least, shown = int(norm("branch.publicity_days")), days_of(values["public_from"], values["public_to"])
        if 0 < shown < least:
            yield Problem(f"只公示了 {shown} 天，应不少于 {least} 天", "public_to", "warn")


LEDGER = register(
    Ledger(
        BranchStar,
        "星级支部",
        display="branch",
        order=50,
        counter="个",
        keys=(("branch", "year"),),
        sort=("-year", "-stars", "branch"),
        search=("branch", "initials", "village"),
        filters=("year", "stars", "village"),
        synonyms=("星级", "星级支部", "支部星级评定"),
        hint="每个支部每年记一条。",
    )
)
