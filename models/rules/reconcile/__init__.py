"""对账 (domain.md §9.4, §9.8, §10.3, §12.3, §13.5): every break between budget, money, works, assets, sales and gifts.

Each check is one query or two over stored records; it tells what does not fit, never changes anything. Writing refuses
most of these already; records of earlier years, of imports and of merged copies may hold them all the same. A check is
a function under ``@check(…)`` in a file here, found by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable

from models.ledger import ledger
from models.rules.reconcile.base import CHECKS, Break, Check

__all__ = ["CHECKS", "NOTHING", "Break", "Check", "breaks", "is_empty", "known", "ledgers_read"]

NOTHING = "还没有可对的：登记了项目、资金、销售、捐赠再来对账"

for _info in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
    importlib.import_module(f"{__name__}.{_info.name}")


def breaks(kinds: Iterable[str] | None = None) -> list[Break]:
    """All breaks, by kind in the order of CHECKS, or only those of these kinds."""
    wanted = list(CHECKS) if kinds is None else list(kinds)
    return [Break(kind, of, id, text) for kind in wanted for of, id, text in CHECKS[kind].find()]


def known(kind: str) -> Check:
    """The check of that name. Raises KeyError with a sentence."""
    if kind not in CHECKS:
        raise KeyError(f"没有名为“{kind}”的对账项；可用的有：{'、'.join(CHECKS)}")
    return CHECKS[kind]


def ledgers_read() -> frozenset[str]:
    """Ledgers that the checks look at, for pages that listen to changes."""
    names = ("project", "fund_line", "payment", "project_step", "project_place", "project_target", "linkage", "notice",
             "asset", "asset_income", "sale", "distribution_plan", "distribution", "ce_entry", "donation", "issue",
             "supply", "match", "sale_line", "sale_household", "settlement", "sale_payment", "promotion",
             "income_sheet")  # fmt: skip
    return frozenset(names)


def is_empty() -> bool:
    """Whether there is no record yet that anything could be compared with."""
    models = (ledger(name).model for name in sorted(ledgers_read()))
    return not any(model.select(model.id).limit(1).tuples().first() for model in models)
