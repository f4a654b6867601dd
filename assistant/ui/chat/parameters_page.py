"""The parameters of the conversation, and what is known of the model."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from assistant.controllers.chat import ChatController
from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.models import ModelsController
from assistant.core.display_text import one_line
from assistant.core.entities import ChatParameters, ModelInfo
from assistant.ui.chat.parameters_panel import ParametersPanel
from assistant.ui.controls import Caption, Hairline
from assistant.ui.error_words import in_window_language
from assistant.ui.servers.conversation_section import ConversationSection
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text, size_text


class ParametersPage(QScrollArea):
    """`defaults_chosen(ChatParameters)`."""

    defaults_chosen = Signal(object)

    def __init__(
        self,
        chat: ChatController,
        models: ModelsController,
        theme: Theme,
        parent: QWidget,
        consent: ConsentKeeper,
    ) -> None:
        super().__init__(parent)
        self._chat = chat
        self._models = models
        self._theme = theme
        self.panel = ParametersPanel(theme, self)
        self.panel.changed.connect(chat.set_parameters)
        self.panel.defaults_chosen.connect(self.defaults_chosen)
        self.destination = ConversationSection(chat, consent, theme, self)
        self._model_title = QLabel(self.tr("Model"), self)
        self._model_text = Caption(theme, "", self)
        self._model_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._build()
        chat.opened.connect(self._on_opened)
        chat.conversation_changed.connect(self._on_parameters)
        models.state_changed.connect(self._on_model)
        theme.changed.connect(self._on_theme)
        self._on_parameters()
        self._on_model()
        self._on_theme()

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(measures.GAP_L, measures.GAP_S, measures.GAP_L, measures.GAP_L)
        column.setSpacing(measures.GAP_M)
        column.addWidget(self.panel)
        column.addWidget(self.destination)
        column.addWidget(Hairline(self._theme, inside))
        column.addWidget(self._model_title)
        column.addWidget(self._model_text)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def focus(self, name: str) -> None:
        """Put the cursor on a parameter."""
        row = self.panel.rows[name]
        row.label.buddy().setFocus()
        self.ensureWidgetVisible(row)

    def show_destination(self) -> None:
        """Show where the conversation is sent, with the cursor on what can be taken back."""
        self.ensureWidgetVisible(self.destination)
        button = next(iter(self.destination.rows.buttons.values()), None)
        if button is not None:
            button.setFocus()

    @Slot(object)
    def _on_opened(self, _opened: object) -> None:
        self.panel.forget()
        self._on_parameters()

    @Slot(object)
    def _on_parameters(self, _fact: object = None) -> None:
        parameters: ChatParameters = self._chat.parameters
        self.panel.show_parameters(parameters)

    @Slot(object)
    def _on_model(self, _state: object = None) -> None:
        info = self._models.state.info
        self.panel.show_suggested({} if info is None else info.suggested)
        self._model_title.setVisible(info is not None)
        self._model_text.setVisible(info is not None)
        if info is not None:
            self._model_text.setText("\n".join(self._facts(info)))

    def _facts(self, info: ModelInfo) -> list[str]:
        facts = [one_line(info.name)]
        if info.architecture or info.description:
            facts.append(one_line(f"{info.architecture} {info.description}"))
        if info.context_length:
            facts.append(
                self.tr("Context: {length} tokens of {trained}").format(
                    length=number_text(info.context_length),
                    trained=number_text(info.trained_context),
                )
            )
        facts.append(self.tr("Runs on: {backend}").format(backend=one_line(info.backend)))
        if total := info.model_bytes + info.cache_bytes + info.compute_bytes:
            facts.append(self.tr("Memory: {size}").format(size=size_text(total)))
        notes = (info.template_note, info.reason)
        facts += [one_line(in_window_language(text)) for text in notes if text]
        return facts

    @Slot()
    def _on_theme(self) -> None:
        self._model_title.setFont(self._theme.interface_font(bold=True))
