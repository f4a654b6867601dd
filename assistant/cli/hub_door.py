"""How the terminal's commands reach the hub: the settings, and the token where one is kept."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from typing import TypeVar

import msgspec

from assistant import compose
from assistant.cli.surroundings import Surroundings
from assistant.core.errors import UserError
from assistant.core.hub.access import endpoint_of, hub_access, token_name
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.ports import PassphraseSecrets

Result = TypeVar("Result")
_NEEDS_TOKEN = ("gated", "token", "not_found")


class HubDoor:
    """Reached with the token of the keyring, where there is one. Main thread only."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._terminal = surroundings.terminal
        self._secrets: PassphraseSecrets = compose.make_secrets(surroundings.paths)
        settings = surroundings.settings().hub
        self.endpoint = endpoint_of(settings, os.environ.get("HF_ENDPOINT", ""))
        self._settings = settings
        self._own_folder = str(surroundings.paths.models)
        self.access = self._access_with(self._kept_token())

    def asked(self, ask: Callable[[HubAccess], Result]) -> Result:
        """What `ask` gives; where it lacks the right and the token lies in a locked file, the
        person is asked for its passphrase and `ask` once more."""
        try:
            return ask(self.access)
        except UserError as error:
            helps = error.kind in _NEEDS_TOKEN and not self.access.token
            if helps and self._secrets.place == "locked" and self._can_ask():
                self.unlock()
                self.access = self._access_with(self._secrets.get(token_name(self.endpoint)))
                if self.access.token:
                    return ask(self.access)
            if error.kind in ("gated", "token"):
                here = "`inkstone models token set` takes it here."
                hint = f"{error.hint}\n{here}".strip()
                raise UserError(error.kind, error.text, hint) from error
            raise

    def keep(self, token: str) -> None:
        """Keep `token` for this hub, "" forgets it. Raises `UserError("keyring")`."""
        if self._secrets.place in ("locked", "nowhere") and self._can_ask():
            if self._secrets.place == "nowhere" and not token:
                return
            self.unlock()
        self._secrets.put(token_name(self.endpoint), token)
        self.access = self._access_with(token)

    def unlock(self) -> None:
        """Ask for the passphrase of the encrypted file; for a new one where there is none."""
        if self._secrets.place == "nowhere":
            self._terminal.note(
                "This system has no keyring that is running. The token can be kept in a file that "
                "a passphrase encrypts; nobody can open it without. Leave it empty to stop."
            )
            passphrase = getpass.getpass("New passphrase: ")
            if passphrase and getpass.getpass("Once more: ") != passphrase:
                raise UserError("keyring", "These are two different passphrases.", "Try again.")
        else:
            passphrase = getpass.getpass("Passphrase of the file with your tokens: ")
        self._secrets.unlock(passphrase)

    def _kept_token(self) -> str:
        """What is public can be had without."""
        try:
            return self._secrets.get(token_name(self.endpoint))
        except UserError:
            return ""

    def _access_with(self, token: str) -> HubAccess:
        access = hub_access(self._settings, self.endpoint, token, self._own_folder)
        return msgspec.structs.replace(access, endpoint=self.endpoint)

    def _can_ask(self) -> bool:
        return not self._terminal.as_json and sys.stdin is not None and sys.stdin.isatty()
