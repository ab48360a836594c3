"""公示 and 公告 as documents to be hung up (R26): of projects and money (§9.9), and of households watched (§3.4)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from models import query, settings
from models.codes import code_list
from models.query import Selection
from models.reports import wording
from models.reports.notice import notice
from models.reports.paper import PaperColumn, PaperTable
from models.reports.places import VILLAGE
from models.reports.returns.base import Paragraph, ReturnLetter, Scope, report
from models.reports.returns.period import MONTH

OBJECTIONS = "01"
LIBRARY, PLAN = "01", "02"
VILLAGE_LEVEL = "03"
SUPERVISION = "12317"
STEPS = {"05": "enter", "08": "entered", "24": "leave", "26": "left"}
"""Steps of an episode that are made public, as notice.py calls them."""
_PROJECT = (("name", 22), ("places", 12), ("content", 26), ("investment", 10), ("unit_impl", 14), ("benefit_hh", 8))


@report(
    "R26",
    "public_notices",
    "公示公告",
    MONTH,
    ("notice", "project", "episode", "episode_step"),
    "有公示、公告时张贴；可存成 Word 再改",
)
def public_notices(scope: Scope) -> Sequence[ReturnLetter]:
    """A document for each notice that begins in the month: of projects in their order, then of households."""
    found = [*_of_projects(scope), *_of_households(scope)]
    return found or [ReturnLetter((Paragraph(("这个月没有登记公示、公告。",)),), "公示公告")]


def _of_projects(scope: Scope) -> Iterator[ReturnLetter]:
    chosen = scope.here(scope.during(Selection("notice", order=("first",)), "first"))
    paths = ("kind", "subject", "level", "village", "title", "place", "first", "last", "project")
    for _, (kind, subject, level, village, title, place, first, last, project) in query.each(chosen, paths, raw=True):
        called = code_list("notice_kind").label(kind)
        name = title if title.endswith(called) else f"{title}{called}"
        signer = str(settings.reporter.get())
        if level == VILLAGE_LEVEL and village in scope.villages:
            signer = f"{scope.villages[village].removesuffix('村')}村民委员会"
        lines = [f"按照公告公示制度，现将{title.removesuffix(called)}予以{called}。"]
        if kind == OBJECTIONS:
            lines += _objections(first, last, signer)
        if place:
            lines.append(f"{called}地点：{place}。")
        lines.append(f"监督举报电话：{SUPERVISION}。")
        tables = _projects(int(first[:4]), subject, village, project)
        day = wording.long_date(first) if len(first) == 10 else first
        yield ReturnLetter(tuple(Paragraph((text,)) for text in lines), name, tables, signer, day)


def _objections(first: str, last: str | None, to: str) -> list[str]:
    phone = str(settings.phone.get() or "") or "____________________"
    until, days = "", ""
    if last and len(first) == len(last) == 10:
        count = (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days + 1
        until, days = f"至{wording.long_date(last)}", f"，共{count}天"
    begin = wording.long_date(first) if len(first) == 10 else first
    return [
        f"公示时间：{begin}{until or '起'}{days}。",
        f"公示期间如有异议，请以书面或口头形式向{to}反映，电话{phone}。",
    ]


def _projects(year: int, subject: str, village: int | None, project: int | None) -> tuple[PaperTable, ...]:
    """The project of the notice; for a library or a plan those of its year, in the village if it names one."""
    if project is not None:
        ids: Sequence[int] = [project]
    elif subject in (LIBRARY, PLAN):
        chosen = Selection("project", order=("name",)).where("year", "=", year)
        ids = list(query.ids(chosen if village is None else chosen.where(VILLAGE, "in", [village])))
    else:
        ids = []
    if not ids:
        return ()
    from models.ledger import ledger

    of = ledger("project")
    texts = query.texts("project", [path for path, _ in _PROJECT], ids)
    columns = tuple(PaperColumn(of.column(path).title, width, of.column(path).kind.align) for path, width in _PROJECT)
    return (PaperTable("项目情况", columns, [texts[id] for id in ids], unit_text="单位：万元、户"),)


def _of_households(scope: Scope) -> Iterator[ReturnLetter]:
    """One document per kind, village and day."""
    chosen = scope.during(Selection("episode_step", order=("date",)), "date").where("step", "in", list(STEPS))
    chosen = scope.here(chosen, "episode.household.village")
    batches: dict[tuple[str, str, Any], list[int]] = {}
    paths = ("date", "step", "episode.household.village", "episode")
    for _, (day, step, village, episode) in query.each(chosen, paths, raw=True):
        batches.setdefault((day, step, village), []).append(episode)
    for (_, step, village), episodes in batches.items():
        table = notice(list(dict.fromkeys(episodes)), STEPS[step])
        inner = PaperTable("名单", table.columns, table.rows, table.total)
        title = f"{scope.villages.get(village, '')}{table.title.removeprefix(wording.township())}"
        # On a wall the list comes first; in a letter it follows the text.
        lines = tuple(Paragraph((text.replace("以上", "以下", 1),)) for text in table.notes)
        yield ReturnLetter(lines, title, (inner,), table.reporter, table.date_text)
