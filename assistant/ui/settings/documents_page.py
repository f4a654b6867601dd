"""How documents are searched and read, and what is kept of them."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QLocale, QSignalBlocker, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assistant.controllers.library_care import LibraryCare, LibraryFacts, ReadingFacts
from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.remote.server import is_remote, server_and_model
from assistant.core.settings import Settings
from assistant.paths import app_paths
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.ask_row import AskRow
from assistant.ui.servers.embedding_permission import EmbeddingPermission
from assistant.ui.services import Services
from assistant.ui.settings.file_rows import ask_for_gguf
from assistant.ui.settings.form import Choice, FormPage
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text, size_text

NO_MODEL = "none"


class DocumentSettingsPage(FormPage):
    """The embedding model, OCR, what is kept. Opening it looks up what there is."""

    def __init__(self, services: Services, theme: Theme) -> None:
        super().__init__(theme, "")
        self.title.setText(self.tr("Documents"))
        self._services = services
        self._database = (services.paths or app_paths()).database
        self._care = LibraryCare(
            services.library,
            services.collections,
            services.reader,
            services.pool,
            self._database,
            self,
        )
        self._add_searching()
        self._add_reading()
        self._add_kept()
        self._show(services.preferences.settings)
        services.preferences.changed.connect(self._show)
        self._care.measured.connect(self._on_measured)
        self._care.looked.connect(self._on_looked)
        self._care.forgetting.connect(self._on_forgetting)
        self._care.failed.connect(self._on_failed)
        theme.changed.connect(self._on_theme)

    # --- rows ------------------------------------------------------------------------------

    def _add_searching(self) -> None:
        self.add_heading(self.tr("Searching"))
        self.embedding = Choice()
        self.embedding.currentIndexChanged.connect(self._on_embedding)
        self.add_row(
            self.tr("Embedding model"),
            self.embedding,
            self.tr(
                "Finds passages by what they mean, even where other words are used. Without "
                "one, documents are searched by their words."
            ),
        )
        self.choose = push_button(self.tr("Choose a model file…"))
        self.choose.clicked.connect(self._on_choose)
        self._add_line(self.choose)
        self.permission: EmbeddingPermission | None = None
        if self._services.preferences.settings.servers:
            self.permission = EmbeddingPermission(self._services, self.theme, self)
            self.permission.models_changed.connect(self._on_server_models)
            self.permission.model_wanted.connect(self.embedding.setFocus)
            self.column.addWidget(self.permission)

    def _add_reading(self) -> None:
        self.add_heading(self.tr("Scanned pages"))
        self.ocr = Caption(self.theme, "")
        self.column.addWidget(self.ocr)

    def _add_kept(self) -> None:
        self.add_heading(self.tr("What is kept"))
        self.kept = Caption(self.theme, "")
        self.column.addWidget(self.kept)
        self.place = Caption(self.theme, "")
        self.column.addWidget(self.place)
        self.forget = push_button(self.tr("Forget all documents…"))
        self.forget.clicked.connect(self.ask_to_forget)
        self.forget.setEnabled(False)
        self._add_line(self.forget)
        self.question = AskRow(self.theme, self)
        self.question.left.connect(self.forget.setFocus)
        self.column.addWidget(self.question)

    def _add_line(self, control: QWidget) -> None:
        row = QHBoxLayout()
        row.addWidget(control)
        row.addStretch(1)
        self.column.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._care.look()
        if self.permission is not None:
            self._services.servers.refresh_unknown()
        if not self._care.busy:
            self._care.measure()

    # --- the embedding model -----------------------------------------------------------------

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        path = settings.documents.embedding_model
        with QSignalBlocker(self.embedding):
            self.embedding.clear()
            self.embedding.addItem(self.tr("automatic"), "")
            self.embedding.addItem(self.tr("none"), NO_MODEL)
            offered = self.permission.choices() if self.permission is not None else []
            for words, offer in offered:
                self.embedding.addItem(one_line(words, 60), offer)
            if path not in ("", NO_MODEL) and self.embedding.findData(path) < 0:
                name = server_and_model(path)[1] if is_remote(path) else Path(path).stem
                self.embedding.addItem(one_line(name, 60), path)
            self.embedding.choose(path)
        self.embedding.setToolTip(path if path != NO_MODEL and not is_remote(path) else "")
        if self.permission is not None:
            self.permission.refresh()

    @Slot()
    def _on_server_models(self) -> None:
        self._show(self._services.preferences.settings)

    @Slot(int)
    def _on_embedding(self, _index: int) -> None:
        self.set_embedding_model(self.embedding.currentData())

    @Slot()
    def _on_choose(self) -> None:
        ask_for_gguf(self, self.tr("An embedding model"), self.set_embedding_model)

    def set_embedding_model(self, path: str) -> None:
        """Use this model file from now on; "" the smallest that is found, "none" no model."""
        preferences = self._services.preferences
        documents = msgspec.structs.replace(preferences.settings.documents, embedding_model=path)
        preferences.replace(msgspec.structs.replace(preferences.settings, documents=documents))

    # --- what there is -----------------------------------------------------------------------

    @Slot(object)
    def _on_looked(self, facts: ReadingFacts) -> None:
        if not facts.can_recognise:
            text = self.tr(
                "Pages that are only pictures cannot be read here: Tesseract is not installed."
            )
        elif not facts.languages:
            text = self.tr(
                "Tesseract is installed, but without a language; install one to read scanned pages."
            )
        else:
            names = QLocale().createSeparatedList(language_names(facts.languages))
            text = self.tr("Tesseract reads scanned pages in: {languages}.").format(languages=names)
        self.ocr.setText(text)

    @Slot(object)
    def _on_measured(self, facts: LibraryFacts) -> None:
        self.forget.setEnabled(facts.documents > 0 or bool(self._services.collections.states))
        if facts.documents:
            text = self.tr("%n document(s), {characters} characters of text", "", facts.documents)
            self.kept.setText(text.format(characters=number_text(facts.characters)))
        else:
            self.kept.setText(self.tr("No document is kept."))
        text = self.tr(
            "It is kept together with your conversations in {path} ({size}); nothing leaves "
            "this computer."
        )
        if is_remote(self._services.preferences.settings.documents.embedding_model):
            text = self.tr("It is kept together with your conversations in {path} ({size}).")
        size = size_text(facts.file_bytes)
        self.place.setText(text.format(path=f"\u2068{self._database}\u2069", size=size))

    # --- forgetting --------------------------------------------------------------------------

    @Slot()
    def ask_to_forget(self) -> None:
        """Say what would be lost, and do it only when that is confirmed."""
        self.question.ask(
            self.tr(
                "Forget all documents, collections and their summaries for good? Your files and "
                "your conversations stay; answers keep what they quote."
            ),
            [(self.tr("Forget everything"), self._on_confirmed)],
        )

    def _on_confirmed(self) -> None:
        self.forget.setEnabled(False)
        self._care.forget_all()

    @Slot(int, int)
    def _on_forgetting(self, done: int, total: int) -> None:
        text = self.tr("Forgetting {done} of {total}")
        self.kept.setText(text.format(done=number_text(done), total=number_text(total)))

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        self._services.notices.post_error(error)

    @Slot()
    def _on_theme(self) -> None:
        super()._on_theme()
        for caption in self.findChildren(Caption):
            caption.setFont(self.theme.caption_font())


def language_names(codes: tuple[str, ...]) -> list[str]:
    """Tesseract's codes ("eng", "chi_sim") as names of languages, each once, in order."""
    scripts = {
        "sim": QCoreApplication.translate("Languages", "{language} (simplified)"),
        "tra": QCoreApplication.translate("Languages", "{language} (traditional)"),
    }
    names = []
    for code in codes:
        base, _, variant = code.partition("_")
        language = QLocale.codeToLanguage(base, QLocale.LanguageCodeType.AnyLanguageCode)
        name = code
        if language is not QLocale.Language.AnyLanguage:
            name = QLocale.languageToString(language)
        if script := scripts.get(variant.partition("_")[0]):
            name = script.format(language=name)
        names.append(name)
    return list(dict.fromkeys(names))
