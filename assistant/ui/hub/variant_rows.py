"""The files of a repository to choose from: how large, how good, whether they fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from assistant.core.display_text import one_line
from assistant.core.hub.fitting import verdict
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.ordering import can_be_fetched
from assistant.core.hub.recommending import best_variant
from assistant.core.hub.repository import HubRepository, Variant
from assistant.core.hub.verdict import Verdict
from assistant.ui.documents.row_painting import TwoLineDelegate
from assistant.ui.hub import words
from assistant.ui.hub.fit_words import fit_line, fit_reason, fit_tone
from assistant.ui.hub.row_list import Index, RowModel
from assistant.ui.words import size_text

translate = QCoreApplication.translate
_BITS = re.compile(r"(?:^|[-_])I?T?Q(\d)", re.IGNORECASE)
_GAP = 12
_DOT = 16


class Role(IntEnum):
    """What a row can be asked for besides its text."""

    ROW = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True)
class VariantRow:
    """One variant; `refused` says why it cannot be fetched, "" for one that can."""

    variant: Variant
    fit: Verdict | None = None
    best: bool = False
    refused: str = ""

    @property
    def name(self) -> str:
        return one_line(self.variant.name, 80) or self.variant.quantisation

    @property
    def size(self) -> str:
        text = size_text(self.variant.size) if self.variant.size else ""
        parts = len(self.variant.files)
        if parts > 1:
            text += words.DOT + translate("Hub", "%n part(s)", "", parts)
        return text

    @property
    def note(self) -> str:
        """How good it is, and that it is the one to take."""
        if self.refused:
            return self.refused
        quality = quality_text(self.variant.quantisation)
        if not self.best:
            return quality
        return words.DOT.join(filter(None, (translate("Hub", "Recommended here"), quality)))

    @property
    def mark(self) -> str:
        return "" if self.refused or self.fit is None else fit_line(self.fit)

    @property
    def tone(self) -> str:
        return "secondary" if self.fit is None else fit_tone(self.fit)

    @property
    def spoken(self) -> str:
        parts = (self.name, self.size, self.note, self.mark)
        return ", ".join(filter(None, parts)).replace(words.DOT, ", ")

    @property
    def reason(self) -> str:
        return "" if self.fit is None or self.refused else fit_reason(self.fit)


def quality_text(quantisation: str) -> str:
    """What the bits of a quantisation mean for what is written."""
    name = quantisation.upper()
    if any(word in name for word in ("F16", "F32")):
        return translate("Hub", "the original weights")
    found = _BITS.search(name)
    bits = int(found[1]) if found else 4 if "FP4" in name else 0
    return _QUALITY[min(bits, 8)]() if bits else ""


def variant_rows(repository: HubRepository, machine: MachineFacts | None) -> list[VariantRow]:
    """A row for each variant, the best one marked."""
    refused = [_refused(variant) for variant in repository.variants]
    good = [each for each, why in zip(repository.variants, refused, strict=True) if not why]
    parameters = repository.model.parameters
    best = None
    if machine is not None and good:
        found = best_variant(good, machine, parameters=parameters)
        best = found[0] if found is not None else None
    return [
        VariantRow(
            variant=variant,
            fit=_fit(variant, machine, parameters),
            best=variant is best,
            refused=why,
        )
        for variant, why in zip(repository.variants, refused, strict=True)
    ]


def _fit(variant: Variant, machine: MachineFacts | None, parameters: int) -> Verdict | None:
    if machine is None or machine.total_memory <= 0 or variant.size <= 0:
        return None
    return verdict(variant.size, machine, parameters=parameters)


def _refused(variant: Variant) -> str:
    if variant.missing:
        return translate("Hub", "%n part(s) are missing on the hub", "", variant.missing)
    if not can_be_fetched(variant.files):
        return translate("Hub", "the hub does not say what it must contain")
    return ""


_QUALITY: dict[int, Callable[[], str]] = {
    8: lambda: translate("Hub", "nearly the original"),
    **dict.fromkeys((5, 6, 7), lambda: translate("Hub", "close to the original")),
    4: lambda: translate("Hub", "good balance"),
    3: lambda: translate("Hub", "somewhat worse"),
    **dict.fromkeys((1, 2), lambda: translate("Hub", "clearly worse")),
}


class VariantModel(RowModel[VariantRow]):
    """Window thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda row: row.variant, parent)

    def best(self) -> QModelIndex:
        """The row to begin with: the recommended one, else the smallest that can be fetched."""
        usable = [number for number, row in enumerate(self._rows) if not row.refused]
        best = [number for number in usable if self._rows[number].best]
        first = next(iter(best or usable), None)
        return QModelIndex() if first is None else self.index(first)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None or row.refused:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

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
                return "\n".join(filter(None, (row.variant.files[0].path, row.note, row.reason)))
            case Role.ROW:
                return row
        return None


class VariantDelegate(TwoLineDelegate):
    """A round mark for the chosen one; name and size over the note; the fit at the right."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: VariantRow = index.data(Role.ROW)
        inside = self.paint_background(painter, option)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if not row.refused:
            self._paint_choice(painter, inside, chosen=selected)
        room = inside.adjusted(_DOT + _GAP, 0, 0, 0)
        fonts = (self.theme.interface_font(bold=True), self.theme.caption_font())
        heights = [QFontMetrics(font).height() for font in fonts]
        top = room.top() + (room.height() - sum(heights) - 2) // 2
        first = QRect(room.left(), top, room.width(), heights[0])
        second = QRect(room.left(), top + heights[0] + 2, room.width(), heights[1])
        ink = "faint" if row.refused else "ink"
        size_width = QFontMetrics(fonts[1]).horizontalAdvance(row.size)
        name_room = first.adjusted(0, 0, -size_width - _GAP, 0)
        self._paint_line(painter, name_room, row.name, fonts[0], ink)
        self._paint_right(painter, first, row.size, "secondary")
        taken = self._paint_right(painter, second, row.mark, row.tone)
        note = second.adjusted(0, 0, -taken - (_GAP if taken else 0), 0)
        self._paint_line(painter, note, row.note, fonts[1], "faint" if row.refused else "secondary")

    def _paint_choice(self, painter: QPainter, inside: QRect, *, chosen: bool) -> None:
        top = inside.center().y() - _DOT / 2 + 0.5
        ring = QRectF(inside.left(), top, _DOT, _DOT).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(self.theme.colour("accent" if chosen else "control"), 1.5))
        painter.setBrush(self.theme.colour("surface"))
        painter.drawEllipse(ring)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("accent"))
            painter.drawEllipse(ring.adjusted(3.5, 3.5, -3.5, -3.5))

    def _paint_right(self, painter: QPainter, where: QRect, text: str, tone: str) -> int:
        """Paint at the right edge; how wide it became."""
        if not text:
            return 0
        painter.setFont(self.theme.caption_font())
        painter.setPen(self.theme.colour(tone))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        how = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(where, int(how), shown)
        return metrics.horizontalAdvance(shown)
