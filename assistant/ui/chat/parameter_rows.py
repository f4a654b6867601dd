"""One parameter: its name, its value, what it does, and the way back to the default."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from assistant.core.draft import is_large
from assistant.core.entities import ChatParameters
from assistant.ui.controls import Caption, IconButton
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

LARGEST_SEED = 2**32 - 2


@dataclass(frozen=True)
class NumberSpec:
    """`name` is the field of `ChatParameters`; `zero` are the words for 0, if it has its own."""

    name: str
    label: str
    explanation: str
    low: float
    high: float
    step: float
    digits: int
    zero: str = ""
    slider_high: float = 0.0


def number_specs() -> tuple[NumberSpec, ...]:
    """The numbers of the inspector with their ranges."""
    translate = QCoreApplication.translate
    return (
        NumberSpec(
            "temperature",
            translate("Parameters", "Temperature"),
            translate(
                "Parameters",
                "Low is exact and repeatable, high is varied. 0 always takes the most likely word.",
            ),
            0.0,
            2.0,
            0.05,
            2,
        ),
        NumberSpec(
            "top_p",
            translate("Parameters", "Top-p"),
            translate(
                "Parameters", "Only the most likely tokens that make up this share. 1 is off."
            ),
            0.01,
            1.0,
            0.01,
            2,
        ),
        NumberSpec(
            "top_k",
            translate("Parameters", "Top-k"),
            translate("Parameters", "Only this many of the most likely tokens. 0 is off."),
            0,
            1000,
            1,
            0,
            translate("Parameters", "off"),
            200,
        ),
        NumberSpec(
            "min_p",
            translate("Parameters", "Min-p"),
            translate(
                "Parameters",
                "Leaves out tokens less likely than this share of the best one. 0 is off.",
            ),
            0.0,
            1.0,
            0.01,
            2,
        ),
        NumberSpec(
            "repeat_penalty",
            translate("Parameters", "Repeat penalty"),
            translate(
                "Parameters", "Above 1, words that were just used become less likely. 1 is off."
            ),
            0.5,
            2.0,
            0.05,
            2,
        ),
        NumberSpec(
            "max_tokens",
            translate("Parameters", "Longest answer"),
            translate("Parameters", "In tokens. 0 goes on to the end of the context."),
            0,
            1_000_000,
            64,
            0,
            translate("Parameters", "no limit"),
            8192,
        ),
    )


class _Spin(QDoubleSpinBox):
    """Scrolling the panel does not turn the numbers."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Slider(QSlider):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ParameterRow(QWidget):
    """`changed(object)`: the new value. `set_value` says nothing."""

    changed = Signal(object)

    def __init__(
        self, label: str, explanation: str, default: object, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.default = default
        self.label = QLabel(label, self)
        self.label.setWordWrap(True)
        self.reset = IconButton(
            theme, "undo", self.tr("{name}: back to the default").format(name=label), self
        )
        self.reset.clicked.connect(self._on_reset)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self.explanation = Caption(theme, explanation, self)

    def value(self) -> object:
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        raise NotImplementedError

    def _said(self) -> None:
        self.reset.setVisible(self.value() != self.default)
        self.changed.emit(self.value())

    @Slot()
    def _on_reset(self) -> None:
        self.set_value(self.default)
        self._said()


class NumberRow(ParameterRow):
    """A number with a slider."""

    def __init__(self, spec: NumberSpec, theme: Theme, parent: QWidget) -> None:
        default = getattr(ChatParameters(), spec.name)
        super().__init__(spec.label, spec.explanation, default, theme, parent)
        self.spec = spec
        self.spin = _Spin(self)
        self.spin.setDecimals(spec.digits)
        self.spin.setRange(spec.low, spec.high)
        self.spin.setSingleStep(spec.step)
        self.spin.setSpecialValueText(spec.zero)
        self.spin.lineEdit().setTextMargins(6, 0, 6, 0)
        self.spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.spin.setFixedWidth(84)
        self.spin.setAccessibleName(spec.label)
        self.spin.setAccessibleDescription(spec.explanation)
        self.label.setBuddy(self.spin)
        self.slider = _Slider(Qt.Orientation.Horizontal, self)
        top = spec.slider_high or spec.high
        self.slider.setRange(round(spec.low / spec.step), round(top / spec.step))
        self.slider.setAccessibleName(spec.label)
        self.spin.valueChanged.connect(self._on_spin)
        self.slider.valueChanged.connect(self._on_slider)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(measures.GAP_XS)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.reset, 0, 1)
        grid.addWidget(self.spin, 0, 2)
        grid.addWidget(self.slider, 1, 0, 1, 3)
        grid.addWidget(self.explanation, 2, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        self.set_value(default)

    def value(self) -> float | int:
        value = self.spin.value()
        return round(value, self.spec.digits) if self.spec.digits else int(value)

    def set_value(self, value: object) -> None:
        with QSignalBlocker(self.spin):
            self.spin.setValue(float(value))  # type: ignore[arg-type]
        self._follow()
        self.reset.setVisible(self.value() != self.default)

    def _follow(self) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(self.spin.value() / self.spec.step))

    @Slot(float)
    def _on_spin(self, _value: float) -> None:
        self._follow()
        self._said()

    @Slot(int)
    def _on_slider(self, ticks: int) -> None:
        self.spin.setValue(ticks * self.spec.step)


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
        self.field.textEdited.connect(self._said)
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
        text = "" if value is None else QLocale.c().toString(int(value))  # type: ignore[call-overload]
        self.field.setText(text.replace(",", ""))
        self.reset.setVisible(value is not None)

    @Slot()
    def _said(self, _text: str = "") -> None:
        super()._said()


class SystemPromptRow(ParameterRow):
    """A text that stands before every conversation."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        label = QCoreApplication.translate("Parameters", "System prompt")
        explanation = QCoreApplication.translate(
            "Parameters", "Said to the model before the conversation: its task, its tone."
        )
        super().__init__(label, explanation, "", theme, parent)
        self.field = _PromptField(self)
        self.field.setAccessibleName(label)
        self.field.setAccessibleDescription(explanation)
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(112)
        self.field.textChanged.connect(self._said)
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

    def value(self) -> str:
        return self.field.toPlainText()

    def set_value(self, value: object) -> None:
        if str(value) != self.field.toPlainText():
            with QSignalBlocker(self.field):
                self.field.setPlainText(str(value))
        self.reset.setVisible(bool(value))

    @Slot()
    def _said(self) -> None:
        super()._said()


class _PromptField(QPlainTextEdit):
    """Takes text that an editor can hold; a prompt of that length is a document."""

    def insertFromMimeData(self, source: object) -> None:
        text = source.text()  # type: ignore[attr-defined]
        if not is_large(text):
            self.insertPlainText(text)
