"""一户一档 on paper: cover, all that is known of the household, signatures, list of documents, photos on request.

The public version (domain.md §16.5–16.6) holds no ID, phone, address, age, state of health or labour, risk, income or
free text, no full name of a child and no documents: what hangs on the village board must not say why a household is
poor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from models import clock, contents, query, settings
from models.ledger import Ledger, ledger
from models.masking import is_public
from models.query import Selection
from models.reports import profile, wording
from models.reports.lists import list_table
from models.reports.paper import PaperCard, PaperCharts, PaperColumn, PaperCover, PaperTable
from models.reports.paper_pictures import blank_page, picture_page
from models.reports.profile import Profile

Block = PaperCover | PaperCard | PaperCharts
PER_PAGE = 6
TABLES = ("help_pair", "episode", "visit", "task", "work_record", "post", "loan", "yulu", "subsidy", "training")
"""Ledgers whose records are printed one by one, in this order, where the program has them and they have any."""
PUBLIC_NOTE = "（公示版：证件号码、电话、健康、收入、风险等个人信息不公开）"
CHILD = 14
"""Years of age below which everything about a person is sensitive (domain.md §16.6)."""
PUBLIC_MEASURES = ("group", "status", "done_on")


def blocks(ids: Sequence[int], masked: bool = False, pictures: bool = False) -> Iterator[Block]:
    """The pages of these households, each from a new page on; one that is gone is left out."""
    for id in ids:
        try:
            found = profile.read(id)
        except LookupError:
            continue
        yield _cover(found, masked)
        yield _card(found, masked)
        if pictures and not masked:
            yield from _pictures(found)


def _cover(found: Profile, masked: bool) -> PaperCover:
    of = ledger("household")
    wanted = ("head", "hh_no", "village", "group", "hh_type")
    texts = dict(zip(wanted, query.texts(of.name, wanted, [found.id])[found.id], strict=True))
    lines = [(of.column(path).label, text) for path, text in texts.items()]
    if found.state and not masked:
        lines.append(("监测情况", found.state))
    helper = [pair for pair in found.facts if pair[0] == "帮扶责任人" and pair[1] != "没有"]
    lines += [(label, text.split("　")[0] if masked else text) for label, text in helper]
    reporter = str(settings.reporter.get() or wording.township())
    return PaperCover(
        title="一户一档" + ("（公示版）" if masked else ""),
        subtitle=f"{wording.township()}{texts['village']}",
        lines=tuple(lines),
        foot=(reporter, wording.long_date(clock.today_text())),
    )


def _card(found: Profile, masked: bool) -> PaperCard:
    sections: list[tuple[str, tuple[tuple[str, str], ...]]] = [("基本情况", tuple(_facts(found, masked)))]
    if found.lamps:
        pairs = tuple((one.title, f"{one.text}（{one.date}）" if one.date else one.text) for one in found.lamps)
        sections.append(("三保障和饮水安全", pairs))
    tables = [_public_members(found), *_public(found)] if masked else [_members(found), *_private(found)]
    return PaperCard(
        title=f"{found.name}户档案",
        subtitle=PUBLIC_NOTE if masked else "",
        reporter=str(settings.reporter.get()),
        date_text=wording.date_text(),
        sections=tuple(sections),
        tables=tuple(tables),
        signatures=() if masked else ("户主签字", "帮扶责任人", "填表人", "填表日期"),
    )


def _facts(found: Profile, masked: bool) -> Iterator[tuple[str, str]]:
    of = ledger("household")
    personal = {of.column(path).label for path in profile.HEAD_COLUMNS if not is_public(of, path)}
    yield ("户主", found.name)
    if found.state and not masked:
        yield ("监测情况", found.state)
    for label, text in found.facts:
        if masked and label in personal:
            continue
        yield label, text.split("　")[0] if masked and label == "帮扶责任人" else text


def _members(found: Profile) -> PaperTable:
    of = ledger("member")
    order = ("seq",) if "seq" in of.fields else ()
    mine = Selection(of.name, order=order).where("household", "in", [found.id])
    return _plain(list_table(mine, profile.member_columns()), "家庭成员")


def _public_members(found: Profile) -> PaperTable:
    """Name, relation and sex of those who belong to the household; of children only the surname."""
    columns = (PaperColumn("姓名", 12), PaperColumn("与户主关系", 12), PaperColumn("性别", 6))
    paths = ("name", "relation", "sex", "age")
    ids = [one.id for one in found.members if not one.gone]
    texts = query.texts("member", paths, ids)
    rows = []
    for id in ids:
        name, relation, sex, age = texts[id]
        child = not age or int(age) < CHILD
        rows.append([name[:1] + "*" if child else name, relation, sex])
    return PaperTable("家庭成员", columns, rows)


def _plain(table: PaperTable, title: str) -> PaperTable:
    return replace(table, title=title, subtitle="", reporter="", date_text="", notes=(), keep=None)


def _private(found: Profile) -> Iterator[PaperTable]:
    if found.years:
        yield _income(found)
    if found.needs.risks or found.needs.others:
        yield _needs(found)
    by_name = {one.ledger: one for one in found.related}
    for name in TABLES:
        if name in by_name:
            of, path = ledger(name), by_name[name].path
            yield _plain(list_table(_by_date(by_name[name].selection), _columns(of, path)), of.title)
    if found.documents:
        yield _documents(found)


def _by_date(selection: Selection) -> Selection:
    when = profile.timeline.dates(selection.ledger)
    return replace(selection, order=when[:1])


def _columns(of: Ledger, path: str) -> list[str]:
    """What a list shows, without the household, which the page is about."""
    out = (path, "household", "village")
    return [one for one in of.default_columns if one not in out and not one.startswith(("household.", "village."))]


def _income(found: Profile) -> PaperTable:
    heads = ("年度", "人均纯收入", "监测线", "本村平均", "与监测线比较")
    words = {True: "低于", False: "不低于", None: "未设置监测线"}
    rows = [
        [f"{one.year}年", _yuan(one.own), _yuan(one.line), _yuan(one.village), words[one.below] if one.own else ""]
        for one in profile.income.with_means(found.years, found.village)
    ]
    columns = [
        PaperColumn(heads[0], 8),
        *(PaperColumn(head, 12, "right") for head in heads[1:4]),
        PaperColumn(heads[4], 14),
    ]
    return PaperTable("家庭收入", tuple(columns), rows, unit_text="单位：元", serial=False)


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{fen / 100:,.2f}"


def _needs(found: Profile) -> PaperTable:
    of = ledger("measure") if found.needs.others or any(one.measures for one in found.needs.risks) else None
    heads = ("风险", *_measure_heads(of))
    rows: list[list[str]] = []
    for risk in found.needs.risks:
        rows += [[risk.title, *one.texts] for one in risk.measures]
        if risk.hole:
            rows.append([risk.title, "没有对应的帮扶措施", *[""] * (len(heads) - 2)])
    rows += [["", *one.texts] for one in found.needs.others]
    widths = (12, 14, 30, 10, 10, 12)
    columns = tuple(PaperColumn(head, width) for head, width in zip(heads, widths, strict=False))
    return PaperTable("风险和帮扶措施", columns, rows, serial=False)


def _measure_heads(of: Ledger | None) -> tuple[str, ...]:
    return tuple(of.fields[name].label for name in profile.needs.shown(of)) if of is not None else ("帮扶措施",)


def _public(found: Profile) -> Iterator[PaperTable]:
    measures: list[Any] = [one for one in found.related if one.ledger == "measure"]
    if measures:
        of = ledger("measure")
        paths = [path for path in PUBLIC_MEASURES if path in of.fields and is_public(of, path)]
        yield _plain(list_table(measures[0].selection, paths, True), "帮扶措施")


def _documents(found: Profile) -> PaperTable:
    from models.exchange.documents import names_of

    whose = names_of(found.documents)
    columns = (PaperColumn("类别", 10), PaperColumn("文件名", 30), PaperColumn("所属", 18), PaperColumn("日期", 10),
               PaperColumn("说明", 20))  # fmt: skip
    rows = [
        [one.category_text, one.name, whose.get(one.owner_id, ""), one.made_on or one.added_on, one.note]
        for one in found.documents
    ]
    return PaperTable("资料清单", columns, rows)


def _pictures(found: Profile) -> Iterator[PaperCharts]:
    pages = []
    for one in found.documents:
        if one.is_picture and contents.holds(one.sha256):
            caption = "　".join(part for part in (one.category_text, one.made_on, one.note or one.name) if part)
            page = picture_page(contents.read(one.sha256), caption)
            if page is not None:
                pages.append(page)
    for at in range(0, len(pages), PER_PAGE):
        part = pages[at : at + PER_PAGE]
        # A page has room for six, so that a single photo is printed small too.
        yield PaperCharts(f"{found.name}户照片", (*part, *[blank_page()] * (PER_PAGE - len(part))))
