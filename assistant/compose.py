"""Makes the adapters behind the ports, for the window and for the terminal alike.

Knows every adapter, imports each only when it is made, and never Qt. `INKSTONE_ENGINE` chooses
the engine: `process` (the default), `inprocess` for debugging, `scripted` for tests and demos.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.core.errors import UserError
from assistant.core.ports import Engine, ModelShelf
from assistant.paths import Paths, app_paths, child_command, resources, starter_model

if TYPE_CHECKING:
    from assistant.core.document_ports import AnswerExporter
    from assistant.core.hub.catalogue import Catalogue
    from assistant.core.hub.download import Download
    from assistant.core.hub.machine_facts import MachineFacts
    from assistant.core.hub.messages import HubAccess
    from assistant.core.hub.model_facts import ModelFacts
    from assistant.core.hub.model_records import ModelRecords
    from assistant.core.hub.model_work import Progress, Stopped, Trash
    from assistant.core.hub.ports import HubProcess, PassphraseSecrets, Secrets
    from assistant.core.messages import ModelParameters
    from assistant.core.remote.consent import Consents
    from assistant.core.remote.facts import ServerFacts
    from assistant.core.remote.server import RemoteServer
    from assistant.core.settings import Models
    from assistant.core.templates.ports import TemplateFiles
    from assistant.core.templates.template import Template
    from assistant.core.translation.order import LanguageDetector
    from assistant.core.writing.order import Differ
    from assistant.documents.extractor import Extractor
    from assistant.documents.translating.file_translator import ProcessFileTranslator
    from assistant.engine.devices_child import DevicesFound
    from assistant.engine.quantiser import ModelQuantiser
    from assistant.hub.client import HubClient
    from assistant.hub.downloads.queue import DownloadQueue
    from assistant.language.term_files import TermFiles
    from assistant.storage.backups import RestoreReport
    from assistant.storage.library import SqliteLibrary
    from assistant.storage.settings_file import TomlSettings
    from assistant.storage.store import SqliteStore

EngineKind = Literal["process", "inprocess", "scripted"]


def engine_kind() -> EngineKind:
    """Which engine `INKSTONE_ENGINE` asks for. Raises `UserError("usage")`."""
    named = os.environ.get("INKSTONE_ENGINE", "") or "process"
    if named == "process":
        return "process"
    if named == "inprocess":
        return "inprocess"
    if named == "scripted":
        return "scripted"
    raise UserError(
        "usage",
        f"INKSTONE_ENGINE is set to “{named}”, which is no engine.",
        "Use process, inprocess or scripted, or unset it.",
    )


def make_engine(
    paths: Paths,
    *,
    servers: Callable[[], Sequence[RemoteServer]] | None = None,
    consents: Consents | None = None,
    secrets: Secrets | None = None,
) -> Engine:
    """The engine that is asked for; it starts its process when it is first used.

    With `servers` (which there are now; any thread calls it) models of servers can be loaded as
    well. Nothing is sent that `consents` do not permit; `secrets` has the servers' keys.
    """
    local = _local_engine(paths)
    if servers is None:
        return local
    from assistant.engine.switchboard import Switchboard

    return Switchboard(local, servers, consents, secrets)


def ask_server(server: RemoteServer, key: str = "") -> ServerFacts:
    """What a server says of itself and its models; blocks for seconds, sends no text.

    Raises `UserError`.
    """
    from assistant.engine.remote.survey import ask_server

    return ask_server(server, key)


def _local_engine(paths: Paths) -> Engine:
    kind = engine_kind()
    if kind == "scripted":
        from assistant.engine.scripted import ScriptedEngine

        return ScriptedEngine()
    log = _usable(paths.engine_log)
    template_command = child_command("template-child")
    if kind == "inprocess":
        from assistant.engine.inprocess import InProcessEngine

        return InProcessEngine(log, template_command=template_command, states=paths.states)
    from assistant.engine.supervisor import EngineCommand, Supervisor

    logging = () if log is None else ("--log", str(log))
    keeping = ("--states", str(paths.states))
    children = ("--template-child", *template_command)
    argv = child_command("engine-child", *logging, *keeping, *children)
    return Supervisor(EngineCommand(argv, log))


def _usable(log: Path) -> Path | None:
    """`log` where it can be written; else None, for the engine can do without."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        log.touch(mode=0o600)
        writable = os.access(log, os.W_OK)
    except OSError:
        return None
    return log if writable else None


def make_store(paths: Paths) -> SqliteStore:
    """Open the conversations. The calling thread owns them; raises `UserError`."""
    from assistant.storage.store import open_store

    return open_store(paths.database, paths.backups)


def restore_backup(paths: Paths) -> RestoreReport:
    """Set a damaged database aside and put the newest good backup in its place.

    The damaged file stays beside it. No store may be open; raises `UserError`.
    """
    from assistant.storage.backups import set_aside_and_restore

    return set_aside_and_restore(paths.database, paths.backups)


def make_settings(paths: Paths) -> TomlSettings:
    """The settings file; nothing is read before `load`."""
    from assistant.storage.settings_file import TomlSettings

    return TomlSettings(paths.settings_file)


def make_extractor(*, spare: bool = False) -> Extractor:
    """Reads documents; `spare` keeps a process waiting for the next file (the window does)."""
    from assistant.documents.extractor import Extractor

    return Extractor(child_command("extract-child"), spare=spare)


def make_file_translator(extractor: Extractor | None = None) -> ProcessFileTranslator:
    """Takes texts out of files and puts translations in; with processes of `extractor`, or of
    its own, which `close` ends."""
    from assistant.documents.translating.file_translator import ProcessFileTranslator

    return ProcessFileTranslator(extractor or make_extractor())


def make_library(paths: Paths) -> SqliteLibrary:
    """Open documents, passages and collections, on a connection of their own.

    The calling thread owns it; raises `UserError`. Where the conversations are opened as well,
    they come first: whoever opens first looks for damage and brings an old database up to date.
    """
    from assistant.storage.library import open_library

    return open_library(paths.database, paths.backups)


def make_shelf(paths: Paths | None = None, *, patience: float = 30.0) -> ModelShelf:
    """Looks for model files, those of other programs too; any thread. None: the usual places.

    `patience` seconds of a scan are spent on files that were never read before, at most.
    """
    from assistant.hub.found.whereabouts import here
    from assistant.hub.identity import Identities
    from assistant.hub.shelf import FolderShelf

    paths = paths or app_paths()
    identities = Identities(paths.cache / "model-identities.json")
    return FolderShelf(
        own=paths.models,
        starter=starter_model(),
        where=here(),
        identities=identities,
        patience=patience,
    )


def make_records(paths: Paths) -> ModelRecords:
    """What is known of models beyond their files; any thread."""
    from assistant.hub.records import JsonModelRecords

    return JsonModelRecords(model_records_file(paths))


def model_records_file(paths: Paths) -> Path:
    """Where they are kept."""
    return paths.data / "models.json"


def loading_of(path: str, models: Models) -> ModelParameters:
    """How the model at `path` is loaded in the terminal: as its record says, else as all are."""
    paths = app_paths()
    if not model_records_file(paths).exists():
        return models.loading
    try:
        identity = make_shelf(paths).look(Path(path)).identity
    except UserError:  # of a server, or whoever loads it says what is wrong
        return models.loading
    record = make_records(paths).get(identity)
    return models.loading if record.loading is None else record.loading


def make_hub(paths: Paths | None = None) -> HubProcess:
    """Talks to model hubs and fetches files, in a process that starts when it is first used."""
    from assistant.hub.supervisor import HubSupervisor
    from assistant.paths import app_paths

    paths = paths or app_paths()
    log = _usable(paths.logs / "hub.log")
    logging = () if log is None else ("--log", str(log))
    return HubSupervisor(child_command("hub-child", *logging, "--downloads", str(paths.models)))


def make_hub_client(access: HubAccess) -> HubClient:
    """Looks for models from this very process; raises `UserError` for a useless address."""
    from assistant.hub.client import HubClient

    return HubClient(access)


def make_downloads(
    paths: Paths, access: HubAccess, changed: Callable[[tuple[Download, ...]], None]
) -> DownloadQueue:
    """Fetches what is started from this very process, beside the one that the window has."""
    from assistant.hub.downloads.queue import DownloadQueue

    return DownloadQueue(paths.models, access, changed, resume=False)


def downloads_wait(folder: Path) -> bool:
    """Whether unfinished downloads are left, of which the journal is in `folder`; any thread."""
    from assistant.hub.downloads.waiting import downloads_wait as look

    return look(folder)


def make_secrets(paths: Paths) -> PassphraseSecrets:
    """Keeps tokens in the system's keyring; in an encrypted file only where a person agreed."""
    from assistant.hub.secrets import KeptSecrets

    return KeptSecrets(paths.data / "secrets.bin")


def machine_facts(paths: Paths) -> MachineFacts:
    """What decides which models run here; on the pool: takes up to seconds."""
    from assistant.engine.devices_child import find_devices
    from assistant.engine.known_machine import machine_facts

    def find(measured: bool) -> DevicesFound:
        flags = ("--bandwidth",) if measured else ()
        return find_devices(child_command("devices-child", *flags))

    return machine_facts(find, paths.cache / "machine.json")


def model_facts(path: Path) -> ModelFacts:
    """What the model file at `path` says of itself, read in a process of its own; on the pool.

    Raises `UserError`.
    """
    from assistant.engine.header_child import read_facts

    return read_facts(child_command("header-child"), path)


def catalogue(paths: Paths) -> Catalogue:
    """The list of recommended models: the one a person handed in while it is newer than ours.

    Reads files; any thread but the window's. Raises `UserError`.
    """
    from assistant.hub.catalogue_file import newest

    builtin = resources() / "models.toml"
    return newest(builtin, paths.data / "models.toml", _catalogue_keys(paths))


def take_catalogue(paths: Paths, file: Path) -> Catalogue:
    """Use the signed list in `file` from now on. Raises `UserError` and changes nothing."""
    from assistant.hub.catalogue_file import take_signed

    used = catalogue(paths).serial
    return take_signed(file, paths.data / "models.toml", _catalogue_keys(paths), newer_than=used)


def _catalogue_keys(paths: Paths) -> tuple[bytes, ...]:
    """Who may sign lists: the application's keys, and those an administrator put beside the
    settings."""
    from assistant.hub.catalogue_file import public_keys

    name = "catalogue.keys"
    return public_keys((resources() / name, paths.config / name))


def make_quantiser() -> ModelQuantiser:
    """Makes smaller copies of models in a process of its own; any thread but the window's."""
    from assistant.engine.quantiser import ModelQuantiser

    return ModelQuantiser(child_command("quantise-child"), model_facts)


def embeds(path: Path) -> bool:
    """Whether the GGUF file at `path` says that it is an embedding model; takes a moment."""
    from assistant.engine.architectures import is_embedding_file

    try:
        return is_embedding_file(path)
    except UserError:
        return False


def make_trash() -> Trash:
    """Moves model files to the desktop's trash; any thread."""
    from assistant.hub.trash import DesktopTrash

    return DesktopTrash()


def model_sha256(path: Path, progress: Progress, stopped: Stopped) -> str:
    """The SHA-256 of a whole file. Raises `UserError`, `Cancelled`."""
    from assistant.hub.hashing import sha256_of

    return sha256_of(path, progress, stopped)


def named_sha256(path: Path) -> str:
    """The SHA-256 that a file is named after, or ""."""
    from assistant.hub.hashing import named_sha256

    return named_sha256(path)


def template_preview(template: str) -> str:
    """What a chat template makes of a short conversation. Seconds; raises `UserError`."""
    from assistant.engine.template_preview import preview

    return preview(template, child_command("template-child"))


def make_exporter(as_pdf: Callable[[str, str], bytes]) -> AnswerExporter:
    """Writes answers to files; `as_pdf` makes a PDF of a page (HTML) and its title."""
    from assistant.documents.answer_files import AnswerFiles

    return AnswerFiles(as_pdf)


def make_differ() -> Differ:
    """Compares texts word by word; any thread."""
    from assistant.language.word_diff import WordDiffer

    return WordDiffer()


def make_term_files() -> TermFiles:
    """Reads and writes glossaries as CSV and TBX; any thread."""
    from assistant.language.term_files import TermFiles

    return TermFiles()


def make_detector() -> LanguageDetector:
    """Says which language a text is in; any thread."""
    from assistant.language.detection import Detector

    return Detector()


def make_template_files() -> TemplateFiles:
    """Reads and writes templates as TOML; any thread."""
    from assistant.storage.template_files import TomlTemplates

    return TomlTemplates()


def builtin_templates() -> list[Template]:
    """The templates that ship with the application, in the order of their files; any thread.

    Takes some 50 ms: it reads files.
    """
    import msgspec

    files = make_template_files()
    paths = sorted((resources() / "templates").glob("*.toml"))
    read = [template for path in paths for template in files.read(path)]
    return [msgspec.structs.replace(template, builtin=True) for template in read]
