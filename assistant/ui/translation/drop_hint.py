"""Files that are held over the translation page."""

from __future__ import annotations

from assistant.ui.documents.library_drop import DropHint


class TranslateDropHint(DropHint):
    """Says what would happen to the file here."""

    def words(self) -> str:
        return self.tr("Translate this file")
