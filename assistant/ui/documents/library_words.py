"""What the library page says of collections, files, documents and summaries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from assistant.controllers.collections import CollectionState
from assistant.core.collection import CollectionFile, FileState
from assistant.core.display_text import one_line
from assistant.core.summary_job import JobState, StoredDocument, SummaryJob
from assistant.core.summary_options import Form, Length
from assistant.ui.error_words import in_window_language, joined
from assistant.ui.words import number_text

DOT = "  ·  "


def file_name(path: str) -> str:
    """The last part of a path, safe to show; the path itself where there is none."""
    return one_line(PurePath(path).name or path)


def time_left(seconds: float) -> str:
    """How long something will still take, no more exact than it is known."""
    if seconds < 60:
        return QCoreApplication.translate("Library", "less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return QCoreApplication.translate("Library", "about {minutes} min left").format(
            minutes=minutes
        )
    return QCoreApplication.translate("Library", "about {hours} h left").format(
        hours=round(seconds / 3600)
    )


def day_text(seconds: float) -> str:
    """A moment (since the epoch) as a date in the person's own way of writing it."""
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)


def moment_text(seconds: float) -> str:
    """Date and time."""
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def file_count(number: int) -> str:
    return QCoreApplication.translate("Library", "%n file(s)", "", number)


# --- collections -----------------------------------------------------------------------------


def counts_text(state: CollectionState) -> str:
    """How many of a collection's files are searched, and what became of the others."""
    translate = QCoreApplication.translate
    if not state.total:
        return translate("Library", "No files")
    total, read = number_text(state.total), number_text(state.read)
    if state.read + state.missing >= state.total and not state.failed:
        parts = [translate("Library", "%n file(s) searched", "", state.total)]
    else:
        words = translate("Library", "{read} of {total} files searched")
        parts = [words.format(read=read, total=total)]
    if state.failed:
        parts.append(translate("Library", "%n could not be read", "", state.failed))
    if state.missing:
        parts.append(translate("Library", "%n not there any more", "", state.missing))
    return DOT.join(parts)


def work_text(state: CollectionState) -> str:
    """What is being done with a collection now, or that it is paused; "" when nothing is."""
    translate = QCoreApplication.translate
    if state.collection.paused:
        return translate("Library", "Paused")
    match state.work:
        case "looking":
            return translate("Library", "Looking for new and changed files")
        case "reading":
            words = translate("Library", "Reading {name}").format(name=file_name(state.current))
            doing = words if state.current else translate("Library", "Reading")
        case "embedding":
            words = translate("Library", "Embedding passages: {done} of {total}")
            doing = words.format(
                done=number_text(state.embedded), total=number_text(state.passages)
            )
        case _:
            return ""
    return doing if state.seconds_left is None else doing + DOT + time_left(state.seconds_left)


def work_fraction(state: CollectionState) -> float | None:
    """How far the work is (0 to 1); None while that is not known, or nothing is done."""
    if state.work == "reading" and state.total:
        return min(1.0, (state.read + state.failed + state.missing) / state.total)
    if state.work == "embedding" and state.passages:
        return min(1.0, state.embedded / state.passages)
    return None


def collection_line(state: CollectionState) -> str:
    """The second line of a collection in the list: short, and calm while it is worked on."""
    translate = QCoreApplication.translate
    if state.collection.paused:
        return work_text(state) + DOT + counts_text(state)
    if state.work == "reading":
        said = translate("Library", "{done} of {total} files")
        done, total = state.read + state.failed + state.missing, state.total
    elif state.work == "embedding":
        said = translate("Library", "{done} of {total} passages")
        done, total = state.embedded, state.passages
    else:
        return work_text(state) or counts_text(state)
    line = said.format(done=number_text(done), total=number_text(total))
    return line if state.seconds_left is None else line + DOT + time_left(state.seconds_left)


def state_text(state: FileState) -> str:
    """What became of a file, in a word or two."""
    translate = QCoreApplication.translate
    return {
        "waiting": translate("Library", "Waiting to be read"),
        "read": translate("Library", "Searched"),
        "failed": translate("Library", "Could not be read"),
        "missing": translate("Library", "Not there any more"),
    }[state]


def file_line(file: CollectionFile, roots: Sequence[str] = ()) -> str:
    """The second line of a file: where it is beneath one of `roots`, or why it is not searched."""
    if file.state == "failed":
        why = joined(in_window_language(file.error), in_window_language(file.hint))
        return one_line(why) or state_text("failed")
    if file.state == "missing" and file.sha256:
        return QCoreApplication.translate(
            "Library", "Not there any more; what was read is still searched"
        )
    folder = one_line(_folder_beneath(PurePath(file.path), roots))
    return state_text(file.state) + (DOT + folder if folder else "")


def _folder_beneath(path: PurePath, roots: Sequence[str]) -> str:
    """The folder of a file: as it is seen from its root, "" for the root itself; else all of it."""
    for root in map(PurePath, roots):
        if path == root:
            return str(path.parent)
        if path.is_relative_to(root):
            beneath = path.parent.relative_to(root)
            if len(roots) > 1:
                beneath = PurePath(root.name) / beneath
            return str(beneath) if beneath.parts else ""
    return str(path.parent)


# --- documents and summaries -------------------------------------------------------------------


def document_name(document: StoredDocument) -> str:
    return one_line(document.name or document.title or file_name(document.path))


def document_facts(document: StoredDocument, *, long: bool = False) -> str:
    """Pages (or characters), and when it was read."""
    translate = QCoreApplication.translate
    parts = []
    if long and document.format:
        parts.append(one_line(document.format.upper(), 20))
    if document.pages:
        parts.append(translate("Library", "%n page(s)", "", document.pages))
    if long or not document.pages:
        words = translate("Library", "{count} characters")
        parts.append(words.format(count=number_text(document.characters)))
    when = moment_text if long else day_text
    parts.append(translate("Library", "read {day}").format(day=when(document.added_at)))
    return DOT.join(parts)


def job_state_text(state: JobState) -> str:
    translate = QCoreApplication.translate
    return {
        "running": translate("Library", "Not finished"),
        "stopped": translate("Library", "Stopped"),
        "done": translate("Library", "Done"),
    }[state]


def job_name(job: SummaryJob, names: dict[str, str]) -> str:
    """What a summary is of; `names` are those of kept documents by their SHA-256."""
    translate = QCoreApplication.translate
    known = [names.get(sha256, "") for sha256 in job.documents]
    first = next((name for name in known if name), "")
    if not first:
        return translate("Library", "%n document(s)", "", len(job.documents))
    others = len(job.documents) - 1
    if not others:
        return first
    return translate("Library", "{name} and %n more", "", others).format(name=first)


def job_facts(job: SummaryJob) -> str:
    """How long it is, or how far it came, and when it was last worked on."""
    if job.state == "done":
        return length_text(job.options.length) + DOT + day_text(job.updated_at)
    parts = [job_state_text(job.state), day_text(job.updated_at)]
    if job.passes_kept:
        kept = QCoreApplication.translate("Library", "%n pass(es) kept", "", job.passes_kept)
        parts.insert(1, kept)
    return DOT.join(parts)


def length_text(length: Length) -> str:
    translate = QCoreApplication.translate
    return {
        "one-line": translate("Library", "One line"),
        "short": translate("Library", "Short"),
        "medium": translate("Library", "Medium"),
        "page": translate("Library", "One page"),
        "long": translate("Library", "Detailed"),
    }[length]


def form_text(form: Form) -> str:
    translate = QCoreApplication.translate
    return {
        "prose": translate("Library", "prose"),
        "bullets": translate("Library", "bullets"),
        "points": translate("Library", "key points"),
        "table": translate("Library", "table of facts"),
        "timeline": translate("Library", "timeline"),
    }[form]


def job_wishes(job: SummaryJob) -> str:
    """All that was asked for, in one line."""
    parts = [job_state_text(job.state), length_text(job.options.length)]
    parts.append(form_text(job.options.form))
    if job.options.language:
        parts.append(one_line(job.options.language, 40))
    if job.model:
        parts.append(one_line(PurePath(job.model).stem, 60))
    parts.append(moment_text(job.updated_at))
    return DOT.join(parts)
