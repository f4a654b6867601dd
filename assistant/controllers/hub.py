"""Models on the hub: finding them, looking into repositories, fetching files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from assistant.controllers.download_list import DownloadList
from assistant.controllers.hub_access import HubAccessKeeper
from assistant.controllers.models import ModelsController
from assistant.controllers.notices import Notices
from assistant.controllers.preferences import Preferences
from assistant.core.errors import UserError
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import (
    AnyHubCommand,
    AnyHubEvent,
    CardRead,
    CheckToken,
    DownloadQueued,
    DownloadsChanged,
    DropRequest,
    HubAccess,
    HubExited,
    HubFailed,
    HubFound,
    OpenRepository,
    ReadCard,
    RepositoryOpened,
    SearchHub,
    SetAccess,
    StartDownload,
    TokenChecked,
)
from assistant.core.hub.ordering import order_for, projector_for, variant_for
from assistant.core.hub.ports import PassphraseSecrets
from assistant.core.hub.repository import HubQuery, HubRepository
from assistant.workers.hub_thread import HubThread
from assistant.workers.task_pool import TaskPool

Request = Literal["search", "open", "card", "token", "start", "fetch"]
_ONE_AT_A_TIME = ("search", "open", "card", "token")
"""Only the newest of these is waited for; an earlier one is dropped."""


class Wish:
    """What is fetched of a repository as soon as it is known what is in it."""

    def __init__(self, pattern: str, name: str, projector: str) -> None:
        self.pattern = pattern
        self.name = name
        self.projector = projector


class HubController(QObject):
    """Each request returns its id and ends in its signal or in `failed(id, UserError)`.

    `found(HubPage)`, `repository_opened(HubRepository)`, `card_read(str)`, `token_checked(str)`
    and the failures belong to the newest request of their kind. `queued(id, download id)` ends
    `start` and `fetch`. `downloads_changed(tuple[Download, ...])`, `finished(Download)`: it is a
    model now. `downloads_requested()`: somebody wants to see the downloads. Window thread.

    Nothing is started or read before the first request; `look_for_unfinished` starts the process
    when downloads of an earlier start wait. `unfinished(folder)` tells that, on the pool.
    """

    found = Signal(object)
    repository_opened = Signal(object)
    card_read = Signal(str)
    token_checked = Signal(str)
    token_changed = Signal(bool)
    token_failed = Signal(object, str)
    queued = Signal(str, str)
    downloads_changed = Signal(object)
    finished = Signal(object)
    downloads_requested = Signal()
    failed = Signal(str, object)

    def __init__(
        self,
        thread: HubThread,
        preferences: Preferences,
        models: ModelsController,
        notices: Notices,
        pool: TaskPool,
        make_secrets: Callable[[], PassphraseSecrets],
        own_folder: Path,
        parent: QObject | None = None,
        *,
        unfinished: Callable[[Path], bool] = lambda _folder: False,
    ) -> None:
        super().__init__(parent)
        self._thread = thread
        self._pool = pool
        self._notices = notices
        self._unfinished = unfinished
        self._requests: dict[str, Request] = {}
        self._wishes: dict[str, Wish] = {}
        self._waiting: list[AnyHubCommand] = []
        self._reached = False
        self.access = HubAccessKeeper(preferences, pool, make_secrets, own_folder, self)
        self.access.ready.connect(self._on_access)
        self.access.token_changed.connect(self.token_changed)
        self.access.failed.connect(self.token_failed)
        self._list = DownloadList(self._send, self._restart, models, notices, preferences, self)
        self._list.changed.connect(self.downloads_changed)
        self._list.finished.connect(self.finished)
        self._list.shown.connect(self.downloads_requested)
        thread.event_received.connect(self._on_event)
        thread.failed_to_start.connect(self._on_no_process)

    # --- finding ---------------------------------------------------------------------------

    def search(self, query: HubQuery) -> str:
        """Ends in `found`; an earlier search is dropped."""
        return self._ask("search", SearchHub(query=query))

    def open(self, repo: str, revision: str = "") -> str:
        """Ends in `repository_opened`."""
        return self._ask("open", OpenRepository(repo=repo, revision=revision))

    def read_card(self, repo: str, revision: str = "") -> str:
        """Ends in `card_read`."""
        return self._ask("card", ReadCard(repo=repo, revision=revision))

    def drop(self, request: str) -> None:
        """Nobody waits for this request any more: nothing is heard of it."""
        if self._requests.pop(request, None) is None:
            return
        self._wishes.pop(request, None)
        for command in self._waiting:
            if command.request_id == request:
                self._waiting.remove(command)
                return
        self._send(DropRequest(target=request))

    # --- the token -------------------------------------------------------------------------

    @property
    def has_token(self) -> bool:
        """Whether there is one for this hub, as far as is known; see `ask_token`."""
        return self.access.has_token

    def ask_token(self) -> None:
        """Look whether there is one: `token_changed(bool)` or `token_failed` follows, once."""
        self.access.ask_token()

    def set_token(self, token: str) -> None:
        """Keep it in the keyring and use it, "" removes it; then `token_changed` or
        `token_failed(UserError, SecretsPlace)`."""
        self.access.set_token(token.strip())

    def unlock_secrets(self, passphrase: str) -> None:
        """Open the encrypted file of secrets (or make it), which the person agreed to, and keep
        there what the keyring refused; `token_changed` or `token_failed`."""
        self.access.unlock(passphrase)

    def check_token(self) -> str:
        """Ends in `token_checked` with the name of its owner."""
        return self._ask("token", CheckToken())

    # --- fetching --------------------------------------------------------------------------

    @property
    def downloads(self) -> tuple[Download, ...]:
        """In the order of the queue, without those that were just removed."""
        return self._list.downloads

    def start(self, order: DownloadOrder) -> str:
        """Put `order` into the queue; ends in `queued`."""
        return self._ask("start", StartDownload(order=order))

    def fetch(self, repo: str, pattern: str, name: str = "", projector: str = "") -> str:
        """Look into `repo` and fetch the files that `pattern` names; ends in `queued`.

        For models that are known beforehand (the catalogue). `name` is what the person knows it
        by, `projector` a glob too.
        """
        command = OpenRepository(repo=repo)
        self._wishes[command.request_id] = Wish(pattern, name, projector)
        return self._ask("fetch", command)

    def order(self, repository: HubRepository, name: str, projector: str = "") -> DownloadOrder:
        """All files of the variant called `name`. Raises KeyError for one that is not there."""
        variant = next((each for each in repository.variants if each.name == name), None)
        if variant is None:
            raise KeyError(name)
        companion = projector_for(repository, projector)
        return order_for(repository, variant, companion, endpoint=self.access.endpoint)

    def pause(self, download_id: str) -> None:
        self._list.pause(download_id)

    def resume(self, download_id: str) -> None:
        """Go on, also after a failure."""
        self._list.resume(download_id)

    def remove(self, download_id: str) -> None:
        """Forget a download; until the notice is gone it can be had back, with its bytes."""
        self._list.remove(download_id)

    def undo_remove(self) -> None:
        """Take the last removal back."""
        self._list.undo_remove()

    def move(self, download_id: str, place: int) -> None:
        """Put it at `place` of the queue, 0: next."""
        self._list.move(download_id, place)

    def use(self, download_id: str) -> None:
        """Use the finished model from the next message on."""
        self._list.use(download_id)

    def look_for_unfinished(self) -> None:
        """Have downloads of an earlier start go on, if there are any. Cheap."""
        folder, look = self.access.folder, self._unfinished

        def looked(waiting: bool) -> None:
            if waiting:
                self.access.ask()

        self._pool.run(lambda: look(folder), looked, self._notices.post_error)

    def shut_down(self) -> None:
        """Tell the process what is still to tell, and end it; downloads go on next time."""
        self._list.flush()
        self._thread.stop()

    # --- requests --------------------------------------------------------------------------

    def _ask(self, kind: Request, command: AnyHubCommand) -> str:
        if kind in _ONE_AT_A_TIME:
            for request in [key for key, value in self._requests.items() if value == kind]:
                self.drop(request)
        self._requests[command.request_id] = kind
        self._send(command)
        return command.request_id

    def _send(self, command: AnyHubCommand) -> None:
        """Commands wait until it is known how the hub is reached."""
        if self._reached:
            self._thread.submit(command)
        else:
            self._waiting.append(command)
            self.access.ask()

    def _restart(self) -> None:
        """Start the process again; `SetAccess` does."""
        if self.access.told is not None:
            self._thread.submit(SetAccess(access=self.access.told))

    @Slot(object)
    def _on_access(self, access: HubAccess) -> None:
        self._thread.submit(SetAccess(access=access))
        self._reached = True
        waiting, self._waiting = self._waiting, []
        for command in waiting:
            self._thread.submit(command)

    @Slot(object)
    def _on_event(self, event: AnyHubEvent) -> None:
        if isinstance(event, DownloadsChanged):
            self._list.show(event.downloads)
        elif isinstance(event, HubExited):
            self._list.process_ended()
        elif isinstance(event, HubFailed) and not event.request_id:
            self._notices.post_error(_as_error(event))
        else:
            kind = self._requests.pop(event.request_id, None)
            if kind is not None:
                self._answered(kind, event)

    def _answered(self, kind: Request, event: AnyHubEvent) -> None:
        wish = self._wishes.pop(event.request_id, None)
        match event:
            case HubFailed():
                self.failed.emit(event.request_id, _as_error(event))
            case HubFound():
                self.found.emit(event.page)
            case RepositoryOpened() if wish is not None:
                self._fetch(event.request_id, event.repository, wish)
            case RepositoryOpened():
                self.repository_opened.emit(event.repository)
            case CardRead():
                self.card_read.emit(event.markdown)
            case TokenChecked():
                self.token_checked.emit(event.name)
            case DownloadQueued():
                self._list.expect(event.id)
                self.queued.emit(event.request_id, event.id)

    def _fetch(self, request: str, repository: HubRepository, wish: Wish) -> None:
        """What was wished for, of what is there; the request goes on under its id."""
        variant = variant_for(repository, wish.pattern)
        if variant is None:
            self.failed.emit(request, _not_there(repository.model.repo))
            return
        order = order_for(
            repository,
            variant,
            projector_for(repository, wish.projector),
            name=wish.name,
            endpoint=self.access.endpoint,
        )
        self._requests[request] = "start"
        self._send(StartDownload(request_id=request, order=order))

    @Slot(object)
    def _on_no_process(self, error: UserError) -> None:
        """Nothing will be answered."""
        requests, self._requests = self._requests, {}
        self._wishes.clear()
        for request in requests:
            self.failed.emit(request, error)


def _as_error(event: HubFailed) -> UserError:
    kind = "hub" if event.kind == "cancelled" else event.kind
    return UserError(kind, event.text, event.hint)


def _not_there(repo: str) -> UserError:
    translate = QCoreApplication.translate
    return UserError(
        "hub",
        translate("Hub", "“{repo}” does not hold this model any more.").format(repo=repo),
        translate("Hub", "Look for it under “Find models”, or choose another one."),
    )
