"""体检 (domain.md §6.5, §7, §17): rules that find what contradicts itself in the records, before inspectors do.

    run(progress=…)               every rule over the open file: findings, and seconds for each rule
    check_household(id)           the same rules for one household, after it was saved
    chosen(["5_18_001"])          rules by our numbers or by the inspectors'

A rule is data: whom it is for, when something is wrong, what to do, an example of each (see ``rule.Rule``). Conditions
are put together from small ones (``conditions``, ``related``, ``times`` …) and become SQL. Rules stand in ``files``, by
subject, and are found by themselves; one that names an unknown field or word, or can never hold, is refused at start
with its number.
"""

from __future__ import annotations

import importlib
import pkgutil

from models.rules.check import files
from models.rules.check.engine import Finding, Report, check_household, chosen, prepare, run
from models.rules.check.rule import OWNERS, RULES, SCOPES, SEVERITIES, Rule, WrongRule

__all__ = [
    "OWNERS", "RULES", "SCOPES", "SEVERITIES", "Finding", "Report", "Rule", "WrongRule", "check_household", "chosen",
    "ledgers_read", "prepare", "run",
]  # fmt: skip

for _info in sorted(pkgutil.iter_modules(files.__path__), key=lambda one: one.name):
    importlib.import_module(f"{files.__name__}.{_info.name}")


def ledgers_read() -> frozenset[str]:
    """Ledgers that the rules look at, for pages that listen to changes."""
    return frozenset(read.partition(".")[0] for rule in RULES.values() for read in rule.reads)
