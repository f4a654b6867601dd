"""The name under which the window of a data folder can be called."""

from __future__ import annotations

import hashlib
from pathlib import Path


def socket_name(data: Path) -> str:
    """The same for every process that uses this data folder."""
    return "inkstone-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:20]
