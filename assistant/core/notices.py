"""Short messages for the status line: what happened, and the one thing to do about it."""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["info", "caution", "error"]


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """`action` is the id of what the button does, `action_label` its words; both may be empty.

    `timeout_s` 0 keeps it until it is dismissed or replaced.
    """

    text: str
    severity: Severity = "info"
    action: str = ""
    action_label: str = ""
    timeout_s: float = 0.0
