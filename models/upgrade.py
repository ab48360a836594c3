"""Before a new version of the program is installed: each ledger file used lately is copied as it lies, unopened."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from filelock import FileLock, Timeout

from models import backup, clock, paths
from models.database import FileInUse, Trouble, explain

WHY = "升级前"


def copy_recent() -> tuple[list[Path], list[str]]:
    """Copy every recent file that is there; returns the copies made and a sentence for each one that failed."""
    made, failed = [], []
    for path in paths.recent_files():
        if not path.is_file():
            continue
        try:
            copy = copy_closed(path)
        except Trouble as error:
            failed.append(f"“{path.name}”没有备份成：{error}")
        else:
            made += [copy] if copy else []
    return made, failed


def copy_closed(path: Path) -> Path | None:
    """Copy a file nobody has open among its backups, byte by byte: that needs no password, as opening it would.

    None when the latest such copy holds the same already. Raises Trouble.
    """
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise FileInUse("它正开着。请先关掉帮扶台账。") from None
    except OSError as error:
        raise Trouble(f"不能在“{path.parent}”里写文件（{error.strerror}）。") from error
    try:
        return _copy(path)
    except OSError as error:
        raise explain(error, path) from error
    finally:
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)


def _copy(path: Path) -> Path | None:
    log = Path(f"{path}-wal")
    left = log.is_file() and log.stat().st_size > 0
    last = next((one for one in backup.listing(path) if one.why == WHY), None)
    if last is not None and not left and _digest(last.path) == _digest(path):
        return None
    target = backup.folder(path) / f"{path.stem}_{clock.now():%Y%m%d-%H%M%S}_{WHY}{backup.SUFFIX}"
    target.parent.mkdir(exist_ok=True)
    if left:
        # 上次没有正常退出，最后几次保存还在这个文件里；打开备份时 SQLite 会接着写完
        shutil.copyfile(log, f"{target}-wal")
    staged = target.with_suffix(".part")
    try:
        shutil.copyfile(path, staged)
        if _digest(staged) != _digest(path):
            raise Trouble("抄出来的和原来的不一样，磁盘可能有坏道。原文件没有动。")
        staged.replace(target)
    except BaseException:
        staged.unlink(missing_ok=True)
        Path(f"{target}-wal").unlink(missing_ok=True)
        raise
    return target


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
