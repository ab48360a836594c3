"""The one database: open, encrypt, lock, close; the only room beside backup.py that knows SQLite."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import peewee
from filelock import FileLock, Timeout
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2


class _Savepoint(peewee._savepoint):  # type: ignore[misc]
    """All have one name, so that the driver keeps their statements; Peewee would think up new ones each time.

    The latest of a name is meant, so one that is rolled back must go too, or the one around it would be taken for it.
    """

    def __init__(self, db: Any) -> None:
        super().__init__(db, "inner")

    def rollback(self, begin: bool = True) -> None:
        if self.db.connection().in_transaction:
            super().rollback(False)
            self.commit(begin)


class _Base(SqlCipherDatabase):  # type: ignore[misc]
    """SQLite takes a transaction back by itself when the disk is full.

    Peewee would take it back once more, fail, and tell of that instead of the full disk.
    """

    def get_binary_type(self) -> Any:
        """The driver's own: Peewee would ask Python's sqlite3, which the packed program does not carry."""
        return dbapi2.Binary

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        """As Peewee does, without its log and its hooks, which nobody here listens to."""
        with peewee.__exception_wrapper__:
            return self.cursor().execute(sql, params or ())

    def savepoint(self) -> _Savepoint:
        """A part of a transaction that can be taken back for itself."""
        return _Savepoint(self)

    def rollback(self) -> None:
        """Take the transaction back, if SQLite has not done so."""
        if self.is_closed() or self.connection().in_transaction:
            super().rollback()


class _Proxy(peewee.DatabaseProxy):  # type: ignore[misc]
    def atomic(self, *args: Any, **options: Any) -> Any:
        """The database's own: a transaction over the proxy asks it for every word, a twentieth of a save."""
        return self.obj.atomic(*args, **options)


database = _Proxy()
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "cache_size": -64_000,
    "busy_timeout": 5_000,
    "temp_store": 2,
}
STATEMENTS = 1000
"""So many prepared statements are kept (a few KB each). A day with all lists and forms asks 700 different ones, a new
file is made with 600. Once they are full the driver puts each new statement in the place of the one before, so that all
that is asked from then on, each form saved too, would be compiled again each time."""
MEGABYTE = 1 << 20


class Trouble(Exception):
    """A known trouble with the file; the text is for the clerk: what happened, what was kept, what to do."""


class WrongPassword(Trouble):
    """The passphrase does not open the file, or the file is no ledger at all."""


class NewerDatabase(Trouble):
    """The file was written by a newer program."""


class DamagedFile(Trouble):
    """The file fails its check."""


class FileInUse(Trouble):
    """Another window has the file open."""


class DiskFull(Trouble):
    """No room to write."""


class NotFound(Trouble):
    """There is no such file."""


class State:
    """What is open; ``turn`` counts openings, so that what is remembered from one file is not used for the next."""

    turn = 0

    path: Path | None = None
    lock: FileLock | None = None
    encrypted = False


@functools.cache
def _silence() -> None:
    # SQLCipher 打不开文件时自己往 stderr 写几行英文；该说的话由 explain() 用中文说
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(":memory:")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.close()


def _teach_driver() -> None:
    """Tell the driver how to bind None and booleans; without it each None costs a search that is 20 times slower."""
    dbapi2.register_adapter(type(None), lambda nothing: nothing)
    dbapi2.register_adapter(bool, int)


_teach_driver()


def _connect(path: Path, password: str) -> SqlCipherDatabase:
    _silence()
    return _Base(str(path), passphrase=password, pragmas=PRAGMAS, autoconnect=False, cached_statements=STATEMENTS)


def open_file(path: Path | str, password: str = "", *, create: bool = False, lock: bool = True) -> None:
    """Open ``path`` as the database of this program. Raises Trouble with a sentence for the clerk."""
    path = Path(path)
    if not create and not path.is_file():
        raise NotFound(f"找不到台账文件“{path.name}”。请检查是否被移动或改名。")
    if not create and not path.stat().st_size:
        raise DamagedFile(f"“{path.name}”是空的，里面什么也没有。没有写入任何内容，请从备份恢复。")
    if create and path.exists():
        raise Trouble(f"“{path.name}”已经存在，没有覆盖它。请换一个文件名。")
    close_file()
    if lock:
        _take_lock(path)
    base = _connect(path, password)
    database.initialize(base)
    State.path, State.encrypted = path, bool(password)
    try:
        base.connect()
        base.execute_sql("SELECT count(*) FROM sqlite_master").fetchone()
    except Exception as error:
        close_file()
        raise explain(error, path) from error


def connect_beside(path: Path, key: str) -> Any:
    """A connection to a small encrypted database beside the ledger file; ``key`` are 32 bytes as hexadecimal text."""
    _silence()
    connection = dbapi2.connect(str(path), isolation_level=None, timeout=5)
    connection.execute(f"PRAGMA key = \"x'{bytes.fromhex(key).hex()}'\"")
    return connection


def _take_lock(path: Path) -> None:
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise FileInUse(f"“{path.name}”正在另一个窗口中使用。请先关闭那个窗口，再打开。") from None
    except OSError as error:
        raise Trouble(f"不能在“{path.parent}”里写文件（{error.strerror}）。请换一个可以写入的位置。") from error
    State.lock = lock


_holders: list[Callable[[], None]] = []


def before_closing(give_up: Callable[[], None]) -> None:
    """Have ``give_up()`` called before the file is closed or replaced: for a connection that stays open."""
    _holders.append(give_up)


def _call_in() -> None:
    for give_up in _holders:
        give_up()


def close_file() -> None:
    """Close the connection of this thread and give the lock back."""
    _call_in()
    base = database.obj
    if base is not None and not base.is_closed():
        with contextlib.suppress(Exception):
            base.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        base.close()
    if State.lock is not None:
        State.lock.release()
        with contextlib.suppress(OSError):
            Path(State.lock.lock_file).unlink(missing_ok=True)
    State.path, State.lock, State.encrypted = None, None, False
    State.turn += 1


def switch_to(path: Path, instead: Path | None = None) -> None:
    """Work on another file with the same password, under the lock of the open one; ``instead`` takes its place first.

    Raises Trouble when it cannot take the place; the file there is then as it was.
    """
    _call_in()
    base = database.obj
    password = str(base.connect_params.get("passphrase", ""))
    base.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    if instead is not None:
        _take_place(instead, path)
    base = _connect(path, password)
    database.initialize(base)
    base.connect()
    State.turn += 1


def _take_place(new: Path, path: Path) -> None:
    for one in (new, path):
        log = Path(f"{one}-wal")
        if log.is_file() and log.stat().st_size:
            raise Trouble(f"“{path.name}”正在别处打开着，没有升级。原来的台账没有动，请关掉别处的再打开。")
    for rest in ("-wal", "-shm"):
        Path(f"{path}{rest}").unlink(missing_ok=True)
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        new.replace(path)
    except OSError as error:
        raise Trouble(
            f"升级好的台账换不上（{error.strerror}）。原来的台账没有动，请稍后再打开；安全软件正在检查它时会这样。"
        ) from error


def run(sql: str, values: Sequence[Any] = ()) -> Any:
    """Execute plain SQL with ? for values; for statements so frequent that building them each time would show."""
    base = database.obj
    return base.execute_sql(sql if base.param == "?" else sql.replace("?", base.param), values)


def insert(sql: str, values: Sequence[Any]) -> int:
    """Insert one row with plain SQL; returns the id that the database gave it."""
    return int(run(sql, values).lastrowid)


def run_many(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    """The driver's executemany on Peewee's connection."""
    mark = database.obj.param
    database.obj.connection().cursor().executemany(sql if mark == "?" else sql.replace("?", mark), rows)


_BITS = {True: 1, False: 0, None: None}


def bits(column: Sequence[bool | None]) -> list[int | None]:
    """A column of yes and no as SQLite keeps it; the driver asks its adapters about every True and False."""
    return list(map(_BITS.__getitem__, column))


@contextlib.contextmanager
def small_cache() -> Any:
    """Keep few pages in memory while a long import writes each page about once."""
    connection = database.obj
    connection.execute_sql("PRAGMA cache_size = -8000")
    try:
        yield
    finally:
        connection.execute_sql(f"PRAGMA cache_size = {PRAGMAS['cache_size']}")


def keep_few_pages() -> None:
    """Keep few pages in memory on this thread's connection; the system keeps those of a plain file anyway."""
    if not State.encrypted:
        database.obj.execute_sql("PRAGMA cache_size = -4000")


def release_pages() -> None:
    """Give back the memory of pages that were read: a workbook is about to need it."""
    if is_open() and not database.obj.is_closed():
        database.obj.execute_sql("PRAGMA shrink_memory")


@contextlib.contextmanager
def thread_connection() -> Any:
    """A connection of its own for a worker thread."""
    base = database.obj
    base.connect(reuse_if_open=True)
    try:
        yield base
    finally:
        base.close()


def is_plain(path: Path) -> bool:
    """Whether a file is a database without a password. Raises Trouble when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except FileNotFoundError:
        raise NotFound(f"找不到台账文件“{path.name}”。请检查是否被移动或改名。") from None
    except OSError as error:
        raise Trouble(f"“{path.name}”读不出来（{error.strerror}）。没有改动，请检查磁盘或权限。") from error


def is_open() -> bool:
    """Whether a file is open."""
    return State.path is not None


def size() -> int:
    """Bytes of the open file, 0 when none is open; asks the disk and not the database."""
    return State.path.stat().st_size if State.path is not None and State.path.exists() else 0


def set_password(password: str) -> None:
    """Change the passphrase of the open, encrypted file."""
    if not State.encrypted:
        raise Trouble("这个文件没有设密码，不能改密码。请用“另存为加密文件”。")
    _call_in()
    database.obj.rekey(password)


def is_password(password: str) -> bool:
    """Whether this is the passphrase of the open file."""
    return str(database.obj.connect_params.get("passphrase", "")) == password


def save_encrypted(target: Path, password: str) -> None:
    """Write the open file as a new, encrypted one; the open file stays as it is. Raises Trouble."""
    if target.exists():
        raise Trouble(f"“{target.name}”已经存在，没有覆盖它。请换一个文件名。")
    try:
        database.execute_sql("ATTACH DATABASE ? AS encrypted KEY ?", (str(target), password))
        try:
            database.execute_sql("SELECT sqlcipher_export('encrypted')").fetchall()
        finally:
            database.execute_sql("DETACH DATABASE encrypted")
        _contents_too(target)
    except peewee.DatabaseError as error:
        target.unlink(missing_ok=True)
        raise explain(error, target) from error


def _contents_too(target: Path) -> None:
    from models import contents

    assert State.path is not None
    contents.duplicate(State.path, target)


def quick_check() -> str:
    """ "ok" or what SQLite found wrong."""
    return str(database.execute_sql("PRAGMA quick_check(1)").fetchone()[0])


def integrity_faults(most: int = 5) -> list[str]:
    """What the full check finds wrong in the open file, and links that lead nowhere; empty when it is sound."""
    answers = [str(row[0]) for row in database.execute_sql(f"PRAGMA integrity_check({int(most)})").fetchall()]
    lost = database.execute_sql("PRAGMA foreign_key_check").fetchmany(most)
    return [text for text in answers if text != "ok"] + [f"{row[0]} 有一条记录所属的 {row[2]} 已不在" for row in lost]


KNOWN = (
    "full", "locked", "busy", "malformed", "not a database", "readonly", "unable to open", "hmac", "disk i/o",
)  # fmt: skip
LEAST_ROOM = 1 << 20
"""Bytes; with less an open file cannot even be read."""


def free_space(path: Path) -> int:
    """Bytes left on the disk of ``path``."""
    return shutil.disk_usage(path.parent if path.parent.exists() else Path.cwd()).free


def _no_room(path: Path | None) -> bool:
    """Whether the disk has no room even for what SQLite keeps beside an open file."""
    path = path or State.path
    return path is not None and free_space(path) < LEAST_ROOM


def explain(error: BaseException, path: Path | None = None) -> Trouble:
    """A driver's error as a Trouble in the clerk's words."""
    if isinstance(error, Trouble):
        return error
    text, name = str(error).lower(), f"“{path.name}”" if path else "台账文件"
    if "not a database" in text or "hmac" in text:
        return WrongPassword(f"打不开{name}：密码不对，或者这不是帮扶台账的文件。文件没有改动，请重新输入密码。")
    if "malformed" in text or "corrupt" in text:
        return DamagedFile(f"{name}已损坏。没有写入任何内容，请从备份恢复（文件 › 恢复备份）。")
    broken = "disk i/o" in text
    if "disk is full" in text or "disk full" in text or "no space" in text or (broken and _no_room(path)):
        return DiskFull("磁盘空间已满，这一次没有保存，已有的数据都在。请清理磁盘后再保存。")
    if broken:
        return Trouble(f"读写{name}时磁盘出错，这一次没有保存。请看 U 盘或网络盘是不是断开了，换一个位置再试。")
    if "locked" in text or "busy" in text:
        return FileInUse(f"{name}正被别的程序占用，这一次没有保存。请关闭占用它的程序后再试。")
    if "readonly" in text or "unable to open" in text or "permission" in text:
        return Trouble(f"{name}不能写入（只读或没有权限）。没有改动，请换一个位置或检查权限。")
    return Trouble(f"{name}出错：{type(error).__name__}。没有写入，已有的数据都在。")


def is_known(error: BaseException) -> bool:
    """Whether an error is one of the known troubles rather than a mistake of ours."""
    return isinstance(error, Trouble) or (
        isinstance(error, peewee.OperationalError | peewee.DatabaseError)
        and not isinstance(error, peewee.IntegrityError | peewee.ProgrammingError)
        and any(word in str(error).lower() for word in KNOWN)
    )
