"""A form for each of several records: one file for each, named by village and 户主, or all of them in one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from models import query
from models.exchange.fill.desk import Filled
from models.exchange.fill.document import Document
from models.exchange.fill.fill import work_out
from models.exchange.fill.form import Form, log, open_blank, write_one, writing
from models.exchange.fill.order import in_order
from models.exchange.fill.scope import LATEST, Scope, path_to
from models.exchange.fill.together_book import write_together as write_books
from models.exchange.fill.together_document import write_together as write_documents
from models.exchange.ooxml.package import Unfillable
from models.kinds import Fault
from models.ledger import Ledger, ledger
from models.writer import Cancelled

Progress = Callable[[int, int, str], bool]
MOST_TOGETHER = 300
"""Forms in one file: more cannot be opened comfortably."""
_NO_NAME = re.compile(r'[\\/:*?"<>|\[\]\x00-\x1f]')


@dataclass
class One:
    """One of the filled forms: ``name`` 青山村-程国, what it holds."""

    name: str
    filled: Filled


def records(form: Form, scope: Scope) -> list[int]:
    """Ids of the records that are in scope, one form each. Raises Fault where the form is not about one record."""
    if not form.plan.anchor:
        raise Fault("这张表不是一户（一条）一张的，不用分开填")
    of = ledger(form.plan.anchor)
    chosen = scope.selection(of)
    if "month" in scope.said and "date" in of.fields:
        chosen = scope.selection(of, dated=True)
    home = path_to(of, "household")
    if home and "household" in scope.selections:
        chosen = chosen.where(home, "in", list(query.ids(scope.selections["household"])))
    ids = scope.ids_of(of, chosen)
    if of.name in LATEST and home:
        last: dict[int, int] = {}
        for id, (household,) in query.rows(of.name, (home,), ids, raw=True).items():
            last[household] = max(id, last.get(household, id))
        kept = set(last.values())
        ids = [id for id in ids if id in kept]
    if not ids:
        raise Fault(f"没有符合条件的{of.title}，没有填表。请检查条件，或先登记。")
    return in_order(of, ids, False)


def fill_each(form: Form, scope: Scope, shape: str = "whole", progress: Progress | None = None) -> Iterator[One]:
    """Work out one form after the other. Raises Fault, Cancelled."""
    ids = records(form, scope)
    names = _names(ledger(form.plan.anchor), ids)
    for done, id in enumerate(ids):
        if progress is not None and not progress(done, len(ids), f"填{names[id]}"):
            raise Cancelled
        own = replace(scope, record=id, used=set(scope.used), wheres=list(scope.wheres))
        yield One(names[id], work_out(form.plan, own, shape))


def save_each(
    form: Form, scope: Scope, folder: Path, shape: str = "whole", progress: Progress | None = None
) -> list[One]:
    """A file for each record in a folder; files that are there already are not written over. Raises Trouble."""
    made: list[One] = []
    records(form, scope)  # no folder for nobody
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            for one in fill_each(form, scope, shape, progress):
                write_one(form, one.filled, _free(folder, one.name, form.path.suffix))
                made.append(one)
        finally:
            if made:
                log(form, f"{len(made)} 份", sum(len(one.filled.cells) for one in made), folder.name)
    return made


def save_together(
    form: Form, scope: Scope, out: Path, shape: str = "whole", progress: Progress | None = None
) -> list[One]:
    """All in one file: a sheet for each record in a workbook, a page for each in a document. Raises Trouble."""
    if out.suffix.lower() != form.path.suffix.lower():
        raise Unfillable(f"填好的表与空表要是同一种文件：请存为 {form.path.suffix}")
    if (count := len(records(form, scope))) > MOST_TOGETHER:
        raise Fault(f"有 {count} 份，放在一个文件里太多（最多 {MOST_TOGETHER} 份）。请按村分开，或每户一个文件。")
    made = list(fill_each(form, scope, shape, progress))
    opened = open_blank(form.path)
    with writing(out):
        if isinstance(opened, Document):
            package = write_documents(opened, [one.filled.edits for one in made])
        else:
            package = write_books(opened, [one.name for one in made], [one.filled.edits for one in made])
        package.save(out)
    log(form, f"{len(made)} 份", sum(len(one.filled.cells) for one in made), out.name)
    return made


def _names(of: Ledger, ids: list[int]) -> dict[int, str]:
    """{id: 青山村-程国}; where two are called so, with their number behind."""
    home = path_to(of, "household")
    before = f"{home}." if home else ""
    paths = [f"{before}village.name", f"{before}head"] if home is not None else []
    paths = paths or ([f"{path_to(of, 'village')}.name"] if path_to(of, "village") else [])
    if home is None or of.name not in ("household", *LATEST):
        paths.append(of.display)
    texts = query.texts(of.name, paths, ids)
    plain = {id: "-".join(dict.fromkeys(_NO_NAME.sub("", text) for text in texts[id] if text)) for id in ids}
    found: dict[int, str] = {}
    counted: dict[str, int] = {}
    for id in ids:
        name = plain[id] or of.title
        counted[name] = counted.get(name, 0) + 1
        found[id] = name if counted[name] == 1 else f"{name}-{counted[name]}"
    return found


def _free(folder: Path, name: str, suffix: str) -> Path:
    path, number = folder / f"{name}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{name}（{number}）{suffix}"
    return path
