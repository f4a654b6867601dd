"""Replaces what is private in a request by placeholders, and puts it back into the answer.

One `Masking` belongs to one request. Everything that is sent goes through it, so that the same
thing has the same placeholder throughout, and nothing that was found in one text stays in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.core.remote.private_patterns import Kind, find_private

_WORDS: Mapping[Kind, str] = {
    "email": "e-mail",
    "phone": "phone",
    "card": "card",
    "iban": "IBAN",
    "key": "key",
}
_COUNTED_AS: Mapping[Kind, str] = {"iban": "card"}


class Masking:
    """The placeholders for what is private in `texts`; any thread, never changes.

    A placeholder ("[e-mail 1]") occurs in none of the texts by itself, so that putting back
    gives exactly what was taken out.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        texts = tuple(texts)
        self.placeholders: dict[str, str] = {}
        """What stands for which original; placeholders in small letters."""
        self._masks: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        """How many different originals there are of "email", "phone", "card" and "key"."""
        spoken = "\n".join(text for text in texts if "[" in text).casefold()
        numbers = dict.fromkeys(_WORDS, 0)
        for text in texts:
            for start, end, kind in find_private(text):
                original = text[start:end]
                if original not in self._masks:
                    numbers[kind] = self._take(original, kind, numbers[kind], spoken)
        originals = sorted(self._masks, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, originals))) if originals else None

    def _take(self, original: str, kind: Kind, number: int, spoken: str) -> int:
        """Give `original` the next free number; that number."""
        number += 1
        while f"[{_WORDS[kind]} {number}]".casefold() in spoken:
            number += 1
        mask = f"[{_WORDS[kind]} {number}]"
        self._masks[original] = mask
        self.placeholders[mask.casefold()] = original
        counted = _COUNTED_AS.get(kind, kind)
        self.counts[counted] = self.counts.get(counted, 0) + 1
        return number

    def apply(self, text: str) -> str:
        """`text` with placeholders for everything that was found in any of the texts."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: self._masks[match[0]], text)

    def put_back(self, text: str) -> str:
        """`text` with the originals again."""
        back = PutBack(self.placeholders)
        return back.feed(text) + back.finish()


NO_MASKING = Masking()


class PutBack:
    """Puts originals back into a text that comes in pieces.

    Capital and small letters of a placeholder count alike: models write it as they like. What
    could still become a placeholder is held back.
    """

    def __init__(self, placeholders: Mapping[str, str]) -> None:
        self._placeholders = placeholders
        self._longest = max(map(len, placeholders), default=0)
        self._held = ""

    def feed(self, text: str) -> str:
        """What is certain by now."""
        if not self._placeholders:
            return text
        self._held += text
        out: list[str] = []
        at = self._held.find("[")
        while at >= 0:
            out.append(self._held[:at])
            self._held = self._held[at:]
            original = self._original()
            if original is None and self._may_grow():
                return "".join(out)
            if original is None:
                out.append("[")
                self._held = self._held[1:]
            else:
                out.append(original)
            at = self._held.find("[")
        out.append(self._held)
        self._held = ""
        return "".join(out)

    def finish(self) -> str:
        """What was held back, now that nothing follows."""
        rest, self._held = self._held, ""
        return rest

    def _original(self) -> str | None:
        """What the held text begins with the placeholder of, which is then taken off."""
        end = self._held.find("]", 0, self._longest) + 1
        original = self._placeholders.get(self._held[:end].casefold()) if end else None
        if original is not None:
            self._held = self._held[end:]
        return original

    def _may_grow(self) -> bool:
        held = self._held.casefold()
        return len(held) < self._longest and any(
            mask.startswith(held) for mask in self._placeholders
        )
