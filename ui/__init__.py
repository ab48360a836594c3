"""This application: puts the widgets together into windows, pages and commands."""
