"""Where tokens and keys are kept: in the system's keyring, or where there is none in a file that a
passphrase encrypts. Never in plain text, and in the file only after the person agreed to it.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.core.errors import UserError
from assistant.core.hub.ports import SecretsPlace

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from assistant.hub.sealed_file import SealedFile

SERVICE = "inkstone"
_PLAIN = ("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")
"""Backends that keep secrets as anybody can read them, or nowhere."""

log = logging.getLogger(__name__)


class KeptSecrets:
    """Fulfils `core.hub.ports.PassphraseSecrets`. Any thread; each call may take long, for a
    keyring may ask the person for its own password."""

    def __init__(self, file: Path, keyring: KeyringBackend | None = None) -> None:
        """`file` is used only after `unlock`. `keyring` None is the system's, which is looked for
        when it is first needed."""
        from assistant.hub.sealed_file import SealedFile  # loads cryptography

        self._file = SealedFile(file)
        self._keyring = keyring
        self._looked = keyring is not None
        self._lock = threading.RLock()

    @property
    def place(self) -> SecretsPlace:
        with self._lock:
            # a file that was agreed on stays the place while it is there
            if self._file.is_open:
                return "file"
            if self._file.exists:
                return "locked"
            return "keyring" if self._system() is not None else "nowhere"

    def unlock(self, passphrase: str) -> None:
        with self._lock:
            self._file.open(passphrase)

    def get(self, name: str) -> str:
        with self._lock:
            if self._used_file() is not None:
                return self._file.get(name)
            keyring = self._needed()
            try:
                return keyring.get_password(SERVICE, name) or ""
            except Exception as error:
                raise _keyring_error(error) from error

    def put(self, name: str, secret: str) -> None:
        with self._lock:
            if self._used_file() is not None:
                self._file.put(name, secret)
                return
            keyring = self._needed()
            try:
                if secret:
                    keyring.set_password(SERVICE, name, secret)
                elif keyring.get_password(SERVICE, name) is not None:
                    keyring.delete_password(SERVICE, name)
            except Exception as error:
                raise _keyring_error(error) from error

    def _used_file(self) -> SealedFile | None:
        """The file, if it is where secrets are. Raises `UserError` while it is locked."""
        if self._file.is_open:
            return self._file
        if self._file.exists:
            raise UserError(
                "keyring",
                "The file with your tokens and keys is locked.",
                "Enter its passphrase to open it.",
            )
        return None

    def _needed(self) -> KeyringBackend:
        keyring = self._system()
        if keyring is None:
            raise UserError(
                "keyring",
                "This system has no keyring that is running, so there is no safe place for tokens "
                "and keys.",
                "Start one (such as GNOME Keyring or KWallet), or choose a passphrase for an "
                "encrypted file.",
            )
        return keyring

    def _system(self) -> KeyringBackend | None:
        """The system's keyring, None where there is none that is safe."""
        if not self._looked:
            self._keyring = _system_keyring()
            self._looked = True
        return self._keyring


def _system_keyring() -> KeyringBackend | None:
    try:
        import keyring

        found = keyring.get_keyring()
        # several in a row (`ChainerBackend`): the first one keeps what is put
        backends = getattr(found, "backends", None)
        kept_in = next(iter(backends), None) if backends is not None else found
        module = type(kept_in).__module__
        usable = kept_in is not None and float(kept_in.priority) > 0
    except Exception as error:  # noqa: BLE001 - whatever a stranger's backend raises
        log.info("there is no keyring: %s", type(error).__name__)
        return None
    if not usable or module.startswith(_PLAIN):
        return None
    return kept_in


def _keyring_error(error: Exception) -> UserError:
    """Backends raise what they like; what they say could hold a secret."""
    if "Locked" in type(error).__name__ or "InitError" in type(error).__name__:
        return UserError(
            "keyring",
            "The system's keyring is locked.",
            "Unlock it as the system asks you to, then try again.",
        )
    return UserError(
        "keyring",
        f"The system's keyring refused: {type(error).__name__}.",
        "Look whether it is running and unlocked, then try again.",
    )
