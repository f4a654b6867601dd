"""What the application needs from the outside, as protocols that adapters fulfil."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from assistant.core.entities import (
    ChatParameters,
    ContextFold,
    Conversation,
    ConversationSummary,
    Message,
    MessageState,
    ModelFile,
    Role,
    SearchHit,
    Timings,
    Usage,
)
from assistant.core.grounding import Scope, Sources, Task
from assistant.core.messages import AnyCommand, AnyEvent
from assistant.core.remote.consent import Permission
from assistant.core.settings import Settings


class Engine(Protocol):
    """Runs models. One thread owns it: the one that calls `poll`."""

    def submit(self, command: AnyCommand) -> None:
        """Queue `command`; never blocks, any thread. Nothing happens until `poll` is called."""

    def poll(self, timeout: float) -> AnyEvent | None:
        """The next event, or None after `timeout` seconds; owner thread only.

        A dead engine process is reported by `Failed` for each open request and one
        `EngineExited`; the next command starts a new process.
        """

    def wake(self) -> None:
        """Make a waiting `poll` return None at once; any thread."""

    def close(self) -> None:
        """End the process, by force if it does not go in time; owner thread only."""


class ConversationStore(Protocol):
    """Keeps conversations. One thread owns it.

    Every method that changes something returns after the change is durable. All raise
    `UserError` (kinds `database…`, `disk_full`, `not_found`).
    """

    def list_conversations(self) -> list[ConversationSummary]:
        """All that are not deleted: pinned first, then the latest first."""

    def create_conversation(
        self,
        *,
        title: str = "",
        parameters: ChatParameters | None = None,
        model_path: str = "",
        scope: Scope = Scope(),
    ) -> Conversation: ...

    def get_conversation(self, conversation_id: int) -> Conversation: ...

    def rename(self, conversation_id: int, title: str) -> Conversation:
        """Name it; an empty title goes back to the title from the first message."""

    def write_title(self, conversation_id: int, title: str) -> Conversation:
        """Name it as a model proposed; nothing happens when a person named it or it is empty."""

    def set_pinned(self, conversation_id: int, pinned: bool) -> Conversation: ...

    def set_draft(self, conversation_id: int | None, draft: str) -> None:
        """Keep unsent text; None is the composer of a conversation that does not exist yet."""

    def new_draft(self) -> str:
        """The unsent text of the conversation that does not exist yet."""

    def set_parameters(self, conversation_id: int, parameters: ChatParameters) -> Conversation: ...

    def set_model(self, conversation_id: int, model_path: str) -> Conversation: ...

    def set_scope(self, conversation_id: int, scope: Scope) -> Conversation:
        """What its questions are answered from, from now on."""

    def delete_conversation(self, conversation_id: int) -> None:
        """Hide it; `restore_conversation` brings it back until `purge_deleted`."""

    def restore_conversation(self, conversation_id: int) -> Conversation: ...

    def purgeable(self, older_than_s: float = 0.0) -> list[int]:
        """Which conversations `purge_deleted` would remove now."""

    def purge_deleted(self, older_than_s: float = 0.0) -> int:
        """Remove for good what was deleted more than `older_than_s` ago; how many."""

    def add_message(
        self,
        conversation_id: int,
        parent_id: int | None,
        role: Role,
        text: str,
        *,
        state: MessageState = MessageState.COMPLETE,
        model: str = "",
    ) -> Message:
        """Add a child of `parent_id` (None: a first message) and make it the shown leaf.

        Clears nothing else; the title follows the first user message unless it was set.
        """

    def send_turn(
        self,
        conversation_id: int,
        parent_id: int | None,
        text: str,
        *,
        model: str,
        task: Task | None = None,
    ) -> tuple[Message, Message]:
        """In one transaction: the user's turn, the empty STREAMING reply, the draft cleared.

        A turn with a `task` was not typed: the draft stays.
        """

    def checkpoint_reply(
        self,
        message_id: int,
        text: str,
        reasoning: str,
        *,
        sent_to: str = "",
        masked: Mapping[str, int] | None = None,
    ) -> None:
        """Keep what an unfinished reply holds so far, and where it was asked."""

    def finish_reply(
        self,
        message_id: int,
        text: str,
        reasoning: str,
        *,
        state: MessageState,
        usage: Usage = Usage(),
        timings: Timings = Timings(),
        reasoning_s: float = 0.0,
        error: str = "",
        sources: Sources | None = None,
        sent_to: str = "",
        masked: Mapping[str, int] | None = None,
    ) -> Message: ...

    def branch(self, conversation_id: int) -> list[Message]:
        """The shown branch, first message first."""

    def select_sibling(self, message_id: int, offset: int) -> list[Message]:
        """Show the branch through the sibling `offset` away (clamped), down to its newest leaf."""

    def select_message(self, message_id: int) -> list[Message]:
        """Show a branch that contains `message_id`; stays on the shown one when it does."""

    def folds(self, conversation_id: int) -> list[ContextFold]:
        """Where branches of the conversation are cut for the context, in no particular order."""

    def keep_fold(self, fold: ContextFold) -> ContextFold:
        """Keep a fold, in the place of an older one at the same message."""

    def search(self, query: str, limit: int = 50) -> list[SearchHit]:
        """Titles and messages of every branch; newest first among equals."""

    def recover_interrupted(self) -> int:
        """Mark STREAMING messages of dead processes INTERRUPTED; how many."""

    def backup_if_due(self, keep_going: Callable[[], bool] = ...) -> Path | None:
        """The backup that was made; None when the last one is less than a day old, or when
        `keep_going` said that something else wants the store."""

    def permissions(self) -> list[Permission]:
        """What may be sent to which server, the newest first; not of deleted conversations."""

    def permit(self, place: str, server_id: str, host: str) -> Permission:
        """Allow it, in the place of an older permission for both."""

    def withdraw(self, place: str = "", server_id: str = "") -> int:
        """Forget the permissions of `place`, of `server_id`, or of both together; how many."""

    def setting(self, key: str, default: str = "") -> str:
        """Small facts that belong to the data (last opened conversation, …)."""

    def set_setting(self, key: str, value: str) -> None: ...

    def close(self) -> None: ...


class SettingsStore(Protocol):
    """Keeps the settings file."""

    def load(self) -> Settings:
        """The settings; defaults where the file is absent. Raises `UserError("settings")`."""

    def save(self, settings: Settings) -> None: ...


class ModelShelf(Protocol):
    """Finds model files on this disk; never writes where they are. Any thread."""

    @property
    def starter(self) -> Path | None:
        """The model that ships with the application, where it does; `scan` lists it when it is
        among the `files`."""

    def scan(
        self, folders: Sequence[Path], files: Sequence[Path], *, elsewhere: bool = False
    ) -> list[ModelFile]:
        """The GGUF models in `folders` (four levels deep) and the single `files`, by name.

        With `elsewhere` those that other programs have fetched, too, where they lie. The same
        content in several places is one entry, the person's own place first.
        """

    def look(self, path: Path) -> ModelFile:
        """What the file at `path` is, by a look at it alone, with its identity.

        Of a split model any part may be named. Raises `UserError`: no_such_file, is_directory,
        no_permission, not_gguf.
        """

    def holds_models(self, folder: Path) -> bool:
        """Whether there is a model in `folder`, four levels deep; looks for a second at most."""

    def folders_to_watch(
        self, folders: Sequence[Path], files: Sequence[Path], *, elsewhere: bool = False
    ) -> list[Path]:
        """The folders that are there and in which a change could change what `scan` finds."""

    def bring(
        self,
        path: Path,
        folder: Path,
        *,
        move: bool = False,
        progress: Callable[[int, int], None] = ...,
        cancelled: Callable[[], bool] = ...,
    ) -> ModelFile:
        """Copy, or move, the model at `path` into `folder` and compare; what it is there.

        `progress(done, total)` in bytes; both are called on this thread. Raises `UserError`, or
        `Cancelled`; nothing is left behind then. Files of other programs are never moved.
        """
