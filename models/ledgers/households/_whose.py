"""The fields by which a record says whose it is, as many ledgers have them: name, number, village, group, member.

``_people.settle`` fills each from the others.
"""

from __future__ import annotations

from typing import Any

from models.fields import IdField, LinkField, PersonField, TextField
from models.ledgers.base.village import Village
from models.ledgers.households.member import Member

NUMBER = ("证件号码", "身份证号", "身份证号码", "公民身份号码", "身份证", "证件号")


def person(label: str = "姓名", **more: Any) -> PersonField:
    """The name."""
    said = {"names": ("member.name",), "help": "有证件号码，或者有行政村，就会自动对上家庭成员"}
    return PersonField(label, shown=True, index=True, **{**said, **more})


def number(label: str = "本人证件号码", **more: Any) -> IdField:
    """The ID number."""
    return IdField(label, index=True, names=("member.id_no",), **{"synonyms": NUMBER, **more})


def village(**more: Any) -> LinkField:
    """The village."""
    return LinkField(
        Village, "行政村", shown=True, create=True, names=("region.village",), synonyms=("村", "所在村"), **more
    )


def group(**more: Any) -> TextField:
    """The group within the village, suggested from those the village lists."""
    return TextField(
        "村民小组", width=10, suggest="village.groups", names=("region.group",),
        synonyms=("组", "组别", "屯", "自然村", "所在组", "院落"), **more,
    )  # fmt: skip


def member(**more: Any) -> LinkField:
    """The member of a registered household."""
    return LinkField(Member, "家庭成员", help="也可以先选人，姓名、证件号码和村自动填上", **more)
