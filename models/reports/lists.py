"""Lists and records of any ledger as paper: title block, units, 合计 row, signatures (domain.md §15.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from models import attachment, query, settings
from models.codes import reword
from models.id_number import IdNumber
from models.kinds import Kind
from models.ledger import Ledger, ledger
from models.masking import id_shape, is_public, mask, public_columns
from models.query import Selection, Source
from models.record import load
from models.reports import wording
from models.reports.paper import PaperCard, PaperColumn, PaperSettings, PaperTable

PUBLIC_NOTE = "公示版：证件号码、电话、健康、残疾、银行账号等个人信息不公开。"
SIGNATURES = ("填表人", "审核人", "填表日期")
SAMPLE_MARK = "示例"

Show = Callable[[Any], str]


def list_table(
    selection: Selection,
    columns: Sequence[str] | None = None,
    masked: bool = False,
    day: str = "",
    shape: str = "whole",
) -> PaperTable:
    """The records of a selection as a table; rows are fetched in chunks while they are laid out.

    ``columns`` are paths (the ledger's default ones when None); ``masked``: the public version (domain.md §16.5);
    ``day`` the date whose words the names of people and money are told in; ``shape`` how ID numbers are written.
    """
    of = ledger(selection.ledger)
    paths = tuple(columns or of.default_columns)
    paths = public_columns(of, paths) if masked else paths
    words = wording.filter_words(selection)
    return PaperTable(
        title=f"{wording.township()}{of.title}台账",
        columns=tuple(_column(of, path) for path in paths),
        rows=_shaped(_rows(selection, of, paths, masked, day), [_shown_kind(of, path) for path in paths], shape),
        total=_total(selection, of, paths),
        subtitle=f"（{words}）" if words else "",
        unit_text=_units(of, paths),
        reporter=str(settings.reporter.get()),
        date_text=wording.date_text(),
        notes=(PUBLIC_NOTE,) if masked else (),
        keep=paths.index(of.master) if of.master in paths and not selection.order else None,
    )


def record_card(ledger_name: str, id: int, masked: bool = False) -> PaperCard:
    """One record on a form: its filled and required fields by section, its details as tables, signatures.

    Raises LookupError with a sentence when the record is gone.
    """
    of = ledger(ledger_name)
    day = wording.record_day(of, load(of, [id]).get(id, {}))
    sections = _sections(of, id, masked, day)
    if not masked and (attached := attachment.of_record(id)):
        named = "、".join(f"{one.category_text}：{one.name}" for one in attached)
        sections = (*sections, ("附件", ((f"共 {len(attached)} 份", named),)))
    name = query.label_of(of, id)
    return PaperCard(
        title=f"{wording.township()}{reword(of.title, day)}登记卡",
        subtitle=f"（{name}）" if name else "",
        reporter=str(settings.reporter.get()),
        date_text=wording.date_text(),
        sections=sections,
        tables=tuple(_details(of, id, masked, day)),
        signatures=("户主签字", *SIGNATURES) if "head_signed" in of.fields else SIGNATURES,
    )


def paper_settings(ledger_name: str) -> PaperSettings:
    """How this ledger was printed last; sample data always carry 示例."""
    kept = PaperSettings.from_dict(settings.get(_key(ledger_name)))
    if settings.sample.get() and not kept.watermark:
        return replace(kept, watermark=SAMPLE_MARK)
    return kept


def remember_paper(ledger_name: str, paper: PaperSettings) -> None:
    """Keep how this ledger is printed for the next time."""
    kept = replace(paper, watermark="") if settings.sample.get() and paper.watermark == SAMPLE_MARK else paper
    settings.put(_key(ledger_name), kept.to_dict())


def _key(ledger_name: str) -> str:
    return f"paper.{ledger_name}"


# --- lists --------------------------------------------------------------------------------------------------------


def _shown_kind(of: Ledger, path: str) -> Kind:
    return Source(of).shown(path)[1]


def _column(of: Ledger, path: str) -> PaperColumn:
    column, kind = of.column(path), _shown_kind(of, path)
    return PaperColumn(column.title, float(column.kind.width), kind.align)


def _shows(of: Ledger, paths: Sequence[str], masked: bool, day: str = "") -> list[Show]:
    plain = query.formatters(of.name, paths)
    if day:
        plain = [_dated(_shown_kind(of, path), show, day) for path, show in zip(paths, plain, strict=True)]
    if not masked:
        return plain
    return [
        _masked(_shown_kind(of, path), of.column(path).field) if of.column(path).personal else show
        for path, show in zip(paths, plain, strict=True)
    ]


def _dated(kind: Kind, show: Show, day: str) -> Show:
    return lambda value: wording.dated_text(kind, show(value), day)


def _masked(kind: Kind, field: Any) -> Show:
    return lambda value: mask(kind, field, value)


def _rows(selection: Selection, of: Ledger, paths: Sequence[str], masked: bool, day: str = "") -> Iterator[list[str]]:
    shows = _shows(of, paths, masked, day)
    for _, values in query.each(selection, paths):
        yield [show(value) for show, value in zip(shows, values, strict=True)]


def _shaped(rows: Iterator[list[str]], kinds: Sequence[Kind], shape: str) -> Iterator[list[str]]:
    """Rows with ID numbers in one of the shapes that forms ask for."""
    hidden = [at for at, kind in enumerate(kinds) if isinstance(kind, IdNumber)] if shape != "whole" else []
    for row in rows:
        for at in hidden:
            row[at] = id_shape(row[at], shape)
        yield row


def _total(selection: Selection, of: Ledger, paths: Sequence[str]) -> list[str] | None:
    sums = query.foot(selection, paths)
    if not sums:
        return None
    return [of.column(path).kind.to_text(sums[path]) if path in sums else "" for path in paths]


def _units(of: Ledger, paths: Sequence[str]) -> str:
    units = [of.column(path).kind.unit for path in paths if of.column(path).kind.numeric]
    kept = dict.fromkeys((of.counter, *(unit for unit in units if unit and unit not in ("%", "年", "岁"))))
    return "单位：" + "、".join(kept)


# --- one record ---------------------------------------------------------------------------------------------------


def _sections(of: Ledger, id: int, masked: bool, day: str = "") -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Sections of the form with what is filled; a required field is printed blank too, to be filled by hand."""
    # What a list shows of the records above belongs on the card too: a payment without its project says little.
    above = {path: of.column(path) for path in of.default_columns if "." in path}
    every: dict[str, Any] = {**above, **of.fields, **{name: one for name, one in of.computed.items() if one.shown}}
    first = next(iter(of.fields.values())).group
    shown = [name for name, one in every.items() if not one.hidden and (not masked or is_public(of, name))]
    found = query.rows(of.name, shown, [id])
    if id not in found:
        raise LookupError(f"这条{of.title}已不在台账里")
    sections: dict[str, list[tuple[str, str]]] = {}
    for name, show, value in zip(shown, _shows(of, shown, masked, day), found[id], strict=True):
        one = every[name]
        if value not in (None, ""):
            unit = one.kind.unit if one.kind.numeric else ""
            group = first if name in above else one.group
            sections.setdefault(group, []).append((reword(one.label, day), show(value) + unit))
        elif name not in above and one.required:
            sections.setdefault(one.group, []).append((of.column(name).title, ""))
    return tuple((reword(title, day) or "基本信息", tuple(pairs)) for title, pairs in sections.items())


def _details(of: Ledger, id: int, masked: bool, day: str = "") -> Iterator[PaperTable]:
    for detail in of.details:
        mine = Selection(detail.name).where(detail.master, "in", [id])
        if not query.count(mine):
            continue
        paths = [path for path in detail.default_columns if path != detail.master and not _said_above(of, path)]
        yield replace(list_table(mine, paths, masked, day), title=detail.title, subtitle="", reporter="", date_text="",
                      notes=(), keep=None)  # fmt: skip
        for inner in detail.details:
            yield from _inner(inner, detail, id, masked, day)


def _said_above(of: Ledger, path: str) -> bool:
    # A member's village is the household's, which the card names once.
    return path == "village" and path in of.fields


def _inner(inner: Ledger, detail: Ledger, id: int, masked: bool, day: str = "") -> Iterator[PaperTable]:
    """Details of details: the payments of a project's fund lines."""
    mine = Selection(inner.name).where(f"{inner.master}.{detail.master}", "in", [id])
    if query.count(mine):
        paths = [path for path in inner.default_columns if path != f"{inner.master}.{detail.master}"]
        yield replace(list_table(mine, paths, masked, day), title=inner.title, subtitle="", reporter="", date_text="",
                      notes=(), keep=None)  # fmt: skip
