"""Conditions on related records: some, none, every, several, a share of them; and values that others have too."""

from __future__ import annotations

from typing import Any

import peewee
from peewee import JOIN, Case, fn

from models.ledger import WrongDefinition
from models.rules.check.conditions import Both, Condition, Not, P, _OnField
from models.rules.check.frame import HOME, PERSON, RELATED, Frame

_LAST = "\U0010ffff"
"""Behind every character that a number may hold."""


class Some(Condition):
    """At least one related record (see RELATED) of which the condition holds."""

    dear = True

    def __init__(self, relation: str, of: Condition | None, outside: bool = False) -> None:
        self.relation, self.of, self.outside = relation, of, outside

    def _frames(self, frame: Frame) -> tuple[Frame, Any, Any]:
        """The related records, and the owner of this record and of those. Raises WrongDefinition."""
        if self.relation not in RELATED:
            raise WrongDefinition(f"没有叫“{self.relation}”的相关记录；可用的有：{'、'.join(RELATED)}")
        name, by = RELATED[self.relation]
        inner = Frame(name, frame.run, frame)
        return inner, frame.key(by), inner.key(by)

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """IN a list that is made once; EXISTS where the record outside is spoken of."""
        inner, mine, key = self._frames(frame)
        where = inner.counted()
        if self.of is not None:
            where.append(self.of.sql(inner))
        if self.outside:
            found = fn.EXISTS(inner.select(peewee.SQL("1")).where(key == mine, *where))
            return ~found if no else found
        listed = inner.select(key).where(key.is_null(False), *where)
        return (mine.is_null() | mine.not_in(listed)) if no else mine.in_(listed)


class Share(Some):
    """More than so many percent of the related records fulfil it, of at least so many."""

    def __init__(self, relation: str, of: Condition, over: P, least: P | None = None) -> None:
        super().__init__(relation, of)
        self.over, self.least = over, least

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Groups of the related records."""
        inner, mine, key = self._frames(frame)
        where = inner.counted()
        assert self.of is not None
        fits = fn.SUM(Case(None, ((self.of.sql(inner), 1),), 0))
        all_of_them = fn.COUNT(inner.base.id)
        having = fits * 100 > all_of_them * self.over.value(frame)
        if self.least is not None:
            having &= all_of_them >= self.least.value(frame)
        listed = inner.select(key).where(key.is_null(False), *where).group_by(key).having(having)
        return (mine.is_null() | mine.not_in(listed)) if no else mine.in_(listed)


class Several(Some):
    """More related records than the limit fulfil it."""

    def __init__(self, relation: str, of: Condition | None, over: P | None) -> None:
        super().__init__(relation, of)
        self.over = over

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Groups of those that do."""
        inner, mine, key = self._frames(frame)
        where = inner.counted()
        if self.of is not None:
            where.append(self.of.sql(inner))
        many = fn.COUNT(inner.base.id) > (1 if self.over is None else self.over.value(frame))
        listed = inner.select(key).where(key.is_null(False), *where).group_by(key).having(many)
        return (mine.is_null() | mine.not_in(listed)) if no else mine.in_(listed)


class Shared(_OnField):
    """Another record of the ledger has the same in this field: another one, or one of another household."""

    dear = True

    def __init__(self, path: str, across: str, first: int = 0) -> None:
        super().__init__(path)
        self.by, self.first = {"person": PERSON, "household": HOME}[across], first

    def _cut(self, value: Any) -> Any:
        return fn.SUBSTR(value, 1, self.first) if self.first else value

    def _near(self, inner: Frame, value: Any) -> Any:
        """Whether a record may have what one of the household has, in words that lead to the index of the field."""
        own = Frame(inner.ledger.name, inner.run, inner)
        mine = own.value(self.path)
        known = [mine.is_null(False), *own.counted()]
        if not self.first:
            return value.in_(own.select(mine).where(*known))
        # Of an expression there is no index: whatever begins alike lies in one stretch of the field's own.
        other = Frame(inner.ledger.name, inner.run, inner).base
        theirs, start = getattr(other, self.path), self._cut(mine)
        found = own.select(other.id).join_from(own.base, other, JOIN.CROSS)
        return inner.base.id.in_(found.where(*known, theirs >= start, theirs <= start.concat(_LAST)))

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Values that occur with more than one owner; of one household only its own values are looked up."""
        inner = Frame(frame.ledger.name, frame.run, frame)
        value = inner.value(self.path)
        run, single = frame.run, frame.run.single
        run.single = False
        where = [value.is_null(False), *inner.counted()]
        run.single = single
        if run.home is not None:
            where.append(self._near(inner, value))
        owners = fn.COUNT(inner.key(self.by).distinct())
        listed = inner.select(self._cut(value)).where(*where).group_by(self._cut(value)).having(owners > 1)
        here = frame.value(self.path)
        return (here.is_null() | self._cut(here).not_in(listed)) if no else self._cut(here).in_(listed)


def shared(path: str, across: str, first: int = 0) -> Condition:
    """Another "person" or "household" has the same (in its ``first`` characters)."""
    return Shared(path, across, first)


def some(relation: str, of: Condition | None = None, *, outside: bool = False) -> Condition:
    """At least one related record; ``outside`` where the condition names fields of the record itself with ``^``."""
    return Some(relation, of, outside)


def none(relation: str, of: Condition | None = None, *, outside: bool = False) -> Condition:
    """Not one related record."""
    return Not(Some(relation, of, outside))


def several(relation: str, of: Condition | None, over: P | None = None) -> Condition:
    """More related records than the limit, or than one."""
    return Several(relation, of, over)


def share(relation: str, of: Condition, over: P, least: P | None = None) -> Condition:
    """More than so many percent of the related records, of at least so many."""
    return Share(relation, of, over, least)


def every(relation: str, of: Condition) -> Condition:
    """There are related records, and it holds of all."""
    return Both((Some(relation, None), Not(Some(relation, Not(of)))))
