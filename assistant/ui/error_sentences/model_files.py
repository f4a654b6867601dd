"""Sentences about reading model files, making smaller copies and lists of models."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
    # reading a model's header
    QT_TRANSLATE_NOOP("Errors", "There is no such file."),
    QT_TRANSLATE_NOOP("Errors", "The process that reads model files could not be used."),
    # a smaller copy
    QT_TRANSLATE_NOOP("Errors", "{0} needs an importance matrix, which cannot be made here."),
    QT_TRANSLATE_NOOP("Errors", "Fetch a file in that type from the hub, or choose one of {0}."),
    QT_TRANSLATE_NOOP("Errors", "There is no type “{0}” to make a copy in."),
    QT_TRANSLATE_NOOP("Errors", "Use {0}."),
    QT_TRANSLATE_NOOP("Errors", "The copy has not become whole; it was removed."),
    QT_TRANSLATE_NOOP("Errors", "Try again, and look at the disk if it happens once more."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” holds no weights that could be made smaller."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "“{0}” has been made smaller before ({1}): a copy would add one loss to the other.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Make it from the F16 or BF16 file of the model, or fetch the type you want."
    ),
    QT_TRANSLATE_NOOP("Errors", "There is a file “{0}” already; it stays as it is."),
    QT_TRANSLATE_NOOP("Errors", "Choose another name, or delete that file first."),
    QT_TRANSLATE_NOOP("Errors", "There is no folder “{0}”."),
    QT_TRANSLATE_NOOP("Errors", "Nothing may be written to the folder “{0}”."),
    QT_TRANSLATE_NOOP("Errors", "Choose another folder for the copy."),
    QT_TRANSLATE_NOOP("Errors", "The copy takes {0} GB, and the disk has {1} GB left."),
    QT_TRANSLATE_NOOP("Errors", "Make room, choose a smaller type or another disk."),
    QT_TRANSLATE_NOOP("Errors", "The disk could not be asked for room: {0}."),
    QT_TRANSLATE_NOOP("Errors", "The copy could not be given its name: {0}."),
    QT_TRANSLATE_NOOP(
        "Errors", "This type needs an importance matrix for this model, which cannot be made here."
    ),
    QT_TRANSLATE_NOOP("Errors", "Choose a larger type."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The copy could not be written; the disk has {0} GB left. What there was of it has been "
        "removed.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Make room and try again."),
    QT_TRANSLATE_NOOP(
        "Errors", "The model has an architecture which this version cannot make smaller."
    ),
    QT_TRANSLATE_NOOP("Errors", "Update the application, or fetch the type you want."),
    QT_TRANSLATE_NOOP("Errors", "The copy could not be made: {why}."),
    QT_TRANSLATE_NOOP("Errors", "The file may be damaged; verify it, or fetch the type you want."),
    QT_TRANSLATE_NOOP("Errors", "The process that makes the copy could not be used: {why}."),
    QT_TRANSLATE_NOOP("Errors", "What there was of the copy has been removed; try again."),
    # a list of recommended models
    QT_TRANSLATE_NOOP("Errors", "“{0}” comes without its signature."),
    QT_TRANSLATE_NOOP("Errors", "Put “{0}” beside it."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The signature of “{0}” is not by anybody this application trusts, or the list was "
        "changed after it was signed. It is not used.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Get the list and its signature again from where they are published."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "This list is number {0}, and number {1} is in use: older ones are not taken."
    ),
    QT_TRANSLATE_NOOP("Errors", "Nothing has to be done; get a newer list if there is one."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is far too long for a list of models."),
    QT_TRANSLATE_NOOP("Errors", "Choose another file."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is no list of models that can be used: {1}."),
    QT_TRANSLATE_NOOP("Errors", "Get it again from where it is published."),
    QT_TRANSLATE_NOOP("Errors", "The list could not be kept: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Look at the disk."),
)
PHRASES = (
    QT_TRANSLATE_NOOP("Errors", "it takes too much memory"),
    QT_TRANSLATE_NOOP("Errors", "reading it brought down the process that did it"),
    QT_TRANSLATE_NOOP("Errors", "reading it takes too long"),
    QT_TRANSLATE_NOOP("Errors", "no reason was given"),
    QT_TRANSLATE_NOOP("Errors", "it has no pipes"),
    QT_TRANSLATE_NOOP("Errors", "it did not answer in time"),
    QT_TRANSLATE_NOOP("Errors", "it ended before the copy was whole"),
)
