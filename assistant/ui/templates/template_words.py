"""Templates in words that a person reads."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from assistant.core.display_text import one_line
from assistant.core.templates.parsing import TemplateError
from assistant.core.templates.template import Template, TemplateMode
from assistant.ui.error_words import part_in_window_language

translate = QCoreApplication.translate

MODES: tuple[TemplateMode, ...] = ("chat", "write", "translate", "documents")
_MODE_ICONS: dict[TemplateMode, str] = {
    "chat": "chat",
    "write": "pen",
    "translate": "languages",
    "documents": "file-text",
}


def mode_text(mode: TemplateMode) -> str:
    match mode:
        case "chat":
            return translate("Templates", "Chat")
        case "write":
            return translate("Templates", "Write")
        case "translate":
            return translate("Templates", "Translate")
        case "documents":
            return translate("Templates", "Documents")


def mode_icon(mode: TemplateMode) -> str:
    return _MODE_ICONS[mode]


def window_language() -> str:
    """The window's language as templates name it."""
    name = QLocale().name()
    return "zh_CN" if name.startswith("zh") else name


def title_of(template: Template) -> str:
    """The title in the window's language, or the name where there is none yet."""
    title = template.title_for(window_language())
    if title.strip():
        return one_line(title)
    return template.name or translate("Templates", "New template")


def summary_of(template: Template) -> str:
    """One line on what it does: its description, or the start of its text."""
    description = template.description_for(window_language())
    return one_line(description) or one_line(template.text)


def words_of(template: Template) -> Mapping[str, str]:
    """What names of variables and choices are called in the window's language."""
    return template.words_in.get(window_language(), {})


def count_text(count: int) -> str:
    return translate("Templates", "%n template(s)", "", count)


def problem_text(error: TemplateError) -> str:
    """What is wrong, for the place where it is shown: with the line, without the place."""
    why = part_in_window_language(error.why)
    if error.line:
        text = translate("Templates", "Line {line}: {why}.")
        return text.format(line=error.line, why=why)
    return translate("Templates", "{why}.").format(why=why[:1].upper() + why[1:])


def kind_text(kind: str) -> str:
    """A type of variables as a person reads it."""
    words = {
        "text": translate("Templates", "Text of several lines"),
        "line": translate("Templates", "One line"),
        "number": translate("Templates", "Number"),
        "choice": translate("Templates", "Choice"),
        "list": translate("Templates", "List"),
        "language": translate("Templates", "Language"),
        "file": translate("Templates", "File"),
        "selection": translate("Templates", "What is selected or written"),
        "clipboard": translate("Templates", "Clipboard"),
        "date": translate("Templates", "Date"),
    }
    return words[kind]


_EXAMPLES = {
    "text": "{{topic}}",
    "line": "{{subject:line}}",
    "number": "{{words:number(50,2000)=300}}",
    "choice": "{{tone:choice(formal,friendly)}}",
    "list": "{{points:list}}",
    "language": "{{language:language}}",
    "file": "{{document:file}}",
    "selection": "{{text:selection}}",
    "clipboard": "{{text:clipboard}}",
    "date": "{{day:date}}",
}


def kind_example(kind: str) -> str:
    """A variable of this type, as it stands in a template."""
    return _EXAMPLES[kind]


def is_plain(template: Template) -> bool:
    """Whether a template is its text and nothing else."""
    return not (
        template.system.strip()
        or template.examples
        or template.grammar.strip()
        or template.json_schema.strip()
        or template.parameters != type(template.parameters)()
    )
