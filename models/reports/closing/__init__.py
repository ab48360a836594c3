"""月末结账 (domain.md §18): figures and reports as they stood when a month was closed: paper can be proven later.

    make("2026-06")                    freeze all figures with the records behind them, and all reports of the month
    closings()                         what was closed, newest first
    compare(find("JZ202606-1"), None)  what differs between a closing and now, figure by figure
    records(difference)                the records behind a difference: new, gone, changed old → new

Ledgers change after a report is handed in; a closing does not. Each carries the digest of all that it holds and of the
closing before it, so that a later alteration of the file shows (``verify``).
"""

from __future__ import annotations

from models.reports.closing.compare import Difference, RecordChange, compare, records
from models.reports.closing.store import Closing, closings, find, make, of_period, report, reports, verify

__all__ = [
    "Closing", "Difference", "RecordChange", "closings", "compare", "find", "make", "of_period", "records", "report",
    "reports", "verify",
]  # fmt: skip
