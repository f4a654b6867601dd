"""What the page says of a file that is translated."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from assistant.controllers.translation_files import FileTranslation
from assistant.core.display_text import one_line
from assistant.core.translation.ports import BilingualLayout
from assistant.ui.translation.translation_words import DOT, progress_words, sentences_words
from assistant.ui.words import number_text

_WITH_COLUMNS = ("docx", "html", "text")
KINDS = ("md", "txt", "html", "htm", "docx", "pptx", "srt", "vtt", "po", "pot")


def file_name(path: str) -> str:
    return one_line(PurePath(path).name or path, 120)


def kind_words(kind: str) -> str:
    """What sort of file it is."""
    translate = QCoreApplication.translate
    known = {
        "markdown": translate("TranslationFiles", "Markdown"),
        "text": translate("TranslationFiles", "Plain text"),
        "html": translate("TranslationFiles", "Web page"),
        "docx": translate("TranslationFiles", "Word document"),
        "pptx": translate("TranslationFiles", "Presentation"),
        "srt": translate("TranslationFiles", "Subtitles (SRT)"),
        "vtt": translate("TranslationFiles", "Subtitles (WebVTT)"),
        "po": translate("TranslationFiles", "Messages of a program (PO)"),
    }
    return known.get(kind.lower(), kind.upper())


def layouts(kind: str) -> list[tuple[str, BilingualLayout]]:
    """What a new file of this kind can hold, in words."""
    translate = QCoreApplication.translate
    offered: list[tuple[str, BilingualLayout]] = [
        (translate("TranslationFiles", "Translation only"), "")
    ]
    if kind != "po":  # is in two languages as it is
        offered.append((translate("TranslationFiles", "Bilingual: below each paragraph"), "below"))
    if kind in _WITH_COLUMNS:
        offered.append((translate("TranslationFiles", "Bilingual: in two columns"), "table"))
    return offered


def facts_words(file: FileTranslation) -> str:
    """The kind of file and how many sentences are in it."""
    if file.units is None:
        return QCoreApplication.translate("TranslationFiles", "Looking into the file…")
    return kind_words(file.units.kind) + DOT + sentences_words(file.sentences)


def state_words(file: FileTranslation) -> str:
    """How far the translation is; "" where there is nothing to say."""
    translate = QCoreApplication.translate
    if file.phase == "loading":
        return translate("TranslationFiles", "The model is being loaded…")
    if file.phase == "working":
        return progress_words(file.progress) or translate("TranslationFiles", "Beginning…")
    return "" if file.units is None else _resting_words(file)


def _resting_words(file: FileTranslation) -> str:
    translate = QCoreApplication.translate
    done, total = file.done, file.sentences
    if not total:
        return translate("TranslationFiles", "There is nothing to translate in it.")
    if done == total:
        return translate("TranslationFiles", "All %n sentence(s) are translated.", "", total)
    if not done:
        return ""
    words = translate("TranslationFiles", "{done} of {total} sentences are translated, and kept.")
    return words.format(done=number_text(done), total=number_text(total))
