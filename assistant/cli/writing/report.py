"""What the person gets of a work beside the text: JSON, and notes on what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from assistant.cli.answer import speed_fields
from assistant.cli.terminal import one_line
from assistant.core.writing.change import Change, Flag
from assistant.core.writing.order import WriteResult

_MOST_NOTES = 12
_SHOWN = 50
_NAMES = {"url": "link", "email": "mail address", "markdown": "formatting", "quoted": "quotation"}
_SAID = {
    "language": "it is in another language",
    "refused": "the model did not do it",
    "repeated": "the model said the same again and again and was stopped",
    "cut": "the model had no more room: the end was not reached",
}


def document(result: WriteResult, action: str, model: str, notes: Sequence[str]) -> dict[str, Any]:
    """The JSON document of `inkstone write`."""
    return {
        "model": model,
        "action": action,
        "text": result.text,
        "changes": [_change_fields(each) for each in result.changes],
        "rejected": [_change_fields(each) for each in result.rejected],
        "flags": [msgspec.structs.asdict(each) for each in result.flags],
        "cut": result.cut,
        **speed_fields(result.usage, result.timings),
        "notes": list(notes),
    }


def _change_fields(change: Change) -> dict[str, Any]:
    return {
        "start": change.start,
        "end": change.end,
        "before": change.before,
        "after": change.after,
        "reason": change.reason,
        "flags": [msgspec.structs.asdict(flag) for flag in change.flags],
    }


def notes_on(result: WriteResult, source: str, *, reasons: bool, compares: bool) -> list[str]:
    """Lines about what was changed, what was taken back and what to look at."""
    lines: list[str] = []
    if compares and not result.flags:
        count = len(result.changes)
        lines.append("[Nothing was changed.]" if not count else f"[{_plural(count, 'change')}.]")
    if reasons:
        lines += _some([_reason(each) for each in result.changes if each.reason])
    lines += _some(
        [
            f"[Line {_line(each, source)}: {'; '.join(map(flag_text, each.flags))}.]"
            for each in result.changes
            if each.flags
        ]
    )
    lines += _some(
        [
            f"[Line {_line(each, source)}, not done: {_shown_change(each)}, which changes "
            f"{_what(each)}.]"
            for each in result.rejected
        ]
    )
    return lines + _some(_sentences(result.flags))


def _sentences(flags: Sequence[Flag]) -> list[str]:
    """Each flag about no change once, as a sentence."""
    texts = dict.fromkeys(map(flag_text, flags))
    return [f"[{text[:1].upper()}{text[1:]}.]" for text in texts]


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - _MOST_NOTES
    if more <= 0:
        return lines
    return [*lines[:_MOST_NOTES], f"[{more:,} more like these; --json lists all.]"]


def flag_text(flag: Flag) -> str:
    """What a flag says, as part of a sentence."""
    if flag.kind == "echoed":
        given = "the model gave the text back as it was"
        return given if flag.problem == "doubtful" else "the model repeated what it was told"
    if flag.kind in _SAID:
        return _SAID[flag.kind]
    name = _NAMES.get(flag.kind, flag.kind)
    item, became = _short(flag.item), _short(flag.became)
    if flag.problem == "added":
        return f"the {name} {became} was added"
    if flag.problem == "changed":
        return f"the {name} {item} became {became}"
    return f"the {name} {item} {'may be missing' if flag.problem == 'doubtful' else 'is missing'}"


def _what(change: Change) -> str:
    """What a change that was not done would have damaged."""
    names = dict.fromkeys(_NAMES.get(flag.kind, flag.kind) for flag in change.flags)
    return " and ".join("formatting" if name == "formatting" else f"a {name}" for name in names)


def _reason(change: Change) -> str:
    return f"{_shown_change(change)}: {one_line(change.reason)}"


def _shown_change(change: Change) -> str:
    if not change.before.strip():
        return f"added {_short(change.after)}"
    if not change.after.strip():
        return f"removed {_short(change.before)}"
    return f"{_short(change.before)} → {_short(change.after)}"


def _short(text: str) -> str:
    line = one_line(text)
    return f"“{line if len(line) <= _SHOWN else line[: _SHOWN - 1] + '…'}”"


def _line(change: Change, source: str) -> int:
    return source.count("\n", 0, change.start) + 1


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
