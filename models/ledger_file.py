"""A ledger file from new to closed: create, open with migrations behind a backup, close."""

from __future__ import annotations

from pathlib import Path

from models import backup, migrate
from models.database import DamagedFile, Trouble, close_file, database, explain, is_known, open_file, quick_check


def create(path: Path | str, password: str = "") -> None:
    """A new file with all tables, left open. Raises Trouble."""
    open_file(path, password, create=True)
    try:
        migrate.bring_up()
    except BaseException as error:
        close_file()
        Path(path).unlink(missing_ok=True)
        raise (explain(error, Path(path)) if is_known(error) else error) from error


def open_existing(path: Path | str, password: str = "", *, check: bool = True) -> list[str]:
    """Open a file, back it up and bring its tables up to date; returns the migrations applied. Raises Trouble."""
    open_file(path, password)
    try:
        tables = database.get_tables()
        if tables and "operation" not in tables:
            raise Trouble(f"“{Path(path).name}”是别的程序的数据库，不是帮扶台账的文件。没有改动它。")
        if check and quick_check() != "ok":
            raise DamagedFile(f"“{Path(path).name}”已损坏。没有写入任何内容，请从备份恢复。")
        return migrate.bring_up(before=lambda: backup.make("升级前"))
    except BaseException as error:
        close_file()
        raise (explain(error, Path(path)) if is_known(error) else error) from error


def close() -> None:
    """Close the open file."""
    close_file()
