"""Choosing a variant and having it fetched."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from assistant.core.errors import UserError
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.ordering import order_for
from assistant.core.hub.repository import HubFile, HubRepository
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.row_painting import row_height
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import error_text
from assistant.ui.hub import words
from assistant.ui.hub.row_list import set_up
from assistant.ui.hub.variant_rows import VariantDelegate, VariantModel, VariantRow, variant_rows
from assistant.ui.settings.form import Choice
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import size_text


class VariantPanel(QWidget):
    """`download_requested(DownloadOrder)`, `downloads_requested()`, `use_requested(str id)`,
    `resume_requested(str id)`: try what failed again."""

    download_requested = Signal(object)
    resume_requested = Signal(str)
    downloads_requested = Signal()
    use_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._repository: HubRepository | None = None
        self._endpoint = ""
        self._download: Download | None = None
        self._downloads: tuple[Download, ...] = ()
        self._ordering = False
        self.model = VariantModel(self)
        self.view = self._build_view()
        self.projector_label = QLabel(self.tr("To read images"), self)
        self.projector = Choice(self)
        self.projector.setAccessibleName(self.tr("The file with which it reads images"))
        self.projector.view().setAccessibleName(self.projector.accessibleName())
        self.projector_label.setBuddy(self.projector)
        self.summary = Caption(theme, "", self)
        self.problem = Caption(theme, "", self, tone="danger")
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem.hide()
        self.button = push_button(self.tr("Download"), "primary", self)
        self.show_downloads = push_button(self.tr("Show downloads"), "", self)
        self._build()
        self.button.clicked.connect(self._on_button)
        self.show_downloads.clicked.connect(self.downloads_requested)
        self.projector.currentIndexChanged.connect(self._refresh)

    def _build_view(self) -> _Rows:
        view = _Rows(self)
        view.setObjectName("hub_variants")
        name = self.tr("Files to choose from")
        set_up(view, name, self.model, VariantDelegate(self._theme))
        view.selectionModel().currentChanged.connect(self._refresh)
        view.installEventFilter(self)
        return view

    def _build(self) -> None:
        companion = QHBoxLayout()
        companion.setSpacing(measures.GAP_S)
        companion.addWidget(self.projector_label)
        companion.addWidget(self.projector, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self.view, 100)
        column.addLayout(companion)
        column.addWidget(self.problem)
        column.addWidget(self.summary)
        column.addWidget(wrapping(measures.GAP_S, self.button, self.show_downloads))
        column.addStretch(1)

    # --- what is shown ---------------------------------------------------------------------

    @property
    def chosen(self) -> VariantRow | None:
        row = self.model.row(self.view.currentIndex())
        return None if row is None or row.refused else row

    @property
    def companion(self) -> HubFile | None:
        file: HubFile | None = self.projector.currentData()
        return file

    def show_repository(
        self, repository: HubRepository, machine: MachineFacts | None, endpoint: str
    ) -> None:
        """Show its variants, the best one chosen; the same again keeps what was chosen."""
        same = self._repository is not None and self._repository.model.repo == (
            repository.model.repo
        )
        by_hand = same and self._touched
        self._repository, self._endpoint = repository, endpoint
        self.model.show_rows(variant_rows(repository, machine))
        self._fit_height()
        if not by_hand or not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.best())
            self.view.scrollTo(self.view.currentIndex())
        if not same:
            self._touched = False
            self._fill_projectors(repository)
        self.problem.hide()
        self._ordering = False
        self._refresh()

    _touched = False

    def _fit_height(self) -> None:
        """The list is no higher than its rows, so that the button stands below the last one."""
        rows = self.model.rowCount()
        self.view.setMaximumHeight(rows * row_height(self._theme) + 4 if rows else 0)
        self.view.set_least(min(rows, 2) * row_height(self._theme))

    def _fill_projectors(self, repository: HubRepository) -> None:
        self.projector.clear()
        for file in repository.projectors:
            if file.sha256:
                name = file.path.rpartition("/")[2]
                self.projector.addItem(f"{name}{words.DOT}{size_text(file.size)}", file)
        shown = self.projector.count() > 0
        self.projector.addItem(self.tr("Without it: text alone"), None)
        self.projector.setVisible(shown)
        self.projector_label.setVisible(shown)
        self.projector.setCurrentIndex(0)

    def show_downloads_of(self, downloads: tuple[Download, ...]) -> None:
        """What is on its way or here already."""
        self._downloads = downloads
        self._refresh()

    @property
    def download(self) -> Download | None:
        """The download of the variant that is chosen."""
        return self._download

    def show_problem(self, error: UserError) -> None:
        """Why it is not fetched."""
        self._ordering = False
        self.problem.setText(error_text(error))
        self.problem.show()
        self._refresh()

    def order_taken(self) -> None:
        """It is in the queue."""
        self._ordering = False
        self._refresh()

    @Slot()
    def _refresh(self, _what: object = None, _before: object = None) -> None:
        row = self.chosen
        self._download = None if row is None else self._download_of(row)
        download = self._download
        state = "" if download is None else download.state
        text = {"done": self.tr("Use now"), "failed": self.tr("Try again")}.get(
            state, self.tr("Download")
        )
        self.button.setText(text)
        self.button.setAccessibleName(f"{text} {row.name}".strip() if row is not None else text)
        self.button.setVisible(state in ("", "done", "failed"))
        self.button.setEnabled(row is not None and not self._ordering)
        self.show_downloads.setVisible(download is not None)
        self.summary.setText(self._summary(row, download))
        self.summary.setVisible(bool(self.summary.text()))
        if download is not None:
            failed = words.error_sentence(download) if state == "failed" else ""
            self.problem.setText(failed)
            self.problem.setVisible(bool(failed))

    def _summary(self, row: VariantRow | None, download: Download | None) -> str:
        if row is None:
            if self._repository is not None and not self.model.rows:
                return self.tr("There is no GGUF file here that Inkstone could use.")
            return ""
        if download is not None:
            return words.progress_line(download, 0.0)
        size = row.variant.size + (self.companion.size if self.companion is not None else 0)
        parts = [self.tr("{name}, {size}").format(name=row.name, size=size_text(size))]
        if row.reason:
            parts.append(row.reason)
        return words.DOT.join(parts)

    def _download_of(self, row: VariantRow) -> Download | None:
        repo = self._repository.model.repo if self._repository is not None else ""
        first = row.variant.files[0].path
        for download in self._downloads:
            order = download.order
            if order.repo == repo and order.files and order.files[0].path == first:
                return download
        return None

    # --- what a person does ----------------------------------------------------------------

    def order(self) -> DownloadOrder | None:
        """What would be fetched now."""
        row = self.chosen
        if row is None or self._repository is None:
            return None
        return order_for(self._repository, row.variant, self.companion, endpoint=self._endpoint)

    @Slot()
    def _on_button(self) -> None:
        download = self._download
        if download is not None and download.state == "done":
            self.use_requested.emit(download.id)
        elif download is not None and download.state == "failed":
            self.resume_requested.emit(download.id)
        elif download is None:
            self._order()

    def _order(self) -> None:
        order = self.order()
        if order is None or self._ordering:
            return
        self._ordering = True
        self.problem.hide()
        self._refresh()
        self.download_requested.emit(order)

    def take_focus(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._touched = True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_button()
                return True
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._touched = True
        return super().eventFilter(watched, event)


class _Rows(QListView):
    """A list that asks for a few rows; it takes more where there is room."""

    _least = 0

    def set_least(self, height: int) -> None:
        self._least = height
        self.setMinimumHeight(height)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(240, self._least)
