"""Sentences about what is kept: conversations, documents, settings."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
    QT_TRANSLATE_NOOP("Errors", "There is no conversation {0}."),
    QT_TRANSLATE_NOOP("Errors", "There is no message {0}."),
    QT_TRANSLATE_NOOP("Errors", "Message {0} is in another conversation."),
    QT_TRANSLATE_NOOP("Errors", "There is no summary {0}."),
    QT_TRANSLATE_NOOP("Errors", "There is nothing with this number."),
    QT_TRANSLATE_NOOP("Errors", "This conversation or message is no longer there."),
    QT_TRANSLATE_NOOP("Errors", "This collection is no longer there."),
    QT_TRANSLATE_NOOP("Errors", "This template is no longer there."),
    QT_TRANSLATE_NOOP("Errors", "Keep it as a new one."),
    QT_TRANSLATE_NOOP("Errors", "Another template is already called “{0}”."),
    QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    QT_TRANSLATE_NOOP("Errors", "Only templates that came with Inkstone can be reset."),
    QT_TRANSLATE_NOOP("Errors", "This document is no longer there."),
    QT_TRANSLATE_NOOP("Errors", "This document is no longer kept."),
    QT_TRANSLATE_NOOP("Errors", "What was kept of this document cannot be read."),
    QT_TRANSLATE_NOOP("Errors", "Add it again."),
    QT_TRANSLATE_NOOP(
        "Errors", "The conversations cannot be changed: {0} or its folder is read-only."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Give yourself the right to write there, or set INKSTONE_HOME to another folder."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Another program keeps the conversations locked ({0}). Nothing was changed."
    ),
    QT_TRANSLATE_NOOP("Errors", "Close the other program, then try again."),
    QT_TRANSLATE_NOOP(
        "Errors", "The file with the conversations is damaged: {0}. It was left as it is."
    ),
    QT_TRANSLATE_NOOP("Errors", "Start again to see whether a backup can replace it."),
    QT_TRANSLATE_NOOP(
        "Errors", "The backup of {0} can take its place; the damaged file is then kept beside it."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "There is no backup. The file can be set aside to begin with an empty one."
    ),
    QT_TRANSLATE_NOOP("Errors", "There is no database to set aside: {0}."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The conversations were written by a newer version of Inkstone (data version {0}). The "
        "file was not changed: {1}.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Update Inkstone, or set INKSTONE_HOME to another folder."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The disk has no room for the conversations in {0}. What was saved before is still "
        "there; the last change was not saved.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Free some space, then try again."),
    QT_TRANSLATE_NOOP("Errors", "{0} is a database of another program. It was not changed."),
    QT_TRANSLATE_NOOP("Errors", "Move it away, or set INKSTONE_HOME to another folder."),
    QT_TRANSLATE_NOOP("Errors", "{0} is a folder; the conversations need a file there."),
    QT_TRANSLATE_NOOP("Errors", "The file with the conversations cannot be opened: {0}."),
    QT_TRANSLATE_NOOP("Errors", "Check that its folder exists and belongs to you."),
    QT_TRANSLATE_NOOP("Errors", "The conversations in {0} cannot be reached: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Check the disk, then try again."),
    QT_TRANSLATE_NOOP("Errors", "The disk could not read the conversations ({0})."),
    QT_TRANSLATE_NOOP("Errors", "Check the disk or the connection to it, then start again."),
    QT_TRANSLATE_NOOP("Errors", "The database refused the request: {0}."),
    QT_TRANSLATE_NOOP("Errors", "The log holds the details."),
    QT_TRANSLATE_NOOP("Errors", "The database is closed while its file is replaced."),
    QT_TRANSLATE_NOOP("Errors", "The database is not open."),
    QT_TRANSLATE_NOOP("Errors", "Try again in a moment."),
    QT_TRANSLATE_NOOP("Errors", "Try again."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The conversations could not be brought up to this version of Inkstone; they were left "
        "as they were.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The conversations could not be brought up to this version of Inkstone; they were left "
        "as they were. A copy from before is in {0}.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Keep using the version you had, and report this with the log."),
    QT_TRANSLATE_NOOP("Errors", "The settings file {0} was not used and not changed: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Mend the file or rename it, then start again."),
    QT_TRANSLATE_NOOP("Errors", "The settings were not saved: a path in them is not valid text."),
    QT_TRANSLATE_NOOP("Errors", "Rename the folder or file to a readable name."),
    QT_TRANSLATE_NOOP(
        "Errors", "The settings could not be saved in {0} ({why}). The file is as it was."
    ),
    QT_TRANSLATE_NOOP("Errors", "Check who may write there."),
)
