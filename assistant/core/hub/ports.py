"""What the application needs of whoever talks to hubs, as protocols that adapters fulfil."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:  # the start of the window does without the messages
    from assistant.core.hub.messages import AnyHubCommand, AnyHubEvent

SecretsPlace = Literal["keyring", "file", "locked", "nowhere"]
"""The system's keyring; a file that a passphrase opened; one that waits for its passphrase; no
keyring here, and no file was agreed on."""


class HubProcess(Protocol):
    """Talks to model hubs and fetches files. One thread owns it: the one that calls `poll`."""

    def submit(self, command: AnyHubCommand) -> None:
        """Queue `command`; never blocks, any thread. A process starts when one is needed."""

    def poll(self, timeout: float) -> AnyHubEvent | None:
        """The next event, or None after `timeout` seconds; owner thread only.

        A dead process is reported by `HubFailed` for each open request and one `HubExited`; the
        next command starts a new one, with the last `SetAccess`.
        """

    def wake(self) -> None:
        """Make a waiting `poll` return None at once; any thread."""

    def close(self) -> None:
        """End the process, by force if it does not go in time; owner thread only."""


class Secrets(Protocol):
    """Keeps tokens and keys where the operating system keeps secrets; any thread.

    Raises `UserError("keyring")` where there is no such place and none was agreed on.
    """

    def get(self, name: str) -> str:
        """Empty where there is none."""

    def put(self, name: str, secret: str) -> None:
        """An empty `secret` removes it."""


class PassphraseSecrets(Secrets, Protocol):
    """Secrets that may lie in an encrypted file, where the system has no place for them."""

    @property
    def place(self) -> SecretsPlace:
        """Where secrets would be kept now. May ask the system: not on the window's thread."""

    def unlock(self, passphrase: str) -> None:
        """Open the encrypted file, or make it where the place is "nowhere".

        Call it only after the person agreed to a file. Takes some 0.2 s. Raises
        `UserError("keyring")` for another passphrase than the file's, or one that is empty.
        """
