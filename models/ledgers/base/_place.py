"""The village and the group of a record, as nearly every ledger has them."""

from typing import Any

from models.fields import LinkField, TextField
from models.ledgers.base.village import Village


def of_village(**more: Any) -> LinkField:
    """The village; an import may add one it does not know."""
    said = {"shown": True, "create": True, "names": ("region.village",), "synonyms": ("村", "所在村")}
    return LinkField(Village, "行政村", **{**said, **more})


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
