"""Farm households and their people."""

TITLE = "农户"
ORDER = 10
