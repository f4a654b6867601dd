"""Where templates are kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from assistant.core.templates.template import Template, TemplateVersion


class TemplateStore(Protocol):
    """Keeps templates and what they were before. One thread owns it; raises as
    `ConversationStore`, and `UserError("usage")` for a name that another template has."""

    def list_templates(self) -> list[Template]:
        """Favourites first, then by title; built-in ones as the person changed them."""

    def keep_template(self, template: Template) -> Template:
        """Keep it, in the place of the one with its id (0: a new one), as its newest version."""

    def delete_template(self, template_id: int) -> None:
        """Remove one of the person's own, with its versions; a built-in one is only hidden."""

    def restore_template(self, template: Template) -> Template:
        """Undo a deletion."""

    def reset_template(self, template_id: int) -> Template:
        """A built-in template as it came; what it was stays among its versions."""

    def versions(self, template_id: int) -> list[TemplateVersion]:
        """The newest first."""

    def install_builtins(self, templates: Sequence[Template]) -> None:
        """Make the stored built-in ones the given ones, but keep what the person changed."""


class TemplateFiles(Protocol):
    """Templates as TOML; any thread. Raises `UserError("usage")` naming the line."""

    def read(self, path: Path) -> list[Template]: ...

    def write(self, path: Path, templates: Sequence[Template]) -> None: ...
