"""What FTS5's unicode61 makes of each character, learned from FTS5 itself.

Its tables are those of an old Unicode and know their own letters, marks and diacritics; asking
is shorter than copying them, and stays right for every SQLite.
"""

from __future__ import annotations

import re
from typing import Any

from assistant.storage.driver import load_driver

# Scripts without spaces between words: Thai to Tibetan, Myanmar, Khmer, kana, bopomofo, Hangul
# syllables, Han with its extensions and compatibility forms, half-width kana.
UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u303c"
    "\u3041-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\uff66-\uff9d\U00016fe0-\U00018cff\U0001b000-\U0001b16f\U00020000-\U000323af"
)
UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
TOKENIZER = "unicode61 remove_diacritics 2"
MARK = "\u0301"
SEPARATOR = " "

_NOT_INDEXABLE = re.compile("[\x00\ud800-\udfff]")
_LOOSE_MARKS = re.compile(f"(?:^|(?<=[{SEPARATOR}{UNSPACED}])){MARK}+")


def indexed_text(text: str) -> str:
    """`text` as the full-text tables get it: a space around every unspaced character.

    What is indexed must be `indexed_text` of what is stored, always: the tables keep no copy of
    the text, and a word is removed from them by giving the same text again. Whoever changes
    this function rebuilds both tables in a migration.
    """
    return UNSPACED_CHARACTER.sub(r" \g<0> ", _NOT_INDEXABLE.sub(" ", text))


class Folding:
    """Folds text character by character as the tokenizer does. One thread owns it."""

    def __init__(self) -> None:
        self._connection: Any = load_driver().connect(":memory:", isolation_level=None)
        self._connection.execute(
            f"CREATE VIRTUAL TABLE piece USING fts5(text, content='', tokenize='{TOKENIZER}')"
        )
        self._connection.execute("CREATE VIRTUAL TABLE token USING fts5vocab(piece, 'instance')")
        self._known: set[str] = set()
        self._folded: dict[int, str] = {}

    def close(self) -> None:
        self._connection.close()

    def fold(self, text: str) -> str:
        """`text`, as long as before: folded letters, `MARK` for dropped marks, else `SEPARATOR`."""
        unknown = set(text) - self._known
        if unknown:
            self._learn(unknown)
        folded = text.translate(self._folded)
        return _LOOSE_MARKS.sub(lambda m: SEPARATOR * len(m[0]), folded)

    def tokens(self, text: str) -> list[str]:
        """The tokens that the full-text tables hold for `text`."""
        return self.fold(indexed_text(text)).replace(MARK, "").split()

    def _learn(self, characters: set[str]) -> None:
        asked = {c: c if UNSPACED_CHARACTER.match(c) else f"x{c}y" for c in characters}
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT INTO piece(rowid, text) VALUES (?, ?)",
            ((ord(c), _NOT_INDEXABLE.sub(" ", piece)) for c, piece in asked.items()),
        )
        answers: dict[int, list[str]] = {}
        for number, term in self._connection.execute(
            "SELECT doc, term FROM token ORDER BY doc, offset"
        ):
            answers.setdefault(number, []).append(term)
        self._connection.execute("INSERT INTO piece(piece) VALUES ('delete-all')")
        self._connection.execute("COMMIT")
        for character, piece in asked.items():
            answer = answers.get(ord(character), [])
            self._folded[ord(character)] = _meaning(piece, answer)
        self._known |= characters


def _meaning(piece: str, tokens: list[str]) -> str:
    """What the character in the middle of `piece` was to the tokenizer."""
    if len(piece) == 1:
        return tokens[0] if tokens and len(tokens[0]) == 1 else SEPARATOR
    if len(tokens) != 1:
        return SEPARATOR
    return tokens[0][1:-1] or MARK
