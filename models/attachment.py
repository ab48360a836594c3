"""附件 (domain.md §3.7): files of any record of any ledger, written through the same door and history as records.

What a file holds lies in ``models.contents``; this is its name, category and note, and whose it is. Removing one, or
the record it belongs to, is an operation like any other: it can be undone, and the bytes are never thrown away.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from models import clock, contents, settings
from models.database import Trouble, database, run
from models.fields import ChoiceField, CodeField, DateField, IntegerField, NameField, TextField
from models.history import of_records
from models.kinds import Problem
from models.ledger import Ledger, keep, ledger
from models.record import Draft, Record, Refused, Values, check_drafts, load

NAME = "attachment"
MEGABYTE = 1 << 20
PICTURES = ("jpg", "jpeg", "png", "bmp", "gif", "webp", "tif", "tiff")
PROGRAMS = frozenset(
    re.findall(
        r"\w+",
        "exe com bat cmd scr pif msi msp cpl dll sys drv ocx vbs vbe js jse wsf wsh hta ps1 psm1 jar lnk url reg inf"
        " scf msc gadget application apk deb rpm appimage sh run bin iso img vhd chm",
    )
)
_STARTS = {b"MZ": "Windows 程序", b"\x7fELF": "Linux 程序"}
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

Progress = Callable[[int, int, str], bool]


class Attachment(Record):
    """A file of a record: ``owner`` its ledger, ``owner_id`` the record (ids are never used twice, in no ledger)."""

    owner = CodeField("所属台账", required=True, readonly=True, hidden=True)
    owner_id = IntegerField("所属记录", total=False, required=True, readonly=True, index=True, hidden=True)
    name = NameField("文件名", required=True, shown=True, width=24)
    category = ChoiceField("附件类别", "attachment_kind", shown=True)
    size = IntegerField("大小", unit="字节", readonly=True, hidden=True)
    sha256 = CodeField("校验码", required=True, readonly=True, hidden=True)
    made_on = DateField("形成日期", shown=True, help="照片拍摄、文件签署的日期")
    added_on = DateField("添加日期", readonly=True, hidden=True)
    note = TextField("说明", shown=True, width=20)

    class Meta:
        """Storage."""

        table_name = NAME

    @classmethod
    def check(cls, values: Values) -> Iterable[Problem]:
        """A name that is one, and no program."""
        name = str(values["name"] or "")
        if name and (reason := refusal(name)):
            yield Problem(reason, "name")

    @classmethod
    def check_among(cls, drafts: Sequence[Draft]) -> None:
        """The record must be there."""
        for draft in drafts:
            owner, id = draft.values.get("owner"), draft.values.get("owner_id")
            if owner and id and id not in load(ledger(owner), [id]):
                draft.error(f"它所属的{ledger(owner).title}已删除，请先恢复那一条")


LEDGER = keep(
    Ledger(Attachment, "附件", keys=(("owner_id", "sha256"),), sort=("owner_id", "added_on"), search=("name", "note"),
           counter="份")
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One attachment as it is shown."""

    id: int
    owner: str
    owner_id: int
    name: str
    category: str
    size: int
    sha256: str
    made_on: str
    added_on: str
    note: str

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown small."""
        return extension(self.name) in PICTURES

    @property
    def category_text(self) -> str:
        """The label of the category, 未分类 without one."""
        return LEDGER.fields["category"].kind.to_text(self.category) if self.category else "未分类"

    @property
    def size_text(self) -> str:
        """The size in words."""
        return size_text(self.size)

    @property
    def lost(self) -> bool:
        """Whether the bytes are missing."""
        return not contents.holds(self.sha256)


@dataclass
class New:
    """A file to be added: ``source`` a path, or its bytes with a name."""

    source: Path | bytes
    name: str = ""
    category: str | None = None
    made_on: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if not self.name and isinstance(self.source, Path):
            self.name = self.source.name

    @property
    def size(self) -> int:
        """Bytes."""
        return self.source.stat().st_size if isinstance(self.source, Path) else len(self.source)

    def open(self) -> BinaryIO:
        """The bytes as a file."""
        return self.source.open("rb") if isinstance(self.source, Path) else io.BytesIO(self.source)


@dataclass
class Added:
    """What an adding did: ``operation`` 0 when nothing was added; ``problems`` one sentence per file left out."""

    operation: int = 0
    ids: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


# --- words ----------------------------------------------------------------------------------------------------------


def extension(name: str) -> str:
    """The extension in small letters, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def size_text(size: int) -> str:
    """1188 字节, 312 KB, 4.5 MB."""
    if size < 1024:
        return f"{size} 字节"
    return f"{size / 1024:.0f} KB" if size < MEGABYTE else f"{size / MEGABYTE:.1f} MB"


def refusal(name: str, start: bytes = b"") -> str:
    """Why a file is not taken, "" when it is: programs are not, whatever they are called."""
    if (ending := extension(name.strip().rstrip("."))) in PROGRAMS:
        return f"“{name}”是程序或脚本（.{ending}），可能带病毒，不能作附件。要留存请先打印成 PDF 或截图。"
    for head, what in _STARTS.items():
        if start.startswith(head):
            return f"“{name}”其实是{what}，改了扩展名，不能作附件。"
    return ""


def safe_name(name: str) -> str:
    """A name that every system takes for a file; what a clerk sees stays as it was."""
    plain = _FORBIDDEN.sub("_", name.strip()).rstrip(". ") or "附件"
    plain = f"_{plain}" if _DEVICES.fullmatch(plain) else plain
    stem, dot, ending = plain.rpartition(".")
    while len(plain.encode("utf-8")) > 200:
        stem = (stem or ending)[:-1]
        plain = f"{stem}{dot}{ending}" if dot and stem else stem
    return plain


def distinct_name(name: str, taken: set[str]) -> str:
    """``name``, or with （2） behind its stem when it is taken; the answer is taken from then on."""
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if dot and stem else (name, "")
    found, number = name, 1
    while found.lower() in taken:
        number += 1
        found = f"{stem}（{number}）{ending}"
    taken.add(found.lower())
    return found


# --- reading --------------------------------------------------------------------------------------------------------

_COLUMNS = ("id", "owner", "owner_id", "name", "category", "size", "sha256", "made_on", "added_on", "note")


def _items(condition: Any) -> list[Item]:
    columns = [Attachment._meta.fields[name] for name in _COLUMNS]
    rows = Attachment.select(*columns).where(condition).order_by(Attachment.id).tuples()
    rows_of: list[tuple[Any, ...]] = [
        tuple(row[at] or (0 if name == "size" else "") for at, name in enumerate(_COLUMNS)) for row in rows
    ]
    return [Item(*values) for values in rows_of]


def of_record(owner_id: int) -> list[Item]:
    """The attachments of a record, in the order they were added."""
    return _items(Attachment.owner_id == owner_id)


def of_many(owner_ids: Iterable[int]) -> list[Item]:
    """The attachments of several records."""
    wanted, found = list(owner_ids), []
    for at in range(0, len(wanted), 500):
        found += _items(Attachment.owner_id.in_(wanted[at : at + 500]))
    return found


def all_items() -> list[Item]:
    """Every attachment."""
    return _items(True)


def count(owner_id: int) -> int:
    """How many a record has."""
    return int(Attachment.select().where(Attachment.owner_id == owner_id).count())


def ids_of(owner_ids: Sequence[int]) -> list[int]:
    """Ids of the attachments of these records (at most 500 of them)."""
    return [row[0] for row in Attachment.select(Attachment.id).where(Attachment.owner_id.in_(list(owner_ids))).tuples()]


def item(id: int) -> Item | None:
    """One attachment, None when it was removed."""
    return next(iter(_items(Attachment.id == id)), None)


def total() -> int:
    """Bytes of all attachments; what several share counts once."""
    rows = Attachment.select(Attachment.sha256, Attachment.size).distinct().tuples()
    return sum(size or 0 for _, size in rows)


def sums() -> set[str]:
    """The SHA-256 of every attachment."""
    return {row[0] for row in Attachment.select(Attachment.sha256).distinct().tuples()}


def removed(owner_ids: Iterable[int]) -> list[tuple[int, dict[str, Any]]]:
    """Attachments of these records that were removed and can be put back, latest first: (id, values)."""
    wanted = set(owner_ids)
    found: dict[int, dict[str, Any]] = {}
    # The name stands in the text, so that the small index of just these changes is used.
    rows = run(
        f'SELECT "record_id", "data" FROM "change" WHERE "ledger" = \'{NAME}\' AND "action" = ? ORDER BY "id" DESC',
        ("delete",),
    )
    for id, data in rows.fetchall():
        values = json.loads(data)
        if values.get("owner_id") in wanted:
            found.setdefault(int(id), values)
    still = load(LEDGER, found)
    return [(id, values) for id, values in found.items() if id not in still]


def ever_of(owner_ids: Iterable[int]) -> list[int]:
    """Ids of the attachments these records have or had."""
    wanted = list(owner_ids)
    return [one.id for one in of_many(wanted)] + [id for id, _ in removed(wanted)]


def gone_with(owner_id: int, operation: int) -> list[tuple[int, dict[str, Any]]]:
    """Attachments that went with their record in an operation."""
    return [
        (id, values)
        for id, values in removed([owner_id])
        if any(c.operation == operation and c.action == "delete" for c in of_records([id]))
    ]


# --- writing --------------------------------------------------------------------------------------------------------


def add(owner: str, owner_id: int, files: Sequence[New], progress: Progress | None = None) -> Added:
    """Add files to a record as one operation; those that cannot be taken are left out with a sentence each.

    Raises Refused when the record is gone, Trouble when the disk fails; then nothing was added.
    """
    from models.writer import Cancelled, Operation

    of = ledger(owner)
    if owner_id not in load(of, [owner_id]):
        raise Refused([Problem(f"这条{of.title}已被删除，没有添加附件。")])
    done, rows = Added(), []
    here = {one.sha256 for one in of_record(owner_id)}
    for at, one in enumerate(files):
        if progress is not None and not progress(at, len(files), f"正在添加“{one.name}”"):
            raise Cancelled
        values, problem = _take(one, here)
        if problem:
            done.problems.append(Problem(problem))
            continue
        rows.append({**dict.fromkeys(LEDGER.fields), **values, "owner": owner, "owner_id": owner_id})
    drafts = [Draft(LEDGER, values) for values in rows]
    check_drafts(drafts)
    done.problems += [problem for draft in drafts for problem in draft.problems]
    good = [draft.values for draft in drafts if not draft.failed]
    if good:
        called = f"“{good[0]['name']}”" + (f"等 {len(good)} 份" if len(good) > 1 else "")
        with database.atomic(), Operation("attach", f"给{of.title}添加附件{called}") as operation:
            done.ids = operation.add(LEDGER, good)
        done.operation = operation.number
        done.problems += _warnings()
    return done


def _take(one: New, here: set[str]) -> tuple[dict[str, Any], str]:
    """The values of a new attachment, its bytes kept, or why not."""
    most = int(settings.attachment_max.get())
    try:
        size = one.size
        if isinstance(one.source, Path) and one.source.is_dir():
            return {}, f"“{one.name}”是文件夹，请选里面的文件，或先压缩成 zip。"
        if size > most * MEGABYTE:
            return {}, f"“{one.name}”有 {size_text(size)}，超过每个附件 {most} MB 的上限（“设置”里可以改）。没有添加。"
        if not size:
            return {}, f"“{one.name}”是空的，没有添加。"
        with one.open() as source:
            if reason := refusal(one.name, source.read(8)):
                return {}, reason
            sha256, _ = contents.digest(source)
            if sha256 in here:
                return {}, f"“{one.name}”的内容这里已经有一份，没有重复添加。"
            contents.put(source)
    except OSError as error:
        if isinstance(one.source, Path) and str(error.filename or "") == str(one.source):
            return {}, f"“{one.name}”读不出来（{error.strerror}），没有添加。"
        raise Trouble(f"附件没有存进去（{error.strerror}）。请检查磁盘空间和权限。") from error
    here.add(sha256)
    values = {"name": one.name.strip(), "category": one.category, "made_on": one.made_on, "note": one.note}
    return {**values, "size": size, "sha256": sha256, "added_on": clock.today_text()}, ""


def _warnings() -> list[Problem]:
    most, now = int(settings.attachment_total.get()), total()
    if now <= most * MEGABYTE:
        return []
    text = f"附件一共 {size_text(now)}，超过提醒线 {most} MB，备份会占不少地方。大照片请用“缩小”添加。"
    return [Problem(text, level="warn")]


def remove(ids: Sequence[int]) -> int:
    """Remove attachments as one operation; returns its number."""
    from models.writer import Operation

    names = [row["name"] for row in load(LEDGER, ids).values()]
    if not names:
        return 0
    called = f"“{names[0]}”" + (f"等 {len(names)} 份" if len(names) > 1 else "")
    with database.atomic(), Operation("delete", f"删除附件{called}") as operation:
        operation.delete(LEDGER, ids)
    return operation.number


def put_back(id: int, values: dict[str, Any]) -> int:
    """Put a removed attachment back; returns the operation's number. Raises Refused when its record is gone."""
    from models.operation import restore

    return restore(NAME, id, values)


def change(id: int, values: dict[str, Any]) -> int:
    """Another name, category, date or note; returns the operation's number. Raises Refused."""
    from models.record import save

    return save(NAME, values, id=id).operation


def save_to(one: Item, folder: Path, taken: set[str] | None = None) -> Path:
    """Write the bytes to a file in ``folder`` under the attachment's name; returns the file."""
    used = {path.name.lower() for path in folder.iterdir()} if taken is None else taken
    target = folder / distinct_name(safe_name(one.name), used)
    contents.write_to(one.sha256, target)
    return target
