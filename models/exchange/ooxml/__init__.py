"""Minimal editing of .xlsx and .docx packages: what is not changed stays as it stands."""
