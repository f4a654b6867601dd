"""Markdown as the window shows it: parsed into leaves, laid out one small document each.

A text becomes a flat list of `Leaf` (a paragraph, a piece of code, a run of table rows, …); only
the leaves near what is visible get a QTextDocument. Nothing that is shown ever loads anything.
"""
