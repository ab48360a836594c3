"""责任书和承诺 (domain.md §11; seeds-map.md B28): what a member signed, made public, and kept."""

from collections.abc import Iterator

from models.fields import ChoiceField, DateField, LinkField, TextField, YearField, YesNoField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.team.team_member import TeamMember
from models.record import Record, Values


class Pledge(Record):
    """One paper of one member."""

    member = LinkField(TeamMember, "队员", required=True, shown=True, cascade=True, synonyms=("姓名", "承诺人"))
    kind = ChoiceField("承诺类型", "pledge_kind", required=True, shown=True, synonyms=("类型",))
    year = YearField("年度", shown=True)
    signed_on = DateField("签订日期", shown=True, future=False, synonyms=("签订责任书日期", "承诺日期", "日期"))
    text = TextField("承诺事项", long=True, shown=True, width=28, synonyms=("承诺内容", "责任书内容"))
    published_on = DateField("公示日期", shown=True, synonyms=("承诺公示日期", "公示开始"))
    published_to = DateField("公示结束")
    kept = YesNoField("是否兑现", shown=True, synonyms=("兑现情况",))
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "pledge"

    @classmethod
    def complete(cls, values: Values) -> None:
        """The year of the signature."""
        if values["year"] is None and values["signed_on"]:
            values["year"] = int(values["signed_on"][:4])

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """Dates in order; what is promised to everybody is made public."""
        signed, first, last = values["signed_on"], values["published_on"], values["published_to"]
        if signed and first and first < signed[: len(first)]:
            yield Problem("公示早于签订", "published_on")
        if first and last and last < first[: len(last)]:
            yield Problem("公示结束早于公示日期", "published_to")
        if values["kind"] == "02" and not first:
            yield Problem("公开承诺还没有公示日期", "published_on", "warn")


LEDGER = register(
    Ledger(
        Pledge,
        "责任书和承诺",
        display="signed_on",
        master="member",
        order=23,
        counter="份",
        keys=(("member", "kind", "year", "signed_on"),),
        columns=("member.village", "member", "kind", "year", "signed_on", "text", "published_on", "kept"),
        sort=("-year", "member"),
        search=("member", "text"),
        filters=("year", "member.village", "kind", "kept"),
        synonyms=("责任书", "承诺", "承诺公示", "责任书和承诺"),
        hint="每名队员签的责任书、公开的承诺各记一条，年底填是否兑现。",
    )
)
