"""What the translation page says of sentences, progress and trouble."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.controllers.translation_pace import TranslationProgress
from assistant.core.display_text import one_line
from assistant.core.translation.languages import find_language
from assistant.core.translation.order import Segment
from assistant.core.writing.change import Flag
from assistant.ui.translation.language_words import language_name
from assistant.ui.words import number_text

DOT = " · "


def flag_words(flag: Flag) -> str:
    """What is wrong, in a sentence."""
    translate = QCoreApplication.translate
    item, became = _quoted(flag.item), _quoted(flag.became)
    if flag.kind == "language":
        if flag.became:
            words = translate("TranslationWords", "This seems to be {language}.")
            return words.format(language=_language(flag.became))
        words = translate("TranslationWords", "This does not seem to be {language}.")
        return words.format(language=_language(flag.item))
    if flag.kind == "term":
        words = translate("TranslationWords", "The term {item} should be {wanted} here.")
        return words.format(item=item, wanted=became)
    whole = {
        "echoed": translate("TranslationWords", "The text was left untranslated."),
        "markdown": translate("TranslationWords", "A mark of the formatting was lost."),
        "repeated": translate("TranslationWords", "The model repeated itself."),
        "cut": translate("TranslationWords", "The end may be missing."),
        "refused": translate("TranslationWords", "The model did not translate this."),
    }
    return whole.get(flag.kind) or _item_words(flag, item, became)


def _item_words(flag: Flag, item: str, became: str) -> str:
    translate = QCoreApplication.translate
    what = kind_words(flag)
    if flag.problem == "added":
        words = translate("TranslationWords", "{what} {became} is not in the text.")
    elif flag.problem == "missing":
        words = translate("TranslationWords", "{what} {item} is missing.")
    elif flag.problem == "changed" and flag.became:
        words = translate("TranslationWords", "{what} {item} became {became}.")
    else:
        words = translate("TranslationWords", "{what} {item} should be looked at.")
        item = item or became
    return words.format(what=what, item=item, became=became)


def kind_words(flag: Flag) -> str:
    """The kind of thing that a flag is about, at the beginning of a sentence."""
    translate = QCoreApplication.translate
    return {
        "number": translate("TranslationWords", "The number"),
        "unit": translate("TranslationWords", "The unit"),
        "date": translate("TranslationWords", "The date"),
        "url": translate("TranslationWords", "The link"),
        "email": translate("TranslationWords", "The address"),
        "name": translate("TranslationWords", "The name"),
        "placeholder": translate("TranslationWords", "The placeholder"),
        "code": translate("TranslationWords", "The code"),
    }.get(flag.kind, translate("TranslationWords", "The part"))


def origin_words(segment: Segment) -> str:
    """Where a translation comes from; "" for what the model has just written."""
    translate = QCoreApplication.translate
    if segment.origin == "memory":
        return translate("TranslationWords", "From memory")
    if segment.origin == "person":
        return translate("TranslationWords", "Edited by you")
    if segment.origin == "same":
        return translate("TranslationWords", "Nothing to translate")
    return ""


def segment_words(segment: Segment) -> list[str]:
    """All that is to be said of a sentence, in lines."""
    lines = [flag_words(flag) for flag in segment.flags]
    if not segment.target:
        lines.append(QCoreApplication.translate("TranslationWords", "Not translated yet"))
    origin = origin_words(segment)
    return [*lines, origin] if origin else lines


def progress_words(progress: TranslationProgress) -> str:
    """ "Sentence 12 of 80 · about 40 s left"."""
    if not progress.total:
        return ""
    now = min(progress.done + 1, progress.total)
    words = QCoreApplication.translate("TranslationWords", "Sentence {now} of {total}")
    said = words.format(now=number_text(now), total=number_text(progress.total))
    if progress.seconds_left is None:
        return said
    return said + DOT + seconds_words(progress.seconds_left)


def seconds_words(seconds: float) -> str:
    """How long something will still take, no more exact than it is known."""
    translate = QCoreApplication.translate
    if seconds < 95:
        rounded = max(5, int(seconds / 5 + 0.5) * 5)
        return translate("TranslationWords", "about {seconds} s left").format(seconds=rounded)
    minutes = round(seconds / 60)
    if minutes < 90:
        return translate("TranslationWords", "about {minutes} min left").format(minutes=minutes)
    hours = round(seconds / 3600)
    return translate("TranslationWords", "about {hours} h left").format(hours=hours)


def sentences_words(number: int) -> str:
    translate = QCoreApplication.translate
    return translate("TranslationWords", "%n sentence(s)", "", number)


def flagged_words(number: int) -> str:
    translate = QCoreApplication.translate
    return translate("TranslationWords", "%n to look at", "", number)


def _language(english: str) -> str:
    """A flag names languages in English."""
    code = find_language(english)
    return language_name(code) if code else one_line(english, 40)


def _quoted(text: str) -> str:
    return f"“\u2068{one_line(text, 60)}\u2069”" if text else ""
