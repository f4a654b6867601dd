"""Servers, where text goes, and the permission to send it."""
