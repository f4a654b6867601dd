"""Sentences about collections."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.core.errors import UserError


def too_many(name: str, most: int) -> UserError:
    return UserError(
        "document_limit",
        QCoreApplication.translate(
            "Collections",
            "“{name}” holds more than {most:,} documents; the first of them are read.",
        ).format(name=name, most=most),
        QCoreApplication.translate("Collections", "Make several smaller collections of it."),
    )


def missing() -> UserError:
    return UserError(
        "no_such_file",
        QCoreApplication.translate("Collections", "This file is not there any more."),
        QCoreApplication.translate(
            "Collections", "Put it back, or take its folder out of the collection."
        ),
    )


def empty(name: str) -> UserError:
    return UserError(
        "empty_document",
        QCoreApplication.translate("Collections", "“{name}” holds no text.").format(name=name),
    )


def unnamed() -> str:
    return QCoreApplication.translate("Collections", "Collection")
