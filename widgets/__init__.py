"""Qt widgets that know ledgers, fields and kinds, never a particular ledger."""
