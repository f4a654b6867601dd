"""The models that were found, as rows: what each is, and whether it would fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QRect,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from assistant.core.hub.fitting import verdict
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.repository import HubModel
from assistant.core.hub.verdict import Verdict
from assistant.ui.documents.row_painting import TwoLineDelegate
from assistant.ui.hub import words
from assistant.ui.hub.fit_words import fit_text, fit_tone
from assistant.ui.hub.row_list import Index, RowModel
from assistant.ui.icons import pixmap
from assistant.ui.words import parameters_text

_GAP = 12
_LOCK = 14
_MARK_SHARE = 0.45
"""How much of a row the words about fitting may take."""


class Role(IntEnum):
    """What a row can be asked for besides its text."""

    ROW = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True)
class ResultRow:
    """One repository. `mark` says whether it would fit, `tone` is the role of its colour."""

    repo: str
    name: str
    owner: str
    facts: str
    mark: str = ""
    tone: str = "secondary"
    gated: bool = False

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        said = QCoreApplication.translate("Hub", "{name} by {owner}").format(
            name=self.name, owner=self.owner
        )
        facts = self.facts.replace(words.DOT, ", ")
        return ", ".join(filter(None, (said, facts, self.mark.replace(words.DOT, ", "))))


def found_row(model: HubModel, machine: MachineFacts | None) -> ResultRow:
    """A row for what the hub says of a repository; the fit is that of a file with four bits."""
    owner, name = words.owner_and_name(model.repo)
    facts = (
        words.gate_text(model),
        parameters_text(model.parameters),
        words.sizes_text(model.parameters),
        words.license_name(model.license) if model.license else "",
        words.counts_text(model),
    )
    mark, tone = "", "secondary"
    if machine is not None and (fit := _four_bits(model, machine)) is not None:
        mark, tone = fit_text(fit), fit_tone(fit)
    return ResultRow(
        repo=model.repo,
        name=name,
        owner=owner,
        facts=words.DOT.join(filter(None, facts)),
        mark=mark,
        tone=tone,
        gated=bool(model.gate),
    )


def _four_bits(model: HubModel, machine: MachineFacts) -> Verdict | None:
    if model.parameters <= 0 or machine.total_memory <= 0:
        return None
    size = round(model.parameters * words.FOUR_BITS)
    return verdict(size, machine, parameters=model.parameters)


class ResultModel(RowModel[ResultRow]):
    """Window thread. Rows are only added, or all of them replaced."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda row: row.repo, parent)

    def add_rows(self, rows: Sequence[ResultRow]) -> None:
        """Show these below the others; what is there already is left out."""
        known = {row.repo for row in self._rows}
        fresh = [row for row in rows if row.repo not in known]
        if not fresh:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
        self._rows += fresh
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.owner}/{row.name}\n{row.facts}\n{row.mark}".strip()
            case Role.ROW:
                return row
        return None


class ResultDelegate(TwoLineDelegate):
    """Name and owner over the facts; at the right whether it fits, and a lock before a gate."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ResultRow = index.data(Role.ROW)
        inside = self.paint_background(painter, option)
        fonts = (self.theme.interface_font(bold=True), self.theme.caption_font())
        heights = [QFontMetrics(font).height() for font in fonts]
        top = inside.top() + (inside.height() - sum(heights) - 2) // 2
        first = QRect(inside.left(), top, inside.width(), heights[0])
        second = QRect(inside.left(), top + heights[0] + 2, inside.width(), heights[1])
        first.setRight(self._paint_mark(painter, first, row))
        taken = self._write(painter, first, row.name, fonts[0], "ink")
        rest = first.adjusted(taken + _GAP, 0, 0, 0)
        if row.owner and rest.width() > 40:
            self._write(painter, rest, row.owner, fonts[1], "secondary")
        self._write(painter, second, row.facts, fonts[1], "secondary")

    def _write(self, painter: QPainter, where: QRect, text: str, font: QFont, role: str) -> int:
        """Paint one line; how wide it became."""
        self._paint_line(painter, where, text, font, role)
        return min(where.width(), QFontMetrics(font).horizontalAdvance(text))

    def _paint_mark(self, painter: QPainter, where: QRect, row: ResultRow) -> int:
        """The right edge of what is left for the name."""
        right = where.right()
        metrics = QFontMetrics(self.theme.caption_font())
        if row.mark:
            shown = metrics.elidedText(
                row.mark, Qt.TextElideMode.ElideRight, int(where.width() * _MARK_SHARE)
            )
            width = metrics.horizontalAdvance(shown) + 2
            place = QRect(right - width, where.top(), width, where.height())
            painter.setFont(self.theme.caption_font())
            painter.setPen(self.theme.colour(row.tone))
            painter.drawText(
                place,
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                shown,
            )
            right -= width + _GAP
        if row.gated:
            dpr = painter.device().devicePixelRatioF()
            drawn = pixmap("lock", self.theme.palette.caution, _LOCK, dpr)
            painter.drawPixmap(right - _LOCK, where.center().y() - _LOCK // 2 + 1, drawn)
            right -= _LOCK + _GAP
        return right
