"""召回 (domain.md §11): a member taken back before the end of the term, why, and who came instead."""

from collections.abc import Sequence

from models.fields import ChoiceField, DateField, LinkField, NameField, TextField
from models.ledger import Ledger, ledger, register
from models.ledgers.team.team_member import TeamMember
from models.record import Draft, Record, Refreshed, load


class Recall(Record):
    """One recall; it ends the member's term."""

    watched = ("member", "date")

    member = LinkField(TeamMember, "队员", required=True, shown=True, cascade=True, synonyms=("姓名", "被召回人"))
    date = DateField("召回日期", required=True, shown=True, future=False, synonyms=("日期", "撤换日期"))
    ground = ChoiceField("召回情形", "recall_ground", shown=True, synonyms=("情形",))
    reason = TextField("召回原因", required=True, shown=True, width=24, personal=True, synonyms=("原因",))
    decided_by = NameField("决定单位", shown=True, synonyms=("决定机关", "召回单位"))
    doc_no = TextField("文号")
    successor = LinkField(TeamMember, "接任队员", shown=True, help="先登记接任的队员，再在这里选")
    handed_over = DateField("交接日期", shown=True)
    remark = TextField("备注", long=True)

    class Meta:
        """Storage."""

        table_name = "recall"

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Once per term and within it; the successor is somebody else who starts no earlier."""
        mine = [d.id for d in drafts if d.id]
        people = {d.values[name] for d in drafts for name in ("member", "successor")} - {None}
        terms = load(ledger("team_member"), people)
        query = cls.select(cls.member).where(cls.member.in_(people), cls.id.not_in(mine))
        recalled = {member for (member,) in query.tuples()}
        for draft in drafts:
            member, date, other = (draft.values[name] for name in ("member", "date", "successor"))
            if member in recalled:
                draft.error("这名队员的这个任期已经登记过召回", "member")
            recalled.add(member)
            start = terms.get(member, {}).get("start")
            if date and start and date < start[: len(date)]:
                draft.error(f"召回早于驻村开始时间 {start}", "date")
            if other is not None and other == member:
                draft.error("接任队员和被召回的是同一个人", "successor")
            elif other is not None and date and (terms.get(other, {}).get("start") or "9") < date:
                draft.warn("接任队员的驻村开始时间早于召回日期，请核对", "successor")

    @classmethod
    def refresh(cls, ids: Sequence[int]) -> Refreshed:
        """A term that has no end yet ends with the recall."""
        rows = load(ledger("recall"), ids)
        terms = load(ledger("team_member"), {row["member"] for row in rows.values()} - {None})
        ended = {
            row["member"]: {"end": row["date"]}
            for row in rows.values()
            if row["date"] and not terms.get(row["member"], {"end": "-"})["end"]
        }
        yield "team_member", ended


LEDGER = register(
    Ledger(
        Recall,
        "召回",
        display="date",
        master="member",
        order=24,
        counter="人",
        keys=(("member", "date"), ("member",)),
        columns=("date", "member.village", "member", "ground", "reason", "decided_by", "successor", "handed_over"),
        sort=("-date",),
        search=("member", "reason", "decided_by", "successor"),
        filters=("date", "member.village", "ground"),
        synonyms=("召回", "召回撤换", "驻村队员召回"),
        hint="召回撤换一名队员记一条；队员的驻村结束时间没有填的，按召回日期填上。",
    )
)
