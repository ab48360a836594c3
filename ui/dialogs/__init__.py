"""Dialogs of this application."""
