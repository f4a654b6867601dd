"""How long a download waits for a hub, and how it goes on after something went wrong."""

from __future__ import annotations

import email.utils
import random
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

_RATE_LIMIT_RESET = re.compile(r"(?:^|;)\s*t\s*=\s*(\d+)")
_LONGEST_ASKED_S = 24 * 3600.0


@dataclass(frozen=True)
class Patience:
    """Seconds, and counts of tries. `stall_s` without a byte ends a connection.

    `tries` in a row without a byte end in a failure; `restarts` of a file from its beginning
    because the hub gave something else do, too. `wrong_sums`: how often a complete file may have
    another sum than the hub's, before that is a failure.
    """

    connect_s: float = 15.0
    stall_s: float = 30.0
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    tries: int = 12
    restarts: int = 4
    wrong_sums: int = 2
    lock_s: float = 1.0

    def wait_s(self, tries: int) -> float:
        """Before the next try after `tries` in vain: twice as long each time, and by chance a
        little more or less, so that many clients do not come back at the same moment."""
        wait = min(self.longest_wait_s, self.first_wait_s * 2.0 ** min(tries - 1, 16))
        return wait * random.uniform(0.75, 1.25)


def asked_wait_s(headers: Mapping[str, str]) -> float | None:
    """How long a hub that refuses asks to wait, at most a day; None where it does not say.

    `Retry-After` (RFC 9110: seconds or a date), else the `t` of `RateLimit`
    (draft-ietf-httpapi-ratelimit-headers), which Hugging Face sends.
    """
    asked = headers.get("Retry-After", "").strip()
    wait: float | None = None
    if asked.isascii() and asked.isdecimal():
        wait = float(asked)
    elif asked:
        try:
            wait = email.utils.parsedate_to_datetime(asked).timestamp() - time.time()
        except (ValueError, OverflowError):
            wait = None
    elif reset := _RATE_LIMIT_RESET.search(headers.get("RateLimit", "")):
        wait = float(reset[1])
    return None if wait is None else min(max(wait, 0.0), _LONGEST_ASKED_S)
