"""The screens about models, for `tests/screenshots.py`: real files, a hub from memory.

First run, the list, everything about a model, a smaller copy on its way, the short list.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from assistant import compose
from assistant.app import Application
from assistant.controllers.model_library import ModelLibrary
from assistant.core.entities import ModelFile
from assistant.core.errors import Cancelled
from assistant.core.hub.model_facts import ContextNeeds, ModelFacts, TensorShare
from assistant.core.hub.model_records import ModelRecord
from assistant.core.hub.model_work import Progress, Stopped, Verification
from assistant.core.settings import Hub
from assistant.ui.first_run.page import FirstRun
from assistant.ui.models.catalogue_list import CatalogueList
from assistant.ui.models.model_page import ModelPage
from assistant.ui.models.page import ModelsPage
from tests.hub_fakes import GB, MACHINE, ScriptedHub, repository
from tests.tiny_models import CHATML

Wait = Callable[[Callable[[], bool], str], None]
Pause = Callable[[int], None]

MINE = "/home/ada/models/Inkwell-4B-Instruct-BF16.gguf"
_TENSORS = (TensorShare(name="BF16", tensors=254, weights=4_020_000_000, bytes=8_040_000_000),)
FACTS = ModelFacts(
    path=MINE,
    name="Inkwell 4B Instruct",
    architecture="qwen3",
    parameters=4_022_468_096,
    quantisation="BF16",
    context_length=262_144,
    layers=36,
    embedding_length=2560,
    vocabulary=151_936,
    template=CHATML,
    thinking="switch",
    license="apache-2.0",
    author="Lumo Research",
    base_model="Inkwell 4B Base",
    languages=("en", "zh", "de", "fr"),
    file_size=8_051_000_000,
    types=_TENSORS,
    needs=tuple(
        ContextNeeds(
            context_length=length,
            kv_type=kind,
            weights=8_040_000_000,
            cache=int(length * share),
            buffers=320_000_000,
        )
        for length in (4096, 16_384, 32_768, 131_072)
        for kind, share in (("f16", 147_456), ("q8_0", 78_336))
    ),
)


def _file(path: str, name: str, size: float, origin: str, **fields: object) -> ModelFile:
    return ModelFile(
        path=path, name=name, size=int(size * GB), origin=origin, identity=name, **fields
    )


FILES = [
    _file("/home/ada/.local/share/inkstone/models/Harbour-1.7B-Q8_0.gguf", "Harbour-1.7B-Q8_0",
          1.8, "own"),
    _file(MINE, "Inkwell-4B-Instruct-BF16", 8.05, "folder"),
    _file("/home/ada/models/Granite-32B-Q4_K_M-00001-of-00003.gguf", "Granite-32B-Q4_K_M", 19.3,
          "folder", parts=3),
    _file("/home/ada/models/书斋/砚台-7B-Q5_K_M.gguf", "砚台-7B-Q5_K_M", 5.4, "folder",
          also=("/media/backup/砚台-7B-Q5_K_M.gguf",)),
    _file("/home/ada/.ollama/models/blobs/sha256-8eeb52dfb3bb9aefdf9d1ef24b3bdbcf",
          "gemma3:4b", 3.3, "ollama", projector="/home/ada/.ollama/models/blobs/sha256-31df"),
    _file("/home/ada/.lmstudio/models/lumo/Mole-1B-GGUF/Mole-1B-Q4_K_M.gguf", "Mole-1B-Q4_K_M",
          0.8, "lm-studio"),
    _file("server:desk/qwen3-30b", "qwen3-30b", 0, "server"),
]  # fmt: skip


class _Slow:
    """A quantiser that goes a third of the way and waits."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def __call__(
        self, source: Path, destination: Path, kind: str, progress: Progress, stopped: Stopped
    ) -> None:
        progress(96, 290)
        while not self.go.wait(0.02):
            if stopped():
                raise Cancelled
            progress(96, 290)
        raise Cancelled


class ModelScenes:
    """Brings the window to each of the screens. `wait` and `pause` run the event loop."""

    def __init__(self, wait: Wait, pause: Pause) -> None:
        self._wait = wait
        self._pause = pause
        self.process = ScriptedHub()

    # --- the first start -------------------------------------------------------------------

    def first_run(self, application: Application) -> None:
        self._first_run(application)
        self._pause(300)

    def first_run_found(self, application: Application) -> None:
        self._first_run(application, FILES)
        self._pause(300)

    def first_run_downloading(self, application: Application) -> None:
        page = self._first_run(application)
        page.recommended.fetch_row.button.click()
        self._wait(lambda: bool(self.process.downloads), "the download")
        total = self.process.downloads[0].total
        self.process.change("d1", done=int(total * 0.37), speed=11.4e6, seconds_left=138.0)
        self._wait(lambda: page.recommended.fetch_row.bar.value() > 300, "progress")
        self._pause(300)

    def first_run_offline(self, application: Application) -> None:
        self._first_run(application, FILES[:2])
        preferences = application.preferences
        preferences.replace(msgspec.structs.replace(preferences.settings, hub=Hub(offline=True)))
        self._pause(300)

    # --- what is here ----------------------------------------------------------------------

    def list(self, application: Application) -> None:
        self._mode(application)
        self._pause(400)

    def filtered(self, application: Application) -> None:
        page = self._mode(application)
        page.here.list.filter.setText("4b")
        self._pause(400)

    def model(self, application: Application) -> None:
        self._page(application)
        self._pause(400)

    def model_parameters(self, application: Application) -> None:
        page = self._page(application)
        page.parameters.loading_fold.set_open(True)
        self._pause(200)
        if page.parameters.loading is not None:
            page.parameters.loading.own.click()
        self._pause(200)
        page.ensureWidgetVisible(page.parameters.loading_fold.button)
        page.verticalScrollBar().setValue(page.parameters.y() - 40)
        self._pause(300)

    def model_template(self, application: Application) -> None:
        page = self._page(application)
        page.template_fold.set_open(True)
        self._wait(lambda: bool(page.template.text.toPlainText()), "the template")
        page.verticalScrollBar().setValue(page.template_fold.y() - 40)
        self._pause(300)

    def quantising(self, application: Application) -> None:
        page = self._page(application)
        slow = _Slow()
        library = self._library(application)
        library._tools = msgspec.structs.replace(library._tools, quantise=slow)
        page.smaller.start.click()
        self._pause(2000)  # a time left is known after a while
        page.verticalScrollBar().setValue(page.verify.y() - 60)
        self._pause(300)

    def damaged(self, application: Application) -> None:
        page = self._page(application)
        page.verify.show_result(
            Verification(sha256="0" * 64, expected="1" * 64, at=1.8e9, damaged_part=1)
        )
        page.verticalScrollBar().setValue(page.verify.y() - 60)
        self._pause(300)

    # --- the short list --------------------------------------------------------------------

    def catalogue(self, application: Application) -> None:
        page = self._mode(application)
        page.show_part("find")
        shown = page.findChild(CatalogueList)
        assert isinstance(shown, CatalogueList)
        self._wait(lambda: bool(shown.cards), "the list")
        self._pause(500)

    # --- ways there ------------------------------------------------------------------------

    def _library(self, application: Application) -> ModelLibrary:
        """The library, on a computer that is always the same; the hub answers from memory."""
        self.process = ScriptedHub()
        services = application.window.services
        services.hub._thread._make = lambda: self.process
        library = services.model_library
        library.machine = MACHINE
        library.catalogue = compose.catalogue(application.paths)
        for model in library.catalogue.models:
            names = tuple(variant.quantisation for variant in model.variants)
            known = repository(model.repo, names=names)
            variants = tuple(
                msgspec.structs.replace(
                    variant,
                    files=(msgspec.structs.replace(variant.files[0], path=wanted.pattern),),
                )
                for variant, wanted in zip(known.variants, model.variants, strict=True)
            )
            self.process.repositories[model.repo] = msgspec.structs.replace(
                known, variants=variants
            )
        return library

    def _first_run(self, application: Application, files: Sequence[ModelFile] = ()) -> FirstRun:
        column = application.window.chat_page.column
        self._wait(lambda: column._opened, "the empty conversation")
        library = self._library(application)
        models = application.models
        models.refresh = lambda: None  # type: ignore[method-assign]  # the files are not there
        models._finder.found.disconnect()
        models.files = list(files)
        models.files_changed.emit(models.files)
        page = column._first_run_page()
        page._look.stop()
        library.find_machine()
        library.find_catalogue()
        self._wait(page.recommended.fetch_row.button.isVisible, "the recommended model")
        return page

    def _mode(self, application: Application) -> ModelsPage:
        self._wait(lambda: application.models.state.phase != "loading", "the model")
        self._library(application)
        models = application.models
        models.refresh = lambda: None  # type: ignore[method-assign]  # the files are not there
        models._finder.found.disconnect()
        application.window.show_mode("models")
        page = application.window.page("models")
        assert isinstance(page, ModelsPage)
        models.files = list(FILES)
        models._found = list(FILES)
        models.state = msgspec.structs.replace(models.state, path=FILES[0].path, name=FILES[0].name)
        models.files_changed.emit(models.files)
        models.state_changed.emit(models.state)
        return page

    def _page(self, application: Application) -> ModelPage:
        page = self._mode(application)
        library = self._library(application)
        known = ModelRecord(
            notes="Calm prose, keeps to the point. Slow with long tables.",
            source="lumo/Inkwell-4B-Instruct-GGUF@b1946ac92492d2347c6235b4d2611184",
            decode_tokens_per_s=7.4,
            prefill_tokens_per_s=61.0,
            sha256="3605803b982cb64aead44f6c1b2ae36e3acdb41d8e46c8a94c6533bc4c67e597",
        )
        library._notes._make().put("Inkwell-4B-Instruct-BF16", known)
        library._tools = msgspec.structs.replace(library._tools, facts=lambda _path: FACTS)
        page.open_model(MINE)
        shown = page.here.model_page
        assert shown is not None
        self._wait(lambda: bool(shown._facts), "facts")
        self._wait(lambda: bool(shown.notes.toPlainText()), "the notes")
        return shown
