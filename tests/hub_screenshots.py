"""The screens about the hub, for `tests/screenshots.py`: a real window, a hub from memory."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from assistant.app import Application
from assistant.controllers.hub import HubController
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import HubFailed, SearchHub
from assistant.core.hub.repository import HubFile, HubModel, HubPage
from assistant.core.settings import Hub
from assistant.ui.hub.downloads_page import Downloads
from assistant.ui.hub.find_page import FindModels
from tests.hub_fakes import DIGITS, GB, MACHINE, ScriptedHub, found_model, repository

Wait = Callable[[Callable[[], bool], str], None]
Pause = Callable[[int], None]

REPO = "lumo/Harbour-4B-GGUF"
GATED = "granite-labs/Granite-12B-GGUF"
CARD = """\
<div align="center"><img src="https://lumo.example/logo.png" alt="Lumo Harbour"></div>

# Harbour 4B

[![Licence](https://badges.example/apache.svg)](https://lumo.example/licence)
A small model that writes *calmly* in 23 languages. See
[the paper](https://lumo.example/paper) or <a href="https://lumo.example/try">try it</a>.

## Results

| Task | Harbour 4B | Granite 3B |
|:--|--:|--:|
| Reading | 71.3 | 66.0 |
| Mathematics | 54.0 | 51.2 |
| Translation | 38.4 | 31.7 |

## How to ask

```python
answer = model.chat("Write a letter to the harbour master.")
```

- up to 32,768 tokens of context
- no reasoning before the answer
"""


def found_models() -> tuple[HubModel, ...]:
    """What a search for "harbour" might find."""
    named = (
        (REPO, {}),
        ("quiet-desk/Harbour-1.7B-Instruct-GGUF", {"parameters": 1_700_000_000, "license": "mit"}),
        (GATED, {"parameters": 12 * GB, "gate": "auto", "license": "gemma"}),
        ("书斋/砚台-7B-GGUF", {"parameters": 7_600_000_000, "languages": ("zh", "en")}),
        ("granite-labs/Granite-70B-GGUF", {"parameters": 70 * GB, "gate": "manual"}),
        ("a-maker/Harbour-4B-with-a-very-long-name-instruct-v0.3-imatrix-GGUF", {}),
        ("old-town/Lighthouse-GGUF", {"parameters": 0, "license": "", "likes": 3}),
    )
    models = [found_model(repo, **fields) for repo, fields in named]
    models += [
        found_model(f"old-town/Mole-{size}B-GGUF", parameters=size * GB, downloads=90_000 // size)
        for size in range(2, 14)
    ]
    return tuple(models)


class HubScenes:
    """Brings the window to each of the screens. `wait` and `pause` run the event loop."""

    def __init__(self, wait: Wait, pause: Pause) -> None:
        self._wait = wait
        self._pause = pause
        self.process = ScriptedHub()

    def search(self, application: Application) -> None:
        self._find(application)
        self._pause(600)

    def results(self, application: Application) -> None:
        find = self._find(application)
        find.search.bar.search_for("harbour")
        self._wait(lambda: bool(find.search.found_models.rows), "the results")
        self._pause(400)

    def searching(self, application: Application) -> None:
        find = self._find(application)
        self.process.silent = True
        find.search.bar.search_for("harbour")
        self._pause(600)

    def repository(self, application: Application) -> None:
        find = self._find(application)
        self._open(find, REPO, projectors=2)

    def card(self, application: Application) -> None:
        find = self._find(application)
        self._open(find, REPO, projectors=2)
        find.repository.tabs.setCurrentIndex(1)
        self._pause(400)

    def gated(self, application: Application) -> None:
        find = self._find(application)
        self._open(find, GATED, gate="auto", license="gemma", parameters=12 * GB)

    def token(self, application: Application) -> None:
        self.gated(application)
        self._part(application, "find").repository.gate.token.click()
        self._pause(400)

    def downloading(self, application: Application) -> None:
        self._downloads(
            application,
            _download("Harbour-4B Q4_K_M", 2.5, "fetching", 1.1, speed=11.4e6, seconds_left=123.0),
            _download("Granite-12B Q4_K_M", 7.3, "verifying", 7.3),
            _download("Mole-1B Q8_0", 1.1, "waiting", 0.0),
            _download("砚台-7B Q5_K_M", 5.4, "paused", 3.0),
            _download("Harbour-1.7B Q8_0", 1.8, "done", 1.8, path="/models/harbour-1.7b-Q8_0.gguf"),
        )

    def failed(self, application: Application) -> None:
        self._downloads(
            application,
            _download(
                "Granite-32B Q4_K_M",
                19.0,
                "failed",
                3.0,
                error_kind="disk_full",
                error="There is not enough room on the disk.",
                hint="Make room, or choose another folder in the settings of the hub.",
            ),
            _download(
                "Harbour-4B Q4_K_M", 2.5, "fetching", 1.1, retries=3, retry_at=time.time() + 20
            ),
        )

    def offline(self, application: Application) -> None:
        find = self._find(application)
        self.process.refusals[SearchHub] = HubFailed(
            kind="no_network",
            text="There is no connection to huggingface.co.",
            hint="Check the internet connection; everything on this computer works without it.",
        )
        find.search.bar.search_for("harbour")
        self._wait(lambda: not find.search.card.bar.isVisible(), "the failure")
        self._pause(400)

    def settings(self, application: Application) -> None:
        self._hub(application)
        application.window.show_settings("hub")
        self._pause(900)

    # --- ways there ------------------------------------------------------------------------

    def _hub(self, application: Application) -> HubController:
        """The controller, on the hub that answers from memory."""
        self.process = ScriptedHub()
        self.process.pages = [HubPage(models=found_models(), next="1")]
        self.process.cards = {REPO: CARD, GATED: CARD}
        services = application.window.services
        services.hub._thread._make = lambda: self.process
        services.model_library.machine = MACHINE
        preferences = application.preferences
        hub = Hub(endpoint="https://huggingface.co")
        preferences.replace(msgspec.structs.replace(preferences.settings, hub=hub))
        controller: HubController = services.hub
        return controller

    def _part(self, application: Application, name: str) -> FindModels:
        application.window.show_mode("models")
        page = application.window.page("models")
        page.show_part(name)
        part: FindModels = page.part(name)
        return part

    def _find(self, application: Application) -> FindModels:
        self._hub(application)
        find = self._part(application, "find")
        self._pause(200)
        return find

    def _open(self, find: FindModels, repo: str, **fields: object) -> None:
        known = repository(repo, **fields)
        self.process.repositories[repo] = known
        find.open_repository(repo)
        self._wait(lambda: find.repository.repository is not None, "the repository")
        self._wait(lambda: bool(find.repository.card.shown_text()), "the card")
        self._pause(500)

    def _downloads(self, application: Application, *downloads: Download) -> None:
        hub = self._hub(application)
        shown: Downloads = self._part(application, "downloads")  # type: ignore[assignment]
        hub.access.ask()
        self.process.show(*downloads)
        self._wait(lambda: len(shown.rows) == len(downloads), "the downloads")
        self._pause(400)


def _download(name: str, size: float, state: str, done: float, **fields: object) -> Download:
    file = HubFile(path="model.gguf", size=int(size * GB), sha256=DIGITS)
    order = DownloadOrder(repo=REPO, revision="b" * 40, name=name, files=(file,))
    return Download(
        id=name, order=order, state=state, done=int(done * GB), total=int(size * GB), **fields
    )
