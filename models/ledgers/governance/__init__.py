"""How a village governs itself: yards, points, disputes, honours, people."""

TITLE = "乡村治理"
ORDER = 55
