"""Everything that the writing desk keeps, on one connection."""

from __future__ import annotations

from typing import Protocol

from assistant.core.templates.ports import TemplateStore
from assistant.core.translation.ports import FileJobs, GlossaryStore, TranslationMemory
from assistant.core.writing.ports import ActionStore


class DeskStore(ActionStore, TemplateStore, GlossaryStore, TranslationMemory, FileJobs, Protocol):
    """One thread owns it."""
