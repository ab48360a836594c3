"""Writes what a blank workbook gets: cells, inserted rows and all that hangs on row numbers; nothing else changes."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from models.exchange.fill.book import Book, merged, run_texts, with_run_texts
from models.exchange.fill.book_pictures import add_picture
from models.exchange.fill.calc import plain_number
from models.exchange.fill.grid import Edits, Shown, Splice
from models.exchange.fill.recalculate import recalculate
from models.exchange.ooxml.package import Package, attribute, escape, unescape, with_attribute
from models.exchange.ooxml.sheet import WORKBOOK, P, RawCell, RawRow, RawSheet, formula_tag
from models.exchange.ooxml.shift import Insert, copy_formula, move_formula, move_refs, move_row
from models.exchange.read import column_letters

_F = re.compile(rf"<({P})f((?:\s[^>]*)?)>(.*?)</{P}f>", re.S)
_F_TAG = re.compile(rf"<{P}f\s[^>]*>")
_V = re.compile(rf"<{P}v(?:\s[^>]*)?>.*?</{P}v>|<{P}v(?:\s[^>]*)?/>", re.S)
_MERGES = re.compile(rf"<({P})mergeCells(?:\s[^>]*)?>.*?</{P}mergeCells>", re.S)
_MERGE = re.compile(rf"<{P}mergeCell\s[^>]*>")
_WITH_REF = re.compile(
    rf"<{P}(?:dimension|pane|selection|autoFilter|sortState|conditionalFormatting|dataValidation|hyperlink"
    rf"|ignoredError|protectedRange|table|filterColumn|comment|sortCondition)\s[^>]*>"
)
_FORMULAS = re.compile(rf"(<({P}(?:formula|formula1|formula2|f))(?:\s[^>]*)?>)(.*?)(</\2>)", re.S)
_SQREF = re.compile(rf"(<{P}sqref>)(.*?)(</{P}sqref>)", re.S)
_BREAKS = re.compile(rf"<{P}rowBreaks\b.*?</{P}rowBreaks>", re.S)
_BREAK = re.compile(rf"<{P}brk\s[^>]*>")
_NAME = re.compile(rf"(<{P}definedName\s[^>]*>)(.*?)(</{P}definedName>)", re.S)


def write(book: Book, edits: dict[int, Edits]) -> Package:
    """Put the edits into the book's package, sheet by sheet index; returns it."""
    package = book.package
    for index, one in edits.items():
        if one.inserts:
            sheet = book.sheets[index]
            inserts = [Insert(after, count, first) for after, (count, _, first) in sorted(one.inserts.items())]
            _insert(book, sheet, one, inserts)
    for index, one in edits.items():
        _fill(book, book.sheets[index], one)
    if any(not one.empty for one in edits.values()):
        dropped = recalculate(book)
        if dropped:
            _recalculate_on_load(package)
    for sheet in book.sheets:
        if (text := sheet.raw()) != sheet.text:
            package.put(sheet.part, text)
    return package


# --- rows ---------------------------------------------------------------------------------------------------------


def _insert(book: Book, sheet: RawSheet, edits: Edits, inserts: list[Insert]) -> None:
    """Make room, and move everything that names rows: in this sheet, in others, in names, drawings and charts."""
    sheet.expand_shared()
    templates = {after: sheet.row(model) for after, (_, model, _) in edits.inserts.items()}
    copies = {
        after: [(cell.column, cell.tag, cell.inner) for cell in row.cells] if row is not None else []
        for after, row in templates.items()
    }
    old = {one.number: one for one in sheet.rows}
    for other in book.sheets:
        _move_formulas(other, sheet.name, inserts)
        if other is not sheet:
            other.tail = _moved_tail(other.tail, other.name, sheet.name, inserts)
    for row in sheet.rows:
        if (new := move_row(row.number, inserts)) != row.number:
            _renumber(row, new)
    for after, (count, model, _) in edits.inserts.items():
        template = templates[after]
        if template is None:
            continue
        start = move_row(after, inserts) + 1
        for step in range(count):
            tag = template.tag.replace("/>", ">") if template.tag.endswith("/>") else template.tag
            row = RawRow(start + step, with_attribute(tag, "r", str(start + step)))
            for column, cell_tag, inner in copies[after]:
                row.cells.append(_copied(column, cell_tag, inner, start + step, model))
            sheet.rows.append(row)
    sheet.rows.sort(key=lambda one: one.number)
    assert len(sheet.rows) >= len(old)
    sheet.head = _WITH_REF.sub(lambda m: _refs(m[0], inserts), sheet.head)
    tail = _MERGES.sub(lambda m: _merges(m, sheet, edits, inserts), sheet.tail)
    tail = _WITH_REF.sub(lambda m: _refs(m[0], inserts), tail)
    tail = _moved_tail(tail, sheet.name, sheet.name, inserts)
    tail = _SQREF.sub(lambda m: m[1] + move_refs(m[2], inserts) + m[3], tail)
    sheet.tail = _BREAKS.sub(lambda m: _BREAK.sub(lambda b: _break(b[0], inserts), m[0]), tail)
    from models.exchange.fill.book_parts import move_parts

    move_parts(book, sheet, inserts)
    _names(book.package, sheet.name, inserts)


def _move_formulas(sheet: RawSheet, target: str, inserts: list[Insert]) -> None:
    """Formulas of a sheet, which may name cells of the one that grows."""
    for row in sheet.rows:
        number = row.number
        for cell in row.cells:
            if "<" in cell.inner:
                cell.inner = _F.sub(partial(_moved, sheet.name, target, inserts, number), cell.inner)


def _moved_tail(tail: str, own: str, target: str, inserts: list[Insert]) -> str:
    return _FORMULAS.sub(partial(_formulas, own, target, inserts), tail)


def _moved(own: str, target: str, inserts: list[Insert], at: int, match: re.Match[str]) -> str:
    formula = unescape(match[3])
    new = move_formula(formula, own, target, inserts, at)
    attributes = match[2]
    if own == target and "ref=" in attributes:
        attributes = _refs(f"<f{attributes}>", inserts)[2:-1]
    if new == formula and attributes == match[2]:
        return match[0]
    return formula_tag(match[1], new).replace(f"<{match[1]}f>", f"<{match[1]}f{attributes}>", 1)


def _formulas(own: str, target: str, inserts: list[Insert], match: re.Match[str]) -> str:
    formula = unescape(match[3])
    new = move_formula(formula, own, target, inserts)
    return match[0] if new == formula else match[1] + escape(new).replace("&quot;", '"') + match[4]


def _renumber(row: RawRow, number: int) -> None:
    row.tag = with_attribute(row.tag, "r", str(number))
    for cell in row.cells:
        cell.tag = with_attribute(cell.tag, "r", f"{column_letters(cell.column)}{number}")
    row.number = number


def _copied(column: int, tag: str, inner: str, number: int, model: int) -> RawCell:
    """An empty cell with the model's format, or with its formula as copied down."""
    tag = with_attribute(tag, "r", f"{column_letters(column)}{number}")
    match = _F.search(inner)
    if match is None:
        bare = with_attribute(tag, "t", None)
        return RawCell(column, bare if bare.endswith("/>") else bare[:-1] + "/>")
    formula = copy_formula(unescape(match[3]), number - model)
    return RawCell(column, with_attribute(tag, "t", None), formula_tag(match[1], formula))


def _refs(tag: str, inserts: list[Insert]) -> str:
    for name in ("ref", "sqref", "topLeftCell", "activeCell"):
        if value := attribute(tag, name):
            new = move_refs(value, inserts)
            if new != value:
                tag = with_attribute(tag, name, new)
    return tag


def _merges(match: re.Match[str], sheet: RawSheet, edits: Edits, inserts: list[Insert]) -> str:
    """Merged cells move; those within the copied row are made in every new one; a title beside the table grows."""
    found = []
    for top, left, bottom, right in merged(sheet):
        a, b = move_row(top, inserts), move_row(bottom, inserts)
        b += sum(one.count for one in inserts if top < one.first and bottom == one.after)
        found.append((a, left, b, right))
        for after, (count, model, _) in edits.inserts.items():
            if top == bottom == model:
                start = move_row(after, inserts) + 1
                found += [(start + step, left, start + step, right) for step in range(count)]
    prefix = match[1]
    cells = "".join(
        f'<{prefix}mergeCell ref="{column_letters(left)}{top}:{column_letters(right)}{bottom}"/>'
        for top, left, bottom, right in found
    )
    return f'<{prefix}mergeCells count="{len(found)}">{cells}</{prefix}mergeCells>'


def _break(tag: str, inserts: list[Insert]) -> str:
    # A break stands below the row of its number.
    id = attribute(tag, "id")
    return with_attribute(tag, "id", str(move_row(int(id), inserts))) if id and id.isdigit() else tag


def _names(package: Package, target: str, inserts: list[Insert]) -> None:
    def moved(match: re.Match[str]) -> str:
        old = unescape(match[2])
        new = move_formula(old, "", target, inserts)
        return match[0] if new == old else match[1] + escape(new).replace("&quot;", '"') + match[3]

    package.put(WORKBOOK, _NAME.sub(moved, package.text(WORKBOOK)))


# --- cells --------------------------------------------------------------------------------------------------------


def _fill(book: Book, sheet: RawSheet, edits: Edits) -> None:
    known = {row.number: row for row in sheet.rows}
    for (row, column), value in edits.values.items():
        _put(_cell(sheet, known, row, column), value)
    spans = {(top, left): (top, left, bottom, right) for top, left, bottom, right in merged(sheet)}
    for at, picture in edits.pictures.items():
        add_picture(book.package, sheet, spans.get(at, (*at, *at)), picture)
    for (row, column), splices in edits.splices.items():
        cell = _cell(sheet, known, row, column)
        rich = book.rich(cell)
        texts = splice_runs(run_texts(rich), splices) if rich else [edits.spliced(book.text(cell), (row, column))]
        cell.put_text("".join(texts), with_run_texts(rich, texts) if rich else "")


def _cell(sheet: RawSheet, known: dict[int, RawRow], row: int, column: int) -> RawCell:
    """The cell of a place, made where the file has none; ``known`` the rows by number, kept up to date."""
    prefix = sheet.prefix
    if row not in known:
        at = bisect.bisect_left(sheet.rows, row, key=lambda one: one.number)
        known[row] = RawRow(row, f'<{prefix}row r="{row}">')
        sheet.rows.insert(at, known[row])
    return known[row].make_cell(column)


def _put(cell: RawCell, value: Shown) -> None:
    if isinstance(value, str):
        cell.put_text(value)
    else:
        cell.put_number(plain_number(Decimal(value)))


def splice_runs(texts: list[str], splices: list[Splice]) -> list[str]:
    """Texts of runs with splices done: what is put in stands in the run in which its place begins."""
    found = list(texts)
    for one in sorted(splices, key=lambda splice: -splice.start):
        start, placed = 0, False
        for at, text in enumerate(found):
            low, high = max(one.start - start, 0), min(one.end - start, len(text))
            size = len(text)
            inside = low < high or (one.start == one.end and 0 <= one.start - start <= size)
            if inside and not placed:
                low, high = (low, high) if low < high else (one.start - start, one.start - start)
                found[at], placed = text[:low] + one.text + text[high:], True
            elif inside and low < high:
                found[at] = text[:low] + text[high:]
            start += size
    return found


def _recalculate_on_load(package: Package) -> None:
    """Ask the spreadsheet to work out what is not known here."""
    text = package.text(WORKBOOK)
    edit: Callable[[re.Match[str]], str] = lambda m: with_attribute(m[0], "fullCalcOnLoad", "1")  # noqa: E731
    new, count = re.subn(rf"<{P}calcPr\b[^>]*>", edit, text)
    if not count:
        place = re.search(rf"</({P})definedNames>|</({P})sheets>", text)
        if place is None:
            return
        prefix = place[1] or place[2] or ""
        last = max(match.end() for match in re.finditer(rf"</{P}(?:definedNames|externalReferences|sheets)>", text))
        new = f'{text[:last]}<{prefix}calcPr fullCalcOnLoad="1"/>{text[last:]}'
    package.put(WORKBOOK, new)
