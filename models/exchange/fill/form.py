"""The door for forms: ``read_form`` opens and understands a blank, ``fill`` works it out, ``save`` writes the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.database import Trouble
from models.exchange.fill import memory
from models.exchange.fill.book import Book
from models.exchange.fill.book_write import write as write_book
from models.exchange.fill.desk import Filled
from models.exchange.fill.document import Document
from models.exchange.fill.document_write import write as write_document
from models.exchange.fill.fill import work_out
from models.exchange.fill.grid import Grid
from models.exchange.fill.plan import Plan
from models.exchange.fill.scope import Scope
from models.exchange.fill.understand import make_plan
from models.exchange.ooxml.package import Package, Unfillable
from models.operation import Operation

SUFFIXES = (".xlsx", ".xlsm", ".docx")
_OLD = {".xls": ".xlsx", ".et": ".xlsx", ".doc": ".docx", ".wps": ".docx"}


@dataclass
class Form:
    """A blank form and how it is understood; ``known``: by a template kept before."""

    path: Path
    plan: Plan
    known: bool = False

    @property
    def grids(self) -> list[Grid]:
        """Its sheets, or tables and body."""
        return self.plan.grids


def open_blank(path: Path) -> Book | Document:
    """Open an empty form. Raises Trouble with a sentence."""
    suffix = path.suffix.lower()
    if suffix in _OLD:
        raise Unfillable(
            f"“{path.name}”是旧格式，不能原样填写。请用 WPS 或 Office 打开它，另存为 {_OLD[suffix]} 再试。"
        )
    if suffix not in SUFFIXES:
        raise Unfillable(f"“{path.name}”不是能填的表（能填的有 .xlsx、.docx）。")
    package = Package(path)
    return Document(package) if suffix == ".docx" else Book(package)


def read_form(path: Path, ledger_name: str = "", remembered: bool = True) -> Form:
    """Open a blank form; a template kept under its shape is used again. Raises Trouble with a sentence."""
    opened = open_blank(path)
    plan = make_plan(opened.grids(), path.stem, ledger_name)
    known = remembered and not ledger_name and memory.recall(plan)
    return Form(path, plan, known)


def fill(form: Form, scope: Scope, shape: str = "whole") -> Filled:
    """Work out what every place gets. Raises Fault with a sentence; writes nothing."""
    return work_out(form.plan, scope, shape)


def save(form: Form, filled: Filled, out: Path) -> None:
    """Write the filled form, all that is not filled byte for byte as in the blank. Raises Trouble."""
    with writing(out):
        write_one(form, filled, out)
    log(form, "", len(filled.cells), out.name)


def write_one(form: Form, filled: Filled, out: Path) -> None:
    """Write one filled form without telling the history. Raises Trouble, OSError."""
    if out.suffix.lower() != form.path.suffix.lower():
        raise Unfillable(f"填好的表与空表要是同一种文件：请存为 {form.path.suffix}")
    if out.exists() and out.samefile(form.path):
        raise Unfillable("填好的表不能盖掉空表，下个月还要用。请换一个文件名。")
    # Opened anew: a form may be filled again and again.
    opened = open_blank(form.path)
    if isinstance(opened, Document):
        package = write_document(opened, filled.edits)
    else:
        package = write_book(opened, filled.edits)
    package.save(out)


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Say what became of a file that cannot be written. Raises Trouble."""
    try:
        yield
    except OSError as error:
        raise Trouble(f"不能写入“{out.name}”（{error.strerror or '磁盘出错'}）。请换一个位置再试。") from error


def log(form: Form, copies: str, cells: int, name: str) -> None:
    """Tell the history that personal data left the ledger in a form."""
    shown = "公示版" if form.plan.public else "内部使用"
    said = " ".join(part for part in (f"填表“{form.path.name}”", copies, f"{cells} 格（{shown}）") if part)
    with Operation("export", said, name) as operation:
        operation.begin()
