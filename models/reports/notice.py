"""公示 and 公告 of episodes: the list that hangs in the village, without number, phone or illness (domain.md §16.5)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from models import clock, query, settings
from models.codes import reword
from models.ledger import ledger
from models.record import load
from models.reports import wording
from models.reports.paper import PaperColumn, PaperTable
from models.rules.monitoring.advance import publicity_end, steps_of, village_of

_PATHS = ("household.village", "household.group", "household", "household.members_now", "category")
_COLUMNS = (
    PaperColumn("行政村", 14),
    PaperColumn("村民小组", 12),
    PaperColumn("户主姓名", 12),
    PaperColumn("家庭人口（人）", 12, "right"),
    PaperColumn("类别", 18),
)


@dataclass(frozen=True)
class _Kind:
    """One kind of notice: its title, the step it belongs to, and what it says under the list."""

    title: str
    step: str
    text: str


_KINDS = {
    "enter": _Kind("拟纳入监测对象公示", "05", "经农户申请、入户核实、信息比对和民主评议，拟将以上农户纳入监测对象。"),
    "entered": _Kind("纳入监测对象公告", "08", "经乡镇审核、县级审定，以上农户纳入监测对象。"),
    "leave": _Kind("监测对象拟消除风险公示", "24", "经入户核实和民主评议，拟对以上监测对象标注风险消除。"),
    "left": _Kind("监测对象风险消除公告", "26", "经乡镇审核、县级审定，以上监测对象标注风险消除。"),
}


def kind_of(state: str | None) -> str:
    """Which notice an episode in this state is due, by the step that comes next or was done last."""
    code = state or ""
    if code in ("21", "22", "23", "24", "25"):
        return "leave"
    return "left" if code == "30" else "entered" if code in ("07", "08", "09", "10", "11") else "enter"


def notice(ids: Sequence[int], kind: str = "") -> PaperTable:
    """The notice of these episodes; ``kind`` enter, entered, leave or left, else by the first one's state."""
    stored = load(ledger("episode"), ids)
    first = stored[ids[0]]
    said = _KINDS[kind or kind_of(first["state"])]
    done = {row["step"]: row for row in steps_of(ids[0])}
    row = done.get(said.step)
    day = row["date"] if row else clock.today_text()
    texts = query.texts("episode", _PATHS, ids)
    people = sum(int(number) for number in (texts[id][3].replace(",", "") for id in ids) if number)
    return PaperTable(
        title=reword(f"{wording.township()}{said.title}", day),
        columns=_COLUMNS,
        rows=[texts[id] for id in ids],
        total=["", "", f"{len(ids)} 户", str(people), ""],
        reporter=str(settings.reporter.get()),
        date_text=wording.long_date(day),
        notes=(reword(said.text, day), *_period(said, row, day, village_of(first))),
    )


def _period(said: _Kind, row: dict[str, str] | None, day: str, village: int | None) -> tuple[str, ...]:
    if said.step not in ("05", "24"):
        return ()
    end = (row or {}).get("until") or publicity_end(day, village)
    days = (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(day)).days + 1
    phone = str(settings.phone.get() or "")
    to = f"，电话 {phone}" if phone else "，电话 ____________________"
    return (
        f"公示时间：{wording.long_date(day)}至{wording.long_date(end)}，共 {days} 天。",
        f"如有异议，请在公示期内向村民委员会或{wording.township()}人民政府反映{to}。",
    )
