"""一户一策帮扶计划表 (R04, domain.md §3.5, §14): one household on one form, with signatures."""

from __future__ import annotations

from typing import Any

from models import clock, query
from models.codes import code_list
from models.ledger import ledger
from models.query import Selection
from models.record import Values, load
from models.reports import wording
from models.reports.paper import PaperCard, PaperColumn, PaperTable
from models.rules import measures as rules

TITLE = "“一户一策”帮扶计划表"
SIGNATURES = ("农户签字", "帮扶责任人签字", "村（盖章）", "乡镇（盖章）", "日期")
ABLE = ("01", "02")
PRIVATE = ("证件号码", "家庭住址", "联系电话", "致贫返贫风险", "其他备注", "上年度人均纯收入")
"""Boxes that a public copy has not."""


def plan_card(household: int, public: bool = False) -> PaperCard:
    """The form of a household: of its open episode, else of its last one. Raises LookupError when it is gone.

    ``public``: without numbers, phones, address, health and what made the household fall back (domain.md §16.5).
    """
    home = load(ledger("household"), [household]).get(household)
    if home is None:
        raise LookupError("这一户已不在台账里")
    matrix = rules.matrix(household=household)
    episode = load(ledger("episode"), [matrix.episode]).get(matrix.episode, {}) if matrix.episode else {}
    plan = current_plan(household, matrix.episode)
    members = _members(household)
    sections = [
        ("基本情况", _basics(household, home, members)),
        ("监测情况", _watch(episode)),
        ("帮扶责任人", _helper(home)),
        ("计划", _plan(plan)),
    ]
    if public:
        sections = [(title, tuple(pair for pair in pairs if pair[0] not in PRIVATE)) for title, pairs in sections]
        members = []
    number = home["local_no"] or home["hh_no"]
    made_on = plan.get("made_on") or ""
    return PaperCard(
        TITLE,
        subtitle=f"编号：{number}" if number else "",
        reporter=wording.township(),
        date_text=f"制定日期：{wording.long_date(made_on) if len(made_on) == 10 else made_on}",
        sections=tuple((title, pairs) for title, pairs in sections if pairs),
        tables=tuple(table for table in (_people(members), _measures(matrix)) if table is not None),
        signatures=SIGNATURES,
    )  # fmt: skip


def current_plan(household: int, episode: int | None) -> Values:
    """The plan of the episode, else the last one of the household; {} when there is none. Holds its ``id``."""
    ids = query.ids(Selection("assist_plan", order=("made_on",)).where("household", "in", [household]))
    stored = load(ledger("assist_plan"), ids)
    mine = [id for id in ids if episode is not None and stored[id]["episode"] == episode]
    loose = [id for id in ids if stored[id]["episode"] is None]
    chosen = mine or loose or ([] if episode is not None else list(ids))
    return {**stored[chosen[-1]], "id": chosen[-1]} if chosen else {}


def _members(household: int) -> list[Values]:
    chosen = Selection("member", order=("seq",)).where("household", "in", [household]).where("state", "not in", ["03"])
    ids = query.ids(chosen)
    ages = query.rows("member", ("age",), ids) if ids else {}
    stored = load(ledger("member"), ids)
    return [{**stored[id], "age": ages[id][0]} for id in ids]


def _said(ledger_name: str, values: Values, *names: str) -> list[tuple[str, str]]:
    fields = ledger(ledger_name).fields
    return [
        (fields[name].label, fields[name].kind.to_text(values[name]) + (fields[name].unit or ""))
        for name in names
        if values.get(name) not in (None, "")
    ]


def _basics(id: int, home: Values, members: list[Values]) -> tuple[tuple[str, str], ...]:
    head = next((one for one in members if one["relation"] == "01"), {})
    place = query.texts("household", ("village", "group"), [id])[id]
    sex = code_list("sex").label(head["sex"]) if head.get("sex") else ""
    labour = sum(one["labour"] in ABLE for one in members)
    pairs = [
        ("户主姓名", home["head"] or ""),
        ("性别", sex),
        ("证件号码", home["head_id_no"] or ""),
        ("家庭住址", home["address"] or "".join(place)),
        ("联系电话", home["phone"] or ""),
        ("家庭人口", f"{len(members) or home['members_now'] or 0}人"),
        ("其中劳动力", f"{labour}人" if members else ""),
        *_said("household", home, "hh_type"),
    ]
    return tuple(pairs)


def _watch(episode: Values) -> tuple[tuple[str, str], ...]:
    if not episode:
        return ()
    pairs = _said("episode", episode, "category", "recognised_on", "risks", "other_remark")
    last = _income(episode["household"])
    return (*pairs, ("上年度人均纯收入", last)) if last else tuple(pairs)


def _income(household: int) -> str:
    year = clock.today().year - 1
    chosen = (
        Selection("income_sheet").where("household", "in", [household]).where("year", "=", year)
    ).where("kind", "in", ["01"])  # fmt: skip
    found = [row[0] for _, row in query.each(chosen, ("net_pc",), raw=True)]
    return (
        f"{ledger('income_sheet').fields['net_pc'].kind.to_text(found[0])}元" if found and found[0] is not None else ""
    )


def _helper(home: Values) -> tuple[tuple[str, str], ...]:
    one: Any = load(ledger("helper"), [home["helper"]]).get(home["helper"], {}) if home["helper"] else {}
    return (
        ("帮扶责任人", one.get("name") or ""),
        ("联系电话", one.get("phone") or ""),
        ("单位及职务", " ".join(part for part in (one.get("org"), one.get("post")) if part)),
    )


def _plan(plan: Values) -> tuple[tuple[str, str], ...]:
    return (("帮扶目标", plan.get("goal") or ""), ("制定人", plan.get("author") or ""))


def _people(members: list[Values]) -> PaperTable | None:
    if not members:
        return None
    fields = ledger("member").fields

    def said(one: Values, name: str) -> str:
        return fields[name].kind.to_text(one[name]) if one[name] not in (None, "") else ""

    columns = (
        PaperColumn("姓名", 8), PaperColumn("与户主关系", 8), PaperColumn("年龄", 4, "center"),
        PaperColumn("健康状况", 10), PaperColumn("劳动能力", 12), PaperColumn("就学或务工", 14),
    )  # fmt: skip
    rows = [
        [
            one["name"] or "", said(one, "relation"), "" if one["age"] is None else str(one["age"]),
            said(one, "health"), said(one, "labour"), said(one, "school_state") or (one["work_place"] or ""),
        ]
        for one in members
    ]  # fmt: skip
    return PaperTable("家庭成员", columns, rows)


def _measures(matrix: rules.Matrix) -> PaperTable:
    of = ledger("measure")
    names = (
        ("group", 9), ("content", 20), ("responsible_unit", 12), ("responsible_person", 7), ("planned_end", 9),
        ("expected_gain", 8), ("status", 7),
    )  # fmt: skip
    columns = tuple(PaperColumn(of.column(name).title, width, of.column(name).kind.align) for name, width in names)
    rows = []
    for one in matrix.items:
        values = one.values
        texts = [of.fields[n].kind.to_text(values[n]) if values[n] not in (None, "") else "" for n, _ in names]
        if not texts[1] and values["kind"]:
            texts[1] = code_list("measure_kind").label(values["kind"])
        if values["done_on"]:
            texts[-1] = f"{texts[-1]} {values['done_on']}".strip()
        rows.append(texts)
    return PaperTable("帮扶措施", columns, rows or [[""] * len(names)] * 3, serial=bool(rows))
