"""The parameters that are written: seed, system prompt, stop strings."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from assistant.core.display_text import storable
from assistant.core.draft import is_large
from assistant.ui.chat.parameter_rows import ParameterRow
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

LARGEST_SEED = 2**32 - 2
_PROMPT_HEIGHT = 112
_STOPS_HEIGHT = 72


class SeedValidator(QValidator):
    """Nothing, or a whole number up to the largest seed."""

    def validate(self, text: str, position: int) -> object:
        if not text:
            return QValidator.State.Acceptable
        fits = text.isascii() and text.isdigit() and int(text[:20]) <= LARGEST_SEED
        return QValidator.State.Acceptable if fits else QValidator.State.Invalid


class SeedRow(ParameterRow):
    """A whole number or nothing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        label = QCoreApplication.translate("Parameters", "Seed")
        explanation = QCoreApplication.translate(
            "Parameters", "The same seed gives the same answer. Empty draws a new one each time."
        )
        super().__init__(label, explanation, None, theme, parent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(QCoreApplication.translate("Parameters", "new each time"))
        self.field.setValidator(SeedValidator(self.field))
        self.field.setFixedWidth(124)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setAccessibleName(label)
        self.field.setAccessibleDescription(explanation)
        self.field.textEdited.connect(self._on_edited)
        self.label.setBuddy(self.field)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(measures.GAP_XS)
        grid.setVerticalSpacing(measures.GAP_XS)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.reset, 0, 1)
        grid.addWidget(self.field, 0, 2)
        grid.addWidget(self.explanation, 1, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        self.reset.hide()

    def value(self) -> int | None:
        text = self.field.text()
        return int(text) if text else None

    def set_value(self, value: object) -> None:
        self.field.setText("" if value is None else str(value))
        self.reset.setVisible(value is not None)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._said()


class TextRow(ParameterRow):
    """A text of several lines. `value` and `set_value` are what `read` and `write` make of it."""

    def __init__(
        self, label: str, explanation: str, default: object, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(label, explanation, default, theme, parent)
        self.field = _TextField(self)
        self.field.setAccessibleName(label)
        self.field.setAccessibleDescription(explanation)
        self.field.setTabChangesFocus(True)
        self.field.textChanged.connect(self._on_changed)
        self.label.setBuddy(self.field)
        grid = QGridLayout()
        grid.setHorizontalSpacing(measures.GAP_XS)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.reset, 0, 1)
        grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addLayout(grid)
        column.addWidget(self.field)
        column.addWidget(self.explanation)
        self.reset.hide()

    def read(self, text: str) -> object:
        """The value that `text` stands for."""
        raise NotImplementedError

    def write(self, value: object) -> str:
        """The text for a value."""
        raise NotImplementedError

    def value(self) -> object:
        return self.read(self.field.toPlainText())

    def set_value(self, value: object) -> None:
        if value != self.value():
            with QSignalBlocker(self.field):
                self.field.setPlainText(self.write(value))
        self.reset.setVisible(self.own)

    @Slot()
    def _on_changed(self) -> None:
        self._said()


class SystemPromptRow(TextRow):
    """A text that stands before every conversation."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        label = QCoreApplication.translate("Parameters", "System prompt")
        explanation = QCoreApplication.translate(
            "Parameters", "Said to the model before the conversation: its task, its tone."
        )
        super().__init__(label, explanation, "", theme, parent)
        self.field.setFixedHeight(_PROMPT_HEIGHT)

    def read(self, text: str) -> str:
        return storable(text)

    def write(self, value: object) -> str:
        return str(value)


class StopRow(TextRow):
    """Strings that end an answer, one in each line; a line break in one is written as \\n."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        label = QCoreApplication.translate("Parameters", "Stop strings")
        explanation = QCoreApplication.translate(
            "Parameters",
            "The answer ends before any of these, one in each line. \\n stands for a line break.",
        )
        super().__init__(label, explanation, (), theme, parent)
        self.field.setFixedHeight(_STOPS_HEIGHT)

    def read(self, text: str) -> tuple[str, ...]:
        lines = storable(text).split("\n")
        return tuple(_unescaped(line) for line in lines if line)

    def write(self, value: object) -> str:
        stops: tuple[str, ...] = value  # type: ignore[assignment]
        return "\n".join(stop.replace("\\", "\\\\").replace("\n", "\\n") for stop in stops)


def _unescaped(line: str) -> str:
    out: list[str] = []
    pieces = iter(line)
    for character in pieces:
        if character == "\\":
            following = next(pieces, "")
            out.append({"n": "\n", "\\": "\\"}.get(following, "\\" + following))
        else:
            out.append(character)
    return "".join(out)


class _TextField(QPlainTextEdit):
    """Takes text that an editor can hold; a text of that length is a document."""

    def insertFromMimeData(self, source: object) -> None:
        text = source.text()  # type: ignore[attr-defined]
        if not is_large(text):
            self.insertPlainText(text)
