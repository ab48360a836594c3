"""The commands that make reports (PDF, Excel, JSON) and list the to-dos of a day."""

from __future__ import annotations

import datetime
from argparse import Namespace
from pathlib import Path
from typing import Any

from ui.cli_open import as_json, open_db, out_file
from ui.cli_output import say, say_json, table
from ui.cli_parser import Refusal


def make_report(arguments: Namespace) -> int:
    """One report as a file, its tables as JSON when no file is named, or the list of all reports."""
    from models.reports import returns
    from models.reports.returns import workbook
    from models.reports.returns.period import KINDS, WrongPeriod

    if arguments.name is None:
        every = returns.reports()
        if as_json(arguments):
            say_json([{"number": one.number, "name": one.name, "title": one.title, "period": one.period,
                       "ledgers": one.ledgers, "note": one.note} for one in every])  # fmt: skip
        else:
            rows = [[one.number, one.name, one.title, KINDS[one.period], one.note] for one in every]
            say(table(("编号", "标识", "报表", "期间", "说明"), rows))
        return 0
    try:
        one = returns.find(arguments.name)
    except KeyError as error:
        raise Refusal(str(error.args[0])) from None
    if arguments.out is None and not as_json(arguments):
        raise Refusal("没有写存到哪个文件，例如 报表.pdf、报表.xlsx，文字稿可存 报表.docx")
    out = None if arguments.out is None else out_file(arguments.out, ".pdf", ".xlsx", ".docx")
    open_db(arguments)
    try:
        if arguments.closing:
            made = _closed(arguments, one.name)
        else:
            made = returns.build(one.name, arguments.period, arguments.village, arguments.public)
    except (KeyError, WrongPeriod) as error:
        raise Refusal(str(error.args[0])) from None
    facts: dict[str, Any] = {"report": one.name, "number": one.number, "period": made.scope.period.key}
    if out is None:
        texts = [{"title": one.title, "paragraphs": [part.text for part in one.paragraphs]} for one in made.letters]
        say_json({**facts, "tables": [_table(part) for part in made.tables], **({"texts": texts} if texts else {})})
        return 0
    facts |= _write(made, out, returns, workbook)
    if as_json(arguments):
        say_json({"file": str(out), **facts})
    else:
        pages = f"，{facts['pages']} 页" if "pages" in facts else ""
        say(f"已存为“{out}”{pages}。")
        for text in facts.get("warnings", ()):
            say(text)
    return 0


def _closed(arguments: Namespace, name: str) -> Any:
    from models.reports import closing

    if arguments.period or arguments.village:
        raise Refusal("按结账打印的报表，期间和范围就是结账时的，不用写 --period、--village")
    return closing.report(closing.find(arguments.closing), name, arguments.public)


def _write(made: Any, out: Path, returns: Any, workbook: Any) -> dict[str, Any]:
    if out.suffix.lower() == ".xlsx":
        return {"rows": workbook.write(made, out, returns.paper_settings(made))}
    if out.suffix.lower() == ".docx":
        if not made.letters:
            raise Refusal("这份报表没有文字稿，请存成 .pdf 或 .xlsx")
        returns.word(made, out)
        return {}
    result = returns.paper(made)
    out.write_bytes(result.pdf)
    rows = sum(len(part.rows) for part in made.tables)
    return {"pages": result.pages, "rows": rows, "warnings": list(result.warnings)}


def _table(part: Any) -> dict[str, Any]:
    return {
        "title": part.title,
        "subtitle": part.subtitle,
        "columns": [[head.group, head.title] if head.group else [head.title] for head in part.heads],
        "rows": [[cell.text for cell in row.cells] for row in part.rows],
        "total": None if part.total is None else [cell.text for cell in part.total.cells],
        "notes": list(part.notes),
    }


def list_todos(arguments: Namespace) -> int:
    """What is due on a day."""
    from models import clock
    from models.reports import wording
    from models.rules import todos as rules

    try:
        day = datetime.date.fromisoformat(arguments.today) if arguments.today else clock.today()
    except ValueError:
        raise Refusal(f"日期“{arguments.today}”看不懂，应写成 2026-06-30 这样") from None
    known = {one.name: one for one in rules.subjects()}
    if unknown := [name for name in arguments.subject if name not in known]:
        raise Refusal(
            f"没有“{unknown[0]}”这类待办，可用的有：{'、'.join(f'{o.name}（{o.title}）' for o in known.values())}"
        )
    open_db(arguments)
    try:
        village = None if arguments.village is None else wording.village_id(arguments.village)
    except KeyError as error:
        raise Refusal(str(error.args[0])) from None
    names = wording.villages()
    found = rules.todos(day, village, arguments.person, arguments.subject or None)
    if as_json(arguments):
        say_json({"today": day.isoformat(), "count": len(found), "todos": [
            {**one._asdict(), "village": names.get(one.village or 0), "level": rules.LEVELS[one.level]} for one in found
        ]})  # fmt: skip
        return 0
    rows = [
        [rules.LEVELS[one.level], one.title, names.get(one.village or 0, ""), one.person, one.due,
         f"超{one.late}天" if one.late else "", one.text]
        for one in found
    ]  # fmt: skip
    if rows:
        say(table(("", "事项", "村", "责任人", "期限", "", "内容"), rows))
    say(f"{day.isoformat()} 共 {len(rows)} 件")
    return 0
