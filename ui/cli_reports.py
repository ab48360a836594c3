"""The command that makes a report as PDF, Excel workbook or JSON."""

from __future__ import annotations

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
        raise Refusal("没有写存到哪个文件，例如 报表.pdf 或 报表.xlsx")
    out = None if arguments.out is None else out_file(arguments.out, ".pdf", ".xlsx")
    open_db(arguments)
    try:
        made = returns.build(one.name, arguments.period, arguments.village, arguments.public)
    except (KeyError, WrongPeriod) as error:
        raise Refusal(str(error.args[0])) from None
    facts: dict[str, Any] = {"report": one.name, "number": one.number, "period": made.scope.period.key}
    if out is None:
        say_json({**facts, "tables": [_table(part) for part in made.tables]})
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


def _write(made: Any, out: Path, returns: Any, workbook: Any) -> dict[str, Any]:
    if out.suffix.lower() == ".xlsx":
        return {"rows": workbook.write(made, out, returns.paper_settings(made))}
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
