"""``attach`` and ``attachments``: files of a record in and out; ``dossier``: 一户一档 on paper."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from models import attachment, history
from models.attachment import Item, New
from models.ledger import Ledger
from models.record import load
from ui import cli_parser
from ui.cli_open import as_json, find_ledger, open_db, out_file, selection
from ui.cli_output import say, say_json, table, tell_error
from ui.cli_parser import Refusal


def add_commands(add: Any) -> None:
    """The words of both commands."""
    put = add("attach", "给一条记录添加附件（照片、扫描件、文档）", "给一条记录添加附件；uid 用 list --json 查。")
    put.add_argument("ledger", metavar="台账")
    put.add_argument("uid", metavar="UID")
    put.add_argument("files", nargs="+", metavar="文件")
    put.add_argument("--category", metavar="类别", help="附件类别，例如 申请书、入户照片、公示照片")
    put.add_argument("--note", metavar="文字", help="说明")
    out = add("attachments", "列出一条记录的附件，或存到文件夹")
    out.add_argument("ledger", metavar="台账")
    out.add_argument("uid", metavar="UID")
    out.add_argument("--out", metavar="文件夹|文件.zip", help="存到这里（文件夹没有就新建）")
    out.add_argument("--all", action="store_true", help="连同挂在它下面的（成员、走访、监测……）一起")
    paper = add("dossier", "把一户一档印成 PDF：封面、成员、收入、措施、走访、资料清单，每户另起一页")
    paper.add_argument("out", metavar="文件.pdf")
    cli_parser.choosing(paper)
    paper.add_argument("--public", action="store_true", help="公示版：个人信息、收入、风险、资料都不印")
    paper.add_argument("--pictures", action="store_true", help="后面附上照片")


def dossier(arguments: Namespace) -> int:
    """The households of a selection as one PDF."""
    from models import query
    from models.reports import lists, paper
    from models.reports.profile.dossier import blocks

    of = find_ledger("household")
    out = out_file(arguments.out, ".pdf")
    open_db(arguments)
    ids = query.ids(selection(arguments, of))
    if not len(ids):
        raise Refusal("没有符合条件的农户，没有写文件。")
    result = paper.render(
        tuple(blocks(ids, arguments.public, arguments.pictures)), lists.paper_settings("household.dossier")
    )
    out.write_bytes(result.pdf)
    if as_json(arguments):
        say_json({"file": str(out), "pages": result.pages, "households": len(ids), "warnings": list(result.warnings)})
    else:
        say(f"已把 {len(ids)} 户存为“{out}”，{result.pages} 页。")
        for text in result.warnings:
            say(text)
    return 0


def _record(arguments: Namespace) -> tuple[Ledger, int]:
    of = find_ledger(arguments.ledger)
    open_db(arguments)
    id = history.record_of(of.name, arguments.uid)
    if id is None or id not in load(of, [id]):
        raise Refusal(f"{of.title}里没有 uid 为“{arguments.uid}”的记录，用 list {of.name} --json 可以查到 uid")
    return of, id


def attach(arguments: Namespace) -> int:
    """Add files: 0 all, 1 some were left out, refused when none could be taken."""
    category = None
    if arguments.category:
        category = attachment.LEDGER.fields["category"].kind.parse(arguments.category)
    of, id = _record(arguments)
    files = [New(Path(file), category=category, note=arguments.note) for file in arguments.files]
    done = attachment.add(of.name, id, files)
    left_out = [one.text for one in done.problems if one.level == "error"]
    if not done.operation:
        raise Refusal("；".join(left_out))
    added = [attachment.item(id) for id in done.ids]
    if as_json(arguments):
        problems = [one.text for one in done.problems]
        say_json({"operation": done.operation, "added": [_facts(one) for one in added if one], "problems": problems})
    else:
        for one in added:
            if one is not None:
                say(f"已添加“{one.name}”（{one.size_text}，{one.category_text}）")
        for text in (one.text for one in done.problems):
            tell_error(text)
    return 1 if left_out else 0


def _facts(one: Item) -> dict[str, Any]:
    return {
        "name": one.name, "category": one.category_text, "bytes": one.size, "sha256": one.sha256,
        "ledger": one.owner, "added_on": one.added_on, "note": one.note,
    }  # fmt: skip


def attachments(arguments: Namespace) -> int:
    """List them, or write them as they went in; 1 when the bytes of some are missing."""
    from models.exchange import documents

    of, id = _record(arguments)
    items = documents.documents(of, id) if arguments.all else attachment.of_record(id)
    lost: list[str] = []
    if arguments.out:
        target = Path(arguments.out)
        if target.suffix.lower() == ".zip" and target.exists():
            raise Refusal(f"“{target.name}”已经存在，没有覆盖它。请换一个文件名。")
        groups = documents.by_record(items) if arguments.all else [("", items)]
        write = documents.write_zip if target.suffix.lower() == ".zip" else documents.write_folder
        lost = write(groups, target).lost
    if as_json(arguments):
        say_json({"attachments": [_facts(one) for one in items], "out": arguments.out, "lost": lost})
    else:
        rows = [[one.name, one.category_text, one.size_text, one.added_on, one.note] for one in items]
        if rows:
            say(table(("文件名", "类别", "大小", "添加日期", "说明"), rows, (False, False, True)))
        say(f"共 {len(items)} 份附件" + (f"，已存到“{arguments.out}”。" if arguments.out else "。"))
        for name in lost:
            tell_error(f"“{name}”的内容不在，没有存出来。")
    return 1 if lost else 0
