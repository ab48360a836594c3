"""One file per ledger, in folders that mirror the tabs of the window; files beginning with "_" are left out."""
