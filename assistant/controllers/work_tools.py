"""What works that write replies are given: threads, and what they share with the chat."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.controllers.embedding import EmbeddingModel
from assistant.controllers.engine_steps import EngineSteps
from assistant.controllers.models import ModelsController
from assistant.controllers.preferences import Preferences
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.library_thread import LibraryThread
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool


@dataclass(frozen=True)
class WorkTools:
    """Window thread. `store` owns the `ConversationStore`, `library` a `LibraryStore`.

    `pool` has threads that may compute or wait for seconds.
    """

    store: StoreThread
    library: LibraryThread
    inference: InferenceThread
    models: ModelsController
    steps: EngineSteps
    pool: TaskPool
    preferences: Preferences
    embedding: EmbeddingModel | None = None
