"""One command's use of an engine: a request, its events, its one ending."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import TracebackType

from assistant import compose
from assistant.cli.interrupt import Interrupt
from assistant.cli.sending_away import NamedServers, TerminalEngine, Told
from assistant.cli.surroundings import Surroundings
from assistant.core.entities import ModelInfo
from assistant.core.errors import Cancelled, UserError
from assistant.core.messages import (
    LAST_EVENTS,
    AnyCommand,
    AnyEvent,
    Cancel,
    EngineExited,
    Failed,
    Finished,
    Generate,
    Hello,
    Loading,
    LoadModel,
    Ready,
    Sent,
    Unload,
    Unloaded,
)
from assistant.core.ports import Engine
from assistant.core.settings import Models, Settings

_LOOK_S = 0.1
"""How often a quiet engine's command looks whether the person wants to stop."""


def _nothing() -> None:
    return


class EngineSession:
    """Owns `engine` for the length of a `with` block; main thread only.

    Every call raises `Cancelled` when the person stops it before there is a result to keep, and
    `UserError` when it fails. After the engine died the next call works with a new one.
    """

    def __init__(
        self,
        engine: Engine,
        interrupt: Interrupt,
        *,
        named: NamedServers | None = None,
        told: Told | None = None,
    ) -> None:
        """`named` are the servers that `engine` may send to; `told` hears when it does."""
        self.engine: Engine = TerminalEngine(engine, named or NamedServers())
        self._told = told
        self.interrupt = interrupt
        self.hello: Hello | None = None
        self._early: deque[AnyEvent] = deque()
        self._loading: LoadModel | None = None
        self._loaded: tuple[str, ModelInfo] | None = None

    def __enter__(self) -> EngineSession:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.engine.close()

    @property
    def sent_to(self) -> str:
        """The host that text was sent to, "" while nothing left this machine."""
        return "" if self._told is None else ", ".join(self._told.hosts)

    def begin_load(self, path: str, models: Models) -> None:
        """Ask for the model at `path` and return at once; `ensure_loaded` waits for it."""
        self._loading = LoadModel(path=path, parameters=compose.loading_of(path, models))
        self._loaded = None
        self.engine.submit(self._loading)
        event = self.engine.poll(0.0)  # an engine does nothing before it is polled
        if event is not None:
            self._early.append(event)

    def ensure_loaded(
        self, path: str, models: Models, on_progress: Callable[[float], None]
    ) -> ModelInfo:
        """Have the model at `path` in memory. `on_progress` gets fractions of 1."""
        if self._loading is None:
            while self._poll(0.0) is not None:
                pass  # what happened since the last request: the engine may have died
        if self._loaded is not None and self._loaded[0] == path:
            return self._loaded[1]
        if self._loading is None or self._loading.path != path:
            self.begin_load(path, models)
        command, self._loading = self._loading, None
        assert command is not None  # noqa: S101 - set by begin_load

        def on_event(event: AnyEvent) -> None:
            if isinstance(event, Loading):
                on_progress(event.fraction)

        last = self._await(command, on_event, _nothing)
        if not isinstance(last, Ready):
            raise _failure(last)
        self._loaded = (path, last.info)
        return last.info

    def generate(
        self,
        request: Generate,
        on_event: Callable[[AnyEvent], None],
        on_look: Callable[[], None] = _nothing,
    ) -> Finished:
        """Run `request`; `on_event` gets its progress and text, `on_look` is called often.

        A stop by the person is `Finished("cancelled")`, or `Cancelled` if they did not wait.
        """
        self.engine.submit(request)
        last = self._await(request, on_event, on_look)
        if isinstance(last, Finished):
            return last
        raise _failure(last)

    def ask(self, command: AnyCommand) -> AnyEvent:
        """Run a command that has one answer and wait for it; a `Failed` is raised."""
        self.engine.submit(command)
        last = self._await(command, lambda _event: None, _nothing)
        if isinstance(last, Failed):
            raise _failure(last)
        return last

    def next_event(self) -> AnyEvent | None:
        """What the engine says next, None if it is quiet for a moment; the requests are those
        that the caller submitted to `engine` itself."""
        return self._poll(_LOOK_S)

    def greet(self) -> Hello:
        """Start the engine without a model and return how it introduced itself."""
        command = Unload()
        self.engine.submit(command)
        last = self._await(command, lambda _event: None, _nothing)
        if self.hello is not None:
            return self.hello
        if isinstance(last, Failed):
            raise _failure(last)
        return Hello()

    def _await(
        self,
        command: AnyCommand,
        on_event: Callable[[AnyEvent], None],
        on_look: Callable[[], None],
    ) -> AnyEvent:
        asked_to_stop = False
        while True:
            if self.interrupt.count and not asked_to_stop:
                asked_to_stop = True
                self.engine.submit(Cancel(target=command.request_id))
            if self.interrupt.count > 1:
                raise Cancelled
            event = self._poll(_LOOK_S)
            on_look()
            if event is None or event.request_id != command.request_id:
                continue
            if isinstance(event, LAST_EVENTS):
                return event
            on_event(event)

    def _poll(self, timeout: float) -> AnyEvent | None:
        event = self._early.popleft() if self._early else self.engine.poll(timeout)
        if isinstance(event, Hello):
            self.hello = event
        elif isinstance(event, Sent) and self._told is not None:
            self._told.sent(event.host, event.masked)
        elif isinstance(event, EngineExited | Unloaded):
            self._loaded = None
        return event


def open_session(
    surroundings: Surroundings, settings: Settings, interrupt: Interrupt
) -> EngineSession:
    """An engine for this command, which reaches the person's servers as well."""
    if not settings.servers:
        return EngineSession(compose.make_engine(surroundings.paths), interrupt)
    named, servers = NamedServers(), settings.servers
    engine = compose.make_engine(
        surroundings.paths,
        servers=lambda: servers,
        consents=named,
        secrets=compose.make_secrets(surroundings.paths),
    )
    told = Told(surroundings.terminal.note, lambda: servers)
    return EngineSession(engine, interrupt, named=named, told=told)


def _failure(last: AnyEvent) -> Exception:
    if isinstance(last, Failed):
        if last.kind == "cancelled":
            return Cancelled()
        return UserError(last.kind, last.text, last.hint)
    return UserError("protocol", "The engine answered something that was not asked.")
