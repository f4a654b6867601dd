"""What the window is given to work with."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.controllers.chat import ChatController
from assistant.controllers.conversations import ConversationList
from assistant.controllers.models import ModelsController
from assistant.controllers.notices import Notices
from assistant.controllers.preferences import Preferences
from assistant.controllers.suggestions import Suggester
from assistant.paths import Paths
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.task_pool import TaskPool


@dataclass(frozen=True)
class Services:
    """One controller per activity and the threads that the window may use directly."""

    conversations: ConversationList
    chat: ChatController
    suggestions: Suggester
    models: ModelsController
    preferences: Preferences
    notices: Notices
    pool: TaskPool
    inference: InferenceThread
    paths: Paths | None = None
    """Where the files of this window are; None asks for the usual places."""
