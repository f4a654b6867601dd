"""How fast a summary is made, and how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from assistant.core.entities import ModelInfo, Timings, Usage
from assistant.core.messages import Finished
from assistant.core.summary_plan import Plan, Speeds, seconds_for


class SummaryProgress:
    """Measures the passes of one run, from its first request; one thread.

    `usage` is the sum of all passes that were computed.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._began = time.monotonic()
        self._reading_s = 0.0
        self._evaluated = 0
        self._first_token_s = 0.0
        self._costs = _costs(plan)
        self.usage = Usage()

    def add(self, finished: Finished) -> None:
        """One more pass was computed."""
        usage, timings = finished.usage, finished.timings
        self.usage = Usage(
            self.usage.prompt_tokens + usage.prompt_tokens,
            self.usage.cached_tokens + usage.cached_tokens,
            self.usage.completion_tokens + usage.completion_tokens,
        )
        self._first_token_s = self._first_token_s or timings.first_token_s
        evaluated = max(0, usage.prompt_tokens - usage.cached_tokens)
        if timings.prefill_tokens_per_s > 0:
            self._evaluated += evaluated
            self._reading_s += evaluated / timings.prefill_tokens_per_s

    def speeds(self) -> Speeds | None:
        """What a plan should reckon with on this machine; None if nothing was measured."""
        return self._speeds({})

    def _speeds(self, written: Mapping[str, int]) -> Speeds | None:
        """The speeds so far, with what is on its way.

        Passes run side by side: the time that reading did not take was for writing all of them.
        """
        wall = time.monotonic() - self._began
        if not self._evaluated or not self.usage.completion_tokens or wall <= 0:
            return None
        begun = sum(self._costs[node][0] for node, tokens in written.items() if tokens)
        evaluated = self._evaluated + begun
        reading = self._reading_s * evaluated / self._evaluated
        reading = min(reading or wall / 2, 0.9 * wall)
        completed = self.usage.completion_tokens + sum(written.values())
        return Speeds(evaluated / reading, completed / (wall - reading))

    @property
    def timings(self) -> Timings:
        """The mean speeds of all passes that were computed."""
        speeds = self.speeds()
        return Timings(
            first_token_s=self._first_token_s,
            prefill_tokens_per_s=speeds.prefill if speeds else 0.0,
            decode_tokens_per_s=speeds.decode if speeds else 0.0,
        )

    def seconds_left(self, waiting: Sequence[str], written: Mapping[str, int]) -> float | None:
        """From this run where something was measured, else from the plan; None without either.

        `waiting` are the passes that are not finished, `written` the tokens of answers that are
        on their way.
        """
        read_left = write_left = 0.0
        for node_id in waiting:
            read, write = self._costs[node_id]
            read_left += 0 if written.get(node_id) else read
            write_left += max(1.0, write - written.get(node_id, 0))
        speeds = self._speeds(written)
        if speeds is not None:
            return seconds_for(int(read_left), int(write_left), speeds)
        if self._plan.seconds is None:
            return None
        share = (read_left + write_left) / max(1, self._plan.read + self._plan.written)
        return self._plan.seconds * min(1.0, share)


def model_identity(info: ModelInfo) -> str:
    """The same for the same model file wherever it lies."""
    return f"{info.name}|{info.file_size}|{info.parameters}"


def _costs(plan: Plan) -> dict[str, tuple[float, float]]:
    """The tokens that each pass reads and writes, in all those of the plan."""
    asked = sum(node.max_tokens for node in plan.nodes)
    share = plan.written / max(1, asked)
    writes = {node.id: node.max_tokens * share for node in plan.nodes}
    reads = {}
    for node in plan.nodes:
        if node.section >= 0:
            reads[node.id] = float(plan.documents[node.document].sections[node.section].tokens)
        else:
            reads[node.id] = sum(writes[child] for child in node.children)
    around = max(0.0, plan.read - sum(reads.values())) / max(1, len(plan.nodes))
    return {node.id: (reads[node.id] + around, writes[node.id]) for node in plan.nodes}
