"""What sending would leave this machine with, before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QObject

from assistant.controllers.chat import ChatController
from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.models import ModelsController
from assistant.core.chat import build_generate
from assistant.core.context_fit import Basis, fold_of, turns_of
from assistant.core.entities import Message
from assistant.core.errors import UserError
from assistant.core.messages import Generate
from assistant.core.remote.dialect import dialect_named
from assistant.core.remote.preview import Preview, preview
from assistant.core.remote.server import server_and_model
from assistant.workers.task_pool import TaskPool


class ChatPreview(QObject):
    """Window thread; requests are put together on the pool."""

    def __init__(
        self,
        chat: ChatController,
        models: ModelsController,
        consent: ConsentKeeper,
        pool: TaskPool,
        has_key: Callable[[str], bool],
        parent: QObject | None = None,
    ) -> None:
        """`has_key` says whether one is kept for a server; it is called on the pool."""
        super().__init__(parent)
        self._has_key = has_key
        self._chat = chat
        self._models = models
        self._consent = consent
        self._pool = pool

    def request(self, before: Sequence[Message], text: str = "") -> Generate:
        """What would be asked when `text` is said behind `before` (or its last turn answered)."""
        chat, info = self._chat, self._models.state.info
        basis = Basis(
            parameters=chat.parameters,
            branch=tuple(before),
            text=text,
            folds=tuple(chat.folds),
        )
        fold = fold_of(basis.folds, basis.branch, info.context_length if info else 0)
        request = build_generate(basis.parameters, basis.branch)
        return msgspec.structs.replace(request, turns=turns_of(basis, fold))

    def show(
        self,
        request: Generate,
        text_of: Callable[[Preview], str],
        done: Callable[[Preview, str], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """`done(preview, text)` follows with what the chosen model's server would get.

        `text_of` makes text of it, on the pool.
        """
        state, server = self._models.state, self._consent.server
        if server is None:
            return
        model = server_and_model(state.path)[1]
        info = state.info
        dialect = dialect_named(
            info.description if info else "", info.context_length if info else 0
        )

        has_key = self._has_key

        def make() -> tuple[Preview, str]:
            made = preview(server, model, request, dialect, has_key=has_key(server.id))
            return made, text_of(made)

        self._pool.run(make, lambda found: done(*found), failed)
