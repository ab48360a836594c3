"""Templates that were filled before: the shape of a form → what each of its places gets, corrections included.

Kept with the ledger file; also as a file of its own, so that one office can hand it to the next.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from models import clock, settings
from models.database import Trouble
from models.exchange.fill.plan import AreaPlan, Plan
from models.exchange.fill.sources import Source
from models.exchange.headers import plain
from models.ledger import ledgers

KEY = "forms.templates"
MARK = "bangfu-form"
FORMAT = 1
MOST = 200


def fingerprint(plan: Plan) -> str:
    """The shape of a form: its headers and labels, not its year, its title or its number of rows."""
    parts: list[Any] = [[plain(header.text) for header in one.area.headers] for one in plan.areas]
    parts += [[plain(one.spot.label), bool(one.spot.boxes)] for one in plan.spots]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def _described(plan: Plan, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": plan.title,
        "kept_on": clock.today_text(),
        "anchor": plan.anchor,
        "areas": [
            {"ledger": one.ledger, "rows": one.rows, "by": one.by, "why": one.why,
             "columns": {str(column): source.text() if source else "" for column, source in one.columns.items()}}
            for one in plan.areas
        ],
        "spots": [{"source": one.source.text() if one.source else "", "why": one.why} for one in plan.spots],
    }  # fmt: skip


def keep(plan: Plan, name: str) -> None:
    """Remember how a form is filled; ``name`` the file's."""
    templates = dict(settings.get(KEY, {}))
    templates.pop(fingerprint(plan), None)
    templates[fingerprint(plan)] = _described(plan, name)
    settings.put(KEY, dict(list(templates.items())[-MOST:]))


def forget(key: str) -> None:
    """Remember a template no more."""
    templates = dict(settings.get(KEY, {}))
    if templates.pop(key, None) is not None:
        settings.put(KEY, templates)


def kept() -> dict[str, dict[str, Any]]:
    """{fingerprint: template}, the newest last."""
    return dict(settings.get(KEY, {}))


def recall(plan: Plan) -> bool:
    """Put what was kept for a form of this shape into its plan; False where nothing was."""
    found = kept().get(fingerprint(plan))
    return found is not None and _apply(plan, found)


def _apply(plan: Plan, found: dict[str, Any]) -> bool:
    names = {of.name for of in ledgers()}
    if len(found.get("areas", ())) != len(plan.areas) or len(found.get("spots", ())) != len(plan.spots):
        return False
    if found.get("anchor", "") not in {"", *names} or any(one["ledger"] not in {"", *names} for one in found["areas"]):
        return False
    plan.anchor = found["anchor"]
    for area, one in zip(plan.areas, found["areas"], strict=True):
        made = AreaPlan(area.area, one["ledger"], one["rows"], one["by"], why=one["why"])
        made.columns = {int(column): Source.of_text(text) for column, text in one["columns"].items()}
        plan.areas[plan.areas.index(area)] = made
    for spot, one in zip(plan.spots, found["spots"], strict=True):
        spot.source, spot.why = Source.of_text(one["source"]), one["why"]
    return True


def write_file(path: Path) -> int:
    """Hand the kept templates on as a file; returns how many."""
    templates = kept()
    text = json.dumps({"mark": MARK, "format": FORMAT, "templates": templates}, ensure_ascii=False, indent=1)
    path.write_text(text, encoding="utf-8")
    return len(templates)


def read_file(path: Path) -> int:
    """Take templates over from a file; returns how many. Raises Trouble."""
    try:
        data = json.loads(path.read_text("utf-8-sig"))
        templates = data["templates"] if data.get("mark") == MARK and data.get("format") == FORMAT else None
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        templates = None
    if not isinstance(templates, dict):
        raise Trouble(f"“{path.name}”不是填表模板文件，或是更新的版本写的，没有读入。")
    settings.put(KEY, {**kept(), **templates})
    return len(templates)
