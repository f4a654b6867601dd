"""The fields of a template, from its title to its parameters."""

from __future__ import annotations

import re

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from assistant.core.errors import UserError
from assistant.core.templates.checking import LONGEST_NAME
from assistant.core.templates.parsing import TemplateError
from assistant.core.templates.template import Template
from assistant.ui.controls import push_button
from assistant.ui.error_words import error_text, in_window_language
from assistant.ui.settings.form import Choice
from assistant.ui.templates.example_rows import ExampleRows
from assistant.ui.templates.labelled import Labelled, line
from assistant.ui.templates.output_field import OutputField
from assistant.ui.templates.parameter_section import ParameterSection
from assistant.ui.templates.prompt_text import PromptText
from assistant.ui.templates.template_words import (
    MODES,
    kind_example,
    kind_text,
    mode_text,
    problem_text,
    window_language,
)
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_TWO_FROM = 460
_KINDS = ("text", "line", "number", "choice", "list", "language", "file", "selection",
          "clipboard", "date")  # fmt: skip
_LINE = re.compile(r"\bline (\d{1,6}):")
_NO_NAME = re.compile(r"[\W_]+")


class EditorFields(QWidget):
    """`changed()` after an edit. `template` is what the fields make of the one that was set."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._template = Template(name="", title="", text="")
        self._quiet = False
        self._names_itself = False
        self._two = True
        self._make_head()
        self.text = PromptText(theme, self.tr("Prompt"), self, least=5, most=16)
        self.text.setPlaceholderText(
            self.tr("Write a letter to {{recipient:line}} about {{topic}}")
        )
        self.system = PromptText(theme, self.tr("System prompt"), self, least=2, most=10)
        self.examples = ExampleRows(theme, self)
        self.output = OutputField(theme, self)
        self.parameters = ParameterSection(theme, self)
        self._texts = {
            "text": Labelled(theme, self.tr("Prompt"), self.text, self),
            "system": Labelled(theme, self.tr("System prompt"), self.system, self),
        }
        self._build()
        self._connect()

    # --- parts -----------------------------------------------------------------------------

    def _make_head(self) -> None:
        theme = self._theme
        self.title = line()
        self.name = line(longest=LONGEST_NAME)
        self.description = line()
        self.mode = Choice()
        for mode in MODES:
            self.mode.addItem(mode_text(mode), mode)
        self.tags = line(placeholder=self.tr("Divided by commas"))
        self.shortcut = QKeySequenceEdit(self)
        self.shortcut.setMaximumSequenceLength(1)
        self.shortcut.setClearButtonEnabled(True)
        self._head = {
            "title": Labelled(theme, self.tr("Title"), self.title, self),
            "name": Labelled(theme, self.tr("Typed after “/”"), self.name, self),
            "description": Labelled(theme, self.tr("Description"), self.description, self),
            "mode": Labelled(theme, self.tr("Opens in"), self.mode, self),
            "tags": Labelled(theme, self.tr("Tags"), self.tags, self),
            "shortcut": Labelled(theme, self.tr("Keys"), self.shortcut, self),
        }
        self.mode.view().setAccessibleName(self.tr("Opens in"))

    def _build(self) -> None:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(measures.GAP_M)
        self._grid.setVerticalSpacing(measures.GAP_S)
        self.insert_button = push_button(self.tr("Insert a variable"), "link", self)
        self.insert_button.clicked.connect(self._on_insert)
        heading = self._texts["text"].column
        top = QHBoxLayout()
        heading.removeWidget(self._texts["text"].label)
        top.addWidget(self._texts["text"].label, 1, Qt.AlignmentFlag.AlignBottom)
        top.addWidget(self.insert_button)
        heading.insertLayout(0, top)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, measures.GAP_S, measures.GAP_M)
        column.setSpacing(measures.GAP_M)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._grid)
        column.addWidget(self._texts["text"])
        column.addWidget(self._texts["system"])
        column.addWidget(self._section(self.tr("Examples"), self.examples))
        column.addWidget(self._section(self.tr("Form of the answer"), self.output))
        column.addWidget(self.parameters)
        self._place()

    def _section(self, name: str, part: QWidget) -> QWidget:
        section = QWidget(self)
        label = QLabel(name, section)
        label.setFont(self._theme.caption_font())
        label.setProperty("tone", "secondary")
        column = QVBoxLayout(section)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label)
        column.addWidget(part)
        return section

    def _place(self) -> None:
        while self._grid.count():
            self._grid.takeAt(0)
        head = self._head
        if self._two:
            places = {"title": (0, 0, 2), "name": (0, 2, 1), "description": (1, 0, 3),
                      "mode": (2, 0, 1), "tags": (2, 1, 1), "shortcut": (2, 2, 1)}  # fmt: skip
        else:
            places = {name: (row, 0, 3) for row, name in enumerate(head)}
        for name, (row, column, span) in places.items():
            self._grid.addWidget(head[name], row, column, 1, span)
        for column in range(3):
            self._grid.setColumnStretch(column, 1)

    def _connect(self) -> None:
        self.title.textEdited.connect(self._on_title)
        self.name.textEdited.connect(self._on_name)
        for field in (self.description, self.tags):
            field.textEdited.connect(self._on_changed)
        self.mode.currentIndexChanged.connect(self._on_changed)
        self.shortcut.keySequenceChanged.connect(self._on_changed)
        for part in (self.text, self.system, self.examples, self.output, self.parameters):
            part.changed.connect(self._on_changed)
        self.text.too_long.connect(self._on_too_long)
        self.system.too_long.connect(self._on_too_long)

    # --- what they hold --------------------------------------------------------------------

    def set_template(self, template: Template, *, new: bool = False) -> None:
        """Show a template; says nothing. The name of a `new` one follows from its title."""
        self._quiet = True
        self._template = template
        self._names_itself = new and not template.name
        language = window_language()
        _set(self.title, template.title_for(language))
        _set(self.name, template.name)
        _set(self.description, template.description_for(language))
        _set(self.tags, ", ".join(template.tags))
        self.mode.choose(template.mode)
        with QSignalBlocker(self.shortcut):
            keys = QKeySequence.fromString(
                template.shortcut, QKeySequence.SequenceFormat.PortableText
            )
            self.shortcut.setKeySequence(keys)
        self.text.set_text(template.text)
        self.system.set_text(template.system)
        self.examples.set_examples(template.examples)
        self.output.set_output(template.grammar, template.json_schema)
        self.parameters.set_parameters(template.parameters)
        self._quiet = False
        self.show_problem(None)

    def adopt(self, kept: Template) -> None:
        """What is edited is this template from now on; the fields stay as they are."""
        own = {"id": kept.id, "builtin": kept.builtin, "changed": kept.changed}
        self._template = msgspec.structs.replace(self._template, **own)

    def template(self) -> Template:
        """The template as it is edited now."""
        before, language = self._template, window_language()
        title, description = self.title.text(), self.description.text()
        in_words: dict[str, object] = {}
        if language in before.title_in:
            in_words["title_in"] = {**before.title_in, language: title}
        else:
            in_words["title"] = title
        if language in before.description_in:
            in_words["description_in"] = {**before.description_in, language: description}
        else:
            in_words["description"] = description
        keys = self.shortcut.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        return msgspec.structs.replace(
            before,
            name=self.name.text().strip(),
            mode=self.mode.currentData(),
            text=self.text.text(),
            system=self.system.text(),
            examples=self.examples.examples(),
            parameters=self.parameters.parameters(),
            grammar=self.output.grammar_text(),
            json_schema=self.output.schema_text(),
            tags=tags_of(self.tags.text()),
            shortcut=keys,
            **in_words,
        )

    # --- what is wrong ---------------------------------------------------------------------

    def show_problem(self, error: UserError | None) -> QWidget | None:
        """Say an error at its place and take the last one away; the place, None for none."""
        for field in (*self._head.values(), *self._texts.values()):
            field.show_problem("")
        for prompt in (self.text, self.system):
            prompt.highlighter.set_wrong(0)
        self.examples.show_problem(0, "")
        self.output.show_problem("")
        if error is None:
            return None
        place, where = getattr(error, "place", ""), getattr(error, "line", 0)
        known = isinstance(error, TemplateError)
        text = problem_text(error) if known else in_window_language(error.text)
        return self._say(place, where, text)

    def say_of_name(self, error: UserError) -> None:
        """Say that the name cannot be this one."""
        self._say("name", 0, error_text(error))

    def say_whose_keys(self, owner: str) -> None:
        """Say that the keys belong to something else, "" to nothing."""
        text = self.tr("These keys already belong to “{name}”, which keeps them.")
        self._head["shortcut"].show_problem(text.format(name=owner) if owner else "")

    def show_output_problem(self, form: str, error: UserError) -> None:
        """Say what the engine says of the grammar or the JSON schema."""
        found = _LINE.search(error.text)
        line = int(found[1]) if found and form == "grammar" else 0
        self.output.show_problem(in_window_language(error.text), line)

    def _say(self, place: str, where: int, text: str) -> QWidget | None:
        kind, _, number = place.partition(" ")
        if kind in ("question", "answer"):
            return self.examples.show_problem(int(number), text)
        if place in ("grammar", "json_schema"):
            self.output.show_problem(text, where)
            return self.output
        field = self._head.get(place) or self._texts.get(place)
        if field is None:
            return None
        field.show_problem(text)
        if place in ("text", "system"):
            (self.text if place == "text" else self.system).highlighter.set_wrong(where)
        return field

    @Slot()
    def _on_too_long(self) -> None:
        place = "text" if self.sender() is self.text else "system"
        said = self.tr("A template has at most 200,000 characters; the rest was not pasted.")
        self._say(place, 0, said)

    # --- edits -----------------------------------------------------------------------------

    @Slot(str)
    def _on_title(self, title: str) -> None:
        if self._names_itself:
            self.name.setText(name_of(title))
        self._on_changed()

    @Slot(str)
    def _on_name(self, _name: str) -> None:
        self._names_itself = False
        self._on_changed()

    @Slot()
    def _on_changed(self, _fact: object = None) -> None:
        if not self._quiet:
            self.changed.emit()

    @Slot()
    def _on_insert(self) -> None:
        menu = QMenu(self)
        for kind in _KINDS:
            action = QAction(kind_text(kind), menu)
            action.setData(kind_example(kind))
            menu.addAction(action)
        menu.triggered.connect(lambda action: self._insert(str(action.data())))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.insert_button.mapToGlobal(self.insert_button.rect().bottomLeft()))

    def _insert(self, variable: str) -> None:
        """Put a variable in, with its name selected."""
        cursor = self.text.textCursor()
        start = cursor.selectionStart()
        cursor.insertText(variable)
        name = variable.strip("{}").partition(":")[0]
        cursor.setPosition(start + 2)
        cursor.setPosition(start + 2 + len(name), cursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)
        self.text.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        two = event.size().width() >= _TWO_FROM
        if two != self._two:
            self._two = two
            self._place()


def tags_of(text: str) -> tuple[str, ...]:
    """What stands between commas, each once."""
    parts = (part.strip() for part in re.split(r"[,，、;；]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def name_of(title: str) -> str:
    """What is typed after "/" for a template with this title."""
    return _NO_NAME.sub("-", title.casefold()).strip("-")[:LONGEST_NAME].strip("-")


def _set(field: object, text: str) -> None:
    if text != field.text():  # type: ignore[attr-defined]
        field.setText(text)  # type: ignore[attr-defined]
        field.setCursorPosition(0)  # type: ignore[attr-defined]
