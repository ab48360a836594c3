"""Settings kept with the ledger file: one line each; a place's thresholds, who works here, what each list remembers."""

from __future__ import annotations

import functools
import json
from typing import Any

import peewee

from models.database import State, database, is_open


class SettingRow(peewee.Model):
    """One setting as JSON text."""

    key = peewee.TextField(primary_key=True)
    value = peewee.TextField()

    class Meta:
        """Storage."""

        database = database
        table_name = "setting"


def get(key: str, default: Any = None) -> Any:
    """The value kept under ``key``, else ``default``."""
    if not is_open():
        return default
    texts = _remembered(State.turn)
    return json.loads(texts[key]) if key in texts else default


@functools.lru_cache(maxsize=1)
def _remembered(turn: int) -> dict[str, str]:
    # One window owns the file, so what it read once stays true until it writes or opens another file.
    return dict(SettingRow.select(SettingRow.key, SettingRow.value).tuples())


def put(key: str, value: Any) -> None:
    """Keep a value; None forgets it."""
    _remembered.cache_clear()
    if value is None:
        SettingRow.delete().where(SettingRow.key == key).execute()
        return
    text = json.dumps(value, ensure_ascii=False)
    if not SettingRow.update(value=text).where(SettingRow.key == key).execute():
        SettingRow.insert(key=key, value=text).execute()


class Setting:
    """A declared setting: ``key``, ``default``, the Chinese ``label`` and one sentence of ``help``."""

    known: dict[str, Setting] = {}

    def __init__(self, key: str, default: Any, label: str, help: str = "") -> None:
        self.key, self.default, self.label, self.help = key, default, label, help
        Setting.known[key] = self

    def get(self) -> Any:
        """The value now."""
        return get(self.key, self.default)

    def put(self, value: Any) -> None:
        """Keep a value."""
        put(self.key, value)


# To add a setting: one line here. Screens list Setting.known.
operator = Setting("operator", "", "经办人", "写进修改历史和打印表的填表人")
reviewer = Setting("reviewer", "", "审核人", "打印在表尾")
leader = Setting("leader", "", "单位负责人", "打印在表尾")
reporter = Setting("reporter", "", "填报单位", "打印在表头，例如 青禾乡人民政府")
province = Setting("province", "", "省（自治区、直辖市）", "务工分省内、省外时用，例如 重庆市")
county = Setting("county", "", "县（市、区）")
township = Setting("township", "", "乡镇")
phone = Setting("phone", "", "联系电话", "打印在表尾")
sample = Setting("sample", False, "示例数据", "打印时带“示例”字样")
attachment_max = Setting("attachment.max_mb", 20, "每个附件最大（MB）", "超过的不添加，并说明原因")
attachment_total = Setting("attachment.total_mb", 2000, "附件总量提醒（MB）", "超过时提醒；备份也会占这么多地方")
