"""Pages that are not one generic ledger page."""
