"""Models on servers behind the commands of the `Engine` port.

One thread with an event loop does all of it; it starts with the first command. Each request is a
task, and cancelling the task closes its connection.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Literal, Protocol

from assistant.core.errors import UserError
from assistant.core.messages import (
    AnyCommand,
    AnyEvent,
    Cancel,
    CountTokens,
    Embed,
    Embedded,
    Failed,
    Finished,
    Generate,
    Loading,
    LoadModel,
    Ready,
    Sent,
)
from assistant.core.remote.consent import Consents
from assistant.core.remote.masking import Masking
from assistant.core.remote.server import RemoteServer, server_and_model
from assistant.engine.remote.faults import not_permitted
from assistant.engine.remote.loaded import LoadedRemote, load

log = logging.getLogger(__name__)

Emit = Callable[[AnyEvent], None]
Servers = Callable[[], Sequence[RemoteServer]]
Purpose = Literal["chat", "embedding"]
_CLOSE_S = 5.0


class Keys(Protocol):
    """Where the keys of servers lie; see `core.hub.ports.Secrets`. May block."""

    def get(self, name: str) -> str: ...


class RemoteEngine:
    """Any thread submits; `emit` is called on this engine's own thread.

    `servers` says which there are now. Nothing is sent that `consents` do not permit at that
    moment; without `consents` nothing is.
    """

    def __init__(
        self, emit: Emit, servers: Servers, consents: Consents | None, keys: Keys | None
    ) -> None:
        self._emit = emit
        self._servers = servers
        self._consents = consents
        self._keys = keys
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._purposes: dict[str, Purpose] = {}
        self._models: dict[Purpose, asyncio.Task[LoadedRemote]] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def submit(self, command: AnyCommand) -> None:
        """`LoadModel` of a server's path, `Generate`, `Embed`, `CountTokens`, `Cancel`."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=self._run, args=(self._loop,), name="remote engine", daemon=True
                )
                self._thread.start()
            self._loop.call_soon_threadsafe(self._take, command)

    def forget(self, purpose: Purpose) -> None:
        """No model of `purpose` is used any more; what still runs with it ends."""
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._forget, purpose)

    def close(self) -> None:
        """End everything; no event follows."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_CLOSE_S)

    # --- on the loop ---------------------------------------------------------------------------

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_forever()
            loop.run_until_complete(self._end_all())
        except Exception:  # the top of this thread
            log.exception("the remote engine failed")
        finally:
            loop.close()

    async def _end_all(self) -> None:
        self._emit = lambda _event: None
        await asyncio.sleep(0)  # each has begun: see `_cancel_begun`
        running = [*self._tasks.values(), *self._models.values()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, *self._closing, return_exceptions=True)
        for model in self._models.values():
            await _let_go(model)

    def _take(self, command: AnyCommand) -> None:
        if isinstance(command, Cancel):
            if (task := self._tasks.get(command.target)) is not None:
                _cancel_begun(task)
        elif isinstance(command, LoadModel):
            self._begin_load(command)
        elif isinstance(command, Generate):
            self._start(command, self._generate(command), "chat")
        elif isinstance(command, Embed):
            self._start(command, self._embed(command), "embedding")
        elif isinstance(command, CountTokens):
            self._start(command, self._count(command), "chat")

    def _start(
        self, command: AnyCommand, work: Coroutine[Any, Any, None], purpose: Purpose | None = None
    ) -> None:
        request_id = command.request_id
        task = asyncio.get_running_loop().create_task(self._guarded(command, work))
        self._tasks[request_id] = task
        if purpose is not None:
            self._purposes[request_id] = purpose

        def over(_task: asyncio.Task[None]) -> None:
            self._tasks.pop(request_id, None)
            self._purposes.pop(request_id, None)

        task.add_done_callback(over)

    async def _guarded(self, command: AnyCommand, work: Coroutine[Any, Any, None]) -> None:
        """Every request ends in exactly one last event."""
        try:
            await work
        except asyncio.CancelledError:
            self._emit(_cancelled(command))
        except UserError as error:
            self._emit(_failed(command, error))
        except Exception as error:  # noqa: BLE001 - the top of a request
            # its text is not logged: it may hold what was sent
            log.error("a request failed: %s", type(error).__name__)
            self._emit(_failed(command, _bug(error)))

    # --- models --------------------------------------------------------------------------------

    def _forget(self, purpose: Purpose) -> None:
        running = [
            self._tasks[request_id]
            for request_id, used in self._purposes.items()
            if used == purpose and request_id in self._tasks
        ]
        for task in running:
            _cancel_begun(task)
        old = self._models.pop(purpose, None)
        if old is not None:
            self._keep(_let_go(old, running))

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _begin_load(self, command: LoadModel) -> None:
        self._forget(command.purpose)
        loop = asyncio.get_running_loop()
        model = loop.create_task(self._load(command))
        self._models[command.purpose] = model
        self._start(command, self._tell_loaded(command, model))

    async def _load(self, command: LoadModel) -> LoadedRemote:
        server_id, model = server_and_model(command.path)
        server = self._server(server_id)
        key, without = "", None
        if self._keys is not None:
            try:
                key = await asyncio.to_thread(self._keys.get, server.id)
            except UserError as error:
                without = error  # many servers want no key
        emit, request_id = self._emit, command.request_id
        try:
            return await load(
                server,
                model,
                key,
                command,
                lambda part: emit(Loading(request_id=request_id, fraction=part)),
            )
        except UserError as error:
            if error.kind == "server_key" and without is not None:
                raise without from error
            raise

    async def _tell_loaded(self, command: LoadModel, model: asyncio.Task[LoadedRemote]) -> None:
        try:
            loaded = await model
        except asyncio.CancelledError:
            model.cancel()
            raise
        self._emit(Ready(request_id=command.request_id, info=loaded.info))

    def _server(self, server_id: str) -> RemoteServer:
        for server in self._servers():
            if server.id == server_id:
                return server
        raise UserError(
            "server",
            "The server of this model is not in the list any more.",
            "Add it again, or choose another model.",
        )

    async def _model(self, purpose: Purpose) -> LoadedRemote:
        """The loaded model, once it is. A server whose settings changed has to be asked anew."""
        task = self._models.get(purpose)
        if task is None:
            raise _no_model()
        try:
            loaded = await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise _no_model() from None
            raise
        except UserError:
            raise _no_model() from None
        now = self._server(loaded.server.id)
        if now != loaded.server:
            loaded = loaded.following(now)
        return loaded

    # --- requests ------------------------------------------------------------------------------

    async def _generate(self, command: Generate) -> None:
        model = await self._model("chat")
        permitted = self._gatekeeper(model, command.place)
        permitted()
        async with model.gate.turn(command.priority):
            last: Finished = await model.generate(
                command, self._emit, permitted, self._sent(model, command)
            )
        self._emit(last)

    async def _embed(self, command: Embed) -> None:
        model = await self._model("embedding")
        permitted = self._gatekeeper(model, command.place)
        permitted()
        async with model.gate.turn(command.priority):
            vectors = await model.embed(command, permitted, self._sent(model, command))
        self._emit(Embedded(request_id=command.request_id, vectors=vectors))

    async def _count(self, command: CountTokens) -> None:
        """Where the text may not go to be counted, it stays here and is estimated."""
        model = await self._model("chat")
        if self._permits(command.place, model.server.id):
            count = await model.count(command, self._sent(model, command))
        else:
            count = model.counter.estimate(command)
        self._emit(count)

    def _permits(self, place: str, server_id: str) -> bool:
        return bool(
            place and self._consents is not None and self._consents.permits(place, server_id)
        )

    def _gatekeeper(self, model: LoadedRemote, place: str) -> Callable[[], None]:
        """Raises where text of `place` may not be sent now; asked again before every try."""

        def check() -> None:
            server = self._server(model.server.id)
            if server.url != model.server.url or not self._permits(place, server.id):
                raise not_permitted(server.host)

        return check

    def _sent(
        self, model: LoadedRemote, command: Generate | Embed | CountTokens
    ) -> Callable[[Masking], None]:
        once = isinstance(command, Generate)  # another attempt masks the same things again
        attempts = 0

        def tell(masking: Masking) -> None:
            nonlocal attempts
            attempts += 1
            self._emit(
                Sent(
                    request_id=command.request_id,
                    host=model.server.host,
                    place=command.place,
                    masked={} if once and attempts > 1 else dict(masking.counts),
                )
            )

        return tell


def _cancel_begun(task: asyncio.Task[None]) -> None:
    """Cancel it once it has taken its first step: one that never began says no last event."""
    asyncio.get_running_loop().call_soon(task.cancel)


async def _let_go(
    model: asyncio.Task[LoadedRemote], running: Sequence[asyncio.Task[None]] = ()
) -> None:
    """Close its connection once those that run on it have ended."""
    await asyncio.gather(*running, return_exceptions=True)
    if not model.done():
        model.cancel()
    found = (await asyncio.gather(model, return_exceptions=True))[0]
    if isinstance(found, LoadedRemote):
        await found.close()


def _cancelled(command: AnyCommand) -> AnyEvent:
    if isinstance(command, Generate):
        return Finished(request_id=command.request_id, reason="cancelled")
    return Failed(request_id=command.request_id, kind="cancelled", text="Cancelled.")


def _failed(command: AnyCommand, error: UserError) -> Failed:
    return Failed(request_id=command.request_id, kind=error.kind, text=error.text, hint=error.hint)


def _no_model() -> UserError:
    return UserError("no_model", "No model is loaded.", "Choose a model first.")


def _bug(error: Exception) -> UserError:
    return UserError(
        "bug",
        f"Something unexpected happened inside Inkstone ({type(error).__name__}).",
        "The log file has the details.",
    )
