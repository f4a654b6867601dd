"""Conversations and settings on disk: SQLite through SQLAlchemy, backups, full-text search.

`store` is the door. Importing it loads SQLAlchemy (a fifth of a second), so a process that shows
a window imports it on its store thread.
"""
