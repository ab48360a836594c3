"""What the commands share: opening the file, finding ledgers, columns and selections by the words a person wrote."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from models import ledger_file, query
from models.ledger import Ledger, WrongDefinition, ledgers
from models.query import Selection
from ui.cli_parser import Refusal


def as_json(arguments: Namespace) -> bool:
    """Whether JSON is asked for."""
    return bool(getattr(arguments, "json", False))


def db_path(arguments: Namespace) -> Path:
    """The ledger file that is meant."""
    if not getattr(arguments, "db", None):
        raise Refusal("没有写台账文件，请加上 --db 文件")
    return Path(arguments.db)


def password(arguments: Namespace, name: str = "password_file") -> str:
    """The first line of the password file, "" when none is given."""
    given = getattr(arguments, name, None)
    if not given:
        return ""
    try:
        text = Path(given).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Refusal(f"读不出密码文件“{given}”，没有打开台账。") from None
    if not text.strip():
        raise Refusal(f"密码文件“{given}”是空的，没有打开台账。")
    return text.splitlines()[0].rstrip("\r\n")


def open_db(arguments: Namespace) -> None:
    """Open the file of ``--db``."""
    ledger_file.open_existing(db_path(arguments), password(arguments), check=False)


def find_ledger(text: str) -> Ledger:
    """A ledger by identifier or title."""
    for of in ledgers():
        if text in (of.name, of.title):
            return of
    names = "、".join(f"{of.name}（{of.title}）" for of in ledgers())
    raise Refusal(f"没有叫“{text}”的台账，可用的有：{names}")


def find_path(of: Ledger, text: str) -> str:
    """The path of a column by identifier or label."""
    text = text.strip()
    for path in of.all_columns:
        if text in (path, of.column(path).label):
            return path
    try:
        of.column(text)
        query.Source(of).expression(text)
    except (WrongDefinition, KeyError, AttributeError):
        raise Refusal(f"{of.title}没有“{text}”这个字段，有哪些字段见：ledgers") from None
    return text


def selection(arguments: Namespace, of: Ledger) -> Selection:
    """What ``--where``, ``--search`` and ``--order`` choose."""
    order = tuple(
        ("-" if text.startswith("-") else "") + find_path(of, text.lstrip("-"))
        for words in arguments.order
        for text in words.split(",")
    )
    filters = tuple(query.parse_where(of, text) for text in arguments.where)
    return Selection(of.name, arguments.search, filters, order)


def columns(arguments: Namespace, of: Ledger) -> tuple[str, ...] | None:
    """The columns of ``--columns``, None when not given."""
    if not arguments.columns:
        return None
    return tuple(find_path(of, text) for text in arguments.columns.replace("，", ",").split(",") if text.strip())


def out_file(text: str, *suffixes: str) -> Path:
    """A file to be written; its name must end as the command can write."""
    path = Path(text)
    if path.suffix.lower() not in suffixes:
        raise Refusal(f"“{path.name}”的扩展名应为 {' 或 '.join(suffixes)}")
    if not path.absolute().parent.is_dir():
        raise Refusal(f"没有“{path.parent}”这个文件夹，没有写文件。")
    return path
