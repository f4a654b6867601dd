"""Where sentences end, in any script, by a few rules.

A stop of an alphabet with spaces (`.`, `!`, `?`, `…`) ends a sentence when white space follows,
after any closing quotes, brackets and note marks; stops of scripts without spaces (`。`, `！`)
end one wherever they stand. A full stop that belongs to an abbreviation, an initial, an ordinal
or a number does not, nor does any stop before a small letter.
"""

from __future__ import annotations

import re
import unicodedata

_WIDE_STOPS = "。！？｡﹗﹖"
"""Full-width stops: no space follows them."""
_PLAIN_STOPS = ".!?…‼⁇⁈⁉．"
_OTHER_STOPS = "؟۔؞।॥։።፧፨။។៕᙮᠃᠉\u037e⸮܀܁܂߹ꓸ꘎꛳꩝꫱꯫"
"""Stops of other alphabets, which are used for nothing else: white space follows."""
_CLOSERS = "\"'”’»›)]}」』）】》〉〕〗｣＂＇*_"
_OPENERS = "\"'“‘„‚«‹([{「『（【《〈〔¿¡*_-–—#"

_STOP = re.compile(
    rf"(?P<stop>[{_WIDE_STOPS}{re.escape(_PLAIN_STOPS)}{_OTHER_STOPS}]+)"
    rf"(?P<close>(?:[{re.escape(_CLOSERS)}]|\[\d{{1,4}}\]|[¹²³⁰-⁹])*)"
    r"(?P<space>\s*)"
    r"|\n[^\S\n]*\n\s*"
    r"|\n(?=[^\S\n]*(?:[-*+•‣◦▪·–—][^\S\n]|\d{1,3}[.)][^\S\n]))"
)
_WORD_BEFORE = re.compile(r"[\w.’'\-]*$")
_LOOK_BACK = 40


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _words(
    "mr mrs ms mx dr prof rev fr sen rep gov gen capt cmdr lt sgt maj mt ft hon messrs mmes hr frl "
    "ing dipl mm mlle mme mgr sr sra srta jr dña avv dott sig sigg dhr mevr акад проф доц hab inż"
)
"""What stands before a name, with a capital."""

_NEVER_LAST = _words(
    "vs cf viz e.g i.e eg ie approx ca circa eds repr cit ibid dept univ "
    "z.b u.a d.h o.ä s.o s.u vgl bzw ggf evtl inkl exkl zzgl abzgl hrsg geb gest sog insb i.d.r "
    "v.a z.t u.u env ud uds ej p.ej bijv т.е т.к т.н г-н г-жа им ул np tzw tzn např tzv bkz örn"
)
"""Abbreviations that something always follows."""

_BEFORE_NUMBERS = _words(
    "no nos nr n p pp s art arts par para fig figs eq eqs sec secs ch chap vol vols ed tel ext st "
    "abs abb tab bd kap str núm pág págs nl blz рис табл гл стр п пп ст см d cap"
)
"""Short words that are abbreviations when a number follows."""

_MAY_BE_LAST = _words(
    "etc al inc ltd co corp bros jr sr st usw u.s.w usf ff a.m p.m u.s u.k u.n e.u d.c ph.d m.d "
    "b.a m.a b.sc m.sc jan feb apr aug sept oct nov dec ave blvd rd ecc atd т.д т.п г гг тыс млн "
    "млрд руб коп др tj"
)
"""Abbreviations that end a sentence only before a word that begins one."""

_BEGINNERS = _words(
    "the this that these those he she it we they i you but and in on at if when while as for a an "
    "however there here his her its our their my your what who how why where after before since "
    "although because so then thus der die das ein eine er sie es wir ich im am wenn aber und "
    "le la les un une il elle ils nous je el los las él ella он она они мы я это в на и но"
)
_MONTHS = _words(
    "januar februar märz april mai juni juli august september oktober november dezember jänner "
    "jahrhundert jahrhunderts kapitel auflage"
)
"""What follows an ordinal in German, where all nouns have a capital."""
_NEXT_WORD = re.compile(r"[^\W_]+")


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans (start, end) of the sentences of `text`, in order.

    Together they cover every character: white space belongs to the sentence before it. A text
    without any stop is one sentence; an empty text has none.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _STOP.finditer(text):
        end = found.end()
        if end >= len(text):
            break
        if _ends_here(text, found) and not text[start:end].isspace():
            spans.append((start, end))
            start = end
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _ends_here(text: str, found: re.Match[str]) -> bool:
    stop, space, after = found["stop"], found["space"], text[found.end()]
    if stop is None or space.count("\n") > 1:
        return True  # an empty line, or a line that begins an item
    if any(one in _WIDE_STOPS for one in stop):
        return after not in "，、；：,;:" and unicodedata.category(after) not in ("Pe", "Pf")
    if not space:
        return _ends_without_space(stop, found["close"], after)
    if any(one in _OTHER_STOPS for one in stop):
        return True
    if after in _PLAIN_STOPS or _goes_on(text, found.end()):
        return False
    return stop != "." or _full_stop_ends(text, found)


def _ends_without_space(stop: str, close: str, after: str) -> bool:
    """Chinese and Japanese: `……」` ends a sentence, `……` alone is a pause."""
    if "．" in stop:
        return not after.isdigit()
    wide = unicodedata.east_asian_width(after) in "WF"
    return wide and any(one in "」』”" for one in close) and unicodedata.category(after) != "Po"


def _goes_on(text: str, at: int) -> bool:
    """Whether the first letter from `at` on is a small one."""
    for character in text[at : at + 8]:
        if character not in _OPENERS:
            return character.islower() or character in ",;:"
    return False


def _full_stop_ends(text: str, found: re.Match[str]) -> bool:
    """Whether a single full stop, followed by white space and no small letter, is an end."""
    matched = _WORD_BEFORE.search(text[max(0, found.start() - _LOOK_BACK) : found.start()])
    word = matched[0].lstrip("-’'.") if matched else ""
    if not word or any(one in "\"'”’»" for one in found["close"]):
        return True
    following = _NEXT_WORD.search(text, found.end(), found.end() + _LOOK_BACK)
    next_word = following[0].casefold() if following else ""
    if len(word) == 1 and len(next_word) == 1 and text.startswith(".", found.end() + 1):
        return False  # z. B., и т. д.
    if word.isdigit() and len(word) <= 2:
        before = text[max(0, found.start() - _LOOK_BACK) : found.start() - len(word)]
        begins_line = not before.rpartition("\n")[2].strip()
        return not begins_line and next_word not in _MONTHS
    if word.casefold() in _NEVER_LAST:
        return False
    return not _is_abbreviation(word, next_word) or next_word in _BEGINNERS


def _is_abbreviation(word: str, next_word: str) -> bool:
    folded = word.casefold()
    if folded in _TITLES and word[0].isupper():
        return True
    if word[0].isupper() and all(len(part) == 1 for part in word.split(".")):
        return word != "I"  # J. K. Rowling, the U.S.S.R.
    return folded in _MAY_BE_LAST or (folded in _BEFORE_NUMBERS and next_word[:1].isdigit())
