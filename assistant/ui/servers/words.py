"""Where text goes and what was done to it before, in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from assistant.core.display_text import one_line
from assistant.core.remote.consent import (
    DOCUMENTS,
    QUICK,
    TRANSLATION,
    WRITING,
    conversation_of,
)
from assistant.core.remote.protection import goes_unprotected
from assistant.core.remote.server import RemoteServer

translate = QCoreApplication.translate


def destination_text(server: RemoteServer) -> str:
    """Where the text goes, in a few words."""
    if server.is_this_machine:
        return translate("Destination", "Server on this computer")
    return translate("Destination", "Sent to {host}").format(host=one_line(server.host))


def destination_hint(server: RemoteServer) -> str:
    """The same in a sentence."""
    if server.is_this_machine:
        text = translate(
            "Destination",
            "The model runs in another program on this computer ({host}). "
            "What you write goes there.",
        )
    else:
        text = translate(
            "Destination",
            "The model runs on another machine. What you write is sent to {host}, "
            "once you allow it.",
        )
    return text.format(host=one_line(server.host))


def sent_text(host: str) -> str:
    """Where an answer was asked."""
    return translate("Destination", "Sent to {host}").format(host=one_line(host))


def masked_text(masked: Mapping[str, int]) -> str:
    """What was masked: "2 e-mail addresses masked, 1 phone number masked"; "" for nothing."""
    return ", ".join(
        _masked_one(kind, count) for kind, count in sorted(masked.items()) if count > 0
    )


def _masked_one(kind: str, count: int) -> str:
    match kind:
        case "email":
            return translate("Destination", "%n e-mail address(es) masked", "", count)
        case "phone":
            return translate("Destination", "%n phone number(s) masked", "", count)
        case "card":
            return translate("Destination", "%n card or account number(s) masked", "", count)
        case "key":
            return translate("Destination", "%n key(s) masked", "", count)
    return translate("Destination", "%n other thing(s) masked", "", count)


def place_text(place: str, titles: Mapping[int, str] | None = None) -> str:
    """What a permission is for."""
    about = conversation_of(place)
    if about is not None:
        title = (titles or {}).get(about, "")
        named = translate("Destination", "Conversation “{title}”").format(title=one_line(title))
        return named if title else translate("Destination", "A conversation without a title")
    return {
        WRITING: translate("Destination", "The mode Write"),
        TRANSLATION: translate("Destination", "The mode Translate"),
        QUICK: translate("Destination", "The quick window"),
        DOCUMENTS: translate("Destination", "Searching documents by meaning"),
    }.get(place, one_line(place))


def warnings_of(server: RemoteServer) -> list[str]:
    """What a person should know before anything is sent there."""
    warnings = []
    if goes_unprotected(server):
        warnings.append(
            translate(
                "Destination",
                "The address begins with http: anybody on the way there can read what is sent.",
            )
        )
    if server.any_certificate and server.url.lower().startswith("https:"):
        warnings.append(
            translate(
                "Destination",
                "Its certificate is not checked: another machine could pass itself off as it.",
            )
        )
    return warnings
