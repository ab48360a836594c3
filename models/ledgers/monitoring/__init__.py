"""监测帮扶: who is watched, visited and helped, and by whom."""

TITLE = "监测帮扶"
ORDER = 14
