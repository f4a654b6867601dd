"""Linux: Landlock rules that leave a process nothing of the file system but what is named.

The interface is that of landlock(7): a ruleset handles kinds of access, which are then denied
except beneath the paths that rules allow.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FS_BITS = {1: 13, 2: 14, 3: 15, 4: 15}  # access kinds known to each version; 16 from 5 on
_NETWORK = 0b11  # bind, connect (TCP), from version 4
_SCOPES = 0b11  # abstract sockets, signals, from version 6


def version() -> int:
    """The version of the running kernel's Landlock; 0: none."""
    if not sys.platform.startswith("linux"):
        return 0
    found = ctypes.CDLL(None, use_errno=True).syscall(_CREATE, None, 0, _VERSION_FLAG)
    return max(0, int(found))


def apply(readable: Iterable[str | os.PathLike[str]]) -> bool:
    """Allow reading beneath the `readable` paths (absent ones count for nothing) and no more.

    Needs PR_SET_NO_NEW_PRIVS; False where the kernel has no Landlock. There is no way back.
    """
    abi = version()
    if abi == 0:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    kinds = (1 << _FS_BITS.get(abi, 16)) - 1
    attributes = struct.pack("=QQQ", kinds, _NETWORK, _SCOPES)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = libc.syscall(_CREATE, ctypes.c_char_p(attributes), size, 0)
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _allow_reading(libc, ruleset, path)
        return bool(libc.syscall(_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow_reading(libc: ctypes.CDLL, ruleset: int, path: str | os.PathLike[str]) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        folder = os.path.isdir(path)  # noqa: PTH112 - the path may be plain text
        rights = _READ_FILE | _READ_DIR if folder else _READ_FILE
        rule = struct.pack("=Qi", rights, handle)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.c_char_p(rule), 0)
    finally:
        os.close(handle)
