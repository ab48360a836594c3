"""监测 of a household: in which state it is, its risks, what is done against each, who is responsible."""

from __future__ import annotations

from dataclasses import dataclass

from models import clock, query
from models.ledger import Ledger, ledgers
from models.query import Selection

NOT_MONITORED = "未纳入监测"


@dataclass(frozen=True)
class Measure:
    """One measure: its group and what it says; ``id`` the record behind it."""

    id: int
    group: str
    texts: tuple[str, ...]
    counts: bool


@dataclass(frozen=True)
class Risk:
    """One risk with the measures that answer it; ``hole`` when none does."""

    code: str
    title: str
    measures: tuple[Measure, ...]

    @property
    def hole(self) -> bool:
        """Nothing is done against it."""
        return not any(one.counts for one in self.measures)


@dataclass(frozen=True)
class Needs:
    """``state`` in one line; ``episode`` the open one with its ``risks``; ``others`` measures against none of them."""

    state: str
    episode: int | None = None
    risks: tuple[Risk, ...] = ()
    others: tuple[Measure, ...] = ()


def _has(name: str) -> Ledger | None:
    return next((one for one in ledgers() if one.name == name), None)


def read(household: int) -> Needs:
    """Nothing but 未纳入监测 for a household that never was."""
    measures = _measures(household)
    of = _has("episode")
    if of is None:
        return Needs("", others=measures)
    paths = ("category", "recognised_on", "state", "eliminated", "eliminated_on", "closed_on", "risks")
    ids = list(query.ids(Selection(of.name, order=("-episode_no",)).where("household", "in", [household])))
    if not ids:
        return Needs(NOT_MONITORED, others=measures)
    rows = query.rows(of.name, paths, ids, raw=True)
    from models.ledgers.monitoring._episode_rules import is_open

    show = {path: of.fields[path].kind.to_text for path in paths}
    values = {id: dict(zip(paths, rows[id], strict=True)) for id in ids}
    current = next((id for id in ids if is_open(values[id])), None)
    if current is None:
        last = values[ids[0]]
        ended = last["eliminated_on"] or last["closed_on"]
        word = "风险已消除" if last["eliminated"] else "已终止"
        return Needs(f"{word}（{show['eliminated_on'](ended)}）" if ended else word, None, (), measures)
    mine = values[current]
    since = f"，{show['recognised_on'](mine['recognised_on'])} 识别" if mine["recognised_on"] else ""
    step = f"（{show['state'](mine['state'])}）" if mine["state"] else ""
    state = f"{show['category'](mine['category']) if mine['category'] else '监测对象'}{since}{step}"
    codes = [code for code in str(mine["risks"] or "").split(",") if code]
    risks, others = _matched(codes, measures)
    return Needs(state, current, risks, others)


def shown(of: Ledger) -> list[str]:
    """The fields of a measure that are read."""
    return [path for path in ("group", "content", "responsible_person", "status", "done_on") if path in of.fields]


def _measures(household: int) -> tuple[Measure, ...]:
    of = _has("measure")
    if of is None:
        return ()
    paths = shown(of)
    ids = list(query.ids(Selection(of.name).where("household", "in", [household])))
    raw = query.rows(of.name, paths, ids, raw=True)
    texts = query.texts(of.name, paths, ids)
    stopped = "04"
    at = paths.index("status") if "status" in paths else -1
    return tuple(Measure(id, str(raw[id][0] or ""), tuple(texts[id]), at < 0 or raw[id][at] != stopped) for id in ids)


def _matched(codes: list[str], measures: tuple[Measure, ...]) -> tuple[tuple[Risk, ...], tuple[Measure, ...]]:
    from models.codes import code_list

    titles = code_list("risk")
    risks, used = [], set()
    for code in codes:
        groups = _answering(code)
        mine = tuple(one for one in measures if not groups or one.group in groups)
        used |= {one.id for one in mine}
        risks.append(Risk(code, titles.label(code), mine))
    return tuple(risks), tuple(one for one in measures if one.id not in used)


def _answering(code: str) -> tuple[str, ...]:
    """The groups of measures of which one answers a risk; empty: any does."""
    from models.rules import measures

    return measures.wanted(code)


def helper(household: int, masked: bool) -> list[tuple[str, str]]:
    """帮扶责任人 of today with unit and phone."""
    of = _has("help_pair")
    if of is None:
        return []
    paths = [path for path in ("helper", "helper.org", "helper.phone", "end") if _column(of, path)]
    chosen = Selection(of.name, order=("-start",)).where("household", "in", [household])
    ids = list(query.ids(chosen))
    rows = query.rows(of.name, paths, ids, raw=False)
    for id in ids:
        values = dict(zip(paths, rows[id], strict=True))
        if values.get("end") and str(values["end"]) < clock.today_text():
            continue
        phone = str(values.get("helper.phone") or "")
        if masked and phone:
            phone = of.column("helper.phone").kind.masked(phone)
        return [
            ("帮扶责任人", "　".join(str(part) for part in (values["helper"], values.get("helper.org"), phone) if part))
        ]
    return [("帮扶责任人", "没有")]


def _column(of: Ledger, path: str) -> bool:
    from models.ledger import WrongDefinition

    try:
        of.column(path)
    except WrongDefinition:
        return False
    return True
