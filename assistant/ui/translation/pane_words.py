"""The line below the translation: how much of it there is, and of what."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.controllers.translating import TranslationDesk
from assistant.ui.translation.language_words import language_name
from assistant.ui.translation.translation_words import DOT, origin_words, sentences_words
from assistant.ui.words import number_text


def target_words(desk: TranslationDesk) -> str:
    """What is to be known of the translation that is shown; "" where there is none."""
    translate = QCoreApplication.translate
    if not desk.segments:
        return ""
    if desk.shown.text != desk.wish.text:
        return translate("PaneWords", "The text has changed since")
    done, total = desk.shown_done(), len(desk.segments)
    if done < total:
        words = translate("PaneWords", "{done} of {total} sentences")
        return words.format(done=number_text(done), total=number_text(total))
    parts = [sentences_words(total)]
    if desk.shown.target_language != desk.wish.options.target:
        parts.insert(0, language_name(desk.shown.target_language))
    remembered = [each for each in desk.segments if each.origin == "memory"]
    if remembered:
        parts.append(f"{origin_words(remembered[0])}: {number_text(len(remembered))}")
    return DOT.join(parts)
