"""A few secrets in one encrypted file.

A JSON object: `kdf` (scrypt with `n`, `r`, `p` and `salt`), `nonce` and `data`, the last three in
Base64. `data` is AES-256-GCM over a JSON object of names and secrets, with the parameters of the
key as associated data; the key is scrypt (RFC 7914) of the passphrase.
"""

from __future__ import annotations

import base64
import json
import os
import unicodedata
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from assistant.core.errors import UserError
from assistant.whole_files import write_whole

VERSION = 1
_N, _R, _P = 1 << 16, 8, 1  # 64 MB and some 0.2 s for each guess
_MOST_N = 1 << 20
_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 16, 12, 32
_MOST_BYTES = 1 << 20


class SealedFile:
    """Opened once with its passphrase, it can be read and written until the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: bytes | None = None
        self._salt = b""
        self._n = _N
        self._secrets: dict[str, str] = {}

    @property
    def exists(self) -> bool:
        try:
            return self._path.stat().st_size > 0  # an empty one was never finished
        except OSError:
            return False

    @property
    def is_open(self) -> bool:
        return self._key is not None

    def open(self, passphrase: str) -> None:
        """Read the file, or make it where there is none; see `PassphraseSecrets.unlock`."""
        if not passphrase:
            raise UserError("keyring", "The passphrase is empty.", "Enter one.")
        if self.exists:
            self._read(passphrase)
            return
        self._salt, self._n = os.urandom(_SALT_BYTES), _N
        key = _key_of(passphrase, self._salt, self._n)
        self._write(key, {})
        self._key, self._secrets = key, {}

    def get(self, name: str) -> str:
        return self._secrets.get(name, "")

    def put(self, name: str, secret: str) -> None:
        """Durable on return. Raises `UserError`; then nothing has changed."""
        if self._key is None:
            raise AssertionError("the file is not open")
        secrets = self._present(self._key)
        secrets[name] = secret
        if not secret:
            del secrets[name]
        self._write(self._key, secrets)
        self._secrets = secrets

    def _present(self, key: bytes) -> dict[str, str]:
        """What the file holds now: another process may have changed it."""
        try:
            return _opened(self._document(), key)
        except (InvalidTag, OSError, ValueError, KeyError, TypeError, AttributeError):
            return dict(self._secrets)

    def _read(self, passphrase: str) -> None:
        try:
            document = self._document()
            kdf = document["kdf"]
            salt, n = base64.b64decode(kdf["salt"]), int(kdf["n"])
            if document["version"] != VERSION or not _N <= n <= _MOST_N:
                raise ValueError("of another version")
            key = _key_of(passphrase, salt, n)
            secrets = _opened(document, key)
        except InvalidTag as error:
            raise UserError(
                "keyring",
                "This is not the passphrase of the file with your tokens and keys.",
                "Try another one. If it is lost, delete the file and enter the tokens again: "
                f"{self._path}",
            ) from error
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UserError(
                "keyring",
                "The file with your tokens and keys cannot be read.",
                f"If it is damaged, delete it and enter the tokens again: {self._path}",
            ) from error
        self._key, self._salt, self._n, self._secrets = key, salt, n, secrets

    def _document(self) -> dict[str, Any]:
        if self._path.stat().st_size > _MOST_BYTES:
            raise ValueError("too long")
        document: dict[str, Any] = json.loads(self._path.read_bytes())
        return document

    def _write(self, key: bytes, secrets: dict[str, str]) -> None:
        kdf = {"name": "scrypt", "n": self._n, "r": _R, "p": _P, "salt": _text(self._salt)}
        nonce = os.urandom(_NONCE_BYTES)
        data = AESGCM(key).encrypt(nonce, json.dumps(secrets).encode(), _bound(kdf))
        document = {"version": VERSION, "kdf": kdf, "nonce": _text(nonce), "data": _text(data)}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self._path, json.dumps(document).encode(), private=True)
        except OSError as error:
            raise UserError(
                "keyring",
                f"The file for tokens and keys cannot be written: {error.strerror}.",
                "Free some space, or give yourself the right to write there.",
            ) from error


def _opened(document: dict[str, Any], key: bytes) -> dict[str, str]:
    """The secrets in `document`. Raises `InvalidTag` for another key, and for a changed file."""
    nonce, data = base64.b64decode(document["nonce"]), base64.b64decode(document["data"])
    plain = AESGCM(key).decrypt(nonce, data, _bound(document["kdf"]))
    return {str(name): str(secret) for name, secret in json.loads(plain).items()}


def _key_of(passphrase: str, salt: bytes, n: int) -> bytes:
    # the same letters may be typed composed or decomposed, by different keyboards
    typed = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "replace")
    return Scrypt(salt=salt, length=_KEY_BYTES, n=n, r=_R, p=_P).derive(typed)


def _bound(kdf: dict[str, Any]) -> bytes:
    return json.dumps(kdf, sort_keys=True).encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
