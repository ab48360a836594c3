"""家庭成员 (domain.md §4.2–4.4): the people of a household."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import SQL, Case, fn

from models import clock, id_number
from models.codes import code_list
from models.fields import (
    BankField,
    ChoiceField,
    ChoicesField,
    CodeField,
    Computed,
    DateField,
    IdField,
    IntegerField,
    LinkField,
    MoneyField,
    NameField,
    PersonField,
    PhoneField,
    TextField,
    YearField,
    YesNoField,
)
from models.kinds import Integer, Problem, YesNo
from models.ledger import Ledger, ledger, register
from models.ledgers.base.village import Village
from models.ledgers.households.household import Household
from models.record import Draft, InitialsField, Record, ToldField, Values

WHO, STUDY, HEALTH, INSURANCE, WORK, OTHER = "基本信息", "就学", "健康与劳动", "保障", "务工", "其他"
HEAD, SPOUSE, LEFT = "01", "02", "03"
_SEX_OF = {code.code: code.extra.get("sex") for code in code_list("relation").codes}


def _age(model: Any) -> Any:
    """Full years today, from the first ten characters of an ISO date."""
    today = clock.today()
    passed = Case(None, ((fn.SUBSTR(model.birth, 6, 5) > today.strftime("%m-%d"), 1),), 0)
    return SQL(str(today.year)) - fn.SUBSTR(model.birth, 1, 4).cast("INTEGER") - passed


def _insured(model: Any) -> Any:
    """In the residents' or the workers' insurance; blank when neither is filled (domain.md §7.2)."""
    either = (model.med_resident == True) | (model.med_worker == True)  # noqa: E712
    return Case(None, ((either, True), (model.med_resident.is_null() & model.med_worker.is_null(), None)), False)


class Member(Record):
    """A person; without a household (归户待定) only in tables that name no household."""

    watched = ("household", "village", "name", "relation", "id_no", "state")

    household = LinkField(Household, "所属农户", cascade=True, backref="members", group=WHO)
    village = LinkField(Village, "行政村", create=True, group=WHO, names=("region.village",), help="跟所属农户走")
    person_no = CodeField("人口编号", group=WHO, index=True, synonyms=("人编号",))
    name = PersonField(
        "姓名", required=True, shown=True, group=WHO, index=True, synonyms=("成员姓名", "家庭成员姓名", "人员姓名")
    )
    relation = ChoiceField("与户主关系", "relation", shown=True, group=WHO, synonyms=("关系", "家庭关系"))
    id_type = ChoiceField("证件类型", "id_type", group=WHO, initial="01")
    id_no = IdField(
        "证件号码",
        shown=True,
        group=WHO,
        index=True,
        synonyms=("身份证号", "身份证号码", "公民身份号码", "身份证", "证件号", "残疾证号"),
    )
    sex = ChoiceField("性别", "sex", shown=True, group=WHO, width=6)
    birth = DateField(
        "出生日期", shown=True, group=WHO, future=False, synonyms=("出生年月", "出生年月日", "生日"), personal=True
    )
    age = Computed("年龄", Integer(unit="岁", total=False), _age, group=WHO, shown=True)
    nation = ChoiceField("民族", "nation", shown=True, group=WHO)
    politics = ChoiceField("政治面貌", "politics", group=WHO)
    phone = PhoneField(
        "家庭成员联系电话", shown=True, group=WHO, synonyms=("手机号", "手机号码", "联系电话", "电话", "本人电话")
    )
    state = ChoiceField("状态", "member_state", shown=True, group=WHO, initial="01", synonyms=("人员状态", "在册状态"))
    state_reason = ChoiceField("增减原因", "state_reason", group=WHO)
    state_on = DateField("增减日期", group=WHO)
    seq = IntegerField("户内顺序", total=False, group=WHO)
    education = ChoiceField("文化程度", "education", group=STUDY, help="在校生不填", synonyms=("学历",))
    school_state = ChoiceField("在校生状况", "school_state", group=STUDY, help="不在校的不填", synonyms=("在校状况",))
    school_name = NameField("就读学校", group=STUDY)
    dropout_reason = ChoiceField(
        "失学或辍学原因", "dropout_reason", group=STUDY, personal=True, synonyms=("义务教育阶段未上学原因",)
    )
    mandarin = YesNoField("是否会讲普通话", group=STUDY)
    health = ChoicesField(
        "健康状况", "health", ordered=True, shown=True, group=HEALTH, synonyms=("健康情况", "身体状况"), personal=True
    )
    disability_type = ChoiceField("残疾类别", "disability_type", group=HEALTH, personal=True)
    disability_level = ChoiceField("残疾等级", "disability_level", group=HEALTH, personal=True)
    disability_cert_year = YearField("残疾证办证年度", group=HEALTH, personal=True)
    serious_disease = TextField("大病病种", group=HEALTH, personal=True)
    chronic_disease = TextField("慢性病病种", group=HEALTH, personal=True)
    labour = ChoiceField(
        "劳动技能", "labour", shown=True, group=HEALTH, width=14, synonyms=("劳动能力", "劳动力状况", "劳动力")
    )
    med_resident = YesNoField(
        "是否参加城乡居民基本医疗保险", group=INSURANCE, synonyms=("是否参加城乡居民医保", "是否参加医保")
    )
    med_worker = YesNoField("是否参加城镇职工基本医疗保险", group=INSURANCE, synonyms=("是否参加职工医保",))
    insured = Computed("是否参保", YesNo(), _insured, group=INSURANCE)
    med_reason = TextField("未参保原因", group=INSURANCE, personal=True)
    med_serious = YesNoField("是否参加大病保险", group=INSURANCE)
    med_commercial = YesNoField("是否参加商业补充医疗保险", group=INSURANCE)
    med_aid = YesNoField("是否接受医疗救助", group=INSURANCE, personal=True)
    other_health_help = YesNoField("是否接受其他健康帮扶", group=INSURANCE, personal=True)
    accident_ins = YesNoField("是否享受人身意外保险补贴", group=INSURANCE)
    pension_resident = YesNoField("是否参加城乡居民基本养老保险", group=INSURANCE)
    pension_worker = YesNoField("是否参加城镇职工基本养老保险", group=INSURANCE)
    dibao = ChoiceField("享受低保政策情况", "dibao", group=INSURANCE, synonyms=("是否低保户", "是否低保", "低保情况"))
    tekun = ChoiceField("享受特困供养政策情况", "tekun", group=INSURANCE, synonyms=("是否特困", "特困情况"))
    orphan = YesNoField("是否事实无人抚养儿童", group=INSURANCE)
    work_place = TextField("务工所在地", group=WORK, synonyms=("务工地点", "务工地"))
    work_months = IntegerField(
        "务工时间", unit="月", high=12, total=False, group=WORK, synonyms=("务工时间（月）", "务工月数", "务工时间(月)")
    )
    employer = NameField("务工企业名称", group=WORK, synonyms=("务工单位", "务工企业"))
    abroad = YesNoField("是否国外务工", group=WORK)
    channel = ChoiceField("就业渠道", "employment_channel", group=WORK)
    monthly_wage = MoneyField("务工月收入", total=False, group=WORK, synonyms=("月工资", "月收入"))
    post_type = ChoicesField("公益性岗位", "post_type", group=WORK)
    post_months = IntegerField(
        "公益性岗位月数",
        unit="月",
        high=12,
        total=False,
        group=WORK,
        synonyms=("公益性岗位（月数）", "公益性岗位(月数)"),
    )
    grad_unemployed_reason = ChoiceField("大专或本科毕业生未就业原因", "grad_unemployed_reason", group=WORK)
    soldier = YesNoField("是否现役军人", group=OTHER)
    resettled = YesNoField("是否易地扶贫搬迁人口", group=OTHER)
    bank_account = BankField("本人银行卡号", group=OTHER, synonyms=("银行卡号", "本人银行卡号（一卡通）", "一卡通账号"))
    remark = TextField("成员备注", long=True, group=OTHER, synonyms=("备注",))
    told = ToldField()
    initials = InitialsField("name")

    class Meta:
        """Storage."""

        table_name = "member"

    @classmethod
    def complete(cls, values: Values) -> None:
        """Birth date, sex and disability follow from the number (domain.md §16.1, §16.3)."""
        number = values.get("id_no")
        if not number:
            return
        if values.get("birth") is None:
            values["birth"] = id_number.birth_of(number)
        if values.get("sex") is None:
            values["sex"] = id_number.sex_of(number)
        if len(number) >= 20:
            values["id_type"] = "09"
            if values.get("disability_type") is None:
                values["disability_type"] = number[18]
            if values.get("disability_level") is None:
                values["disability_level"] = number[19]

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """One person against themselves (domain.md §4.2, §17.1–17.2)."""
        number, birth, sex = values["id_no"], values["birth"], values["sex"]
        if number is None:
            yield Problem("证件号码没有填", "id_no", "warn")
        elif not number.startswith("999999"):
            if birth and not id_number.is_born(number, birth):
                yield Problem(f"出生日期 {birth} 与证件号码里的 {id_number.birth_of(number)} 不一致", "birth")
            if sex and sex != (id_number.sex_of(number) or sex):
                yield Problem("性别与证件号码第 17 位不一致", "sex")
        wanted = _SEX_OF.get(values["relation"])
        if wanted in ("M", "F") and sex and sex != ("1" if wanted == "M" else "2"):
            yield Problem(
                f"与户主关系是“{code_list('relation').label(values['relation'])}”，性别却是{code_list('sex').label(sex)}",
                "sex",
            )
        if values["education"] and values["school_state"]:
            yield Problem("文化程度与在校生状况只能填一项", "education", "warn")
        health = values["health"]
        if health and "," in health and "01" in health.split(","):
            yield Problem("健康状况不能同时是“健康”和其他", "health")
        if values["med_resident"] and values["med_worker"]:
            yield Problem("居民医保和职工医保不能同时参加", "med_worker", "warn")
        if values["med_aid"] and values["med_resident"] is False and values["med_worker"] is False:
            yield Problem("没有参保，却接受了医疗救助", "med_aid", "warn")
        if (not values["post_type"]) != (not values["post_months"]):
            yield Problem("公益性岗位和月数要一起填", "post_months", "warn")
        if (not values["work_place"]) != (not values["work_months"]):
            yield Problem("务工所在地和务工时间要一起填", "work_months", "warn")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """证件号码 once among active people; one 户主, one 配偶 of the other sex per household (domain.md §4.3)."""
        from models.query import find

        of = ledger("member")
        active = [d for d in drafts if d.values["state"] != LEFT]
        taken = find(of, ("id_no",), [(d.values["id_no"],) for d in active])
        mine = {d.id for d in drafts if d.id}
        left = _left([id for ids in taken.values() for id in ids])
        seen: dict[Any, Draft] = {}
        for draft in active:
            number = draft.values["id_no"]
            if not number:
                continue
            if taken and any(id not in mine and id not in left for id in taken.get((number,), ())):
                draft.error("这个证件号码已经登记在另一名在册人员名下", "id_no")
            elif seen.setdefault(number, draft) is not draft:
                draft.error("这个证件号码在本次里重复出现", "id_no")
        _one_head(drafts, mine)


def _left(ids: Sequence[int]) -> set[int]:
    rows = Member.select(Member.id).where(Member.id.in_(ids[:5000]), Member.state == LEFT) if ids else []
    return {row.id for row in rows}


def _one_head(drafts: Sequence[Draft], mine: set[int]) -> None:
    homes = list({d.values["household"] for d in drafts if d.values["household"] is not None})
    roles: dict[tuple[int, str], tuple[Draft | None, str | None]] = {}
    for at in range(0, len(homes), 500):
        rows = Member.select(Member.id, Member.household, Member.relation, Member.sex).where(
            Member.household.in_(homes[at : at + 500]),
            Member.relation.in_((HEAD, SPOUSE)),
            (Member.state != LEFT) | Member.state.is_null(),
        )
        for id, home, relation, sex in rows.tuples():
            if id not in mine:
                roles[home, relation] = (None, sex)
    for draft in drafts:
        home, relation = draft.values["household"], draft.values["relation"]
        if home is None or relation not in (HEAD, SPOUSE) or draft.values["state"] == LEFT:
            continue
        if (home, relation) in roles:
            draft.error("这一户已经有户主了" if relation == HEAD else "这一户已经有配偶了", "relation")
        else:
            roles[home, relation] = (draft, draft.values["sex"])
    for (home, relation), (mine_too, sex) in roles.items():
        other = roles.get((home, HEAD if relation == SPOUSE else SPOUSE))
        if mine_too is not None and other and sex and other[1] == sex and (relation == SPOUSE or other[0] is None):
            mine_too.error("配偶与户主性别相同", "sex")


LEDGER = register(
    Ledger(
        Member,
        "家庭成员",
        master="household",
        order=20,
        counter="人",
        keys=(("id_no",), ("name", "birth", "village"), ("household", "name")),
        columns=(
            "village",
            "household",
            "name",
            "relation",
            "sex",
            "id_no",
            "birth",
            "age",
            "nation",
            "health",
            "labour",
            "phone",
            "state",
        ),
        sort=("village.seq", "household.hh_no", "household", "seq"),
        search=("name", "initials", "id_no", "phone", "village"),
        filters=("village", "relation", "sex", "age", "health", "labour", "state"),
        synonyms=("成员", "家庭成员", "人员信息", "花名册", "脱贫人口", "参保名单"),
        hint="在农户的表单里登记家庭成员，这里是全乡镇的花名册。",
    )
)
