"""What nearly every ledger has alike: the village, the group within it, how foreign tables call an ID number."""

from typing import Any

from models.fields import LinkField, TextField
from models.ledgers.base.village import Village

NUMBER = ("证件号码", "身份证号", "身份证号码", "公民身份号码", "身份证", "证件号")


def of_village(label: str = "行政村", **more: Any) -> LinkField:
    """The village; an import may add one it does not know."""
    said = {"shown": True, "create": True, "names": ("region.village",), "synonyms": ("村", "所在村")}
    return LinkField(Village, label, **{**said, **more})


def of_group(label: str = "村民小组", **more: Any) -> TextField:
    """The group within the village, suggested from those the village lists."""
    called = (
        "村民小组",
        "组",
        "组别",
        "屯",
        "自然村",
        "自然村（组）",
        "村民小组（组、屯、自然村、院落）",
        "所在组",
        "院落",
    )
    said = {"width": 10, "suggest": "village.groups", "names": ("region.group",), "synonyms": called}
    return TextField(label, **{**said, **more})
