"""A conversation held in the terminal: each turn durable before it is answered."""

from __future__ import annotations

from functools import partial

import msgspec

from assistant.cli.answer import Answer, AnswerView
from assistant.cli.engine_session import EngineSession
from assistant.cli.fitting import fitted
from assistant.cli.terminal import Terminal
from assistant.controllers.reply import Reply
from assistant.core.chat import STATE_OF_REASON, build_generate
from assistant.core.context_fit import Basis, under_fold
from assistant.core.entities import ChatParameters, Conversation, Message, MessageState
from assistant.core.errors import Cancelled, UserError
from assistant.core.grounding import TemplateTask
from assistant.core.messages import AnyEvent, Delta, Finished, Generate, Sent
from assistant.core.ports import ConversationStore
from assistant.core.settings import Models
from assistant.core.templates.answering import basis_for, kept_fold, request_of


class AnswerShape(msgspec.Struct, frozen=True, kw_only=True):
    """What answers must look like, and how much is told of them; see `Sampling` and `Generate`."""

    grammar: str = ""
    json_schema: str = ""
    logprobs: int = 0

    def of(self, request: Generate) -> Generate:
        """`request` for an answer of this shape."""
        replace = msgspec.structs.replace
        request = replace(request, logprobs=self.logprobs)
        if not self.grammar and not self.json_schema:
            return request
        sampling = replace(request.sampling, grammar=self.grammar, json_schema=self.json_schema)
        # the shape counts from the first token on: there is no room to think before it
        return replace(request, sampling=sampling, thinking=False)


class Dialogue:
    """One conversation, one model, one store; main thread only.

    `parameters` hold for the turns of this dialogue; a new conversation gets `new_parameters`
    instead. `conversation` is None until the first turn is said.
    """

    def __init__(
        self,
        store: ConversationStore,
        session: EngineSession,
        terminal: Terminal,
        models: Models,
        *,
        new_parameters: ChatParameters,
        conversation: Conversation | None = None,
        parameters: ChatParameters | None = None,
        shape: AnswerShape | None = None,
    ) -> None:
        self.store = store
        self.session = session
        self.terminal = terminal
        self.parameters = parameters or new_parameters
        self.conversation = conversation
        self.model_path = ""
        self.model_name = ""
        self._models = models
        self._new_parameters = new_parameters
        self._shape = shape or AnswerShape()
        self._warned = False

    def use_model(self, path: str, name: str) -> None:
        """Answer with this model from now on; the conversation remembers it."""
        self.model_path, self.model_name = path, name
        known = self.conversation
        if known is not None and known.model_path != self.model_path:
            self.conversation = self.store.set_model(known.id, self.model_path)

    def load_model(self, view: AnswerView) -> int:
        """Have the model in memory; how many tokens its context holds.

        Raises `UserError`, `Cancelled`.
        """
        info = self.session.ensure_loaded(self.model_path, self._models, view.loading)
        self.model_name = info.name or self.model_name
        return info.context_length

    def begin_again(self) -> None:
        """Let the next turn start a new conversation."""
        self.conversation = None
        self.parameters = self._new_parameters

    def say(self, text: str, view: AnswerView, task: TemplateTask | None = None) -> Answer:
        """Say `text` at the end of the shown branch and show the answer in `view`.

        With a `task` it is a template that was filled in, and answered as that wants it.
        Raises `UserError` when there is no whole answer; what came is stored before. A stop by
        the person is an answer with the reason "cancelled".
        """
        conversation = self._conversation()
        branch = self.store.branch(conversation.id)
        if branch and branch[-1].state == MessageState.STREAMING:
            raise UserError(
                "busy",
                "This conversation is being answered by another window or terminal.",
                "Wait for the answer or stop it there; or begin a new conversation.",
            )
        parent_id = branch[-1].id if branch else None
        _turn, reply = self.store.send_turn(
            conversation.id, parent_id, text, model=self.model_name, task=task
        )
        return self._answer(conversation, reply, view)

    def say_again(self, view: AnswerView) -> Answer | None:
        """Answer the last turn once more, beside its other answers; None if there is none."""
        branch = self.store.branch(self.conversation.id) if self.conversation else []
        last_turn = next((message for message in reversed(branch) if message.role == "user"), None)
        if last_turn is None or self.conversation is None:
            return None
        reply = self.store.add_message(
            self.conversation.id,
            last_turn.id,
            "assistant",
            "",
            state=MessageState.STREAMING,
            model=self.model_name,
        )
        return self._answer(self.conversation, reply, view)

    def _conversation(self) -> Conversation:
        if self.conversation is None:
            self.conversation = self.store.create_conversation(
                parameters=self.parameters, model_path=self.model_path
            )
        return self.conversation

    def _answer(self, conversation: Conversation, message: Message, view: AnswerView) -> Answer:
        reply = Reply(message)
        end = Finished(reason="cancelled")
        try:
            limit = self.load_model(view)
            end = self._generate(self._request(conversation, limit), reply, view)
        except Cancelled:
            pass
        except UserError as error:
            view.broken_off()
            died = error.kind == "engine_died" and bool(reply.text or reply.reasoning)
            state = MessageState.INTERRUPTED if died else MessageState.FAILED
            self._keep(reply, state, Finished(), f"{error.text} {error.hint}".strip())
            raise
        except BaseException:
            self._keep(reply, MessageState.INTERRUPTED, Finished(), "")
            raise
        stored, unsaved = self._keep(reply, STATE_OF_REASON[end.reason], end, "")
        answer = Answer(
            message=stored,
            reason=end.reason,
            model=self.model_name,
            model_path=self.model_path,
            unsaved=unsaved,
        )
        view.finished(answer)
        return answer

    def _request(self, conversation: Conversation, limit: int) -> Generate:
        """What the engine is asked, once older turns made room for it."""
        basis = Basis(
            parameters=self.parameters,
            branch=tuple(self.store.branch(conversation.id)[:-1]),
            folds=tuple(self.store.folds(conversation.id)),
        )
        task, name = basis.branch[-1].task, str(conversation.id)
        if isinstance(task, TemplateTask):
            whole = basis_for(basis, task)
            kept = partial(kept_fold, basis=basis)
            fit = fitted(self.session, self.store, self.terminal, whole, limit, kept)
            return self._shape.of(request_of(whole, task, fit, name))
        fit = fitted(self.session, self.store, self.terminal, basis, limit)
        parameters, branch = under_fold(basis.parameters, basis.branch, fit.fold)
        return self._shape.of(build_generate(parameters, branch, conversation=name))

    def _generate(self, request: Generate, reply: Reply, view: AnswerView) -> Finished:
        def on_event(event: AnyEvent) -> None:
            if isinstance(event, Delta):
                reply.extend(event.text, event.channel, event.tokens)
            elif isinstance(event, Sent):
                reply.sent(event.host, event.masked, event.request_id)
            view.event(event)
            if self.terminal.reader_gone:
                self.session.interrupt.request()

        def on_look() -> None:
            if reply.due_for_checkpoint():
                self._checkpoint(reply)

        end = self.session.generate(request, on_event, on_look)
        for note in end.notes:
            self.terminal.note(f"[{note}]")
        return end

    def _checkpoint(self, reply: Reply) -> None:
        """A checkpoint that fails does not end the answer: its end is stored again."""
        try:
            self.store.checkpoint_reply(reply.message.id, reply.text, reply.reasoning)
        except UserError as error:
            if not self._warned:
                self._warned = True
                self.terminal.note(f"[The answer could not be saved so far. {error.text}]")

    def _keep(
        self, reply: Reply, state: MessageState, end: Finished, error: str
    ) -> tuple[Message, UserError | None]:
        """Store the end of the reply; the message as it stands, and why it is not on disk."""
        try:
            stored = self.store.finish_reply(
                reply.message.id,
                reply.text,
                reply.reasoning,
                state=state,
                usage=end.usage,
                timings=end.timings,
                reasoning_s=reply.reasoning_s,
                error=error,
                sent_to=reply.sent_to,
                masked=reply.masked,
            )
        except UserError as problem:
            unstored = msgspec.structs.replace(
                reply.message,
                text=reply.text,
                reasoning=reply.reasoning,
                state=state,
                usage=end.usage,
                timings=end.timings,
                error=error,
                sent_to=reply.sent_to,
                masked=reply.masked,
            )
            return unstored, problem
        return stored, None
