"""Looks for models on a hub: lists, repositories, model cards.

The hub's own library speaks with it; `connection.py` watches every request. Nothing is kept, and
nothing is read but what is asked for. Every method blocks until it has its answer; any thread.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant.core.errors import UserError
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.repository import HubModel, HubPage, HubQuery, HubRepository
from assistant.hub import failures, hub_library
from assistant.hub.connection import Call, Connection, checked_endpoint, library_client
from assistant.hub.failures import Asked
from assistant.hub.findings import hub_files, hub_model, is_repo_name
from assistant.hub.model_card import card_text
from assistant.hub.variants import grouped

if TYPE_CHECKING:
    from huggingface_hub import HfApi

USUAL_ENDPOINT = "https://huggingface.co"
CARD_BYTES = 512 << 10
FEWEST_BITS = 1.5
"""Bits a weight of the smallest quantisation that anybody offers."""

_MOST_REQUESTS = 5
_SORTING = {
    "trending": "trending_score",
    "downloads": "downloads",
    "likes": "likes",
    "updated": "last_modified",
    "name": "downloads",  # the hub cannot: the names of a page are put in order here
}
_LISTED = (
    "cardData",
    "downloads",
    "gated",
    "gguf",
    "lastModified",
    "likes",
    "pipeline_tag",
    "tags",
)


class HubClient:
    """One hub, as `access` says; close it when it is no longer needed.

    Raises `UserError` of the kinds "offline", "no_network", "hub", "token", "gated", "not_found",
    and `Cancelled` soon after a given `stop` is set.
    """

    def __init__(self, access: HubAccess) -> None:
        self._access = access
        endpoint = access.endpoint or os.environ.get("HF_ENDPOINT", "") or USUAL_ENDPOINT
        self.endpoint = checked_endpoint(endpoint.strip())
        self._connection: Connection | None = None
        self._api: HfApi | None = None
        self._lock = threading.Lock()
        self._users = 0
        self._closed = False

    def search(self, query: HubQuery, stop: threading.Event | None = None) -> HubPage:
        """Repositories with GGUF models that fit `query`.

        A page has `query.limit` at most, unless `most_bytes` leaves some out: then more of the
        hub's pages are taken together until there is something to show.
        """
        models: list[HubModel] = []
        cursor, requests = query.after, 0
        while True:
            found, cursor = self._found(query, cursor, stop)
            models += [model for model in found if not _too_large(model, query.most_bytes)]
            requests += 1
            enough = len(models) >= max(1, query.limit // 2)
            if enough or not cursor or not query.most_bytes or requests >= _MOST_REQUESTS:
                break
        if query.sorting == "name":
            models.sort(key=lambda model: model.repo.casefold())
        return HubPage(models=tuple(models), next=cursor)

    def repository(
        self, repo: str, revision: str = "", stop: threading.Event | None = None
    ) -> HubRepository:
        """What `repo` holds at `revision`, "" the newest; one that was renamed is followed.

        Raises `UserError("not_gguf")` where there is no GGUF model in it.
        """
        self._check_name(repo)
        with self._call(repo=repo, revision=revision, stop=stop) as (api, call):
            info = api.model_info(repo, revision=revision or None, files_metadata=True)
            if info.id != repo and not any(file.size for file in info.siblings or []):
                # renamed, and the redirect forgot that sizes and sums were asked for
                info = api.model_info(info.id, revision=revision or None, files_metadata=True)
        model = hub_model(info)
        if model is None or not info.sha:
            raise failures.not_understood(call.asked)
        files, damaged = hub_files(info.siblings or [])
        found = grouped(files)
        if not found.variants:
            raise _no_models(repo, found.left_out + damaged)
        return HubRepository(
            model=model,
            revision=info.sha,
            asked=repo,
            variants=found.variants,
            projectors=found.projectors,
            left_out=found.left_out + damaged,
        )

    def card(self, repo: str, revision: str = "", stop: threading.Event | None = None) -> str:
        """The model card of `repo`, without its metadata, "" where it has none.

        It is a stranger's Markdown, cut where it is very long.
        """
        from huggingface_hub import hf_hub_url

        self._check_name(repo)
        with self._call(repo=repo, revision=revision, stop=stop) as (_, call):
            call.data, call.cut, call.limit = False, True, CARD_BYTES
            call.may_be_absent = True
            url = hf_hub_url(repo, "README.md", revision=revision or None, endpoint=self.endpoint)
            headers = {"User-Agent": "inkstone"}
            if self._access.token:
                headers["Authorization"] = f"Bearer {self._access.token}"
            with library_client() as client:
                response = client.get(url, headers=headers)
        if "html" in response.headers.get("content-type", "").lower():
            raise failures.not_a_hub(call.asked)
        return card_text(response.content)

    def whose_token(self, stop: threading.Event | None = None) -> str:
        """The name of the account that the token belongs to. Raises `UserError("token")`."""
        if not self._access.token:
            raise UserError("token", "There is no token.", "Enter one of your account on the hub.")
        with self._call(stop=stop) as (api, call):
            who: Any = api.whoami(token=self._access.token)
        if not isinstance(who, dict) or not isinstance(who.get("name"), str):
            raise failures.not_understood(call.asked)
        return str(who["name"])[:100]

    def close(self) -> None:
        """Free the connections as soon as the requests under way have ended. Nothing is asked
        with it afterwards."""
        with self._lock:
            self._closed = True
            self._free()

    def _free(self) -> None:
        if self._closed and not self._users and self._connection is not None:
            self._connection.close()
            self._connection = None

    # --- one request ---------------------------------------------------------------------------

    def _found(
        self, query: HubQuery, cursor: str, stop: threading.Event | None
    ) -> tuple[list[HubModel], str]:
        filters = ["gguf"]
        if query.license:
            filters.append(f"license:{query.license}")
        if query.language:
            filters.append(query.language)
        with self._call(stop=stop) as (api, call):
            call.cursor = cursor
            listed = api.list_models(
                filter=filters,
                search=query.text.strip() or None,
                author=query.author.strip() or None,
                pipeline_tag=query.task or None,
                sort=_SORTING[query.sorting],  # type: ignore[arg-type]
                limit=max(1, min(query.limit, 100)),
                expand=list(_LISTED),  # type: ignore[arg-type]
            )
            models = [model for info in listed if (model := hub_model(info)) is not None]
        return models, call.next

    @contextmanager
    def _call(
        self, *, repo: str = "", revision: str = "", stop: threading.Event | None = None
    ) -> Iterator[tuple[HfApi, Call]]:
        """A request of this thread; what the library makes of nonsense becomes a `UserError`."""
        if self._access.offline or hub_library.environment_offline():
            raise UserError(
                "offline",
                "Inkstone is offline, as you set it: nothing was asked.",
                "Switch offline mode off in the settings of the hub to look for models.",
            )
        token = self._access.token
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise UserError(
                "token",
                "What is kept as your token for the hub is none.",
                "Enter it again, without spaces or line breaks.",
            )
        asked = Asked(self.endpoint, repo, revision, bool(self._access.token), self._access.proxy)
        call = Call(asked, stop=stop or threading.Event())
        api, connection = self._ready()
        try:
            with connection.call(call):
                yield api, call
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise failures.not_understood(asked) from error
        finally:
            with self._lock:
                self._users -= 1
                self._free()

    def _ready(self) -> tuple[HfApi, Connection]:
        """Both for one more user."""
        with self._lock:
            if self._connection is None:
                self._connection = Connection(self.endpoint, self._access)
            if self._api is None:
                self._api = hub_library.hub_api(self.endpoint, self._access.token, library_client)
            self._users += 1
            return self._api, self._connection

    def _check_name(self, repo: str) -> None:
        if not is_repo_name(repo):
            raise UserError(
                "not_found",
                f"“{repo}” is no name of a repository.",
                "Names look like owner/model.",
            )


def _too_large(model: HubModel, most_bytes: int) -> bool:
    """Whether even the smallest quantisation takes more than that."""
    return bool(most_bytes) and model.parameters * FEWEST_BITS / 8 > most_bytes


def _no_models(repo: str, left_out: int) -> UserError:
    if left_out:
        return UserError(
            "not_gguf",
            f"The model files in {repo} have names or sizes that cannot be, so none is offered.",
            "Choose another repository with this model.",
        )
    return UserError(
        "not_gguf",
        f"There are no GGUF models in {repo}.",
        "Look for another repository with this model; the names of many end in GGUF.",
    )
