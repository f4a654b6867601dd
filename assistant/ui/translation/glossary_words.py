"""How glossaries are named, and what came of an import, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.controllers.glossaries import Imported
from assistant.core.display_text import one_line
from assistant.core.translation.glossary import Glossary
from assistant.ui.translation.language_words import language_name


def glossary_name(glossary: Glossary) -> str:
    name = one_line(glossary.name, 80)
    return name or QCoreApplication.translate("GlossaryWords", "Unnamed glossary")


def pair_words(glossary: Glossary) -> str:
    """The languages of a glossary: "German → English"."""
    whichever = QCoreApplication.translate("GlossaryWords", "any")
    source, target = glossary.source_language, glossary.target_language
    if not source and not target:
        return QCoreApplication.translate("GlossaryWords", "any languages")
    first = language_name(source) if source else whichever
    return f"{first} → {language_name(target) if target else whichever}"


def terms_words(number: int) -> str:
    return QCoreApplication.translate("GlossaryWords", "%n term(s)", "", number)


def imported_words(imported: Imported) -> str:
    """What became of the rows of a file."""
    translate = QCoreApplication.translate
    parts = [translate("GlossaryWords", "%n term(s) added", "", imported.added)]
    if imported.replaced:
        parts.append(translate("GlossaryWords", "%n replaced", "", imported.replaced))
    if imported.duplicates:
        words = translate("GlossaryWords", "%n row(s) stood there twice", "", imported.duplicates)
        parts.append(words)
    if imported.empty:
        words = translate("GlossaryWords", "%n row(s) had no term", "", imported.empty)
        parts.append(words)
    return " · ".join(parts)
