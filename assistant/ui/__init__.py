"""Widgets, themes and rendering; no logic that could be tested without a widget."""
