"""What national tables ask of a person, and what must hold of one and of a household's people (domain.md §4.2–4.4)."""

from collections.abc import Sequence
from typing import Any

from peewee import SQL, Case, fn

from models import clock, id_number
from models.checking import keyed, mine
from models.codes import code_list
from models.fields import (
    ChoiceField,
    ChoicesField,
    IntegerField,
    MoneyField,
    NameField,
    TextField,
    YearField,
    YesNoField,
)
from models.kinds import Problem
from models.record import Draft, Values

HEAD, SPOUSE, LEFT = "01", "02", "03"
_SEX_OF = {code.code: code.extra.get("sex") for code in code_list("relation").codes}


def schooling(group: str) -> dict[str, Any]:
    """School and language."""
    return {
        "education": ChoiceField("文化程度", "education", group=group, help="在校生不填", synonyms=("学历",)),
        "school_state": ChoiceField(
            "在校生状况", "school_state", group=group, help="不在校的不填", synonyms=("在校状况",)
        ),
        "school_name": NameField("就读学校", group=group),
        "dropout_reason": ChoiceField(
            "失学或辍学原因", "dropout_reason", group=group, personal=True, synonyms=("义务教育阶段未上学原因",)
        ),
        "mandarin": YesNoField("是否会讲普通话", group=group),
    }


def health(group: str) -> dict[str, Any]:
    """Health, disability and labour; most of it is in no public list."""
    return {
        "health": ChoicesField(
            "健康状况",
            "health",
            ordered=True,
            shown=True,
            group=group,
            synonyms=("健康情况", "身体状况"),
            personal=True,
        ),
        "disability_type": ChoiceField("残疾类别", "disability_type", group=group, personal=True),
        "disability_level": ChoiceField("残疾等级", "disability_level", group=group, personal=True),
        "disability_cert_year": YearField("残疾证办证年度", group=group, personal=True),
        "serious_disease": TextField("大病病种", group=group, personal=True),
        "chronic_disease": TextField("慢性病病种", group=group, personal=True),
        "labour": ChoiceField(
            "劳动技能", "labour", shown=True, group=group, width=19, synonyms=("劳动能力", "劳动力状况", "劳动力")
        ),
    }


def insurance(group: str) -> dict[str, Any]:
    """Insurance and public support, after the two that 是否参保 follows from."""
    return {
        "med_reason": TextField("未参保原因", group=group, personal=True),
        "med_serious": YesNoField("是否参加大病保险", group=group),
        "med_commercial": YesNoField("是否参加商业补充医疗保险", group=group),
        "med_aid": YesNoField("是否接受医疗救助", group=group, personal=True),
        "other_health_help": YesNoField("是否接受其他健康帮扶", group=group, personal=True),
        "accident_ins": YesNoField("是否享受人身意外保险补贴", group=group),
        "pension_resident": YesNoField("是否参加城乡居民基本养老保险", group=group),
        "pension_worker": YesNoField("是否参加城镇职工基本养老保险", group=group),
        "dibao": ChoiceField("享受低保政策情况", "dibao", group=group, synonyms=("是否低保户", "是否低保", "低保情况")),
        "tekun": ChoiceField("享受特困供养政策情况", "tekun", group=group, synonyms=("是否特困", "特困情况")),
        "orphan": YesNoField("是否事实无人抚养儿童", group=group),
    }


def work(group: str) -> dict[str, Any]:
    """Where somebody works, as the national table asks it of each member."""
    return {
        "work_place": TextField("务工所在地", group=group, synonyms=("务工地点", "务工地")),
        "work_months": IntegerField(
            "务工时间",
            unit="月",
            high=12,
            total=False,
            group=group,
            synonyms=("务工时间（月）", "务工月数", "务工时间(月)"),
        ),
        "employer": NameField("务工企业名称", group=group, synonyms=("务工单位", "务工企业")),
        "abroad": YesNoField("是否国外务工", group=group),
        "channel": ChoiceField("就业渠道", "employment_channel", group=group),
        "monthly_wage": MoneyField("务工月收入", total=False, group=group, synonyms=("月工资", "月收入")),
        "post_type": ChoicesField("公益性岗位", "post_type", group=group),
        "post_months": IntegerField(
            "公益性岗位月数",
            unit="月",
            high=12,
            total=False,
            group=group,
            synonyms=("公益性岗位（月数）", "公益性岗位(月数)"),
        ),
        "grad_unemployed_reason": ChoiceField("大专或本科毕业生未就业原因", "grad_unemployed_reason", group=group),
    }


def age(model: Any) -> Any:
    """SQL for full years today, from the first ten characters of an ISO date."""
    today = clock.today()
    passed = Case(None, ((fn.SUBSTR(model.birth, 6, 5) > today.strftime("%m-%d"), 1),), 0)
    return SQL(str(today.year)) - fn.SUBSTR(model.birth, 1, 4).cast("INTEGER") - passed


def insured(model: Any) -> Any:
    """SQL for being in the residents' or the workers' insurance; blank when neither is filled (domain.md §7.2)."""
    either = (model.med_resident == True) | (model.med_worker == True)  # noqa: E712
    return Case(None, ((either, True), (model.med_resident.is_null() & model.med_worker.is_null(), None)), False)


def complete_by_number(values: Values) -> None:
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


def number_problems(values: Values) -> list[Problem]:
    """Birth date, sex and relation against the number and each other."""
    found: list[Problem] = []
    number, birth, sex = values["id_no"], values["birth"], values["sex"]
    if number is None:
        found.append(Problem("证件号码没有填", "id_no", "warn"))
    elif not number.startswith("999999"):
        if birth and not id_number.is_born(number, birth):
            text = f"出生日期 {birth} 与证件号码里的 {id_number.birth_of(number)} 不一致"
            found.append(Problem(text, "birth"))
        if sex and sex != (id_number.sex_of(number) or sex):
            found.append(Problem("性别与证件号码第 17 位不一致", "sex"))
    wanted = _SEX_OF.get(values["relation"])
    if wanted in ("M", "F") and sex and sex != ("1" if wanted == "M" else "2"):
        said = code_list("relation").label(values["relation"]), code_list("sex").label(sex)
        found.append(Problem(f"与户主关系是“{said[0]}”，性别却是{said[1]}", "sex"))
    return found


def odd_pairs(values: Values) -> list[Problem]:
    """What excludes each other, and what is told only together."""
    found: list[Problem] = []
    if values["education"] and values["school_state"]:
        found.append(Problem("文化程度与在校生状况只能填一项", "education", "warn"))
    health = values["health"]
    if health and "," in health and "01" in health.split(","):
        found.append(Problem("健康状况不能同时是“健康”和其他", "health"))
    if values["med_resident"] and values["med_worker"]:
        found.append(Problem("居民医保和职工医保不能同时参加", "med_worker", "warn"))
    if values["med_aid"] and values["med_resident"] is False and values["med_worker"] is False:
        found.append(Problem("没有参保，却接受了医疗救助", "med_aid", "warn"))
    if (not values["post_type"]) != (not values["post_months"]):
        found.append(Problem("公益性岗位和月数要一起填", "post_months", "warn"))
    if (not values["work_place"]) != (not values["work_months"]):
        found.append(Problem("务工所在地和务工时间要一起填", "work_months", "warn"))
    return found


def one_number(drafts: Sequence[Draft]) -> None:
    """证件号码 once among active people."""
    from models.query import find

    active = [d for d in drafts if d.values["state"] != LEFT]
    if not active:
        return
    of, own = drafts[0].ledger, mine(drafts)
    taken = find(of, ("id_no",), [(d.values["id_no"],) for d in active])
    left = _left(of.model, [id for ids in taken.values() for id in ids])
    seen: dict[Any, Draft] = {}
    for draft in active:
        number = draft.values["id_no"]
        if not number:
            continue
        if taken and any(id not in own and id not in left for id in taken.get((number,), ())):
            draft.error("这个证件号码已经登记在另一名在册人员名下", "id_no")
        elif seen.setdefault(number, draft) is not draft:
            draft.error("这个证件号码在本次里重复出现", "id_no")


def _left(model: Any, ids: Sequence[int]) -> set[int]:
    return {id for (id,) in keyed(model, model.id, ids, where=model.state == LEFT)}


def one_head(drafts: Sequence[Draft]) -> None:
    """One 户主, one 配偶 of the other sex per household (domain.md §4.3)."""
    homes = {d.values["household"] for d in drafts} - {None}
    roles: dict[tuple[int, str], tuple[Draft | None, str | None]] = {}
    if homes:
        model, own = drafts[0].ledger.model, mine(drafts)
        heads = model.relation.in_((HEAD, SPOUSE)) & ((model.state != LEFT) | model.state.is_null())
        for home, id, relation, sex in keyed(
            model, model.household, homes, model.id, model.relation, model.sex, where=heads
        ):
            if id not in own:
                roles[home, relation] = (None, sex)
    for draft in drafts:
        home, relation = draft.values["household"], draft.values["relation"]
        if home is None or relation not in (HEAD, SPOUSE) or draft.values["state"] == LEFT:
            continue
        if (home, relation) in roles:
            draft.error("这一户已经有户主了" if relation == HEAD else "这一户已经有配偶了", "relation")
        else:
            roles[home, relation] = (draft, draft.values["sex"])
    for (home, relation), (new, sex) in roles.items():
        other = roles.get((home, HEAD if relation == SPOUSE else SPOUSE))
        if new is not None and other and sex and other[1] == sex and (relation == SPOUSE or other[0] is None):
            new.error("配偶与户主性别相同", "sex")
