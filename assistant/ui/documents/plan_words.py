"""What is said of documents on their way, of a plan and of a summary that is being made."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from assistant.controllers.reading import ReadingFile
from assistant.controllers.reply_work import Cell, WorkProgress
from assistant.core.display_text import one_line
from assistant.core.entities import Message, MessageState
from assistant.core.grounding import DocumentRef, SummaryTask
from assistant.core.summary_options import Form, Length
from assistant.core.summary_plan import Plan
from assistant.ui.error_words import joined
from assistant.ui.words import number_text

translate = QCoreApplication.translate
_NAME = 80


def _counted(text: str, count: int) -> str:
    """`text` with the number as the person writes numbers, which %n is not."""
    return text.format(count=number_text(count))


def duration_text(seconds: float) -> str:
    """About how long, in the unit a person would choose: "20 s", "3 min", "1 h 10 min"."""
    if seconds < 55:
        rounded = max(5, 5 * math.ceil(seconds / 5))
        return translate("Plan", "{count} s").format(count=number_text(rounded))
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return translate("Plan", "{count} min").format(count=number_text(minutes))
    minutes = 10 * round(minutes / 10)
    hours, rest = divmod(minutes, 60)
    if not rest or hours >= 10:
        return translate("Plan", "{count} h").format(count=number_text(hours))
    text = translate("Plan", "{hours} h {minutes} min")
    return text.format(hours=number_text(hours), minutes=number_text(rest))


def percent_text(part: float) -> str:
    """0 to 1 as "41 %"; 100 only when all of it is meant."""
    number = 100 if part >= 1 else min(99, math.floor(part * 100))
    return translate("Plan", "{count} %").format(count=number_text(max(0, number)))


def document_text(document: DocumentRef, tokens: int = 0) -> str:
    """How much a document holds: "117 pages · 41,203 tokens"."""
    pages, characters = document.pages, document.characters
    parts = []
    if pages:
        parts.append(_counted(translate("Plan", "{count} page(s)", "", pages), pages))
    if tokens:
        parts.append(_counted(translate("Plan", "{count} token(s)", "", tokens), tokens))
    elif characters:
        text = translate("Plan", "{count} character(s)", "", characters)
        parts.append(_counted(text, characters))
    return " · ".join(parts)


def file_text(file: ReadingFile, tokens: int = 0) -> str:
    """One short fact about a document on its way."""
    match file.phase:
        case "waiting":
            return translate("Plan", "Waiting")
        case "reading":
            text = translate("Plan", "Reading, {percent}")
            return text.format(percent=percent_text(min(file.fraction, 0.99)))
        case "read":
            return document_text(file.document, tokens) if file.document else ""
        case "password":
            return translate("Plan", "Password needed")
        case "scanned":
            return translate("Plan", "Only pictures of pages")
    return translate("Plan", "Not read")


def plan_text(plan: Plan) -> str:
    """What a summary will cost: "41,203 tokens · 7 passes · about 3 min on this computer"."""
    parts = [
        _counted(translate("Plan", "{count} token(s)", "", plan.tokens), plan.tokens),
        _counted(translate("Plan", "{count} pass(es)", "", plan.passes), plan.passes),
    ]
    if plan.seconds is not None:
        about = translate("Plan", "about {time} on this computer")
        parts.append(about.format(time=duration_text(plan.seconds)))
    return " · ".join(parts)


def way_text(plan: Plan) -> str:
    """How the text is read: in one piece, or in sections that are merged."""
    documents = len(plan.documents)
    sections = sum(1 for node in plan.nodes if node.kind == "section")
    parts = []
    if documents > 1:
        parts.append(
            translate("Plan", "Each of %n document(s) is summarised, then compared.", "", documents)
        )
    if sections:
        if documents == 1:
            text = translate("Plan", "It is read in %n section(s), then merged.", "", sections)
        else:
            text = translate(
                "Plan", "Those that do not fit at once are read in %n section(s).", "", sections
            )
        parts.append(text)
    elif documents == 1:
        parts.append(translate("Plan", "It fits into the context and is read in one piece."))
    if plan.seconds is None:
        parts.append(translate("Plan", "How long it takes is known after the first summary."))
    return joined(*parts)


def length_text(length: Length) -> str:
    return {
        "one-line": translate("Plan", "One line"),
        "short": translate("Plan", "Short"),
        "medium": translate("Plan", "Medium"),
        "page": translate("Plan", "One page"),
        "long": translate("Plan", "Detailed"),
    }[length]


def form_text(form: Form) -> str:
    return {
        "prose": translate("Plan", "Prose"),
        "bullets": translate("Plan", "Bullet points"),
        "points": translate("Plan", "Key points with pages"),
        "table": translate("Plan", "Table of facts"),
        "timeline": translate("Plan", "Timeline"),
    }[form]


def languages() -> tuple[tuple[str, str], ...]:
    """(what the model is told, what the person reads) of common languages of summaries."""
    return (
        ("", translate("Plan", "As in the document")),
        ("English", translate("Plan", "English")),
        ("Chinese", translate("Plan", "Chinese")),
        ("Arabic", translate("Plan", "Arabic")),
        ("French", translate("Plan", "French")),
        ("German", translate("Plan", "German")),
        ("Hindi", translate("Plan", "Hindi")),
        ("Italian", translate("Plan", "Italian")),
        ("Japanese", translate("Plan", "Japanese")),
        ("Korean", translate("Plan", "Korean")),
        ("Polish", translate("Plan", "Polish")),
        ("Portuguese", translate("Plan", "Portuguese")),
        ("Russian", translate("Plan", "Russian")),
        ("Spanish", translate("Plan", "Spanish")),
        ("Turkish", translate("Plan", "Turkish")),
    )


# --- while it runs ---------------------------------------------------------------------------


def progress_text(progress: WorkProgress) -> str:
    """How far a work is: "5 of 12 passes · about 2 min left"."""
    parts = []
    if progress.total:
        text = translate("Plan", "{done} of {total} passes")
        done, total = number_text(progress.done), number_text(progress.total)
        parts.append(text.format(done=done, total=total))
    if progress.seconds_left is not None:
        left = translate("Plan", "about {time} left")
        parts.append(left.format(time=duration_text(progress.seconds_left)))
    return " · ".join(parts)


def coverage_text(cells: tuple[Cell, ...], coverage: float) -> str:
    """What has been read: "5 of 12 sections read, 41 %"."""
    done = sum(1 for cell in cells if cell.state == "done")
    text = translate("Plan", "{done} of %n section(s) read, {percent}", "", len(cells))
    text = text.format(done=number_text(done), percent=percent_text(coverage))
    failed = sum(1 for cell in cells if cell.state == "failed")
    if failed:
        text += translate("Plan", ", %n failed", "", failed)
    return text


def cell_text(cells: tuple[Cell, ...], number: int) -> str:
    """One section of the meter, named within its document."""
    cell = cells[number]
    of_document = [other for other in cells if other.document == cell.document]
    place = sum(1 for other in cells[: number + 1] if other.document == cell.document)
    state = {
        "waiting": translate("Plan", "waiting"),
        "working": translate("Plan", "being read"),
        "done": translate("Plan", "read"),
        "failed": translate("Plan", "failed"),
    }[cell.state]
    if any(other.document != cell.document for other in cells):
        text = translate("Plan", "Document {document}, section {place} of {total}: {state}")
    else:
        text = translate("Plan", "Section {place} of {total}: {state}")
    return text.format(
        document=number_text(cell.document + 1),
        place=number_text(place),
        total=number_text(len(of_document)),
        state=state,
    )


def broken_off(messages: list[Message]) -> Message | None:
    """The last reply, if it is a summary that was stopped or interrupted."""
    if len(messages) < 2 or messages[-1].role != "assistant":
        return None
    reply, turn = messages[-1], messages[-2]
    if not isinstance(turn.task, SummaryTask):
        return None
    return reply if reply.state in (MessageState.STOPPED, MessageState.INTERRUPTED) else None


def broken_text(reply: Message, passes: int) -> str:
    """What is left of a summary that did not end; `passes` are finished, 0 if not known."""
    if reply.state is MessageState.INTERRUPTED:
        text = translate("Plan", "Interrupted.")
    else:
        text = translate("Plan", "Stopped.")
    sources = reply.sources
    if passes:
        kept = translate("Plan", "%n finished pass(es) are kept.", "", passes)
    elif sources is not None and sources.sections_read:
        kept = translate("Plan", "{done} of %n section(s) are read and kept.", "", sources.sections)
        kept = kept.format(done=number_text(sources.sections_read))
    else:
        kept = translate("Plan", "What was finished is kept.")
    return joined(text, kept)


def scope_placeholder(names: list[str], documents: int) -> str:
    """What stands in the empty composer of a conversation with a scope."""
    if len(names) == 1:
        return translate("Scope", "Ask about {name}").format(name=one_line(names[0], _NAME))
    if documents == len(names):
        return translate("Scope", "Ask %n document(s)", "", documents)
    if documents:
        return translate("Scope", "Ask these documents and collections")
    return translate("Scope", "Ask %n collection(s)", "", len(names))
