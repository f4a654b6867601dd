"""What all rendered text of a window shares: the style, the formulas, the workshop."""

from __future__ import annotations

import gc
from threading import Thread

from PySide6.QtCore import QObject, Signal, Slot

from assistant.ui.markdown.documents import FormulaObject, Workshop
from assistant.ui.markdown.formulas import Formulas
from assistant.ui.markdown.style import Style
from assistant.ui.theme.theme import Theme


class Rendering(QObject):
    """Keeps `workshop` in step with the theme and the screen. GUI thread."""

    changed = Signal()
    """Everything must be laid out again with the new `workshop`."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.formulas = Formulas(self)
        self._ratio = 1.0
        self._painter = FormulaObject(self)
        self.workshop = self._workshop()
        theme.changed.connect(self._on_theme_changed)

    def set_ratio(self, ratio: float) -> None:
        """Device pixels for each pixel of the window, 1.0 to about 3.0."""
        if ratio != self._ratio:
            self._ratio = ratio
            self._on_theme_changed()

    def close(self) -> None:
        """Wait for the formula being drawn; nothing is drawn afterwards."""
        self.formulas.close()

    def _workshop(self) -> Workshop:
        return Workshop(Style(self.theme, self._ratio), self.formulas, self._painter)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.workshop = self._workshop()
        self.changed.emit()


def warm_up() -> Thread:
    """Import and try the parsers on a thread of their own; returns it, already started.

    Call once the window is shown: the first answer with code or formulas then finds everything
    loaded. What was loaded is taken out of the garbage collector's rounds, which would otherwise
    stop the window for tens of milliseconds.
    """
    thread = Thread(target=_warm_up, name="markdown-warm-up", daemon=True)
    thread.start()
    return thread


def _warm_up() -> None:
    import sys

    from assistant.ui.markdown.grammar import parse_inline
    from assistant.ui.markdown.highlight import coloured
    from assistant.ui.markdown.stream import MarkdownStream

    if sys.getswitchinterval() > 0.001:
        sys.setswitchinterval(0.001)  # the window's thread must not wait 5 ms for each turn
    MarkdownStream.of("# a\n\n- b\n\n| c |\n|---|\n| d |\n")
    parse_inline("**a** `b` $c$", {})
    for language in ("python", "javascript", "bash", "json", "html", "c", "cpp", "java", "sql"):
        coloured("x = 1", language)
    gc.freeze()
