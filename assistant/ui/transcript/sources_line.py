"""The quiet line under an answer that says what it stands on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from assistant.core.grounding import Sources
from assistant.ui.icons import icon
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text

translate = QCoreApplication.translate
_WHOLE = 0.9995
_ICON = 14


class SourcesLine(QPushButton):
    """ "3 sources · 2 of 2 quotations found in the text"; a click asks for them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sources: Sources | None = None
        self._words = ""
        self._doubt = False
        self.setObjectName("sources_line")
        self.setProperty("kind", "link")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setIconSize(QSize(_ICON, _ICON))
        self.restyle()

    def show_sources(self, sources: Sources) -> None:
        """Say what `sources` hold."""
        if sources is self._sources:
            return
        self._sources = sources
        self._words = sources_text(sources)
        self._doubt = lost_quotations(sources) > 0
        self.setAccessibleName(translate("Transcript", "Sources: {what}").format(what=self._words))
        self.restyle()

    def fit(self, width: int) -> QSize:
        """The size within `width`; what is cut is in the tooltip."""
        room = width - _ICON - 2 * measures.GAP_M
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        hint = translate("Transcript", "Show the sources")
        self.setToolTip(hint if shown == self._words else f"{self._words}\n{hint}")
        return QSize(min(width, self.sizeHint().width()), measures.HIT_AREA)

    def restyle(self) -> None:
        """Follow the theme: secondary, with a sign of caution where something was not found."""
        roles = self._theme.palette
        self.setFont(self._theme.caption_font())
        name, colour = ("alert", roles.caution) if self._doubt else ("file-text", roles.secondary)
        self.setIcon(icon(name, colour, _ICON, self.devicePixelRatioF()))
        self.setStyleSheet(f"QPushButton {{ color: {roles.secondary}; text-align: left; }}")


def sources_text(sources: Sources) -> str:
    """What an answer stands on, in one line."""
    parts = [*read_words(sources), *_quoted(sources)]
    return "  ·  ".join(parts)


def quotations_of(sources: Sources) -> int:
    """How many quotations of the answer were looked up."""
    return sum(citation.by_model for citation in sources.citations)


def lost_quotations(sources: Sources) -> int:
    """How many of them are not in the documents."""
    return sum(not citation.verified for citation in sources.citations if citation.by_model)


def read_words(sources: Sources) -> list[str]:
    """How much was read for an answer, in parts of a line."""
    if sources.coverage is None:
        numbers = {citation.n for citation in sources.citations if citation.n}
        if numbers:
            one = translate("Transcript", "1 source")
            return [_counted(len(numbers), one, translate("Transcript", "{count} sources"))]
        count = len(sources.documents)
        one = translate("Transcript", "1 document was searched")
        many = translate("Transcript", "{count} documents were searched")
        return [_counted(count, one, many)]
    if sources.coverage >= _WHOLE:
        parts = [translate("Transcript", "All of the text was read")]
    else:
        text = translate("Transcript", "{percent} % of the text was read")
        parts = [text.format(percent=number_text(int(sources.coverage * 100)))]
    if sources.sections:
        if sources.sections_read < sources.sections:
            text = translate("Transcript", "{read} of {count} sections")
            read, count = number_text(sources.sections_read), number_text(sources.sections)
            parts.append(text.format(read=read, count=count))
        else:
            one = translate("Transcript", "1 section")
            many = translate("Transcript", "{count} sections")
            parts.append(_counted(sources.sections, one, many))
    return parts


def _quoted(sources: Sources) -> list[str]:
    quoted = quotations_of(sources)
    if not quoted:
        return []
    found = quoted - lost_quotations(sources)
    if quoted == 1:
        if found:
            return [translate("Transcript", "the quotation was found in the text")]
        return [translate("Transcript", "the quotation was not found in the text")]
    text = translate("Transcript", "{found} of {count} quotations found in the text")
    return [text.format(found=number_text(found), count=number_text(quoted))]


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=number_text(count))
