"""A model in memory with everything a job needs."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.core.entities import ModelInfo
from assistant.core.messages import ModelParameters, Sampling
from assistant.core.sampling_defaults import with_suggestions
from assistant.engine import llama
from assistant.engine.draft_model import DraftModel
from assistant.engine.drafting import StepCost
from assistant.engine.prompt import PromptBuilder
from assistant.engine.schedule import Schedule
from assistant.engine.sequences import SequencePool
from assistant.engine.state_commands import WRITE_SECONDS
from assistant.engine.states import StateStore


@dataclass(slots=True)
class LoadedModel:
    """Belongs to one thread; `close` frees it."""

    info: ModelInfo
    parameters: ModelParameters
    model: llama.Model
    context: llama.Context
    prompts: PromptBuilder
    states: StateStore
    pool: SequencePool
    schedule: Schedule
    step_cost: StepCost
    context_length: int
    embeds: bool
    drafts: bool
    draft_model: DraftModel | None = None
    adapters: tuple[llama.Adapter, ...] = ()

    def sampler(self, sampling: Sampling) -> llama.Sampler:
        """A sampler for one text. Raises `UserError` when it cannot be made as asked."""
        return llama.Sampler(
            self.model.vocabulary,
            with_suggestions(sampling, self.info.suggested),
            trained_context=self.info.trained_context,
        )

    def close(self) -> None:
        """Free the model; states that wait to be written are written."""
        self.states.close(WRITE_SECONDS)
        if self.draft_model is not None:
            self.draft_model.close()
        self.context.close()
        for adapter in self.adapters:
            adapter.close()
        self.model.close()
