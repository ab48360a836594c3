"""驻村队员 (domain.md §11): first secretaries, team leaders and members with their terms."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import fn

from models.fields import (
    ChoiceField,
    CodeField,
    Computed,
    DateField,
    IdField,
    LinkField,
    NameField,
    PersonField,
    PhoneField,
    TextField,
    YesNoField,
)
from models.kinds import Date, Problem
from models.ledger import Ledger, register
from models.ledgers.base.village import Village
from models.ledgers.team.service_group import ServiceGroup
from models.record import Draft, InitialsField, Record, Values

WHO, TERM, MORE = "队员", "驻村", "其他"


class TeamMember(Record):
    """One person for one term."""

    name = PersonField("姓名", required=True, shown=True, index=True, group=WHO, synonyms=("队员姓名", "第一书记"))
    role = ChoiceField("驻村职务", "team_role", shown=True, group=WHO, synonyms=("职务", "驻村职务（队长/队员）"))
    village = LinkField(
        Village,
        "驻村",
        shown=True,
        create=True,
        group=WHO,
        names=("region.village",),
        synonyms=("行政村", "所驻村", "驻村名称"),
    )
    sending_unit = NameField("派出单位", shown=True, width=18, group=WHO, synonyms=("选派单位", "派驻单位"))
    post = NameField("原单位职务", group=WHO, synonyms=("职务（原单位）",))
    sex = ChoiceField("性别", "sex", width=6, group=WHO)
    birth = DateField("出生日期", future=False, personal=True, group=WHO)
    id_no = IdField("证件号码", group=WHO)
    politics = ChoiceField("政治面貌", "politics", group=WHO)
    education = TextField("学历", width=8, group=WHO)
    phone = PhoneField("联系电话", shown=True, group=WHO, synonyms=("电话", "手机"))
    start = DateField("驻村开始时间", shown=True, group=TERM, synonyms=("到村日期", "选派时间"))
    end = DateField("驻村结束时间", shown=True, group=TERM, synonyms=("轮换日期",))
    service_group = LinkField(
        ServiceGroup, "服务组", shown=True, create=True, group=TERM, names=("service_group.name",), synonyms=("组别",)
    )
    group_leader = YesNoField("是否组长", group=TERM)
    # A term without its days runs from ever and until ever; both to find whom a stretch of time concerns.
    since = Computed("驻村自", Date(), lambda one: fn.COALESCE(one.start, "0001-01-01"), hidden=True)
    until = Computed("驻村到", Date(), lambda one: fn.COALESCE(one.end, "9999-12-31"), hidden=True)
    insurance_no = CodeField("人身意外险保单号", group=MORE)
    remark = TextField("备注", long=True, group=MORE)
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "team_member"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """A term ends after it begins."""
        if values["start"] and values["end"] and values["end"] < values["start"]:
            yield Problem("驻村结束早于开始", "end")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """Nobody serves in two groups at a time (T11)."""
        mine = [d.id for d in drafts if d.id]
        names = {d.values["name"] for d in drafts if d.values["service_group"] is not None}
        query = cls.select(cls.name, cls.sending_unit, cls.service_group).where(
            cls.name.in_(names), cls.service_group.is_null(False), cls.end.is_null(), cls.id.not_in(mine)
        )
        serving: dict[tuple[Any, Any], int] = {(name, unit): group for name, unit, group in query.tuples()}
        called = dict(ServiceGroup.select(ServiceGroup.id, ServiceGroup.name).tuples())
        for draft in drafts:
            name, group = draft.values["name"], draft.values["service_group"]
            if group is None or draft.values["end"]:
                continue
            other = serving.setdefault((name, draft.values["sending_unit"]), group)
            if other != group:
                draft.error(
                    f"{name} 同时在 {called.get(other)}、{called.get(group)} 两组，一人只能在一个服务组", "group"
                )


LEDGER = register(
    Ledger(
        TeamMember,
        "驻村队员",
        order=10,
        counter="人",
        keys=(("id_no",), ("name", "sending_unit"), ("name", "village"), ("name",)),
        sort=("village.seq", "role", "name"),
        search=("name", "initials", "phone", "sending_unit", "village"),
        filters=("village", "role", "sending_unit", "service_group", "start"),
        synonyms=("驻村队员", "第一书记", "驻村工作队", "分组", "工作队员"),
        hint="第一书记和队员每人每个任期记一条；考勤、纪实、请假都从这里选人。",
    )
)
