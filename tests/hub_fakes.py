"""A hub process that answers from memory, and secrets that are kept nowhere else."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from assistant.core.errors import UserError
from assistant.core.hub.download import Download
from assistant.core.hub.machine_facts import GpuFacts, MachineFacts
from assistant.core.hub.messages import (
    AnyHubCommand,
    AnyHubEvent,
    CardRead,
    CheckToken,
    DownloadQueued,
    DownloadsChanged,
    HubAccess,
    HubFailed,
    HubFound,
    MoveDownload,
    OpenRepository,
    PauseDownload,
    ReadCard,
    RemoveDownload,
    RepositoryOpened,
    ResumeDownload,
    SearchHub,
    SetAccess,
    StartDownload,
    TokenChecked,
)
from assistant.core.hub.ports import SecretsPlace
from assistant.core.hub.repository import HubFile, HubModel, HubPage, HubRepository, Variant

C = TypeVar("C")
GB = 1_000_000_000
DIGITS = "0123456789abcdef" * 4
MACHINE = MachineFacts(total_memory=16 * GB, available_memory=11 * GB, cores=8, bandwidth=40e9)
MACHINE_WITH_GPU = msgspec.structs.replace(
    MACHINE,
    gpus=(GpuFacts(name="CUDA0", description="A card", free=7 * GB, total=8 * GB, bandwidth=3e11),),
)


class ScriptedHub:
    """Fulfils `HubProcess`. `refusals` has the error that a kind of command ends in; with
    `silent` nothing is answered until `answer_all`."""

    def __init__(self) -> None:
        self.commands: list[AnyHubCommand] = []
        self.access = HubAccess()
        self.pages: list[HubPage] = []
        self.repositories: dict[str, HubRepository] = {}
        self.cards: dict[str, str] = {}
        self.refusals: dict[type, HubFailed] = {}
        self.owner = "ada"
        self.silent = False
        self.closed = False
        self.downloads: tuple[Download, ...] = ()
        self._held: list[AnyHubCommand] = []
        self._outbox: queue.Queue[AnyHubEvent | None] = queue.Queue()

    # --- the port --------------------------------------------------------------------------

    def submit(self, command: AnyHubCommand) -> None:
        self.commands.append(command)
        if isinstance(command, SetAccess):
            self.access = command.access
        elif self.silent:
            self._held.append(command)
        else:
            self._answer(command)

    def poll(self, timeout: float) -> AnyHubEvent | None:
        try:
            return self._outbox.get(timeout=timeout)
        except queue.Empty:
            return None

    def wake(self) -> None:
        self._outbox.put(None)

    def close(self) -> None:
        self.closed = True

    # --- for tests -------------------------------------------------------------------------

    def emit(self, event: AnyHubEvent) -> None:
        """Say something now; any thread."""
        self._outbox.put(event)

    def asked(self, kind: type[C]) -> list[C]:
        return [command for command in self.commands if isinstance(command, kind)]

    def answer_all(self) -> None:
        held, self._held = self._held, []
        for command in held:
            self._answer(command)

    def refuse(self, kind: type, error_kind: str, text: str, hint: str = "") -> None:
        self.refusals[kind] = HubFailed(kind=error_kind, text=text, hint=hint)

    def change(self, download_id: str, **fields: object) -> None:
        """Have a download stand somewhere else, and say so."""
        self.downloads = tuple(
            msgspec.structs.replace(each, **fields) if each.id == download_id else each
            for each in self.downloads
        )
        self.emit(DownloadsChanged(downloads=self.downloads))

    def show(self, *downloads: Download) -> None:
        self.downloads = downloads
        self.emit(DownloadsChanged(downloads=self.downloads))

    # --- answers ---------------------------------------------------------------------------

    def _answer(self, command: AnyHubCommand) -> None:
        refusal = self.refusals.get(type(command))
        if refusal is not None:
            self.emit(msgspec.structs.replace(refusal, request_id=command.request_id))
            return
        answers: dict[type, Callable[[AnyHubCommand], None]] = {
            SearchHub: self._search,
            OpenRepository: self._open,
            ReadCard: self._read,
            CheckToken: lambda command: self.emit(
                TokenChecked(request_id=command.request_id, name=self.owner)
            ),
            StartDownload: self._start,
            PauseDownload: lambda command: self.change(command.id, state="paused", speed=0.0),
            ResumeDownload: lambda command: self.change(command.id, state="fetching"),
            RemoveDownload: self._remove,
            MoveDownload: self._move,
        }
        answer = answers.get(type(command))
        if answer is not None:
            answer(command)

    def _search(self, command: SearchHub) -> None:
        number = int(command.query.after or 0)
        page = self.pages[number] if number < len(self.pages) else HubPage()
        self.emit(HubFound(request_id=command.request_id, page=page))

    def _open(self, command: OpenRepository) -> None:
        found = self.repositories.get(command.repo)
        if found is None:
            text = f"There is no repository “{command.repo}” on the hub."
            self.emit(HubFailed(request_id=command.request_id, kind="not_found", text=text))
        else:
            self.emit(RepositoryOpened(request_id=command.request_id, repository=found))

    def _read(self, command: ReadCard) -> None:
        text = self.cards.get(command.repo, "")
        self.emit(CardRead(request_id=command.request_id, markdown=text))

    def _start(self, command: StartDownload) -> None:
        download_id = f"d{len(self.downloads) + 1}"
        made = Download(
            id=download_id, order=command.order, state="fetching", total=command.order.size
        )
        self.downloads = (*self.downloads, made)
        self.emit(DownloadQueued(request_id=command.request_id, id=download_id))
        self.emit(DownloadsChanged(downloads=self.downloads))

    def _remove(self, command: RemoveDownload) -> None:
        self.show(*(each for each in self.downloads if each.id != command.id))

    def _move(self, command: MoveDownload) -> None:
        moved = next(each for each in self.downloads if each.id == command.id)
        others = [each for each in self.downloads if each is not moved]
        others.insert(command.place, moved)
        self.show(*others)


@dataclass
class MemorySecrets:
    """Fulfils `PassphraseSecrets`; `place` "nowhere" refuses until `unlock`."""

    kept: dict[str, str] = field(default_factory=dict)
    place: SecretsPlace = "keyring"
    passphrase: str = "brass"  # noqa: S105 - of a test

    def get(self, name: str) -> str:
        self._check()
        return self.kept.get(name, "")

    def put(self, name: str, secret: str) -> None:
        self._check()
        if secret:
            self.kept[name] = secret
        else:
            self.kept.pop(name, None)

    def unlock(self, passphrase: str) -> None:
        if passphrase != self.passphrase:
            raise UserError("keyring", "This passphrase does not open the file.", "Try again.")
        self.place = "file"

    def _check(self) -> None:
        if self.place in ("nowhere", "locked"):
            raise UserError("keyring", "This system has no keyring that Inkstone can use.")


def found_model(repo: str, **fields: object) -> HubModel:
    """A repository as a search finds it."""
    known = {
        "downloads": 412_000,
        "likes": 1_830,
        "license": "apache-2.0",
        "languages": ("en", "de", "zh"),
        "task": "text-generation",
        "parameters": 4 * GB,
        "context_length": 32_768,
        "updated_at": 1_790_000_000.0,
    }
    return HubModel(repo=repo, **{**known, **fields})


def repository(
    repo: str = "lumo/Harbour-4B-GGUF",
    *,
    projectors: int = 0,
    names: tuple[str, ...] = ("Q2_K", "Q4_K_M", "Q5_K_M", "Q8_0", "F16"),
    **fields: object,
) -> HubRepository:
    """A repository with one variant for each of `names`, from small to large."""
    return HubRepository(
        model=found_model(repo, **fields),
        revision="b" * 40,
        variants=tuple(_variant(name, number) for number, name in enumerate(names)),
        projectors=tuple(
            HubFile(path=f"mmproj-{number}.gguf", size=600_000_000, sha256=DIGITS)
            for number in range(projectors)
        ),
    )


_SIZES = {"Q2_K": 1.6, "Q4_K_M": 2.5, "Q5_K_M": 2.9, "Q8_0": 4.3, "F16": 8.1}


def _variant(name: str, number: int) -> Variant:
    size = int(_SIZES.get(name, 0.5 + number / 10) * GB)
    file = HubFile(path=f"harbour-4b-{name}.gguf", size=size, sha256=DIGITS)
    return Variant(name=name, files=(file,), quantisation=name)
