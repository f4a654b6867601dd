"""The JSON API of a hub, beside the files that `LoopbackHub` serves; from its public API.

    hub = LoopbackHub()
    hub.add("org/tiny-GGUF", "tiny-Q4_K_M.gguf", gguf(3_000_000))
    api = LoopbackApi(hub)
    api.describe("org/tiny-GGUF", downloads=12, license="mit", languages=("de",))

Lists filter by `search`, `author`, `filter` (all tags), `pipeline_tag`, sort downwards, and page by
the `cursor` in their header `Link`. `api.fail(...)` makes following requests fail.
"""

from __future__ import annotations

import base64
import json
import urllib.parse
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from tests.hub.loopback_content import Content
from tests.hub.loopback_hub import LoopbackHub
from tests.hub.loopback_messages import Repository, Request, Response, json_response

_SORTS = {
    "downloads": "downloads",
    "likes": "likes",
    "lastModified": "lastModified",
    "trendingScore": "trendingScore",
    "createdAt": "lastModified",
}
PORTAL = b"<!DOCTYPE html><html><body>Welcome to the WLAN of this hotel. Room number?</body></html>"


@dataclass(frozen=True)
class Facts:
    """What a list says of a repository beyond its files."""

    downloads: int = 0
    likes: int = 0
    trending: int = 0
    updated: str = "2026-05-04T03:02:01.000Z"
    license: str = ""
    languages: tuple[str, ...] = ()
    task: str = "text-generation"
    tags: tuple[str, ...] = ("gguf",)
    gate: Literal["", "auto", "manual"] = ""
    gguf: dict[str, Any] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)
    siblings: tuple[dict[str, Any], ...] = ()
    """Said in place of the files that are there: for what no honest hub says."""


@dataclass
class ApiFault:
    """`times` requests meet it: "status" with headers, "html", "stall", "text" (no JSON), "raw"
    (`body` as JSON), "redirect" to `location`."""

    kind: Literal["status", "html", "stall", "text", "raw", "redirect"]
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    location: str = ""
    times: int = 1


class LoopbackApi:
    """The lists of `hub`; attributes may be changed while it runs."""

    def __init__(self, hub: LoopbackHub) -> None:
        self.hub = hub
        self.facts: dict[str, Facts] = {}
        self.faults: list[ApiFault] = []
        self.asked: list[Request] = []
        routes = (
            (r"/api/.*", self._note),
            (r"/api/models", self._list),
            (r"/api/models/([^/]+/[^/]+)(?:/revision/([^/]+))?", self._model),
            (r"/api/models/([^/]+/[^/]+)/tree/([^/]+)(?:/(.*))?", self._tree),
            (r"/api/whoami-v2", self._whoami),
        )
        for pattern, answer in routes:
            hub.route("GET", pattern, answer)

    def describe(self, repo: str, **facts: Any) -> None:
        """Say more of a repository; it is made when there is none."""
        self.hub.repositories.setdefault(repo, Repository())
        self.facts[repo] = replace(self.facts.get(repo, Facts()), **facts)

    def card(self, repo: str, text: str) -> None:
        """Give it a README.md of that text."""
        data = text.encode()
        self.hub.add(repo, "README.md", Content(len(data), head=data), small=True)

    def fail(self, kind: Any, **how: Any) -> None:
        """Let the next requests of the API meet a fault."""
        self.faults.append(ApiFault(kind, **how))

    # --- requests ------------------------------------------------------------------------------

    def _note(self, request: Request) -> Response | None:
        self.asked.append(request)
        fault = next((fault for fault in self.faults if fault.times > 0), None)
        if fault is None:
            return None
        fault.times -= 1
        if fault.kind == "stall":
            self.hub.closing.wait(60)
        if fault.kind == "html":
            return Response(200, {"Content-Type": "text/html; charset=utf-8"}, PORTAL)
        if fault.kind == "redirect":
            return Response(302, {"Location": fault.location})
        if fault.kind in ("text", "raw"):
            return Response(200, {"Content-Type": "application/json"}, fault.body or b'{"id": ')
        return Response(fault.status, fault.headers, fault.body or b"Not now")

    def _list(self, request: Request) -> Response:
        def asked(name: str) -> str:
            return request.query.get(name, [""])[0]

        wanted = set(request.query.get("filter", []))
        rows = [
            (name, facts)
            for name, facts in self.facts.items()
            if not self.hub.repositories[name].private
            and not self.hub.repositories[name].moved_to
            and asked("search").lower() in name.lower()
            and asked("author").lower() in ("", name.split("/")[0].lower())
            and asked("pipeline_tag") in ("", facts.task)
            and wanted <= _tags(facts)
        ]
        key = _SORTS.get(asked("sort"), "")
        if asked("sort") and not key:
            return json_response({"error": f"Invalid sort parameter: {asked('sort')}"}, 400)
        rows.sort(key=lambda row: _sort_value(row[1], key), reverse=True)
        start = _start_of(asked("cursor"))
        end = start + int(asked("limit") or 1000)
        headers = {}
        if end < len(rows):
            following = {**request.query, "cursor": [_cursor_of(end)]}
            query = urllib.parse.urlencode(following, doseq=True)
            headers["Link"] = f'<{self.hub.url}/api/models?{query}>; rel="next"'
        shown = [self._summary(name, facts, request) for name, facts in rows[start:end]]
        return json_response(shown, **headers)

    def _model(self, request: Request) -> Response:
        name, revision = request.match[1], request.match[2]
        refused = self._refused(name, request)
        if refused is not None:
            return refused
        repository = self.hub.repositories[name]
        if revision and urllib.parse.unquote(revision) not in ("main", repository.commit):
            return _refusal(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        facts = self.facts.get(name, Facts())
        document = self._summary(name, facts, request)
        listed = list(facts.siblings) or [
            _sibling(path, repository, blobs="blobs" in request.query)
            for path in sorted(repository.files)
        ]
        return json_response({**document, "sha": repository.commit, "siblings": listed})

    def _tree(self, request: Request) -> Response:
        name = request.match[1]
        refused = self._refused(name, request)
        if refused is not None:
            return refused
        repository = self.hub.repositories[name]
        rows = []
        for path in sorted(repository.files):
            row = _sibling(path, repository, blobs=True)
            rows.append({"type": "file", "path": row.pop("rfilename"), **row, "oid": "0" * 40})
        return json_response(rows)

    def _whoami(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {self.hub.token}":
            return _refusal(401, "", "Invalid username or password.")
        return json_response({"type": "user", "name": self.hub.user, "orgs": [], "auth": {}})

    # --- answers -------------------------------------------------------------------------------

    def _refused(self, name: str, request: Request) -> Response | None:
        sent = request.headers.get("authorization", "")
        allowed = sent == f"Bearer {self.hub.token}"
        repository = self.hub.repositories.get(name)
        if sent and not allowed:
            return _refusal(401, "", "Invalid credentials in Authorization header")
        if repository is None or (repository.private and not allowed):
            # a stranger does not learn whether there is one
            return _refusal(404 if allowed else 401, "RepoNotFound", "Repository not found")
        if repository.moved_to:
            place = request.path.replace(name, repository.moved_to, 1)
            query = urllib.parse.urlencode(request.query, doseq=True)
            return Response(307, {"Location": f"{place}?{query}" if query else place})
        return None

    def _summary(self, name: str, facts: Facts, request: Request) -> dict[str, Any]:
        card = dict(facts.card)
        if facts.license:
            card.setdefault("license", facts.license)
        if facts.languages:
            card.setdefault("language", list(facts.languages))
        document = {
            "_id": "0" * 24,
            "id": name,
            "modelId": name,
            "downloads": facts.downloads,
            "likes": facts.likes,
            "trendingScore": facts.trending,
            "lastModified": facts.updated,
            "gated": facts.gate or (self.hub.repositories[name].gated and "auto"),
            "private": False,
            "pipeline_tag": facts.task,
            "tags": sorted(_tags(facts)),
            "cardData": card,
            "gguf": facts.gguf,
        }
        expanded = request.query.get("expand")
        if expanded:
            kept = {"_id", "id", *expanded}
            document = {key: value for key, value in document.items() if key in kept}
        return document


def _tags(facts: Facts) -> set[str]:
    tags = {*facts.tags, facts.task, *facts.languages} - {""}
    return tags | ({f"license:{facts.license}"} if facts.license else set())


def _sort_value(facts: Facts, key: str) -> Any:
    values = {
        "downloads": facts.downloads,
        "likes": facts.likes,
        "lastModified": facts.updated,
        "trendingScore": facts.trending,
    }
    return values.get(key, 0)


def _sibling(path: str, repository: Repository, *, blobs: bool) -> dict[str, Any]:
    if not blobs:
        return {"rfilename": path}
    content = repository.files[path]
    row: dict[str, Any] = {"rfilename": path, "size": content.size, "blobId": "0" * 40}
    if path not in repository.small:
        row["lfs"] = {"sha256": content.sha256, "size": content.size, "pointerSize": 134}
    return row


def _refusal(status: int, code: str, message: str) -> Response:
    headers = {"X-Error-Message": message, **({"X-Error-Code": code} if code else {})}
    return json_response({"error": message}, status, **headers)


def _cursor_of(start: int) -> str:
    return base64.b64encode(json.dumps({"start": start}).encode()).decode()


def _start_of(cursor: str) -> int:
    return int(json.loads(base64.b64decode(cursor))["start"]) if cursor else 0
