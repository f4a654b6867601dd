"""The right side of the library: a template to edit, to try, and what it was before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.template_checking import TemplateChecker
from assistant.core.document_ports import DocumentReader
from assistant.core.errors import UserError
from assistant.core.templates.template import Template
from assistant.ui.controls import Caption, ElidedLabel, Hairline, IconButton, push_button
from assistant.ui.templates.editor_fields import EditorFields
from assistant.ui.templates.template_words import title_of
from assistant.ui.templates.try_panel import TryPanel
from assistant.ui.templates.version_list import VersionList
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.workers.task_pool import TaskPool

_PAUSE_MS = 250
_BESIDE_FROM = 780
_EDIT, _TRY, _VERSIONS = range(3)


OwnerOfKeys: TypeAlias = Callable[[str, int], str]
"""Keys and a template's id → what else has these keys, "" for nothing."""


def nobody(_keys: str, _template_id: int) -> str:
    """All keys are free."""
    return ""


class TemplateEditor(QWidget):
    """Shows one template at a time; what is edited is told at once, so that nothing is lost.

    edited(Template)         it is other than it was, and not saved
    save_wanted(Template)    it is right and shall be saved
    revert_wanted()          what was saved last shall stand there again
    favourite_wanted(bool)
    menu_wanted()            the button "more" was pressed
    versions_wanted()
    use_wanted(Template)     in the chat
    """

    edited = Signal(object)
    save_wanted = Signal(object)
    revert_wanted = Signal()
    favourite_wanted = Signal(bool)
    menu_wanted = Signal()
    versions_wanted = Signal()
    use_wanted = Signal(object)

    def __init__(
        self,
        checker: TemplateChecker,
        theme: Theme,
        pool: TaskPool,
        reader: Callable[[], DocumentReader],
        owner_of_keys: OwnerOfKeys,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._checker = checker
        self._owner_of_keys = owner_of_keys
        self._strict = self._save_waits = False
        self._beside = False
        self.fields = EditorFields(theme, self)
        self.fields.changed.connect(self._on_edited)
        self.try_panel = TryPanel(theme, pool, reader, self)
        self.try_panel.use_wanted.connect(self._on_use)
        self.versions = VersionList(theme, self)
        self._build_top()
        self._build_pages()
        self._build_bottom()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addLayout(self._top)
        column.addLayout(self._tabs)
        column.addWidget(self._pages, 1)
        column.addWidget(Hairline(theme, self))
        column.addLayout(self._bottom)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._check)
        checker.found.connect(self._on_found)
        checker.refused.connect(self._on_refused)
        checker.output_refused.connect(self._on_output_refused)
        theme.changed.connect(self._on_theme)

    def _build_top(self) -> None:
        self.title = ElidedLabel("", self)
        self.title.setFont(self._theme.interface_font(bold=True))
        self.star = IconButton(
            self._theme, "star", self.tr("Favourite"), self, checked_role="caution"
        )
        self.star.setCheckable(True)
        self.star.clicked.connect(self._on_star)
        self.more_button = IconButton(self._theme, "more", self.tr("More"), self)
        self.more_button.clicked.connect(self.menu_wanted)
        self._top = QHBoxLayout()
        self._top.setSpacing(measures.GAP_XS)
        self._top.addWidget(self.title, 1)
        self._top.addWidget(self.star)
        self._top.addWidget(self.more_button)

    def _build_pages(self) -> None:
        self.tabs = QButtonGroup(self)
        self._tabs = QHBoxLayout()
        self._tabs.setSpacing(measures.GAP_XS)
        words = ((_EDIT, self.tr("Edit")), (_TRY, self.tr("Try")), (_VERSIONS, self.tr("Versions")))
        for number, text in words:
            button = QToolButton(self)
            button.setText(text)
            button.setAccessibleName(text)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setMinimumSize(64, measures.HIT_AREA)
            self.tabs.addButton(button, number)
            self._tabs.addWidget(button)
        self._tabs.addStretch(1)
        self.tabs.button(_EDIT).setChecked(True)
        self.tabs.idClicked.connect(self._on_tab)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fields.setProperty("role", "page")
        self._area.setWidget(self.fields)
        self._editing = QWidget(self)
        self._side_by_side = QHBoxLayout(self._editing)
        self._side_by_side.setContentsMargins(0, 0, 0, 0)
        self._side_by_side.setSpacing(measures.GAP_L)
        self._side_by_side.addWidget(self._area, 3)
        self._trying = QWidget(self)
        self._try_column = QVBoxLayout(self._trying)
        self._try_column.setContentsMargins(0, 0, 0, 0)
        self._try_column.addWidget(self.try_panel)
        self._pages = QStackedWidget(self)
        for page in (self._editing, self._trying, self.versions):
            self._pages.addWidget(page)

    def _build_bottom(self) -> None:
        self.state = Caption(self._theme, "", self)
        self.revert_button = push_button(self.tr("Discard the edits"), "", self)
        self.revert_button.clicked.connect(self.revert_wanted)
        self.save_button = push_button(self.tr("Save"), "primary", self)
        self.save_button.clicked.connect(self.save)
        self._bottom = QHBoxLayout()
        self._bottom.setSpacing(measures.GAP_S)
        self._bottom.addWidget(self.state, 1)
        self._bottom.addWidget(self.revert_button)
        self._bottom.addWidget(self.save_button)

    # --- what is shown ---------------------------------------------------------------------

    def show_template(self, template: Template, *, new: bool, saved: bool) -> None:
        """Show a template from its start; `new` was never kept, `saved` has no edits."""
        self._strict = self._save_waits = False
        self._pause.stop()
        self._checker.forget()
        self.fields.set_template(template, new=new)
        self.try_panel.clear()
        self.versions.show_versions([])
        self._area.verticalScrollBar().setValue(0)
        self.star.setVisible(not new)
        self.tabs.button(_VERSIONS).setVisible(not new)
        self.set_favourite(template.favourite)
        self.set_saved(saved, new=new)
        if self._pages.currentIndex() == _VERSIONS:
            self.show_page(_EDIT)
        self._check()

    def set_saved(self, saved: bool, *, new: bool = False) -> None:
        """Say whether there are edits that were not saved."""
        self.title.set_full_text(title_of(self.fields.template()))
        self.save_button.setEnabled(not saved)
        self.revert_button.setVisible(not saved and not new)
        said = "" if saved else self.tr("Not saved yet. It is kept here until you do.")
        self.state.setText(said)

    def set_kept(self) -> None:
        """A new template has a star and versions from now on."""
        self._strict = False
        self.star.show()
        self.tabs.button(_VERSIONS).show()

    def set_favourite(self, favourite: bool) -> None:
        self.star.setChecked(favourite)
        self.star.set_icon_name("star-filled" if favourite else "star")

    @Slot(int)
    def show_page(self, number: int) -> None:
        """0: edit, 1: try, 2: versions."""
        self.tabs.button(number).setChecked(True)
        self._pages.setCurrentIndex(number)

    @Slot(int)
    def _on_tab(self, number: int) -> None:
        self.show_page(number)
        if number == _VERSIONS:
            self.versions_wanted.emit()

    def take_focus(self) -> None:
        """Where one writes: the title of a new template, else its text."""
        field = self.fields.text if self.fields.title.text() else self.fields.title
        field.setFocus()

    # --- edits -----------------------------------------------------------------------------

    @Slot()
    def _on_edited(self) -> None:
        template = self.fields.template()
        self.edited.emit(template)
        self._pause.start()

    @Slot()
    def save(self) -> None:
        """Have it saved, or show what is not right yet."""
        if not self.save_button.isEnabled():
            return
        self._strict = self._save_waits = True
        self._pause.stop()
        self._check()

    def show_problem(self, error: UserError) -> bool:
        """Show an error at its place; False where it has none."""
        self.show_page(_EDIT)
        place = self.fields.show_problem(error)
        if place is not None:
            QTimer.singleShot(0, place, lambda: self._area.ensureWidgetVisible(place))
        return place is not None

    def show_name_problem(self, error: UserError) -> None:
        """Show an error at the name, which another template has."""
        self.show_page(_EDIT)
        self.fields.say_of_name(error)
        self._area.ensureWidgetVisible(self.fields.name)
        self.fields.name.setFocus()

    @Slot()
    def _check(self) -> None:
        template = self.fields.template()
        if not self._strict:  # what is only begun is not wrong yet
            named = {"name": template.name or "x", "title": template.title or "x"}
            template = msgspec.structs.replace(template, **named)
        self._checker.check(template)

    @Slot(object, tuple)
    def _on_found(self, template: Template, variables: tuple[object, ...]) -> None:
        self.fields.show_problem(None)
        self.fields.say_whose_keys(self._owner_of_keys(template.shortcut, template.id))
        self.try_panel.show_template(template, variables)  # type: ignore[arg-type]
        if self._save_waits:
            self._save_waits = False
            self.save_wanted.emit(template)

    @Slot(object, object)
    def _on_refused(self, template: Template, error: UserError) -> None:
        if self._save_waits:
            self._save_waits = False
            self.show_problem(error)
            return
        begun = not self._strict and not template.text.strip()
        self.fields.show_problem(None if begun else error)

    @Slot(object, object)
    def _on_output_refused(self, template: Template, error: UserError) -> None:
        form = "grammar" if template.grammar.strip() else "json_schema"
        self.fields.show_output_problem(form, error)

    @Slot()
    def _on_star(self) -> None:
        self.favourite_wanted.emit(self.star.isChecked())

    @Slot()
    def _on_use(self) -> None:
        self.use_wanted.emit(self.fields.template())

    # --- looks -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room, it is tried beside the fields."""
        super().resizeEvent(event)
        beside = event.size().width() >= _BESIDE_FROM
        if beside == self._beside:
            return
        self._beside = beside
        if beside:
            self._side_by_side.addWidget(self.try_panel, 2)
            if self._pages.currentIndex() == _TRY:
                self.show_page(_EDIT)
        else:
            self._try_column.addWidget(self.try_panel)
        self.tabs.button(_TRY).setVisible(not beside)

    @Slot()
    def _on_theme(self) -> None:
        self.title.setFont(self._theme.interface_font(bold=True))
