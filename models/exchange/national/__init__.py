"""The exports of the national system: five sheets that fill ten ledgers, taken in as they are."""
