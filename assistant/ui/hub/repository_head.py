"""What a repository is, in a few lines, and the gate before it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant.controllers.hub import HubController
from assistant.core.display_text import one_line
from assistant.core.hub.access import hub_host
from assistant.core.hub.repository import HubModel, HubRepository
from assistant.ui.controls import Caption, ElidedLabel, IconButton, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.hub import words
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text, parameters_text


class RepositoryHead(QWidget):
    """Name, owner and facts. `back_requested()`."""

    back_requested = Signal()

    def __init__(self, hub: HubController, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hub = hub
        self._theme = theme
        self._repo = ""
        self.back = IconButton(theme, "chevron-left", self.tr("Back to the list"), self)
        self.back.clicked.connect(self.back_requested)
        self.name = ElidedLabel("", self)
        self.owner = ElidedLabel("", self)
        self.owner.setProperty("tone", "secondary")
        self.page = IconButton(
            theme, "external-link", self.tr("Open its page in the browser"), self
        )
        self.page.clicked.connect(self.open_page)
        self.facts = Caption(theme, "", self)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.owner)
        top = QHBoxLayout()
        top.setSpacing(measures.GAP_S)
        top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(names, 1)
        top.addWidget(self.page, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addLayout(top)
        column.addWidget(self.facts)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def show_name(self, repo: str) -> None:
        """Before anything else is known of it."""
        self._repo = repo
        owner, name = words.owner_and_name(repo)
        self.name.set_full_text(name)
        self.owner.set_full_text(owner)
        self.facts.hide()

    def show_repository(self, repository: HubRepository) -> None:
        self.show_name(repository.model.repo)
        parts = _facts(repository.model)
        if repository.asked and repository.asked != repository.model.repo:
            was = self.tr("it was called {name}")
            parts.append(was.format(name=one_line(repository.asked, 80)))
        if repository.left_out:
            parts.append(self.tr("%n file(s) with impossible names left out", "",
                                 repository.left_out))  # fmt: skip
        self.facts.setText(words.DOT.join(parts))
        self.facts.setVisible(bool(parts))

    @Slot()
    def open_page(self) -> None:
        """Show the repository in the browser."""
        QDesktopServices.openUrl(QUrl(f"{self._hub.access.endpoint}/{self._repo}"))

    @Slot()
    def _on_theme(self) -> None:
        font = self._theme.interface_font(bold=True)
        font.setPixelSize(measures.HEADINGS_PX[1])
        self.name.setFont(font)
        self.owner.setFont(self._theme.caption_font())


class GateCard(QFrame):
    """Says that a repository asks for permission. `token_requested()`, `page_requested()`."""

    token_requested = Signal()
    page_requested = Signal()

    def __init__(self, hub: HubController, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refusal")
        self.setProperty("severity", "note")
        self._hub = hub
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.ask = push_button(self.tr("Ask for access"), "", self)
        self.ask.setToolTip(self.tr("Opens its page in the browser"))
        self.ask.clicked.connect(self.page_requested)
        self.token = push_button(self.tr("Enter a token"), "", self)
        self.token.clicked.connect(self.token_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_M, measures.GAP_S, measures.GAP_M, measures.GAP_S)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.label)
        column.addWidget(wrapping(measures.GAP_S, self.ask, self.token))
        self.hide()

    def show_gate(self, model: HubModel) -> None:
        """Hidden where there is none."""
        host = hub_host(self._hub.access.endpoint)
        if model.gate == "manual":
            text = self.tr(
                "Its owner lets people in by hand. Ask for access on {host}; once it is given, "
                "Inkstone needs your token."
            )
        else:
            text = self.tr(
                "Its owner wants you to agree to terms first. Do that on {host}; then Inkstone "
                "needs your token."
            )
        self.label.setText(text.format(host=host))
        self.setAccessibleName(self.label.text())
        self.show_token(self._hub.has_token)
        self.setVisible(bool(model.gate))

    def show_closed(self) -> None:
        """The hub did not let the person in, whatever it had said before."""
        host = hub_host(self._hub.access.endpoint)
        self.label.setText(self.tr("{host} does not let you in here yet.").format(host=host))
        self.setAccessibleName(self.label.text())
        self.show_token(self._hub.has_token)
        self.show()

    def show_token(self, known: bool) -> None:
        """Whether there is a token already."""
        self.token.setText(self.tr("Enter another token") if known else self.tr("Enter a token"))
        self.token.setAccessibleName(self.token.text())


def _facts(model: HubModel) -> list[str]:
    translate = words.translate
    context = ""
    if model.context_length:
        context = translate("Hub", "context of {length} tokens").format(
            length=number_text(model.context_length)
        )
    licence = ""
    if model.license:
        licence = translate("Hub", "licence {name}").format(name=words.license_name(model.license))
    parts = (
        parameters_text(model.parameters),
        context,
        words.task_name(model.task) if model.task else "",
        words.languages_text(model.languages),
        licence,
        words.counts_text(model),
        words.updated_text(model),
    )
    return [part for part in parts if part]
