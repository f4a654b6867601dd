"""One model of one server, ready to be asked; the engine's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from assistant.core.entities import ModelInfo
from assistant.core.messages import CountTokens, Embed, Finished, Generate, LoadModel, TokenCount
from assistant.core.remote.dialect import Dialect
from assistant.core.remote.estimate import estimated_tokens
from assistant.core.remote.facts import ModelOnServer
from assistant.core.remote.masking import Masking
from assistant.core.remote.server import RemoteServer
from assistant.engine.remote.answer import Emit
from assistant.engine.remote.connection import Connection
from assistant.engine.remote.counting import Counter
from assistant.engine.remote.embedding import Vector, embedded
from assistant.engine.remote.gate import Gate
from assistant.engine.remote.generation import Generation
from assistant.engine.remote.survey import model_facts

ASSUMED_CONTEXT = 4096
"""Tokens that a context is taken to hold when nobody says how many it does."""

OnSent = Callable[[Masking], None]
Permitted = Callable[[], None]


class LoadedRemote:
    """`server` and one of its models, with what was learned of how to speak to it."""

    def __init__(
        self, server: RemoteServer, model: str, key: str, info: ModelInfo, facts: ModelOnServer
    ) -> None:
        self.server = server
        self.info = info
        self._model = model
        self._key = key
        self._facts = facts
        self._dialect = Dialect(kind=facts.kind, context_length=facts.context_length)
        self._connection = Connection(server, key)
        self._left: list[Connection] = []
        self.gate = Gate(facts.at_once, strict=facts.kind == "llama-cpp-python")
        self.counter = Counter(self._connection, model, facts.kind, info.context_length)

    def following(self, server: RemoteServer) -> LoadedRemote:
        """This model after the person changed what does not need asking again (masking, time).

        With another address it stays as it is, and nothing will be sent.
        """
        if server.url != self.server.url:
            return self
        if server != self.server:
            self._left.append(self._connection)  # a request may still be on its way there
            self.server = server
            self._connection = Connection(server, self._key)
            limit = server.context_length or self.info.context_length
            self.counter = Counter(self._connection, self._model, self._facts.kind, limit)
        return self

    async def generate(
        self, command: Generate, emit: Emit, permitted: Permitted, sent: OnSent
    ) -> Finished:
        """The last event of `command`; the others go to `emit`. Raises `UserError`.

        When its task is cancelled the connection is closed and what came is the answer.
        """
        raw = sum(estimated_tokens(turn.content) for turn in command.turns)
        estimated = self.counter.estimated("".join(turn.content for turn in command.turns))
        work = Generation(command, self._model, self._connection, self._dialect, estimated, emit)
        try:
            last = await work.run(permitted, sent)
        except asyncio.CancelledError:
            return work.cancelled()
        finally:
            self._dialect = work.dialect
        if work.answer.prompt_tokens:
            self.counter.learn(raw, work.answer.prompt_tokens)
        return last

    async def embed(self, command: Embed, permitted: Permitted, sent: OnSent) -> tuple[Vector, ...]:
        return await embedded(self._connection, self._model, command.texts, sent, permitted)

    async def count(self, command: CountTokens, sent: OnSent) -> TokenCount:
        return await self.counter.count(command, sent)

    async def close(self) -> None:
        for connection in (*self._left, self._connection):
            await connection.close()


async def load(
    server: RemoteServer,
    model: str,
    key: str,
    command: LoadModel,
    told: Callable[[float], None],
) -> LoadedRemote:
    """Ask the server about `model`. Raises `UserError`."""
    connection = Connection(server, key)
    try:
        told(0.0)
        facts = await model_facts(connection, model, told)
        if command.purpose == "embedding":
            # whether it can: a word that says nothing of anybody
            await embedded(connection, model, ["Inkstone"], lambda _m: None, lambda: None)
    finally:
        await connection.close()
    return LoadedRemote(server, model, key, _info(server, model, command, facts), facts)


def _info(server: RemoteServer, model: str, command: LoadModel, facts: ModelOnServer) -> ModelInfo:
    where = "on this computer" if server.is_this_machine else "elsewhere"
    reason = [f"{server.host} answers, {where}: what you write is sent there."]
    if not facts.context_length:
        reason.append(
            f"It does not say how much fits into its context; {ASSUMED_CONTEXT:,} tokens are "
            "assumed. The server's settings can say more."
        )
    if command.parameters.adapters or command.parameters.draft_path:
        reason.append("LoRA adapters and draft models are the server's own business.")
    context = facts.context_length or ASSUMED_CONTEXT
    return ModelInfo(
        path=command.path,
        # vectors of one model are no vectors of another that has its name elsewhere
        architecture=server.host if command.purpose == "embedding" else "",
        name=model.rpartition("/")[2].removesuffix(".gguf") or model,
        description=facts.kind,
        parameters=facts.parameters,
        file_size=facts.size,
        trained_context=facts.trained_context or context,
        context_length=context,
        backend=server.host,
        has_template=True,
        thinks=facts.thinks,
        reason=" ".join(reason),
        sequences=facts.at_once,
    )
