"""From which language into which, and the button that exchanges them."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assistant.controllers.translating import TranslationDesk
from assistant.ui.controls import IconButton
from assistant.ui.filter_list import ListEntry
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.language_words import codes, drawn_name, language_name
from assistant.ui.translation.list_popup import ListPopup
from assistant.ui.translation.picker_button import PickerButton, open_below


class LanguagePicker(PickerButton):
    """Opens a list of languages, the recent ones first, found by either of their names."""

    def __init__(self, desk: TranslationDesk, theme: Theme, *, target: bool) -> None:
        super().__init__(theme)
        self.setObjectName("language_to" if target else "language_from")
        self._desk = desk
        self._target = target
        self.popup: ListPopup | None = None
        self.clicked.connect(self.open_list)
        desk.wish.options_changed.connect(self.refresh)
        desk.wish.detected_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        wish = self._desk.wish
        if self._target:
            code = wish.options.target
            self.set_words(language_name(code) if code else self.tr("Choose a language"))
            self.setAccessibleName(self.tr("Translate into: {name}").format(name=self.words()))
            return
        if wish.options.source:
            self.set_words(language_name(wish.options.source))
        elif wish.detected:
            detected = self.tr("{language} detected")
            detail = detected.format(language=language_name(wish.detected))
            self.set_words(self.tr("Detect"), detail)
        else:
            self.set_words(self.tr("Detect language"))
        self.setAccessibleName(self.tr("Translate from: {name}").format(name=self.words()))

    @Slot()
    def open_list(self) -> None:
        if self.popup is None:
            self.popup = ListPopup(self._theme, self.tr("Find a language"), self)
            self.popup.chosen.connect(self.choose)
        options = self._desk.wish.options
        value = options.target if self._target else options.source
        self.popup.open_with(self.entries(), value)
        open_below(self, self.popup)

    def entries(self) -> list[ListEntry]:
        """What the list offers, in order."""
        wish = self._desk.wish
        chosen = wish.options.target if self._target else wish.options.source
        recent = [code for code in wish.recent if code in codes()]
        others = sorted(
            (code for code in codes() if code not in recent),
            key=lambda code: language_name(code).casefold(),
        )
        entries = [self._entry(code, chosen, "clock") for code in recent]
        entries += [self._entry(code, chosen, "") for code in others]
        if not self._target:
            icon = "check" if not chosen else "search"
            entries.insert(0, ListEntry(self.tr("Detect language"), "", icon))
        return entries

    def _entry(self, code: str, chosen: str, icon: str) -> ListEntry:
        name, own = language_name(code), drawn_name(code)
        detail = own if own != name else ""
        return ListEntry(name, code, "check" if code == chosen else icon, detail)

    @Slot(object)
    def choose(self, code: str) -> None:
        """Who chooses the language of the other side means to exchange them."""
        wish = self._desk.wish
        source, target = wish.options.source, wish.options.target
        if self._target:
            exchanged = code == source and bool(target)
            wish.set_options(target=code, source=target if exchanged else source)
        else:
            exchanged = bool(code) and code == target and bool(source)
            wish.set_options(source=code, target=source if exchanged else target)


class LanguageRow(QWidget):
    """The two pickers with the swap button between them."""

    def __init__(self, desk: TranslationDesk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.source = LanguagePicker(desk, theme, target=False)
        self.target = LanguagePicker(desk, theme, target=True)
        self.swap = IconButton(theme, "swap", self.tr("Exchange the languages"), self)
        self.swap.setObjectName("swap_languages")
        self.swap.clicked.connect(desk.swap)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_XS)
        row.addWidget(self.source)
        row.addWidget(self.swap)
        row.addWidget(self.target)
        QWidget.setTabOrder(self.source, self.swap)
        QWidget.setTabOrder(self.swap, self.target)
        for changed in (
            desk.wish.options_changed,
            desk.wish.detected_changed,
            desk.phase_changed,
        ):
            changed.connect(self._refresh)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        self.swap.setEnabled(self._desk.can_swap)
        for picker in (self.source, self.target):
            picker.setEnabled(not self._desk.working)
