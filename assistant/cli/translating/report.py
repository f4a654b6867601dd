"""What the person gets of a translation: JSON, and notes on what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from assistant.cli.answer import speed_fields
from assistant.cli.terminal import one_line
from assistant.core.translation.marks import without_marks
from assistant.core.translation.order import Segment, Translation
from assistant.core.writing.change import Flag

_MOST_NOTES = 12
_SHOWN = 50


def document(
    translation: Translation, text: str, model: str, notes: Sequence[str]
) -> dict[str, Any]:
    """The JSON document of `inkstone translate`; `text` is the whole translation."""
    return {
        "model": model,
        "text": text,
        "source_language": translation.source_language,
        "target_language": translation.target_language,
        "segments": [_segment_fields(each) for each in translation.segments],
        "glossary": [msgspec.structs.asdict(use) for use in translation.terms],
        **speed_fields(translation.usage, translation.timings),
        "notes": list(notes),
    }


def _segment_fields(segment: Segment) -> dict[str, Any]:
    return {
        "source": segment.source,
        "target": segment.target,
        "flags": [msgspec.structs.asdict(flag) for flag in segment.flags],
        "origin": segment.origin,
        "unit": segment.unit,
        "start": segment.start,
        "end": segment.end,
    }


def notes_on(segments: Sequence[Segment]) -> list[str]:
    """A line for each sentence that somebody should look at, but not endlessly many."""
    flagged = [each for each in segments if each.flags]
    lines = []
    for segment in flagged[:_MOST_NOTES]:
        words = one_line(without_marks(segment.source))
        shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
        lines.append(f"[“{shown}”: {'; '.join(map(flag_text, segment.flags))}.]")
    more = len(flagged) - _MOST_NOTES
    if more > 0:
        lines.append(f"[{more:,} more sentences to look at; --json lists all.]")
    return lines


def flag_text(flag: Flag) -> str:
    """What a flag says, as part of a sentence."""
    said = {
        "language": f"it is not in {flag.item}",
        "echoed": "it may not be translated",
        "refused": "the model did not translate it",
        "repeated": "the model said the same again and again",
        "cut": "the end may be missing",
        "markdown": "formatting was put back by its place",
        "term": f"“{flag.item}” should be “{flag.became}”",
    }
    if flag.kind in said:
        return said[flag.kind]
    name = {"url": "link", "email": "address"}.get(flag.kind, flag.kind)
    if flag.problem == "added":
        return f"a {name} came to it, {flag.became}"
    if flag.became:
        return f"the {name} {flag.item} became {flag.became}"
    unsure = "may be missing" if flag.problem == "doubtful" else "is missing"
    return f"the {name} {flag.item} {unsure}"
