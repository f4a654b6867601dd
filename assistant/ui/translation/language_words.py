"""How languages are called: in the window's language, and by those who speak them."""

from __future__ import annotations

import unicodedata
from functools import cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale
from PySide6.QtGui import QFontDatabase

_NAMES = {
    "af": QT_TRANSLATE_NOOP("LanguageNames", "Afrikaans"),
    "sq": QT_TRANSLATE_NOOP("LanguageNames", "Albanian"),
    "am": QT_TRANSLATE_NOOP("LanguageNames", "Amharic"),
    "ar": QT_TRANSLATE_NOOP("LanguageNames", "Arabic"),
    "hy": QT_TRANSLATE_NOOP("LanguageNames", "Armenian"),
    "az": QT_TRANSLATE_NOOP("LanguageNames", "Azerbaijani"),
    "eu": QT_TRANSLATE_NOOP("LanguageNames", "Basque"),
    "be": QT_TRANSLATE_NOOP("LanguageNames", "Belarusian"),
    "bn": QT_TRANSLATE_NOOP("LanguageNames", "Bengali"),
    "bs": QT_TRANSLATE_NOOP("LanguageNames", "Bosnian"),
    "bg": QT_TRANSLATE_NOOP("LanguageNames", "Bulgarian"),
    "my": QT_TRANSLATE_NOOP("LanguageNames", "Burmese"),
    "ca": QT_TRANSLATE_NOOP("LanguageNames", "Catalan"),
    "zh-Hans": QT_TRANSLATE_NOOP("LanguageNames", "Simplified Chinese"),
    "zh-Hant": QT_TRANSLATE_NOOP("LanguageNames", "Traditional Chinese"),
    "hr": QT_TRANSLATE_NOOP("LanguageNames", "Croatian"),
    "cs": QT_TRANSLATE_NOOP("LanguageNames", "Czech"),
    "da": QT_TRANSLATE_NOOP("LanguageNames", "Danish"),
    "nl": QT_TRANSLATE_NOOP("LanguageNames", "Dutch"),
    "en": QT_TRANSLATE_NOOP("LanguageNames", "English"),
    "eo": QT_TRANSLATE_NOOP("LanguageNames", "Esperanto"),
    "et": QT_TRANSLATE_NOOP("LanguageNames", "Estonian"),
    "fi": QT_TRANSLATE_NOOP("LanguageNames", "Finnish"),
    "fr": QT_TRANSLATE_NOOP("LanguageNames", "French"),
    "gl": QT_TRANSLATE_NOOP("LanguageNames", "Galician"),
    "ka": QT_TRANSLATE_NOOP("LanguageNames", "Georgian"),
    "de": QT_TRANSLATE_NOOP("LanguageNames", "German"),
    "el": QT_TRANSLATE_NOOP("LanguageNames", "Greek"),
    "gu": QT_TRANSLATE_NOOP("LanguageNames", "Gujarati"),
    "he": QT_TRANSLATE_NOOP("LanguageNames", "Hebrew"),
    "hi": QT_TRANSLATE_NOOP("LanguageNames", "Hindi"),
    "hu": QT_TRANSLATE_NOOP("LanguageNames", "Hungarian"),
    "is": QT_TRANSLATE_NOOP("LanguageNames", "Icelandic"),
    "id": QT_TRANSLATE_NOOP("LanguageNames", "Indonesian"),
    "ga": QT_TRANSLATE_NOOP("LanguageNames", "Irish"),
    "it": QT_TRANSLATE_NOOP("LanguageNames", "Italian"),
    "ja": QT_TRANSLATE_NOOP("LanguageNames", "Japanese"),
    "kn": QT_TRANSLATE_NOOP("LanguageNames", "Kannada"),
    "kk": QT_TRANSLATE_NOOP("LanguageNames", "Kazakh"),
    "km": QT_TRANSLATE_NOOP("LanguageNames", "Khmer"),
    "ko": QT_TRANSLATE_NOOP("LanguageNames", "Korean"),
    "lo": QT_TRANSLATE_NOOP("LanguageNames", "Lao"),
    "la": QT_TRANSLATE_NOOP("LanguageNames", "Latin"),
    "lv": QT_TRANSLATE_NOOP("LanguageNames", "Latvian"),
    "lt": QT_TRANSLATE_NOOP("LanguageNames", "Lithuanian"),
    "mk": QT_TRANSLATE_NOOP("LanguageNames", "Macedonian"),
    "ms": QT_TRANSLATE_NOOP("LanguageNames", "Malay"),
    "ml": QT_TRANSLATE_NOOP("LanguageNames", "Malayalam"),
    "mr": QT_TRANSLATE_NOOP("LanguageNames", "Marathi"),
    "mn": QT_TRANSLATE_NOOP("LanguageNames", "Mongolian"),
    "ne": QT_TRANSLATE_NOOP("LanguageNames", "Nepali"),
    "no": QT_TRANSLATE_NOOP("LanguageNames", "Norwegian"),
    "fa": QT_TRANSLATE_NOOP("LanguageNames", "Persian"),
    "pl": QT_TRANSLATE_NOOP("LanguageNames", "Polish"),
    "pt": QT_TRANSLATE_NOOP("LanguageNames", "Portuguese"),
    "pt-BR": QT_TRANSLATE_NOOP("LanguageNames", "Brazilian Portuguese"),
    "pa": QT_TRANSLATE_NOOP("LanguageNames", "Punjabi"),
    "ro": QT_TRANSLATE_NOOP("LanguageNames", "Romanian"),
    "ru": QT_TRANSLATE_NOOP("LanguageNames", "Russian"),
    "sr": QT_TRANSLATE_NOOP("LanguageNames", "Serbian"),
    "si": QT_TRANSLATE_NOOP("LanguageNames", "Sinhala"),
    "sk": QT_TRANSLATE_NOOP("LanguageNames", "Slovak"),
    "sl": QT_TRANSLATE_NOOP("LanguageNames", "Slovenian"),
    "es": QT_TRANSLATE_NOOP("LanguageNames", "Spanish"),
    "sw": QT_TRANSLATE_NOOP("LanguageNames", "Swahili"),
    "sv": QT_TRANSLATE_NOOP("LanguageNames", "Swedish"),
    "tl": QT_TRANSLATE_NOOP("LanguageNames", "Tagalog"),
    "ta": QT_TRANSLATE_NOOP("LanguageNames", "Tamil"),
    "te": QT_TRANSLATE_NOOP("LanguageNames", "Telugu"),
    "th": QT_TRANSLATE_NOOP("LanguageNames", "Thai"),
    "tr": QT_TRANSLATE_NOOP("LanguageNames", "Turkish"),
    "uk": QT_TRANSLATE_NOOP("LanguageNames", "Ukrainian"),
    "ur": QT_TRANSLATE_NOOP("LanguageNames", "Urdu"),
    "uz": QT_TRANSLATE_NOOP("LanguageNames", "Uzbek"),
    "vi": QT_TRANSLATE_NOOP("LanguageNames", "Vietnamese"),
    "cy": QT_TRANSLATE_NOOP("LanguageNames", "Welsh"),
}
_OWN_NAMES = {
    "en": "English",
    "es": "Español",
    "no": "Norsk",
    "pt-BR": "Português (Brasil)",
    "la": "Latina",
    "id": "Bahasa Indonesia",
    "ms": "Bahasa Melayu",
}
"""Where Qt has none, or one of a country."""


_Writing = QFontDatabase.WritingSystem
_WRITING = {
    "ARABIC": _Writing.Arabic,
    "ARMENIAN": _Writing.Armenian,
    "BENGALI": _Writing.Bengali,
    "CJK": _Writing.SimplifiedChinese,
    "CYRILLIC": _Writing.Cyrillic,
    "DEVANAGARI": _Writing.Devanagari,
    "GEORGIAN": _Writing.Georgian,
    "GREEK": _Writing.Greek,
    "GUJARATI": _Writing.Gujarati,
    "GURMUKHI": _Writing.Gurmukhi,
    "HANGUL": _Writing.Korean,
    "HEBREW": _Writing.Hebrew,
    "KANNADA": _Writing.Kannada,
    "KHMER": _Writing.Khmer,
    "LAO": _Writing.Lao,
    "MALAYALAM": _Writing.Malayalam,
    "MYANMAR": _Writing.Myanmar,
    "SINHALA": _Writing.Sinhala,
    "TAMIL": _Writing.Tamil,
    "TELUGU": _Writing.Telugu,
    "THAI": _Writing.Thai,
}
"""First word of the Unicode name of a letter → what Qt calls its script."""


def codes() -> tuple[str, ...]:
    """All languages, in the order of their English names."""
    return tuple(_NAMES)


def language_name(code: str) -> str:
    """In the window's language; the code itself where it is not known."""
    return QCoreApplication.translate("LanguageNames", _NAMES.get(code, code))


@cache
def own_name(code: str) -> str:
    """As the language calls itself ("Deutsch", "简体中文")."""
    name = _OWN_NAMES.get(code) or QLocale(code.replace("-", "_")).nativeLanguageName()
    return name[:1].upper() + name[1:]


@cache
def drawn_name(code: str) -> str:
    """`own_name` where some font of this computer has its letters, else "": boxes say nothing."""
    name = own_name(code)
    script = unicodedata.name(name[:1], "").partition(" ")[0]
    if script in ("LATIN", ""):
        return name
    system = _WRITING.get(script)
    return name if system is not None and QFontDatabase.families(system) else ""
