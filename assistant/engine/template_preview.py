"""Shows what a chat template makes of a short conversation, in the process that may be killed."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.core.errors import UserError
from assistant.engine.gguf import clean_text
from assistant.engine.prompt import TemplateBroken, TemplateRefused
from assistant.engine.template import ChatTemplate, TemplateProcess

_SYSTEM = {"role": "system", "content": "You answer in one sentence."}
_TALK = [
    {"role": "user", "content": "Why is the sky blue?"},
    {"role": "assistant", "content": "Air scatters blue light more than red light."},
    {"role": "user", "content": "And at sunset?"},
]


def preview(template: str, command: Sequence[str]) -> str:
    """The conversation as text, with the opening of an answer; `command` starts the renderer.

    A template that takes no system prompt is shown without one. Takes up to seconds; any thread.
    Raises `UserError("template")` where it cannot be used.
    """
    process = TemplateProcess(command)
    try:
        render = ChatTemplate(process, template, bos="", eos="")
        try:
            return render([_SYSTEM, *_TALK], None)
        except TemplateRefused:
            return render(_TALK, None)
    except (TemplateRefused, TemplateBroken) as error:
        raise UserError(
            "template",
            f"The model's chat template cannot be used ({clean_text(str(error))[:200]}); "
            "a simple one takes its place.",
        ) from error
    finally:
        process.close()
