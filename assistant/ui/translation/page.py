"""The mode "Translate": a text or a file, sentence by sentence, with the person's own terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QLocale, Qt, QTimer, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assistant.core.errors import UserError
from assistant.core.notices import Notice
from assistant.core.remote.consent import TRANSLATION
from assistant.core.translation.languages import find_language
from assistant.ui.actions import ActionRegistry
from assistant.ui.chat.refusal import Refusal
from assistant.ui.controls import push_button
from assistant.ui.documents.library_drop import dropped_paths
from assistant.ui.error_words import in_window_language, joined
from assistant.ui.servers.place_permission import PlacePermission
from assistant.ui.services import Services
from assistant.ui.starter.starter_hint import hint_for
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.drop_hint import TranslateDropHint
from assistant.ui.translation.file_card import FileCard
from assistant.ui.translation.file_words import KINDS, file_name
from assistant.ui.translation.glossary_page import GlossaryPage
from assistant.ui.translation.options_bar import OptionsBar
from assistant.ui.translation.pair_view import PairView
from assistant.ui.translation.progress_row import ProgressRow

_WIDTH = 1400
_SMALL = 560


class TranslatePage(QWidget):
    """`take_focus` puts the cursor into the text."""

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__()
        self.setObjectName("translate_page")
        self.setAcceptDrops(True)
        self._services = services
        self._desk = services.translating
        self._glossaries = services.glossaries
        self._theme = theme
        self._actions = actions
        self._again: Callable[[], object] | None = None
        self._glossary_page: GlossaryPage | None = None
        self._file_card: FileCard | None = None
        self._file_phase = "none"
        self.dialog: QFileDialog | None = None
        """The one that is open."""
        self._build()
        self._add_actions()
        self._connect()
        self._on_theme()
        self._refresh()
        self._desk.load()
        self._glossaries.load()

    # --- parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.options = OptionsBar(self._desk, self._glossaries, self._theme, self)
        self.progress = ProgressRow(self._desk, self._theme, self)
        self.refusal = Refusal(self._theme, self)
        consent = self._services.consent
        self.permission = PlacePermission(consent, TRANSLATION, self._theme, self)
        self.pair = PairView(self._desk, self._theme, self)
        self._body = QStackedWidget(self)
        self._body.addWidget(self.pair)
        self._work = QWidget(self)
        self._column = QVBoxLayout(self._work)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measures.GAP_M)
        self._column.addWidget(self._build_top())
        self._column.addWidget(self.options)
        self._column.addWidget(self.progress)
        self._column.addWidget(self.refusal)
        self._column.addWidget(self.permission)
        self._column.addWidget(self._body, 1)
        self.hint = hint_for(self._services, self._theme, self._actions, self)
        self._column.addWidget(self.hint)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._work)
        self._pages.setMaximumWidth(_WIDTH)
        self._outer = QHBoxLayout(self)
        self._outer.addStretch(1)
        self._outer.addWidget(self._pages, 100)
        self._outer.addStretch(1)
        self.drop_hint = TranslateDropHint(self._theme, self)

    def _build_top(self) -> QWidget:
        self._title = QLabel(self.tr("Translate"), self)
        self.file_button = push_button(self.tr("Translate a file…"), "link", self)
        self.file_button.clicked.connect(self.choose_file)
        self.glossary_button = push_button(self.tr("Glossaries…"), "link", self)
        self.glossary_button.clicked.connect(self.show_glossaries)
        self._top = QWidget(self)
        row = QHBoxLayout(self._top)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self.file_button)
        row.addWidget(self.glossary_button)
        return self._top

    def _add_actions(self) -> None:
        add = self._actions.add
        panes = self.pair.splitter  # in the card, the same keys keep what is written there
        add("translate", self.tr("Translate"), "Ctrl+Return", self.translate, scope=panes)
        add("next_sentence", self.tr("Next sentence"), "F8", self._next, scope=self)
        add("previous_sentence", self.tr("Previous sentence"), "Shift+F8", self._last, scope=self)
        add(
            "open_sentence",
            self.tr("Open the sentence"),
            "Alt+Return",
            self.pair.open_current,
            scope=self,
        )
        self.options.translate_button.setToolTip(self._actions.tooltip("translate"))

    def _connect(self) -> None:
        desk = self._desk
        desk.phase_changed.connect(self._refresh)
        desk.phase_changed.connect(lambda: self.hint.follow(desk.phase))
        desk.wish.text_changed.connect(self._refresh)
        desk.wish.options_changed.connect(self._refresh)
        desk.loaded.connect(self._on_loaded)
        desk.failed.connect(self._services.notices.post_error)
        self.permission.model_wanted.connect(lambda: self._actions.trigger("choose_model"))
        self.permission.closed.connect(self.take_focus)
        desk.sentences.failed.connect(self._on_sentence_failed)
        desk.file.changed.connect(self._on_file)
        desk.file.written.connect(self._on_written)
        self._glossaries.failed.connect(self._services.notices.post_error)
        self.options.translate_requested.connect(self.translate)
        self.options.stop_requested.connect(self.stop)
        self.options.languages.swap.pressed.connect(self.pair.flush)
        self.options.glossaries_requested.connect(self.show_glossaries)
        self.pair.files_pasted.connect(self.open_files)
        self.pair.said.connect(self._say)
        self.refusal.action_chosen.connect(self._on_action)
        self._theme.changed.connect(self._on_theme)

    # --- what a person does ----------------------------------------------------------------

    def take_focus(self) -> None:
        """The mode was chosen."""
        if self._pages.currentWidget() is self._glossary_page:
            self._glossary_page.take_focus()
        elif self._with_file and self._file_card is not None:
            begin, save = self.options.translate_button, self._file_card.save_button
            wanted = begin if begin.isEnabled() or not save.isEnabled() else save
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.pair.source.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _with_file(self) -> bool:
        return self._desk.file.phase != "none"

    @Slot()
    def translate(self) -> None:
        """Translate the text, or the file where one is open."""
        self._again = self.translate
        if self._with_file:
            self._desk.file.start()
            return
        self.pair.card.keep()
        self.pair.flush()
        if not self._desk.wish.options.target:
            self.options.languages.target.open_list()
            return
        self._desk.translate(anew=self._desk.up_to_date)

    @Slot()
    def stop(self) -> None:
        (self._desk.file if self._with_file else self._desk).stop()

    def _next(self) -> None:
        self.pair.step(1)

    def _last(self) -> None:
        self.pair.step(-1)

    @Slot(str)
    def _on_action(self, action: str) -> None:
        self._again = partial(self._on_action, action)
        if action == "anyway":
            self._desk.translate(anyway=True)
        elif action == "again":
            self._desk.translate()
        else:
            self._actions.trigger(action)

    # --- files -----------------------------------------------------------------------------

    @Slot()
    def choose_file(self) -> None:
        """Ask for a file to translate."""
        dialog = QFileDialog(self.window(), self.tr("Translate a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        endings = " ".join(f"*.{ending}" for ending in KINDS)
        known = self.tr("Files to translate ({endings})").format(endings=endings)
        dialog.setNameFilters([known, self.tr("All files (*)")])
        dialog.fileSelected.connect(self.open_file)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_dialog_closed)
        self.dialog = dialog
        dialog.open()

    @Slot()
    def _on_dialog_closed(self, _result: int = 0) -> None:
        self.dialog = None

    @Slot(str)
    def open_file(self, path: str) -> None:
        """Show what is in the file; nothing is translated before it is asked for."""
        self.pair.flush()
        self._desk.file.open(path)
        self.show_work()

    @Slot(list)
    def open_files(self, paths: Sequence[str]) -> None:
        """Open the first one; more than one is said."""
        if not paths:
            return
        self.open_file(paths[0])
        if len(paths) > 1:
            self._say(self.tr("Files are translated one at a time; this is the first."))

    @Slot()
    def _on_file(self) -> None:
        if self._with_file and self._file_card is None:
            self._file_card = FileCard(self._desk, self._theme, self._actions, self)
            self._file_card.start_requested.connect(self.translate)
            self._body.addWidget(self._file_card)
        shown = self._file_card if self._with_file and self._file_card else self.pair
        if self._body.currentWidget() is not shown:
            self._body.setCurrentWidget(shown)
        self._refresh()
        phase = self._desk.file.phase
        if phase != self._file_phase and phase in ("none", "ready", "done") and self.isVisible():
            QTimer.singleShot(0, self, self.take_focus)  # when all buttons know of it
        self._file_phase = phase

    @property
    def file_card(self) -> FileCard | None:
        """Once a file was opened."""
        return self._file_card

    @Slot(str, object)
    def _on_written(self, path: str, notes: Sequence[str]) -> None:
        saved = self.tr("Saved as {name}.").format(name=file_name(path))
        self._say(joined(saved, *(in_window_language(note) for note in notes)))

    # --- glossaries ------------------------------------------------------------------------

    @Slot()
    def show_glossaries(self) -> None:
        """Show the glossaries in the place of the translation."""
        if self._glossary_page is None:
            page = GlossaryPage(self._glossaries, self._services.notices, self._theme, self)
            page.left.connect(self.show_work)
            self._pages.addWidget(page)
            self._glossary_page = page
        self._glossary_page.open(self._desk.wish.options.glossary)
        self._pages.setCurrentWidget(self._glossary_page)
        self._glossary_page.take_focus()

    @property
    def glossary_page(self) -> GlossaryPage | None:
        """Once it was shown."""
        return self._glossary_page

    @Slot()
    def show_work(self) -> None:
        self._pages.setCurrentWidget(self._work)
        if self.isVisible():
            self.take_focus()

    # --- facts -----------------------------------------------------------------------------

    @Slot()
    def _on_loaded(self) -> None:
        """Whoever has never chosen a target wants most often to read in their own language."""
        wish = self._desk.wish
        own = find_language(QLocale().name())
        if not wish.options.target and own != "en":
            wish.set_options(target=own)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        desk, file = self._desk, self._desk.file
        if self._with_file:
            begun = bool(file.done) and file.done < file.sentences
            self.options.set_state(
                working=file.working,
                translate=self.tr("Continue") if begun else self.tr("Translate"),
                stop=self.tr("Pause"),
                enabled=file.units is not None and file.done < file.sentences,
                primary=True,
            )
            self.refusal.hide()
            if file.error is not None and file.error.kind == "server_permission":
                self.permission.ask(self.translate)
        else:
            again = desk.up_to_date
            self.options.set_state(
                working=desk.working,
                translate=self.tr("Translate again") if again else self.tr("Translate"),
                stop=self.tr("Stop"),
                enabled=True,
                primary=not again,
            )
            self._refresh_error()
        self.progress.refresh(hidden=self._with_file)

    def _refresh_error(self) -> None:
        error = self._desk.error
        if error is None:
            self.refusal.hide()
        elif error.kind == "server_permission":
            self.refusal.hide()
            self.permission.ask(self._again)
        else:
            self.refusal.show_error(error, *self._remedy(error))

    @Slot(int, object)
    def _on_sentence_failed(self, _number: int, error: UserError) -> None:
        if error.kind == "server_permission":
            self.permission.ask()

    def _remedy(self, error: UserError) -> tuple[str, str]:
        if error.kind == "same_language":
            return "anyway", self.tr("Translate anyway")
        if error.kind == "no_model" and not self._services.models.state.path:
            return "choose_model", self.tr("Choose a model")
        if error.kind in ("empty_prompt", "usage"):
            return "", ""
        return "again", self.tr("Try again")

    @Slot(str)
    def _say(self, text: str) -> None:
        self._services.notices.post(Notice(text=text, timeout_s=8.0))

    # --- dropped files ---------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not dropped_paths(event.mimeData()):
            event.ignore()  # the window knows what to do with it
            return
        self.drop_hint.show_hint()
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_hint.hide()
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.open_files(list(paths))

    # --- keys, size, looks -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            working = self._desk.file.working if self._with_file else self._desk.working
            if working:
                self.stop()
                return
            if self.refusal.isVisible():
                self.refusal.hide()
                return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()

    def flush(self) -> None:
        """Keep what was typed and not handed over yet."""
        self.pair.card.keep()
        self.pair.flush()
        if self._glossary_page is not None:
            self._glossary_page.flush()
        self._desk.save()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        small = self.width() < 700 or self.height() < _SMALL
        side = measures.GAP_M if small else measures.GAP_XL
        self._outer.setContentsMargins(
            side, measures.GAP_S if small else side, side, measures.GAP_M
        )
        self._title.setVisible(not small)
        self._column.setSpacing(measures.GAP_S if small else measures.GAP_M)

    @Slot()
    def _on_theme(self) -> None:
        self._title.setFont(self._theme.title_font())
