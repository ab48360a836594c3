"""Consumption assistance: products and sales."""

TITLE = "消费帮扶"
ORDER = 30
