"""Where somebody works, seen from home (domain.md §8.1): 县内, 省内县外, 省外 or 境外, by place and settings."""

from __future__ import annotations

import functools
import re
from typing import Any

from models import settings
from models.codes import code_list
from models.fields import ChoiceField, TextField

IN_COUNTY, IN_PROVINCE, OUTSIDE, ABROAD = "01", "02", "03", "04"
_BEYOND = frozenset({"71", "81", "82"})
_FOREIGN = ("境外", "国外", "海外", "出国")
_HERE = ("本县", "本乡", "本镇", "本村", "本地", "本组", "家门口", "县内", "县城", "乡内", "村内")
_LEVEL = re.compile(r"(自治县|自治旗|特区|林区|县|区|市|旗|乡|镇)$")
# Prefecture-level cities that have no counties or districts.
_WHOLE = ("东莞市", "中山市", "儋州市", "嘉峪关市", "东莞", "中山", "儋州", "嘉峪关")
_FINE = re.compile(r"[县区旗镇乡村]|市.*市")


def whereabouts(group: str, before: str = "") -> dict[str, Any]:
    """The place of work with its province, city, county and scope; a Block. ``before``: 计划, of what is planned."""
    return {
        "place": TextField(
            f"{before}务工所在地", shown=True, width=16, group=group, help="写到县（市、区）",
            synonyms=(f"{before}务工地点", f"{before}务工地"),
        ),
        "province": ChoiceField(
            f"{before}务工所在省", "province", group=group, synonyms=(f"{before}务工省份", f"{before}所在省")
        ),
        "city": TextField(f"{before}务工所在市", group=group),
        "county": TextField(f"{before}务工所在县", group=group),
        "scope": ChoiceField(
            f"{before}务工区域", "work_scope", shown=True, group=group, help="不填就按务工所在地和本县推出",
            synonyms=(f"{before}务工范围",),
        ),
    }  # fmt: skip


@functools.lru_cache(maxsize=4_000)
def province_of(text: str | None) -> str | None:
    """The code of the province a place begins with."""
    if not text:
        return None
    for one in code_list("province"):
        if text.startswith((one.label, *one.aliases)):
            return one.code
    return None


def scope_of(place: str | None, province: str | None = None, county: str | None = None) -> str | None:
    """The code of the list "work_scope", None when the place or the settings do not tell.

    ``province`` a code; ``county`` a county's name, where a table gives them apart from ``place``.
    """
    text = "".join(part for part in (place, county) if part)
    if not text and province is None:
        return None
    if code := _named(text):
        return code
    if any(word in text for word in _FOREIGN):
        return ABROAD
    home_county, home = str(settings.county.get() or ""), _home()
    found = province or province_of(text)
    if found in _BEYOND:
        return ABROAD
    if found is None or home is None or found == home:
        names = (_core(home_county), _core(str(settings.township.get() or "")))
        if any(word in text for word in (*_HERE, *(name for name in names if name))):
            return IN_COUNTY
    if found is None or home is None:
        return None
    return IN_PROVINCE if found == home else OUTSIDE


@functools.lru_cache(maxsize=4_000)
def _named(text: str) -> str | None:
    """The scope that the text itself is."""
    return code_list("work_scope").find(text)


def complete_place(values: dict[str, Any]) -> None:
    """A place from its province, city and county, its province and its scope, as far as each is blank."""
    if values["place"] is None and (values["province"] or values["city"] or values["county"]):
        label = code_list("province").label(values["province"]) if values["province"] else None
        values["place"] = "".join(dict.fromkeys(one for one in (label, values["city"], values["county"]) if one))
    if values["province"] is None:
        values["province"] = province_of(values["place"])
    if values["scope"] is None:
        values["scope"] = scope_of(values["place"], values["province"], values["county"])


def to_county(place: str | None) -> bool:
    """Whether a place is given down to the county (domain.md §17.2 L23); cities without counties count too."""
    rest = place or ""
    code = province_of(rest)
    if code is not None:
        one = code_list("province").get(code)
        assert one is not None
        rest = rest.removeprefix(one.label) if rest.startswith(one.label) else rest.removeprefix(one.aliases[0])
    return bool(_FINE.search(rest)) or rest.endswith(_WHOLE) or scope_of(place) in (IN_COUNTY, ABROAD)


def _home() -> str | None:
    named = str(settings.province.get() or "")
    return code_list("province").find(named) if named else province_of(str(settings.county.get() or ""))


def _core(name: str) -> str:
    """The distinctive part of a county's name, "" when too short to be looked for."""
    code = province_of(name)
    if code is not None and (label := code_list("province").label(code)) in name:
        name = name.removeprefix(label)
    core = _LEVEL.sub("", name)
    return core if len(core) >= 2 else name
