"""Sentences about hubs of models, the way to them, and where tokens are kept."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
    # of a hub and the way to it
    QT_TRANSLATE_NOOP("Errors", "The hub {0} has a problem of its own (code {1})."),
    QT_TRANSLATE_NOOP("Errors", "Try again in a few minutes."),
    QT_TRANSLATE_NOOP("Errors", "The hub has disabled access to {0}."),
    QT_TRANSLATE_NOOP("Errors", "{0} has no version “{1}” any more."),
    QT_TRANSLATE_NOOP("Errors", "Open the repository again to see its newest version."),
    QT_TRANSLATE_NOOP("Errors", "The file is no longer in {0}."),
    QT_TRANSLATE_NOOP("Errors", "Open the repository again to see what it holds now."),
    QT_TRANSLATE_NOOP("Errors", "There is no repository {0} on {1}, or it is private."),
    QT_TRANSLATE_NOOP(
        "Errors", "Check the name. For a private one, a token that may read it is needed."
    ),
    QT_TRANSLATE_NOOP("Errors", "The hub does not permit reading {0}."),
    QT_TRANSLATE_NOOP("Errors", "Its page says what is needed: {0}"),
    QT_TRANSLATE_NOOP("Errors", "The hub {0} refused the request (code {1})."),
    QT_TRANSLATE_NOOP("Errors", "Try again later, or with other words."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{0} is given only to those who were granted access, and the account of your token "
        "was not.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Ask for it on its page, then try again: {0}"),
    QT_TRANSLATE_NOOP("Errors", "{0} is given only to those who agreed to its terms."),
    QT_TRANSLATE_NOOP(
        "Errors", "Agree on its page with an account of the hub, then enter a token of it: {0}"
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The hub {0} does not accept your token: it is wrong, was revoked or has expired."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Make a new one on the hub's page for tokens, or remove it: most models need none.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The hub {0} wants to know who asks."),
    QT_TRANSLATE_NOOP("Errors", "Enter a token of your account there."),
    QT_TRANSLATE_NOOP("Errors", "The hub {0} was asked too often from here."),
    QT_TRANSLATE_NOOP("Errors", "Try again in {0} seconds."),
    QT_TRANSLATE_NOOP("Errors", "Try again in {0} minutes."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Something else answered in place of {0}: probably this network asks to log in first.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Open a page in the browser: a network that asks to log in first does so there. Then "
        "try again.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The answer of {0} could not be understood."),
    QT_TRANSLATE_NOOP(
        "Errors", "Try again; if it happens again, the address may be none of a hub."
    ),
    QT_TRANSLATE_NOOP("Errors", "The answer of {0} is longer than any that a hub gives."),
    QT_TRANSLATE_NOOP("Errors", "Check the address of the hub."),
    QT_TRANSLATE_NOOP("Errors", "The proxy {0} could not be reached or refused the connection."),
    QT_TRANSLATE_NOOP("Errors", "Check the proxy in the settings of the hub."),
    QT_TRANSLATE_NOOP("Errors", "The address of {0} could not be looked up."),
    QT_TRANSLATE_NOOP(
        "Errors", "Check the internet connection; everything on this computer works without it."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The certificate of {0} could not be verified, so nothing was sent: {1}."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Check the date and time of this computer, and whether this network asks to log in first.",
    ),
    QT_TRANSLATE_NOOP("Errors", "A secure connection with {0} could not be made."),
    QT_TRANSLATE_NOOP("Errors", "There is no connection to {0}."),
    QT_TRANSLATE_NOOP("Errors", "The connection with {0} broke off."),
    QT_TRANSLATE_NOOP("Errors", "{0} did not answer in time."),
    QT_TRANSLATE_NOOP("Errors", "{0} sent the request on to an address that cannot be followed."),
    QT_TRANSLATE_NOOP("Errors", "There is no token."),
    QT_TRANSLATE_NOOP("Errors", "What is kept as your token for the hub is none."),
    QT_TRANSLATE_NOOP("Errors", "Enter it again, without spaces or line breaks."),
    QT_TRANSLATE_NOOP("Errors", "Enter one of your account on the hub."),
    QT_TRANSLATE_NOOP("Errors", "Inkstone is offline, as you set it: nothing was asked."),
    QT_TRANSLATE_NOOP(
        "Errors", "Switch offline mode off in the settings of the hub to look for models."
    ),
    QT_TRANSLATE_NOOP("Errors", "Names look like owner/model."),
    QT_TRANSLATE_NOOP(
        "Errors", "The model files in {0} have names or sizes that cannot be, so none is offered."
    ),
    QT_TRANSLATE_NOOP("Errors", "Choose another repository with this model."),
    QT_TRANSLATE_NOOP("Errors", "There are no GGUF models in {0}."),
    QT_TRANSLATE_NOOP(
        "Errors", "Look for another repository with this model; the names of many end in GGUF."
    ),
    QT_TRANSLATE_NOOP("Errors", "The proxy “{0}” cannot be used."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "An address like http://proxy.example:3128 is expected in the settings of the hub.",
    ),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is no address of a hub."),
    QT_TRANSLATE_NOOP(
        "Errors", "An address like https://huggingface.co is expected in the settings of the hub."
    ),
    # of the process for hubs
    QT_TRANSLATE_NOOP("Errors", "Too much is being asked of the hub."),
    QT_TRANSLATE_NOOP("Errors", "Wait a moment."),
    QT_TRANSLATE_NOOP("Errors", "There is no folder where models could be kept."),
    QT_TRANSLATE_NOOP("Errors", "Choose one in the settings."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The process for model hubs was ended by signal {0}; what was downloaded so far is kept.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The process for model hubs ended with code {0}; what was downloaded so far is kept.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The process for model hubs could not be started: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Reinstall the application."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The application and its process for hubs misunderstood each other: a text is not "
        "valid Unicode.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The application and its process for hubs misunderstood each other: a command is "
        "none that is known.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The application and its process for hubs misunderstood each other: {0}."
    ),
    # of tokens and keys
    QT_TRANSLATE_NOOP("Errors", "The file with your tokens and keys is locked."),
    QT_TRANSLATE_NOOP("Errors", "Enter its passphrase to open it."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This system has no keyring that is running, so there is no safe place for tokens "
        "and keys.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Start one (such as GNOME Keyring or KWallet), or choose a passphrase for an "
        "encrypted file.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The system's keyring is locked."),
    QT_TRANSLATE_NOOP("Errors", "Unlock it as the system asks you to, then try again."),
    QT_TRANSLATE_NOOP("Errors", "The system's keyring refused: {0}."),
    QT_TRANSLATE_NOOP("Errors", "Look whether it is running and unlocked, then try again."),
    QT_TRANSLATE_NOOP("Errors", "The passphrase is empty."),
    QT_TRANSLATE_NOOP("Errors", "Enter one."),
    QT_TRANSLATE_NOOP(
        "Errors", "This is not the passphrase of the file with your tokens and keys."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Try another one. If it is lost, delete the file and enter the tokens again: {0}"
    ),
    QT_TRANSLATE_NOOP("Errors", "The file with your tokens and keys cannot be read."),
    QT_TRANSLATE_NOOP("Errors", "If it is damaged, delete it and enter the tokens again: {0}"),
    QT_TRANSLATE_NOOP("Errors", "The file for tokens and keys cannot be written: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Free some space, or give yourself the right to write there."),
)
