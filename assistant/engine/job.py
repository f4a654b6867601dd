"""One generation: the tokens that are known, what to evaluate next, and what was drawn.

A job always wants the known tokens that are not in memory yet: first the prompt, then token
after token what it drew itself. So a job that lost its place in memory simply reads again.
"""

from __future__ import annotations

from assistant.core.entities import Usage
from assistant.core.messages import (
    Alternative,
    Finished,
    FinishReason,
    Generate,
    PromptProgress,
    TokenProbability,
)
from assistant.engine import llama
from assistant.engine.answers import exact_tokens, tokens_before_stop
from assistant.engine.deltas import DeltaSender, Emit
from assistant.engine.drafting import LONGEST_DRAFT, DraftLength
from assistant.engine.generation_clock import GenerationClock
from assistant.engine.live import Live
from assistant.engine.loaded_model import LoadedModel
from assistant.engine.lookup import PromptLookup
from assistant.engine.pieces import Pieces
from assistant.engine.prompt import Prompt
from assistant.engine.schedule import Demand


class GenerateJob:
    """Answers one `Generate`. `live` is its sequence, None while it waits for one."""

    def __init__(
        self, command: Generate, loaded: LoadedModel, emit: Emit, *, arrived: float
    ) -> None:
        """Render and tokenise the prompt. Raises `UserError` when it is empty or does not fit."""
        self.request_id = command.request_id
        self.priority = command.priority
        self.conversation = command.conversation
        self.keep = command.keep
        self.arrived = arrived
        self.done = False
        self.paused = False
        self.live: Live | None = None
        self._command = command
        self._loaded = loaded
        self._emit = emit
        for text, tokens in loaded.pool.recall(command.conversation).items():
            loaded.prompts.answers.remember(text, tokens)
        self._prompt = build_prompt(command, loaded)
        self.known = list(self._prompt.tokens)
        self._deltas = DeltaSender(command, self._prompt, emit)
        self._clock = GenerationClock(arrived)
        self._pieces = Pieces(loaded.model.vocabulary, self._prompt)
        self._sampler = loaded.sampler(command.sampling)
        self._cached = -1
        self._reading = True
        self._lookup: PromptLookup | None = None
        self._length = DraftLength(loaded.step_cost)
        self._draft: list[int] = []
        self._expected: int | None = None
        if reads := self._sampler.reads_prompt:
            for token in self.known[-reads:]:
                self._sampler.accept(token)

    @property
    def begun(self) -> bool:
        """Whether it has had a sequence."""
        return self._cached >= 0

    @property
    def drawn(self) -> list[int]:
        """The tokens of the answer so far."""
        return self.known[len(self._prompt.tokens) :]

    @property
    def wants(self) -> int:
        """How many tokens more it may come to write."""
        limit = self._command.max_tokens or self._loaded.context_length
        most = min(len(self._prompt.tokens) + limit, self._loaded.context_length)
        return max(1, most - len(self.known))

    def close(self) -> None:
        """Free the sampler."""
        self._sampler.close()

    # evaluation

    def attach(self, live: Live) -> None:
        """Work on `live`, whose tokens begin the known ones."""
        self.live = live
        if self._cached < 0:
            self._cached = len(live.tokens)
            self._report_progress()
            self._clock.reading_began()

    @property
    def place(self) -> Live:
        """The sequence it works on."""
        if self.live is None:
            raise RuntimeError("the job has no sequence")
        return self.live

    def detach(self) -> None:
        """Give up the sequence; what was evaluated will be read again if need be."""
        self.live = None

    def demand(self, others: int) -> Demand:
        """What to evaluate next, beside `others` tokens of other jobs."""
        live = self.place
        rest = len(self.known) - len(live.tokens)
        if rest > 1 or self._reading:
            self._draft = []
            mark = next((mark for mark in live.marks if mark > len(live.tokens)), 0)
            wanted = min(rest, mark - len(live.tokens)) if mark else rest
            return Demand(self.request_id, self.priority, True, wanted)
        self._draft = self._drafted(others)
        return Demand(self.request_id, self.priority, False, 1 + len(self._draft))

    def tokens(self, count: int) -> tuple[list[int], int]:
        """The first `count` tokens of the demand, and how many of the last are sampled from."""
        start = len(self.place.tokens)
        if self._draft or start + 1 == len(self.known):
            self._draft = self._draft[: count - 1]
            return [self.known[-1], *self._draft], count
        tokens = self.known[start : start + count]
        return tokens, 1 if start + count == len(self.known) else 0

    def evaluated(self, context: llama.Context, index: int) -> int:
        """The tokens of `tokens` are in memory, the first output at `index`: draw.

        Returns how many tokens at the end of the sequence were wrong guesses.
        """
        live = self.place
        draft, self._draft = self._draft, []
        held = len(live.tokens) - len(draft)
        if self._cached >= 0 and self._reading:
            self._report_progress()
        if held < len(self.known):
            return 0
        self._end_reading()
        accepted = 0
        for place, guess in enumerate([*draft, None]):
            if not self._draw(context, index + place):
                break
            if guess != self.known[-1]:
                break
            accepted += 1
        if draft:
            self._length.tried(len(draft), accepted)
        elif self._expected is not None:
            self._length.watched(right=self.known[-1] == self._expected)
            self._expected = None
        return len(draft) - accepted

    def finish(self, reason: FinishReason) -> None:
        """End it, sending what was held back."""
        if self.done:
            return
        self._deltas.finish(cut=reason != "stop")
        self._remember()
        self.done = True
        count = len(self.drawn)
        usage = Usage(
            prompt_tokens=len(self._prompt.tokens),
            cached_tokens=max(0, self._cached),
            completion_tokens=count,
        )
        timings = self._clock.timings(count)
        self._emit(
            Finished(request_id=self.request_id, reason=reason, usage=usage, timings=timings)
        )

    def _report_progress(self) -> None:
        total = len(self._prompt.tokens)
        self._emit(
            PromptProgress(
                request_id=self.request_id,
                done=min(len(self.place.tokens), total),
                total=total,
                cached=self._cached,
            )
        )

    def _end_reading(self) -> None:
        if self._reading:
            self._reading = False
            self._clock.reading_ended(len(self._prompt.tokens) - self._cached)

    # drawing

    def _draw(self, context: llama.Context, index: int) -> bool:
        """Draw a token from output `index`; whether the answer goes on."""
        self._sampler.grammar_waits = self._deltas.reasoning
        token = self._sampler.sample(context.pointer, index)
        self._clock.token_drawn()
        if self._loaded.model.vocabulary.ends_generation(token):
            self.finish("stop")
            return False
        self.known.append(token)
        if self._lookup is not None:
            self._lookup.feed(token)
        self._deltas.feed(self._pieces.of(token), self._probability(context, index, token))
        limit = self._command.max_tokens
        if self._deltas.stopped:
            self.finish("stop")
        elif limit > 0 and len(self.known) - len(self._prompt.tokens) >= limit:
            self.finish("length")
        elif len(self.known) > self._loaded.context_length:
            self.finish("context_full")
        return not self.done

    def _probability(
        self, context: llama.Context, index: int, token: int
    ) -> TokenProbability | None:
        if self._command.logprobs <= 0:
            return None
        vocabulary = self._loaded.model.vocabulary
        logprob, likeliest = llama.top_probabilities(
            context.pointer, index, token, self._command.logprobs, vocabulary.size
        )
        return TokenProbability(
            self._spelled(token),
            logprob,
            tuple(Alternative(self._spelled(other), value) for other, value in likeliest),
        )

    def _spelled(self, token: int) -> str:
        piece = self._loaded.model.vocabulary.piece(token, special=True)
        return piece.decode("utf-8", "replace")

    def _drafted(self, others: int) -> list[int]:
        """Guesses for what follows the last known token."""
        self._expected = None
        if not self._loaded.drafts or not self._command.speculate:
            return []
        if self._lookup is None:
            self._lookup = PromptLookup(self.known)
        room = self._loaded.context_length - len(self.known)
        limit = self._command.max_tokens
        if limit > 0:
            room = min(room, limit - (len(self.known) - len(self._prompt.tokens)) - 1)
        guess = self._lookup.draft(min(LONGEST_DRAFT, max(0, room)))
        if not guess and self._loaded.draft_model is not None and self.priority <= 0:
            wanted = self._length.choose(min(LONGEST_DRAFT, max(0, room)), others)
            return self._loaded.draft_model.draft(self.known, wanted) if wanted else []
        draft = guess[: self._length.choose(len(guess), others)]
        if guess and not draft:  # what would have become of it costs nothing to know
            self._expected = guess[0]
        return draft

    def _remember(self) -> None:
        """Keep the exact tokens of the answer for the next turn's prompt."""
        answer, drawn = self._deltas.answer, self.drawn
        if self._command.raw or not answer:
            return
        pieces = [self._pieces.of(token) for token in drawn]
        if self._deltas.stopped:
            tokens = tokens_before_stop(pieces, drawn, answer)
        else:
            tokens = exact_tokens(pieces, drawn, self._deltas.text, answer)
        if tokens is not None:
            self._loaded.prompts.answers.remember(answer, tokens)
            if self.live is not None:
                self.live.answers[answer] = tokens


def build_prompt(command: Generate, loaded: LoadedModel) -> Prompt:
    """The prompt that `command` asks for. Raises `UserError`."""
    if command.raw:
        return loaded.prompts.raw(command.turns)
    return loaded.prompts.chat(command.turns, command.thinking)
