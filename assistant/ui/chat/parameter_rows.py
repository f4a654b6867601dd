"""One parameter: its name, its value, what it does, and the way back to what it inherits."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QLabel, QSlider, QWidget

from assistant.ui.chat.parameter_specs import ChoiceSpec, NumberSpec
from assistant.ui.controls import Caption, IconButton, repolish
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_FIELD_WIDTH = 84
_CHOICE_WIDTH = 124


class _Spin(QDoubleSpinBox):
    """Scrolling the panel does not turn the numbers."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Slider(QSlider):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Combo(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ParameterRow(QWidget):
    """`changed(object)`: the new value. `set_value` says nothing.

    `default` is the value of a row that the person has not touched.
    """

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

    @property
    def own(self) -> bool:
        """Whether the person set it."""
        return self.value() != self.default

    def _said(self) -> None:
        self.reset.setVisible(self.own)
        self.changed.emit(self.value())

    @Slot()
    def _on_reset(self) -> None:
        # the button hides itself, and the focus stays in the row
        if self.reset.hasFocus():
            self.label.buddy().setFocus()
        self.set_value(self.default)
        self._said()


class InheritingRow(ParameterRow):
    """A row that shows, while it is not set, what comes from the model or the default.

    Its value is None then.
    """

    def __init__(
        self, label: str, explanation: str, default: object, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(label, explanation, default, theme, parent)
        self.source = Caption(theme, "", self, tone="faint")
        self._inherited: object = None
        self._own: object = default

    def value(self) -> object:
        return self._own

    def set_value(self, value: object) -> None:
        self._own = value
        self._show()

    def set_inherited(self, value: object, *, from_model: bool) -> None:
        """Show `value` as what counts while the person sets nothing."""
        self._inherited = value
        text = self._words(value)
        if from_model:
            said = QCoreApplication.translate("Parameters", "model: {value}").format(value=text)
        else:
            said = QCoreApplication.translate("Parameters", "default: {value}").format(value=text)
        self.source.setText(said)
        self._describe(f"{self.explanation.text()} {said}")
        self._show()

    def _place_words(self, grid: QGridLayout) -> None:
        """The name over what is inherited, beside the way back; alone where nothing is."""
        if self.default is None:
            grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(self.source, 1, 0, Qt.AlignmentFlag.AlignTop)
        else:
            grid.addWidget(self.label, 0, 0, 2, 1)
            self.source.hide()
        grid.addWidget(self.reset, 0, 1, 2, 1)
        grid.setColumnStretch(0, 1)

    def _words(self, value: object) -> str:
        raise NotImplementedError

    def _describe(self, text: str) -> None:
        raise NotImplementedError

    def _display(self, value: object) -> None:
        raise NotImplementedError

    def _mark(self, widget: QWidget, *, inherited: bool) -> None:
        if widget.property("inherited") != inherited:
            widget.setProperty("inherited", inherited)
            repolish(widget)

    def _show(self) -> None:
        shown = self._inherited if self._own is None else self._own
        if shown is not None:
            self._display(shown)
        self.reset.setVisible(self.own)

    def _set(self, value: object) -> None:
        self._own = value
        self._show()
        self._said()


class NumberRow(InheritingRow):
    """A number with a slider. `default` None inherits; any other is the number itself."""

    def __init__(
        self, spec: NumberSpec, default: float | None, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(spec.label, spec.explanation, default, theme, parent)
        self.spec = spec
        self.spin = _Spin(self)
        self.spin.setDecimals(spec.digits)
        self.spin.setRange(spec.low, spec.high)
        self.spin.setSingleStep(spec.step)
        self.spin.setSpecialValueText(spec.zero)
        self.spin.lineEdit().setTextMargins(6, 0, 6, 0)
        self.spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.spin.setFixedWidth(_FIELD_WIDTH)
        self.spin.setAccessibleName(spec.label)
        self.label.setBuddy(self.spin)
        self.slider = _Slider(Qt.Orientation.Horizontal, self)
        top = spec.slider_high or spec.high
        self.slider.setRange(round(spec.low / spec.step), round(top / spec.step))
        self.slider.setAccessibleName(spec.label)
        self.spin.valueChanged.connect(self._on_spin)
        self.slider.valueChanged.connect(self._on_slider)
        self._lay_out()
        self._describe(spec.explanation)
        self._show()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(measures.GAP_XS)
        grid.setVerticalSpacing(0)
        self._place_words(grid)
        grid.addWidget(self.spin, 0, 2, 2, 1)
        grid.addWidget(self.slider, 2, 0, 1, 3)
        grid.addWidget(self.explanation, 3, 0, 1, 3)

    def _words(self, value: object) -> str:
        number = float(value)  # type: ignore[arg-type]
        if self.spec.zero and number == self.spec.low:
            return self.spec.zero
        digits = self.spec.digits
        while digits > 1 and round(number, digits - 1) == round(number, digits):
            digits -= 1
        return QLocale().toString(number, "f", digits)

    def _describe(self, text: str) -> None:
        self.spin.setAccessibleDescription(text)
        self.slider.setAccessibleDescription(text)

    def _display(self, value: object) -> None:
        with QSignalBlocker(self.spin):
            self.spin.setValue(float(value))  # type: ignore[arg-type]
        self._follow()
        for widget in (self.spin, self.slider):
            self._mark(widget, inherited=self._own is None)

    def _follow(self) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(self.spin.value() / self.spec.step))

    @Slot(float)
    def _on_spin(self, value: float) -> None:
        digits = self.spec.digits
        self._set(round(value, digits) if digits else int(value))

    @Slot(int)
    def _on_slider(self, ticks: int) -> None:
        value = ticks * self.spec.step
        digits = self.spec.digits
        self._set(round(value, digits) if digits else int(value))


class ChoiceRow(InheritingRow):
    """One of a few values. `default` None inherits; any other is a value itself."""

    def __init__(self, spec: ChoiceSpec, default: object, theme: Theme, parent: QWidget) -> None:
        super().__init__(spec.label, spec.explanation, default, theme, parent)
        self.spec = spec
        self.combo = _Combo(self)
        for value, words in spec.choices:
            self.combo.addItem(words, value)
        self.combo.setAccessibleName(spec.label)
        self.combo.view().setAccessibleName(spec.label)
        self.combo.setMinimumWidth(_CHOICE_WIDTH)
        self.combo.activated.connect(self._on_activated)
        self.label.setBuddy(self.combo)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(measures.GAP_XS)
        grid.setVerticalSpacing(0)
        self._place_words(grid)
        grid.addWidget(self.combo, 0, 2, 2, 1)
        grid.setRowMinimumHeight(2, measures.GAP_XS)
        grid.addWidget(self.explanation, 3, 0, 1, 3)
        self._describe(spec.explanation)
        self._show()

    def _words(self, value: object) -> str:
        return self.combo.itemText(self.combo.findData(value))

    def _describe(self, text: str) -> None:
        self.combo.setAccessibleDescription(text)

    def _display(self, value: object) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(value)))
        self._mark(self.combo, inherited=self._own is None)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self._set(self.combo.itemData(index))
