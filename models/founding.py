"""A new ledger file with its place: county, township, villages in their official order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models import ledger_file, settings
from models.database import Trouble
from models.kinds.base import clean
from models.ledger import ledger
from models.operation import Operation
from models.record import Draft, Refused, blank, check_drafts

_NUMBERING = re.compile(r"^[（(]?\d+[）).、．\s]+")


@dataclass(frozen=True)
class Founding:
    """Where the ledger is kept; ``villages`` in official order."""

    county: str
    township: str
    villages: Sequence[str] = field(default_factory=tuple)


def village_names(text: str) -> list[str]:
    """Village names from a typed or pasted list: one per line or cell, numbering dropped, each once, order kept."""
    parts = (_NUMBERING.sub("", clean(part)) for part in re.split(r"[\n\t,，、;；]+", text))
    return list(dict.fromkeys(part for part in parts if part))


def found(path: Path, password: str, place: Founding) -> None:
    """Make the file and leave it open; nothing stays behind when that fails. Raises Trouble or Refused."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"建不了文件夹“{path.parent}”（{error.strerror}）。请换一个位置。") from error
    ledger_file.create(path, password)
    try:
        settings.county.put(clean(place.county))
        settings.township.put(clean(place.township))
        settings.reporter.put(f"{clean(place.township)}人民政府")
        add_villages(place)
    except BaseException:
        ledger_file.close()
        path.unlink(missing_ok=True)
        raise


def add_villages(place: Founding) -> None:
    """Register the villages as one operation. Raises Refused."""
    of = ledger("village")
    drafts = []
    for at, name in enumerate(place.villages, 1):
        values = {"name": name, "township": clean(place.township), "county": clean(place.county) or None, "seq": at}
        drafts.append(Draft(of, {**blank(of), **values}))
    check_drafts(drafts)
    problems = [problem for draft in drafts for problem in draft.problems if problem.level == "error"]
    if problems:
        raise Refused(problems)
    if drafts:
        with Operation("form", f"登记村 {len(drafts)} 个") as operation:
            operation.add(of, [draft.values for draft in drafts])
