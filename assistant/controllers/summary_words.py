"""Sentences about summaries that are made."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef


def loading() -> str:
    return QCoreApplication.translate("Summary", "Loading the model")


def counting() -> str:
    return QCoreApplication.translate("Summary", "Counting the tokens")


def taken_away() -> UserError:
    translate = QCoreApplication.translate
    return UserError(
        "no_model",
        translate("Summary", "The model was taken away before the summary was finished."),
        translate("Summary", "Continue it: what is finished is not read again."),
    )


def other_model() -> UserError:
    translate = QCoreApplication.translate
    return UserError(
        "no_model",
        translate("Summary", "Another model was chosen before the summary was finished."),
        translate("Summary", "Choose the first one again to continue it."),
    )


def too_long() -> UserError:
    translate = QCoreApplication.translate
    return UserError(
        "context_full",
        translate("Summary", "The context of the model does not hold a section of the text."),
        translate("Summary", "Choose a longer context for the model, then continue."),
    )


def no_answer() -> UserError:
    translate = QCoreApplication.translate
    return UserError(
        "no_answer",
        translate("Summary", "The model gave no answer, twice."),
        translate("Summary", "Choose another model, or another length or form."),
    )


def not_kept(document: DocumentRef) -> UserError:
    translate = QCoreApplication.translate
    text = translate("Summary", "“{name}” is no longer kept.")
    hint = translate("Summary", "Summarise the file once more.")
    return UserError("not_found", text.format(name=one_line(document.name)), hint)
