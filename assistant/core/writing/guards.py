"""What has to survive a change of a text, compared before and after."""

from __future__ import annotations

import msgspec

from assistant.core.writing.change import Flag


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A flag and its place: characters of the text before, and of the text after.

    None where it stands in one of them alone, or concerns the text as a whole.
    """

    flag: Flag
    before: tuple[int, int] | None = None
    after: tuple[int, int] | None = None


def compared(before: str, after: str) -> tuple[Flag, ...]:
    """What was to stay and did not, in the order of the text. Any thread."""
    return tuple(finding.flag for finding in findings(before, after))


def findings(before: str, after: str, *, structure: bool = True) -> list[Finding]:
    """`compared` with the places. Without `structure` the Markdown may be another one."""
    return []
