"""The list of recommended models as a file, and newer ones that a person hands in.

A list is only taken when its signature (Ed25519, over the exact bytes of the file, in a file
`NAME.sig` beside it as base64) is by a key that this installation knows, and when it is newer than
the one in use: an old list could recommend what was withdrawn since. Nothing is fetched here.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.hub.catalogue import Catalogue
from assistant.core.hub.catalogue_check import faults_of
from assistant.whole_files import write_whole

MOST_BYTES = 1024 * 1024
SIGNATURE_BYTES = 64
_MOST_SIGNATURE = 1024


def read_catalogue(path: Path) -> Catalogue:
    """The list in the file at `path`; any thread. Raises `UserError`."""
    return _parsed(_read(path, MOST_BYTES), path)


def take_signed(
    file: Path, destination: Path, public_keys: Sequence[bytes], *, newer_than: int
) -> Catalogue:
    """Put the list in `file` at `destination`, with its signature, and return it.

    `public_keys` are Ed25519 keys of 32 bytes; `newer_than` is the serial number in use.
    Raises `UserError` and changes nothing when it is damaged, not signed by one of them, or not
    newer.
    """
    data = _read(file, MOST_BYTES)
    signature_file = signature_path(file)
    try:
        signature = _decoded(_read(signature_file, _MOST_SIGNATURE))
    except FileNotFoundError:
        raise UserError(
            "hub",
            f"“{one_line(file.name)}” comes without its signature.",
            f"Put “{one_line(signature_file.name)}” beside it.",
        ) from None
    if not _is_signed(data, signature, public_keys):
        raise UserError(
            "hub",
            f"The signature of “{one_line(file.name)}” is not by anybody this application "
            "trusts, or the list was changed after it was signed. It is not used.",
            "Get the list and its signature again from where they are published.",
        )
    catalogue = _parsed(data, file)
    if catalogue.serial <= newer_than:
        raise UserError(
            "hub",
            f"This list is number {catalogue.serial}, and number {newer_than} is in use: older "
            "ones are not taken.",
            "Nothing has to be done; get a newer list if there is one.",
        )
    _write(signature_path(destination), base64.b64encode(signature) + b"\n")
    _write(destination, data)
    return catalogue


def newest(builtin: Path, refreshed: Path, public_keys: Sequence[bytes]) -> Catalogue:
    """The list in use: the refreshed one while it is whole, signed and newer, else the built-in.

    Raises `UserError` where not even that can be read.
    """
    own = read_catalogue(builtin)
    with contextlib.suppress(UserError, OSError):
        data = _read(refreshed, MOST_BYTES)
        signature = _decoded(_read(signature_path(refreshed), _MOST_SIGNATURE))
        if _is_signed(data, signature, public_keys):
            found = _parsed(data, refreshed)
            if found.serial > own.serial:
                return found
    return own


def signature_path(file: Path) -> Path:
    return file.with_name(file.name + ".sig")


def public_keys(files: Iterable[Path]) -> tuple[bytes, ...]:
    """The keys in `files`: one a line, 64 hexadecimal digits; # begins a remark. A file that is
    not there holds none."""
    keys: list[bytes] = []
    for file in files:
        with contextlib.suppress(OSError, ValueError):
            for line in file.read_text("ascii").splitlines():
                digits = line.partition("#")[0].strip()
                if len(digits) == 64:
                    keys.append(bytes.fromhex(digits))
    return tuple(keys)


def _read(path: Path, most: int) -> bytes:
    """All of a file that is not too long. Raises `UserError`, or FileNotFoundError for a
    signature."""
    name = one_line(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        if path.suffix == ".sig":
            raise
        raise UserError("no_such_file", f"There is no such file: “{name}”.") from None
    except (OSError, ValueError) as error:
        raise UserError("hub", f"“{name}” could not be read: {_reason(error)}.") from error
    if len(data) > most:
        raise UserError(
            "hub", f"“{name}” is far too long for a list of models.", "Choose another file."
        )
    return data


def _parsed(data: bytes, path: Path) -> Catalogue:
    name = one_line(path.name)
    try:
        text = data.decode("utf-8")
        catalogue = msgspec.convert(tomllib.loads(text), Catalogue)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise _damaged(name, one_line(str(error))[:200]) from error
    except msgspec.ValidationError as error:
        raise _damaged(name, one_line(str(error))[:200]) from error
    if faults := faults_of(catalogue):
        raise _damaged(name, one_line(faults[0])[:200].rstrip("."))
    return catalogue


def _damaged(name: str, why: str) -> UserError:
    return UserError(
        "hub",
        f"“{name}” is no list of models that can be used: {why}.",
        "Get it again from where it is published.",
    )


def _decoded(text: bytes) -> bytes:
    """The signature; one that cannot be right where the text is none."""
    try:
        signature = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return signature if len(signature) == SIGNATURE_BYTES else b""


def _is_signed(data: bytes, signature: bytes, keys: Sequence[bytes]) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(signature) != SIGNATURE_BYTES:
        return False
    for key in keys:
        with contextlib.suppress(InvalidSignature, ValueError):
            Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
            return True
    return False


def _write(path: Path, data: bytes) -> None:
    """Put `data` in the place of what is at `path`, or leave that as it is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, data)
    except OSError as error:
        raise UserError(
            "hub", f"The list could not be kept: {_reason(error)}.", "Look at the disk."
        ) from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or "unknown reason"
