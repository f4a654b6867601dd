"""A model hub on loopback, written from the hub's public API: real HTTP, faults when told to.

    hub = LoopbackHub()
    hub.add("org/tiny-GGUF", "tiny-Q4_K_M.gguf", gguf(3_000_000))
    with hub:
        …  # HF_ENDPOINT=hub.url
    hub.served("org/tiny-GGUF", "tiny-Q4_K_M.gguf")  # which bytes were sent, how often

The hub answers `/{repo}/resolve/{revision}/{path}` with a redirect to a second server, on another
port and therefore another origin, as the real one does for large files. `tests/hub/loopback_api.py`
adds the JSON API with `hub.route`. Run as a module it serves one file for measurements.
"""

from __future__ import annotations

import hashlib
import http.server
import json
import re
import sys
import threading
from typing import Any

from tests.hub.loopback_content import Content, gguf
from tests.hub.loopback_faults import Fault
from tests.hub.loopback_handler import Handler
from tests.hub.loopback_messages import Repository, Request, Response, Route, Seen


class LoopbackHub:
    """Runs while its `with` block does; the attributes may be changed from any thread meanwhile."""

    def __init__(self, *, rate: float = 0.0, same_origin: bool = False) -> None:
        """`rate` in bytes a second for each connection, 0.0: as fast as it goes.

        `same_origin` serves the bytes from the hub's own address, as for small files.
        """
        self.rate = rate
        self.same_origin = same_origin
        self.repositories: dict[str, Repository] = {}
        self.token = "hf_loopback_secret"  # noqa: S105 - of a test
        self.user = "writer"
        self.faults: list[Fault] = []
        self.seen: list[Seen] = []
        self.closing = threading.Event()
        self._routes: list[tuple[str, re.Pattern[str], Route]] = []
        self._served: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._lock = threading.Lock()
        self._servers: list[http.server.ThreadingHTTPServer] = []

    # What it holds

    def add(self, repo: str, path: str, content: Content, *, small: bool = False) -> Repository:
        """Put a file into a repository; `small`: not LFS, served directly, without SHA-256."""
        repository = self.repositories.setdefault(repo, Repository())
        repository.files[path] = content
        if small:
            repository.small.add(path)
        self._new_commit(repository)
        return repository

    def remove(self, repo: str, path: str) -> None:
        repository = self.repositories[repo]
        del repository.files[path]
        self._new_commit(repository)

    def rename(self, old: str, new: str) -> None:
        """Requests for `old` are redirected to `new`, as the hub does it."""
        self.repositories[new] = self.repositories[old]
        self.repositories[old] = Repository(moved_to=new)

    def route(self, method: str, pattern: str, answer: Route) -> None:
        """Answer requests whose whole path matches `pattern`; None of `answer` asks the next."""
        self._routes.append((method, re.compile(pattern), answer))

    def fail(self, kind: Any, path: str = "*", **how: Any) -> Fault:
        """Let a following request meet a fault (see `Fault`)."""
        fault = Fault(kind, path, **how)
        with self._lock:
            self.faults.append(fault)
        return fault

    # What was asked and given

    def served(self, repo: str, path: str) -> list[tuple[int, int]]:
        """The ranges of the file that were written to connections, in the order of their end."""
        with self._lock:
            return list(self._served.get((repo, path), []))

    def sent_bytes(self, repo: str, path: str) -> int:
        return sum(end - start for start, end in self.served(repo, path))

    def authorizations(self, server: str) -> set[str]:
        """All that arrived at "hub" or "cdn", without the empty one."""
        with self._lock:
            return {seen.authorization for seen in self.seen if seen.server == server} - {""}

    # Running

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._servers[0].server_address[1]}"

    @property
    def cdn_url(self) -> str:
        return f"http://127.0.0.1:{self._servers[1].server_address[1]}"

    def __enter__(self) -> LoopbackHub:
        for name in ("hub", "cdn"):
            handler = type("Handler", (Handler,), {"hub": self, "part": name})
            server = _Server(("127.0.0.1", 0), handler)
            self._servers.append(server)
            threading.Thread(target=server.serve_forever, args=(0.05,), name=name).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    # For the handler

    def answer(
        self,
        method: str,
        path: str,
        query: dict[str, list[str]],
        headers: dict[str, str],
        body: bytes,
    ) -> Response | None:
        """What the first route that knows `path` answers, None where there is none."""
        for wanted, pattern, answer in self._routes:
            match = pattern.fullmatch(path) if wanted == method else None
            if match is None:
                continue
            response = answer(Request(method, path, query, headers, body, match))
            if response is not None:
                return response
        return None

    def fault(self, method: str, at: str, path: str) -> Fault | None:
        with self._lock:
            met = [fault for fault in self.faults if fault.meets(method, at, path)]
            return met[0] if met else None

    def note(self, seen: Seen) -> None:
        with self._lock:
            self.seen.append(seen)

    def count(self, repo: str, path: str, start: int, end: int) -> None:
        if end > start:
            with self._lock:
                self._served.setdefault((repo, path), []).append((start, end))

    def change(self, repo: str, path: str) -> None:
        """Another file of the same size is there from now on, at another commit."""
        repository = self.repositories[repo]
        old = repository.files[path]
        repository.files[path] = Content(old.size, old.seed + 1, old.head)
        self._new_commit(repository)

    def _new_commit(self, repository: Repository) -> None:
        named = repr(sorted((path, c.size, c.seed) for path, c in repository.files.items()))
        repository.commit = hashlib.sha1(named.encode(), usedforsecurity=False).hexdigest()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True  # one that stalls must not hold up the end of a test
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def main() -> None:
    """Serve one file of `argv[1]` bytes as `bench/large-GGUF/large.gguf` until stdin ends."""
    hub = LoopbackHub()
    content = gguf(int(sys.argv[1]))
    repository = hub.add("bench/large-GGUF", "large.gguf", content)
    with hub:
        print(json.dumps([hub.url, repository.commit, content.sha256]), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
