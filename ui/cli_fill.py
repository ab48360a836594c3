"""``fill``: a county's blank form filled from the ledgers, with the source of every cell and what stays open."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from models.masking import SHAPES
from ui.cli_open import as_json, find_ledger, open_db, out_file
from ui.cli_output import say, say_json
from ui.cli_parser import Refusal


def add_commands(add: Any) -> None:
    """The words of the command."""
    one = add(
        "fill",
        "把县里的空表（xlsx、docx）从台账填好，原来的格式不变",
        "把县里的空表从台账填好。条件也认：户主=、村=、项目=、period=2024-11（报表月份）、"
        "asof=2024-11-30（截止日期）。",
    )
    one.add_argument("template", metavar="空表.xlsx|docx")
    one.add_argument("out", metavar="填好的表")
    one.add_argument("--ledger", metavar="台账", help="从哪个台账填（不写则按表头判断）")
    one.add_argument("--where", metavar="字段=值", action="append", default=[], help="填谁的、哪个月的，可写几次")
    one.add_argument("--each", action="store_true", help="每户（每条）填一份，一份一个文件，存到这个文件夹里")
    one.add_argument("--together", action="store_true", help="每户（每条）填一份，都放在一个文件里")
    one.add_argument("--pdf", action="store_true", help="另存一份 PDF（要装有 LibreOffice）")
    one.add_argument("--mask", metavar="样式", default="whole", help=f"证件号码的样式：{'、'.join(SHAPES)}")


def check_shape(name: str) -> None:
    """Refuse a way of writing ID numbers that there is not."""
    if name not in SHAPES:
        raise Refusal(f"没有“{name}”这种样式，可用的有：{'、'.join(f'{k}（{v}）' for k, v in SHAPES.items())}")


def fill_form(arguments: Namespace) -> int:
    """0 when something was filled, 1 when nothing could be, refused with a sentence else."""
    check_shape(arguments.mask)
    name = find_ledger(arguments.ledger).name if arguments.ledger else ""
    template = Path(arguments.template)
    if not template.is_file():
        raise Refusal(f"找不到“{template}”，没有填表。")
    if arguments.each and (arguments.together or arguments.pdf):
        raise Refusal("--each 不能和 --together、--pdf 一起用。")
    out = Path(arguments.out) if arguments.each else out_file(arguments.out, template.suffix.lower())
    open_db(arguments)
    from models.exchange.fill.form import fill, read_form, save
    from models.exchange.fill.scope import read_scope

    form = read_form(template, name)
    if arguments.each or arguments.together:
        return _fill_several(arguments, form, out)
    filled = fill(form, read_scope(arguments.where), arguments.mask)
    save(form, filled, out)
    pdf = _pdf(out) if arguments.pdf else None
    if as_json(arguments):
        say_json({
            "file": str(out), "pdf": pdf, "notes": filled.notes, "anchor": form.plan.anchor, "records": filled.records,
            "cells": [
                {"sheet": one.sheet, "cell": one.cell, "field": one.field, "value": one.value,
                 "record": {"ledger": one.ledger, "id": one.record, "name": one.name} if one.ledger else None}
                for one in filled.cells
            ],
            "open": [{"sheet": o.sheet, "cell": o.cell, "label": o.label, "reason": o.reason} for o in filled.open],
        })  # fmt: skip
    else:
        say(f"已填 {len(filled.cells)} 格，存为“{out}”{f'，另有“{pdf}”' if pdf else ''}。")
        for text in filled.notes:
            say(f"    说明：{text}")
        for one in filled.open:
            say(f"    {one.sheet} {one.cell} {one.label}：{one.reason}")
    return 0 if filled.cells else 1


def _pdf(out: Path) -> str:
    from models.exchange.fill.paper import save_pdf

    save_pdf(out, out.with_suffix(".pdf"))
    return str(out.with_suffix(".pdf"))


def _fill_several(arguments: Namespace, form: Any, out: Path) -> int:
    from models.exchange.fill.scope import read_scope
    from models.exchange.fill.several import save_each, save_together

    put = save_each if arguments.each else save_together
    made = put(form, read_scope(arguments.where), out, arguments.mask)
    pdf = _pdf(out) if arguments.pdf else None
    if as_json(arguments):
        say_json({
            "file": str(out), "pdf": pdf, "anchor": form.plan.anchor,
            "forms": [{"name": one.name, "cells": len(one.filled.cells), "open": len(one.filled.open)} for one in made],
        })  # fmt: skip
    else:
        say(f"已填 {len(made)} 份，存{'到' if arguments.each else '为'}“{out}”。")
    return 0
