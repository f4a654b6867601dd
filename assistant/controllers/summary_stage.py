"""What of a summary is being done, and how the sections look on the meter."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication

from assistant.controllers.reply_work import Cell, CellState
from assistant.controllers.summary_passes import OpenPass
from assistant.core.summary_course import Standing
from assistant.core.summary_plan import Plan


def stage_text(plan: Plan, opened: Sequence[OpenPass]) -> str:
    """The first of the passes that the engine is at says what is being done."""
    translate = QCoreApplication.translate
    if not opened:
        return translate("Summary", "Waiting for the model")
    first = opened[0]
    node, done, total = first.passed.node, 0, 0
    if node.kind == "section":
        sections = [each.id for each in plan.nodes if each.section >= 0]
        done, total = sections.index(node.id) + 1, len(sections)
        text = translate("Summary", "Reading section {done:,} of {total:,}")
    elif node.kind == "whole" and not first.tokens and first.total:
        done, total = first.read, first.total
        text = translate("Summary", "Reading {done:,} of {total:,} tokens")
    elif node.kind == "merge":
        text = translate("Summary", "Merging the notes")
    elif node.kind in ("shorten", "comparison"):
        text = translate("Summary", "Comparing the documents")
    elif len(plan.documents) > 1:
        done, total = node.document + 1, len(plan.documents)
        text = translate("Summary", "Writing the summary of document {done:,} of {total:,}")
    else:
        text = translate("Summary", "Writing the summary")
    return text.format(done=done, total=total)


def cells_of(plan: Plan, standing: Standing, working: Collection[str]) -> tuple[Cell, ...]:
    """One for each section, in the order of the documents."""
    cells = []
    for node in plan.nodes:
        if node.section < 0:
            continue
        section = plan.documents[node.document].sections[node.section]
        state: CellState = standing.states[node.id]
        if state == "waiting" and node.id in working:
            state = "working"
        cells.append(Cell(node.document, section.end - section.start, state))
    return tuple(cells)
