"""The episode columns of 监测对象信息: the episode, its steps, its plan and a measure for each word of 帮扶措施."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from models.codes import code_list
from models.exchange.national.entries import Entry
from models.exchange.read import Row
from models.kinds import cell_text
from models.ledger import ledger
from models.ledgers.monitoring._episode_rules import APPLIED, ASSISTING, CLOSED
from models.ledgers.monitoring.measure import FINISHED, RUNNING
from models.query import find
from models.record import Values, blank, load, told_line

if TYPE_CHECKING:
    from models.exchange.national.sheet import Sheet

_BETWEEN = re.compile(r"[,，、;；\n]+")
# Without any of these a household is not watched; the other columns are filled for all, or left over.
_SAYS = ("category", "eliminated", "recognised_on", "risks")
_REMARK = "公益性岗位帮扶其他备注"
POOR = {"01": True, "02": False}
AT_WORK = {one.code for one in code_list("episode_state").codes if one.extra.get("phase") in ("assist", "eliminate")}


class Episodes:
    """Writes what a sheet says of the watched households of a chunk."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.book = sheet, sheet.book
        self.of, self.step = ledger("episode"), ledger("episode_step")
        self.plan, self.measure = ledger("assist_plan"), ledger("measure")
        self.steps = [part for part in sheet.parts if part.startswith("episode_step:")]
        self.measures = [
            (one.header.column - 1, one.place.code, _REMARK if one.header.text == _REMARK else None)
            for one in sheet.assigned
            if one.place.ledger == "measure"
        ]
        self.groups = [one.code for one in code_list("measure_group").codes]

    def keep(self, heads: Sequence[int], rows: list[Row], homes: dict[int, Entry]) -> None:
        """Write all that belongs to the episodes of these households."""
        entries = self.sheet.read("episode", heads, rows)
        watched = {
            at: one for at, one in zip(heads, entries, strict=False)
            if any(one.values[name] is not None for name in _SAYS if name in one.values)
        }  # fmt: skip
        self._episodes(watched, rows, homes)
        plans = self._plans(watched, rows, homes)
        for part in self.steps:
            self._step(part, watched, rows)
        self._measures(heads, rows, homes, watched, plans)

    # --- the episode itself -------------------------------------------------------------------------------------

    def _episodes(self, watched: dict[int, Entry], rows: list[Row], homes: dict[int, Entry]) -> None:
        self._odd_days(watched, rows)
        for at, one in watched.items():
            home = homes[at]
            one.put("household", home.id)
            told = {code for column, code, _ in self.measures if rows[at][column] not in ("", None)}
            one.put("measures", ",".join(code for code in self.groups if code in told) or None)
            if one.is_new:
                one.values["was_poor_hh"] = POOR.get(home.values["hh_type"])
            if one.values["state"] == APPLIED:
                # Whom the national system lists has been recognised, even where the month is missing.
                one.put("state", ASSISTING)
        before = self._stored([one.values["household"] for one in watched.values()])
        for one in watched.values():
            own = before.get(one.values["household"], [])
            if (same := _same(one.values, own)) is not None:
                one.found(same)
                both = {*(same["measures"] or "").split(","), *(one.values["measures"] or "").split(",")}
                one.put("measures", ",".join(code for code in self.groups if code in both) or None)
                _keep_state(one, same)
            else:
                one.values["episode_no"] = max((other["episode_no"] or 0 for other in own), default=0) + 1
        self.book.keep(self.of, list(watched.values()), self.sheet.parts.get("episode"))
        for at, one in watched.items():
            self.sheet.wrote(at, one, self.of)

    def _odd_days(self, watched: dict[int, Entry], rows: list[Row]) -> None:
        """Days that are none, of what has no room for words: told with the episode."""
        for part in (*self.steps, "assist_plan"):
            for reader in self.sheet.parts[part].readers if part in self.sheet.parts else ():
                _, told, _ = reader.read([rows[at][reader.at] for at in watched])
                entries = list(watched.values())
                for at, text in told.items():
                    entries[at].lines.append(told_line(reader.label, text))

    def _stored(self, homes: Sequence[Any]) -> dict[int, list[Values]]:
        if self.book.empty("episode"):
            return {}
        hits = find(self.of, ("household",), [(home,) for home in homes])
        found: dict[int, list[Values]] = {}
        for values in load(self.of, [id for ids in hits.values() for id in ids]).values():
            found.setdefault(values["household"], []).append(values)
        return found

    # --- plan and steps -----------------------------------------------------------------------------------------

    def _plans(self, watched: dict[int, Entry], rows: list[Row], homes: dict[int, Entry]) -> dict[int, int | None]:
        """{row: the plan of its episode}."""
        ats = list(watched)
        entries = self.sheet.read("assist_plan", ats, rows)
        made = [(at, one) for at, one in zip(ats, entries, strict=False) if one.values["made_on"] is not None]
        for at, one in made:
            one.put("household", homes[at].id)
            one.put("episode", watched[at].id)
        self._match(self.plan, "episode", made)
        self.book.keep(self.plan, [one for _, one in made])
        for at, one in made:
            self.sheet.wrote(at, one, self.plan)
        return {at: one.id for at, one in made}

    def _step(self, part: str, watched: dict[int, Entry], rows: list[Row]) -> None:
        code = part.partition(":")[2]
        ats = list(watched)
        entries = self.sheet.read(part, ats, rows)
        done = [
            (at, one) for at, one in zip(ats, entries, strict=False)
            if one.values["date"] is not None or one.values["until"] is not None
        ]  # fmt: skip
        for at, one in done:
            one.put("episode", watched[at].id)
            one.put("step", code)
        self._match(self.step, "episode", done, "step")
        self.book.keep(self.step, [one for _, one in done])
        for at, one in done:
            self.sheet.wrote(at, one, self.step)

    def _match(self, of: Any, by: str, entries: Sequence[tuple[int, Entry]], *more: str) -> None:
        """Find what is stored of these episodes; each of them has one plan, and each step once."""
        if self.book.empty(of.name) or not entries:
            return
        names = (by, *more)
        keys = [tuple(one.values[name] for name in names) for _, one in entries]
        hits = find(of, names, keys)
        stored = load(of, {ids[0] for ids in hits.values()})
        for key, (_, one) in zip(keys, entries, strict=True):
            if key in hits:
                one.found(stored[hits[key][0]])

    # --- measures -----------------------------------------------------------------------------------------------

    def _measures(
        self, heads: Sequence[int], rows: list[Row], homes: dict[int, Entry], watched: dict[int, Entry],
        plans: dict[int, int | None],
    ) -> None:  # fmt: skip
        base = blank(self.measure)
        new: list[tuple[int, Values]] = []
        for at in heads:
            row, episode = rows[at], watched.get(at)
            for column, group, remark in self.measures:
                cell = row[column]
                if cell in ("", None):
                    continue
                state = FINISHED if episode is not None and episode.values["eliminated"] else RUNNING
                for word in filter(None, map(str.strip, _BETWEEN.split(cell_text(cell)))):
                    values = {**base, "household": homes[at].id, "group": group, "kind": _kind(group, word)}
                    values |= {"content": word, "status": state, "remark": remark}
                    values |= {"episode": episode.id if episode is not None else None, "plan": plans.get(at)}
                    new.append((at, values))
        known = self._known({homes[at].id for at, _ in new})
        kept: list[tuple[int, Entry]] = []
        for at, values in new:
            key = (values["household"], values["episode"], values["group"], values["content"])
            if key not in known:
                known.add(key)
                kept.append((at, Entry(values, {})))
        self.book.keep(self.measure, [one for _, one in kept])
        for at, one in kept:
            self.sheet.wrote(at, one, self.measure)

    def _known(self, homes: Iterable[Any]) -> set[tuple[Any, ...]]:
        """(household, episode, group, content) of the measures that these households have."""
        if self.book.empty("measure"):
            return set()
        model, wanted, found = self.measure.model, sorted(homes), set()
        fields = (model.household, model.episode, model.group, model.content)
        for at in range(0, len(wanted), 500):
            found |= set(model.select(*fields).where(model.household.in_(wanted[at : at + 500])).tuples())
        return found


def _same(values: Values, stored: Sequence[Values]) -> Values | None:
    """The episode that the row means: of the same month, else the last one while it goes on."""
    day = values["recognised_on"]
    for one in stored:
        if day and one["recognised_on"] and one["recognised_on"][:7] == day[:7]:
            return one
    last = max(stored, key=lambda one: one["episode_no"] or 0, default=None)
    if last is None or day is None or last["recognised_on"] is None:
        return last
    over = last["eliminated"] or last["state"] in CLOSED
    return None if over and day > last["recognised_on"] else last


def _keep_state(entry: Entry, stored: Values) -> None:
    """A closed episode stays closed, and one being helped at the step that it has reached here."""
    reached = stored["state"] in AT_WORK and entry.values["state"] == ASSISTING
    if stored["state"] in CLOSED or reached:
        entry.given.pop("state", None)


def _kind(group: str, word: str) -> str | None:
    """The measure that a word names within its group."""
    known = code_list("measure_kind").memo
    if (group, word) not in known:
        known[group, word] = _found_kind(group, word)
    return known[group, word]  # type: ignore[no-any-return]


def _found_kind(group: str, word: str) -> str | None:
    kinds = code_list("measure_kind")
    code = kinds.find(word, parent=group)
    return code if code is not None and kinds.is_certain(word, parent=group) else None
