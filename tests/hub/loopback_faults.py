"""What a hub on loopback does wrong when it is told to: one fault for each request."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "stall",  # sends `after` bytes, then nothing, until the client goes or the hub closes
    "cut",  # sends `after` bytes, then closes the connection
    "status",  # answers `status` (with `retry_after` where given)
    "wrong_size",  # says, and sends, `change` bytes more than there are (less, when negative)
    "other_bytes",  # right size, but the byte at `after` of the file is another one
    "etag",  # from now on the file has other content, ETag and commit
    "whole",  # answers 200 with the whole file to a Range
    "redirect",  # sends the client to `location`
    "html",  # a captive portal: 200 with a page in HTML
    "missing",  # 404: removed from the hub
]


@dataclass
class Fault:
    """`times` requests for paths like `path` (of the repository, a pattern) meet it.

    `at` is "resolve", where the hub answers, "cdn", where the bytes come from, or "" for
    either. `skip` requests for such paths come before it. Of several that are met the first is.
    """

    kind: Kind
    path: str = "*"
    at: Literal["", "resolve", "cdn"] = ""
    times: int = 1
    skip: int = 0
    after: int = 0
    status: int = 500
    retry_after: str = ""
    change: int = 0
    location: str = ""
    method: str = ""

    asked: int = 0

    def meets(self, method: str, at: str, path: str) -> bool:
        """Whether this request is one of those; to be asked once for each request."""
        if (self.at and self.at != at) or (self.method and self.method != method):
            return False
        if not fnmatch.fnmatch(path, self.path):
            return False
        self.asked += 1
        return self.skip < self.asked <= self.skip + self.times
