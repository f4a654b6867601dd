"""Sentences about questions to documents."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.core.errors import UserError


def looking(documents: int) -> str:
    return QCoreApplication.translate("Asking", "Looking in %n document(s)", None, documents)


def preparing(name: str) -> str:
    return QCoreApplication.translate("Asking", "Preparing “{name}”").format(name=name)


def embedding(done: int, total: int) -> str:
    return QCoreApplication.translate("Asking", "Preparing {done:,} of {total:,} passages").format(
        done=done, total=total
    )


def reading_prompt(done: int, total: int) -> str:
    return QCoreApplication.translate("Asking", "Reading {done:,} of {total:,} tokens").format(
        done=done, total=total
    )


def reading_section(number: int, total: int) -> str:
    return QCoreApplication.translate("Asking", "Reading section {number:,} of {total:,}").format(
        number=number, total=total
    )


def writing() -> str:
    return QCoreApplication.translate("Asking", "Writing the answer")


def not_said() -> str:
    """The answer where the documents hold none."""
    return QCoreApplication.translate("Asking", "The documents do not say.")


def gone(name: str) -> str:
    return QCoreApplication.translate(
        "Asking", "“{name}” is no longer kept and was left out."
    ).format(name=name)


def not_read_yet(files: int) -> str:
    return QCoreApplication.translate(
        "Asking", "%n file(s) of the collection are not read yet.", None, files
    )


def sections_failed(sections: int) -> str:
    return QCoreApplication.translate("Asking", "%n section(s) could not be read.", None, sections)


def answer_cut() -> str:
    return QCoreApplication.translate("Asking", "The answer was cut: it had no more room.")


def nothing_to_ask() -> UserError:
    return UserError(
        "not_found",
        QCoreApplication.translate(
            "Asking", "None of the documents of this question is kept any more."
        ),
        QCoreApplication.translate("Asking", "Add them again."),
    )


def nothing_read_yet() -> UserError:
    return UserError(
        "not_found",
        QCoreApplication.translate("Asking", "Nothing of this collection is read yet."),
        QCoreApplication.translate("Asking", "Wait until some of its files are, then ask again."),
    )
