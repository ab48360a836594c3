"""Backups by SQLite's backup API: make, verify, thin, restore."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from models import clock, contents, paths
from models.database import State, Trouble, WrongPassword, close_file, database, explain, is_known, open_file
from models.settings import SettingRow

SUFFIX = ".bak"
_NAME = re.compile(r"(?P<stem>.+)_(?P<moment>\d{8}-\d{6})(?:_(?P<why>[^_]*))?\.bak")
DAILY, WEEKLY, MONTHLY = 7, 8, 12
STEP = 20_000
ALWAYS = ("手动", "改密码")


@dataclass(frozen=True)
class Backup:
    """A backup file: ``at`` when, ``why`` 启动, 退出, 导入前, 升级前, 手动, 改密码 or 恢复前."""

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
    return [] if path is None else _in_folder(folder(path), path.stem)


def _in_folder(place: Path, stem: str) -> list[Backup]:
    found = []
    for one in place.glob(f"*{SUFFIX}"):
        match = _NAME.fullmatch(one.name)
        if match and match["stem"] == stem:
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
    if last is not None and why not in ALWAYS and _stamp_of(last.path) == stamp:
        return None
    moment = clock.now()
    while (target := folder(source) / f"{source.stem}_{moment:%Y%m%d-%H%M%S}_{why}{SUFFIX}").exists():
        moment += datetime.timedelta(seconds=1)
    try:
        target.parent.mkdir(exist_ok=True)
        if shutil.disk_usage(target.parent).free < source.stat().st_size * 1.2:
            raise Trouble("备份盘空间不够，没有备份。请清理磁盘或换一个备份位置。")
        copy_open_file(target, progress)
        contents.back_up(target.parent)
    except BaseException as error:
        target.unlink(missing_ok=True)
        raise (explain(error, target) if is_known(error) or isinstance(error, OSError) else error) from error
    target.with_suffix(".txt").write_text(stamp, encoding="utf-8")
    for old in thin(listing(source), moment.date()):
        old.path.unlink(missing_ok=True)
        old.path.with_suffix(".txt").unlink(missing_ok=True)
    return target


def keep(why: str, progress: Callable[[int, int, str], bool] | None = None) -> list[str]:
    """Back up here and at the second place; returns a sentence for each thing that failed and raises no Trouble."""
    failed = []
    try:
        make(why, progress)
    except (Trouble, OSError) as error:
        failed.append(str(explain(error)))
    try:
        copy_to_second_place()
    except Trouble as error:
        failed.append(str(error))
    return failed


def copy_to_second_place() -> Path | None:
    """Copy the latest backup to the second place, if one is set and lacks it; returns the copy. Raises Trouble."""
    place, last = paths.backup_place(), next(iter(listing()), None)
    if place is None or last is None:
        return None
    if not place.is_dir():
        raise Trouble(f"第二备份位置“{place}”现在找不到（U 盘没有插上？）。本机的备份已经做好。")
    target = place / last.path.parent.name / last.path.name
    staged = target.with_suffix(".part")
    try:
        target.parent.mkdir(exist_ok=True)
        contents.pass_on(last.path.parent, target.parent)
        if target.exists():
            return None
        shutil.copyfile(last.path, staged)
        staged.replace(target)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise Trouble(f"没有能备份到“{place}”（{error.strerror}）。本机的备份已经做好。") from error
    here = target.parent
    match = _NAME.fullmatch(target.name)
    assert match is not None
    for old in thin(_in_folder(here, match["stem"]), last.at.date()):
        old.path.unlink(missing_ok=True)
    return target


def _last_change() -> str:
    row = database.execute_sql('SELECT max(id), (SELECT max(id) FROM "change") FROM "operation"').fetchone()
    settings = sorted(SettingRow.select(SettingRow.key, SettingRow.value).tuples())
    return f"{row[0]}/{row[1]}/{hashlib.sha256(repr(settings).encode()).hexdigest()[:16]}"


def _stamp_of(path: Path) -> str:
    note = path.with_suffix(".txt")
    return note.read_text(encoding="utf-8") if note.is_file() else ""


def _password() -> str:
    # 打不开的文件最后试过的密码不算数
    return str(database.obj.connect_params.get("passphrase", "")) if State.path is not None else ""


def _connect(path: Path, password: str) -> Any:
    connection = dbapi2.connect(str(path), isolation_level=None)
    if password:
        quoted = password.replace("'", "''")
        connection.execute(f"PRAGMA key='{quoted}'")
    return connection


def copy_open_file(target: Path, progress: Callable[[int, int, str], bool] | None = None) -> None:
    """Copy the open file as it is now, with the same password, and check the copy. Raises Trouble."""

    def step(_status: int, remaining: int, total: int) -> None:
        if progress is not None and not progress(total - remaining, total, "正在备份"):
            raise Trouble("备份已取消。")

    copy = _connect(target, _password())
    try:
        database.obj.connection().backup(copy, pages=STEP, progress=step)
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise Trouble("备份没有通过检查，已删除。原文件没有改动，请再备份一次。")
    finally:
        copy.close()


def verify(path: Path, password: str | None = None) -> bool:
    """Whether a backup opens with the password (None: the present one) and passes the full check."""
    connection = _connect(path, _password() if password is None else password)
    try:
        return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except Exception:  # a wrong password or a damaged file both mean: not usable
        return False
    finally:
        connection.close()


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


def counts(path: Path | None = None, password: str | None = None) -> dict[str, int]:
    """Records per ledger in a backup (None: in the open file), to show what a restore would change. Raises Trouble."""
    from models.ledger import ledgers

    if path is None:
        return {of.name: of.model.select().count() for of in ledgers()}
    connection = _connect(path, _password() if password is None else password)
    try:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        return {
            of.name: connection.execute(f'SELECT count(*) FROM "{of.name}"').fetchone()[0]
            for of in ledgers()
            if of.name in tables
        }
    except Exception as error:
        raise explain(error, path) from error
    finally:
        connection.close()


def lost(path: Path, password: str | None = None) -> list[tuple[str, str]]:
    """(when, what) of the operations of the open file that were made after a backup of it, newest first: what a restore
    takes away. Empty for a backup of another file. Raises Trouble."""
    from models.history import OperationRow

    connection = _connect(path, _password() if password is None else password)
    try:
        last = connection.execute('SELECT "id", "at", "title" FROM "operation" ORDER BY "id" DESC LIMIT 1').fetchone()
    except Exception as error:
        raise explain(error, path) from error
    finally:
        connection.close()
    number, *what = last or (0,)
    row = OperationRow.get_or_none(OperationRow.id == number)
    if number and (row is None or [row.at, row.title] != what):
        return []
    later = OperationRow.select(OperationRow.at, OperationRow.title).where(OperationRow.id > number)
    return list(later.order_by(OperationRow.id.desc()).tuples())


def restore(backup: Path, password: str | None = None) -> Path | None:
    """Put a backup in the place of the open file, after a safety copy; returns that copy. Raises Trouble.

    ``password`` is that of the backup, if it was made before the password was changed.
    """
    target = State.path
    assert target is not None
    present = _password()
    password = present if password is None else password
    if not verify(backup, password):
        raise _unusable(backup, password)
    safety = make("恢复前")
    close_file()
    try:
        _put(backup, target)
    except OSError as error:
        open_file(target, present)
        raise Trouble(f"恢复没有成功（{error.strerror}）。现在的数据没有改动，请清理磁盘后再试。") from error
    from models import migrate

    try:
        open_file(target, password)
        migrate.bring_up()
    except BaseException:
        close_file()
        _put(safety or listing(target)[0].path, target)
        open_file(target, present)
        raise
    with contextlib.suppress(OSError):  # what could not be fetched is read where it lies
        contents.bring(backup.parent)
    return safety


def replace_damaged(target: Path, backup: Path, password: str) -> Path:
    """Put a backup in the place of a file that does not open; the damaged one is kept aside, its new path returned."""
    if not verify(backup, password):
        raise _unusable(backup, password)
    aside = target.with_name(f"{target.stem}_损坏_{clock.now():%Y%m%d-%H%M%S}{target.suffix}")
    try:
        if target.exists():
            shutil.copyfile(target, aside)
        _put(backup, target)
        contents.bring(backup.parent, target)
    except OSError as error:
        raise Trouble(f"恢复没有成功（{error.strerror}）。原来的文件还在，请清理磁盘后再试。") from error
    return aside


def _unusable(backup: Path, password: str) -> Trouble:
    try:
        counts(backup, password)
    except WrongPassword:
        return WrongPassword(f"备份“{backup.name}”的密码不对（改过密码的，要用备份那时的密码）。现在的数据没有改动。")
    except Trouble:
        pass
    return Trouble(f"备份“{backup.name}”打不开或已损坏，没有恢复。现在的数据没有改动。")


def _put(backup: Path, target: Path) -> None:
    # 先整个复制到旁边再换名：中途断电，原来的文件还是完整的
    staged = target.with_suffix(".restoring")
    try:
        shutil.copyfile(backup, staged)
        for rest in ("-wal", "-shm"):
            Path(f"{target}{rest}").unlink(missing_ok=True)
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)


__all__ = [
    "Backup", "copy_open_file", "copy_to_second_place", "counts", "folder", "keep", "listing", "make",
    "replace_damaged", "restore", "thin", "verify",
]  # fmt: skip
