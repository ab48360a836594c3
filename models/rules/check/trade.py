"""Conditions on spells of work: whether one overlaps another, whether a place names its county, or is elsewhere."""

from __future__ import annotations

from typing import Any

from peewee import fn

from models import settings
from models.rules.check.conditions import Condition, _OnField, _outside
from models.rules.check.frame import Frame

_LEVELS = ("县", "区", "旗")
_CITY = "市"
# Cities of the second level that have no counties or districts.
_WHOLE = ("东莞", "中山市", "儋州", "嘉峪关")
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_HERE = "01"


class Overlapping(_OnField):
    """Another spell of the same person began earlier and was not over when this one began."""

    dear = True

    def __init__(self, start: str, end: str) -> None:
        super().__init__(start)
        self.end, self.paths = end, (start, end)

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """EXISTS by the person."""
        other = Frame(frame.ledger.name, frame.run, frame)
        mine, theirs = frame.value(self.path), other.value(self.path)
        before = (theirs < mine) | ((theirs == mine) & (other.base.id < frame.base.id))
        found = fn.EXISTS(other.select(other.base.id).where(
            other.base.member == frame.base.member, before, other.value(self.end) > mine))  # fmt: skip
        return ~found if no else found


class Earlier(Condition):
    """One date lies before another, as far as both are known; ``^path`` is of the record outside."""

    def __init__(self, path: str, than: str) -> None:
        self.path, self.than, self.paths = path, than, tuple(one for one in (path, than) if not one.startswith("^"))

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """The texts, cut to the shorter."""
        one, other = _outside(frame, self.path), _outside(frame, self.than)
        less = fn.SUBSTR(one, 1, fn.LENGTH(other)) < fn.SUBSTR(other, 1, fn.LENGTH(one))
        return one.is_null() | other.is_null() | ~less if no else one.is_null(False) & other.is_null(False) & less


class CountyNamed(_OnField):
    """A place that is named down to the county: 县, 区, 旗, a second 市, or, ``whole``, a city without counties."""

    def __init__(self, path: str, whole: bool) -> None:
        super().__init__(path)
        self.words = (*_LEVELS, *(_WHOLE if whole else ()))

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """LIKE."""
        value: Any = fn.COALESCE(frame.value(self.path), "")
        for name in _MUNICIPALITIES:
            # As the national system names them, province and city: that is one place.
            value = fn.REPLACE(value, name + name, name)
        value = fn.REPLACE(value, "市辖区", "")
        found: Any = fn.LENGTH(value) - fn.LENGTH(fn.REPLACE(value, _CITY, "")) > 1
        for word in self.words:
            # 自治区 and 地区 are no counties.
            plain = fn.REPLACE(fn.REPLACE(value, "自治区", ""), "地区", "")
            found = found | plain.contains(word)
        home = str(settings.county.get() or "")
        if home:
            found = found | value.contains(home)
        return ~found if no else found


class Elsewhere(_OnField):
    """Work outside the home county: by its scope, else by another county's name than the village's own."""

    def __init__(self, scope: str, county: str) -> None:
        super().__init__(scope)
        self.county, self.paths = county, (scope, county)

    def sql(self, frame: Frame, no: bool = False) -> Any:
        """The county of the village, or the office's own, is home."""
        scope, county = frame.value(self.path), frame.value(self.county)
        home = fn.COALESCE(frame.value("village.county"), str(settings.county.get() or ""))
        away = (county.is_null(False) & (county != "") & (home != "") & (county != home)) | (
            (county.is_null() | (county == "")) & scope.is_null(False) & (scope != _HERE)
        )
        return ~away if no else away


def overlapping(start: str, end: str) -> Condition:
    """An earlier spell was not over."""
    return Overlapping(start, end)


def earlier(path: str, than: str) -> Condition:
    """Before."""
    return Earlier(path, than)


def counties_known(path: str, whole: bool = True) -> Condition:
    """Named down to the county; ``whole`` takes a city that has no counties for one."""
    return CountyNamed(path, whole)


def elsewhere(scope: str, county: str) -> Condition:
    """Outside the home county."""
    return Elsewhere(scope, county)
