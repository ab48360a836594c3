"""Assistance projects and their money."""

TITLE = "项目"
ORDER = 20
