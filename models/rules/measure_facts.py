"""Facts that a risk or a measure needs, and what contradicts them (domain.md §3.5, §17.5): told, never refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models import clock, query
from models.codes import code_list, norm
from models.ledger import ledger
from models.ledgers.monitoring._measures import DEVELOPMENT
from models.query import Selection
from models.record import Values, load
from models.rules import guarantees
from models.rules import measures as rules
from models.rules.measures import Matrix

RED, WARN = "red", "warn"
ILLNESS, SCHOOLING, DISABILITY, JOBLESS, NO_LABOUR, UNSAFE, UNSAFE_WATER = "01", "02", "03", "07", "08", "09", "10"
ABLE = ("01", "02")
_VOCATIONAL = {one.code for one in code_list("school_state").codes if one.extra.get("vocational")}
_STAGES = {one.code: one.extra.get("stage") for one in code_list("school_state").codes}
_AWAY, _TRAVEL, _DIBAO, _TEKUN, _DISABLED, _YULU = "4001", "4002", "4801", "4802", "4803", "4701"


@dataclass(frozen=True)
class Finding:
    """One sentence for the clerk: ``level`` red (needs a written explanation) or warn; ``rule`` where it comes from."""

    level: str
    text: str
    rule: str


@dataclass(frozen=True)
class Family:
    """What the rules ask about a household: itself, its active members, their present work, its four guarantees."""

    home: Values
    members: tuple[Values, ...]
    works: tuple[Values, ...]
    failed: frozenset[str]

    def some(self, *fields: str) -> bool:
        """Whether any member has one of these filled (or answered with yes)."""
        return any(one[name] for one in self.members for name in fields)

    @property
    def able(self) -> int:
        """Members with ordinary or skilled labour."""
        return sum(one["labour"] in ABLE for one in self.members)

    @property
    def known_labour(self) -> bool:
        """Whether labour is filled in for everybody."""
        return bool(self.members) and all(one["labour"] for one in self.members)


def family(household: int) -> Family:
    """Read it."""
    home = load(ledger("household"), [household])[household]
    people = load(ledger("member"), query.ids(Selection("member").where("household", "in", [household])))
    members = tuple(one for one in people.values() if one["state"] != "03")
    own = [id for id, one in people.items() if one["state"] != "03"]
    works = load(ledger("work_record"), query.ids(Selection("work_record").where("member", "in", own))) if own else {}
    today = clock.today_text()
    now = tuple(one for one in works.values() if one["working"] is not False and (one["end"] or today) >= today[:7])
    lamps = guarantees.state_of([household])[household]
    return Family(home, members, now, frozenset(one.dimension for one in lamps if one.colour == "red"))


def findings(one: Matrix, of: Family | None = None) -> list[Finding]:
    """Everything that does not fit in one household."""
    of = of or family(one.household)
    episode = load(ledger("episode"), [one.episode]).get(one.episode, {}) if one.episode is not None else {}
    found = list(_risks(one, of, episode))
    if one.episode is not None and rules.is_open(episode):
        found += _plan(one, of, episode)
    return [*found, *_measures(one, of, episode)]


def _risks(one: Matrix, of: Family, episode: Values) -> Iterator[Finding]:
    """Risk ↔ facts."""
    health = {code for member in of.members for code in (member["health"] or "").split(",")}
    if ILLNESS in one.risks:
        if of.members and not health & {"02", "03"}:
            yield Finding(RED, "风险有“因病”，家庭成员里没有人登记大病或长期慢性病", "5_15_015")
        if not episode.get("ident_self_paid"):
            yield Finding(WARN, "风险有“因病”，识别时合规自付支出没有填或是 0", "5_15_020")
    if SCHOOLING in one.risks and of.members and not _students(of):
        yield Finding(RED, "风险有“因学”，家庭成员里没有在校学生", "5_18_002")
    if DISABILITY in one.risks and of.members and not of.some("disability_level", "disability_cert_year"):
        yield Finding(RED, "风险有“因残”，家庭成员里没有人登记残疾证（残疾等级）", "2_11_001")
    if (
        UNSAFE in one.risks
        and of.home["unsafe_house"] is False
        and not of.home["unsafe_grade"]
        and "03" not in of.failed
    ):
        yield Finding(WARN, "风险有“因安全住房”，农户登记里住房是安全的", "5_18_004")
    if UNSAFE_WATER in one.risks and of.home["safe_water"] and "04" not in of.failed:
        yield Finding(WARN, "风险有“因安全饮水”，农户登记里饮水已安全", "5_18_006")
    if JOBLESS in one.risks:
        if of.known_labour and not any(member["labour"] in (*ABLE, "03") for member in of.members):
            yield Finding(RED, "风险有“因务工就业不稳”，家里没有劳动力", "2_11_006")
        if of.members and not _works(of):
            yield Finding(WARN, "风险有“因务工就业不稳”，没有任何务工登记", "5_15_013")
    if NO_LABOUR in one.risks and of.known_labour:
        if of.able == len(of.members):
            yield Finding(RED, "风险有“缺劳动力”，家里人人都有劳动力", "4_11_009")
        elif len(of.members) >= 4 and of.able * 2 > len(of.members):
            yield Finding(WARN, "风险有“缺劳动力”，四口以上的家里半数以上有劳动力", "5_11_029")
    if (of.home["safe_water"] is False or episode.get("ident_water")) and UNSAFE_WATER not in one.risks and one.risks:
        yield Finding(WARN, "饮水有困难，风险里没有“因安全饮水”", "4_11_006")
    if _uninsured(of) and one.risks and ILLNESS not in one.risks:
        yield Finding(WARN, "有成员没有参保，风险里没有“因病”，请核对", "4_11_007")


def _students(of: Family) -> list[Values]:
    return [one for one in of.members if _STAGES.get(one["school_state"]) not in (None, "preschool", "kindergarten")]


def _uninsured(of: Family) -> bool:
    return any(one["med_resident"] is False and not one["med_worker"] for one in of.members)


def _works(of: Family) -> bool:
    return bool(of.works) or of.some("work_place", "post_type", "abroad")


def _plan(one: Matrix, of: Family, episode: Values) -> Iterator[Finding]:
    """What §3.5 asks of an open episode."""
    today, day = clock.today_text(), episode["recognised_on"]
    counted = [item for item in one.items if item.counts]
    groups = {item.group for item in counted}
    since = rules.last_day(day) if day else ""
    if not counted and since and rules.add_months(since, norm("limit.no_measure_months")) < today:
        yield Finding(RED, f"识别（{day}）满 {norm('limit.no_measure_months')} 个月，一项措施也没有", "§3.5")
    months = norm("limit.no_development_months")
    if of.able and since and not groups & set(DEVELOPMENT) and rules.add_months(since, months) < today:
        yield Finding(RED, f"有劳动力，识别满 {months} 个月还没有开发式措施（产业、就业、金融、公益岗位）", "§3.5")
    if of.able and groups == {rules.SOCIAL}:
        yield Finding(WARN, "家里有劳动力，却只有综合保障一类措施", "§3.5")
    helped = any(member["dibao"] in ABLE or member["tekun"] in ABLE for member in of.members)
    idle = of.known_labour and not of.able and not any(member["labour"] == "03" for member in of.members)
    if idle and helped and not episode["no_labour_backstop"]:
        yield Finding(RED, "整户没有劳动力又享受低保或特困，要标为“整户无劳动能力兜底保障户”", "§3.5")
    if len(one.risks) > 1 and len(groups) == 1:
        yield Finding(WARN, f"有 {len(one.risks)} 项风险，措施只有一类：缺什么补什么", "§3.5")
    if any(m["dropout_reason"] for m in of.members) and rules.COMPULSORY not in groups:
        yield Finding(RED, "有孩子失学辍学，没有义务教育保障措施", "4_11_008")
    if _uninsured(of) and not groups & {rules.HEALTH, rules.SOCIETY}:
        yield Finding(RED, "有成员没有参保，没有健康帮扶或社会帮扶措施", "5_18_007")
    if rules.MOVE in groups and (day or "") >= "2021":
        yield Finding(WARN, "2021 年以来识别的户不再有搬迁措施，请核对", "§5")


def _measures(one: Matrix, of: Family, episode: Values) -> Iterator[Finding]:
    """Measure ↔ facts."""
    if not of.members:
        return
    counted = [item for item in one.items if item.counts]
    groups, kinds = {item.group for item in counted}, {item.values["kind"] for item in counted}
    if groups & {rules.JOB, rules.POST} and not _works(of):
        yield Finding(WARN, "有就业帮扶或公益岗位措施，家里却没有人在务工或在岗", "1111_2")
    outside = any((work["scope"] or "01") != "01" for work in of.works) or of.some("work_place", "abroad")
    if kinds & {_AWAY, _TRAVEL} and not outside:
        yield Finding(WARN, "有劳务输出或外出务工补贴，却没有人在县外务工", "1111_3")
    if _TRAVEL in kinds and of.works and not any(work["traffic_subsidy"] for work in of.works):
        yield Finding(WARN, "有外出务工补贴，务工监测里交通补助却是 0", "1111_3")
    for kind, name, entitled in (
        (_DIBAO, "低保", any(m["dibao"] in ABLE for m in of.members)),
        (_TEKUN, "特困供养", any(m["tekun"] in ABLE for m in of.members)),
        (_DISABLED, "残疾人补贴", any(m["disability_level"] in ("1", "2") for m in of.members)),
        (_YULU, "雨露计划", any(m["school_state"] in _VOCATIONAL for m in of.members)),
    ):
        if kind in kinds and not entitled:
            yield Finding(WARN, f"措施里有“{name}”，家庭成员里没有人够条件", _RULES[kind])
        if entitled and counted and kind not in kinds and one.episode is not None:
            yield Finding(WARN, f"家里有人够“{name}”的条件，措施里没有", _RULES[kind])


_RULES = {_DIBAO: "5_16_003", _TEKUN: "5_16_004", _DISABLED: "5_16_008", _YULU: "4_11_014"}
