"""Sentences about model files on this disk: found, taken in, and what is known of them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
    QT_TRANSLATE_NOOP("Errors", "“{0}” belongs to a model that can see, and is no model itself."),
    QT_TRANSLATE_NOOP("Errors", "Choose the model; this file is found beside it."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” belongs to {1} and was not moved."),
    QT_TRANSLATE_NOOP("Errors", "Copy it, use it where it lies, or move it with {0}."),
    QT_TRANSLATE_NOOP("Errors", "There is another file called “{0}” in {1}."),
    QT_TRANSLATE_NOOP("Errors", "Rename one of the two, then try again."),
    QT_TRANSLATE_NOOP(
        "Errors", "There is no room for the copy: it needs {0} bytes, {1} are free in {2}."
    ),
    QT_TRANSLATE_NOOP("Errors", "Free some space, or use the model where it lies."),
    QT_TRANSLATE_NOOP("Errors", "The copy of “{0}” is not what was copied; it was removed."),
    QT_TRANSLATE_NOOP("Errors", "Check the disk, then try again."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” was not copied: the disk is full."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” was not copied: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Check the rights of the folder, or use the model where it lies."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "What is known of models was written by a newer version of Inkstone and is not changed.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Use the newer version."),
    QT_TRANSLATE_NOOP("Errors", "Free some space."),
    QT_TRANSLATE_NOOP("Errors", "What was noted of the model was not kept: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Check the rights of Inkstone's data folder."),
    # verifying, and the trash
    QT_TRANSLATE_NOOP("Errors", "{0} could not be read to its end: {why}."),
    QT_TRANSLATE_NOOP("Errors", "The disk may be damaged, or the file was moved."),
    QT_TRANSLATE_NOOP("Errors", "{0} cannot be brought back: its place is taken."),
    QT_TRANSLATE_NOOP("Errors", "It still lies in the trash of this computer."),
    QT_TRANSLATE_NOOP("Errors", "{0} could not be brought back from the trash: {why}."),
    QT_TRANSLATE_NOOP("Errors", "It can be taken out with the file manager."),
    QT_TRANSLATE_NOOP("Errors", "{0} could not be moved to the trash: {why}. Nothing was deleted."),
    QT_TRANSLATE_NOOP("Errors", "Open its folder to delete it for good."),
)
