"""Sentences about texts that are worked on."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
    QT_TRANSLATE_NOOP("Errors", "There is no text to work on."),
    QT_TRANSLATE_NOOP("Errors", "Write or paste one first."),
    QT_TRANSLATE_NOOP("Errors", "This text needs {0} tokens and the model's context holds {1}."),
    QT_TRANSLATE_NOOP("Errors", "Mark a part of it, or summarise it first."),
)
