"""The values of a form's sources for many records at once: a query per node, never one per record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models import id_number, query
from models.exchange.fill import sources
from models.exchange.fill.counts import Count, conditions, parse
from models.exchange.fill.counts import values as counted
from models.exchange.fill.scope import Scope, path_to
from models.exchange.fill.sources import (
    BASE,
    COUNT,
    DAY_STATE,
    EPISODE,
    FIRST,
    HEAD,
    INCOME,
    JOIN,
    NODES,
    PLAN,
    REST,
    SPREAD,
    WHETHER,
    Source,
)
from models.exchange.table import Header
from models.ledger import Ledger, ledger
from models.ledgers.projects.fund_line import STATED
from models.selection import Filter, Selection

_LEFT = "03"
_SUMMED = ("received", "paid")


class Values:
    """Reads for records of one ledger. ``at`` gives the stored value, ``owner`` the record it was read from."""

    def __init__(self, of: Ledger, ids: Sequence[int], scope: Scope) -> None:
        self.of, self.ids, self.scope = of, list(ids), scope
        self._homes: dict[int, Any] | None = None
        self._nodes: dict[tuple[str, str], dict[int, int]] = {}
        self._read: dict[Source, dict[int, Any]] = {}
        self._days: dict[int, dict[int, Any]] | None = None

    def at(self, source: Source, id: int) -> Any:
        """The stored value of a source for a record, None where there is none."""
        if source not in self._read:
            self._read[source] = self._values(source)
        return self._read[source].get(id)

    def owner(self, source: Source, id: int) -> tuple[str, int] | None:
        """(ledger, id) of the record that the value stands in."""
        if source.node == BASE:
            return self.of.name, id
        found = self._node(source).get(id)
        return (NODES[source.node], found) if found is not None else None

    # --- values -----------------------------------------------------------------------------------------------------

    def _values(self, source: Source) -> dict[int, Any]:
        if source.kind == COUNT:
            return self._counts(source)
        if source.kind == SPREAD:
            return self._spread(source)
        if source.kind == WHETHER:
            return self._whether(source)
        if source.kind == DAY_STATE:
            return self._day_states().get(int(source.code), {})
        of = sources.node_ledger(self.of, source.node)
        where = {id: id for id in self.ids} if source.node == BASE else self._node(source)
        if not where:
            return {}
        paths = [path for path in source.path.split(",") if path]
        last = source.path.rpartition(".")[2]
        if last == "age":
            return self._ages(of, source.path, where)
        if of.name == "project" and source.path in _SUMMED:
            rows = query.rows(of.name, _SUMMED, sorted(set(where.values())))
            # Nothing handed down and nothing paid: it has not been written down yet, 0 would be a statement.
            at = _SUMMED.index(source.path)
            return {id: rows[there][at] for id, there in where.items() if any(rows.get(there, ()))}
        rows = query.rows(of.name, paths, sorted(set(where.values())))
        found: dict[int, Any] = {}
        for id, there in where.items():
            row = rows.get(there)
            if row is not None:
                found[id] = _joined(source, row)
        if last == "sex" and "id_no" in of.fields:
            self._sexes(of, where, found)
        return found

    def _sexes(self, of: Ledger, where: dict[int, int], found: dict[int, Any]) -> None:
        """Of somebody who is in no household the number says it."""
        missing = {id: there for id, there in where.items() if not found.get(id)}
        rows = query.rows(of.name, ("id_no",), sorted(set(missing.values()))) if missing else {}
        for id, there in missing.items():
            number = rows[there][0] if there in rows else None
            if number and (sex := id_number.sex_of(number)):
                found[id] = sex

    def _whether(self, source: Source) -> dict[int, Any]:
        """Whether each record meets the conditions of a word; None where nothing has been written down."""
        understood = conditions(self.of, source.code)
        filters = understood[0] if understood is not None else ()
        rows = query.rows(self.of.name, [one.path for one in filters], self.ids, raw=True) if filters else {}
        found: dict[int, Any] = {}
        for id, row in rows.items():
            if all(value is not None or one.op == "filled" for one, value in zip(filters, row, strict=True)):
                found[id] = all(_meets(one, value) for one, value in zip(filters, row, strict=True))
        return found

    def _ages(self, of: Ledger, path: str, where: dict[int, int]) -> dict[int, Any]:
        """Full years on the form's day, from the birth date or the number."""
        before = path[: -len("age")]
        paths = []
        for name in ("birth", "id_no", "member.birth"):
            try:
                of.column(before + name)
            except Exception:  # the ledger has no such field
                continue
            paths.append(before + name)
        rows = query.rows(of.name, paths, sorted(set(where.values()))) if paths else {}
        return {id: _age(rows[there], self.scope.day) for id, there in where.items() if there in rows}

    def _spread(self, source: Source) -> dict[int, Any]:
        spread = next(one for one in self.of.spread if one.name == source.path)
        detail = ledger(spread.ledger)
        link = path_to(detail, self.of.name)
        if not link:
            return {}
        chosen = Selection(detail.name).where(link, "in", self.ids).where(spread.by, "in", [source.code])
        found: dict[int, Any] = {}
        for _, (owner, amount) in query.each(chosen, (link, spread.value), raw=True):
            if amount is not None:
                found[owner] = found.get(owner, 0) + amount
        return found

    def _day_states(self) -> dict[int, dict[int, Any]]:
        """{day of the form's month: {member: state}}; of two halves of a day both, the first one first."""
        if self._days is None:
            self._days = {}
            chosen = Selection("attendance", order=("date", "half")).where("member", "in", self.ids)
            chosen = chosen.where("date", "between", [self.scope.first, self.scope.last])
            for _, (member, date, state) in query.each(chosen, ("member", "date", "state"), raw=True):
                of_day = self._days.setdefault(int(date[8:10]), {})
                before = of_day.get(member)
                of_day[member] = state if before in (None, state) else f"{before},{state}"
        return self._days

    def _counts(self, source: Source) -> dict[int, Any]:
        detail = ledger(source.path)
        if source.code:  # members of the household of each record
            understood = conditions(
                detail, source.label.replace("（人）", "").removesuffix("人数").removesuffix("人口数")
            )
            if understood is None:
                return {}
            homes = self._home_ids()
            count = Count(detail.name, "records", understood[0])
            found = counted(count, _all_of(self.scope), path_to(detail, "household") or "", list(set(homes.values())))
            return {id: found.get(home, 0) for id, home in homes.items()}
        of_header = parse(detail, Header(1, tuple(source.label.split("/"))), loose=False)
        link = path_to(detail, self.of.name)
        if of_header is None or not link:
            return {}
        known = self._told_one_by_one(link) if detail.name == "payment" else self.ids
        return counted(of_header, _all_of(self.scope), link, known)

    def _told_one_by_one(self, link: str) -> list[int]:
        """Records whose payments are recorded singly: of a table's total since the month began nobody knows more."""
        singly: set[int] = set()
        stated: set[int] = set()
        chosen = Selection("payment").where(link, "in", self.ids)
        for _, (owner, purpose, day) in query.each(chosen, (link, "purpose", "date"), raw=True):
            if purpose != STATED:
                singly.add(owner)
            elif day >= self.scope.first:
                stated.add(owner)
        return [id for id in self.ids if id in singly - stated]

    # --- nodes ------------------------------------------------------------------------------------------------------

    def _home_ids(self) -> dict[int, int]:
        if self._homes is None:
            home = path_to(self.of, "household")
            if home is None:
                self._homes = {}
            elif home == "":
                self._homes = {id: id for id in self.ids}
            else:
                rows = query.rows(self.of.name, (home,), self.ids, raw=True)
                self._homes = {id: row[0] for id, row in rows.items() if row[0] is not None}
        return self._homes

    def _node(self, source: Source) -> dict[int, int]:
        key = (source.node, source.code if source.node == INCOME else "")
        if key not in self._nodes:
            homes = self._home_ids()
            there = self._of_homes(source, sorted(set(homes.values())))
            self._nodes[key] = {id: there[home] for id, home in homes.items() if home in there}
        return self._nodes[key]

    def _of_homes(self, source: Source, homes: list[int]) -> dict[int, int]:
        """{household: the one record of the node}."""
        chosen = Selection(NODES[source.node]).where("household", "in", homes)
        if source.node == HEAD:
            chosen = chosen.where("relation", "in", ["01"]).where("state", "not in", [_LEFT])
            return {home: id for id, (home,) in query.each(chosen, ("household",), raw=True)}
        if source.node == INCOME:
            return self._income(source, chosen)
        day = {EPISODE: "recognised_on", PLAN: "made_on"}[source.node]
        rows = list(
            query.each(chosen, ("household", day, *(("eliminated",) if source.node == EPISODE else ())), raw=True)
        )
        # Of several the one that is not over, else the last.
        rows.sort(key=lambda row: (not row[1][2] if len(row[1]) > 2 else True, row[1][1] or "", row[0]))
        return {row[1][0]: row[0] for row in rows}

    def _income(self, source: Source, chosen: Selection) -> dict[int, int]:
        chosen = chosen.where("kind", "in", ["01"])
        now = int(self.scope.day[:4])
        if source.code:
            year = int(source.code) if len(source.code) == 4 else now + int(source.code)
            chosen = chosen.where("year", "=", year)
        else:
            chosen = chosen.where("year", "<=", self.scope.year if "year" in self.scope.said else now)
        rows = sorted(query.each(chosen, ("household", "year"), raw=True), key=lambda row: (row[1][1], row[0]))
        return {home: id for id, (home, _) in rows}


def _meets(one: Filter, value: Any) -> bool:
    if one.op == "filled":
        return value not in (None, "")
    codes = str(value).split(",") if isinstance(value, str) else [value]
    return any(code in one.value for code in codes)


def _all_of(scope: Scope) -> Scope:
    """The same day and period for every record: the rows have been chosen already."""
    return Scope(scope.day, scope.month, scope.year, scope.said)


def _joined(source: Source, row: Sequence[Any]) -> Any:
    if source.kind == JOIN:
        return "".join(str(part) for part in row if part) or None
    if source.kind == FIRST:
        return next((part for part in row if part), None)
    if source.kind == REST:
        return ",".join(str(row[0] or "").split(",")[1:]) or None
    return row[0]


def _age(row: Sequence[Any], day: str) -> int | None:
    birth = next((part if "-" in str(part) else id_number.birth_of(str(part)) for part in row if part), None)
    if not birth or len(birth) < 10:
        return None
    return int(day[:4]) - int(birth[:4]) - (day[5:10] < birth[5:10])
