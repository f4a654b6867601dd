"""Signs a list of models (`resources/models.toml`), so that it can be handed to installations.

    python packaging/sign_catalogue.py new-key SECRET   makes a key pair; prints the public key,
                                                        a line for `resources/catalogue.keys`
    python packaging/sign_catalogue.py sign SECRET FILE writes FILE.sig

SECRET is a file with 64 hexadecimal digits; it never belongs into a repository. A team that wants
a list of its own makes a key, signs its list, and puts the public key into `catalogue.keys` in the
settings folder of each desk.
"""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def main(argv: list[str]) -> int:
    if len(argv) == 2 and argv[0] == "new-key":
        return _new_key(Path(argv[1]))
    if len(argv) == 3 and argv[0] == "sign":
        return _sign(Path(argv[1]), Path(argv[2]))
    print(__doc__, file=sys.stderr)
    return 2


def _new_key(secret: Path) -> int:
    key = Ed25519PrivateKey.generate()
    descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.private_bytes_raw().hex() + "\n")
    print(key.public_key().public_bytes_raw().hex())
    return 0


def _sign(secret: Path, catalogue: Path) -> int:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret.read_text("ascii").strip()))
    signature = base64.b64encode(key.sign(catalogue.read_bytes()))
    catalogue.with_name(catalogue.name + ".sig").write_bytes(signature + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
