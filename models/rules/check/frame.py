"""Where a condition stands: a ledger under its own alias, its joins, what belongs to the same household or person."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

import peewee
from peewee import JOIN

from models.codes import code_list
from models.fields import Computed
from models.ledger import Column, Ledger, WrongDefinition, ledger

HOME = {
    "household": "id", "member": "household", "episode": "household", "measure": "household",
    "income_sheet": "household", "work_record": "household", "work_plan": "household", "rural_survey": "household",
    "post": "member.household", "guarantee_check": "household",
}  # fmt: skip
"""The path from each ledger to the household it speaks of."""
PERSON = {"member": "id", "work_record": "member", "work_plan": "member", "post": "member"}
"""The path to the person."""
VILLAGE = {
    "household": "village", "member": "village", "episode": "household.village", "measure": "household.village",
    "income_sheet": "household.village", "work_record": "village", "work_plan": "village", "post": "village",
    "rural_survey": "household.village", "village": "id",
}  # fmt: skip
RELATED = {
    "family": ("member", HOME), "episode": ("episode", HOME), "measure": ("measure", HOME),
    "income": ("income_sheet", HOME), "family_work": ("work_record", HOME), "family_plan": ("work_plan", HOME),
    "family_post": ("post", HOME), "work": ("work_record", PERSON), "plan": ("work_plan", PERSON),
    "post": ("post", PERSON), "survey": ("rural_survey", HOME), "checks": ("guarantee_check", HOME),
}  # fmt: skip
"""Names by which a rule speaks of related records: which ledger, and whether by household or by person."""
LEFT, ANNUAL = "03", "01"
RECOGNISED = tuple(
    one.code for one in code_list("episode_state").codes if one.extra.get("phase") in ("assist", "eliminate", "done")
)
_NO_HOME = -7_203_685_477
"""Stands for the one household in SQL that is kept for the next; no record has this number."""


@dataclass
class Run:
    """One working-out: the day it is for, whether of one household only, and what it reads."""

    today: datetime.date
    single: bool = False
    serial: int = 0
    reads: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    """Norms that were asked for."""

    @property
    def home(self) -> Any:
        """The household in SQL, None when all are meant; replaced by ``fill``.

        As a query of its own, so that the plan does not depend on which household it is (see ``spelled``).
        """
        return peewee.Select(columns=[peewee.Value(_NO_HOME)]) if self.single else None


def spelled(sql: str, values: list[Any], mark: str) -> tuple[str, list[Any]]:
    """The statement with every value written out but the household's; ``mark`` is the driver's place for a value.

    SQLite makes a new plan whenever a value is bound that a plan may depend on: that costs more than the reading.
    """
    parts = sql.split(mark)
    text, kept = [parts[0]], []
    for value, rest in zip(values, parts[1:], strict=True):
        if value == _NO_HOME:
            kept.append(value)
        text += [mark if value == _NO_HOME else _literal(value, mark), rest]
    return "".join(text), kept


def _literal(value: Any, mark: str) -> str:
    if value is None or isinstance(value, bool):
        return {None: "NULL", True: "TRUE", False: "FALSE"}[value]
    if isinstance(value, int):
        return str(value)
    quoted = "'" + str(value).replace("'", "''") + "'"
    return quoted if mark == "?" else quoted.replace("%", "%%")


def fill(values: list[Any], household: int | None) -> list[Any]:
    """Values of a statement made for a single household, with this one put in."""
    return [household if value == _NO_HOME else value for value in values]


class Frame:
    """A ledger in a statement: values at dotted paths, each path of links joined once."""

    def __init__(self, name: str, run: Run, outer: Frame | None = None) -> None:
        self.ledger: Ledger = ledger(name)
        self.run, self.outer = run, outer
        self.base = self._alias(self.ledger.model)
        self._joins: dict[tuple[str, ...], tuple[Any, str, Any]] = {}

    def _alias(self, model: Any) -> Any:
        self.run.serial += 1
        return model.alias(f"c{self.run.serial}")

    def _node(self, links: list[str]) -> Any:
        node, model = self.base, self.ledger.model
        key: tuple[str, ...] = ()
        for name in links:
            key = (*key, name)
            link = model._meta.fields[name]
            if key not in self._joins:
                self._joins[key] = (node, name, self._alias(link.rel_model))
            node, model = self._joins[key][2], link.rel_model
        return node

    def column(self, path: str) -> Column:
        """The column at a path. Raises WrongDefinition."""
        found = self.ledger.column(path)
        self.run.reads.add(f"{found.owner._meta.table_name}.{path.rpartition('.')[2]}")
        return found

    def value(self, path: str) -> Any:
        """SQL for the stored value at a path."""
        *links, last = path.split(".")
        if last in ("id", "uid"):
            return getattr(self._node(links), last)
        found = self.column(path).field
        node = self._node(links)
        return found.expression(node) if isinstance(found, Computed) else getattr(node, last)

    def key(self, paths: dict[str, str]) -> Any:
        """SQL for the household (``HOME``) or the person (``PERSON``) that the record belongs to."""
        if self.ledger.name not in paths:
            raise WrongDefinition(f"{self.ledger.name} belongs to no household or person")
        *links, last = paths[self.ledger.name].split(".")
        return getattr(self._node(links), last)

    def counted(self) -> list[Any]:
        """Which records count: people who have not left, the last recognised episode, the last annual income."""
        found = []
        name = self.ledger.name
        if name == "member":
            found.append((self.base.state != LEFT) | self.base.state.is_null())
        if name in ("work_record", "work_plan", "post"):
            person = self._node(["member"])
            found.append((person.state != LEFT) | person.state.is_null())
        if name == "episode":
            model = self.ledger.model
            later = self._alias(model)
            newer = later.select(peewee.SQL("1")).where(
                later.household == self.base.household,
                later.state.in_(RECOGNISED),
                later.episode_no > self.base.episode_no,
            )
            found += [self.base.state.in_(RECOGNISED), ~peewee.fn.EXISTS(newer)]
        if name == "guarantee_check":
            # The last check of each guarantee.
            found.append(self.value("latest") == True)  # noqa: E712
        if name == "income_sheet":
            later = self._alias(self.ledger.model)
            # A difference: the index of the year would lead to thousands, that of the household to three.
            newer = later.select(peewee.SQL("1")).where(
                later.household == self.base.household, later.kind == ANNUAL, later.year - self.base.year > 0
            )
            found += [self.base.kind == ANNUAL, ~peewee.fn.EXISTS(newer)]
        if self.run.home is not None and name in HOME:
            found.append(self.key(HOME) == self.run.home)
        return found

    def select(self, *expressions: Any) -> peewee.ModelSelect:
        """A select with all joins asked for so far; call it last."""
        query = self.base.select(*expressions)
        for node, name, target in self._joins.values():
            query = query.join_from(node, target, JOIN.LEFT_OUTER, on=(getattr(node, name) == target.id))
        return query
