"""The single places of a form: labelled cells, lines to write on, boxes to tick, photos."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from models import attachment, query, settings
from models.attachment import Item
from models.exchange.documents import owners
from models.exchange.fill import sources
from models.exchange.fill.blanks import DATE, MONTH, YEAR, Blank
from models.exchange.fill.counts import SUM, parse
from models.exchange.fill.counts import values as counted
from models.exchange.fill.desk import EMPTY, NOT_PUBLIC, Desk
from models.exchange.fill.grid import Cell, Picture, Shown, Splice
from models.exchange.fill.layout import Spot
from models.exchange.fill.pictures import picture_of
from models.exchange.fill.places import SPARE
from models.exchange.fill.plan import SpotPlan
from models.exchange.fill.sources import COUNT, OFFICE, PHOTO, PLACE, Source, kind_of
from models.exchange.fill.understand_tables import count_of_place
from models.exchange.fill.values import plain_decimal, ticked
from models.exchange.headers import money_unit, plain
from models.exchange.table import Header
from models.kinds import Date, Integer, Kind
from models.ledger import Ledger, ledger
from models.selection import Selection

Owner = tuple[str, int] | None
"""(ledger, id) of the record that a value was read from."""
NO_DATE = "这里要填日期，台账里不是日期，没有填"


class Spots:
    """Fills the single places of a form."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def fill(self, one: SpotPlan) -> None:
        """Fill one place."""
        spot, source = one.spot, one.source
        if source is None:
            self.desk.open_spot(one, one.why)
            return
        if source.kind == PHOTO:
            self._photo(one)
            return
        value, kind, owner = self._spot_value(source)
        if value in (None, "") and self.desk.plan.anchor == "village" and (other := count_of_place(spot.label)):
            # What the village's own record does not say is counted from the ledgers.
            source = other
            value, kind, owner = self._spot_value(source)
        of = ledger(self.desk.plan.anchor) if self.desk.plan.anchor else None
        if of is not None and self.desk.hidden(of, source):
            self.desk.open_spot(one, NOT_PUBLIC)
        elif spot.boxes:
            self._tick(one, source, kind, value, owner)
        elif value is None or value == "":
            self.desk.open_spot(one, EMPTY)
        elif spot.blank is not None:
            self._write_in(one, spot.blank, source, kind, value, owner)
        elif spot.dated:
            self._write_date(one, source, kind, value, owner)
        else:
            self._put(one, source, kind, value, owner)

    def _shown(self, spot: Spot, kind: Kind, value: Any, cell: Cell) -> Shown | None:
        header = Header(1, (spot.label,), money_unit(spot.label))
        return self.desk.of_kind(kind, value, cell, header, spot.unit)

    def _put(self, one: SpotPlan, source: Source, kind: Kind, value: Any, owner: Owner) -> None:
        """A whole cell; a number that has a cell for each of its signs goes sign by sign."""
        spot = one.spot
        found = self._shown(spot, kind, value, spot.cell)
        if found is None:
            return
        text = plain_decimal(found) if isinstance(found, Decimal) else str(found)
        row = self.desk.row(spot.grid, spot.cell.row)
        if spot.tail:
            splice = Splice(0, len(spot.cell.text), text + spot.tail)
            self.desk.splice(one, [splice], source, splice.text, owner)
        elif spot.parts and len(text) <= len(spot.parts) <= len(text) + SPARE:
            edits = self.desk.result.edits[spot.grid.index]
            for cell, sign in zip(spot.parts, text, strict=False):
                edits.values[row, cell.column] = sign
            self.desk.filled(spot.grid, row, spot.cell.column, source, text, owner)
        else:
            self.desk.put(spot.grid, row, spot.cell.column, source, found, owner)

    def _write_date(self, one: SpotPlan, source: Source, kind: Kind, value: Any, owner: Owner) -> None:
        """Year, month and day, each into its own cell."""
        parts = _date_parts(kind, value)
        if parts is None:
            self.desk.open_spot(one, NO_DATE)
            return
        spot = one.spot
        row = self.desk.row(spot.grid, spot.cell.row)
        edits = self.desk.result.edits[spot.grid.index]
        for cell, part in zip(spot.parts, parts, strict=False):
            if word := cell.text.strip(" _＿\u3000\t"):
                edits.splices[row, cell.column] = [Splice(0, len(cell.text), part + word)]
            else:
                edits.values[row, cell.column] = int(part) if cell.form != "text" else part
        self.desk.filled(spot.grid, row, spot.cell.column, source, str(value), owner)

    def _spot_value(self, source: Source) -> tuple[Any, Kind, Owner]:
        day = Date()
        if source.kind == OFFICE:
            return self._office(), Kind(), None
        if source.kind == sources.DAY:
            return self.desk.scope.day, day, None
        if source.kind == sources.MONTH:
            return self.desk.scope.month, day, None
        if source.kind == sources.YEAR:
            return str(self.desk.scope.year), day, None
        if source.kind == PLACE:
            return self._place(source.path), Kind(), None
        if source.kind == COUNT:
            return self._count(source)
        if self.desk.values is None or self.desk.anchor is None:
            return None, Kind(), None
        kind = kind_of(self.desk.values.of, source)
        return self.desk.values.at(source, self.desk.anchor), kind, self.desk.values.owner(source, self.desk.anchor)

    def _count(self, source: Source) -> tuple[Any, Kind, Owner]:
        """How many there are of the one record, else of all that is chosen."""
        count = parse(ledger(source.path), Header(1, tuple(source.label.split("/"))))
        summed = count is not None and count.measure == SUM
        kind = ledger(source.path).column(count.path).kind if count and summed else Integer()
        if self.desk.values is not None and self.desk.anchor is not None:
            value = self.desk.values.at(source, self.desk.anchor)
            return value, kind, self.desk.values.owner(source, self.desk.anchor)
        return counted(count, self.desk.scope, "", [None])[None] if count is not None else None, kind, None

    def _region(self) -> dict[str, str]:
        """County, township, village and group of what the form is about; what several villages share."""
        found = {"county": str(settings.county.get() or ""), "township": str(settings.township.get() or "")}
        chosen = Selection("village")
        home = self.desk.scope.household
        village = self.desk.scope.village
        if home is not None:
            village, group = query.rows("household", ("village", "group"), [home], raw=True)[home]
            found["group"] = group or ""
        ids = [village] if village is not None else list(query.ids(chosen))
        rows = query.rows("village", ("county", "township", "name"), ids)
        for at, name in enumerate(("county", "township")):
            shared = {row[at] for row in rows.values() if row[at]}
            if len(shared) == 1:
                found[name] = shared.pop()
        if village is not None:
            found["village"] = rows[village][2]
        return found

    def _office(self) -> str:
        if said := str(settings.reporter.get() or ""):
            return said
        return self._region().get("township", "")

    def _place(self, level: str) -> str:
        return self._region().get(level, "")

    def _write_in(self, one: SpotPlan, blank: Blank, source: Source, kind: Kind, value: Any, owner: Owner) -> None:
        spot = one.spot
        if blank.kind in (DATE, MONTH, YEAR):
            parts = _date_parts(kind, value)
            if parts is None:
                self.desk.open_spot(one, NO_DATE)
                return
            splices = []
            for at, ((start, end), part) in enumerate(zip(blank.parts, parts, strict=False)):
                short = part[2:] if not at and spot.cell.text[:start].endswith("20") else part
                splices.append(Splice(start, end, short, blank.ruled or "_" in spot.cell.text[start:end]))
            self.desk.splice(one, splices, source, str(value), owner)
            return
        found = self._shown(spot, kind, value, Cell(1, 1, form="text"))
        text = "" if found is None else plain_decimal(found) if isinstance(found, Decimal) else str(found)
        after = spot.cell.text[blank.end :]
        if source.kind == PLACE:
            stripped = _without_suffix(text, blank.suffix, after)
            if stripped is None:
                self.desk.open_spot(one, f"台账里是“{text}”，与表上的“{blank.suffix}”不合，没有填")
                return
            text = stripped
        elif blank.suffix and text.endswith(blank.suffix):
            text = text[: -len(blank.suffix)]
        if isinstance(kind, Date) and "_" not in spot.cell.text[blank.start : blank.end]:
            text = _date_words(text)
        ruled = blank.ruled or "_" in spot.cell.text[blank.start : blank.end]
        self.desk.splice(one, [Splice(blank.start, blank.end, text, ruled)], source, text, owner)

    def _tick(self, one: SpotPlan, source: Source, kind: Kind, value: Any, owner: Owner) -> None:
        spot = one.spot
        whole = spot.group or spot.boxes
        ticks = ticked(kind, value, whole)
        if not ticks and spot.boxes[0] == whole[0]:
            self.desk.open_spot(
                one, EMPTY if value in (None, "") else f"台账里是“{kind.to_text(value)}”，表上没有这一项，没有打勾"
            )
        boxes = [box for box in spot.boxes if box in ticks]
        if not boxes:
            return
        splices = [Splice(box.start, box.end, box.mark) for box in boxes]
        self.desk.splice(one, splices, source, "、".join(f"{box.mark}{box.word}" for box in boxes), owner)

    def _photo(self, one: SpotPlan) -> None:
        if self.desk.anchor is None:
            self.desk.open_spot(one, "没有说明是哪一条记录，没有贴照片")
            return
        found = _photo(ledger(self.desk.plan.anchor), self.desk.anchor, one.spot.label)
        if self.desk.plan.public or found is None:
            self.desk.open_spot(one, NOT_PUBLIC if self.desk.plan.public else "附件里没有照片，没有贴")
            return
        item, picture = found
        spot = one.spot
        row = self.desk.row(spot.grid, spot.cell.row)
        self.desk.result.edits[spot.grid.index].pictures[row, spot.cell.column] = picture
        self.desk.filled(
            spot.grid, row, spot.cell.column, one.source or Source(PHOTO), item.name, (item.owner, item.owner_id)
        )


def _date_parts(kind: Kind, value: Any) -> list[str] | None:
    """Year, month and day without leading zeros, as far as they are known; None for what is no date."""
    parts = str(value).split(" ")[0].split("-")
    if not isinstance(kind, Date) or not parts[0].isdigit() or len(parts[0]) != 4:
        return None
    return [parts[0], *(str(int(part)) for part in parts[1:])]


def _without_suffix(text: str, suffix: str, after: str) -> str | None:
    """A place's name for a form that prints 县, 乡（镇） or 村 behind the line; None where it would read wrong."""
    if not text:
        return ""
    choice = after[: len(suffix) + 5]
    kinds = [kind for kind in ("县", "区", "市", "旗", "乡", "镇", "村", "组", "街道") if kind in choice] or [suffix]
    for kind in kinds:
        if text.endswith(kind) and len(text) > len(kind):
            return text[: -len(kind)]
    return None


def _date_words(text: str) -> str:
    parts = text.split("-")
    return (
        "".join(f"{int(part)}{sign}" for part, sign in zip(parts, "年月日", strict=False))
        if parts[0].isdigit()
        else text
    )


def _photo(of: Ledger, id: int, label: str) -> tuple[Item, Picture] | None:
    """The newest picture of a record and what hangs on it; one whose kind or name says what the label says first."""
    items = attachment.of_many(owners(of, id))
    wanted = plain(label).removesuffix("照片").removesuffix("图片")
    items.sort(
        key=lambda one: (not wanted or wanted not in plain(f"{one.category}{one.name}{one.note}"), one.owner_id != id)
    )
    for one in items:
        picture = picture_of(one)
        if picture is not None:
            return one, picture
    return None
