"""Which terms of a glossary occur in a text, and whether its translation has what was wanted.

Words of alphabets may be inflected: they are compared without accents and case, and their ends
may differ a little. Terms of scripts without spaces have to stand there exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from assistant.core.translation.glossary import Glossary, Term, TermUse
from assistant.core.translation.languages import are_alike
from assistant.core.translation.marks import without_marks

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
"""Letters of scripts that put no space between words, or none before an ending."""
_SYMBOL = re.compile(r"[^\w\s'’-]")
_ENDING = 3
"""Letters by which an inflected word may be longer."""
_LONG_WORD = 5
"""Letters of a word that may change its last one, and be a part of a compound."""
_KEY_LETTERS = 3

_Words = tuple[str, ...]


class TermIndex:
    """Finds terms in texts, ten thousand of them as fast as ten; any thread."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Of terms with the same source the first one counts; those without one do not."""
        self._by_word: dict[str, list[tuple[_Words, Term]]] = {}
        self._by_letter: dict[str, list[tuple[str, Term]]] = {}
        known: set[str] = set()
        for term in terms:
            exact = _folded(term.source.strip())
            if not exact or exact in known or not (term.keep or term.target.strip()):
                continue
            known.add(exact)
            words = _words(term.source)
            if not words or _is_exact(term.source):
                self._by_letter.setdefault(exact[0], []).append((exact, term))
            else:
                self._by_word.setdefault(_key(words[0]), []).append((words, term))
        for of_letter in self._by_letter.values():
            of_letter.sort(key=lambda entry: -len(entry[0]))
        for of_word in self._by_word.values():
            of_word.sort(key=lambda entry: -len(entry[0]))

    def occurring(self, text: str) -> tuple[Term, ...]:
        """The terms in `text`, each once, in their order; of "bank account" not also "bank"."""
        plain = without_marks(text)
        found: dict[str, Term] = {}
        if self._by_word:
            self._find_words(_words(plain), found)
        if self._by_letter:
            self._find_exact(_folded(plain), found)
        return tuple(found.values())

    def _find_words(self, words: _Words, found: dict[str, Term]) -> None:
        at = 0
        while at < len(words):
            for term_words, term in self._by_word.get(_key(words[at]), ()):
                there = words[at : at + len(term_words)]
                if len(there) == len(term_words) and all(map(_is_form, term_words, there)):
                    found.setdefault(term.source, term)
                    at += len(term_words) - 1
                    break
            at += 1

    def _find_exact(self, folded: str, found: dict[str, Term]) -> None:
        at = 0
        while at < len(folded):
            for exact, term in self._by_letter.get(folded[at], ()):
                if folded.startswith(exact, at):
                    found.setdefault(term.source, term)
                    at += len(exact) - 1
                    break
            at += 1


def index_of(glossary: Glossary, source: str, target: str) -> TermIndex:
    """The terms of `glossary`, if it is for these languages (`source` "": not known)."""
    fits = _is_for(glossary.source_language, source) and _is_for(glossary.target_language, target)
    return TermIndex(glossary.terms if fits else ())


def _is_for(language: str, used: str) -> bool:
    return not language or not used or are_alike(language, used)


def wanted(term: Term) -> str:
    """What is to stand in the translation."""
    return term.source if term.keep else term.target.strip()


def missing(terms: Sequence[Term], target: str) -> tuple[Term, ...]:
    """Those of `terms` that `target` does not have."""
    return tuple(term for term in terms if not is_present(wanted(term), target, keep=term.keep))


def is_present(wanted_text: str, target: str, *, keep: bool = False) -> bool:
    """Whether `wanted_text`, or a form of it, stands in `target`; `keep`: only as it is."""
    plain = without_marks(target)
    if _folded(wanted_text) in _folded(plain):
        return True
    if keep or _is_exact(wanted_text):
        return False
    term_words, words = _words(wanted_text), _words(plain)
    size = len(term_words)
    return any(
        all(map(_may_be_form, term_words, words[at : at + size]))
        for at in range(len(words) - size + 1)
    )


def uses(found: Iterable[tuple[Sequence[Term], str]]) -> tuple[TermUse, ...]:
    """What became of terms: for each sentence those that occur in it, and its translation."""
    by_source: dict[str, TermUse] = {}
    for terms, target in found:
        lacking = {term.source for term in missing(terms, target)}
        for term in terms:
            before = by_source.get(term.source)
            ok = term.source not in lacking and (before is None or before.found)
            by_source[term.source] = TermUse(term=term.source, wanted=wanted(term), found=ok)
    return tuple(by_source.values())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _words(text: str) -> _Words:
    """Its words, without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return tuple(_WORD.findall("".join(one for one in plain if not unicodedata.combining(one))))


def _is_exact(text: str) -> bool:
    return bool(_UNSPACED.search(text) or _SYMBOL.search(text))


def _key(word: str) -> str:
    return word[:_KEY_LETTERS]


def _is_form(term: str, word: str) -> bool:
    """Whether `word` is `term` with another ending."""
    if term == word or not term.isalpha():
        return term == word
    if term.endswith("y") and word == f"{term[:-1]}ies":
        return True
    if len(term) < _LONG_WORD:
        return word.startswith(term) and len(word) - len(term) <= max(1, len(term) - 2)
    return word.startswith(term[:-1]) and abs(len(word) - len(term)) <= _ENDING


def _may_be_form(term: str, word: str) -> bool:
    """As `_is_form`, for a translation: endings differ more, and compounds are written as one."""
    if _is_form(term, word):
        return True
    if len(term) < _LONG_WORD:
        return False
    return term in word or (word.startswith(term[:-2]) and len(word) - len(term) <= _ENDING)
