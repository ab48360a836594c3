"""Figures and report definitions as plain data; PDF and Word."""
