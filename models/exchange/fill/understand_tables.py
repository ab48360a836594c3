"""Understands the tables of a form: lists of records, and summaries by village, code or what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.exchange.fill import sources, words
from models.exchange.fill.blanks import is_signature
from models.exchange.fill.counts import ONCE, parse, printed
from models.exchange.fill.layout import Area
from models.exchange.fill.plan import CODES, PRINTED, RECORDS, VILLAGES, AreaPlan
from models.exchange.fill.scope import path_to
from models.exchange.fill.sources import COUNT, FIELD, SERIAL_NUMBER, Source
from models.exchange.headers import money_unit, plain
from models.exchange.match import vocabulary
from models.exchange.table import Header
from models.kinds import Choice
from models.ledger import Ledger, ledger, ledgers

_ENOUGH = 0.5


def understand_area(area: Area, names: Sequence[str], wanted: str, anchor: Ledger | None) -> AreaPlan | None:
    """What a table lists or counts; None where it is no table to fill. ``anchor``: the form's one record's ledger."""
    listed = _listing(area, names, wanted, anchor)
    counted = _summary(area, names, wanted)
    best = max((listed, counted), key=lambda one: one[0])
    if area.fixed and counted[0] >= _ENOUGH:
        # 因病, 因残 … printed in the rows are no names of records.
        best = counted
    share, plan = best
    if plan is None or share < _ENOUGH:
        if share == 0 and len(area.headers) < 3:
            return None
        return AreaPlan(area, columns={one.column: None for one in area.headers}, why="没有认出是哪个台账的表，没有填")
    return plan


def counted_headers(area: Area) -> list[Header]:
    """Columns that say what the table is."""
    return [one for one in area.headers if not one.is_serial and not one.is_remark]


def columns_of(of: Ledger, area: Area) -> dict[int, Source | None]:
    """What each column of a list of a ledger gets."""
    found: dict[int, Source | None] = {}
    person = ""
    for header in area.headers:
        if is_signature(header.levels[-1]) and plain(header.levels[-1]) not in vocabulary(of):
            found[header.column] = None
            continue
        # 电话 behind 帮扶责任人 and 帮扶单位 is theirs.
        context = person if words.is_general(header) else ""
        source = words.find(of, header, context=context) or words.whether(of, header) or count_of_row(of, header)
        found[header.column] = source
        if not (person and source is not None and source.path.startswith(f"{person}.")):
            person = words.subject(of, source)
    return found


def count_of_row(of: Ledger, header: Header) -> Source | None:
    """A column that counts what hangs on the record of the row: 在岗天数 of a team member."""
    first = ("household", "member", "episode")
    for detail in sorted(ledgers(), key=lambda one: first.index(one.name) if one.name in first else len(first)):
        near = any(other is of for _, other in sources.links(detail))
        hangs = detail is not of and (near or (of.name == "village" and bool(path_to(detail, "village"))))
        far = not hangs and detail is not of and bool(path_to(detail, of.name))
        counted = parse(detail, header) if hangs or far else None
        if far and counted is not None and not (counted.path and counted.periods):
            continue  # 本月支出 of a project is that of its lines; other words say less
        # 户数 alone does not say of what; 总户数 and 总人口 are the households'.
        known = called(detail, [header.text]) or (detail.name == "household" and plain(header.text)[:1] == "总")
        if counted is not None and (counted.filters or counted.path or known):
            return Source(COUNT, path=detail.name, label=header.text)
    return None


def count_of_place(label: str, unit: str = "") -> Source | None:
    """总户数, 监测对象人数, 脱贫户____户: how many there are in the village, or in all that is chosen."""
    header = Header(1, (f"{label}({unit})" if unit and "(" not in plain(label) else label,), money_unit(label))
    return count_of_row(ledger("village"), header)


def _listing(area: Area, names: Sequence[str], wanted: str, anchor: Ledger | None) -> tuple[float, AreaPlan | None]:
    best: tuple[tuple[float, ...], AreaPlan] | None = None
    headers = counted_headers(area)
    if not headers:
        return 0.0, None
    for of in [ledger(wanted)] if wanted else ledgers():
        if anchor is not None and not _hangs_on(of, anchor):
            continue
        columns = {one.column: words.find(of, one) for one in headers}
        known = [one for one in columns.values() if one is not None]
        own = sum(1 for one in known if one.kind == FIELD and one.node == sources.BASE and _own(of, one.path))
        share = len(known) / len(headers)
        plainly = any(one.kind != FIELD or (one.node == sources.BASE and "." not in one.path) for one in known)
        if not own or not share or not plainly:
            continue
        score = (
            round(share + min(called(of, names[:1]), 4) * 0.06 + min(called(of, names), 6) * 0.04, 3),
            own,
            -of.order,
        )
        if best is None or score > best[0]:
            best = score, AreaPlan(area, of.name, RECORDS, "", columns)
            best_share = share
    if best is None:
        return 0.0, None
    plan = best[1]
    plan.columns = columns_of(plan.base, area)
    if wanted:
        best_share = max(best_share, _ENOUGH)
    found = sum(1 for one in headers if plan.columns.get(one.column) is not None)
    return max(best_share, found / len(headers) if best_share >= 0.25 else 0), plan


def _own(of: Ledger, path: str) -> bool:
    head, _, rest = path.partition(".")
    return not rest or (head in of.fields and rest == ledger_display(of, head))


def ledger_display(of: Ledger, link: str) -> str:
    """The field by which a linked record is called."""
    return next((other.display for name, other in sources.links(of) if name == link), "")


def _hangs_on(of: Ledger, anchor: Ledger) -> bool:
    """Whether records of a ledger belong to the record that the form is about."""
    if of is anchor:
        return False
    if path_to(of, anchor.name):
        return True
    return path_to(anchor, "household") is not None and bool(path_to(of, "household"))


def _summary(area: Area, names: Sequence[str], wanted: str) -> tuple[float, AreaPlan | None]:
    headers = counted_headers(area)
    if len(headers) < 2:
        return 0.0, None
    first = headers[0]
    villages = any(
        t.path == "name" and not d for d, r, t in vocabulary(ledger("village")).get(plain(first.levels[-1]), ())
    )
    best: tuple[tuple[float, ...], AreaPlan] | None = None
    for of in [ledger(wanted)] if wanted else ledgers():
        parsed = {one.column: parse(of, one, area.unit, loose=True) for one in headers[1:]}
        known = sum(1 for one in parsed.values() if one is not None)
        if not known:
            continue
        rows, by = _rows(of, area, first, villages)
        if not rows:
            continue
        score = (known / (len(headers) - 1), float(called(of, names)), float(-of.order))
        if best is None or (score[0] + 0.1 * min(score[1], 5), *score) > (
            best[0][0] + 0.1 * min(best[0][1], 5),
            *best[0],
        ):
            columns: dict[int, Source | None] = {}
            for one in area.headers:
                counted = parsed.get(one.column)
                columns[one.column] = Source(COUNT, path=of.name, label=one.text) if counted is not None else None
                if counted is None and rows == VILLAGES and one in headers[1:]:
                    # 农户数 in a summary of visits is the households'.
                    columns[one.column] = count_of_row(ledger("village"), one)
                if one.is_serial:
                    columns[one.column] = Source(SERIAL_NUMBER, label="序号")
            key = Source(FIELD, path="name", name="region.village", label="行政村") if rows == VILLAGES else Source(
                "key", path=by, label=first.text)  # fmt: skip
            columns[first.column] = key
            best = score, AreaPlan(area, of.name, rows, by, columns)
    if best is None or (best[0][0] < 1 and best[0][1] == 0 and not wanted):
        return 0.0, None
    return best[0][0], best[1]


def _rows(of: Ledger, area: Area, first: Header, villages: bool) -> tuple[str, str]:
    """What the rows of a summary are: ("", "") where nobody can say."""
    if villages and path_to(of, "village"):
        return VILLAGES, path_to(of, "village") or ""
    if area.fixed:
        known = printed(of, area.fixed.values(), bool(area.total))
        return (PRINTED, "") if known and len(known) * 3 >= len(set(area.fixed.values())) * 2 else ("", "")
    for distance, rank, target in vocabulary(of).get(plain(first.levels[-1]), ()):
        if not distance and rank >= 2 and isinstance(target.field.kind, Choice):
            return CODES, ONCE.get((of.name, target.path), target.path)
    return "", ""


def called(of: Ledger, names: Iterable[str]) -> int:
    """How long the longest of the ledger's names is that stands in one of the texts."""
    titles = [plain(word) for word in (of.title, *of.synonyms)]
    texts = [plain(name) for name in names if name]
    return max((len(word) for word in titles for text in texts if word and word in text), default=0)
