"""Sentences about translations and their glossaries."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
    QT_TRANSLATE_NOOP("Errors", "“{0}” is not a TBX file that can be read."),
    QT_TRANSLATE_NOOP("Errors", "Export it again from the program that wrote it."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is not a table of terms."),
    QT_TRANSLATE_NOOP("Errors", "Save it as CSV with a term and its translation in each row."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” holds no terms."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is too large for a glossary."),
    QT_TRANSLATE_NOOP("Errors", "Choose a CSV or TBX file."),
    QT_TRANSLATE_NOOP("Errors", "There is no file “{0}”."),
)
