"""A text that grows: its leaves, of which the finished ones are never made again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.ui.markdown.grammar import OPEN_FORMULA
from assistant.ui.markdown.leaves import Leaf, Placed, Resume, markdown_leaves, plain_leaves
from assistant.ui.markdown.safe_text import displayable

MARKDOWN_CHARACTERS = 400_000
"""What comes after this many characters is shown without formatting."""
BLOCK_CHARACTERS = 32_000
"""A block that cannot be read in parts may be this long; what follows is then plain."""
STEP_CHARACTERS = 3_000
"""How much new text one `refresh` reads: some milliseconds of work at most."""

PLAIN_STEP_CHARACTERS = 400_000


class MarkdownStream:
    """The leaves of a text that arrives in pieces. Any one thread.

    `append` only stores; `refresh` reads what is new, at most `STEP_CHARACTERS` at a time
    (`behind` says whether there is more), and `finish` reads all the rest. Only the block that
    is not finished is read again, and of a long list, table or piece of code only its last
    part. After `finish` the leaves are those of `MarkdownStream.of` for the whole text.
    `environment` holds the link definitions for the inline parser.
    """

    def __init__(self, *, limit: int = MARKDOWN_CHARACTERS) -> None:
        self.leaves: list[Leaf] = []
        self.environment: dict[str, Any] = {"references": {}}
        self._limit = limit
        self._pieces: list[str] = []
        self._held = ""
        self._tail = ""
        self._tail_at = 0
        self._seen = 0
        self._references: dict[str, Any] = {}
        self._resume: Resume | None = None
        self._committed = 0
        self._plain: int | None = None
        self._plain_joined = False
        self._reads = 0

    @classmethod
    def of(cls, text: str, *, limit: int = MARKDOWN_CHARACTERS) -> MarkdownStream:
        """The whole `text` at once."""
        stream = cls(limit=limit)
        stream.append(text)
        stream.finish()
        return stream

    @property
    def source(self) -> str:
        """Everything that was appended, exactly."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    @property
    def behind(self) -> bool:
        """Whether `refresh` has something to read."""
        return self._seen < len(self._tail)

    def append(self, text: str) -> None:
        """Add `text`; cheap, whatever came before."""
        if not text:
            return
        self._pieces.append(text)
        text = self._held + text
        self._held = "\r" if text.endswith("\r") else ""
        text = text.removesuffix("\r")
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._tail += text

    def refresh(self) -> int:
        """Read some of what was appended; the index of the first leaf that changed."""
        if not self.behind:
            return len(self.leaves)
        if self._plain is not None:
            return self._refresh_plain()
        room = min(self._limit - self._tail_at, BLOCK_CHARACTERS)
        length = min(len(self._tail), self._seen + STEP_CHARACTERS, room)
        full = length == room < len(self._tail)
        self._seen = length
        changed, committed = self._read(self._tail[:length])
        if full and not committed:
            changed = min(changed, self._turn_plain())
        return changed

    def finish(self) -> int:
        """Like `refresh` for all that is left, once nothing more comes."""
        if self._held:
            self._tail += "\n"
            self._held = ""
        changed = len(self.leaves)
        while self.behind:
            changed = min(changed, self.refresh())
        if self._reads > 1 and self.environment["references"]:
            return 0
        return changed

    def _read(self, text: str, *, last: bool = False) -> tuple[int, bool]:
        text = displayable(text)
        environment: dict[str, Any] = {}
        self._reads += 1
        placed = markdown_leaves(text, environment, self._resume)
        defined = environment.get("references", {})
        if defined or self._references:
            self.environment["references"] = {**defined, **self._references}
        changed = self._replace_tail([each.leaf for each in placed])
        return changed, not last and self._commit(text, placed, environment)

    def _replace_tail(self, fresh: list[Leaf]) -> int:
        changed = self._committed
        for old, new in zip(self.leaves[self._committed :], fresh, strict=False):
            if old != new:
                break
            changed += 1
        self.leaves[changed:] = fresh[changed - self._committed :]
        return changed

    def _commit(self, text: str, placed: list[Placed], environment: dict[str, Any]) -> bool:
        """Keep what nothing that may still come can change; whether anything was.

        The last line may be unfinished, and the one before it may turn out to be the head of a
        table; a block that was closed before these two is final. So is not a formula that is
        still open, nor what follows a link definition, whose title may go on for lines.
        """
        prefix = self._resume.prefix_lines if self._resume else 0
        defined = environment.get("references", {})
        unsure = {each["map"][1] for each in environment.get("duplicate_refs", ())}
        unsure.update(each["map"][1] for each in defined.values())
        settled = text.count("\n") - 2
        last = len(placed) - (2 if environment.get(OPEN_FORMULA) else 1)
        for index in range(last, 0, -1):
            line = placed[index].line
            if 0 < line <= settled and line + prefix not in unsure:
                break
        else:
            return False
        at = 0
        for _ in range(line):
            at = text.index("\n", at) + 1
        self._tail = self._tail[at:]
        self._seen -= at
        self._tail_at += at
        for label, definition in defined.items():
            if definition["map"][0] < line + prefix:
                self._references.setdefault(label, definition)
        self._resume = placed[index].resume
        self._committed += index
        return True

    def _turn_plain(self) -> int:
        """Show the rest without formatting, from the last line end that was reached."""
        cut = self._tail.rfind("\n", 0, self._seen) + 1
        if cut == 0 and self._tail_at == 0:
            cut = self._seen
        self._plain_joined = cut > 0 and self._tail[cut - 1] != "\n"
        changed, _ = self._read(self._tail[:cut], last=True)
        self._tail = self._tail[cut:]
        self._committed = len(self.leaves)
        self._plain = 0
        return min(changed, self._refresh_plain())

    def _refresh_plain(self) -> int:
        """Pieces of plain text; all but the last are final."""
        length = min(len(self._tail), self._seen + PLAIN_STEP_CHARACTERS)
        fresh = list(plain_leaves(self._tail[:length], first_part=self._plain or 0))
        if self._plain_joined:
            fresh[0] = replace(fresh[0], joined=True)
        changed = self._replace_tail(fresh)
        self._seen = length
        if len(fresh) > 1:
            last = fresh[-1]
            self._committed = len(self.leaves) - 1
            self._plain = last.part
            self._plain_joined = last.joined
            self._tail = self._tail[length - len(last.text) :]
            self._seen = len(last.text)
        return changed
