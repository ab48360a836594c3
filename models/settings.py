"""Settings kept with the ledger file: one line each; a place's thresholds, who works here, what each list remembers."""

from __future__ import annotations

import json
import threading
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


class _Memory:
    """What the file was found to hold: (turn of the file, texts by key); other threads may be reading it just now."""

    lock = threading.Lock()
    kept: tuple[int, dict[str, str]] | None = None
    unsure = False
    """Whether something was put that may yet be rolled back: until then nothing is kept."""


def get(key: str, default: Any = None) -> Any:
    """The value kept under ``key``, else ``default``."""
    if not is_open():
        return default
    texts = _remembered(State.turn)
    return json.loads(texts[key]) if key in texts else default


def _remembered(turn: int) -> dict[str, str]:
    # One window owns the file, so what it read once stays true until it writes or opens another file.
    kept = _Memory.kept
    if kept is not None and kept[0] == turn:
        return kept[1]
    read = dict(SettingRow.select(SettingRow.key, SettingRow.value).tuples())
    if _Memory.unsure and database.connection().in_transaction:
        return read
    with _Memory.lock:
        _Memory.unsure = False
        # Another thread may have written since this one began to read: what it knows is newer.
        if _Memory.kept is None or _Memory.kept[0] != turn:
            _Memory.kept = turn, read
        return _Memory.kept[1]


def put(key: str, value: Any) -> None:
    """Keep a value; None forgets it."""
    turn = State.turn
    _remembered(turn)
    text = None if value is None else json.dumps(value, ensure_ascii=False)
    if text is None:
        SettingRow.delete().where(SettingRow.key == key).execute()
    elif not SettingRow.update(value=text).where(SettingRow.key == key).execute():
        SettingRow.insert(key=key, value=text).execute()
    sure = not database.connection().in_transaction
    with _Memory.lock:
        _Memory.unsure = not sure
        kept = _Memory.kept
        if sure and kept is not None and kept[0] == turn:
            others = {one: known for one, known in kept[1].items() if one != key}
            _Memory.kept = turn, others if text is None else {**others, key: text}
        else:
            _Memory.kept = None


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
