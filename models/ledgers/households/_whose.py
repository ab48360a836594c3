"""The fields by which a record says whose it is, as many ledgers have them: name, number, member.

``base/_usual`` has the village and the group. ``_people.settle`` fills each from the others.
"""

from __future__ import annotations

from typing import Any

from models.fields import ChoiceField, CodeField, IdField, LinkField, PersonField, PhoneField
from models.ledgers.base._usual import NUMBER
from models.ledgers.households.household import Household
from models.ledgers.households.member import Member


def person(label: str = "姓名", **more: Any) -> PersonField:
    """The name."""
    said = {"names": ("member.name",), "help": "有证件号码，或者有行政村，就会自动对上家庭成员"}
    return PersonField(label, shown=True, index=True, **{**said, **more})


def number(label: str = "本人证件号码", **more: Any) -> IdField:
    """The ID number."""
    return IdField(label, index=True, names=("member.id_no",), **{"synonyms": NUMBER, **more})


def member(**more: Any) -> LinkField:
    """The member of a registered household."""
    return LinkField(Member, "家庭成员", help="也可以先选人，姓名、证件号码和村自动填上", **more)


def exported(group: str) -> dict[str, Any]:
    """What the national exports about people's work say of each person; a Block."""
    here = "导出表里这一行写的"
    return {
        "household": LinkField(Household, "农户", group=group, help="按本人自动对上"),
        "person_no": CodeField("人口编号", group=group, synonyms=("人编号",)),
        "hh_type": ChoiceField("户类型", "hh_type", group=group, help=here),
        "monitor_category": ChoiceField("监测对象类别", "monitor_category", width=14, group=group, help=here),
        "labour": ChoiceField("劳动技能", "labour", width=19, group=group, help=here),
        "phone": PhoneField("联系电话", group=group, synonyms=("电话", "手机号码", "本人电话")),
    }
