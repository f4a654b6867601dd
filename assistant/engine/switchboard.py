"""One engine for the application, of which some models are here and some on servers.

A model of a server is named by its path (`core.remote.server`). Whoever loads a model decides
where the requests of its purpose go, until another one is loaded: nothing else ever moves them,
least of all a failure.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from assistant.core.messages import (
    LAST_EVENTS,
    AnyCommand,
    AnyEvent,
    Cancel,
    CountTokens,
    Embed,
    Failed,
    ForgetStates,
    Generate,
    LoadModel,
    MeasureStates,
    Pause,
    RestoreState,
    Resume,
    SaveState,
    StatesKept,
    Unload,
    Unloaded,
    new_request_id,
)
from assistant.core.ports import Engine
from assistant.core.remote.consent import Consents
from assistant.core.remote.server import RemoteServer, is_remote

if TYPE_CHECKING:
    from assistant.engine.remote.engine import Keys, RemoteEngine

Purpose = Literal["chat", "embedding"]


class Switchboard:
    """The engine port over `local` and servers; see `core.ports.Engine` for the contract.

    `servers` says which servers there are now, any thread. Their keys are kept by `keys`
    under their ids. Pausing has no effect on a request that is with a server.
    """

    def __init__(
        self,
        local: Engine,
        servers: Callable[[], Sequence[RemoteServer]],
        consents: Consents | None = None,
        keys: Keys | None = None,
    ) -> None:
        self._local = local
        self._said: queue.Queue[AnyEvent | None] = queue.Queue()
        self._servers = servers
        self._consents = consents
        self._keys = keys
        self._begun: RemoteEngine | None = None
        self._for_remote: queue.Queue[AnyCommand | Purpose] = queue.Queue()
        self._lock = threading.Lock()
        self._elsewhere: set[Purpose] = set()
        self._local_loaded: set[Purpose] = set()
        self._remote_requests: set[str] = set()
        self._own: set[str] = set()
        self._wakes = 0

    def submit(self, command: AnyCommand) -> None:
        with self._lock:
            self._route(command)

    def poll(self, timeout: float) -> AnyEvent | None:
        deadline = time.monotonic() + timeout
        while True:
            self._hand_over()
            try:
                said = self._said.get_nowait()
            except queue.Empty:
                pass
            else:
                if said is None:
                    return None
                return self._noted(said)
            event = self._local.poll(max(0.0, deadline - time.monotonic()))
            if event is not None:
                if event.request_id in self._own and event.request_id:
                    self._forget_own(event)
                    continue
                return event
            if not self._was_woken() and self._said.empty() and time.monotonic() >= deadline:
                return None

    def wake(self) -> None:
        self._said.put(None)
        self._wake_local()

    def close(self) -> None:
        if self._begun is not None:
            self._begun.close()
        self._local.close()

    # --- to servers ----------------------------------------------------------------------------

    def _tell_remote(self, what: AnyCommand | Purpose) -> None:
        """A command, or the purpose whose model is not used any more; the lock is held.

        Handed over by the owner of `poll`: whoever submits does not wait for imports.
        """
        self._for_remote.put(what)
        self._wakes += 1
        self._local.wake()

    def _hand_over(self) -> None:
        while not self._for_remote.empty():
            what = self._for_remote.get()
            if isinstance(what, str):
                self._remote.forget(what)
            else:
                self._remote.submit(what)

    @property
    def _remote(self) -> RemoteEngine:
        """Imported when a server is first used: the window's start does without."""
        if self._begun is None:
            from assistant.engine.remote.engine import RemoteEngine

            self._begun = RemoteEngine(self._on_said, self._servers, self._consents, self._keys)
        return self._begun

    # --- what servers say ----------------------------------------------------------------------

    def _on_said(self, event: AnyEvent) -> None:
        """The remote engine's thread."""
        self._said.put(event)
        self._wake_local()

    def _wake_local(self) -> None:
        with self._lock:
            self._wakes += 1
        self._local.wake()

    def _was_woken(self) -> bool:
        """Whether the local engine returned because something was said here."""
        with self._lock:
            if self._wakes == 0:
                return False
            self._wakes -= 1
            return True

    def _noted(self, event: AnyEvent) -> AnyEvent:
        if isinstance(event, LAST_EVENTS):
            with self._lock:
                self._remote_requests.discard(event.request_id)
        return event

    def _forget_own(self, event: AnyEvent) -> None:
        if isinstance(event, LAST_EVENTS):
            self._own.discard(event.request_id)

    # --- where commands go ---------------------------------------------------------------------

    def _route(self, command: AnyCommand) -> None:
        if isinstance(command, LoadModel):
            self._load(command)
        elif isinstance(command, Generate | CountTokens):
            self._send(command, "chat")
        elif isinstance(command, Embed):
            self._send(command, "embedding")
        elif isinstance(command, Cancel | Pause | Resume):
            self._steer(command)
        elif isinstance(command, Unload):
            self._unload(command)
        elif isinstance(command, SaveState | RestoreState) and "chat" in self._elsewhere:
            # a server keeps no states for us; no process here is started to say so
            self._answer(StatesKept(request_id=command.request_id))
        elif isinstance(command, ForgetStates | MeasureStates | SaveState | RestoreState):
            self._local.submit(command)
        else:
            self._local.submit(command)

    def _load(self, command: LoadModel) -> None:
        purpose = command.purpose
        if is_remote(command.path):
            self._elsewhere.add(purpose)
            if purpose in self._local_loaded:
                self._local_loaded.discard(purpose)
                own = Unload(request_id=new_request_id(), purpose=purpose)
                self._own.add(own.request_id)
                self._local.submit(own)
            self._remote_requests.add(command.request_id)
            self._tell_remote(command)
            return
        if purpose in self._elsewhere:
            self._elsewhere.discard(purpose)
            self._tell_remote(purpose)
        self._local_loaded.add(purpose)
        self._local.submit(command)

    def _send(self, command: Generate | CountTokens | Embed, purpose: Purpose) -> None:
        if purpose in self._elsewhere:
            self._remote_requests.add(command.request_id)
            self._tell_remote(command)
        else:
            self._local.submit(command)

    def _steer(self, command: Cancel | Pause | Resume) -> None:
        if command.target not in self._remote_requests:
            self._local.submit(command)
        elif isinstance(command, Cancel):
            self._tell_remote(command)

    def _unload(self, command: Unload) -> None:
        """What is with a server is forgotten; requests of that purpose stay without a model."""
        purposes: tuple[Purpose, ...] = (
            ("chat", "embedding") if command.purpose == "all" else (command.purpose,)
        )
        elsewhere = [purpose for purpose in purposes if purpose in self._elsewhere]
        here = any(purpose in self._local_loaded for purpose in purposes)
        for purpose in elsewhere:
            self._tell_remote(purpose)
        self._local_loaded.difference_update(purposes)
        if elsewhere and not here:
            self._answer(Unloaded(request_id=command.request_id))
        else:
            self._local.submit(command)

    def _answer(self, event: StatesKept | Unloaded | Failed) -> None:
        """Without the lock of `wake`: the caller holds it."""
        self._said.put(event)
        self._wakes += 1
        self._local.wake()
