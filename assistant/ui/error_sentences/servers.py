"""Sentences about models on servers."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
    # addresses and lists
    QT_TRANSLATE_NOOP("Errors", "This is no address of a server."),
    QT_TRANSLATE_NOOP(
        "Errors", "Write it like https://example.org/v1 or http://192.168.1.20:8080."
    ),
    QT_TRANSLATE_NOOP("Errors", "The server of this model is not in the list any more."),
    QT_TRANSLATE_NOOP("Errors", "Add it again, or choose another model."),
    QT_TRANSLATE_NOOP("Errors", "{0} has no model “{1}”."),
    # what may be sent
    QT_TRANSLATE_NOOP("Errors", "Nothing was sent to {0}: you have not allowed it here."),
    QT_TRANSLATE_NOOP("Errors", "Nothing was sent to {0}: it was not allowed."),
    QT_TRANSLATE_NOOP("Errors", "Allow it, or choose a model on this computer."),
    QT_TRANSLATE_NOOP("Errors", "A permission needs a place, a server and its host."),
    QT_TRANSLATE_NOOP("Errors", "{0} sends requests on to {1}; nothing was sent there."),
    QT_TRANSLATE_NOOP("Errors", "Enter that address for the server if you trust it."),
    # what it refuses
    QT_TRANSLATE_NOOP("Errors", "This is too long for the model on {0} ({1})."),
    QT_TRANSLATE_NOOP("Errors", "Shorten it, or choose a model with a longer context."),
    QT_TRANSLATE_NOOP(
        "Errors", "{0} asks for a key, or does not accept the one it was given ({1})."
    ),
    QT_TRANSLATE_NOOP("Errors", "Check the key in the server's settings."),
    QT_TRANSLATE_NOOP("Errors", "{0} does not know this address or model ({1})."),
    QT_TRANSLATE_NOOP("Errors", "Check the server's address, and that the model is still there."),
    QT_TRANSLATE_NOOP("Errors", "{0} does not take so much text ({1})."),
    QT_TRANSLATE_NOOP("Errors", "Shorten it."),
    QT_TRANSLATE_NOOP("Errors", "{0} has too many requests at the moment ({1})."),
    QT_TRANSLATE_NOOP("Errors", "Try again later."),
    QT_TRANSLATE_NOOP("Errors", "{0} has a problem of its own ({1})."),
    QT_TRANSLATE_NOOP("Errors", "{0} refuses the request ({1})."),
    # what is no answer
    QT_TRANSLATE_NOOP("Errors", "{0} answered with a web page instead of an answer."),
    QT_TRANSLATE_NOOP(
        "Errors", "Check the address; a network that asks you to sign in first does this too."
    ),
    QT_TRANSLATE_NOOP("Errors", "{0} answered something that is no answer of a model."),
    QT_TRANSLATE_NOOP(
        "Errors", "Check the address: it has to be a server with an OpenAI-compatible API."
    ),
    QT_TRANSLATE_NOOP("Errors", "{0} ended the connection without an answer."),
    QT_TRANSLATE_NOOP(
        "Errors", "Check that it is a server with an OpenAI-compatible API, and try again."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The connection to {0} ended in the middle of the answer; what came is kept."
    ),
    QT_TRANSLATE_NOOP("Errors", "{0} gave up on the answer: {1}. What came is kept."),
    QT_TRANSLATE_NOOP("Errors", "Ask in another way, or choose another model."),
    # the connection
    QT_TRANSLATE_NOOP("Errors", "{0} said nothing for {1} seconds."),
    QT_TRANSLATE_NOOP("Errors", "Try again, or give it more time in the server's settings."),
    QT_TRANSLATE_NOOP("Errors", "{0} cannot be reached: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Check that the server runs, its address, and the network."),
    QT_TRANSLATE_NOOP("Errors", "The certificate of {0} cannot be trusted: {1}. Nothing was sent."),
    QT_TRANSLATE_NOOP(
        "Errors", "If this is a server of your own, its settings can allow any certificate."
    ),
    QT_TRANSLATE_NOOP("Errors", "No safe connection to {0}: {1}. Nothing was sent."),
    QT_TRANSLATE_NOOP("Errors", "Check whether the address begins with http or https."),
)

PHRASES = (
    QT_TRANSLATE_NOOP("Errors", "there is no such name"),
    QT_TRANSLATE_NOOP("Errors", "nothing listens there"),
    QT_TRANSLATE_NOOP("Errors", "no connection"),
    QT_TRANSLATE_NOOP("Errors", "it did not answer within {0} seconds"),
)
