"""``import`` and ``export``: tables in and out, with a receipt."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from models.database import Trouble
from models.masking import public_columns
from ui.cli_fill import check_shape
from ui.cli_open import as_json, columns, find_ledger, open_db, out_file, selection
from ui.cli_output import say, say_json
from ui.cli_parser import Refusal

MOST_PROBLEMS = 30


def import_files(arguments: Namespace) -> int:
    """Each file as one operation: 0 every row is in, 1 some rows or sheets are not, refused when nothing could be."""
    from models.exchange import importer

    name = find_ledger(arguments.ledger).name if arguments.ledger else None
    for file in arguments.files:
        if not Path(file).is_file():
            raise Refusal(f"找不到“{file}”，什么都没有导入。")
    back = out_file(arguments.failed, ".xlsx") if arguments.failed else None
    open_db(arguments)
    plans = importer.prepare(arguments.files, name)
    if not any(plan.ready for plan in plans):
        raise Refusal("没有认出可以导入的表格：" + _why(plans))
    answer: list[dict[str, Any]] = []
    receipts = []
    groups = importer.batches(plans)
    for at, some in enumerate(groups):
        receipt = importer.preview(some) if arguments.dry_run else importer.run(some, back_up=at == 0)
        receipts.append(receipt)
        number = next(iter(receipt.operations), None)
        answer += [{**one, "operation": number} for one in receipt.to_json()]
    if as_json(arguments):
        say_json(answer)
    else:
        for some, receipt in zip(groups, receipts, strict=True):
            _say_receipt(some, receipt)
    if back is not None and (count := _give_back(plans, receipts, back)) and not as_json(arguments):
        say(f"没能导入的 {count} 行另存在“{back}”。")
    complete = all(plan.ready for plan in plans) and not any(receipt.failed for receipt in receipts)
    return 0 if complete else 1


def predict_files(arguments: Namespace) -> int:
    """What was understood of every file of a folder, a JSON beside another; 1 when some could not be read."""
    from models.exchange.predict import predict
    from models.exchange.read import SUFFIXES

    folder, out = Path(arguments.folder), Path(arguments.out)
    if not folder.is_dir():
        raise Refusal(f"找不到文件夹“{folder}”，什么都没有做。")
    files = sorted(one for one in folder.iterdir() if one.suffix.lower() in SUFFIXES and not one.name.startswith("~$"))
    if not files:
        raise Refusal(f"文件夹“{folder}”里没有表格。")
    out.mkdir(parents=True, exist_ok=True)
    unread: list[str] = []
    for file in files:
        try:
            told = predict(file)
        except Trouble as trouble:
            unread.append(str(trouble))
            continue
        (out / f"{file.stem}.pred.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    if as_json(arguments):
        say_json({"files": len(files) - len(unread), "unread": unread})
    else:
        say(f"认了 {len(files) - len(unread)} 个文件，结果在“{out}”。")
        for text in unread:
            say(f"    {text}")
    return 1 if unread else 0


def _give_back(plans: list[Any], receipts: list[Any], path: Path) -> int:
    """Rows that were not imported, with the reason beside each; no file when there are none.

    Of one file they come back in a copy of it, of several in a workbook of their own.
    """
    from models.exchange.failed import give_back, with_failures, write_failed
    from models.exchange.receipt import Receipt

    whole = Receipt([sheet for receipt in receipts for sheet in receipt.sheets])
    files = with_failures(whole, plans)
    if not files:
        return 0
    return give_back(whole, files[0], path) if len(files) == 1 else write_failed(whole, plans, path)


def _why(plans: list[Any]) -> str:
    return "；".join(
        f"{plan.path.name} {sheet.sheet.name}：{sheet.mapping.why}" for plan in plans for sheet in plan.sheets
    )


def _say_receipt(plans: list[Any], receipt: Any) -> None:
    word = "试着导入" if receipt.dry else "导入"
    number = f"（第 {receipt.operations[0]} 号操作，可以撤销）" if receipt.operations else ""
    names = "、".join(f"“{plan.path.name}”" for plan in plans)
    say(f"{word}{names}：{receipt.text()}{number}")
    if len(plans) > 1:
        for sheet in receipt.sheets:
            say(f"    {sheet.file}：{sheet.text()}")
    for sheet in receipt.sheets:
        if sheet.mapping.ledger is None:
            say(f"    工作表“{sheet.sheet}”：{sheet.why}")
    problems = receipt.problems
    for text in problems[:MOST_PROBLEMS]:
        say(f"    {text}")
    if len(problems) > MOST_PROBLEMS:
        say(f"    还有 {len(problems) - MOST_PROBLEMS} 条，加 --json 可以看全。")


def export_file(arguments: Namespace) -> int:
    """Exactly the chosen records as a workbook, a text table or a Word file."""
    check_shape(arguments.mask)
    of = find_ledger(arguments.ledger)
    out = out_file(arguments.out, ".xlsx", ".csv", ".docx")
    from models.exchange.export import export
    from models.exchange.naming import all_paths

    open_db(arguments)
    chosen = selection(arguments, of)
    paths = columns(arguments, of) or all_paths(of)
    if arguments.public:
        paths = public_columns(of, paths)
    count = export(chosen, paths, out, masked=arguments.public, shape=arguments.mask)
    if as_json(arguments):
        say_json({"file": str(out), "ledger": of.name, "records": count, "columns": list(paths)})
    else:
        say(f"已导出 {count} {of.counter}{of.title}到“{out}”。")
    return 0
