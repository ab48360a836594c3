"""What a village lives on: its industries, its enterprises, its land, and how gains are shared out."""

TITLE = "产业经济"
ORDER = 35
