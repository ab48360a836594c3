"""Words that the clerk takes into a list to choose from while a table comes in: read as codes, written with it.

The code of a new option follows from its name (models.ledgers.base.local_code), so a preview knows it before the option
is there.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models import options
from models.codes import Code, CodeList, code_list
from models.exchange.match import Column
from models.kinds import Choice
from models.ledger import ledger
from models.ledgers.base.local_code import new_code
from models.record import Draft, check_drafts
from models.writer import Operation

LONGEST = 20
_BETWEEN = re.compile(r"[,，、;；/+|\s]+")
_WORD = re.compile(r"[^\W\d_]")
Labels = Mapping[str, Sequence[str]]
"""{name of a list: the words to take into it}."""


def list_of(column: Column) -> CodeList | None:
    """The list of a column's field, if the office may add to it; of a list in levels it is not told where."""
    kind = column.target.field.kind if column.target is not None else None
    if not isinstance(kind, Choice) or kind.level is not None or not kind.codes.editable:
        return None
    return kind.codes if options.depth(kind.codes) == 1 else None


def unknown_words(column: Column, text: str) -> list[str]:
    """The words of a cell that its list does not have and could take; [] if there are none."""
    codes = list_of(column)
    if codes is None or not (text := text.strip()) or text in column.words:
        return []
    kind = column.kind
    assert isinstance(kind, Choice)
    parts = _BETWEEN.split(text) if kind.many else [text]
    words = dict.fromkeys(part for part in parts if part and codes.find(part) is None)
    return [word for word in words if len(word) <= LONGEST and _WORD.search(word) and not _problems(codes, word)]


def _problems(codes: CodeList, label: str) -> list[str]:
    draft = _draft(codes.name, label)
    check_drafts([draft])
    return [problem.text for problem in draft.problems if problem.level == "error"]


def _draft(name: str, label: str) -> Draft:
    of = ledger(options.NAME)
    return Draft(of, {**dict.fromkeys(of.fields), "list_name": name, "label": label})


def extended(kind: Choice, labels: Iterable[str]) -> Choice:
    """The same kind, for which its list holds these words as well."""
    codes = kind.codes
    more: list[Code] = []
    for label in labels:
        if codes.find(label) is None:
            more.append(Code(new_code(codes, label, ""), label, local=True))
    whole = copy.copy(kind)
    whole.__dict__["codes"] = CodeList(codes.name, codes.title, codes.source, (*codes.codes, *more))
    return whole


def added_codes(kind: Choice) -> dict[str, str]:
    """{code: label} of what ``extended`` added to a kind."""
    known = code_list(kind.list_name)
    return {one.code: one.label for one in kind.codes if one.code not in known}


def write(operation: Operation, labels: Labels) -> int:
    """Take words into their lists as part of an operation; how many were not there."""
    drafts: list[Draft] = []
    for name, words in labels.items():
        codes = code_list(name)
        drafts += [_draft(name, word) for word in dict.fromkeys(words) if codes.find(word) is None]
    check_drafts(drafts)
    good: list[dict[str, Any]] = [draft.values for draft in drafts if not draft.failed]
    operation.add(ledger(options.NAME), good)
    return len(good)
