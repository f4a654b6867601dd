"""Sentences about fetching models."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
    QT_TRANSLATE_NOOP("Errors", "{0} is busy or out of order (status {1})."),
    QT_TRANSLATE_NOOP("Errors", "{0} refuses the file (status {1})."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is no longer on the hub, or never was."),
    QT_TRANSLATE_NOOP("Errors", "Open the repository again and choose another file."),
    QT_TRANSLATE_NOOP("Errors", "{0} gave an answer that makes no sense (status {1})."),
    QT_TRANSLATE_NOOP("Errors", "The authors give this model only to those who ask for it."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Accept their conditions on the hub's page, and enter your access token in the settings.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The hub does not accept the access token: it is wrong, has expired or may not read this.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Enter another token in the settings."),
    QT_TRANSLATE_NOOP("Errors", "There is no such repository, or only its members may see it."),
    QT_TRANSLATE_NOOP(
        "Errors", "Check its name; for one of your own enter your access token in the settings."
    ),
    QT_TRANSLATE_NOOP("Errors", "{0} sent nothing for {1} seconds."),
    QT_TRANSLATE_NOOP(
        "Errors", "{0} could not prove that it is the one it says: its certificate is not valid."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Check the date of this computer, and whether a proxy reads along."
    ),
    QT_TRANSLATE_NOOP("Errors", "{0} cannot be reached."),
    QT_TRANSLATE_NOOP("Errors", "Check the network."),
    QT_TRANSLATE_NOOP("Errors", "The connection to {0} was cut."),
    QT_TRANSLATE_NOOP(
        "Errors", "The hub sent the download to an address that is not safe. It was not followed."
    ),
    QT_TRANSLATE_NOOP("Errors", "Check the address of the hub in the settings."),
    QT_TRANSLATE_NOOP("Errors", "The hub has another “{0}” now; it is fetched from the beginning."),
    QT_TRANSLATE_NOOP(
        "Errors", "The hub sent “{0}” in another size than it has there. That was not taken."
    ),
    QT_TRANSLATE_NOOP("Errors", "{0} answered with a web page in the place of the file."),
    QT_TRANSLATE_NOOP("Errors", "Perhaps this network wants you to log in: open a web browser."),
    QT_TRANSLATE_NOOP("Errors", "The hub sends the download around in circles."),
    QT_TRANSLATE_NOOP("Errors", "The address of the proxy cannot be used."),
    QT_TRANSLATE_NOOP("Errors", "Check it in the settings."),
    QT_TRANSLATE_NOOP("Errors", "The address of the hub cannot be used."),
    QT_TRANSLATE_NOOP("Errors", "It begins with https://. Check it in the settings."),
    QT_TRANSLATE_NOOP("Errors", "The disk of {0} is full. What was fetched is kept."),
    QT_TRANSLATE_NOOP("Errors", "Free some space, then go on with the download."),
    QT_TRANSLATE_NOOP(
        "Errors", "The disk of {0} cannot hold a file of this size. What was fetched is kept."
    ),
    QT_TRANSLATE_NOOP("Errors", "Choose a folder on another disk, or a smaller model."),
    QT_TRANSLATE_NOOP("Errors", "The folder {0} cannot be written to."),
    QT_TRANSLATE_NOOP(
        "Errors", "Give yourself the right to write there, or choose another folder for models."
    ),
    QT_TRANSLATE_NOOP("Errors", "The download could not be written to {0}: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Check the disk, then go on with the download."),
    QT_TRANSLATE_NOOP(
        "Errors", "The disk of {0} has no room for this model: {1} GB more are needed."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The disk of {0} has no room for this model: {1} MB more are needed."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Free some space, or choose a smaller model or a folder on another disk."
    ),
    QT_TRANSLATE_NOOP("Errors", "Inkstone is set to stay offline."),
    QT_TRANSLATE_NOOP("Errors", "The download failed. The log says more."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is no name of a repository."),
    QT_TRANSLATE_NOOP("Errors", "This repository has no file that could be fetched."),
    QT_TRANSLATE_NOOP(
        "Errors", "The file name “{0}” could do harm on this computer. Nothing was fetched."
    ),
    QT_TRANSLATE_NOOP("Errors", "Choose another repository."),
    QT_TRANSLATE_NOOP("Errors", "Files of “{0}” would overwrite each other. Nothing was fetched."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The hub does not say what “{0}” holds, so nobody could tell whether the right file "
        "arrived. Nothing was fetched.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Choose another file or repository."),
    QT_TRANSLATE_NOOP("Errors", "Inkstone is set to stay offline. Nothing is fetched."),
    QT_TRANSLATE_NOOP("Errors", "Turn that off in the settings to fetch models."),
    QT_TRANSLATE_NOOP("Errors", "The connection to the hub was cut."),
    QT_TRANSLATE_NOOP("Errors", "The hub sent the beginning of the file again."),
    QT_TRANSLATE_NOOP("Errors", "The hub gives something else each time “{0}” is asked for."),
    QT_TRANSLATE_NOOP("Errors", "Try again later, or choose another repository."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” was changed on the hub after it was chosen."),
    QT_TRANSLATE_NOOP("Errors", "Open the repository again and choose it anew."),
    QT_TRANSLATE_NOOP("Errors", "A file of this model is being fetched already."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "What arrives of “{0}” is not what the hub has: its SHA-256 is another one. It was "
        "deleted.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Try again later; if it happens again, another network or hub may help."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "What arrived of “{0}” was damaged on the way. It is fetched once more."
    ),
)
