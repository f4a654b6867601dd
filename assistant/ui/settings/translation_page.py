"""What translations remember."""

from __future__ import annotations

from assistant.controllers.translation_memory import MemoryCare
from assistant.ui.controls import Caption
from assistant.ui.services import Services
from assistant.ui.settings.form import FormPage
from assistant.ui.settings.translation_rows import TranslationRows
from assistant.ui.theme.theme import Theme


class TranslationSettingsPage(FormPage):
    """Looks at the memory whenever it is shown."""

    def __init__(self, services: Services, theme: Theme) -> None:
        super().__init__(theme, "")
        self.title.setText(self.tr("Translation"))
        self.column.addWidget(
            Caption(
                theme,
                self.tr(
                    "A sentence that was translated before, word for word, is not translated "
                    "again: it is taken from memory, and shown as such."
                ),
            )
        )
        memory = MemoryCare(services.library, self)
        memory.failed.connect(services.notices.post_error)
        self.rows = TranslationRows(self, memory)
