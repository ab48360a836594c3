"""Work, public posts, loans, school aid and subsidies of a township's people."""

TITLE = "就业补助"
ORDER = 16
