"""Which targets a click may open, and how any other is shown."""

from __future__ import annotations

from urllib.parse import urlsplit

from assistant.ui.markdown.safe_text import displayable

CLICKABLE = ("http", "https", "mailto")


def is_clickable(target: str) -> bool:
    """Whether `target` is an http, https or mailto address with a host or a mailbox."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme.lower() == "mailto":
        return "@" in parts.path
    return parts.scheme.lower() in CLICKABLE and bool(parts.netloc)


def shown_target(target: str) -> str:
    """`target` for reading: on one line, harmless, and cut after 300 characters."""
    text = displayable(target).replace("\n", " ")
    return text if len(text) <= 300 else text[:299] + "…"
