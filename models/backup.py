"""Backups by SQLite's backup API: make, verify, thin, restore."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from models import clock
from models.database import State, Trouble, close_file, database, explain, is_known, open_file

SUFFIX = ".bak"
_NAME = re.compile(r"(?P<stem>.+)_(?P<moment>\d{8}-\d{6})(?:_(?P<why>[^_]*))?\.bak")
DAILY, WEEKLY, MONTHLY = 7, 8, 12
STEP = 20_000


@dataclass(frozen=True)
class Backup:
    """A backup file: ``at`` when, ``why`` 启动, 退出, 导入前, 升级前, 手动 or 恢复前."""

    path: Path
    at: datetime.datetime
    why: str


def folder(path: Path | None = None) -> Path:
    """Where the backups of a ledger file lie: a folder beside it."""
    path = path or State.path
    if path is None:
        raise Trouble("还没有打开台账文件。")
    return path.parent / f"{path.stem}的备份"


def listing(path: Path | None = None) -> list[Backup]:
    """All backups of a file, newest first."""
    path = path or State.path
    if path is None or not folder(path).is_dir():
        return []
    found = []
    for one in folder(path).glob(f"*{SUFFIX}"):
        match = _NAME.fullmatch(one.name)
        if match and match["stem"] == path.stem:
            found.append(Backup(one, datetime.datetime.strptime(match["moment"], "%Y%m%d-%H%M%S"), match["why"] or ""))
    return sorted(found, key=lambda one: one.at, reverse=True)


def make(why: str, progress: Callable[[int, int, str], bool] | None = None) -> Path | None:
    """Back the open file up, verify the copy, thin old ones; None if nothing changed since the last backup.

    Raises Trouble; a copy that fails its check is removed.
    """
    source = State.path
    assert source is not None
    last = next(iter(listing(source)), None)
    stamp = _last_change()
    if last is not None and why != "手动" and _stamp_of(last.path) == stamp:
        return None
    moment = clock.now()
    while (target := folder(source) / f"{source.stem}_{moment:%Y%m%d-%H%M%S}_{why}{SUFFIX}").exists():
        moment += datetime.timedelta(seconds=1)
    try:
        target.parent.mkdir(exist_ok=True)
        if shutil.disk_usage(target.parent).free < source.stat().st_size * 1.2:
            raise Trouble("备份盘空间不够，没有备份。请清理磁盘或换一个备份位置。")
        _copy(target, progress)
    except BaseException as error:
        target.unlink(missing_ok=True)
        raise (explain(error, target) if is_known(error) or isinstance(error, OSError) else error) from error
    target.with_suffix(".txt").write_text(stamp, encoding="utf-8")
    for old in thin(listing(source), moment.date()):
        old.path.unlink(missing_ok=True)
        old.path.with_suffix(".txt").unlink(missing_ok=True)
    return target


def _last_change() -> str:
    row = database.execute_sql('SELECT max(id), (SELECT max(id) FROM "change") FROM "operation"').fetchone()
    settings = database.execute_sql('SELECT count(*), sum(length(value)) FROM "setting"').fetchone()
    return f"{row[0]}/{row[1]}/{settings[0]}/{settings[1]}"


def _stamp_of(path: Path) -> str:
    note = path.with_suffix(".txt")
    return note.read_text(encoding="utf-8") if note.is_file() else ""


def _driver() -> object:
    from sqlcipher3 import dbapi2

    return dbapi2


def _connect(path: Path) -> object:
    connection = _driver().connect(str(path), isolation_level=None)  # type: ignore[attr-defined]
    password = database.obj.connect_params.get("passphrase", "")
    if password:
        quoted = password.replace("'", "''")
        connection.execute(f"PRAGMA key='{quoted}'")
    return connection


def _copy(target: Path, progress: Callable[[int, int, str], bool] | None) -> None:
    def step(_status: int, remaining: int, total: int) -> None:
        if progress is not None and not progress(total - remaining, total, "正在备份"):
            raise Trouble("备份已取消。")

    copy = _connect(target)
    try:
        database.obj.connection().backup(copy, pages=STEP, progress=step)
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":  # type: ignore[attr-defined]
            raise Trouble("备份没有通过检查，已删除。原文件没有改动，请再备份一次。")
    finally:
        copy.close()  # type: ignore[attr-defined]


def verify(path: Path) -> bool:
    """Whether a backup opens with the present password and passes the full check."""
    connection = _connect(path)
    try:
        return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")  # type: ignore[attr-defined]
    except Exception:  # a wrong password or a damaged file both mean: not usable
        return False
    finally:
        connection.close()  # type: ignore[attr-defined]


def thin(backups: Iterable[Backup], today: datetime.date) -> list[Backup]:
    """Which to delete: all of the last two days stay, then one a day for 7 days, a week for 8, a month for 12."""
    keep: set[Path] = set()
    days: set[object] = set()
    weeks: set[object] = set()
    months: set[object] = set()
    ordered = sorted(backups, key=lambda one: one.at, reverse=True)
    for one in ordered:
        day = one.at.date()
        week, month = day.isocalendar()[:2], (day.year, day.month)
        if (today - day).days < 2:
            keep.add(one.path)
        for seen, key, limit in ((days, day, DAILY), (weeks, week, WEEKLY), (months, month, MONTHLY)):
            if key not in seen and len(seen) < limit:
                seen.add(key)  # type: ignore[arg-type]
                keep.add(one.path)
    return [one for one in ordered if one.path not in keep]


def counts(path: Path | None = None) -> dict[str, int]:
    """Records per ledger in a backup (None: in the open file), to show what a restore would change."""
    from models.ledger import ledgers

    if path is None:
        return {of.name: of.model.select().count() for of in ledgers()}
    connection = _connect(path)
    try:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}  # type: ignore[attr-defined]
        return {
            of.name: connection.execute(f'SELECT count(*) FROM "{of.name}"').fetchone()[0]  # type: ignore[attr-defined]
            for of in ledgers()
            if of.name in tables
        }
    except Exception as error:
        raise explain(error, path) from error
    finally:
        connection.close()  # type: ignore[attr-defined]


def restore(backup: Path, password: str | None = None) -> Path | None:
    """Put a backup in the place of the open file, after a safety copy; returns that copy. Raises Trouble."""
    target = State.path
    assert target is not None
    if not verify(backup):
        raise Trouble(f"备份“{backup.name}”打不开或已损坏，没有恢复。现在的数据没有改动。")
    password = database.obj.connect_params.get("passphrase", "") if password is None else password
    safety = make("恢复前")
    staged = target.with_suffix(".restoring")
    shutil.copyfile(backup, staged)
    close_file()
    for rest in ("-wal", "-shm"):
        Path(f"{target}{rest}").unlink(missing_ok=True)
    staged.replace(target)
    open_file(target, password)
    from models import migrate

    migrate.bring_up()
    return safety


__all__ = ["Backup", "counts", "folder", "listing", "make", "restore", "thin", "verify"]
