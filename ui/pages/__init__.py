"""Pages that are not one generic ledger page: a file here with a ``PAGE`` is found by itself."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.pages.base import PageWidget


@dataclass(frozen=True)
class Page:
    """A page of a tab, or about one record of a ledger.

    ``name`` unique, no ledger's name · ``title`` what the side list or the button says · ``make(parent)`` makes the
    widget when it is first shown · ``tab`` the folder of ledgers whose tab lists it, at ``order`` among them ·
    ``about`` the ledger whose page gets a button for it; the widget's ``load(id)`` then shows one record.
    """

    name: str
    title: str
    make: Callable[..., PageWidget]
    tab: str = ""
    about: str = ""
    order: int = 50
    tip: str = ""


@functools.cache
def pages() -> tuple[Page, ...]:
    """Every page, by order. Raises TypeError when a file's PAGE is no Page, ValueError for one name used twice."""
    found: dict[str, Page] = {}
    for info in pkgutil.iter_modules(__path__):
        page = getattr(importlib.import_module(f"{__name__}.{info.name}"), "PAGE", None)
        if page is None:
            continue
        if not isinstance(page, Page):
            raise TypeError(f"ui/pages/{info.name}.py: PAGE is no Page")
        if page.name in found or bool(page.tab) == bool(page.about):
            raise ValueError(f"ui/pages/{info.name}.py: the name is taken, or not just one of tab and about is given")
        found[page.name] = page
    return tuple(sorted(found.values(), key=lambda one: (one.order, one.name)))


def of_tab(tab: str) -> list[Page]:
    """The pages that a tab lists."""
    return [one for one in pages() if one.tab == tab]


def about(ledger_name: str) -> list[Page]:
    """The pages about one record of a ledger."""
    return [one for one in pages() if one.about == ledger_name]


def page(name: str) -> Page:
    """The page of that name. Raises KeyError."""
    return {one.name: one for one in pages()}[name]
