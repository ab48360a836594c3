"""Villages and what villages earn."""

TITLE = "基础信息"
ORDER = 90
