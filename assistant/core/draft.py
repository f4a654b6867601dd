"""What stands in the composer: typed text and attached texts, and how both are kept and sent."""

from __future__ import annotations

import re

import msgspec

from assistant.core.display_text import storable

LARGE_PASTE = 50_000
"""Characters from which pasted text is attached instead of typed in."""
LONG_LINE = 10_000
"""A line this long stalls a text editor that wraps it."""

_MARK = "\x1einkstone-draft\x1e"
_FENCE = re.compile(r"^\s*(`{3,})", re.MULTILINE)


class AttachedText(msgspec.Struct, frozen=True):
    """A text that is sent with the message. `name` is a file's name, "" for pasted text."""

    text: str
    name: str = ""


class Draft(msgspec.Struct, frozen=True):
    """Unsent: what was typed and what was attached, in the order it came."""

    text: str = ""
    attached: tuple[AttachedText, ...] = ()

    def is_empty(self) -> bool:
        return not self.attached and not self.text.strip()


def is_large(text: str) -> bool:
    """Whether `text` belongs beside the composer rather than in it."""
    if len(text) > LARGE_PASTE:
        return True
    return len(text) > LONG_LINE and max(map(len, text.splitlines()), default=0) > LONG_LINE


def draft_of(text: str) -> Draft:
    """A draft of plain `text`, attached when it is too large to be typed in."""
    return Draft(attached=(AttachedText(text),)) if is_large(text) else Draft(text)


def message_of(draft: Draft) -> str:
    """The message that is sent: the typed text, then every attached text in full.

    A file stands in a fence longer than any in it, under its name.
    """
    parts = [draft.text.strip("\n")] if draft.text.strip() else []
    for attached in draft.attached:
        if attached.name:
            fence = "`" * max([3, *(len(found) + 1 for found in _FENCE.findall(attached.text))])
            body = attached.text.rstrip("\n")
            parts.append(f"{attached.name}:\n{fence}\n{body}\n{fence}")
        else:
            parts.append(attached.text)
    return storable("\n\n".join(parts))


def encode(draft: Draft) -> str:
    """The draft as the text that the store keeps; plain as long as nothing is attached."""
    if not draft.attached:
        return storable(draft.text)
    safe = Draft(
        storable(draft.text),
        tuple(AttachedText(storable(one.text), storable(one.name)) for one in draft.attached),
    )
    return _MARK + msgspec.json.encode(safe).decode()


def decode(kept: str) -> Draft:
    """The draft that `encode` wrote; any other text is taken as it stands."""
    if kept.startswith(_MARK):
        try:
            return msgspec.json.decode(kept[len(_MARK) :], type=Draft)
        except msgspec.DecodeError:
            pass
    return draft_of(kept)
