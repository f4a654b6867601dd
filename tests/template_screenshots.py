"""The screens of the templates, for `tests/screenshots.py`: a scripted model."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assistant.app import Application
from assistant.controllers.template_library import TemplateLibrary
from assistant.core.templates.template import Template
from assistant.ui.templates.library_window import TemplateWindow
from assistant.ui.templates.templates_link import TemplatesLink

Wait = Callable[[Callable[[], bool], str], None]
Pause = Callable[[int], None]

THANKS = Template(
    name="thank-you-note",
    title="Thank-you note",
    description="A short note to somebody who helped, in their language",
    title_in={"zh_CN": "感谢信"},
    description_in={"zh_CN": "用对方的语言写一封简短的感谢信"},
    words_in={"zh_CN": {"who": "收信人", "why": "感谢的原因", "words": "字数", "tone": "语气",
                        "warm": "亲切", "formal": "正式", "language": "语言", "day": "日期"}},
    text=(
        "Thank {{who:line}} for this:\n{{why}}\n\nAbout {{words:number(20,200)=60}} words, "
        "{{tone:choice(warm,formal)}}, in {{language:language=English}}. It is {{day:date}}."
    ),
    system="You write thank-you notes that name what was done and what it changed.",
    tags=("writing", "mail"),
    favourite=True,
)  # fmt: skip
_WRONG_FILE = """\
name = "recipe"
title = "Recipe"
text = "Cook with {{what}}."
colour = "red"
"""


class TemplateScenes:
    """Brings the window to each of the screens. `wait` and `pause` run the event loop."""

    def __init__(self, wait: Wait, pause: Pause) -> None:
        self._wait = wait
        self._pause = pause
        self._folder = Path(tempfile.mkdtemp(prefix="inkstone-pictures-"))

    def picker(self, application: Application) -> None:
        """What "/" opens, with a word typed behind it."""
        self._ready(application)
        self._type(application, "/")
        self._wait(lambda: self._link(application).picking, "the picker")

    def picker_filtered(self, application: Application) -> None:
        self.picker(application)
        self._type(application, "cu")

    def picker_beside(self, application: Application) -> None:
        """The button, with words in the composer."""
        self._ready(application)
        self._composer(application).fill("Half a letter that somebody wants to use")
        self._link(application).open_picker()
        self._pause(200)

    def form(self, application: Application) -> None:
        """The variables above the composer, half filled in."""
        self._ready(application)
        link = self._link(application)
        link.use(self._thanks(application))
        fields = link.form.form.fields
        fields["who"].set_value("Ada Berger")
        fields["why"].set_value("She read three drafts in a weekend and found the missing page.")
        self._pause(400)

    def form_problems(self, application: Application) -> None:
        """What is missing and what is wrong, in its fields."""
        self._ready(application)
        link = self._link(application)
        link.use(self._thanks(application))
        link.form.form.fields["words"].set_value("900")
        link.form.run()
        self._pause(400)

    def library(self, application: Application) -> None:
        self._ready(application)
        self._open(application, self._thanks(application))

    def library_output(self, application: Application) -> None:
        """A template with examples and a form of the answer."""
        self._ready(application)
        window = self._open(application, self._library(application).by_name("sentiment"))
        bar = window.editor._area.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._pause(200)

    def editor(self, application: Application) -> None:
        """A new template with a mistake in its second line, not saved."""
        self._ready(application)
        window = self._open(application, None)
        window.new_template()
        fields = window.editor.fields
        fields.title.setText("Reading list")
        fields.title.textEdited.emit("Reading list")
        fields.text.insertPlainText(
            "Recommend books on {{topic:line}}.\nAt most {{count:nmber(1,10)=5}}, one a line."
        )
        self._pause(800)

    def history(self, application: Application) -> None:
        """The versions of a template."""
        self._ready(application)
        library, template = self._library(application), self._thanks(application)
        self._keep(library, msgspec.structs.replace(template, system="Be brief and warm."))
        window = self._open(application, template)
        window.editor.tabs.button(2).click()
        self._wait(lambda: window.editor.versions.list.count() == 2, "the versions")
        self._pause(300)

    def import_error(self, application: Application) -> None:
        """A file that was not used, with its line."""
        self._ready(application)
        window = self._open(application, self._thanks(application))
        path = self._folder / "recipe.toml"
        path.write_text(_WRONG_FILE, encoding="utf-8")
        self._library(application).import_file(str(path))
        self._wait(window.note.isVisible, "the note")
        self._pause(300)

    def deleted(self, application: Application) -> None:
        """A deletion that can be undone."""
        self._ready(application)
        window = self._open(application, self._thanks(application))
        self._library(application).delete(self._thanks(application).id)
        self._wait(window.note.isVisible, "the note")
        self._pause(500)

    # --- parts -----------------------------------------------------------------------------

    def _ready(self, application: Application) -> None:
        self._wait(lambda: application.models.state.phase == "ready", "the model")
        self._pause(400)
        application.window.actions_registry.trigger("new_conversation")
        self._pause(400)
        library = self._library(application)
        library.ensure_loaded()
        self._wait(lambda: library.known and library.memory.known, "the templates")

    def _thanks(self, application: Application) -> Template:
        library = self._library(application)
        if library.by_name(THANKS.name) is None:
            self._keep(library, THANKS)
        template = library.by_name(THANKS.name)
        assert template is not None
        return template

    def _keep(self, library: TemplateLibrary, template: Template) -> None:
        kept: list[object] = []
        library.kept.connect(lambda *_fact: kept.append(True))
        library.keep(template)
        self._wait(lambda: bool(kept), "the template")
        self._pause(200)

    def _open(self, application: Application, template: Template | None) -> TemplateWindow:
        commands = application.window.templates
        commands.show_library(template.id if template is not None else 0)
        window = commands._library_window
        assert window is not None
        window.resize(min(1120, application.window.width()), min(720, application.window.height()))
        self._pause(900)
        return window

    def _type(self, application: Application, text: str) -> None:
        field = self._composer(application).input
        QApplication.setActiveWindow(application.window)
        field.setFocus()
        QTest.keyClicks(field, text)
        self._pause(200)

    def _link(self, application: Application) -> TemplatesLink:
        return application.window.chat_page.column.templates

    def _composer(self, application: Application):
        return application.window.chat_page.column.composer

    def _library(self, application: Application) -> TemplateLibrary:
        return application.window.services.templates
