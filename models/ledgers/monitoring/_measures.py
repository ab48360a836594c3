"""Kinds of measures and the groups they belong to (domain.md §5)."""

from collections.abc import Iterator
from typing import Any

from peewee import Case

from models.codes import code_list
from models.kinds import Problem
from models.record import Values

DEVELOPMENT = tuple(one.code for one in code_list("measure_group").codes if one.extra.get("development"))


def development(model: Any) -> Any:
    """SQL for 开发式帮扶措施: industry, work, credit, public posts."""
    return Case(None, ((model.group.is_null(), None), (model.group.in_(DEVELOPMENT), True)), False)


def odd_group(values: Values) -> Iterator[Problem]:
    """A kind under another group than the one it usually belongs to is asked about."""
    kind = code_list("measure_kind").get(values["kind"]) if values["kind"] else None
    if kind is not None and kind.parent and values["group"] and kind.parent != values["group"]:
        usual = code_list("measure_group").label(kind.parent)
        yield Problem(f"“{kind.label}”通常属于{usual}，请核对", "kind", "warn")
