"""Work that asks something in between, apart from who carries the questions.

A `Steps` generator yields a question, is sent what came of it, and returns its result. The window
drives it over events, the terminal by waiting (`core.errands`):

- `CountTokens` → the `TokenCount`
- `Generate` → the text of the answer
- `Write` → `Written`, and its text while it comes
- `Embed` → the vectors
- `Lookup` → what its function returned, which runs where the library is owned
- `Compute` → what its function returned, which may take a while
- `Call` → what its function calls back with
- a tuple of these, or `Beside` → a tuple of the replies, in order

Where something fails, the reply is None, unless the driver was given a `failed`: then the
`UserError` is raised at the `yield`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import msgspec

from assistant.core.entities import Timings, Usage
from assistant.core.errors import UserError
from assistant.core.messages import CountTokens, Embed, FinishReason, Generate

if TYPE_CHECKING:
    from assistant.core.document_ports import LibraryStore

T = TypeVar("T")

AT_ONCE = 4
"""Steps that are run beside each other; the engine puts them into common batches."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A whole answer, and how it ended: "halted" by `Write.until`."""

    text: str
    reason: FinishReason | Literal["halted"] = "stop"
    usage: Usage = Usage()
    timings: Timings = Timings()


@dataclass(frozen=True)
class Write:
    """`request`, with all that is known of its answer.

    `extended(text, tokens)` gets the answer while it comes, `progressed(done, total)` the tokens
    of the prompt that are read. `until(text)` looks at all of the answer so far: once it is true,
    the answer ends there. All are called by the driver, on its thread.
    """

    request: Generate
    extended: Callable[[str, int], None] | None = None
    progressed: Callable[[int, int], None] | None = None
    until: Callable[[str], bool] | None = None


@dataclass(frozen=True)
class Lookup:
    """Something that only the owner of the library can say or keep.

    `work` runs on its thread. In the `background` it waits for everything that somebody is
    waiting for, so it should be short.
    """

    work: Callable[[LibraryStore], Any]
    background: bool = False


@dataclass(frozen=True)
class Compute:
    """`work` may take seconds: it runs beside the driver and touches nothing of it."""

    work: Callable[[], Any]


Begin: TypeAlias = Callable[[Callable[[Any], None], Callable[[UserError], None]], None]


@dataclass(frozen=True)
class Call:
    """`begin(done, failed)` returns at once and later calls one of the two, on this thread."""

    begin: Begin


@dataclass(frozen=True)
class Beside:
    """Each of `steps` goes its own way, at most `at_once` of them together.

    The first one that fails ends the others.
    """

    steps: tuple[Steps[Any], ...]
    at_once: int = AT_ONCE


Single: TypeAlias = CountTokens | Generate | Embed | Write | Lookup | Compute | Call
Question: TypeAlias = "Single | Beside | tuple[Single, ...]"
Reply: TypeAlias = Any
Steps: TypeAlias = Generator[Question, Reply, T]


def asking(question: Question) -> Steps[Any]:
    """The steps that ask one question and return the reply."""
    return (yield question)
