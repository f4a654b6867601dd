"""The cases of a task file: JSON lines, or a table with tabs whose first line names its columns."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from assistant.core.errors import UserError
from assistant.core.summary_options import Form, Length
from assistant.core.translation.languages import find_language

TaskName = Literal["translate", "summarise", "answer", "classify", "proofread", "chat"]
TASKS: tuple[str, ...] = get_args(TaskName)
_MOST_BYTES = 200_000_000
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "translate": ("text", "to"),
    "summarise": ("text",),
    "answer": ("question",),
    "classify": ("text", "labels"),
    "proofread": ("text",),
    "chat": ("text",),
}
_IN_CONVERSATIONS = ("chat", "answer")
_OTHER_NAMES = {"summarize": "summarise", "ask": "answer"}


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do and what is right.

    `text` is what is translated, summarised, classified, proofread or said; `documents` are what
    a question is answered from. `reference` holds every answer that counts as right. `to` and
    `source` are languages, `labels` the classes, `system` a system prompt. `earlier` are the
    messages before it, the person's and the model's in turn.
    """

    task: TaskName
    reference: tuple[str, ...]
    text: str = ""
    to: str = ""
    source: str = ""
    documents: tuple[str, ...] = ()
    question: str = ""
    labels: tuple[str, ...] = ()
    system: str = ""
    earlier: tuple[str, ...] = ()
    length: Length = "medium"
    form: Form = "prose"


def read_cases(path: Path) -> list[Case]:
    """All cases of the file. Raises `UserError`, with the number of the line that is wrong."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UserError("usage", f"“{path.name}” is too large for a task file.")
        content = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise UserError("no_such_file", f"There is no such file: “{path}”.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("usage", f"“{path.name}” cannot be read as UTF-8: {error}.") from None
    rows = _table(content) if path.suffix.lower() in (".tsv", ".tab") else _lines(content)
    cases = [_case(fields, number) for number, fields in rows]
    if not cases:
        raise UserError("usage", f"“{path.name}” holds no cases.", "Write one JSON object a line.")
    return cases


def _lines(content: str) -> list[tuple[int, dict[str, Any]]]:
    rows = []
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            fields = None
        if not isinstance(fields, dict):
            raise UserError("usage", f"Line {number} of the task file is no JSON object.")
        rows.append((number, fields))
    return rows


def _table(content: str) -> list[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(content.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE)
    rows: list[tuple[int, dict[str, Any]]] = []
    for number, fields in enumerate(reader, 2):
        kept = {name: text for name, text in fields.items() if name and text}
        for name in ("labels", "documents", "reference", "earlier"):
            if name in kept:
                kept[name] = str(kept[name]).split("|||")
        if kept:
            rows.append((number, kept))
    return rows


def _case(fields: dict[str, Any], number: int) -> Case:
    task = _OTHER_NAMES.get(str(fields.get("task")), fields.get("task"))
    known = {**fields, "task": task}
    for name in ("reference", "documents", "labels", "earlier"):
        if isinstance(known.get(name), str):
            known[name] = [known[name]]
    if task == "answer" and not known.get("documents") and known.get("text"):
        known["documents"] = [known.pop("text")]
    try:
        case = msgspec.convert(known, Case)
    except msgspec.ValidationError as error:
        raise _wrong(number, f"{error}.") from None
    _check(case, number)
    return msgspec.structs.replace(
        case, to=_code(case.to, number), source=_code(case.source, number)
    )


def _check(case: Case, number: int) -> None:
    missing = [name for name in _NEEDED[case.task] if not getattr(case, name)]
    if case.task == "answer" and not case.documents:
        missing.append("documents")
    if missing:
        raise _wrong(number, f"“{case.task}” needs {', '.join(missing)}.")
    if case.earlier and case.task not in _IN_CONVERSATIONS:
        raise _wrong(number, f"“{case.task}” has no earlier messages.")
    if len(case.earlier) % 2 or not all(text.strip() for text in case.earlier):
        raise _wrong(number, "Each of the earlier messages needs its answer.")
    if not case.reference:
        raise _wrong(number, "It has no reference to compare with.")


def _code(language: str, number: int) -> str:
    if not language:
        return ""
    found = find_language(language)
    if not found:
        raise _wrong(number, f"“{language}” is no language that is known here.")
    return found


def _wrong(number: int, why: str) -> UserError:
    return UserError(
        "usage",
        f"Line {number} of the task file cannot be used. {why}",
        f"The tasks are {', '.join(TASKS)}; docs/evaluating.md shows a line of each.",
    )


def of_tasks(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """The cases of each task, in the order of `TASKS`."""
    found = {task: [case for case in cases if case.task == task] for task in TASKS}
    return {task: each for task, each in found.items() if each}
