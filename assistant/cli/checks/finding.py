"""One thing that was looked at, and whether it is as it should be."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

State = Literal["ok", "caution", "problem"]


class Finding(msgspec.Struct, frozen=True):
    """`text` says what was found, `hint` what to do about it; `facts` are for scripts.

    caution: something works less well, or not everything works. problem: Inkstone cannot do its
    work as it is.
    """

    name: str
    state: State
    text: str
    hint: str = ""
    facts: dict[str, Any] = {}


def worst(findings: list[Finding]) -> State:
    """The most serious state among `findings`."""
    states = {finding.state for finding in findings}
    return "problem" if "problem" in states else "caution" if "caution" in states else "ok"
