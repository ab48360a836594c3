"""结对帮扶 (domain.md §4.5): who helps which household, from when to when; no gap, no overlap, one pair at present."""

from __future__ import annotations

import calendar
import datetime
import itertools
from collections.abc import Iterator, Sequence

from models.fields import DateField, LinkField, TextField
from models.kinds import Problem
from models.ledger import Ledger, register
from models.ledgers.households.household import Household
from models.ledgers.monitoring.helper import Helper
from models.record import Draft, Record, Values

Span = tuple[datetime.date, datetime.date]


class HelpPair(Record):
    """One household with one helper for one period; without an end it goes on."""

    household = LinkField(Household, "农户", required=True, shown=True, cascade=True)
    helper = LinkField(Helper, "帮扶责任人", required=True, shown=True, create=True)
    start = DateField("帮扶开始时间", shown=True, synonyms=("结对时间", "帮扶开始日期", "结对日期"))
    end = DateField("帮扶结束时间", shown=True, synonyms=("帮扶结束日期",), help="还在帮扶的不填")
    remark = TextField("结对备注", long=True, synonyms=("调整原因",))

    class Meta:
        """Storage."""

        table_name = "help_pair"

    @classmethod
    def check(cls, values: Values) -> Iterator[Problem]:
        """The end is not before the start."""
        if values["start"] and values["end"] and span(values["start"], values["end"])[1] < span(values["start"])[0]:
            yield Problem("帮扶结束时间早于开始时间", "end")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """The periods of one household, stored and new ones together, follow each other."""
        homes = sorted({d.values["household"] for d in drafts if d.values["household"] is not None})
        mine = {d.id for d in drafts if d.id is not None}
        found: dict[int, list[tuple[Span, Draft | None]]] = {}
        for at in range(0, len(homes), 500):
            query = HelpPair.select(HelpPair.id, HelpPair.household, HelpPair.start, HelpPair.end)
            for id, home, start, end in query.where(HelpPair.household.in_(homes[at : at + 500])).tuples():
                if id not in mine:
                    found.setdefault(home, []).append((span(start, end), None))
        for draft in drafts:
            home = draft.values["household"]
            if home is not None:
                found.setdefault(home, []).append((span(draft.values["start"], draft.values["end"]), draft))
        for periods in found.values():
            _in_a_row(sorted(periods, key=lambda one: one[0]))


def span(start: str | None, end: str | None = None) -> Span:
    """First and last day of a period whose dates may lack the day or be blank."""
    first = datetime.date.fromisoformat((start + "-01-01"[len(start) - 4 :])[:10]) if start else datetime.date.min
    if not end:
        return first, datetime.date.max
    year, month, day = (*map(int, end.split("-")), 0, 0)[:3]
    month = month or 12
    return first, datetime.date(year, month, day or calendar.monthrange(year, month)[1])


def _in_a_row(periods: list[tuple[Span, Draft | None]]) -> None:
    """Tell the draft of two neighbouring periods, the later one if both are, what is wrong between them."""
    for ((_, end), one), ((start, later_end), other) in itertools.pairwise(periods):
        draft = other or one
        if draft is None:
            continue
        if end == datetime.date.max and later_end == datetime.date.max:
            draft.error("这一户已有在帮扶的责任人，请先填上一条的帮扶结束时间", "end")
        elif start < end:
            until = "现在" if end == datetime.date.max else end.isoformat()
            since = "" if start == datetime.date.min else start.isoformat()
            draft.error(f"与另一段结对重叠：{since}至{until}", "start" if draft is other else "end")
        elif (start - end).days > 1:
            gap = f"{end + datetime.timedelta(1)} 至 {start - datetime.timedelta(1)}"
            draft.warn(f"{gap} 没有帮扶责任人，请核对", "start" if draft is other else "end")


LEDGER = register(
    Ledger(
        HelpPair,
        "结对帮扶",
        display="helper",
        master="household",
        order=62,
        counter="条",
        keys=(("household", "helper", "start"), ("household", "helper")),
        columns=("household.village", "household", "helper", "helper.org", "helper.phone", "start", "end"),
        sort=("household.village.seq", "household", "start"),
        search=("household", "helper"),
        filters=("household.village", "helper", "start", "end"),
        synonyms=("结对帮扶", "结对", "帮扶责任人结对", "帮扶责任落实"),
        hint="一户在一个时期只有一位帮扶责任人；换人时先填上一位的结束时间，再登记新的一条。",
    )
)
