"""What a template was before, and the way back to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from assistant.core.templates.template import Template, TemplateVersion
from assistant.ui.controls import Caption, push_button
from assistant.ui.templates.template_words import title_of
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class VersionList(QWidget):
    """`restore_wanted(Template)`: this version shall be edited; nothing is kept by it yet."""

    restore_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._versions: list[TemplateVersion] = []
        self.said = Caption(theme, "", self)
        self.list = QListWidget(self)
        self.list.setObjectName("menu")
        self.list.setAccessibleName(self.tr("Versions"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._on_row)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("The version's text"))
        self.restore_button = push_button(self.tr("Edit this version"), "", self)
        self.restore_button.clicked.connect(self._on_restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        column.addWidget(self.text, 1)
        column.addWidget(self.restore_button, 0, Qt.AlignmentFlag.AlignRight)
        self.show_versions([])

    def show_versions(self, versions: Sequence[TemplateVersion]) -> None:
        """The newest first, which is what the template is now."""
        self._versions = list(versions)
        self.list.clear()
        for number, version in enumerate(versions):
            self.list.addItem(QListWidgetItem(self._name(number, version)))
        several = len(versions) > 1
        self.said.setText(
            self.tr("Each time it is saved a version is kept.")
            if several
            else self.tr("There is no earlier version: one is kept each time it is saved.")
        )
        self.list.setVisible(bool(versions))
        self.text.setVisible(bool(versions))
        self.restore_button.setVisible(several)
        if versions:
            self.list.setCurrentRow(1 if several else 0)

    def _name(self, number: int, version: TemplateVersion) -> str:
        moment = QDateTime.fromSecsSinceEpoch(int(version.saved_at))
        day = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        if number == 0:
            day = self.tr("{day} · now").format(day=day)
        return f"{day} · {title_of(version.template)}"

    @Slot(int)
    def _on_row(self, row: int) -> None:
        within = 0 <= row < len(self._versions)
        self.text.setPlainText(_whole(self._versions[row].template) if within else "")
        self.restore_button.setEnabled(within and row > 0)

    @Slot()
    def _on_restore(self) -> None:
        row = self.list.currentRow()
        if 0 < row < len(self._versions):
            self.restore_wanted.emit(self._versions[row].template)


def _whole(template: Template) -> str:
    """All of a version that is text."""
    parts = [template.system, *(f"{e.question}\n→ {e.answer}" for e in template.examples)]
    parts += [template.text, template.grammar, template.json_schema]
    return "\n\n".join(part.strip() for part in parts if part.strip())
