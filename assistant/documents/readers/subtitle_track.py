"""Subtitles: SubRip (SRT), WebVTT and Advanced SubStation Alpha (ASS, SSA)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import zip_longest

from assistant.core.errors import UserError
from assistant.core.plain_document import paragraphs
from assistant.documents.readers.plain_text import decoded
from assistant.documents.reading import Source, TextBuilder

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^[^\S\n]*{_TIME}[^\S\n]*-->[^\S\n]*{_TIME}.*$", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(
    r"</?(?:[biuscv]|font|ruby|rt|lang|c\.[^>]*|\d[\d:.]*)(?:[ .][^>]*)?>", re.IGNORECASE
)
_OVERRIDE = re.compile(r"\{[^{}]*\}")
_ASS_BREAK = re.compile(r"\\[Nn]")


def read(source: Source, builder: TextBuilder) -> None:
    """One block for each subtitle: `[hh:mm:ss] what is said`.

    Raises `UserError("damaged_document")` when there is no subtitle in it.
    """
    text = decoded(source, builder)
    found = False
    for time, said in _ass(text) if "[events]" in text.lower() else _timed(text):
        found = True
        if said.strip():
            builder.add(f"[{time}] {said.strip()}")
    if text.strip() and not found:
        raise UserError(
            "damaged_document",
            "The file has no times, so it holds no subtitles.",
            "Give it a name that ends in .txt to read it as plain text.",
        )
    source.report(1.0)


def _timed(text: str) -> Iterator[tuple[str, str]]:
    """SRT and WebVTT: everything after a line of times, up to the next empty line."""
    web = text.startswith("WEBVTT")
    for paragraph in paragraphs(text):
        timings = list(_TIMING.finditer(paragraph))
        for timing, following in zip_longest(timings, timings[1:]):
            end = following.start() if following else len(paragraph)
            said = paragraph[timing.end() : end].strip("\n")
            if following:  # the number of the next one, without an empty line before it
                said = re.sub(r"\n\d+\s*$", "", said)
            said = _OVERRIDE.sub(_unless_text, _VOICE.sub(r"\1: ", said))
            said = _TAG.sub("", said)
            hours, minutes, seconds = timing[1] or 0, timing[2], timing[3]
            yield _clock(hours, minutes, seconds), html.unescape(said) if web else said


def _unless_text(override: re.Match[str]) -> str:
    """`{\\an8}` is an instruction, `{laughs}` is text."""
    return "" if override[0].startswith("{\\") else override[0]


def _ass(text: str) -> Iterator[tuple[str, str]]:
    """The `Dialogue` lines, in the order of their times."""
    fields = ["layer", "start", "end", "style", "name", "ml", "mr", "mv", "effect", "text"]
    lines: list[tuple[str, str]] = []
    in_events = False
    for line in text.split("\n"):
        head, colon, rest = line.partition(":")
        key = head.strip().lower()
        if key.startswith("["):
            in_events = key.startswith("[events]")
        elif in_events and colon and key == "format":
            fields = [name.strip().lower() for name in rest.split(",")]
        elif in_events and colon and key == "dialogue":
            values = dict(zip(fields, rest.split(",", len(fields) - 1), strict=False))
            time = re.match(r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2})", values.get("start", ""))
            if time:
                said = _OVERRIDE.sub("", values.get("text", ""))
                said = _ASS_BREAK.sub("\n", said).replace("\\h", "\u00a0")
                lines.append((_clock(*time.groups()), said))
    yield from sorted(lines, key=lambda one: one[0])


def _clock(hours: object, minutes: object, seconds: object) -> str:
    return f"{int(str(hours)):02}:{int(str(minutes)):02}:{int(str(seconds)):02}"
