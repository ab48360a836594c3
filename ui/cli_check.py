"""``self-check``: whether the program is whole and the ledger file sound."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator

from models import attachment, codes, contents, history, ledger_file, migrate, query
from models.database import Trouble, database, integrity_faults, quick_check
from models.ledger import Ledger, ledger, ledgers, verify
from models.query import Selection
from models.record import load
from models.writer import has_refresh
from ui.cli_open import as_json, db_path, password
from ui.cli_output import say, say_json

Check = tuple[str, Callable[[], Iterator[str]]]
SOME = 3


def self_check(arguments: Namespace) -> int:
    """Run all checks: 0 all well, 1 something is wrong; a file that cannot be opened is refused."""
    checks: list[Check] = [("程序文件", _program_files), ("台账定义", _definitions), ("选项表", _code_lists)]
    if getattr(arguments, "db", None):
        ledger_file.open_existing(db_path(arguments), password(arguments), check=False)
        checks += [
            ("文件结构", _structure), ("表结构", _tables), ("自动带出的内容", _refreshed),
            ("修改历史", _history), ("附件", _attachments),
        ]  # fmt: skip
    results = [(title, list(check())) for title, check in checks]
    sound = not any(wrong for _, wrong in results)
    if as_json(arguments):
        say_json({"ok": sound, "checks": [{"name": t, "ok": not wrong, "problems": wrong} for t, wrong in results]})
    else:
        for title, wrong in results:
            say(f"{'有问题' if wrong else '正常'}  {title}")
            for text in wrong:
                say(f"        {text}")
    return 0 if sound else 1


def _program_files() -> Iterator[str]:
    from resources import FONT_BOLD, FONT_REGULAR, ROOT

    for font in (FONT_REGULAR, FONT_BOLD):
        if not font.is_file():
            yield f"缺少字体 {font.relative_to(ROOT)}，打印和图会缺字，请重新安装程序"
    try:
        migrate.files()
    except Trouble as error:
        yield str(error)


def _definitions() -> Iterator[str]:
    for of in ledgers():
        try:
            verify(of)
        except Exception as error:
            yield f"{of.name}：{error}"


def _code_lists() -> Iterator[str]:
    for name in codes.names():
        try:
            if not len(codes.code_list(name)):
                yield f"选项表 {name} 是空的"
        except Exception as error:
            yield f"选项表 {name} 读不出来：{type(error).__name__}"


def _structure() -> Iterator[str]:
    if (answer := quick_check()) != "ok":
        yield f"快速检查：{answer}"
    yield from integrity_faults()


def _tables() -> Iterator[str]:
    for name in migrate.pending():
        yield f"还没有升级：{name}"
    tables = set(database.get_tables())
    for of in ledgers():
        if of.name not in tables:
            yield f"缺少表 {of.name}"
            continue
        stored = {column.name for column in database.get_columns(of.name)}
        for one in of.fields.values():
            if one.column_name not in stored:
                yield f"表 {of.name} 缺少 {one.column_name}"


def _refreshed() -> Iterator[str]:
    """What is kept from details (户主、人口、实施地点 …) must be what the details say."""
    for of in ledgers():
        if has_refresh(of.model):
            yield from _stale(of)


def _stale(of: Ledger) -> Iterator[str]:
    wanted = list(query.ids(Selection(of.name)))
    for at in range(0, len(wanted), 500):
        for name, edits in of.model.refresh(wanted[at : at + 500]):
            target = ledger(name)
            stored = load(target, edits)
            wrong = [
                f"{target.title}“{query.label_of(target, id)}”的{target.fields[field].label}与明细不一致"
                for id, values in edits.items()
                for field, value in values.items()
                if id in stored and stored[id][field] != value
            ]
            yield from wrong[:SOME]
            if len(wrong) > SOME:
                yield f"{target.title}还有 {len(wrong) - SOME} 处"


def _attachments() -> Iterator[str]:
    lost = set(contents.faults(attachment.sums()))
    for one in attachment.all_items() if lost else ():
        if one.sha256 in lost:
            yield f"{ledger(one.owner).title}的附件“{one.name}”内容不在或已损坏"


def _history() -> Iterator[str]:
    counted = history.action_counts()
    for row in history.operations(1_000_000):
        found = counted.pop(row.id, {})
        for action, told in (("add", row.added), ("delete", row.deleted)):
            if found.get(action, 0) != told:
                yield f"第 {row.id} 号操作说有 {told} 条，历史里有 {found.get(action, 0)} 条"
