"""The languages that texts are translated between: their codes, names and scripts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "af": "Afrikaans",
        "sq": "Albanian",
        "am": "Amharic",
        "ar": "Arabic",
        "hy": "Armenian",
        "az": "Azerbaijani",
        "eu": "Basque",
        "be": "Belarusian",
        "bn": "Bengali",
        "bs": "Bosnian",
        "bg": "Bulgarian",
        "my": "Burmese",
        "ca": "Catalan",
        "zh-Hans": "Simplified Chinese",
        "zh-Hant": "Traditional Chinese",
        "hr": "Croatian",
        "cs": "Czech",
        "da": "Danish",
        "nl": "Dutch",
        "en": "English",
        "eo": "Esperanto",
        "et": "Estonian",
        "fi": "Finnish",
        "fr": "French",
        "gl": "Galician",
        "ka": "Georgian",
        "de": "German",
        "el": "Greek",
        "gu": "Gujarati",
        "he": "Hebrew",
        "hi": "Hindi",
        "hu": "Hungarian",
        "is": "Icelandic",
        "id": "Indonesian",
        "ga": "Irish",
        "it": "Italian",
        "ja": "Japanese",
        "kn": "Kannada",
        "kk": "Kazakh",
        "km": "Khmer",
        "ko": "Korean",
        "lo": "Lao",
        "la": "Latin",
        "lv": "Latvian",
        "lt": "Lithuanian",
        "mk": "Macedonian",
        "ms": "Malay",
        "ml": "Malayalam",
        "mr": "Marathi",
        "mn": "Mongolian",
        "ne": "Nepali",
        "no": "Norwegian",
        "fa": "Persian",
        "pl": "Polish",
        "pt": "Portuguese",
        "pt-BR": "Brazilian Portuguese",
        "pa": "Punjabi",
        "ro": "Romanian",
        "ru": "Russian",
        "sr": "Serbian",
        "si": "Sinhala",
        "sk": "Slovak",
        "sl": "Slovenian",
        "es": "Spanish",
        "sw": "Swahili",
        "sv": "Swedish",
        "tl": "Tagalog",
        "ta": "Tamil",
        "te": "Telugu",
        "th": "Thai",
        "tr": "Turkish",
        "uk": "Ukrainian",
        "ur": "Urdu",
        "uz": "Uzbek",
        "vi": "Vietnamese",
        "cy": "Welsh",
    }
)
"""Code → English name, in the order of the names."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
_WITHOUT_SPACES = frozenset({"ja", "zh-Hans", "zh-Hant"})
_OTHER_NAMES = MappingProxyType(
    {
        "zh": "zh-Hans",
        "zh-cn": "zh-Hans",
        "zh-sg": "zh-Hans",
        "zh-tw": "zh-Hant",
        "zh-hk": "zh-Hant",
        "zh-mo": "zh-Hant",
        "chinese": "zh-Hans",
        "mandarin": "zh-Hans",
        "chinese (simplified)": "zh-Hans",
        "chinese (traditional)": "zh-Hant",
        "中文": "zh-Hans",
        "简体中文": "zh-Hans",
        "繁體中文": "zh-Hant",
        "日本語": "ja",
        "한국어": "ko",
        "deutsch": "de",
        "français": "fr",
        "español": "es",
        "italiano": "it",
        "português": "pt",
        "русский": "ru",
        "українська": "uk",
        "nb": "no",
        "nn": "no",
        "iw": "he",
        "in": "id",
        "fil": "tl",
        "filipino": "tl",
        "farsi": "fa",
        "flemish": "nl",
        "castilian": "es",
        "brazilian": "pt-BR",
        "portuguese (brazil)": "pt-BR",
    }
)
_LANGUAGE_OF_KIN = MappingProxyType({"no": "da", "hr": "sr", "bs": "sr", "ms": "id", "gl": "pt"})
"""Languages that nobody can tell apart in a sentence → one of each such group."""

_SCRIPTS = MappingProxyType(
    {
        "CJK": "zh-Hans zh-Hant ja",
        "HIRAGANA": "ja",
        "KATAKANA": "ja",
        "HANGUL": "ko",
        "CYRILLIC": "be bg bs kk mk mn ru sr uk uz",
        "ARABIC": "ar az fa kk ur uz",
        "HEBREW": "he",
        "GREEK": "el",
        "ARMENIAN": "hy",
        "GEORGIAN": "ka",
        "DEVANAGARI": "hi mr ne",
        "BENGALI": "bn",
        "GUJARATI": "gu",
        "GURMUKHI": "pa",
        "TAMIL": "ta",
        "TELUGU": "te",
        "KANNADA": "kn",
        "MALAYALAM": "ml",
        "SINHALA": "si",
        "THAI": "th",
        "LAO": "lo",
        "KHMER": "km",
        "MYANMAR": "my",
        "ETHIOPIC": "am",
    }
)
"""First word of the Unicode names of a script's letters → the languages written in it."""

_ALSO_LATIN = frozenset({"az", "bs", "kk", "mn", "sr", "uz"})


def _scripts_of_languages() -> Mapping[str, frozenset[str]]:
    scripts: dict[str, set[str]] = {code: set() for code in LANGUAGES}
    for script, codes in _SCRIPTS.items():
        for code in codes.split():
            scripts[code].add(script)
    for code, known in scripts.items():
        if not known or code in _ALSO_LATIN:
            known.add("LATIN")
    return MappingProxyType({code: frozenset(known) for code, known in scripts.items()})


SCRIPTS: Mapping[str, frozenset[str]] = _scripts_of_languages()
"""Code → the scripts of that language (see `_SCRIPTS`)."""


def english_name(code: str) -> str:
    """How the language is called in English; an unknown code is its own name."""
    return LANGUAGES.get(code, code)


def is_right_to_left(code: str) -> bool:
    """Whether texts in this language run from right to left."""
    return code in _RIGHT_TO_LEFT


def joins_with_spaces(code: str) -> bool:
    """Whether a space stands between two sentences of this language."""
    return code not in _WITHOUT_SPACES


def find_language(named: str) -> str:
    """The code that a person means by a code or a name ("DE", "zh_TW", "German"); "" for none."""
    folded = " ".join(named.replace("_", "-").casefold().split())
    for code, name in LANGUAGES.items():
        if folded in (code.casefold(), name.casefold()):
            return code
    if folded in _OTHER_NAMES:
        return _OTHER_NAMES[folded]
    base, _, region = folded.partition("-")
    if base == "zh":
        return "zh-Hant" if "hant" in region or region in ("tw", "hk", "mo") else "zh-Hans"
    return base if region and base in LANGUAGES else _OTHER_NAMES.get(base, "") if region else ""


def are_alike(one: str, other: str) -> bool:
    """Whether texts in these languages can hardly be told apart: a language and its variants,
    and close kin (Danish and Norwegian). Simplified and Traditional Chinese are not."""
    return _kin(one) == _kin(other)


def _kin(code: str) -> str:
    base = code if code.startswith("zh") else code.partition("-")[0]
    return _LANGUAGE_OF_KIN.get(base, base)
