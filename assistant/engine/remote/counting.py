"""Counts tokens: at the server's own door where the text may go there, else an estimate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from assistant.core.errors import UserError
from assistant.core.messages import CountTokens, TokenCount
from assistant.core.remote.address import root_url
from assistant.core.remote.dialect import ServerKind
from assistant.core.remote.estimate import estimated_tokens, with_marks
from assistant.core.remote.masking import Masking
from assistant.core.remote.request import Outgoing, masked_texts, plain_request
from assistant.engine.remote.connection import Connection
from assistant.engine.remote.faults import Refused

_AT_ONCE = 4
_MOST_ASKED = 64
"""Texts of one count that are asked for one by one; more than that is estimated."""


class _Uncounted(Exception):  # noqa: N818 - the door is another one than it looks
    pass


OnSent = Callable[[Masking], None]


class Counter:
    """Counts for one model of one server; the engine's event loop.

    `factor` is how far estimates were off, learned from what the server counted.
    """

    def __init__(self, connection: Connection, model: str, kind: ServerKind, limit: int) -> None:
        self._connection = connection
        self._model = model
        self._kind = kind
        self._limit = limit
        self._factor = 1.0

    @property
    def can_ask(self) -> bool:
        """Whether the server has a door for counting."""
        return self._kind in ("llama.cpp", "llama-cpp-python", "vLLM")

    def estimated(self, text: str) -> int:
        return round(estimated_tokens(text) * self._factor)

    def learn(self, estimated: int, counted: int) -> None:
        """The server counted what was `estimated` (without the factor) here."""
        if estimated > 50 and counted > 0:
            self._factor = min(3.0, max(0.3, counted / estimated))

    def estimate(self, command: CountTokens) -> TokenCount:
        """Nothing is sent."""
        texts = _texts(command)
        return self._answer(command, [self.estimated(text) for text in texts])

    async def count(self, command: CountTokens, sent: OnSent) -> TokenCount:
        """`sent` hears when text has left. Estimates where the server cannot be asked."""
        texts = _texts(command)
        if not self.can_ask or len(texts) > _MOST_ASKED:
            return self.estimate(command)
        masking, masked = masked_texts(self._connection.server, texts)
        places = asyncio.Semaphore(_AT_ONCE)
        told = False

        def leaving() -> None:
            nonlocal told
            if not told:
                told = True
                sent(masking)

        async def one(text: str) -> int:
            if not text:
                return 0
            async with places:
                return await self._ask(text, leaving)

        try:
            counts = await asyncio.gather(*map(one, masked))
        except (Refused, UserError, _Uncounted):
            self._kind = ""  # it has no such door: do not knock again
            return self.estimate(command)
        self.learn(sum(map(estimated_tokens, masked)), sum(counts))
        return self._answer(command, counts)

    async def _ask(self, text: str, leaving: Callable[[], None]) -> int:
        found = await self._connection.document(self._request(text), leaving)
        count = found.get("count") if isinstance(found, dict) else None
        tokens = found.get("tokens") if isinstance(found, dict) else None
        if isinstance(count, int):
            return count
        if isinstance(tokens, list):
            return len(tokens)
        raise _Uncounted

    def _request(self, text: str) -> Outgoing:
        url = self._connection.server.url
        if self._kind == "llama.cpp":
            return plain_request(root_url(url, "tokenize"), {"content": text})
        if self._kind == "vLLM":
            body: dict[str, Any] = {
                "model": self._model,
                "prompt": text,
                "add_special_tokens": False,
            }
            return plain_request(root_url(url, "tokenize"), body)
        body = {"model": self._model, "input": text}
        return plain_request(root_url(url, "extras/tokenize/count"), body)

    def _answer(self, command: CountTokens, counts: Sequence[int]) -> TokenCount:
        total = with_marks(counts) if command.turns else sum(counts)
        each = tuple(counts) if command.texts or command.each else ()
        return TokenCount(request_id=command.request_id, n=total, limit=self._limit, each=each)


def _texts(command: CountTokens) -> list[str]:
    if command.turns:
        return [turn.content for turn in command.turns]
    return list(command.texts) if command.texts else [command.text]
