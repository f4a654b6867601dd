"""How the window looks."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from assistant import paths
from assistant.core.settings import Settings
from assistant.ui.controls import Caption
from assistant.ui.services import Services
from assistant.ui.settings.form import Choice, FormPage
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_NATIVE_NAMES = {"en": "English", "zh_CN": "简体中文"}


class AppearancePage(FormPage):
    """Theme, language, size of the reading text."""

    def __init__(self, services: Services, theme: Theme) -> None:
        super().__init__(theme, "")
        self.title.setText(self.tr("Appearance"))
        self._preferences = services.preferences
        self.mode = Choice()
        self.mode.addItem(self.tr("As the system"), "system")
        self.mode.addItem(self.tr("Light"), "light")
        self.mode.addItem(self.tr("Dark"), "dark")
        self.add_row(self.tr("Colours"), self.mode)
        self.language = Choice()
        self.language.addItem(self.tr("As the system"), "system")
        for code in _languages():
            self.language.addItem(_NATIVE_NAMES.get(code, code), code)
        self.add_row(self.tr("Language"), self.language, self.tr("Changes with the next start."))
        self._add_scale()
        self._show(services.preferences.settings)
        self.mode.currentIndexChanged.connect(self._on_changed)
        self.language.currentIndexChanged.connect(self._on_changed)
        self.scale.valueChanged.connect(self._on_changed)
        services.preferences.changed.connect(self._show)

    def _add_scale(self) -> None:
        holder = QWidget()
        self.scale = QSlider(Qt.Orientation.Horizontal, holder)
        self.scale.setRange(measures.SMALLEST_SCALE // 10, measures.LARGEST_SCALE // 10)
        self.scale.setPageStep(2)
        self.percent = QLabel(holder)
        self.percent.setMinimumWidth(48)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.scale, 1)
        row.addWidget(self.percent)
        self.add_row(
            self.tr("Size of the reading text"), holder, self.tr("Of answers and of the composer.")
        )
        self.scale.setAccessibleName(self.tr("Size of the reading text"))
        self.sample = Caption(
            self.theme, self.tr("The quick brown fox jumps over the lazy dog. 敏捷的棕色狐狸")
        )
        self.sample.setProperty("tone", "")
        self.column.addWidget(self.sample)

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        look = settings.appearance
        with (
            QSignalBlocker(self.mode),
            QSignalBlocker(self.language),
            QSignalBlocker(self.scale),
        ):
            self.mode.choose(look.theme)
            self.language.choose(look.language)
            self.scale.setValue(look.reading_scale // 10)
        self.percent.setText(self.tr("{percent} %").format(percent=look.reading_scale))
        self.sample.setFont(self.theme.reading_font())

    @Slot()
    def _on_changed(self, _value: int = 0) -> None:
        look = self._preferences.settings.appearance
        self._preferences.set_appearance(
            msgspec.structs.replace(
                look,
                theme=self.mode.currentData(),
                language=self.language.currentData(),
                reading_scale=self.scale.value() * 10,
            )
        )


def _languages() -> list[str]:
    """The codes of the languages that this installation has texts for."""
    folder = paths.resources() / "translations"
    found = {file.stem.removeprefix("inkstone_") for file in folder.glob("inkstone_*.qm")}
    return sorted(found | {"en"})
