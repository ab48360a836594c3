"""What each headless command does. Heavy modules are imported by the command that needs them."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from models import backup, history, ledger_file, query, record
from models.database import DamagedFile
from models.kinds import Choice, Date, Link
from models.ledger import Ledger, ledger, ledgers
from models.operation import undo
from ui.cli_attach import attach, attachments, dossier
from ui.cli_check import self_check
from ui.cli_closing import closing
from ui.cli_exchange import export_file, import_files, predict_files
from ui.cli_fill import fill_form
from ui.cli_monitor import advance
from ui.cli_open import (
    as_json,
    columns,
    db_path,
    find_ledger,
    open_db,
    out_file,
    password,
    selection,
)
from ui.cli_output import machine_value, numeric, say, say_json, table
from ui.cli_parser import Refusal
from ui.cli_reconcile import reconcile
from ui.cli_reports import list_todos, make_report
from ui.cli_rules import check


def new(arguments: Namespace) -> int:
    """A new file, empty or with the sample township."""
    path, secret = db_path(arguments), password(arguments)
    if path.exists():
        raise Refusal(f"“{path.name}”已经存在，没有覆盖它。请换一个文件名。")
    if not path.absolute().parent.is_dir():
        raise Refusal(f"没有“{path.parent}”这个文件夹，没有新建文件。")
    if arguments.sample:
        from models import sample

        sample.build(path, secret)
    else:
        ledger_file.create(path, secret)
    counts = {of.name: query.count(query.Selection(of.name)) for of in ledgers()}
    if as_json(arguments):
        say_json({"db": str(path), "encrypted": bool(secret), "sample": arguments.sample, "records": counts})
    else:
        say(f"已新建“{path.name}”" + ("，装好示例（青禾乡，全部为虚构）。" if arguments.sample else "。"))
    return 0


def _field(of: Ledger, path: str) -> dict[str, Any]:
    one = of.column(path)
    field: dict[str, Any] = {
        "identifier": path, "label": one.label, "kind": one.kind.name, "unit": one.kind.unit,
        "required": bool(one.field.required), "readonly": bool(one.field.readonly), "codes": None,
    }  # fmt: skip
    if isinstance(one.kind, Choice):
        field["code_list"] = one.kind.list_name
        field["codes"] = [{"code": code.code, "label": code.label} for code in one.kind.options]
    if isinstance(one.kind, Link):
        field["ledger"] = one.kind.ledger
    return field


def list_ledgers(arguments: Namespace) -> int:
    """Every ledger with its fields."""
    found: list[dict[str, Any]] = [
        {
            "name": of.name, "title": of.title, "tab": of.tab.title, "master": of.master or None,
            "keys": [list(key) for key in of.keys], "fields": [_field(of, path) for path in of.all_columns],
        }
        for of in ledgers()
    ]  # fmt: skip
    if as_json(arguments):
        say_json(found)
        return 0
    for one in found:
        say(f"\n{one['title']}（{one['name']}）· {one['tab']}")
        rows = [
            [f["identifier"], f["label"], f["kind"], f["unit"], "必填" if f["required"] else "", f.get("code_list", "")]
            for f in one["fields"]
        ]
        say(table(("标识", "名称", "类型", "单位", "", "选项表"), rows))
    return 0


def list_records(arguments: Namespace) -> int:
    """Records of a selection as a table or as JSON objects with their uid."""
    of = find_ledger(arguments.ledger)
    if arguments.limit is not None and arguments.limit < 0:
        raise Refusal("--limit 要填 0 或更大的整数")
    open_db(arguments)
    chosen = selection(arguments, of)
    paths = columns(arguments, of) or of.default_columns
    shown = [of.column(path) for path in paths]
    wanted = query.ids(chosen, arguments.limit)
    everything = query.count(chosen)
    found = query.rows(of.name, paths, wanted)
    if as_json(arguments):
        uids = {id: row["uid"] for id, row in record.load(of, wanted).items()}
        kinds = [query.Source(of).shown(path)[1] for path in paths]
        rows = [
            {"uid": uids[id], **{p: machine_value(k, v) for p, k, v in zip(paths, kinds, found[id], strict=True)}}
            for id in wanted
        ]
        say_json({"ledger": of.name, "count": len(rows), "all": everything, "rows": rows})
        return 0
    make = query.formatters(of.name, paths)
    texts = [[to(value) for to, value in zip(make, found[id], strict=True)] for id in wanted]
    if texts:
        say(table([column.title for column in shown], texts, numeric(shown)))
    say(f"显示 {len(texts)} / 共 {everything} {of.counter}")
    return 0


def figures(arguments: Namespace) -> int:
    """Figures with what is behind them."""
    from models.reports import figures as reports

    open_db(arguments)
    try:
        asof = Date().parse(arguments.asof) if arguments.asof else None
        found = reports.compute(arguments.names or None, arguments.village, arguments.year, asof)
    except (KeyError, ValueError) as error:
        raise Refusal(str(error.args[0] if error.args else error)) from None
    if as_json(arguments):
        say_json([_figure(one) for one in found])
        return 0
    rows = [
        [
            one.name,
            one.title,
            one.village or "",
            str(one.year or ""),
            str(one.value) + one.unit,
            f"{one.records}",
            one.note,
        ]
        for one in found
    ]
    say(table(("指标", "名称", "村", "年", "数值", "条数", "说明"), rows, (False, False, False, False, True, True)))
    return 0


def _figure(one: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": one.name, "title": one.title, "value": _number(one.value), "unit": one.unit,
        "qualifier": one.qualifier, "records": one.records, "where": json.loads(one.where),
    }  # fmt: skip
    data |= {key: getattr(one, key) for key in ("village", "year", "note") if getattr(one, key)}
    return data


def _number(value: Any) -> Any:
    try:
        return Decimal(value)
    except (InvalidOperation, TypeError):
        return value


def chart(arguments: Namespace) -> int:
    """One chart as a file, or the names of all."""
    from models.reports import charts

    if arguments.all is not None:
        return _all_charts(arguments)
    if arguments.name is None:
        known = [{"name": one, "title": charts.title(one)} for one in charts.names()]
        if as_json(arguments):
            say_json(known)
        else:
            say(table(("图名", "标题"), [[one["name"], one["title"]] for one in known]))
        return 0
    if arguments.name not in charts.names():
        raise Refusal(f"没有叫“{arguments.name}”的图，可用的有：{'、'.join(charts.names())}")
    if arguments.out is None:
        raise Refusal("没有写存到哪个文件，例如 图.pdf 或 图.png")
    out = out_file(arguments.out, ".pdf", ".png")
    open_db(arguments)
    data = charts.build(arguments.name)
    from widgets import chart_draw

    out.write_bytes(chart_draw.chart_pdf(data) if out.suffix.lower() == ".pdf" else chart_draw.chart_png(data))
    return _written(arguments, out, chart=arguments.name)


def _all_charts(arguments: Namespace) -> int:
    from models.reports import charts

    folder = Path(arguments.all)
    if arguments.name is not None:
        raise Refusal("写了 --all 就不要再写图名")
    if not folder.is_dir():
        raise Refusal(f"没有“{folder}”这个文件夹，没有写文件。")
    open_db(arguments)
    from widgets import chart_draw

    for name in charts.names():
        (folder / f"{name}.png").write_bytes(chart_draw.chart_png(charts.build(name)))
    count = len(charts.names())
    if as_json(arguments):
        say_json({"folder": str(folder), "charts": list(charts.names())})
    else:
        say(f"{count} 张图已存到“{folder}”。")
    return 0


def print_list(arguments: Namespace) -> int:
    """A ledger's list as a PDF."""
    from models.reports import lists, paper

    of = find_ledger(arguments.ledger)
    out = out_file(arguments.out, ".pdf")
    open_db(arguments)
    chosen = selection(arguments, of)
    block = lists.list_table(chosen, columns(arguments, of), arguments.public)
    result = paper.render([block], lists.paper_settings(of.name))
    out.write_bytes(result.pdf)
    return _written(arguments, out, pages=result.pages, records=query.count(chosen), warnings=list(result.warnings))


def _written(arguments: Namespace, out: Path, **facts: Any) -> int:
    if as_json(arguments):
        say_json({"file": str(out), **facts})
    else:
        pages = f"，{facts['pages']} 页" if "pages" in facts else ""
        say(f"已存为“{out}”{pages}。")
        for text in facts.get("warnings", ()):
            say(text)
    return 0


def show_history(arguments: Namespace) -> int:
    """Changes of one record, newest first, also of a deleted one."""
    of = find_ledger(arguments.ledger)
    open_db(arguments)
    id = history.record_of(of.name, arguments.uid)
    if id is None:
        raise Refusal(f"{of.title}里没有 uid 为“{arguments.uid}”的记录，用 list {of.name} --json 可以查到 uid")
    changes: list[dict[str, Any]] = [
        {
            "operation": one.operation, "at": one.at, "who": one.who, "kind": one.kind, "title": one.title,
            "source": one.source, "action": one.action, "undone": one.undone,
            "fields": [_change(of, name, pair) for name, pair in one.fields.items() if name in of.fields],
        }
        for one in history.of_records([id])
    ]  # fmt: skip
    if as_json(arguments):
        say_json({"ledger": of.name, "uid": arguments.uid, "changes": changes})
        return 0
    for one in changes:
        say(f"{one['operation']}  {one['at']}  {one['who']}  {one['title']}" + ("（已撤销）" if one["undone"] else ""))
        for field in one["fields"]:
            say(f"    {field['label']}：{field['old'] or '（空）'} → {field['new'] or '（空）'}")
    return 0


def _change(of: Ledger, name: str, pair: tuple[Any, Any]) -> dict[str, Any]:
    kind = of.fields[name].kind

    def text(value: Any) -> str | None:
        if value is None:
            return None
        return query.label_of(ledger(kind.ledger), value) if isinstance(kind, Link) else kind.to_text(value)

    return {"field": name, "label": of.fields[name].label, "old": text(pair[0]), "new": text(pair[1])}


def undo_operation(arguments: Namespace) -> int:
    """Take one operation back, or list the latest ones."""
    open_db(arguments)
    if arguments.operation is None:
        rows = [
            [str(one.id), one.at, one.who, one.title, "已撤销" if one.undone_by else ""]
            for one in history.operations(30)
        ]
        if as_json(arguments):
            say_json([dict(zip(("operation", "at", "who", "title", "undone"), row, strict=True)) for row in rows])
        else:
            say(table(("编号", "时间", "经办人", "操作", ""), rows, (True,)))
        return 0
    number = undo(arguments.operation)
    row = history.operation_row(number)
    assert row is not None
    facts = {"operation": number, "undoes": arguments.operation, "added": row.added, "edited": row.edited}
    if as_json(arguments):
        say_json({**facts, "deleted": row.deleted})
    else:
        say(f"已{row.title}（第 {number} 号操作：恢复 {row.added}、改回 {row.edited}、删除 {row.deleted} 条）")
    return 0


def make_backup(arguments: Namespace) -> int:
    """A verified copy beside the file."""
    open_db(arguments)
    path = backup.make("手动")
    if as_json(arguments):
        say_json({"backup": str(path)})
    else:
        say(f"已备份为“{path}”。")
    return 0


def before_upgrade(arguments: Namespace) -> int:
    """A copy of every file used lately; 1 when one could not be made."""
    from models import upgrade

    made, failed = upgrade.copy_recent()
    if as_json(arguments):
        say_json({"backups": [str(path) for path in made], "failed": failed})
        return 1 if failed else 0
    for path in made:
        say(f"已备份为“{path}”。")
    for sentence in failed:
        say(sentence)
    return 1 if failed else 0


def restore(arguments: Namespace) -> int:
    """A backup in the place of the file; a damaged or lost file is replaced too."""
    source, target, secret = Path(arguments.file), db_path(arguments), password(arguments)
    if not source.is_file():
        raise Refusal(f"找不到备份“{source}”。没有恢复。")
    its_own = password(arguments, "backup_password_file") or secret
    safety: Path | None
    try:
        if not target.exists():
            raise DamagedFile("")
        ledger_file.open_existing(target, secret)
        safety = backup.restore(source, its_own)
    except DamagedFile:
        safety = backup.replace_damaged(target, source, its_own)
        ledger_file.open_existing(target, its_own)
    counts = backup.counts()
    kept = str(safety) if safety is not None and safety.exists() else None
    if as_json(arguments):
        say_json({"db": str(target), "kept": kept, "records": counts})
    else:
        say(f"已从“{source.name}”恢复。" + (f"恢复前的数据另存为“{kept}”。" if kept else ""))
    return 0


def draft_migration(arguments: Namespace) -> int:
    """For developers: the migration that makes the tables of new ledgers and fields."""
    from models import migrate

    if not arguments.name.isidentifier() or not arguments.name.isascii():
        raise Refusal("名称只能用英文小写字母、数字和下划线，例如 add_visit")
    path = migrate.draft(arguments.name)
    if as_json(arguments):
        say_json({"migration": None if path is None else str(path)})
    else:
        say("各台账和已有的建表文件一致，不用再写。" if path is None else f"已写出“{path}”，请看一遍再提交。")
    return 0


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "new": new,
    "ledgers": list_ledgers,
    "import": import_files,
    "predict": predict_files,
    "export": export_file,
    "fill": fill_form,
    "list": list_records,
    "figures": figures,
    "chart": chart,
    "print": print_list,
    "report": make_report,
    "todos": list_todos,
    "advance": advance,
    "check": check,
    "reconcile": reconcile,
    "closing": closing,
    "attach": attach,
    "attachments": attachments,
    "dossier": dossier,
    "history": show_history,
    "undo": undo_operation,
    "backup": make_backup,
    "restore": restore,
    "before-upgrade": before_upgrade,
    "self-check": self_check,
    "draft-migration": draft_migration,
}
