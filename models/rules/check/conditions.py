"""Conditions on fields, of which rules are put together; each becomes SQL, and none is unknown where a cell is blank.

``a & b`` both · ``a | b`` either · ``~a`` not. What is compared with a blank cell does not hold, its opposite does:
``~is_("labour", "无劳动力")`` also finds people whose labour nobody filled in; say ``filled("labour") & …`` otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import peewee
from peewee import fn

from models.codes import norm
from models.kinds import Choice, YesNo
from models.ledger import WrongDefinition
from models.rules.check.frame import Frame


class P:
    """A limit that the place may set: the key of a norm. ``times`` to the stored unit: 100 for 元 and for 亩."""

    def __init__(self, key: str, times: int = 1) -> None:
        self.key, self.times = key, times

    def value(self, frame: Frame) -> Any:
        """What holds on the day of the run."""
        frame.run.keys.add(self.key)
        found = norm(self.key, frame.run.today)
        return found if isinstance(found, str) else round(found * self.times)


class Condition:
    """Something that holds or does not hold of a record."""

    def __and__(self, other: Condition) -> Condition:
        return Both((self, other))

    def __or__(self, other: Condition) -> Condition:
        return Either((self, other))

    def __invert__(self) -> Condition:
        return Not(self)

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """The expression in this frame, or, with ``no``, that of the opposite."""
        raise NotImplementedError

    def parts(self) -> Iterator[Condition]:
        """What has to hold all at once for this to hold."""
        yield self

    paths: tuple[str, ...] = ()
    """Fields of the record itself that it looks at."""

    dear = False
    """Whether other records have to be looked up: cheap conditions are asked first."""


class _Many(Condition):
    def __init__(self, several: tuple[Condition, ...]) -> None:
        flat = [part for one in several for part in (one.several if type(one) is type(self) else (one,))]  # type: ignore[attr-defined]
        self.several: tuple[Condition, ...] = tuple(flat)
        self.paths = tuple(dict.fromkeys(path for one in self.several for path in one.paths))
        self.dear = any(one.dear for one in self.several)

    def _joined(self, frame: Frame, no: bool, both: bool) -> Any:
        found: Any = None
        for one in sorted(self.several, key=lambda one: one.dear):
            expression = one.sql(frame, no)
            found = expression if found is None else (found & expression) if both else (found | expression)
        return found


class Both(_Many):
    """All of them."""

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """AND, or OR of the opposites."""
        return self._joined(frame, no, not no)

    def parts(self) -> Iterator[Condition]:
        """Those of each."""
        for one in self.several:
            yield from one.parts()


class Either(_Many):
    """At least one of them."""

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """OR, or AND of the opposites."""
        return self._joined(frame, no, no)


class Not(Condition):
    """The opposite."""

    def __init__(self, of: Condition) -> None:
        self.of, self.paths, self.dear = of, of.paths, of.dear

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """The opposite of what is asked."""
        return self.of.sql(frame, not no)


class _OnField(Condition):
    def __init__(self, path: str) -> None:
        self.path, self.paths = path, (path,)


class Blank(_OnField):
    """The cell is empty."""

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """NULL, or the empty text."""
        value, column = frame.value(self.path), frame.column(self.path)
        numeric = column.kind.numeric or column.kind.name in ("yesno", "link")
        empty = value.is_null() if numeric else value.is_null() | (value == "")
        if "told" in column.owner._meta.fields:
            # A text that the field could not hold is kept beside it: the cell was not empty.
            told = fn.COALESCE(frame.value(".".join([*self.path.split(".")[:-1], "told"])), "")
            empty &= ~told.contains(f"〔{column.field.label}〕")
        return ~empty if no else empty


class OneOf(_OnField):
    """The cell is one of these: words of its code list; ``foreign`` words may be unknown to it."""

    def __init__(self, path: str, words: tuple[str, ...], foreign: bool = False) -> None:
        super().__init__(path)
        self.words, self.foreign = words, foreign

    def codes(self, frame: Frame) -> list[Any]:
        """What is stored for the words. Raises WrongDefinition for a word that the list does not have."""
        kind = frame.column(self.path).kind
        if isinstance(kind, YesNo):
            return [word == "是" for word in self.words]
        if not isinstance(kind, Choice):
            return list(self.words)
        found = [kind.codes.find(word) for word in self.words]
        if not self.foreign and None in found:
            raise WrongDefinition(f"“{self.words[found.index(None)]}”不在“{kind.codes.title}”的选项里（{self.path}）")
        return [code or word for code, word in zip(found, self.words, strict=True)]

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """IN; the opposite also holds of an empty cell."""
        value, codes = frame.value(self.path), self.codes(frame)
        same = value == codes[0] if len(codes) == 1 else value.in_(codes)
        if not no:
            return same
        return value.is_null() | (value != codes[0] if len(codes) == 1 else value.not_in(codes))


class Has(OneOf):
    """A cell with several words holds at least one of these."""

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """LIKE on the list between commas."""
        value = frame.value(self.path)
        found: Any = None
        around = fn.COALESCE(value, "").concat(",")
        listed = peewee.Value(",").concat(around)
        for code in self.codes(frame):
            one = listed.contains(f",{code},")
            found = one if found is None else found | one
        return ~found if no else found


class Contains(_OnField):
    """The text holds one of these pieces."""

    def __init__(self, path: str, pieces: tuple[str, ...]) -> None:
        super().__init__(path)
        self.pieces = pieces

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """LIKE."""
        value: Any = fn.COALESCE(frame.value(self.path), "")
        found: Any = None
        for piece in self.pieces:
            one = value.contains(piece)
            found = one if found is None else found | one
        return ~found if no else found


class Unreadable(_OnField):
    """The export said something that the field cannot hold as it stands: no number, or a word outside the list."""

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """A line of ``told`` names the field."""
        told = fn.COALESCE(frame.value(".".join([*self.path.split(".")[:-1], "told"])), "")
        found = told.contains(f"〔{frame.column(self.path).field.label}〕")
        return ~found if no else found


class Listed(_OnField):
    """More words in the cell than the limit."""

    def __init__(self, path: str, over: P) -> None:
        super().__init__(path)
        self.over = over

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Commas counted."""
        value = frame.value(self.path)
        words = fn.LENGTH(value) - fn.LENGTH(fn.REPLACE(value, ",", "")) + 1
        return _within(words, {"over": self.over.value(frame)}, no)


class Unknown(_OnField):
    """The cell holds a word that its code list does not have."""

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Filled and not one of the codes."""
        value, kind = frame.value(self.path), frame.column(self.path).kind
        if not isinstance(kind, Choice):
            raise WrongDefinition(f"{self.path} has no code list")
        codes = [one.code for one in kind.codes.codes]
        known = value.is_null() | (value == "") | value.in_(codes)
        return known if no else (value.is_null(False) & (value != "") & value.not_in(codes))


class Range(_OnField):
    """The number or ISO date lies within limits; a blank cell does not.

    ``least`` ≤ it ≤ ``most``, ``over`` < it < ``under``; each a P, a path of the same record, or 0.
    """

    def __init__(self, path: str, **limits: Any) -> None:
        super().__init__(path)
        self.limits = {name: limit for name, limit in limits.items() if limit is not None}

    def bounds(self, frame: Frame) -> dict[str, Any]:
        """The limits as numbers, texts or expressions. Raises WrongDefinition for a plain number."""
        for limit in self.limits.values():
            if not isinstance(limit, P | str) and limit != 0:
                raise WrongDefinition(f"{self.path}: 条件里的数要写成可设置的标准，不能直接写 {limit}")
        return {
            name: limit.value(frame) if isinstance(limit, P) else frame.value(limit) if isinstance(limit, str) else 0
            for name, limit in self.limits.items()
        }

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Comparisons."""
        value = frame.value(self.path)
        return _within(value, self.bounds(frame), no)


def _within(value: Any, bounds: dict[str, Any], no: bool) -> Any:
    found: Any = value.is_null() if no else value.is_null(False)
    for name, limit in bounds.items():
        if name == "least":
            one = value < limit if no else value >= limit
        elif name == "most":
            one = value > limit if no else value <= limit
        elif name == "over":
            one = value <= limit if no else value > limit
        else:
            one = value >= limit if no else value < limit
        found = (found | one) if no else (found & one)
    return found


class Same(Condition):
    """Two fields hold the same, and something."""

    def __init__(self, path: str, other: str) -> None:
        self.path, self.other, self.paths = path, other, (path, other)

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Equality; ``^path`` is a field of the record outside."""
        first, second = frame.value(self.path), _outside(frame, self.other)
        if no:
            return first.is_null() | second.is_null() | (first != second)
        return first == second


class Differ(Same):
    """Two fields hold something, and not the same."""

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """Inequality of what is filled."""
        first, second = frame.value(self.path), _outside(frame, self.other)
        if no:
            return first.is_null() | second.is_null() | (first == second)
        return first.is_null(False) & second.is_null(False) & (first != second)


def _outside(frame: Frame, path: str) -> Any:
    if not path.startswith("^"):
        return frame.value(path)
    if frame.outer is None:
        raise WrongDefinition(f"{path}: there is no record outside")
    return frame.outer.value(path[1:])


def blank(*paths: str) -> Condition:
    """All of these cells are empty."""
    return _all(Blank(path) for path in paths)


def any_blank(*paths: str) -> Condition:
    """At least one of these cells is empty."""
    return Either(tuple(Blank(path) for path in paths))


def filled(*paths: str) -> Condition:
    """All of these cells hold something."""
    return _all(Not(Blank(path)) for path in paths)


def _all(several: Any) -> Condition:
    found = tuple(several)
    return found[0] if len(found) == 1 else Both(found)


def is_(path: str, *words: str, foreign: bool = False) -> Condition:
    """The cell is one of these words."""
    return OneOf(path, words, foreign)


def yes(path: str) -> Condition:
    """是."""
    return OneOf(path, ("是",))


def no(path: str) -> Condition:
    """否, and not merely empty."""
    return OneOf(path, ("否",))


def has(path: str, *words: str) -> Condition:
    """The list in the cell holds one of these words."""
    return Has(path, words)


def contains(path: str, *pieces: str) -> Condition:
    """The text holds one of these pieces."""
    return Contains(path, pieces)


def unknown(path: str) -> Condition:
    """A word that the code list does not have."""
    return Unknown(path)


def unreadable(path: str) -> Condition:
    """The export held something else than the field can."""
    return Unreadable(path)


def listed(path: str, over: P) -> Condition:
    """More words in one cell than the limit."""
    return Listed(path, over)


def within(path: str, **limits: Any) -> Condition:
    """``least`` ≤ cell ≤ ``most``, ``over`` < cell < ``under``."""
    return Range(path, **limits)


def zero(path: str) -> Condition:
    """Nothing, or 0."""
    return Either((Blank(path), Range(path, least=0, most=0)))


def positive(path: str) -> Condition:
    """More than 0."""
    return Range(path, over=0)


def same(path: str, other: str) -> Condition:
    """Two fields hold the same; ``^path`` speaks of the record outside."""
    return Same(path, other)


def differ(path: str, other: str) -> Condition:
    """Both are filled, and not the same."""
    return Differ(path, other)
