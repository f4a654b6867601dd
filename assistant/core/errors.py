"""The errors a person can meet, and the one that means they changed their mind.

Anything else that is raised is a bug: it is logged with its traceback and shown with the path
of the log.
"""

from __future__ import annotations

from typing import Literal

ErrorKind = Literal[
    "no_such_file",
    "is_directory",
    "no_permission",
    "not_gguf",
    "damaged_model",
    "vocab_only",
    "unknown_architecture",
    "embedding_model",
    "too_large",
    "load_failed",
    "no_model",
    "template",
    "context_full",
    "empty_prompt",
    "busy",
    "engine_died",
    "engine_start",
    "protocol",
    "database_read_only",
    "database_locked",
    "database_damaged",
    "database_newer",
    "database",
    "disk_full",
    "not_found",
    "settings",
    "unsupported_document",
    "damaged_document",
    "password_needed",
    "password_wrong",
    "scanned",
    "empty_document",
    "document_changed",
    "document_limit",
    "no_answer",
    "offline",
    "no_network",
    "hub",
    "gated",
    "token",
    "download",
    "keyring",
    "server",
    "server_key",
    "server_certificate",
    "server_permission",
    "quantise",
    "same_language",
    "no_display",
    "usage",
    "bug",
]


class UserError(Exception):
    """A problem the person can act on.

    `text` says in one or two sentences what happened and what was kept; `hint` says what to do
    next and may be empty. Neither ends in an exclamation mark nor holds a traceback.
    """

    def __init__(self, kind: ErrorKind, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.kind: ErrorKind = kind
        self.text = text
        self.hint = hint


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it
    """The person stopped the work."""
