"""Has a server write one answer: sends the request, reads the stream, tries again without what
the server refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import aclosing
from functools import partial

import msgspec

from assistant.core.errors import UserError
from assistant.core.messages import Finished, Generate
from assistant.core.remote.dialect import Dialect
from assistant.core.remote.masking import Masking
from assistant.core.remote.request import Outgoing, generate_request
from assistant.engine.remote import faults
from assistant.engine.remote.answer import Answer, Emit
from assistant.engine.remote.chunks import read_chunk
from assistant.engine.remote.connection import Connection, OnSent
from assistant.engine.remote.event_stream import DONE, EventStream
from assistant.engine.remote.faults import Refused

_MOST_ROUNDS = 6
_UNKNOWN = re.compile(
    r"unknown|unrecogni[sz]ed|unsupported|not supported|not permitted|unexpected"
    r"|extra (?:input|field)|additional propert|invalid (?:field|param)|does not support"
    r"|no such (?:field|param)",
    re.IGNORECASE,
)
_MOST_BAD = 20


class Generation:
    """One `Generate` on its way; the engine's event loop.

    `dialect` is changed by what the server refuses: the owner keeps it for the next request.
    """

    def __init__(
        self,
        command: Generate,
        model: str,
        connection: Connection,
        dialect: Dialect,
        estimated_prompt: int,
        emit: Emit,
    ) -> None:
        self.dialect = dialect
        self.answer = Answer(command, connection, emit)
        self._command = command
        self._model = model
        self._connection = connection
        self._estimated = estimated_prompt
        self._notes: list[str] = []
        self._bad = 0
        self._documents = 0
        self._message = False
        """Whether the last document has one."""

    async def run(self, permitted: Callable[[], None], sent: Callable[[Masking], None]) -> Finished:
        """`permitted` raises where the text may not be sent; it is asked right before each try.

        `sent` hears when the request leaves. Raises `UserError`.
        """
        for _ in range(_MOST_ROUNDS):
            permitted()
            request = generate_request(
                self._connection.server, self._model, self._command, self.dialect
            )
            self.answer.expect(request.masking)
            try:
                await self._read(request, partial(sent, request.masking))
            except Refused as refused:
                self._give_way(request, refused)
                continue
            except UserError:
                self.answer.flush(cut=True)
                raise
            return self._end(request)
        raise faults.unreadable(self._connection.server.host)

    def cancelled(self) -> Finished:
        """Stopped by the person; what came is sent."""
        self.answer.flush(cut=True)
        return self.answer.cancelled(self._estimated)

    # --- what the server refuses ---------------------------------------------------------------

    def _give_way(self, request: Outgoing, refused: Refused) -> None:
        """Leave out what the server does not know; raises where that is not the trouble."""
        explained = self._connection.explained(refused)
        if refused.status not in (400, 422) or explained.kind == "context_full":
            raise explained
        words = refused.body.decode("utf-8", "replace")
        if "max_completion_tokens" in words and "max_tokens" in request.optional:
            self.dialect = msgspec.structs.replace(self.dialect, max_tokens="max_completion_tokens")
            return
        named = {name for name in request.optional if re.search(rf"\b{name}\b", words)}
        if not named and _UNKNOWN.search(words):
            named = set(request.optional & _BEYOND)
        if not named:
            raise explained
        self.dialect = msgspec.structs.replace(
            self.dialect, refused=self.dialect.refused | frozenset(named)
        )
        told = sorted(named - _SILENT)
        if told:
            self._notes.append(
                f"{self._connection.server.host} does not accept {', '.join(told)}: "
                "it was asked without."
            )

    # --- the stream ----------------------------------------------------------------------------

    async def _read(self, request: Outgoing, sent: OnSent) -> None:
        stream, done = EventStream(), False
        async with (
            self._connection.answer(request, sent) as response,
            aclosing(self._connection.pieces(response)) as pieces,
        ):
            async for data in pieces:
                try:
                    documents = stream.feed(data)
                except ValueError as error:
                    raise faults.unreadable(self._connection.server.host) from error
                done = self._take(documents)
                if done or stream.is_page:
                    break
            else:
                done = self._take(stream.finish())
        if stream.is_page:
            raise faults.page_instead(self._connection.server.host)
        self._check_whole(done)

    def _take(self, documents: list[str]) -> bool:
        """Whether the answer is over."""
        for document in documents:
            if document == DONE:
                return True
            try:
                chunk = read_chunk(document)
            except (ValueError, RecursionError):
                self._bad += 1
                if self._bad > _MOST_BAD:
                    raise faults.unreadable(self._connection.server.host) from None
                continue
            self._documents += 1
            self._message = chunk.message
            self.answer.take(chunk)
            if self.answer.stopped:
                return True
        return False

    def _check_whole(self, done: bool) -> None:
        """A stream that just ends may have lost its end; one document with a message is whole,
        also where it does not say why it ends."""
        answer, host = self.answer, self._connection.server.host
        if done or answer.finish or (self._documents == 1 and self._message and answer.said):
            return
        if answer.said:
            raise faults.broken_off(host)
        raise faults.unreadable(host)

    def _end(self, request: Outgoing) -> Finished:
        answer, host = self.answer, self._connection.server.host
        answer.flush()
        notes = [*request.notes, *self._notes]
        if answer.asks_tool:
            notes.append(f"The model on {host} wanted to call a tool; there are none here.")
        if answer.finish == "content_filter":
            notes.append(f"{host} ended the answer because of its content.")
        if self._bad:
            notes.append(f"Parts of what {host} sent could not be read and are missing.")
        if not answer.said and answer.asks_tool:
            raise UserError("no_answer", notes[-1], "Ask in another way, or choose another model.")
        return answer.finished(self._estimated, notes)


_BEYOND = frozenset(
    {
        "stream_options", "top_k", "min_p", "typical_p", "xtc_probability", "xtc_threshold",
        "dry_multiplier", "dry_base", "dry_allowed_length", "dry_penalty_last_n",
        "repeat_penalty", "repetition_penalty", "repeat_last_n", "mirostat", "mirostat_mode",
        "mirostat_tau", "mirostat_eta", "chat_template_kwargs", "reasoning_effort",
        "return_progress", "logit_bias", "logit_bias_type", "seed",
    }
)  # fmt: skip
"""Fields that a plain OpenAI server may not know."""
_SILENT = frozenset({"stream_options", "return_progress", "chat_template_kwargs"})
"""Nobody misses these; a model that thinks though it was asked not to shows it."""
