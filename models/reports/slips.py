"""走访单: what is due, on paper for the way: one table per village, numbered lines, room to write by hand.

The number of a line is that of the household itself, so that a result can be keyed back weeks later, whatever has
changed in the meantime.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from models import clock, query, settings
from models.codes import code_list
from models.query import Selection
from models.reports import wording
from models.reports.lists import SAMPLE_MARK
from models.reports.paper import PaperColumn, PaperSettings, PaperTable
from models.rules.todos import Todo

ROW_MM = 16.0
SIGNED = ("走访人", "走访日期")
NOTE = "说明：走访后按“编号”把结果录入“监测帮扶 › 录入走访”。编号就是这一户在台账里的号，不会变。"
LEFT = "03"
PART = 500


class Home(NamedTuple):
    """A household as a slip names it."""

    village: int | None
    group: str
    head: str
    phone: str
    family: str


def homes(ids: Iterable[int]) -> dict[int, Home]:
    """{household: how a slip names it}, with its members in one line."""
    wanted = sorted(set(ids))
    plain = query.rows("household", ("village", "group", "head", "phone"), wanted, raw=True)
    families: dict[int, list[tuple[str, str]]] = {}
    relation = code_list("relation")
    for at in range(0, len(wanted), PART):
        chosen = Selection("member", order=("seq", "relation")).where("household", "in", wanted[at : at + PART])
        for _, (home, name, code, state) in query.each(chosen, ("household", "name", "relation", "state"), raw=True):
            if state != LEFT:
                families.setdefault(home, []).append((name or "未填姓名", relation.label(code) if code else ""))
    return {
        id: Home(village, group or "", head or "未填户主", phone or "", _family(families.get(id, [])))
        for id, (village, group, head, phone) in plain.items()
    }


def _family(members: Sequence[tuple[str, str]]) -> str:
    if not members:
        return ""
    return f"{len(members)}人：" + "、".join(
        name if relation in ("", "户主") else f"{name}（{relation}）" for name, relation in members
    )


def visit_slips(found: Sequence[Todo], person: str = "") -> list[PaperTable]:
    """One table per village in official order; what concerns no household stands below the households."""
    known = homes(one.household for one in found if one.household is not None)
    names = wording.villages()
    places = [*names, *([None] if any(one.village not in names for one in found) else [])]
    tables = []
    for place in places:
        mine = [one for one in found if (one.village if one.village in names else None) == place]
        if mine:
            tables.append(_table(mine, known, names.get(place or 0, "未填村"), person))
    return tables


def _table(mine: Sequence[Todo], known: dict[int, Home], village: str, person: str) -> PaperTable:
    by_home: dict[int, list[Todo]] = {}
    for one in mine:
        if one.household is not None and one.household in known:
            by_home.setdefault(one.household, []).append(one)
    ordered = sorted(by_home, key=lambda id: (_group_order(known[id].group), known[id].head, id))
    rows = [
        [str(id), known[id].group, known[id].head, known[id].family, known[id].phone, _what(by_home[id]), ""]
        for id in ordered
    ]
    rows += [["", "", "—", one.person, "", _what([one]), ""] for one in mine if one.household not in by_home]
    said = [f"共{len(by_home)}户"] + ([f"责任人：{person}"] if person else [])
    return PaperTable(
        title=f"{wording.township()}{village}走访单",
        columns=(
            PaperColumn("编号", 5, "center"),
            PaperColumn("组", 6),
            PaperColumn("户主", 7),
            PaperColumn("家庭成员", 20),
            PaperColumn("电话", 11),
            PaperColumn("要办的事", 30),
            PaperColumn("走访情况（手写）", 34),
        ),
        rows=rows,
        subtitle=f"（{'；'.join(said)}）",
        reporter=str(settings.reporter.get()),
        date_text=wording.long_date(clock.today_text()),
        serial=False,
        notes=(NOTE,),
    )


def _group_order(name: str) -> tuple[int, str]:
    """一组 before 二组 before 十组, whatever the order of the characters."""
    digits = {char: at for at, char in enumerate("一二三四五六七八九", 1)}
    number = 0
    for char in name:
        if char in digits:
            number += digits[char]
        elif char == "十":
            number = (number or 1) * 10
        elif char.isdecimal():
            number = number * 10 + int(char)
    return number, name


def _what(todos: Sequence[Todo]) -> str:
    return "\n".join(f"□ {one.text}" for one in todos)


def slip_settings() -> PaperSettings:
    """Landscape, tall rows, who went and when to be written."""
    return PaperSettings(
        landscape=True, min_row_mm=ROW_MM, footer=SIGNED, watermark=SAMPLE_MARK if settings.sample.get() else ""
    )
